"""Commands about what goes out to residents, to whom it should, and what came of what they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class ShowStrategy(Command):
    """A project's communication strategy as a plan: what is next, what is late, what is missing. `workstream` by its id (the
    place's own when None); `part`: all of it, or its gaps or its lines alone."""

    workstream: str | None = None
    part: Literal["", "gaps", "lines"] = ""


@dataclass(frozen=True)
class AddLine(Command):
    """Add a line to the strategy of a workstream (the place's own when None)."""

    needs: ClassVar[Deed | None] = "change"
    audience: str
    message: str = ""
    channel: str = ""
    every: str = ""
    first_on: date | None = None
    approver: str | None = None
    owner: str | None = None
    workstream: str | None = None
    ref: str = ""


@dataclass(frozen=True)
class ChangeLine(Command):
    """Change one line of a strategy. `seen` is the version of the strategy that the person was looking at."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True)
class DropLine(Command):
    """Take a line out of a strategy."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    number: int


@dataclass(frozen=True)
class OfLine(Command):
    """What is typed of a line by its number alone: `deed` is change, drop, plan or edit, of the strategy of `workstream` (the
    place's own when None)."""

    needs: ClassVar[Deed | None] = None
    number: int
    deed: Literal["change", "drop", "plan", "edit"]
    values: Mapping[str, Any] = field(default_factory=dict)
    workstream: str | None = None


@dataclass(frozen=True)
class PlanNext(Command):
    """Log the next communication of a line, with what the line says."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    number: int


@dataclass(frozen=True)
class Serve(Command):
    """Say which line of its project's strategy a communication serves, by the line's number; 0: none."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    number: int


@dataclass(frozen=True)
class Spoke(Command):
    """Somebody spoke to a stakeholder: by its ref, or by `whom` as it was typed, on a day, `about` something."""

    needs: ClassVar[Deed | None] = "change"
    on: date
    ref: str = ""
    whom: str = ""
    about: str = ""
    following: date | None = None


@dataclass(frozen=True)
class ShowStakeholders(Command):
    """The stakeholders of a workstream by interest and influence, in words."""

    workstream: str | None = None
    everything: bool = False


@dataclass(frozen=True)
class ShowYouSaid(Command):
    """What residents said and what came of it, as they would read it: of a workstream, or of one of its blocks. `text`: as plain
    words for a newsletter."""

    workstream: str | None = None
    block: str = ""
    text: bool = False


@dataclass(frozen=True)
class HeardIn(Command):
    """What a case or a survey says belongs to a theme of “you said, we did”: to `theme` by its ref, else to a new one with these
    `values`."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    theme: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ToldBy(Command):
    """A communication tells residents what came of a theme: at once where it has gone out, else on the day on which it does."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    communication: str
