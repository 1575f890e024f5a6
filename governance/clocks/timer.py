"""A timer: one clock that runs on a record, as its kind tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from governance.clocks.stop import Stop


@dataclass(frozen=True)
class Timer:
    """The record's field `field` holds the day that `rule` (by id) gives, counted from `start`, a local day or moment. `council`
    is whose own periods count, by the code of an organisation."""

    field: str
    rule: str
    start: date | datetime
    stops: tuple[Stop, ...] = ()
    council: str = ""

    @property
    def day(self) -> date:
        return self.start.date() if isinstance(self.start, datetime) else self.start


def moment(day: date, hour: time | None) -> date | datetime:
    """A day with its hour, where that is known: it matters where late post counts as the next day's."""
    return datetime.combine(day, hour) if hour else day
