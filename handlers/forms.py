"""Forms: the dialogs to log, edit, snooze, reassign and move, drawn from the kind's declaration, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from governance.calendar import WorkingCalendar
from governance.errors import ChivvyError
from governance.kind import TEXT_LIMIT, TITLE_LIMIT, Ask, Body
from governance.kinds import all_kinds
from governance.people import Person, Place
from governance.policy import permit
from governance.record import Record
from handlers.cards import Option
from handlers.commands import Assign, ButtonUnreadable, Change, Command, Log, Move, OpenForm, Snooze
from handlers.form import Field, Form
from handlers.reply import Reply
from handlers.turn import Submitted
from handlers.wording import day
from storage.register import Register

FORM_TEXT_LIMIT = 3_000
FORMS = ("log", "edit", "snooze", "reassign", "move")


class FormUnreadable(ChivvyError):
    """I can't read that form; it may come from an older version of me. Nothing was saved. Copy what you typed, close the
    form and open it again."""


class Token(BaseModel):
    """What a form is for: it travels with the form and comes back with the answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    kind: str = ""
    ref: str = ""
    seen: int | None = None
    keep: dict[str, Any] = {}


async def open_form(
    command: OpenForm, record: Record | None, register: Register, speaker: Person, place: Place
) -> Reply:
    """The dialog that a button or a bare slash command asks for."""
    permit(speaker, "change" if record else "log", record, place)
    return Reply(form=await form_for(command, record, register, speaker, place))


async def form_for(command: OpenForm, record: Record | None, register: Register, speaker: Person, place: Place) -> Form:
    if record is None and command.form == "log" and (command.kind or "action") in all_kinds():
        return await _log_form(command, register, speaker, place)
    if record is None or command.form not in FORMS or (command.form == "move" and "to" not in command.values):
        raise ButtonUnreadable
    token = Token(form=command.form, ref=record.ref, seen=record.version, keep=_kept(command))
    if command.form == "edit":
        values = {name: getattr(record.body, name) for name in type(record.body).model_fields}
        fields = await _fields(type(record.body), {**values, "workstream": record.workstream}, register)
        return Form(f"Edit {record.ref}", _sealed(token), fields, intro=record.title)
    fields = {
        "snooze": (_until(register), _reason("Why wait? (needed from the third time on)")),
        "reassign": (await _person("owner", "New owner", "I will let them know", None, register),),
        "move": (_reason("Why?", required=True),),
    }[command.form]
    titles = {"snooze": "Snooze", "reassign": "Reassign", "move": "Reopen"}
    return Form(f"{titles[command.form]} {record.ref}", _sealed(token), fields, intro=record.title)


async def _log_form(command: OpenForm, register: Register, speaker: Person, place: Place) -> Form:
    body = all_kinds()[command.kind or "action"]
    given = dict(command.values)
    kept = {name: given.pop(name) for name in ("source", "source_link") if name in given}
    workstream = given.get("workstream") or place.workstream or speaker.workstream
    values = {**_defaults(body), "owner": speaker.id, **given, "workstream": workstream}
    token = Token(form="log", kind=body.kind.name, keep=kept)
    title = f"Log {'an' if body.kind.name[0] in 'aeiou' else 'a'} {body.kind.name}"
    return Form(title, _sealed(token), await _fields(body, values, register), submit="Log it")


def read_form(
    sent: Submitted, record: Record | None, today: date, calendar: WorkingCalendar
) -> Command | dict[str, str]:
    """The command that a submitted form asks for, or what is wrong with it by field name ("" for the whole form)."""
    token = token_of(sent)
    values = {name: _cleaned(value) for name, value in sent.values.items()}
    if token.form == "log":
        return _read_log(token, values, today, calendar)
    assert record is not None
    if token.form == "edit":
        return _read_edit(token, values, record, today, calendar)
    if token.form == "snooze":
        until = _day(values.get("until"))
        if until is None or until <= today:
            return {"until": "Choose a day after today."}
        return Snooze(record.ref, until, str(values.get("reason") or ""))
    if token.form == "reassign":
        owner = values.get("owner")
        return Assign(record.ref, str(owner)) if owner else {"owner": "Choose who takes it on."}
    reason = str(values.get("reason") or "")
    return (
        Move(record.ref, str(token.keep["to"]), reason) if reason else {"reason": "Say why; it goes into the history."}
    )


def token_of(sent: Submitted) -> Token:
    """Raises FormUnreadable."""
    try:
        token = Token.model_validate_json(sent.token)
    except ValidationError as unreadable:
        raise FormUnreadable from unreadable
    wanted = {"log": bool(token.kind in all_kinds()), "move": bool(token.ref and token.keep.get("to"))}
    if token.form not in FORMS or not wanted.get(token.form, bool(token.ref)):
        raise FormUnreadable
    return token


def _read_log(token: Token, values: dict[str, Any], today: date, calendar: WorkingCalendar) -> Command | dict[str, str]:
    body = all_kinds()[token.kind]
    workstream = values.pop("workstream", None)
    wrong = _wrong(body, values, today, calendar, None)
    if wrong:
        return wrong
    filled = {name: value for name, value in values.items() if value not in (None, "", [])}
    return Log(token.kind, {**filled, **token.keep}, workstream)


