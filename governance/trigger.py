"""Triggers: why a record is handed up by itself. Each kind declares its own (`Body.triggers`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Trigger:
    """A reason for which a record is handed up by itself. `cause` names it as `Escalating.to` does, `occasion` tells one time of
    it from another; `day` is the first day on which it holds, None where it holds as the record now stands."""

    cause: str
    occasion: str
    why: str
    day: date | None = None

    def holds(self, today: date) -> bool:
        return self.day is None or self.day <= today
