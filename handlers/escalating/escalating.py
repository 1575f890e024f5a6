"""Escalating: a person hands a record up to the next board or role, with a reason; those who must know hear of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from governance.errors import ChivvyError
from governance.escalation import OPEN, SAID, Escalation, answer_by
from governance.people import Person
from governance.policy import cleared
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, Part, Small, say
from handlers.commands import Command, Escalate
from handlers.escalating.audience import Step, audience
from handlers.escalating.escalated import told_of
from handlers.escalating.standing import RESPONSES
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.records.changing import what_changed
from handlers.records.moves import ESCALATED as ESCALATED_STATE
from handlers.records.moves import becomings
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Event, Scene
from storage.register import Register

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
    told, stands_in = await _put_before(register, changed, command, _ladder(bodies, record, to), reason, speaker, event)
    return await answer.changed(changed, _said(changed, card, to, told, stands_in, reason))


def _said(record: Record, card: Card, to: str, told: Sequence[Person], stands_in: bool, reason: str) -> Card:
    who = f" I have told {', '.join(person.name for person in told)}."
    if not told:
        who = " Nobody else in the programme has that role yet, so please tell them yourself."
    elif stands_in:
        who = f" Nobody in the programme has that role yet, so it is with the programme office.{who}"
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
    wants = RESPONSES.get(command.wants, command.wants) or "an answer"
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


def _place_of(body: str, bodies: Sequence[str]) -> int | None:
    known = [each.casefold() for each in bodies]
    return known.index(body.casefold()) if body.casefold() in known else None


async def _next_up(register: Register, record: Record, speaker: Person, bodies: tuple[str, ...]) -> str:
    """The body above the one that has it; at first the lowest, or the one above where the lead themselves hand it up."""
    last = str(getattr(record.body, "escalated_to", ""))
    if (place := _place_of(last, bodies)) is not None:
        if place + 1 == len(bodies):
            raise NoHigher(ref=record.ref, to=last)
        return bodies[place + 1]
    workstream = await register.workstreams.get(record.workstream)
    own = workstream is not None and workstream.lead == speaker.id
    return bodies[min(int(own), len(bodies) - 1)]


def _ladder(bodies: tuple[str, ...], record: Record, to: str) -> tuple[tuple[str, ...], int]:
    """The programme's bodies as they are now, and the place in them. Somebody who is none of them stands above the one that
    had it, or above the lowest: if they do not answer, it goes on from there."""
    if (place := _place_of(to, bodies)) is not None:
        return bodies, place
    last = _place_of(str(getattr(record.body, "escalated_to", "")), bodies) or 0
    return (*bodies[: last + 1], to, *bodies[last + 1 :]), last + 1


async def _put_before(
    register: Register,
    record: Record,
    command: Escalate,
    ladder: tuple[tuple[str, ...], int],
    reason: str,
    by: Person,
    event: Event,
) -> tuple[list[Person], bool]:
    """Whom it is put before, and the workstream's lead: those of them who were told, and whether the programme office stands in.
    What the same record was handed up for by a person before is with the new body now."""
    for earlier in await register.escalations.unanswered_of(record):
        if earlier.cause == SAID:
            await register.escalations.pass_on(earlier)
    calendar, programme = await register.calendar(), await register.programme()
    bodies, place = ladder
    first = Escalation(
        id=0, ref=record.ref, cause=SAID, occasion=str(event.id), step=place, ladder=bodies, reason=reason,
        raised_at=register.now, raised_by=by.id, wants=command.wants, wanted_by=command.wanted_by, state=OPEN,
        next_wake=answer_by(register.now, programme, calendar, register.zone, command.wanted_by),
    )  # fmt: skip
    there = await audience(register)
    workstream = there.office.workstream(record.workstream)
    holders = there.holders(first, record)
    lead = await register.people.get(workstream.lead if workstream else None)
    people = {person.id: person for person in holders.people}
    kept = await register.escalations.start(record, replace(first, to_people=tuple(people)))
    if kept is None:
        return [], False
    if lead is not None and lead.active and cleared(lead, record):
        people.setdefault(lead.id, lead)
    told = await told_of(register, Step(kept, record, register.now), tuple(people.values()))
    return told, holders.stands_in and bool(holders.people)


async def draw_escalate(desk: Desk) -> Form:
    bodies = (await desk.register.programme()).bodies
    to = await _next_up(desk.register, desk.held, desk.speaker, bodies)
    fields = (
        Field("to", "To whom", "choice", value=to, options=tuple(Option(body, body) for body in bodies), required=True),
        Field("reason", "Why", "line", "It goes into the history", required=True, max_length=500),
        Field(
            "wants", "What is wanted", "choice", options=tuple(Option(name, words) for name, words in RESPONSES.items())
        ),
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
