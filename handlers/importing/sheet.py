"""A sheet: headings and rows, read from a CSV file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from governance.errors import ChivvyError

LARGEST = 20_000_000  # bytes; a register of a million cells is smaller


class FileUnreadable(ChivvyError):
    """I can't read {path}: {why}. Nothing was imported from it."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by heading, without blanks around them."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    path: Path
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: Path) -> Sheet:
    """A CSV file with its headings in the first row; empty rows are passed over. Raises FileUnreadable."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileUnreadable(path=path.name, why="it is larger than 20 MB")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as missing:
        raise FileUnreadable(path=path.name, why=missing.strerror or "it cannot be opened") from missing
    except UnicodeDecodeError as strange:
        raise FileUnreadable(path=path.name, why="it is not a text file in UTF-8") from strange
    try:
        return _sheet(path, text)
    except csv.Error as broken:
        raise FileUnreadable(path=path.name, why=f"it is not a CSV file ({broken})") from broken


def _sheet(path: Path, text: str) -> Sheet:
    csv.field_size_limit(LARGEST)
    lines = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    headings = tuple(cell.strip() for cell in next(lines, []))
    rows = []
    # A cell may hold line breaks: rows are counted as a spreadsheet counts them, not as lines of the file.
    for number, line in enumerate(lines, start=2):
        cells = {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if heading}
        if any(cells.values()):
            rows.append(Row(number, cells))
    return Sheet(path, headings, tuple(rows))
