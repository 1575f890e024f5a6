"""Layouts that are no tables: a grid of workstreams that marks who gives to whom, a form with its labels beside their values."""

from __future__ import annotations

import re

from handlers.importing.cells import UNKNOWN, Unclear, day_in, is_blank
from handlers.importing.columns import is_known
from handlers.importing.known import Known
from handlers.importing.sheet import Grid, PassedOver, Row, Sheet

MARKS = ("x", "✓", "✔", "y", "yes", "1", "●", "•")
MAP = ("Title", "Given by", "Receiver", "Needed on")
FEWEST = 2  # workstreams along each side
LABELS = 3  # of a form


def map_in(grid: Grid, known: Known) -> Sheet | None:
    """A map of dependencies, where rows give and columns get, as a list of them; None where the grid is none.

    A mark is a dependency, a day is when it is needed, words are what is given. Each keeps the number of its row.
    """
    top = next((at for at, line in enumerate(grid.lines) if len(_strands(line[1:], known)) >= FEWEST), None)
    if top is None:
        return None
    receivers = _strands(grid.lines[top][1:], known)
    rows, passed = [], []
    for number, line in enumerate(grid.lines[top + 1 :], start=top + 2):
        giver = _strand(line[0] if line else "", known)
        for at, receiver in receivers.items():
            cell = line[at + 1].strip() if at + 1 < len(line) else ""
            if giver is None or is_blank(cell):
                continue
            if giver == receiver:
                passed.append(
                    PassedOver(number, cell, "a workstream gives nothing to itself; this cell was passed over")
                )
                continue
            rows.append(Row(number, _dependency(known, giver, receiver, cell)))
    givers = {row.cells["Given by"] for row in rows}
    return Sheet(grid.path, MAP, tuple(rows), grid.name, tuple(passed)) if givers else None


def _strands(cells: list[str], known: Known) -> dict[int, str]:
    """The workstreams that stand in a row of headings, by position; none where most of them are something else."""
    filled = [cell for cell in cells if cell.strip()]
    found = {at: strand for at, cell in enumerate(cells) if (strand := _strand(cell, known))}
    return found if len(found) * 2 > len(filled) else {}


def _strand(cell: str, known: Known) -> str | None:
    try:
        return known.workstream_in(cell)
    except Unclear:
        return None


def _dependency(known: Known, giver: str, receiver: str, cell: str) -> dict[str, str]:
    gives, gets = known.workstreams[giver].label, known.workstreams[receiver].label
    title, needed = f"{gives} gives to {gets}, as marked on the dependency map", ""
    plain = cell.casefold()
    if plain in UNKNOWN:
        needed = cell  # told as a day that cannot be read: somebody has to find it out
    elif plain not in MARKS:
        try:
            needed = cell if day_in(cell, known.moment) else ""
        except Unclear:
            dated = re.search(r"\d", cell) and len(cell) <= len("30 September 2027")
            title, needed = (title, cell) if dated else (cell, "")
    return dict(zip(MAP, (title, giver, receiver, needed), strict=True))


def form_in(grid: Grid) -> Grid | None:
    """A form as a table of one row; None where its first column holds no labels that are known."""
    pairs = [(label, value) for line in grid.lines if (label := _label(line)) and (value := _beside(line))]
    known = [pair for pair in pairs if is_known(pair[0])]
    if len(known) <= LABELS or len(known) * 2 < len(pairs):
        return None
    return Grid(grid.path, [[label for label, _ in known], [value for _, value in known]], grid.name)


def is_form(grid: Grid) -> bool:
    """Whether most rows are a label with something beside it."""
    filled = [line for line in grid.lines if any(line)]
    return len(filled) > LABELS and sum(bool(_label(line) and _beside(line)) for line in filled) * 2 >= len(filled)


def _label(line: list[str]) -> str:
    label = next((cell.strip() for cell in line if cell.strip()), "")
    return label.rstrip(": ") if len(label) <= 60 else ""


def _beside(line: list[str]) -> str:
    """The only other thing in a row."""
    values = [cell.strip() for cell in line if cell.strip()][1:]
    return values[0] if len(values) == 1 else ""
