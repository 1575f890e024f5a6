"""Commands about the conversation itself: help, questions, what was not understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class Explain(Command):
    """A term of the glossary, or all of them."""

    needs: ClassVar[Deed | None] = None
    term: str = ""


@dataclass(frozen=True)
class Tour(Command):
    """The first week's tour, one step at a time, in the DM. `stop` ends it."""

    step: int = 0
    stop: bool = False


@dataclass(frozen=True)
class AnswerQuestion(Command):
    """The answer to a question the bot asked. `value` is what was chosen or typed."""

    question: int
    value: str


@dataclass(frozen=True)
class Cancel(Command):
    """Drop the open question, or the one it names."""

    question: int | None = None


@dataclass(frozen=True)
class Help(Command):
    """What can be said, or how one kind works."""

    needs: ClassVar[Deed | None] = None
    topic: str = ""


@dataclass(frozen=True)
class Misunderstood(Command):
    """Words that mean nothing to the bot: what was typed, the nearest thing it knows, an example."""

    needs: ClassVar[Deed | None] = None
    text: str
    suggestion: str = ""
    example: str = ""
