"""People: who they are, when they work, and who stands in for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away, both ends included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Person:
    """One human, however many platforms know them. `id` is the code they were imported or enrolled with (`P004`)."""

    id: str
    name: str
    email: str = ""
    role: str = ""
    organisation: str = ""
    workstream: str | None = None
    member: bool = True
    active: bool = True
    deputy: str | None = None
    working_days: frozenset[int] = WEEKDAYS
    leave: tuple[Leave, ...] = ()

    def works_on(self, day: date) -> bool:
        """Whether `day` is in this person's own working pattern and not in their leave (bank holidays are the calendar's)."""
        return day.weekday() in self.working_days and not any(spell.covers(day) for spell in self.leave)


@dataclass(frozen=True, slots=True)
class Workstream:
    """A strand of the programme; a works project on an estate is one too. `lead` is a person's id."""

    id: str
    name: str
    short: str
    lead: str | None = None

    @property
    def label(self) -> str:
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a group chat or a DM on one platform. Channels are bound to a workstream. `next_wake` is when its weekly
    summary is to be thought of."""

    id: int
    platform: str
    external_id: str
    type: str
    name: str = ""
    workstream: str | None = None
    archived: bool = False
    next_wake: datetime | None = None

    @property
    def private(self) -> bool:
        """A DM is between the bot and one person; everywhere else others read along."""
        return self.type == "dm"
