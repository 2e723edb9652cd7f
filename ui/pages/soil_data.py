"""The soil table while it is edited: rows of text, and which values are assumed."""

from __future__ import annotations

from ...engine.errors import InputError, ScarpError
from ...engine.quantities import QUANTITIES
from ...engine.soil.table import SoilTable
from ...translate import tr

DISTRIBUTIONS = ("", "fixed", "normal", "lognormal", "truncnormal", "uniform", "beta")
PARTS = ("", "_cov", "_dist", "_min", "_max", "_mean_cov")
ASSUMED, CALIBRATED = "assumed", "calibrated"
MARKS = (ASSUMED, CALIBRATED)
"""Columns that list the quantities whose mean was assumed, or fitted to landslides."""
COLUMNS = ("zone", "name", *(f"{quantity.column}{part}" for quantity in QUANTITIES.values() for part in PARTS), *MARKS)


class SoilData:
    """Rows of the soil table.

    Attributes
    ----------
    rows : list of dict of str to str
        One a zone, by column.
    """

    def __init__(self) -> None:
        self.rows = [{"zone": "1", "name": ""}]

    @classmethod
    def from_records(cls, records: list) -> SoilData:
        """Take the rows of a CSV file; one without marks that calls itself assumed is assumed throughout."""
        data = cls()
        data.rows = []
        for number, record in enumerate(records, 1):
            row = {str(key).strip().lower(): str(value or "").strip() for key, value in record.items() if key}
            row.setdefault("zone", str(number))
            row.setdefault("name", "")
            if ASSUMED not in row and _says_assumed(row):
                row[ASSUMED] = " ".join(name for name, quantity in QUANTITIES.items() if row.get(quantity.column))
            data.rows.append(row)
        return data if data.rows else cls()

    def records(self) -> list:
        """Give the rows as they are written; what is assumed says so, for the report too."""
        rows = []
        for row in self.rows:
            written = {key: value for key, value in row.items() if value or key in ("zone", "name")}
            if _says_assumed(row):      # then an empty column says that none is any more
                written.setdefault(ASSUMED, "")
            rows.append(written)
        return rows

    @property
    def blank(self) -> bool:
        """Whether nothing was typed yet."""
        return len(self.rows) == 1 and not any(value for key, value in self.rows[0].items() if key != "zone")

    def marked(self, index: int, mark: str = ASSUMED) -> set:
        """Name the quantities of a zone that bear a mark."""
        return set(self.rows[index].get(mark, "").split()) & set(QUANTITIES)

    def mark(self, index: int, mark: str, names) -> None:
        """Let these quantities of a zone bear a mark, and no others."""
        self.rows[index][mark] = " ".join(name for name in QUANTITIES if name in names)

    def title(self, index: int) -> str:
        """Name a zone for a list."""
        row = self.rows[index]
        return " ".join(part for part in (row.get("zone", ""), row.get("name", "")) if part) or tr("one zone")

    def add(self, zone: str, name: str = "") -> int:
        """Add an empty zone; give its place."""
        self.rows.append({"zone": zone, "name": name})
        return len(self.rows) - 1

    def remove(self, index: int) -> None:
        """Remove a zone; the last one is emptied instead."""
        if len(self.rows) > 1:
            del self.rows[index]
        else:
            self.rows[0] = {"zone": self.rows[0].get("zone", "1"), "name": ""}

    def set(self, index: int, column: str, value: str) -> None:
        """Set one value by hand, which takes the marks of its quantity away, and the spread of a fitted mean."""
        row = self.rows[index]
        row[column] = value.strip()
        name = quantity_of(column)
        if name in self.marked(index, CALIBRATED):
            row.pop(f"{QUANTITIES[name].column}_mean_cov", None)
        self._unmark(index, [name])

    def fill(self, index: int, values: dict) -> None:
        """Fill a zone with values that are assumed; thickness and initial saturation stay as they are."""
        names = [name for name, quantity in QUANTITIES.items() if quantity.column in values]
        for name in names:
            self.rows[index].pop(f"{QUANTITIES[name].column}_mean_cov", None)
        self.rows[index].update(values)
        self._unmark(index, names)
        self.mark(index, ASSUMED, self.marked(index) | set(names))

    def calibrate(self, index: int, means: dict) -> None:
        """Take over means that were fitted to landslides: by quantity the mean and its COV, None where not known."""
        for name, (mean, spread) in means.items():
            column = QUANTITIES[name].column
            known = f"{spread:.3g}" if spread is not None else ""
            self.rows[index].update({column: f"{mean:.4g}", f"{column}_mean_cov": known})
        self._unmark(index, means)
        self.mark(index, CALIBRATED, self.marked(index, CALIBRATED) | set(means))

    def _unmark(self, index: int, names) -> None:
        for mark in MARKS:
            if self.rows[index].get(mark):
                self.mark(index, mark, self.marked(index, mark) - set(names))

    def first_problem(self, rasters=(), thickness_given: bool = False, zoned: bool = False):
        """Find what is wrong first.

        Parameters
        ----------
        rasters : sequence of str
            Quantities whose mean comes from a raster.
        thickness_given : bool
            Whether the thickness comes from a raster or a model.
        zoned : bool
            Whether there are soil zones.

        Returns
        -------
        (str, int, str) or None
            A sentence, the zone's place in the table, and the column.
        """
        for index, row in enumerate(self.rows):
            for name, quantity in QUANTITIES.items():
                given = name in rasters or (name == "thickness" and thickness_given)
                if not row.get(quantity.column) and not given:
                    label = tr(quantity.label).lower()
                    if len(self.rows) == 1:
                        return tr("Soil: {0} is empty.").format(label), index, quantity.column
                    return (tr("Zone {0}: {1} is empty.").format(self._quoted(index), label), index, quantity.column)
        try:
            wanted = [name for name in QUANTITIES if not (name == "thickness" and thickness_given)]
            SoilTable.from_records(self.records(), list(rasters), zoned, needed=wanted)
        except InputError as error:
            return self._place(error)
        except ScarpError as error:
            return str(error), 0, "zone"
        return None

    def _quoted(self, index: int) -> str:
        row = self.rows[index]
        return f'{row.get("zone", "")} "{row["name"]}"' if row.get("name") else row.get("zone", "")

    def _place(self, error: InputError):
        where = error.where.lower()
        index = next((place for place, row in enumerate(self.rows)
                      if f"zone {row.get('zone', '').lower()}," in f"{where},"), 0)
        column = next((quantity.column for name, quantity in QUANTITIES.items()
                       if name in where or quantity.column in where), "zone")
        return str(error).replace("SOIL_TABLE", tr("Soil table"), 1), index, column


def quantity_of(column: str) -> str:
    """Name the quantity that a column of the soil table belongs to; empty for others."""
    return next((name for name, quantity in QUANTITIES.items()
                 if column in [f"{quantity.column}{part}" for part in PARTS]), "")


def _says_assumed(row: dict) -> bool:
    return ASSUMED in f"{row.get('name')} {row.get('source')}".lower()
