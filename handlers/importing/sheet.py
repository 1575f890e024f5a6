"""A sheet: headings and rows, found in the grid of cells that a file holds."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class PassedOver:
    """A row that is no record (a sub-total, the key below a table), and why it was passed over."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class Grid:
    """All cells of a sheet as text, row by row; the first row is number 1. `name` is "" for a file that has one sheet only."""

    path: Path
    lines: list[list[str]]
    name: str = ""
    hidden: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The table in a grid."""

    path: Path
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    passed_over: tuple[PassedOver, ...] = field(default=())

    def column(self, heading: str) -> list[str]:
        """A column's cells, without empty ones."""
        return [cell for row in self.rows if (cell := row.cells.get(heading, ""))]