def _read_edit(
    token: Token, values: dict[str, Any], record: Record, today: date, calendar: WorkingCalendar
) -> Command | dict[str, str]:
    body = type(record.body)
    wrong = _wrong(body, values, today, calendar, record)
    if wrong:
        return wrong
    defaults = _defaults(body)
    wanted = {name: defaults.get(name) if value in (None, "", []) else value for name, value in values.items()}
    return Change(record.ref, wanted, token.seen)


def _wrong(
    body: type[Body], values: Mapping[str, Any], today: date, calendar: WorkingCalendar, record: Record | None
) -> dict[str, str]:
    """What a person must put right, by field name."""
    wrong: dict[str, str] = {}
    title = str(values.get("title") or "").strip()
    if not title:
        wrong["title"] = f"Say in a few words what the {body.kind.name} is."
    elif len(title) > TITLE_LIMIT:
        wrong["title"] = f"Keep it to {TITLE_LIMIT} characters and put the rest under Details."
    given = _day(values.get("due"))
    if values.get("due") and given is None:
        wrong["due"] = "This is not a date. Write it like 2026-11-27, or choose it from the calendar."
    if given is not None and (record is None or given != record.due):
        wrong |= _bad_day(given, today, calendar)
    wrong.update(_refused(body, values, skip=wrong))
    return wrong


def _bad_day(given: date, today: date, calendar: WorkingCalendar) -> dict[str, str]:
    """Why a newly chosen due date will not do; days without work are never moved, the nearest others are named."""
    if given < today:
        return {"due": "This day has passed. Choose today or a later day, or leave it empty."}
    if why := calendar.why_not(given):
        near = f"{day(calendar.add(given, -1))} or {day(calendar.add(given, 1))}"
        return {"due": f"{day(given)} is {why}. Choose {near}."}
    return {}


def _refused(body: type[Body], values: Mapping[str, Any], skip: Mapping[str, str]) -> dict[str, str]:
    """Fields whose value the kind's own declaration does not take."""
    found = {}
    for name, value in values.items():
        if name not in body.model_fields or name in skip or value in (None, "", []):
            continue
        try:
            body.taken(name, value)
        except ValidationError:
            found[name] = f"I can't use that for “{body.ask(name).label}”."
    return found


async def _fields(body: type[Body], values: Mapping[str, Any], register: Register) -> tuple[Field, ...]:
    fields = []
    for name, ask in body.asks():
        if ask.input == "none":
            continue
        if ask.input in ("person", "people"):
            fields.append(
                await _person(name, ask.label, ask.hint, values.get(name), register, many=ask.input == "people")
            )
        else:
            fields.append(_field(name, ask, values.get(name), required=name == "title"))
    fields.append(await _workstream(values.get("workstream"), register))
    return tuple(fields)


def _field(name: str, ask: Ask, value: Any, *, required: bool) -> Field:
    held = None if value in (None, "", ()) else value.strftime("%H:%M") if ask.input == "time" else str(value)
    return Field(
        name=name,
        label=ask.label,
        widget=ask.input,  # type: ignore[arg-type]
        hint=ask.hint,
        value=held,
        options=tuple(Option(choice, choice) for choice in ask.choices),
        required=required,
        max_length=TITLE_LIMIT if name == "title" else min(FORM_TEXT_LIMIT, TEXT_LIMIT),
    )


async def _person(name: str, label: str, hint: str, value: Any, register: Register, *, many: bool = False) -> Field:
    people = (await register.people.all()).values()
    options = _choosable(people, tuple(value or ()) if many else (value,))
    known = {option.value for option in options}
    if many:
        held: Any = tuple(person for person in value or () if person in known)
    else:
        held = value if value in known else None
    return Field(name, label, "people" if many else "person", hint, held, options)


def _choosable(people: Iterable[Person], holders: tuple[Any, ...]) -> tuple[Option, ...]:
    """Colleagues, and whoever holds it now also when they have left: opening a form takes nothing away."""
    people = tuple(people)
    here = [Option(person.id, person.name) for person in people if person.member and person.active]
    gone = [person for person in people if person.id in holders and not (person.member and person.active)]
    return (*here, *(Option(person.id, f"{person.name} (has left)") for person in gone))


async def _workstream(value: Any, register: Register) -> Field:
    options = tuple(Option(each.id, each.name) for each in (await register.workstreams.all()).values())
    held = value if value in {option.value for option in options} else None
    return Field("workstream", "Workstream", "choice", "Whose work it is", held, options)


def _until(register: Register) -> Field:
    tomorrow = register.records.calendar.add(register.today, 1)
    return Field("until", "Quiet until", "date", "The due date does not move", tomorrow.isoformat(), required=True)


def _reason(label: str, *, required: bool = False) -> Field:
    return Field("reason", label, "line", "It goes into the history", required=required, max_length=500)


def _defaults(body: type[Body]) -> dict[str, Any]:
    return {name: info.default for name, info in body.model_fields.items() if not info.is_required()}


def _kept(command: OpenForm) -> dict[str, Any]:
    return {"to": command.values["to"]} if "to" in command.values else {}


def _sealed(token: Token) -> str:
    return json.dumps(token.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))


def _cleaned(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
