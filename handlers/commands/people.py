"""Commands about people: when they are away, who has their work, how they are chivvied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class TakeLeave(Command):
    """Days away, both included, and who stands in. One day where there is no `last`; the speaker's own when `person` is None;
    `cancel` takes these days back; `shown`: the cover is to see what falls due meanwhile, and it stays whose it is."""

    needs: ClassVar[Deed | None] = "log"
    first: date
    last: date | None = None
    deputy: str | None = None
    person: str | None = None
    cancel: bool = False
    shown: bool = False


@dataclass(frozen=True)
class SetPattern(Command):
    """The weekdays on which somebody works (0 Monday); the speaker's own when `person` is None."""

    needs: ClassVar[Deed | None] = "log"
    days: tuple[int, ...]
    person: str | None = None


@dataclass(frozen=True)
class HandOver(Command):
    """Give everything open that one person owns (in a workstream, where one is named; due on certain days, where they are) to
    another, with one undo. `sure`: it was confirmed."""

    needs: ClassVar[Deed | None] = "change"
    to: str
    person: str | None = None
    workstream: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    sure: bool = False


@dataclass(frozen=True)
class Deploy(Command):
    """Put a person on a workstream from a day to a day, in a role; `off`: end it on `last`."""

    needs: ClassVar[Deed | None] = "set up"
    person: str
    workstream: str
    role: str = ""
    first: date | None = None
    last: date | None = None
    off: bool = False


@dataclass(frozen=True)
class ShowPerson(Command):
    """One person: role, organisation, workstreams from when to when, pattern, leave, deputy, load. The speaker when None."""

    person: str | None = None


@dataclass(frozen=True)
class WhoIsAway(Command):
    """Who is on leave on any of these days, both included (`last` None: from `first` on), and who stands in; of one workstream,
    or of the programme when None."""

    first: date
    last: date | None = None
    workstream: str | None = None


@dataclass(frozen=True)
class Workload(Command):
    """Who has how much open and overdue: by person of a workstream, or by workstream when None."""

    workstream: str | None = None


@dataclass(frozen=True)
class ConfirmIdentity(Command):
    """Whether the person on another platform with the same address is the speaker (`yes`) or somebody else."""

    needs: ClassVar[Deed | None] = None
    person: str
    yes: bool = True


@dataclass(frozen=True)
class MyRecord(Command):
    """What one person did, by kind and month: to take to an appraisal. The speaker's own only."""

    months: int = 12


@dataclass(frozen=True)
class ShowPreferences(Command):
    """How the speaker is chivvied: when their digest comes, which reminders, when and where they may be written to."""


@dataclass(frozen=True)
class Prefer(Command):
    """Change how the speaker is chivvied: `values` are fields of `Preferences` as they are kept, `days` (the weekdays they work
    on, 0 Monday) and `deputy` (a person's id, "" for nobody). `usual`: all other preferences go back to what is usual."""

    needs: ClassVar[Deed | None] = "log"
    values: Mapping[str, Any]
    usual: bool = False


@dataclass(frozen=True)
class Worklist(Command):
    """What one person has to do; the speaker's own when `person` is None."""

    person: str | None = None
