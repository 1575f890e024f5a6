"""The fields of a form, drawn from a kind's declaration, with what stands in them at first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance.kind import TEXT_LIMIT, TITLE_LIMIT, Ask, Body
from governance.people import Person
from governance.programme import Programme
from governance.record import Record
from handlers.cards import Option
from handlers.forms.form import Field, Widget
from handlers.wording import step_words
from storage.register import Register

FORM_TEXT_LIMIT = 3_000
# Questions of a form to log something, its workstream among them: more than fits on a screen or two is left to the edit form.
LOG_FIELDS = 14

# A kind's own word for a widget, where platforms know it by another.
WIDGETS: Mapping[str, Widget] = {"scale": "choice", "workstream": "choice", "ref": "line"}


async def log_fields(body: type[Body], values: Mapping[str, Any], register: Register) -> tuple[Field, ...]:
    """What is asked when something is logged: the title, the owner, the date, what must not be missing, what was given already;
    then, while there is room, what its card shows."""
    asks = {name: ask for name, ask in body.asks() if ask.input != "none"}
    defaults = defaults_of(body)
    needed = {"title", "owner", "description", body.kind.due_field}
    needed |= {name for name, ask in asks.items() if ask.missing}
    given = {name for name in asks if values.get(name) not in (None, "", (), []) and values[name] != defaults.get(name)}
    order = sorted(asks, key=lambda name: (name not in needed | given, not asks[name].on_card))
    chosen = set(order[: max(LOG_FIELDS - 1, len(needed | given))])
    return await _fields({name: ask for name, ask in asks.items() if name in chosen}, values, register)


async def edit_fields(record: Record, register: Register) -> tuple[Field, ...]:
    """Every field that people may change, as it stands. What is fixed once it is set is not asked."""
    body = record.body
    values = {name: getattr(body, name) for name in type(body).model_fields}
    asks = {
        name: ask
        for name, ask in type(body).asks()
        if ask.input != "none" and not (ask.fixed and values[name] is not None)
    }
    return await _fields(asks, {**values, "workstream": record.workstream}, register)


async def _fields(asks: Mapping[str, Ask], values: Mapping[str, Any], register: Register) -> tuple[Field, ...]:
    programme = await register.programme()
    fields = []
    for name, ask in asks.items():
        if ask.input in ("person", "people"):
            many = ask.input == "people"
            fields.append(await person_field(name, ask.label, ask.hint, values.get(name), register, many=many))
        elif ask.input == "workstream":
            fields.append(await workstream_field(register, values.get(name), name, ask.label, ask.hint))
        else:
            fields.append(_field(name, ask, values.get(name), programme))
    return (*fields, await workstream_field(register, values.get("workstream")))


def _field(name: str, ask: Ask, value: Any, programme: Programme) -> Field:
    held = None if value in (None, "", ()) else value.strftime("%H:%M") if ask.input == "time" else str(value)
    return Field(
        name=name,
        label=ask.label,
        widget=WIDGETS.get(ask.input, ask.input),  # type: ignore[arg-type]
        hint=ask.hint,
        value=held.lower() if held and ask.input == "flag" else held,
        options=_options(ask, programme),
        required=name == "title",
        max_length=TITLE_LIMIT if name == "title" else min(FORM_TEXT_LIMIT, TEXT_LIMIT),
    )


def _options(ask: Ask, programme: Programme) -> tuple[Option, ...]:
    if ask.input == "scale":
        return tuple(Option(str(step), step_words(programme, ask.scale, step)) for step in range(1, 6))
    return tuple(Option(choice, choice) for choice in ask.choices)


async def person_field(
    name: str, label: str, hint: str, value: Any, register: Register, *, many: bool = False
) -> Field:
    """Somebody of the programme to choose, or several of them."""
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


async def workstream_field(
    register: Register,
    value: Any,
    name: str = "workstream",
    label: str = "Workstream",
    hint: str = "Whose work it is",
) -> Field:
    options = tuple(Option(each.id, each.name) for each in (await register.workstreams.all()).values())
    held = value if value in {option.value for option in options} else None
    return Field(name, label, "choice", hint, held, options)


def reason_field(label: str, *, required: bool = False) -> Field:
    return Field("reason", label, "line", "It goes into the history", required=required, max_length=500)


def defaults_of(body: type[Body]) -> dict[str, Any]:
    return {name: info.default for name, info in body.model_fields.items() if not info.is_required()}
