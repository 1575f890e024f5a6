"""Answering: those before whom a record was put decide, give people or money, or say that they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from governance.errors import ChivvyError
from governance.escalation import Escalation, newest_step
from governance.holders import may_answer
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, Part, button
from handlers.commands import AnswerEscalation, Command, RecordDecision
from handlers.escalating.acknowledging import NotHandedUp
from handlers.escalating.audience import Audience, audience
from handlers.escalating.following_up import answered
from handlers.escalating.standing import RESPONSES
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.records.values import NotAllowed
from handlers.reply import Reply
from handlers.wording import cut, listed
from storage.history import Scene
from storage.register import Register

ANSWERED = "answer escalation"
DECISION, AWARENESS = "decision", "awareness"
# What the answers are called in the form: whoever reads them there is about to give one.
ANSWERS = {"decision": "A decision", "resource": "People or money", "awareness": "I know of it; nothing more from me"}
SAID_TO = "In a sentence. Whoever asked reads it, and it stays in the history. Not needed if you only know of it."
PEOPLE_NAMED = 3

Response = Literal["decision", "resource", "awareness"]


class NotYoursToAnswer(ChivvyError):
    """{ref} is with the {to}, so {who} can answer it, and so can anybody above them and the programme office. Nothing was
    changed. To add what you know, type “{ref} note …”."""


class NothingSaid(ChivvyError):
    """An answer to {ref} needs a few words. Nothing has been changed yet. Type, for example, “answer {ref}: decision: go with
    option B”."""


async def answer_escalation(
    command: AnswerEscalation, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """All that waits for the speaker's answer has it now; whoever handed it up, the owner and the channel hear it."""
    words, day = command.words.strip(), command.returned_on or register.today
    if command.response not in RESPONSES:
        raise NotAllowed(what=f"an answer is one of: {', '.join(RESPONSES)}")
    if day > register.today:
        raise NotAllowed(what="that day has not come yet")
    waiting = await answerable_by(register, record, speaker)
    if command.response != AWARENESS and not words:
        raise NothingSaid(ref=record.ref)
    response = cast(Response, command.response)
    for each in waiting:
        done = await register.escalations.answer(each, speaker.id, response, words, day)
        after = {"escalation": each.id, "to": each.to, "response": response, "returned_on": day.isoformat()}
        await register.history.add(scene, ANSWERED, record.ref, after=after, reason=words)
        await register.outbox.owe_all(await answered(register, done, record, speaker))
    await register.records.touch(record)
    return await answer.about(record, await _said(register, record, waiting[-1], response, speaker))


async def answerable_by(register: Register, record: Record, speaker: Person) -> list[Escalation]:
    """What of a record waits and is `speaker`'s to answer. Raises NotHandedUp and NotYoursToAnswer."""
    waiting = await register.escalations.unanswered_of(record)
    if not waiting:
        raise NotHandedUp(ref=record.ref)
    there = await audience(register)
    steps = await register.escalations.of(record)
    mine = [each for each in waiting if may_answer(speaker, _with_all_told(each, steps), record, there.office)]
    if not mine:
        raise NotYoursToAnswer(ref=record.ref, to=waiting[-1].to, who=_who(there, waiting[-1], record))
    return mine


def _with_all_told(escalation: Escalation, steps: Sequence[Escalation]) -> Escalation:
    """The same as it is for those who were told of an earlier step: they may answer still."""
    told = [id for each in steps if newest_step(each, steps) == escalation for id in each.to_people]
    return replace(escalation, to_people=tuple(dict.fromkeys((*told, *escalation.to_people))))


def _who(there: Audience, escalation: Escalation, record: Record) -> str:
    """`Lena Okafor or Olu Adeyemi`."""
    names = [person.name for person in there.holders(escalation, record).people]
    named = names[:PEOPLE_NAMED]
    return (", ".join(named[:-1]) + " or " + named[-1] if len(named) > 1 else "".join(named)) or "they"


async def _said(register: Register, record: Record, escalation: Escalation, response: str, by: Person) -> Card:
    told = []
    for id in dict.fromkeys((escalation.raised_by, record.owner)):
        person = await register.people.get(id)
        if person is not None and person.id != by.id and person.active:
            told.append(person.name)
    whom = f" {listed(told)} will hear of it." if told else ""
    text = f"{record.ref} {record.title} has its answer: {RESPONSES[response]}.{whom}"
    parts: list[Part] = [Para((text,))]
    if response == DECISION:
        parts.append(Buttons((button("Log it as a decision", RecordDecision(record.ref, escalation.id), "primary"),)))
    return Card(text=text, parts=tuple(parts), refs=(record.ref,))


async def draw_answer(desk: Desk) -> Form:
    """What the answer is, in which words, and when it was given. Raises as `answerable_by`."""
    waiting = await answerable_by(desk.register, desk.held, desk.speaker)
    given = str(desk.command.values.get("response") or waiting[-1].wants or DECISION)
    given = given if given in RESPONSES else DECISION
    options = tuple(Option(name, words) for name, words in ANSWERS.items())
    today = desk.register.today.isoformat()
    fields = (
        Field("response", "The answer", "choice", value=given, options=options, required=True),
        Field("words", "What was decided or is given", "text", SAID_TO, max_length=2000),
        Field("returned_on", "Decided or given on", "date", "Today, or the earlier day", today, required=True),
    )
    form = about(desk, f"Answer {desk.held.ref}", fields, submit="Answer")
    return replace(form, intro=f"{desk.held.title}. Why it needs you: {cut(waiting[-1].reason).rstrip('.')}.")


def read_answer(sheet: Sheet) -> Command | Wrong:
    response, words = sheet.text("response"), sheet.text("words")
    if response not in RESPONSES:
        return {"response": "Choose one of these."}
    if not words and response != AWARENESS:
        return {"words": "Say in a sentence what was decided or is given, so that nobody has to ask."}
    day = day_of(sheet.values.get("returned_on"))
    if day is not None and day > sheet.today:
        return {"returned_on": "That day has not come yet."}
    return AnswerEscalation(sheet.held.ref, response, words, day)
