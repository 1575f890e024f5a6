"""Reading one row: the cells of a sheet by field, each problem noted where it is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from handlers.importing.cells import Unclear
from handlers.importing.report import FileReport
from handlers.importing.sheet import Row

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """One row of one file. `columns` is heading → field."""

    row: Row
    columns: Mapping[str, str]
    report: FileReport

    def has(self, field: str) -> bool:
        return field in self.columns.values()

    def cell(self, field: str) -> str:
        return self.row.cells.get(self.heading(field), "")

    def heading(self, field: str) -> str:
        return next((heading for heading, name in self.columns.items() if name == field), field)

    def problem(self, field: str, reason: str) -> None:
        self.report.problem(self.row.number, self.heading(field), self.cell(field)[:200], reason)

    def take(self, field: str, read: Callable[[str], T], otherwise: T) -> T:
        """What `read` makes of a cell; where it is unclear, the problem is noted and `otherwise` stands."""
        try:
            return read(self.cell(field))
        except Unclear as unclear:
            self.problem(field, f"{unclear}; left empty")
            return otherwise
