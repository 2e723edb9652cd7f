"""Rows of a table as users bring them: text or numbers, decimal commas, stray spaces, misspelt columns."""

from __future__ import annotations

import difflib
import math
import re
from itertools import accumulate
from typing import Iterable, Mapping, Sequence

_MISSING = {"", "null", "none", "nan", "na", "n/a", "-"}
_FORMULA = re.compile(r"\s*[=+@-]|[\t\r]")
_PLAIN = re.compile(r"'(?=\s*[=+@-])")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")


class BesideCommas(str):
    """Text of a cell of a file whose columns are separated by commas: one inside a number may part thousands."""


def text(value: object) -> str:
    """Give a cell's text without outer spaces; missing values become ``""``.

    Parameters
    ----------
    value : object
        Text, number or None.
    """
    stripped = "" if value is None else str(value).replace("\ufeff", "").strip()
    stripped = _PLAIN.sub("", stripped, count=1) if stripped.startswith("'") else stripped
    return "" if stripped.lower() in _MISSING else stripped


def plain_cell(value: object) -> object:
    """Give a cell for a table such that no spreadsheet takes text for a formula: an apostrophe goes before it.

    Parameters
    ----------
    value : object
        Numbers, also those written as text, stay as they are; `text` takes the apostrophe away again.
    """
    if not isinstance(value, str) or not _FORMULA.match(value) or value.strip() == "-":
        return value
    try:
        float(value.replace(",", "."))
    except ValueError:
        return f"'{value}"
    return value


def number(value: object, error: type, where: str) -> float | None:
    """Read a number that may be text with a decimal comma.

    Parameters
    ----------
    value : object
        A number, text, or None.
    error : type
        The `InputError` to raise.
    where : str
        The cell as the user knows it.

    Returns
    -------
    float or None
        None where the cell is empty.

    Raises
    ------
    InputError
        The text is no finite number, mixes point and comma, or comes from a file separated by commas and may mean
        thousands.
    """
    written = text(value)
    if not written:
        return None
    if isinstance(value, BesideCommas) and _THOUSANDS.fullmatch(written):
        meant = written.replace(",", "")
        point = f" or {written.replace(',', '.')}" if written.count(",") == 1 else ""
        raise error(where, f"'{written}' may mean {meant}{point}, in a file whose columns are separated by commas",
                    "Write it without a thousands separator, and with a decimal point.")
    if "," in written and "." in written:
        raise error(where, f"'{written}' mixes comma and point", "Leave out the thousands separator.")
    try:
        read = float(written.replace(",", "."))
    except ValueError:
        raise error(where, f"'{written}' is not a number") from None
    if not math.isfinite(read):
        raise error(where, f"'{written}' is not a finite number")
    return read


def clean(records: Iterable[Mapping[str, object]], error: type, parameter: str) -> list[dict[str, object]]:
    """Put column names in lower case without spaces, and drop rows that are wholly empty at the end of a table.

    Parameters
    ----------
    records : iterable of mappings
        Column name to value, one mapping a row.
    error : type
        The `InputError` to raise.
    parameter : str
        The table's name for messages.

    Raises
    ------
    InputError
        Two columns carry one name.
    """
    rows = []
    for record in records:
        row: dict[str, object] = {}
        for column, value in record.items():
            name = text(column).lower()
            if name in row and name:
                raise error(parameter, f"two columns are named '{name}'", "Rename or remove one.")
            row[name] = value
        rows.append(row)
    while rows and not any(text(value) for value in rows[-1].values()):
        rows.pop()
    return rows


def check_columns(columns: Iterable[str], known: Sequence[str], error: type, parameter: str) -> None:
    """Question a column whose name is nearly that of a known one.

    Parameters
    ----------
    columns : iterable of str
        Column names of the table, in lower case.
    known : sequence of str
        Names that mean something.
    error : type
        The `InputError` to raise.
    parameter : str
        The table's name for messages.

    Raises
    ------
    InputError
        A column is probably misspelt: left unread, it would silently change the result.
    """
    columns = list(columns)
    for column in columns:
        if column in known:
            continue
        near = [name for name in difflib.get_close_matches(column, known, n=3, cutoff=0.85) if name not in columns]
        if near:
            raise error(f"{parameter}, column '{column}'", "there is no such column",
                        f"Did you mean '{near[0]}'? If not, give it a name less like it.")


def brief(items: Iterable[object], limit: int = 8) -> str:
    """List `items` for a message, at most `limit` of them and of 300 letters; 'none' where there are none."""
    items = [str(item) for item in items]
    letters = accumulate(len(item) for item in items[:limit])
    count = max(sum(each <= 300 for each in letters), 1)
    shown = ", ".join(items[:count]) or "none"
    return shown if len(items) <= count else f"{shown} and {len(items) - count} more"
