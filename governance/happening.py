"""A happening: a line of a case's chronology that is not in the register's own history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Happening:
    """What happened at a moment (UTC), who did it (a person's id, or words), and where that is known from."""

    at: datetime
    what: str
    note: str = ""
    by: str = ""
    source: str = ""
