"""Escalating: a record is handed up to the next board or role, with a reason; those who must know hear of it."""

from __future__ import annotations

import re
from datetime import date

from governance.errors import ChivvyError
from governance.people import Person
from governance.policy import cleared
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, Part, Small, say
from handlers.commands import Command, Escalate
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.people.telling import tell
from handlers.records.changing import what_changed
from handlers.records.escalated import ESCALATED
from handlers.records.moves import ESCALATED as ESCALATED_STATE
from handlers.records.moves import becomings
from handlers.reply import Reply
from handlers.wording import cut, day
from storage.history import Event, Scene
from storage.outbox import Notice
from storage.register import Register

WANTS = {"decision": "a decision", "resource": "people or money", "awareness": "that they know"}

# Words that say that something is no longer a risk: it has happened.
HAPPENED = re.compile(
    r"\b(?:already|has happened|have happened|happened|has occurred|materiali[sz]ed|is now an issue)\b", re.IGNORECASE
)


class WhyEscalate(ChivvyError):
    """Escalating {ref} needs a reason. Nothing has been changed yet. Type, for example, “escalate {ref} to {to} because …”."""


class NoHigher(ChivvyError):
    """{ref} is with the {to} already, and there is nobody above. Nothing was changed. To hand it to somebody else, type
    “escalate {ref} to …” with their name."""


async def escalate(
    command: Escalate, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Hand a record up. Where its lifecycle knows that state it moves there; where it does not, its history says so."""
    bodies = (await register.programme()).bodies
    to = _spelled(command.to, bodies) if command.to.strip() else await _next_up(register, record, speaker, bodies)
    if not command.reason.strip():
        raise WhyEscalate(ref=record.ref, to=to)
    reason = command.reason.strip() + _asked(command)
    lifecycle = record.kind.lifecycle
    if ESCALATED_STATE not in lifecycle.moves:
        event = await register.history.add(scene, "escalate", record.ref, after={"to": to}, reason=reason)
        await register.records.touch(record)
        changed, card = record, Card(text="", parts=())
    else:
        if record.status != ESCALATED_STATE:
            lifecycle.check(record.ref, record.status, ESCALATED_STATE, reason)
        follows = record.body.on_move(ESCALATED_STATE, reason, register.today)
        wanted = {"status": ESCALATED_STATE, **follows, "escalated_to": to, "escalation_reason": reason}
        changed, event = await register.records.change(scene, record, wanted, "escalate", reason=reason)
        if not event.after:
            same = f"{record.ref} is with the {to} already, for that reason, so nothing was changed and nobody was told again."
            return await answer.about(record, say(same))
        card = await what_changed(register, changed, event)
    told = await _tell(register, changed, to, reason, speaker, event)
    return await answer.changed(changed, _said(changed, card, to, told, reason))


def _said(record: Record, card: Card, to: str, told: list[Person], reason: str) -> Card:
    who = (
        f" I have told {', '.join(person.name for person in told)}."
        if told
        else " Nobody else in the programme has that role yet, so please tell them yourself."
    )
    text = f"{record.ref} {record.title} is escalated to the {to}.{who}"
    parts: list[Part] = [Para((text,)), Small((f"Because: {reason}",))]
    parts += [part for part in card.parts if isinstance(part, Buttons)]
    if record.kind.name == "risk" and HAPPENED.search(f"{reason} {record.title}"):
        parts.append(Para(("That sounds as if it has happened. Then it is an issue now:",)))
        parts.append(Buttons(becomings(record)[:1]))
        text += " If it has happened, it is an issue: press “It has happened”."
    return Card(text=text, parts=tuple(parts))


def _asked(command: Escalate) -> str:
    """` (wanted: a decision by Fri 4 Dec 2026)`."""
    if not command.wants and command.wanted_by is None:
        return ""
    wants = WANTS.get(command.wants, command.wants) or "an answer"
    by = f" by {day(command.wanted_by)}" if command.wanted_by else ""
    return f" (wanted: {wants}{by})"


def _spelled(to: str, bodies: tuple[str, ...]) -> str:
    """A board as the programme spells it; any other name as it was typed."""
    plain = re.sub(r"^the\s+", "", to.strip(), flags=re.IGNORECASE)
    same = [body for body in bodies if body.casefold() == plain.casefold()]
    part = [
        body
        for body in bodies
        if plain.casefold() in body.casefold().split() or body.casefold().endswith(f" {plain.casefold()}")
    ]
    return same[0] if same else part[0] if len(part) == 1 else plain


async def _next_up(register: Register, record: Record, speaker: Person, bodies: tuple[str, ...]) -> str:
    """The body above the one that has it; at first the lowest, or the one above where the lead themselves hand it up."""
    last = str(getattr(record.body, "escalated_to", ""))
    known = [body.casefold() for body in bodies]
    if last.casefold() in known:
        following = known.index(last.casefold()) + 1
        if following == len(bodies):
            raise NoHigher(ref=record.ref, to=last)
        return bodies[following]
    workstream = await register.workstreams.get(record.workstream)
    own = workstream is not None and workstream.lead == speaker.id
    return bodies[min(int(own), len(bodies) - 1)]


async def _tell(register: Register, record: Record, to: str, reason: str, by: Person, event: Event) -> list[Person]:
    """The workstream's lead and whoever has the role that it goes to hear of it; those who may not read it do not."""
    workstream = await register.workstreams.get(record.workstream)
    lead = workstream.lead if workstream else None
    people = (await register.people.all()).values()
    role = to.casefold()
    wanted = [person for person in people if person.id == lead or _has_role(person, role)]
    told = []
    for person in wanted:
        if not cleared(person, record):
            continue
        remark = f"{record.ref} {record.title} was escalated to the {to}: {cut(reason)}"
        payload = {"to": to, "by": by.id, "reason": reason, "remark": remark}
        key = f"{ESCALATED}:{record.ref}:{event.id}:{person.id}"
        notice = Notice(key=key, rule=ESCALATED, due_at=register.now, refs=(record.ref,), payload=payload)
        if await tell(register, person, by, notice):
            told.append(person)
    return told


def _has_role(person: Person, role: str) -> bool:
    """Of a workstream's leads, only its own hears of it; any other role is the programme's."""
    return person.member and person.active and role != "workstream lead" and person.role.strip().casefold() == role


async def draw_escalate(desk: Desk) -> Form:
    bodies = (await desk.register.programme()).bodies
    to = await _next_up(desk.register, desk.held, desk.speaker, bodies)
    fields = (
        Field("to", "To whom", "choice", value=to, options=tuple(Option(body, body) for body in bodies), required=True),
        Field("reason", "Why", "line", "It goes into the history", required=True, max_length=500),
        Field("wants", "What is wanted", "choice", options=tuple(Option(name, words) for name, words in WANTS.items())),
        Field("wanted_by", "By when", "date"),
    )
    return about(desk, f"Escalate {desk.held.ref}", fields, submit="Escalate")


def read_escalate(sheet: Sheet) -> Command | Wrong:
    if not sheet.text("reason"):
        return {"reason": "Say why; it goes into the history."}
    wanted_by: date | None = day_of(sheet.values.get("wanted_by"))
    if wanted_by is not None and wanted_by < sheet.today:
        return {"wanted_by": "This day has passed. Choose today or a later day, or leave it empty."}
    return Escalate(sheet.held.ref, sheet.text("to"), sheet.text("reason"), sheet.text("wants"), wanted_by)
