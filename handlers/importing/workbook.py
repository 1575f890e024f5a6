"""Excel workbooks: every sheet as a grid of text. Formulas are data here: none is ever worked out."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from handlers.importing.sheet import LARGEST, FileUnreadable, Grid

LARGEST_UNPACKED = 300_000_000  # bytes; a small file that unpacks to more was made to do harm
MOST_ROWS, MOST_COLUMNS = 200_000, 500


def read_workbook(path: Path) -> list[Grid]:
    """The grids of a workbook's sheets, in their order. Raises FileUnreadable."""
    try:
        _check(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and styles that openpyxl does not know
            as_typed, worked_out = load_workbook(path), load_workbook(path, data_only=True)
    except FileUnreadable:
        raise
    except OSError as missing:
        raise FileUnreadable(path=path.name, why=missing.strerror or "it cannot be opened") from missing
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as broken:
        raise FileUnreadable(path=path.name, why="it is not an Excel workbook, or it has a password") from broken
    return [_grid(path, sheet, worked_out[sheet.title]) for sheet in as_typed.worksheets]


def _check(path: Path) -> None:
    if path.stat().st_size > LARGEST:
        raise FileUnreadable(path=path.name, why="it is larger than 20 MB")
    with zipfile.ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
            raise FileUnreadable(path=path.name, why="it unpacks to more than 300 MB")


def _grid(path: Path, sheet: Worksheet, worked_out: Worksheet) -> Grid:
    typed, known = _filled(sheet), _filled(worked_out)
    lines: list[list[str]] = []
    for row, column in sorted(typed):
        if row > MOST_ROWS or column > MOST_COLUMNS:
            continue
        lines.extend([] for _ in range(row - len(lines)))
        lines[row - 1].extend("" for _ in range(column - len(lines[row - 1])))
        lines[row - 1][column - 1] = _text(typed[row, column], known.get((row, column)))
    notes = [*_hidden_parts(sheet, len(lines))]
    if any(row > MOST_ROWS or column > MOST_COLUMNS for row, column in typed):
        notes.append(f"Only the first {MOST_ROWS:,} rows and {MOST_COLUMNS} columns were read.")
    return Grid(path, lines, name=sheet.title, hidden=sheet.sheet_state != "visible", notes=tuple(notes))


def _filled(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """The values of a sheet by row and column. Asking row by row would make a cell for each of the million rows that a border
    drawn to the bottom of the sheet leaves behind."""
    return {position: cell.value for position, cell in sheet._cells.items() if cell.value is not None}


def _text(typed: Any, worked_out: Any) -> str:
    """A cell as text. A formula counts as what it came to when the file was saved; where that is not known, as its own text."""
    value = worked_out if worked_out is not None else typed
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _hidden_parts(sheet: Worksheet, rows: int) -> Iterator[str]:
    """Rows are often hidden by a filter that somebody forgot: what they hold is read, and that is said."""
    hidden = [number for number, row in sheet.row_dimensions.items() if row.hidden and number <= rows]
    if hidden:
        numbers = ", ".join(str(number) for number in sorted(hidden)[:10])
        yield f"Hidden rows were read like the others: {numbers}{' …' if len(hidden) > 10 else ''}."
    columns = sorted(letter for letter, column in sheet.column_dimensions.items() if column.hidden)
    if columns:
        yield f"Hidden columns were read like the others: {', '.join(columns[:10])}{' …' if len(columns) > 10 else ''}."
