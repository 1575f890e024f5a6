"""Reading one row: the cells of a sheet by field, each problem noted where it is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from handlers.importing.cells import Unclear, is_blank
from handlers.importing.report import FileReport
from handlers.importing.sheet import Row

T = TypeVar("T")
SHOWN = 200  # characters of a cell that a problem repeats


@dataclass(frozen=True)
class Reading:
    """One row of one sheet. `columns` is heading → field."""

    row: Row
    columns: Mapping[str, str]
    report: FileReport

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {field: heading for heading, field in self.columns.items()}

    def has(self, field: str) -> bool:
        return field in self._headings

    def cell(self, field: str) -> str:
        return self.row.cells.get(self.heading(field), "")

    def is_blank(self, field: str, *, text: bool = False) -> bool:
        """Whether a cell says nothing. In a field for words, “none” may be a word."""
        cell = self.cell(field)
        return not cell or cell == "-" if text else is_blank(cell)

    def heading(self, field: str) -> str:
        return self._headings.get(field, field)

    def problem(self, field: str, reason: str) -> None:
        self.report.problem(self.row.number, self.heading(field), self.cell(field)[:SHOWN], reason)

    def take(self, field: str, read: Callable[[str], T], otherwise: T) -> T:
        """What `read` makes of a cell; where it is unclear, the problem is noted and `otherwise` stands."""
        try:
            return read(self.cell(field))
        except Unclear as unclear:
            self.left_empty(field, str(unclear))
            return otherwise

    def left_empty(self, field: str, why: str) -> None:
        """Note that a cell could not be taken."""
        self.problem(field, f"{why} It was left empty." if why.endswith("?") else f"{why}; left empty")
