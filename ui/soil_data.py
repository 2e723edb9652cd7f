"""The soil table while it is edited: rows of text, and which values are assumed."""

from __future__ import annotations

from ..engine.errors import InputError, ScarpError
from ..engine.quantities import QUANTITIES
from ..engine.soil import SoilTable
from ..translate import tr

DISTRIBUTIONS = ("", "fixed", "normal", "lognormal", "truncnormal", "uniform", "beta")
PARTS = ("", "_cov", "_dist", "_min", "_max")
COLUMNS = ("zone", "name", *(f"{quantity.column}{part}" for quantity in QUANTITIES.values() for part in PARTS))
ASSUMED = "assumed"
"""Column that lists what was assumed, by quantity."""


class SoilData:
    """Rows of the soil table.

    Attributes
    ----------
    rows : list of dict of str to str
        One a zone, by column.
    assumed : list of set of str
        Columns of means that came from a preset, one set a zone.
    """

    def __init__(self) -> None:
        self.rows = [{"zone": "1", "name": ""}]
        self.assumed: list = [set()]

    @classmethod
    def from_records(cls, records: list) -> SoilData:
        """Take the rows of a CSV file; a row that calls itself assumed is assumed throughout."""
        data = cls()
        data.rows, data.assumed = [], []
        for number, record in enumerate(records, 1):
            row = {str(key).strip().lower(): str(value or "").strip() for key, value in record.items() if key}
            listed = row.pop(ASSUMED, None)
            row.setdefault("zone", str(number))
            row.setdefault("name", "")
            means = {quantity.column for quantity in QUANTITIES.values() if row.get(quantity.column)}
            if listed is not None:
                marked = {QUANTITIES[name].column for name in listed.split() if name in QUANTITIES}
            else:
                marked = means if ASSUMED in f"{row['name']} {row.get('source', '')}".lower() else set()
            data.rows.append(row)
            data.assumed.append(marked)
        return data if data.rows else cls()

    def records(self) -> list:
        """Give the rows as they are written; what is assumed says so, for the report too."""
        rows = []
        for row, assumed in zip(self.rows, self.assumed):
            written = {key: value for key, value in row.items() if value or key in ("zone", "name")}
            if assumed:
                names = [name for name, quantity in QUANTITIES.items() if quantity.column in assumed]
                written[ASSUMED] = " ".join(names)
                written["source"] = row.get("source") or ASSUMED
            rows.append(written)
        return rows

    def title(self, index: int) -> str:
        """Name a zone for a list."""
        row = self.rows[index]
        return " ".join(part for part in (row.get("zone", ""), row.get("name", "")) if part) or tr("one zone")

    def add(self, zone: str, name: str = "") -> int:
        """Add an empty zone; give its place."""
        self.rows.append({"zone": zone, "name": name})
        self.assumed.append(set())
        return len(self.rows) - 1

    def remove(self, index: int) -> None:
        """Remove a zone; the last one is emptied instead."""
        if len(self.rows) > 1:
            del self.rows[index], self.assumed[index]
        else:
            self.rows[0], self.assumed[0] = {"zone": self.rows[0].get("zone", "1"), "name": ""}, set()

    def set(self, index: int, column: str, value: str) -> None:
        """Set one value by hand, which makes it no longer assumed."""
        self.rows[index][column] = value.strip()
        for part in PARTS[:0:-1]:
            column = column[:-len(part)] if column.endswith(part) and column not in self._means() else column
        self.assumed[index].discard(column)

    def fill(self, index: int, values: dict) -> None:
        """Fill a zone with values that are assumed; thickness and initial saturation stay as they are."""
        self.rows[index].update(values)
        self.assumed[index] |= self._means() & set(values)

    @staticmethod
    def _means() -> set:
        return {quantity.column for quantity in QUANTITIES.values()}

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
