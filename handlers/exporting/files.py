"""Files: an export as an Excel workbook or as a folder of CSV files. No text in them is ever taken for a formula."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from governance.errors import ChivvyError
from handlers.exporting.tables import Export, Table, Value

# Excel takes a cell for a formula by its first character; an apostrophe in front makes it a text.
RISKY = re.compile(r"'*[=+\-@\t\r]")
WIDEST, NARROWEST = 60, 10
MOST_OF_A_NAME = 31  # characters in the name of a sheet


class FolderUnwritable(ChivvyError):
    """I can't write to {path}: {why}. Nothing was exported. Name another place."""


def write_workbook(export: Export, path: Path) -> None:
    """One sheet for each table, after the cover. Raises FolderUnwritable."""
    book = Workbook(write_only=True)
    for table in (export.about, *export.tables):
        _write_sheet(book, table)
    whole = BytesIO()  # a book whose saving breaks off half-way cannot be closed
    book.save(whole)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole.getvalue())
    except OSError as refused:
        raise FolderUnwritable(path=path, why=refused.strerror or "no reason was given") from refused


def write_folder(export: Export, folder: Path) -> None:
    """One CSV file for each table, and the cover. In UTF-8 with the mark that tells Excel so. Raises FolderUnwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in (export.about, *export.tables):
            with (folder / f"{_file_name(table)}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(table.headings)
                rows.writerows([_as_text(value) for value in row] for row in table.rows)
    except OSError as refused:
        raise FolderUnwritable(path=folder, why=refused.strerror or "no reason was given") from refused


def _write_sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", table.name)[:MOST_OF_A_NAME])
    sheet.freeze_panes = "B2"
    for at, heading in enumerate(table.headings):
        longest = max((len(str(row[at])) for row in table.rows[:200] if row[at] is not None), default=0)
        width = min(max(longest, len(heading), NARROWEST), WIDEST)
        sheet.column_dimensions[_letter(at)].width = width + 2
    sheet.append([_cell(sheet, heading, bold=True) for heading in table.headings])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _letter(at: int) -> str:
    """The letter of a column, counted from 0."""
    return (chr(ord("A") + at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if text:
        cell.data_type = "s"  # openpyxl would make a formula of what begins like one
        cell.quotePrefix = bool(RISKY.match(str(value)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _as_text(value: Value) -> str:
    return harmless(value) if isinstance(value, str) else "" if value is None else str(value)


def harmless(text: str) -> str:
    """`text` as a spreadsheet takes it for text, and never for a formula."""
    return f"'{text}" if RISKY.match(text) else text


def _file_name(table: Table) -> str:
    return re.sub(r"[^\w]+", "_", table.name.casefold()).strip("_")
