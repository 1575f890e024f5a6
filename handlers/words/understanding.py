"""What a text means: the commands in it, and what must be asked before they may run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from governance.calendar import WorkingCalendar
from governance.people import Person, Workstream
from governance.programme import Programme
from handlers.cards import Option
from handlers.commands import Command

NO_DATE = "none"  # the value of the option “No date”
SOMEBODY_ELSE = "other"  # the value of the option “Somebody else…”: let them pick a person


@dataclass(frozen=True)
class KnownSurvey:
    """A survey that may be asked about: its ref, title and questions; `shares` are the questions' percentages, where somebody
    has added them up."""

    ref: str
    title: str
    questions: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownBallot:
    """A ballot that may be spoken of by its title."""

    ref: str
    title: str


@dataclass(frozen=True)
class Surroundings:
    """All that understanding may know. `now` is local time; `mentions` maps each mention's key in the text to the person it
    means (None for somebody unknown); `here` is the id of the workstream that the place is bound to; `private`: nobody else
    reads along there."""

    now: datetime
    calendar: WorkingCalendar
    people: tuple[Person, ...]
    workstreams: tuple[Workstream, ...]
    speaker: Person | None = None
    here: str | None = None
    mentions: Mapping[str, Person | None] = field(default_factory=dict)
    programme: Programme = field(default_factory=Programme)
    private: bool = True
    surveys: tuple[KnownSurvey, ...] = ()
    ballots: tuple[KnownBallot, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """One thing that must be asked. `field` is what it is about (due, owner …) in the item numbered `item`; `options` are the
    answers offered as buttons (value as it would be stored, or NO_DATE, SOMEBODY_ELSE); `said` are the words in doubt. `ask` is
    what `--json` calls it, where that is more than the field's name. The command already holds the best guess, if there is one.
    """

    field: str
    question: str
    options: tuple[Option, ...] = ()
    item: int = 0
    said: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Understanding:
    """What a text means. `intent` is create, update, query, show, snooze, undo, absence, help, form, setup, settings
    (one's own), proof, forecast, cancel, none (chatter) or unknown. `commands` are complete but for the fields in `doubts`."""

    intent: str
    commands: tuple[Command, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[str, ...] = ()
