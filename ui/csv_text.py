"""Tables as text: CSV files, and what comes from a spreadsheet through the clipboard."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

DELIMITERS = ("\t", ";", ",")


def split(text: str) -> list:
    """Split pasted or read text into rows of cells.

    Parameters
    ----------
    text : str
        Rows separated by line ends; cells by tabs, else semicolons, else commas, as in the first row.

    Returns
    -------
    list of list of str
        Without empty rows.
    """
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    first = text.partition("\n")[0]
    delimiter = next((mark for mark in DELIMITERS if mark in first), ",")
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
            if any(cell.strip() for cell in row)]


def records(text: str) -> list:
    """Split text with a header into one mapping a row; column names in lower case."""
    rows = split(text)
    if not rows:
        return []
    header = [name.lower() for name in rows[0]]
    return [dict(zip(header, row)) for row in rows[1:]]


def read(path: str) -> list:
    """Read a CSV file into one mapping a row.

    Raises
    ------
    OSError, UnicodeDecodeError
    """
    return records(Path(path).read_text(encoding="utf-8-sig"))


def as_text(rows: list) -> str:
    """Write rows, one mapping each, as CSV; the columns are those of the rows, in order."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue()


def write(path: str, rows: list) -> str:
    """Write a CSV file whole or not at all, unless it holds just that already; give its path."""
    text = as_text(rows)
    if os.path.exists(path) and Path(path).read_bytes() == text.encode("utf-8"):
        return path
    part = f"{path}.part"
    Path(part).write_bytes(text.encode("utf-8"))
    os.replace(part, path)
    return path
