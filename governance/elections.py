"""Pre-election periods: what the council publishes is held back then, so whoever is to publish something hears of it. Pure."""

from __future__ import annotations

from governance.calendar import spoken
from governance.kind import Body
from governance.programme import Programme


def election_words(body: Body, programme: Programme) -> str:
    """That something is to be published in a pre-election period; nothing where it is not."""
    day = body.deadline
    period = programme.election_on(day) if body.kind.publishes and body.is_open and day is not None else None
    if period is None:
        return ""
    when = f"{spoken(period.first)} to {spoken(period.last)}"
    return f"It falls in {period.name} ({when}): check before anything is published."
