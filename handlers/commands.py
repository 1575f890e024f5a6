"""The table of contents: everything that a turn or a tick can ask for, as values.

A command travels in a button as JSON (`encode`, `decode`); text, forms and the clock make the same ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from governance.errors import ChivvyError
from governance.policy import Deed


class ButtonUnreadable(ChivvyError):
    """I can't read that button; it may come from an older card. Nothing was changed. Type the ref, such as “A-012”, to
    get a fresh card."""


class Command:
    """What somebody wants. `needs` is what the policy is asked before a handler sees it; None asks for nothing."""

    needs: ClassVar[Deed | None] = "read"


@dataclass(frozen=True)
class Log(Command):
    """Make a new record of `kind` from `values`."""

    needs: ClassVar[Deed | None] = "log"
    kind: str
    values: Mapping[str, Any]
    workstream: str | None = None


@dataclass(frozen=True)
class Change(Command):
    """Set fields of a record. `seen` is the version that the person was looking at, where they were looking at one."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    values: Mapping[str, Any]
    seen: int | None = None


@dataclass(frozen=True)
class Move(Command):
    """Take a record to another state of its lifecycle."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    to: str
    reason: str = ""


@dataclass(frozen=True)
class Assign(Command):
    """Give a record to another owner (a person's id)."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    owner: str


@dataclass(frozen=True)
class Note(Command):
    """Add a line to a record's history."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    text: str


@dataclass(frozen=True)
class Snooze(Command):
    """Keep personal reminders of a record quiet until a day. The due date does not move."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    until: date
    reason: str = ""


@dataclass(frozen=True)
class Acknowledge(Command):
    """Somebody has seen an escalation and answers for it. `key` is the notice's."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    key: str


@dataclass(frozen=True)
class Undo(Command):
    """Take back the speaker's last change, or the one change `event` names."""

    needs: ClassVar[Deed | None] = "undo"
    event: int | None = None


@dataclass(frozen=True)
class Show(Command):
    """One record's card."""

    ref: str


@dataclass(frozen=True)
class Find(Command):
    """A list of records. `owner` is a person's id, `workstream` a workstream's; the days bound the due date, inclusive.
    `status` is a state or "open", "closed", "any". `page` counts from 0."""

    kind: str | None = None
    owner: str | None = None
    workstream: str | None = None
    status: str = "open"
    overdue: bool = False
    due_from: date | None = None
    due_to: date | None = None
    unowned: bool = False
    text: str = ""
    page: int = 0


@dataclass(frozen=True)
class Worklist(Command):
    """What one person has to do; the speaker's own when `person` is None."""

    person: str | None = None


@dataclass(frozen=True)
class OpenForm(Command):
    """Open a dialog: `form` is log, edit, snooze, reassign or reason. `values` fill it in beforehand."""

    form: str
    kind: str = ""
    ref: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CreateWorkstream(Command):
    """Set up a workstream and bind the channel in which this was said to it."""

    needs: ClassVar[Deed | None] = None  # the first person of an empty programme founds it; the handler asks the policy
    name: str
    short: str = ""


@dataclass(frozen=True)
class BindPlace(Command):
    """Bind the channel in which this was said to a workstream (by id). `sure`: also when it is another's."""

    needs: ClassVar[Deed | None] = "set up"
    workstream: str
    sure: bool = False


@dataclass(frozen=True)
class SetLead(Command):
    """Make somebody the lead of a workstream."""

    needs: ClassVar[Deed | None] = "set up"
    workstream: str
    person: str


@dataclass(frozen=True)
class AddMembers(Command):
    """Let people into the programme, in a workstream. `people` are ids; platform users are enrolled before."""

    needs: ClassVar[Deed | None] = "set up"
    people: tuple[str, ...]
    workstream: str | None = None


@dataclass(frozen=True)
class ShowWorkstream(Command):
    """One workstream: lead, members, channels, numbers. The channel's own when `workstream` is None."""

    workstream: str | None = None


@dataclass(frozen=True)
class ListWorkstreams(Command):
    """All workstreams of the programme."""


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


@cache
def _vocabulary() -> dict[str, type[Command]]:
    return {command.__name__: command for command in Command.__subclasses__()}


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def encode(command: Command) -> str:
    """A command as one line of JSON, for a button's value."""
    said = {
        one.name: value
        for one in fields(command)  # type: ignore[arg-type]
        if (value := getattr(command, one.name)) not in (None, "", {}, (), False) or _is_required(one)
    }
    return json.dumps({"do": type(command).__name__, **said}, default=str, separators=(",", ":"), ensure_ascii=False)


def decode(data: str, chosen: str | None = None) -> Command:
    """The command in a button's value, `chosen` filling in the field named by its "choose". Raises ButtonUnreadable."""
    try:
        fields = json.loads(data)
        if chosen is not None and (slot := fields.pop("choose", None)):
            fields[slot] = chosen
        fields.pop("choose", None)
        return TypeAdapter(_vocabulary()[fields.pop("do")]).validate_python(fields)
    except (ValueError, ValidationError, KeyError, TypeError, AttributeError) as unreadable:
        raise ButtonUnreadable from unreadable
