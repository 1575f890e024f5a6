"""A stop: days for which a clock stood still, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stop:
    """It was stopped on `first` and ran again on `last` (None: it still stands still). `by` is the id of whoever stopped it."""

    first: date
    last: date | None = None
    reason: str = ""
    by: str | None = None

    @property
    def length(self) -> int:
        """Whole days; none of one that has not ended."""
        return (self.last - self.first).days if self.last else 0
