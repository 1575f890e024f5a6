"""Commands about access cases: attempts, visits, and what an order allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, ClassVar

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class LogAttempt(Command):
    """An attempt at getting access: what came of it, when, by whom (a person's id; None: the speaker). Without an hour, it was
    just now. `told` is what else is evidence, by the names that an attempt has for it; `notice_on` and `notice_time` are when
    its notice was served. `number`: an attempt that is there is put right; `plan`: it was the visit planned under that
    number."""

    needs: ClassVar[Deed | None] = "visit"
    ref: str
    outcome: str = ""
    day: date | None = None
    start: time | None = None
    end: time | None = None
    by: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    notice_on: date | None = None
    notice_time: time | None = None
    number: int | None = None
    plan: int = 0


@dataclass(frozen=True)
class ShowVisit(Command):
    """What whoever goes there has to know of the next visit, and nothing else of the case."""

    needs: ClassVar[Deed | None] = "visit"
    ref: str


@dataclass(frozen=True)
class ListVisits(Command):
    """The speaker's own visits that are to come."""


@dataclass(frozen=True)
class PlanVisit(Command):
    """Plan the next visit, move it or call it off (`visit_on` None), say who goes, or that its notice was served. `values` are
    fields of the case; `adds`: those who are named go besides the ones who were to."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True)
class AskForce(Command):
    """Whether a home may be entered by force: of one case, or at all."""

    ref: str = ""


@dataclass(frozen=True)
class NoteForce(Command):
    """What a sealed order says of force: its words, and from when to when. `withdraw`: it does not, or not any more."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    first: date | None = None
    last: date | None = None
    words: str = ""
    withdraw: bool = False
