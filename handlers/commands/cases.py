"""Commands about residents’ cases and their clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

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
    """What a survey's answers add up to; `question`: of one of its questions only."""

    ref: str
    question: str = ""


@dataclass(frozen=True)
class Refuse(Command):
    """What was typed holds personal or health data and this is a channel: nothing is kept or repeated; a private form is
    offered instead."""

    needs: ClassVar[Deed | None] = None
    kind: str = ""
