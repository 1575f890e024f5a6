"""Commands about ballots: their register of voters, the count, the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class FreezeRegister(Command):
    """Draw a ballot's register of voters from the homes, for good. `sure`: whoever asks has seen how it comes out."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    sure: bool = False


@dataclass(frozen=True)
class CorrectRegister(Command):
    """Put a frozen register right: `add` the household of a home (`uprn`) that was left out, or `strike` whoever has this UPRN or
    voter's ref (`voter`). `basis` is why they may vote, `reason` why it is put right."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    deed: Literal["add", "strike"]
    uprn: str = ""
    voter: str = ""
    basis: str = ""
    reason: str = ""


@dataclass(frozen=True)
class IsOnRegister(Command):
    """Whether one voter's ref is on a ballot's register; nothing else of it is told."""

    ref: str
    voter: str


@dataclass(frozen=True)
class CountVotes(Command):
    """What the votes of a ballot add up to: after it has closed for those who count, and for everybody once the result was
    declared."""

    ref: str


@dataclass(frozen=True)
class DeclareResult(Command):
    """Declare a ballot's result. `sure`: whoever asks has seen the count."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    sure: bool = False


@dataclass(frozen=True)
class ReportResult(Command):
    """Send a declared result to the project manager, as a message and a paper."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
