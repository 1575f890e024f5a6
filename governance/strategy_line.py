"""A line of a communication strategy: one audience is told one thing, by one channel, so often, and somebody approves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from governance.calendar import spoken
from governance.kind import PersonId
from governance.rhythm import RHYTHMS, HowOften, comes_round, rhythm_words
from governance.text import all_keepable

ONCE, WHEN_NEEDED = "once", "when needed"
Every = HowOften | Literal["", "once", "when needed"]
HOW_OFTEN: Mapping[str, tuple[str, ...]] = {
    **{str(name): words for name, words in RHYTHMS.items()},
    ONCE: ("one off", "one-off", "a single time"),
    WHEN_NEEDED: ("as needed", "as required", "ad hoc", "as and when"),
}
_KEEPABLE = BeforeValidator(all_keepable)
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), _KEEPABLE]
FORMS = ("newsletter", "leaflet", "poster", "letter", "briefing", "web page", "event")
_EVENTS = ("meeting", "drop-in", "drop in", "walkabout", "surgery", "open day")


class Line(BaseModel):
    """`number` is its own for good, also once it was dropped. `first_on` is the day on which it happens for the first time;
    `owner` sees to it where that is not the strategy's owner."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=1)]
    audience: Annotated[Words, StringConstraints(min_length=1)]
    message: Words = ""
    channel: Words = ""
    every: Every = ""
    first_on: date | None = None
    approver: PersonId | None = None
    owner: PersonId | None = None
    added_on: date | None = None
    dropped_on: date | None = None

    @property
    def stands(self) -> bool:
        return self.dropped_on is None

    @property
    def is_dated(self) -> bool:
        """Whether it says when: how often, or on which day."""
        return bool(self.every) or self.first_on is not None

    @property
    def what(self) -> str:
        """`TRA: progress`."""
        return f"{self.audience}: {self.message}" if self.message else self.audience

    @property
    def named(self) -> str:
        """`TRA (progress)`: as it stands before a colon."""
        return f"{self.audience} ({self.message})" if self.message else self.audience

    @property
    def how(self) -> str:
        """`meeting, every month from Fri 4 Dec 2026`."""
        first = f"{'on' if self.every in ('', ONCE) else 'from'} {spoken(self.first_on)}" if self.first_on else ""
        often = "" if self.every == ONCE and self.first_on else rhythm_words(self.every)
        return ", ".join(part for part in (self.channel, " ".join(filter(None, (often, first)))) if part)

    def next_after(self, last: date | None) -> date | None:
        """The day on which it is to happen next, where it last did on `last`; None where no day follows from it."""
        if last is None:
            return self.first_on
        return comes_round(self.every, last)

    def holds_until(self, last: date) -> date | None:
        """Until when something that went out on `last` is new enough; None where it is for good."""
        return comes_round(self.every, last)

    @property
    def form(self) -> str:
        """The form of a communication that its channel names; "other" where it names none."""
        said = self.channel.casefold()
        if any(word in said for word in _EVENTS):
            return "event"
        if "mail" in said:
            return "briefing"
        return next((form for form in FORMS if form in said or f"{form}s" in said), "other")

    @property
    def title(self) -> str:
        """What a communication that it makes is called: `Meeting for TRA: progress`."""
        named = self.channel[:1].upper() + self.channel[1:] if self.channel else "News"
        return f"{named} for {self.audience}" + (f": {self.message}" if self.message else "")


def without(lines: tuple[Line, ...], number: int, on: date) -> tuple[Line, ...]:
    """`lines` with one of them dropped: it stays, so that what it made can still be told."""
    return tuple(line.model_copy(update={"dropped_on": on}) if line.number == number else line for line in lines)


def next_number(lines: tuple[Line, ...]) -> int:
    return max((line.number for line in lines), default=0) + 1
