"""Logging an attempt at getting access: kept as it was told, counted by the case, and its handler hears of it. Whoever visits
may do this, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from governance.access.states import APPOINTMENT, ATTEMPTING, GAINED
from governance.attempts import FEWEST, GIVEN, Attempt, Tried, documented, one_part_only, outcome_of
from governance.errors import ChivvyError
from governance.kinds.access import NO_NOTICE, AccessCase
from governance.people import Person
from governance.policy import cleared
from governance.record import Record
from handlers.access.case import access_case
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Para, Part, Small, button
from handlers.commands import LogAttempt, Move, OpenForm, Undo
from handlers.people.telling import tell_news
from handlers.reply import Reply
from handlers.wording import count, cut, day
from storage.history import Event, Scene
from storage.register import Register

TOLD = (
    "spoke_to",
    "said",
    "card",
    "contact_tried",
    "language",
    "evidence",
    "digest",
    "certificate",
    "note",
    "notice_method",
)
DIGEST = re.compile(r"[0-9a-f]{64}")
SAID_SHOWN = 300


class NoMoreAttempts(ChivvyError):
    """{ref} is {status}, so no attempt was logged. Nothing was changed. If the case goes on, its handler reopens it first."""


class NoOutcome(ChivvyError):
    """{ref}: an attempt needs what came of it. Nothing was logged. Type, for example, “attempt {ref} no answer, card 1123 left,
    14:10 today”."""


class NotYet(ChivvyError):
    """{ref}: {when} has not come yet, so nothing was logged. To plan a visit, type “visit {ref} 3 Dec 10:00”."""


class WhatHour(ChivvyError):
    """{ref}: at what hour was that on {day}? An attempt counts with its hour. Nothing was logged. Type it with the hour, for
    example “attempt {ref} {outcome}, 14:10 on {day}”, or press More… and fill it in."""


class EndsBefore(ChivvyError):
    """{ref}: the visit can’t end at {end}, before it began ({start}). Nothing was logged. Please put that right and send it
    again."""


class NotADigest(ChivvyError):
    """{ref}: a SHA-256 has 64 characters, 0 to 9 and a to f. Nothing was logged. Leave it out where there is no file."""


class NoSuchAttempt(ChivvyError):
    """{ref} has no attempt {number} that you could put right. Nothing was changed. Type “{ref}” to see how it stands."""


async def log_attempt(
    command: LogAttempt, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Keep an attempt, or put one right: the row that was there stays, and a new one takes its place."""
    body = access_case(record)
    if not record.is_open:
        raise NoMoreAttempts(ref=record.ref, status=record.status)
    if command.plan and any(each.plan == command.plan for each in body.tried):
        return await answer.changed(record, _logged_already(record, body, command.plan))
    handles = cleared(speaker, record)
    found = await _base(register, record, command, speaker, handles=handles)
    attempt = _with_told(found, command, speaker if not handles else None)
    attempt = _with_hours(attempt, command, register, record.ref, speaker)
    if not attempt.outcome:
        raise NoOutcome(ref=record.ref)
    if attempt.digest and not DIGEST.fullmatch(attempt.digest):
        raise NotADigest(ref=record.ref)
    scene = replace(scene, batch=answer.batch())
    changed, event = await keep(register, scene, record, attempt, command.plan)
    await _tell_handler(register, changed, attempt, speaker)
    return await answer.changed(changed, await _card(register, changed, attempt, event, handles=handles))


async def keep(
    register: Register, scene: Scene, record: Record, attempt: Attempt, plan: int = 0
) -> tuple[Record, Event]:
    """The case with an attempt that counts from now on, in place of one of the same number; the visit that it was is over."""
    body = access_case(record)
    row = await register.attempts.keep(record, attempt)
    hour = attempt.at.astimezone(register.zone).time().replace(tzinfo=None) if attempt.at else None
    was = next((each for each in body.tried if each.number == attempt.number), None)
    made = Tried(row, attempt.number, attempt.day, hour, attempt.by, attempt.outcome, plan or (was.plan if was else 0))
    tried = (*(each for each in body.tried if each.number != attempt.number), made)
    follows: dict[str, Any] = {"tried": tuple(sorted(tried, key=lambda each: each.number))}
    if was is None and body.visit_on is not None and body.visit_on == attempt.day:
        follows |= {"visit_on": None, "visit_time": None, **NO_NOTICE}
        made = replace(made, plan=body.plan)
        follows["tried"] = tuple(made if each.number == made.number else each for each in follows["tried"])
    if record.status == APPOINTMENT:
        follows["status"] = ATTEMPTING
    return await register.records.change(scene, record, follows, "attempt")


async def _base(register: Register, record: Record, command: LogAttempt, speaker: Person, *, handles: bool) -> Attempt:
    """The attempt that is put right, or a new one with the notice of the visit that was planned for that day."""
    body = access_case(record)
    if command.number is not None:
        known = {each.number: each for each in await register.attempts.of(record)}
        held = known.get(command.number)
        if held is None or not (handles or held.by == speaker.id):
            raise NoSuchAttempt(ref=record.ref, number=command.number)
        return held
    number = await register.attempts.next_number(record)
    planned = body.visit_on is not None and body.visit_on == (command.day or register.today)
    if not planned:
        return Attempt(number)
    return Attempt(number, notice_served_on=body.notice_on, notice_time=body.notice_time, notice_method=body.notice_how)


