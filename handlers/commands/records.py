"""Commands about one record, or a few: log it, change it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from governance.policy import Deed
from handlers.commands.command import Command


@dataclass(frozen=True)
class Log(Command):
    """Make a new record of `kind` from `values`."""

    needs: ClassVar[Deed | None] = "log"
    kind: str
    values: Mapping[str, Any]
    workstream: str | None = None


@dataclass(frozen=True)
class Change(Command):
    """Set fields of a record. `seen` is the version that the person was looking at, where they were looking at one; `reason`
    says why, where it takes the record to a state that needs one; `adds`: people named for a list join those who are on it."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    values: Mapping[str, Any]
    seen: int | None = None
    reason: str = ""
    adds: bool = False


@dataclass(frozen=True)
class Move(Command):
    """Take a record to another state of its lifecycle. `values` are what was said with it: the day on which it was reached,
    who decided."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    to: str
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assign(Command):
    """Give a record to another owner (a person's id). `declined`: it was given to the speaker, who says that it is not theirs."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    owner: str
    declined: bool = False


@dataclass(frozen=True)
class Accept(Command):
    """The speaker has a record in hand: as its owner they accept it, for its owner they acknowledge it."""

    needs: ClassVar[Deed | None] = "change"
    ref: str


@dataclass(frozen=True)
class Reviewed(Command):
    """A record that was to be looked at has been; `until` is the day of the next look."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    until: date


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
    """Somebody has seen an escalation and answers for it. `key` is the notice's; without one, all that the record is handed up
    for."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    key: str = ""


@dataclass(frozen=True)
class Undo(Command):
    """Take back the speaker's last change, or the one change `event` names, or the last one to `ref`."""

    needs: ClassVar[Deed | None] = "undo"
    event: int | None = None
    ref: str = ""


@dataclass(frozen=True)
class ChangeMany(Command):
    """Do one thing to several records at once, with one undo: `deed` is close, date or owner; `value` the day or the person
    (close: the reason, where one is needed)."""

    needs: ClassVar[Deed | None] = "change"
    refs: tuple[str, ...]
    deed: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Become(Command):
    """Turn a record into one of another kind (assumption → risk): log it, link the two, and move the old one on.
    `values` are fields of the new record that were said besides."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class LinkRecords(Command):
    """Say what `ref` has to do with `target` (a ref); the usual relation of the two kinds when `relation` is empty."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    target: str
    relation: str = ""
    remove: bool = False


@dataclass(frozen=True)
class ShowLinks(Command):
    """What a record is linked with: `what rests on AS-003?`. `relation`: only those; `backward`: read from the other end."""

    ref: str
    relation: str = ""
    backward: bool = False


@dataclass(frozen=True)
class Rebaseline(Command):
    """Give a milestone another baseline by an approved change request; the old one is kept."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    day: date
    by: str = ""


@dataclass(frozen=True)
class Agree(Command):
    """One side's yes to a dependency: `side` is giver, receiver, a workstream's id or "" (the speaker's own). With both it is
    agreed."""

    needs: ClassVar[Deed | None] = "change"
    ref: str
    side: str = ""


@dataclass(frozen=True)
class Show(Command):
    """One record's card."""

    ref: str


@dataclass(frozen=True)
class OpenForm(Command):
    """Open a dialog: `form` is one of `forms.DIALOGS` (log, edit, snooze, reassign, move …). `values` fill it in beforehand."""

    form: str
    kind: str = ""
    ref: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
