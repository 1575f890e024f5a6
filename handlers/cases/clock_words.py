"""A clock that stands still, in words for the card."""

from __future__ import annotations

from governance.record import Record
from governance.timed import Timed
from handlers.cards import Rich
from handlers.wording import day


def clock_facts(record: Record) -> list[tuple[str, Rich]]:
    """Since when a clock stands still, and why; nothing of one that runs."""
    stop = record.body.stopped if isinstance(record.body, Timed) and record.is_open else None
    return [("Clock", (f"stands still since {day(stop.first)}: {stop.reason}",))] if stop else []
