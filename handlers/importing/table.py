"""Tables: where in a grid the headings stand, which rows below them are records, and what is neither."""

from __future__ import annotations

import re
from collections import Counter

from handlers.importing.columns import is_known
from handlers.importing.sheet import Grid, PassedOver, Row, Sheet

LOOKED_AT = 40  # rows from the top: nobody puts more than that above a table
TOTAL = re.compile(r"(?:sub|grand)?[\s-]*totals?\b", re.IGNORECASE)
KEY = re.compile(r"(?:key|legend|notes?|guidance|rag key|scoring)\b\s*[:=–-]?", re.IGNORECASE)


def table_in(grid: Grid) -> Sheet:
    """The table of a grid: its headings in one row or two, wherever they stand, and the rows below."""
    at, headings, height = _headings(grid.lines)
    rows, passed = _rows(grid.lines, at + height, headings)
    return Sheet(grid.path, headings, tuple(rows), grid.name, tuple(passed))


def _headings(lines: list[list[str]]) -> tuple[int, tuple[str, ...], int]:
    """Where the headings begin, what they are, and over how many rows. The first filled row, where none is recognised."""
    first = next((at for at, line in enumerate(lines) if any(line)), 0)
    best = (1, first, _unique(lines[first] if lines else []), 1)
    for at, line in enumerate(lines[:LOOKED_AT]):
        alone = _unique(line)
        if _known(alone) > best[0]:
            best = (_known(alone), at, alone, 1)
        below = lines[at + 1] if at + 1 < len(lines) else []
        if _stands_over(line, below):
            both = _joined(line, below)
            if _known(both) > max(best[0], _known(_unique(below))):
                best = (_known(both), at, both, 2)
    return best[1], best[2], best[3]


def _known(headings: tuple[str, ...]) -> int:
    return sum(is_known(heading) for heading in headings if heading)


def _stands_over(upper: list[str], lower: list[str]) -> bool:
    """Whether two rows make one heading: the lower one divides groups that the upper one names, and fills gaps."""
    divided = [at for at, cell in enumerate(lower) if cell]
    if len(divided) < 2 or not any(upper):
        return False
    return all(not _at(upper, at) or not _at(upper, at + 1) for at in divided)


def _joined(upper: list[str], lower: list[str]) -> tuple[str, ...]:
    """Two rows of headings as one: the lower cell, with the group's name where several groups have the same."""
    group, found = "", []
    often = Counter(cell.casefold() for cell in lower if cell)
    for at in range(max(len(upper), len(lower))):
        group = _at(upper, at) or group
        cell = _at(lower, at)
        if cell and often[cell.casefold()] > 1:
            cell = f"{group} {cell}"
        found.append(cell or _at(upper, at))
    return _unique(found)


def _unique(cells: list[str]) -> tuple[str, ...]:
    """Headings on one line each, none twice: a second “Owner” is “Owner (2)”."""
    seen: Counter[str] = Counter()
    found = []
    for cell in cells:
        heading = " ".join(cell.split())
        seen[heading.casefold()] += 1
        count = seen[heading.casefold()]
        found.append(f"{heading} ({count})" if heading and count > 1 else heading)
    return tuple(found)


def _at(cells: list[str], position: int) -> str:
    return cells[position].strip() if position < len(cells) else ""


def _rows(lines: list[list[str]], start: int, headings: tuple[str, ...]) -> tuple[list[Row], list[PassedOver]]:
    """What follows the headings. Rows are counted as a spreadsheet shows them, not as lines of the file."""
    rows, passed = [], []
    for number, line in enumerate(lines[start:], start=start + 1):
        filled = [cell.strip() for cell in line if cell.strip()]
        if not filled or _unique(line)[: len(headings)] == headings:
            continue
        if reason := _no_record(filled, line, headings):
            passed.append(PassedOver(number, filled[0], reason))
            continue
        cells = {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if heading}
        surplus = [cell.strip() for cell in line[len(headings) :] if cell.strip()]
        if surplus:
            passed.append(PassedOver(number, surplus[0], "there is no heading above this; only this cell was left out"))
        rows.append(Row(number, cells))
    return rows, passed


def _no_record(filled: list[str], line: list[str], headings: tuple[str, ...]) -> str:
    """Why a row is no record; "" when it may be one."""
    if not _at(line, 0) and len(headings) > 1 and any(TOTAL.match(cell) for cell in filled):
        return "this looks like a total, not a record; it was passed over"
    if TOTAL.match(filled[0]) and len(filled) < len(headings):
        return "this looks like a total, not a record; it was passed over"
    if len(filled) == 1 and len(headings) > 2 and _at(line, 0) and (KEY.match(filled[0]) or " " in filled[0]):
        return "this looks like a note beside the table, not a record; it was passed over"
    return ""
