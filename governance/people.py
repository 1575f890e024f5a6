"""People: who they are, when they work, where they are deployed, and who stands in for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from governance.preferences import Preferences

WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away, both ends included. `deputy` stands in for this spell only; None: whoever usually does."""

    first: date
    last: date
    deputy: str | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Person:
    """One human, however many platforms know them. `id` is the code they were imported or enrolled with (`P004`).

    `preferences` are what they settled for themselves. `workstream` is the main one, `workstreams` are all that they are on
    today; both follow from their memberships. `deputy` is who usually stands in. `sure` is False while they act through an
    account that they have not yet said is theirs.
    """

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
    preferences: Preferences = field(default=Preferences(), compare=False)
    workstreams: tuple[str, ...] = field(default=(), compare=False)
    sure: bool = field(default=True, compare=False)

    def works_on(self, day: date) -> bool:
        """Whether `day` is in this person's own working pattern and not in their leave (bank holidays are the calendar's)."""
        return day.weekday() in self.working_days and self.leave_on(day) is None

    def leave_on(self, day: date) -> Leave | None:
        """The spell of leave that `day` falls in."""
        return next((spell for spell in self.leave if spell.covers(day)), None)

    def next_leave(self, day: date) -> Leave | None:
        """The spell that has not ended by `day`: the present one, else the next."""
        return min((spell for spell in self.leave if spell.last >= day), key=lambda spell: spell.first, default=None)

    def deputy_on(self, day: date) -> str | None:
        """Who stands in for them on `day`: while they are away the spell's own deputy, else the usual one; None when they are
        not on leave, for then nobody does."""
        spell = self.leave_on(day)
        return (spell.deputy or self.deputy) if spell else None

    def is_on(self, workstream: str | None) -> bool:
        """Whether they are on that workstream today."""
        return workstream is not None and workstream in (self.workstream, *self.workstreams)


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody is on a workstream in a role, from `first` to `last`, both included; None is open-ended. `id` is 0 until kept."""

    person: str
    workstream: str
    role: str = ""
    first: date | None = None
    last: date | None = None
    id: int = 0

    def covers(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        return self.last is not None and self.last < day


@dataclass(frozen=True, slots=True)
class Organisation:
    """A council or partner of the programme, by its code; `type` is county, unitary, partner …"""

    id: str
    name: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Workstream:
    """A strand of the programme; a works project on an estate is one too, and then `landlord` is the organisation (by its code)
    that the homes belong to. `lead` is a person's id."""

    id: str
    name: str
    short: str
    lead: str | None = None
    landlord: str = ""

    @property
    def label(self) -> str:
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a group chat or a DM on one platform. Channels are bound to a workstream. `next_wake` is when its weekly
    summary is to be thought of. `whole`: it is the whole programme's; `names`: it has asked that people be named in
    what is posted there unasked."""

    id: int
    platform: str
    external_id: str
    type: str
    name: str = ""
    workstream: str | None = None
    archived: bool = False
    next_wake: datetime | None = None
    whole: bool = False
    names: bool = False

    @property
    def private(self) -> bool:
        """A DM is between the bot and one person; everywhere else others read along."""
        return self.type == "dm"
