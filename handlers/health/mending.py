"""Mending: what puts a finding of the health check right, as buttons, and the short form that asks for nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.health import Finding, Fix
from governance.kind import TITLE_LIMIT, Ask
from governance.record import Record
from handlers.cards import Button, button
from handlers.commands import Agree, Change, Command, LinkRecords, OpenForm, Show
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet
from handlers.forms.form import Field, Form, Token
from handlers.forms.form_fields import FORM_TEXT_LIMIT, defaults_of, edit_fields
from handlers.forms.form_reading import Wrong, what_is_wrong_in
from handlers.records.moves import towards

MEND = "mend"
# What is worked out anew once the fields beside it are right: a score that was written down wrong.
CLEARED = {"likelihood": "said_score", "impact": "said_score"}


def fix_buttons(finding: Finding, record: Record) -> tuple[Button, ...]:
    """What puts a finding right: one press, or the form for it."""
    fix, ref = finding.fix, record.ref
    if fix.deed in ("fill", "late"):
        filling = button(_filling(fix, record), OpenForm(MEND, ref=ref, values={"fields": list(fix.names)}))
        return (*_finishing(record), filling) if fix.deed == "late" else (filling,)
    if fix.deed == "become":
        return tuple(
            button(f"Make it {_article(kind)} {kind}", OpenForm("become", kind=kind, ref=ref)) for kind in fix.names
        )
    if fix.deed == "compare":
        return _comparing(record, fix.names[0])
    simple: Mapping[str, tuple[str, Command]] = {
        "edit": ("Update", OpenForm("edit", ref=ref)),
        "owner": ("Give it an owner", OpenForm("reassign", ref=ref)),
        "action": ("Add an action", OpenForm("become", kind="action", ref=ref)),
        "escalate": ("Escalate", OpenForm("escalate", ref=ref)),
        "agree": ("Agree", Agree(ref)),
    }
    label, command = simple.get(fix.deed, ("Show", Show(ref)))
    return (button(label, command),)


def _filling(fix: Fix, record: Record) -> str:
    """What the button to a form says that asks for these fields."""
    inputs = {type(record.body).ask(name).input for name in fix.names}
    if fix.names == ("title",):
        return "Reword it"
    return {frozenset({"date"}): "Give it a date", frozenset({"scale"}): "Score it"}.get(frozenset(inputs), "Fill in")


def _finishing(record: Record) -> tuple[Button, ...]:
    """What is late may be done by now."""
    lifecycle = record.kind.lifecycle
    if lifecycle.done not in lifecycle.moves[record.status]:
        return ()
    label = lifecycle.label(record.status, lifecycle.done)
    return (button(label, towards(lifecycle, record.ref, record.status, lifecycle.done)),)


def _comparing(record: Record, other: str) -> tuple[Button, ...]:
    """For two that look like one: see the other, close this one, or say that they are two."""
    two = button("They are two", LinkRecords(record.ref, other, "relates to"))
    closing = _way_out(record)
    close = (
        [button("Close as a duplicate", OpenForm("move", ref=record.ref, values={"to": closing}))] if closing else []
    )
    return (button(f"Show {other}", Show(other)), *close, two)


def _way_out(record: Record) -> str | None:
    """The state in which a record ends that should not have been: where it can, one that is not “done”."""
    lifecycle = record.kind.lifecycle
    ends = [state for state in lifecycle.moves[record.status] if state in lifecycle.closed]
    return next((state for state in ends if state != lifecycle.done), ends[0] if ends else None)


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


async def draw_mend(desk: Desk) -> Form:
    """The fields that are to be put right, and no others."""
    record = desk.record
    names = desk.command.values.get("fields")
    if record is None or not names or not set(names) <= set(type(record.body).model_fields):
        raise ButtonUnreadable
    asked = {field.name: field for field in await edit_fields(record, desk.register)}
    fields = tuple(asked.get(name) or _plain_field(record, name) for name in names)
    token = Token(form=MEND, ref=record.ref, seen=record.version, keep={"fields": list(names)})
    return Form(f"Put {record.ref} right", token.sealed(), fields, intro=record.title)


def _plain_field(record: Record, name: str) -> Field:
    """A field that the bot usually fills in by itself, such as why something was closed."""
    ask: Ask = type(record.body).ask(name)
    held = getattr(record.body, name)
    limit = TITLE_LIMIT if name == "title" else FORM_TEXT_LIMIT
    return Field(name, ask.label, "line", ask.hint, str(held) if held else None, max_length=limit)


def read_mend(sheet: Sheet) -> Command | Wrong:
    """The change of those fields. A score that was written down beside them no longer counts."""
    record = sheet.record
    assert record is not None
    body = type(record.body)
    values = {name: value for name, value in sheet.values.items() if name in sheet.token.keep["fields"]}
    wrong = what_is_wrong_in(body, {"title": record.title, **values}, sheet.today, sheet.calendar, record)
    if wrong:
        return wrong
    defaults = defaults_of(body)
    wanted: dict[str, Any] = {
        name: defaults.get(name) if value in (None, "", []) else value for name, value in values.items()
    }
    cleared = {CLEARED[name]: None for name in wanted if name in CLEARED and CLEARED[name] in body.model_fields}
    return Change(record.ref, {**wanted, **cleared}, sheet.token.seen)
