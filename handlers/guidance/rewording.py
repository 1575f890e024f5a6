"""Guidance where it is needed: a title that says too little is offered a better form, and nothing waits for it."""

from __future__ import annotations

from collections.abc import Mapping

from governance.kind import TITLE_LIMIT, Body
from governance.record import Record
from governance.titles import parts_of, sentence_of, vague
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, Part, Small, Strong, button
from handlers.commands import Change, Command, Help, OpenForm
from handlers.direct import discreetly
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong
from handlers.guidance.kind_help import worded
from handlers.reply import Reply
from storage.register import Register

# Fields that say why, what and what then. A kind without one for what then is not offered the form: its title is a name.
PARTS = ("cause", "event", "effect", "impact_text")
FOLLOWS = frozenset({"effect", "impact_text"})
PART_LIMIT = 500


async def offer_better(register: Register, record: Record, answer: Answer) -> Reply:
    """For a record that was just logged with a vague title, where its kind says what follows from what: to the speaker alone,
    what it lacks and a form to say it in. It is logged already."""
    programme = await register.programme()
    lacks = vague(record.title, programme)
    if lacks is None or not FOLLOWS & set(asked(type(record.body))):
        return Reply()
    kind = record.kind
    told = f"Its title {lacks}, so others may not see what it is about."
    text = f"{record.ref} is logged. {told}"
    parts: list[Part] = [
        Para((Strong(record.ref), f" is logged. {told}")),
    ]
    if good := worded(kind, "good", programme):
        text += f" A good one: {good}"
        parts.append(Para((Strong("A good one: "), good)))
    if better := worded(kind, "better", programme):
        parts.append(Small((f"For example: “{better}”",)))
    form = button("Say it better", OpenForm("reword", ref=record.ref), "primary")
    parts.append(Buttons((form, button(f"Help with {kind.plural}", Help(kind.name)))))
    return await discreetly(
        Card(text=text, parts=tuple(parts), refs=(record.ref,)), register, answer, f"better:{record.ref}"
    )


def asked(body: type[Body]) -> tuple[str, ...]:
    """The fields in which a title is said better, in the order in which people tell it."""
    parts = tuple(name for name in PARTS if name in body.model_fields)
    return parts if "event" in parts else ("title", *parts)


async def draw_reword(desk: Desk) -> Form:
    """Cause, event and effect, each filled in as far as it is known: from its own field, or from the title."""
    record = desk.held
    body = type(record.body)
    known = {"event": record.title, **parts_of(body, record.title)}
    fields = [_field(body, name, str(record.value(name) or known.get(name, ""))) for name in asked(body)]
    return about(desk, f"Word {record.ref}", tuple(fields))


def _field(body: type[Body], name: str, held: str) -> Field:
    ask = body.ask(name)
    longest = TITLE_LIMIT if name == "title" else PART_LIMIT
    return Field(name, ask.label, "line", ask.hint, held[:longest] or None, required=True, max_length=longest)


def read_reword(sheet: Sheet) -> Command | Wrong:
    """The parts, and for kinds that keep an event the title that they make together."""
    body = type(sheet.held.body)
    said = {name: sheet.text(name) for name in asked(body)}
    wrong = {name: "Say it in a few words." for name, text in said.items() if not text}
    if wrong:
        return wrong
    return Change(sheet.held.ref, {**said, **_title(said)}, sheet.token.seen)


def _title(said: Mapping[str, str]) -> dict[str, str]:
    """“Because X, Y, so Z”, or the event alone where that is too long for a title."""
    if "event" not in said:
        return {}
    whole = sentence_of(said.get("cause", ""), said["event"], said.get("effect", ""))
    return {"title": whole if len(whole) <= TITLE_LIMIT else said["event"][:TITLE_LIMIT]}
