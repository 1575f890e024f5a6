"""Pre-election periods: what the council publishes is held back then, so whoever is to publish something hears of it. How they
are typed and said back. Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime

from governance.calendar import spoken
from governance.kind import Body
from governance.programme import Election, Programme

PERIOD = re.compile(r"(?P<first>.+?)\s+(?:to|until)\s+(?P<last>[^(]+?)(?:\s*\((?P<name>[^()]{1,80})\))?", re.IGNORECASE)


def election_words(body: Body, programme: Programme) -> str:
    """That something is to be published in a pre-election period; nothing where it is not."""
    day = body.deadline if body.due_now == body.kind.due_field else None
    period = programme.election_on(day) if body.kind.publishes and body.is_open and day is not None else None
    if period is None:
        return ""
    when = f"{spoken(period.first)} to {spoken(period.last)}"
    return f"It falls in {period.name} ({when}): check before anything is published."


def period_of(said: str) -> Election:
    """`22 March 2027 to 6 May 2027`, `2027-03-22 to 2027-05-06 (county elections)`. Raises ValueError."""
    match = PERIOD.fullmatch(said)
    if match is None:
        raise ValueError("say from which day to which")
    first, last = _day(match["first"]), _day(match["last"])
    if last < first:
        raise ValueError("the period must begin before it ends")
    return Election(first=first, last=last, **({"name": match["name"]} if match["name"] else {}))


def _day(said: str) -> date:
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
        with suppress(ValueError):
            return datetime.strptime(said.strip(), form).date()  # noqa: DTZ007 - a day, of no zone
    raise ValueError(f"“{said.strip()}” is no day; write it like 22 March 2027")


def period_words(period: Election) -> str:
    """`22 March 2027 to 6 May 2027`, with its name where it has one of its own: as it is typed to set it."""
    usual = Election.model_fields["name"].default
    name = f" ({period.name})" if period.name != usual else ""
    return f"{_said_day(period.first)} to {_said_day(period.last)}{name}"


def _said_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
