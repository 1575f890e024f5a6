"""Commands that set the programme up: workstreams, channels, rules, the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class ShowPlace(Command):
    """What has been settled for the channel in which this was said."""


@dataclass(frozen=True)
class SetPlace(Command):
    """Settle something for this channel: `names` (people are named in what is posted there unasked) or `whole` (it is the whole
    programme's), on or off."""

    needs: ClassVar[Deed | None] = "set up"
    setting: Literal["names", "whole"]
    on: bool


@dataclass(frozen=True)
class ShowSettings(Command):
    """What the programme has decided for itself, and how to change it."""


@dataclass(frozen=True)
class SetRule(Command):
    """Change one of the programme's settings: `name` as `/chivvy settings` lists it, `value` as it was typed ("" resets it)."""

    needs: ClassVar[Deed | None] = "set up"
    name: str
    value: str


@dataclass(frozen=True)
class AddDays(Command):
    """Add bank holidays (`sort` holiday; of one `nation` only, or of all where that is empty) or days on which the office is
    closed (closure) to the calendar, both ends included."""

    needs: ClassVar[Deed | None] = "set up"
    first: date
    last: date | None = None
    sort: Literal["holiday", "closure"] = "holiday"
    name: str = ""
    nation: str = ""


@dataclass(frozen=True)
class RemoveDays(Command):
    """Take what was added to the calendar on these days out again; of one `sort` only where it is named."""

    needs: ClassVar[Deed | None] = "set up"
    first: date
    last: date | None = None
    sort: Literal["", "holiday", "closure"] = ""


@dataclass(frozen=True)
class ListDays(Command):
    """The bank holidays and closures that were added to the calendar, from today on."""


@dataclass(frozen=True)
class CreateWorkstream(Command):
    """Set up a workstream and bind the channel in which this was said to it."""

    needs: ClassVar[Deed | None] = None  # the first person of an empty programme founds it; the handler asks the policy
    name: str
    short: str = ""


@dataclass(frozen=True)
class BindPlace(Command):
    """Bind the channel in which this was said to a workstream (by id). `sure`: also when it is another's."""

    needs: ClassVar[Deed | None] = "set up"
    workstream: str
    sure: bool = False


@dataclass(frozen=True)
class SetLead(Command):
    """Make somebody the lead of a workstream."""

    needs: ClassVar[Deed | None] = "set up"
    workstream: str
    person: str


@dataclass(frozen=True)
class AddMembers(Command):
    """Let people into the programme, in a workstream. `people` are ids; platform users are enrolled before."""

    needs: ClassVar[Deed | None] = "set up"
    people: tuple[str, ...]
    workstream: str | None = None


@dataclass(frozen=True)
class ShowWorkstream(Command):
    """One workstream: lead, members, channels, numbers. The channel's own when `workstream` is None."""

    workstream: str | None = None


@dataclass(frozen=True)
class ListWorkstreams(Command):
    """All workstreams of the programme."""
