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
