"""How an escalation stands, in words, and what can be done about it, as buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from governance.escalation import BOARD_PACK, ENDED, PASSED_ON, Escalation, last_day, newest_step
from governance.people import Person
from governance.record import Record
from handlers.cards import Button, button
from handlers.commands import Acknowledge, AnswerEscalation, OpenForm
from handlers.escalating.audience import audience
from handlers.wording import cut, day_short
from storage.register import Register

# What an answer is called: on a card, and in the words that ask for one.
RESPONSES = {"decision": "a decision", "resource": "people or money", "awareness": "that they know"}
PEOPLE_NAMED = 4
STEPS_SHOWN = 3
REASON_SHOWN = 160
PLAIN = (
    "cause", "reason", "raised_at", "raised_by", "wants", "wanted_by", "state", "acknowledged_by", "acknowledged_at",
    "response", "response_words", "returned_on", "answered_by", "answered_at",
)  # fmt: skip
WORDS_SHOWN = 400
SURE = "Answer that you know of it, and that nothing more is needed from you?"


async def newest(register: Register, record: Record, escalation: Escalation) -> Escalation:
    """The newest step of the same escalation: where it has gone further, the one that it went to."""
    return newest_step(escalation, await register.escalations.of(record))


async def standing(register: Register, record: Record, escalation: Escalation, *, named: bool) -> list[str]:
    """Sentences: whom it is before, until when, who acknowledged it, what the answer was. `named`: with those people's names;
    whoever pressed a button or answered is named anyway."""
    people = await register.people.all()
    said = [_before(escalation, people, named=named)]
    if escalation.is_unanswered and record.is_open and (await audience(register)).holders(escalation, record).stands_in:
        whose = "the programme office has it" if escalation.to_people else "please find somebody who can answer"
        said.append(f"Nobody in the programme has that role yet, so {whose}.")
    if escalation.acknowledged_by and escalation.acknowledged_at:
        there = escalation.acknowledged_at.astimezone(register.zone)
        name = await register.people.name(escalation.acknowledged_by)
        said.append(f"Acknowledged by {name} on {day_short(there.date())} at {there:%H:%M}.")
    if escalation.answered_by:
        said.append(await answered_words(register, escalation))
    elif not record.is_open:
        pass
    elif after := await otherwise(register, escalation):
        said.append(after)
    return said


async def otherwise(register: Register, escalation: Escalation) -> str:
    """`Without an answer it goes to the Project Manager after Mon 30 Nov.`; nothing where it goes nowhere any more."""
    last = last_day(escalation, await register.calendar(), register.zone)
    return f"{_otherwise(escalation)} after {day_short(last)}." if last is not None else ""


async def answered_words(register: Register, escalation: Escalation) -> str:
    """`Answered by Olu Adeyemi on Fri 4 Dec: a decision. “Go with option B.”`"""
    day = escalation.returned_on or (
        escalation.answered_at.astimezone(register.zone).date() if escalation.answered_at else register.today
    )
    words = f" “{cut(escalation.response_words, WORDS_SHOWN)}”" if escalation.response_words else ""
    what = RESPONSES.get(escalation.response, escalation.response)
    name = await register.people.name(escalation.answered_by)
    return f"Answered by {name} on {day_short(day)}: {what}.{words}"


async def escalation_lines(register: Register, record: Record) -> list[str]:
    """For the record's own card: to whom it was escalated, when and why, and how that was answered; the newest last."""
    lines = []
    for each in (await register.escalations.of(record))[-STEPS_SHOWN:]:
        if each.state == ENDED and not each.answered_by:
            continue
        when = day_short(each.raised_at.astimezone(register.zone).date())
        how = (
            "Escalated by itself"
            if each.raised_by is None
            else f"Escalated by {await register.people.name(each.raised_by)}"
        )
        how = "Not answered, so it went one step further," if each.has_gone_up else how
        because = "" if each.has_gone_up else f": {cut(each.reason, REASON_SHOWN).rstrip('.')}"
        _, *rest = await standing(register, record, each, named=False)
        lines.append(" ".join([f"{how} to the {each.to}, {when}{because}.", *rest]))
    return lines


def plain_escalation(escalation: Escalation) -> dict[str, Any]:
    """One step, JSON-ready."""
    said = {name: getattr(escalation, name) for name in PLAIN}
    told = {"to": escalation.to, "to_people": list(escalation.to_people)}
    return {**told, **{name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}}


def _before(escalation: Escalation, people: Mapping[str, Person], *, named: bool) -> str:
    who = _names(escalation.to_people, people) if named else ""
    if escalation.state == BOARD_PACK:
        return f"Nobody answered at the {escalation.to}{who}, so it stands in the board pack."
    again = "Nobody answered at first, so it" if escalation.has_gone_up else "It"
    if escalation.state == PASSED_ON:
        return f"{again} went to the {escalation.to}{who}, who did not answer."
    verb = "was" if escalation.answered_by else "is"
    return f"{again} {verb} with the {escalation.to}{who}."


def _names(ids: Sequence[str], people: Mapping[str, Person]) -> str:
    known = [people[each].name for each in ids if each in people]
    more = f" and {len(known) - PEOPLE_NAMED} more" if len(known) > PEOPLE_NAMED else ""
    return f" ({', '.join(known[:PEOPLE_NAMED])}{more})" if known else ""


def _otherwise(escalation: Escalation) -> str:
    """`Without an answer it goes to the Project Manager`."""
    if escalation.next_to is None:
        return "Without an answer it goes into the board pack"
    return f"Without an answer it goes to the {escalation.next_to}"


def answers(record: Record, escalation: Escalation) -> tuple[Button, ...]:
    """The three answers, for whoever it was put before."""
    if not escalation.is_unanswered or not record.is_open:
        return ()
    return (
        button("Decide…", OpenForm("answer", ref=record.ref, values={"response": "decision"}), "primary"),
        button("Give people or money…", OpenForm("answer", ref=record.ref, values={"response": "resource"})),
        button("Noted", AnswerEscalation(record.ref, "awareness"), asks=SURE),
    )


def answer_form(record: Record, escalation: Escalation) -> tuple[Button, ...]:
    """One button for them all, where it is one of several things that can be done."""
    if not escalation.is_unanswered or not record.is_open:
        return ()
    return (button("Answer…", OpenForm("answer", ref=record.ref)),)


def acknowledging(record: Record, escalation: Escalation, key: str) -> tuple[Button, ...]:
    if not escalation.is_unanswered or not record.is_open or escalation.acknowledged_by:
        return ()
    return (button("Acknowledge", Acknowledge(record.ref, key), "primary"),)
