"""Commands about residents’ cases and their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class AskDeadline(Command):
    """When a clock runs out: `rule` by its id, from `trigger`, a local day or moment; `supposed`: no day was said."""

    rule: str
    trigger: date | datetime
    supposed: bool = False


@dataclass(frozen=True)
class Why(Command):
    """How a record's own date was worked out, step by step."""

    ref: str


@dataclass(frozen=True)
class StopClock(Command):
    """The clock of a record stands still from `on` (None: today), for whoever asked was asked something; `chase_on` is when they
    are asked again."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    reason: str
    on: date | None = None
    chase_on: date | None = None


@dataclass(frozen=True)
class StartClock(Command):
    """The clock of a record runs again from `on` (None: today)."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    on: date | None = None


@dataclass(frozen=True)
class ChaseOn(Command):
    """Whoever was asked something has been chased, and is again on a day (None: as long after today as usual)."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    on: date | None = None


@dataclass(frozen=True)
class ShowSurvey(Command):
    """What a survey's answers add up to; `question`: of one of its questions only; `by` tenure, block or method."""

    ref: str
    question: str = ""
    by: str = ""


@dataclass(frozen=True)
class CompareSurveys(Command):
    """What two surveys asked in the same words, side by side; `question`: one of the first one's only."""

    ref: str
    other: str
    question: str = ""


@dataclass(frozen=True)
class CompareGroups(Command):
    """Two groups of one survey side by side, as people call them (`tenants`, `Teasel Point`, `by phone`)."""

    ref: str
    first: str
    second: str


@dataclass(frozen=True)
class ShowComments(Command):
    """What people said in a survey, by theme; `theme`: of one theme only; `page` counts from 0."""

    ref: str
    theme: str = ""
    page: int = 0


@dataclass(frozen=True)
class SetThemes(Command):
    """What a comment is about, by the number of its questionnaire (`response`); the same for all of the same words."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    response: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class PrepareReply(Command):
    """Say what the reply must say that takes a case to the state `to`: `values` are the points of its checklist; where `on` is
    the day on which it went, the case goes there, unless a point is still open. `seen` is the version that was looked at."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    to: str
    values: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Extend(Command):
    """Extend the time for an answer: to which day, why, when the resident was told, and the good reason for longer than the code
    usually allows."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    until: date | None = None
    reason: str = ""
    told_on: date | None = None
    good_reason: str = ""


@dataclass(frozen=True)
class Refuse(Command):
    """What was typed holds personal or health data and this is a channel: nothing is kept or repeated; a private form is
    offered instead."""

    needs: ClassVar[Deed | None] = None
    kind: str = ""