def _with_told(attempt: Attempt, command: LogAttempt, visitor: Person | None) -> Attempt:
    """With what was said of it. A visitor tells of their own visit, and of nobody else's."""
    told: dict[str, Any] = {name: " ".join(held.split()) for name, held in command.told.items() if name in TOLD}
    if "digest" in told:
        told["digest"] = told["digest"].casefold()
    if command.notice_on is not None:
        told |= {"notice_served_on": command.notice_on, "notice_time": command.notice_time}
    by = visitor.id if visitor else command.by
    outcome = outcome_of(command.outcome) or attempt.outcome
    return replace(attempt, **{**told, "outcome": outcome, "by": by or attempt.by})


def _with_hours(attempt: Attempt, command: LogAttempt, register: Register, ref: str, speaker: Person) -> Attempt:
    """With when it began and ended. What is told at once without an hour was just now."""
    now = register.now.astimezone(register.zone)
    attempt = replace(attempt, by=attempt.by or speaker.id)
    if command.number is not None and command.day is None and command.start is None and command.end is None:
        return attempt
    on, start = command.day or attempt.day or now.date(), command.start
    if start is None and attempt.at is not None and on == attempt.day:
        start = attempt.at.astimezone(register.zone).time().replace(tzinfo=None)
    if start is None and on == now.date():
        start = now.time().replace(second=0, microsecond=0)
    if start is None:
        raise WhatHour(ref=ref, day=day(on), outcome=(command.outcome or "no answer").casefold())
    began = _moment(on, start, register)
    if began > register.now:
        raise NotYet(ref=ref, when=f"{day(on)} at {start:%H:%M}")
    ended = _moment(on, command.end, register) if command.end else attempt.ended_at
    if ended is not None and ended < began:
        raise EndsBefore(ref=ref, end=f"{ended.astimezone(register.zone):%H:%M}", start=f"{start:%H:%M}")
    return replace(attempt, day=on, at=began, ended_at=ended)


def _moment(on: date, at: time, register: Register) -> datetime:
    return datetime.combine(on, at, register.zone).astimezone(UTC)


async def _tell_handler(register: Register, record: Record, attempt: Attempt, speaker: Person) -> None:
    """Whoever handles the case hears what came of a visit that somebody else made."""
    owner = await register.people.get(record.owner)
    who = await register.people.name(attempt.by)
    when = f"{day(attempt.day)} {_hour(attempt, register)}" if attempt.day else "on a day that is not known"
    remark = f"{record.ref}: attempt {attempt.number} by {who}, {when}: {attempt.outcome}."
    if attempt.outcome == GIVEN:
        remark += f" If the works can go on, type “{record.ref} access gained”."
    await tell_news(register, owner, speaker, f"attempt:{record.ref}:{record.version}", remark, record)


async def _card(register: Register, record: Record, attempt: Attempt, event: Event, *, handles: bool) -> Card:
    """What was kept; to whoever handles the case also what that means for it."""
    when = f", {day(attempt.day)} {_hour(attempt, register)}" if attempt.day else ""
    by = await register.people.name(attempt.by)
    said = f"{record.ref}: attempt {attempt.number} is logged: {attempt.outcome}{when}, by {by}."
    parts: list[Part] = [Para((said,))]
    parts += [Small((line,)) for line in _details(attempt)]
    more = button("Add details…", OpenForm("attempt", ref=record.ref, values={"number": attempt.number}))
    if not handles:
        return Card(text=said, parts=(*parts, Buttons((more,))), refs=(record.ref,))
    remarks = _what_it_means(access_case(record))
    parts += [Para((remark,)) for remark in remarks]
    parts.append(Buttons((*_next(record, attempt), more, button("Undo", Undo(event.id)))))
    return Card(text=" ".join((said, *remarks)), parts=tuple(parts), refs=(record.ref,))


def _details(attempt: Attempt) -> list[str]:
    told = (
        ("Card", attempt.card),
        ("Spoke to", attempt.spoke_to),
        ("What was said", attempt.said),
        ("Also", attempt.note),
        ("Also tried", attempt.contact_tried),
        ("Language", attempt.language),
        ("File", attempt.evidence),
    )
    return [f"{label}: {cut(held, SAID_SHOWN)}" for label, held in told if held]


def _next(record: Record, attempt: Attempt) -> tuple[Button, ...]:
    if attempt.outcome == GIVEN:
        return (button("Access gained", Move(record.ref, GAINED), "primary"),)
    return (button("Plan the next visit…", OpenForm("visit", ref=record.ref), "primary"),)


def _what_it_means(body: AccessCase) -> list[str]:
    """How many count, and whether another part of the day should be tried."""
    counting = documented(body.tried)
    found = [f"{count(len(counting), 'documented attempt')} on record; a final warning needs at least {FEWEST}."]
    if len(counting) >= FEWEST:
        found = [f"{count(len(counting), 'documented attempt')} on record."]
    if part := one_part_only(body.tried):
        found.append(f"Every one was in the {part}: try another part of the day.")
    return found


def _logged_already(record: Record, body: AccessCase, plan: int) -> Card:
    logged = next(each for each in body.tried if each.plan == plan)
    said = f"{record.ref}: that visit is logged already, as attempt {logged.number} ({logged.outcome}). Nothing more was logged."
    return Card(text=said, parts=(Para((said,)),), refs=(record.ref,))


def _hour(attempt: Attempt, register: Register) -> str:
    return f"{attempt.at.astimezone(register.zone):%H:%M}" if attempt.at else "(hour not known)"
