"""A line of a chronology."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Line:
    """One thing that happened: when (UTC), what, who, and where that is known from. `hour`: its hour is known too."""

    at: datetime
    what: str
    who: str
    source: str
    hour: bool = True
