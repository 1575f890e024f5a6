"""What an import did: file by file and sheet by sheet, with every problem at its row."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True)
class Problem:
    """One thing that a person must put right. `row` is its number as a spreadsheet shows it, 0 for the whole file."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class FileReport:
    """What became of one sheet. `kind` is what its rows are (`action`, `person` …), "" where that could not be told or is
    not kept; `columns` says which heading was taken for which field; `notes` what was done with no harm to anything."""

    path: str
    sheet: str = ""
    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the sheet is called: its file, and its own name where the file has several."""
        name = Path(self.path).name
        return f"{name} · {self.sheet.strip()}" if self.sheet else name

    def count(self, outcome: Outcome) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def problem(self, row: int, column: str, value: str, reason: str) -> None:
        self.problems.append(Problem(row, column, value, reason))


@dataclass
class Report:
    files: list[FileReport] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """JSON-ready, in the shape that `chivvy import --json` promises."""
        return asdict(self)

    @property
    def changed(self) -> int:
        return sum(file.created + file.updated for file in self.files)

    @property
    def problems(self) -> int:
        return sum(len(file.problems) for file in self.files)
