"""Commands about what is handed up, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class Escalate(Command):
    """Hand a record up: `to` is a board or a role of the programme ("" for the next one up); `wants` is decision, resource or
    awareness."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    to: str = ""
    reason: str = ""
    wants: str = ""
    wanted_by: date | None = None


@dataclass(frozen=True)
class AnswerEscalation(Command):
    """Answer what was handed up: `response` is decision, resource or awareness; `words` say it; `returned_on` is the day on which
    the answer was given, None for today."""

    needs: ClassVar[Deed | None] = "read"
    ref: str
    response: str = ""
    words: str = ""
    returned_on: date | None = None


@dataclass(frozen=True)
class RecordDecision(Command):
    """The answer to an escalation (by its id) becomes a decision, linked with the record."""

    needs: ClassVar[Deed | None] = "log"
    ref: str
    escalation: int


@dataclass(frozen=True)
class ListEscalations(Command):
    """What was handed up and has no answer yet: of a workstream, or of the programme when None; `board`: only what stands in the
    board pack; `to`: only what is before one body."""

    workstream: str | None = None
    board: bool = False
    to: str = ""
    page: int = 0
