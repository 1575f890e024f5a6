"""What a person settles for themselves: when their digest comes, and which reminders they can do without.

What law or code sets (a strict ladder) is beyond it: nobody can switch those off.
"""

from __future__ import annotations

from datetime import time

from pydantic import model_validator

from governance.ladders import DIGEST_AT, Part
from governance.programme import Setting

# Quiet hours and the digest's hours are those of the trade's etiquette.
OPENS = time(8, 0)
CLOSES = time(18, 0)


class Preferences(Setting):
    """`early`, `soon`, `on_the_day` and `after` are the reminders before, near, on and after the day; `week` is Monday's look
    ahead. Between `quiet_from` and `quiet_to` nothing comes unasked; both lie within the programme's own hours. `platform`:
    where messages go first ("": where they wrote last)."""

    digest_at: time = DIGEST_AT
    early: bool = True
    soon: bool = True
    on_the_day: bool = True
    after: bool = True
    week: bool = True
    quiet_to: time = OPENS
    quiet_from: time = CLOSES
    platform: str = ""

    @model_validator(mode="after")
    def _within_hours(self) -> Preferences:
        if not OPENS <= self.quiet_to < self.quiet_from <= CLOSES:
            raise ValueError(f"nobody is written to before {OPENS:%H:%M} or after {CLOSES:%H:%M} anyway")
        if not self.quiet_to <= self.digest_at < self.quiet_from:
            raise ValueError("the digest must come at an hour at which you may be written to")
        return self

    def wants(self, part: Part) -> bool:
        """Whether they want the reminders of a part: early, soon, on the day, after."""
        return bool(getattr(self, part))
