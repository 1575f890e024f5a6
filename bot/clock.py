"""Clocks. Nothing else reads the machine's: whoever wants the time is handed one of these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

RealNow = Callable[[], datetime]


class Clock(Protocol):
    """The programme's clock: the moment (UTC) at which what is done now happens."""

    def now(self) -> datetime: ...


def real_now() -> datetime:
    """The machine's time (UTC), whatever the programme's clock says: for leases, and for pauses that a platform asks for."""
    return datetime.now(UTC)


class SystemClock:
    """The programme lives in real time."""

    def now(self) -> datetime:
        return real_now()


class FixedClock:
    """The programme stands still at one moment: `chivvy tick --at`."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at


class MovableClock:
    """Stands still, and is moved by hand: the demo, and tests. It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._at = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def move(self, step: timedelta) -> datetime:
        """Forward by `step`; the new moment."""
        self.set(self._at + step)
        return self._at

    def set(self, moment: datetime) -> None:
        """Forward to `moment`; stay where it is when that has passed."""
        self._at = max(self._at, moment.astimezone(UTC))
