"""Cells: what a person typed into one, as a value. Each raises Unclear, whose words say why."""

from __future__ import annotations

import re
from datetime import date

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YES = ("yes", "y", "true", "1", "active", "current")
NO = ("no", "n", "false", "0", "left", "inactive")


class Unclear(Exception):
    """A cell that means nothing here; the words say why."""


def day_in(cell: str) -> date | None:
    """`2026-11-27` or, as the British write it, `27/11/2026`; None for an empty cell."""
    if not cell:
        return None
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", cell)
    british = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cell)
    parts = iso.groups() if iso else british.groups()[::-1] if british else None
    if parts is None:
        raise Unclear("I can't read this as a date; write it like 27/11/2026")
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise Unclear("there is no such day") from None


def count_in(cell: str) -> int:
    """A whole number, 0 for an empty cell; a percent sign may follow."""
    if not cell:
        return 0
    try:
        return int(cell.removesuffix("%").strip())
    except ValueError:
        raise Unclear("this is not a whole number") from None


def yes_in(cell: str, default: bool) -> bool:
    plain = cell.casefold()
    if not plain:
        return default
    if plain in YES or plain in NO:
        return plain in YES
    raise Unclear("write yes or no")


def weekdays_in(cell: str) -> frozenset[int]:
    """`Mon-Wed`, `Mon, Thu`, Monday being 0; Monday to Friday for an empty cell."""
    if not cell:
        return frozenset(range(5))
    days: set[int] = set()
    for piece in re.split(r"[,;/&]|\band\b", cell.casefold()):
        ends = [_weekday(end) for end in re.split(r"-|–|\bto\b", piece)]
        days.update(range(ends[0], ends[-1] + 1))
    return frozenset(days)


def _weekday(word: str) -> int:
    try:
        return DAY_NAMES.index(word.strip()[:3])
    except ValueError:
        raise Unclear("write working days like Mon-Fri or Mon, Wed, Thu") from None
