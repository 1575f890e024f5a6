"""Proof and forecast in chat: what was owed about a record and what became of it; what is to come, and by which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby

from governance.calendar import local
from governance.errors import ChivvyError
from governance.office import may_decide
from governance.people import Person, Place, Workstream
from governance.policy import is_confidential, permit, readable
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Small, Strong, button
from handlers.commands import Show, ShowForecast, ShowProof
from handlers.reminding.forecast import forecast
from handlers.reminding.in_words import became, because, moment_words, to_whom, what
from handlers.reminding.ledger import Line, proof
from handlers.reply import Reply
from handlers.wording import count, cut, day
from storage.filters import Filter
from storage.outbox import Notice
from storage.register import Register

PROOF_SHOWN = 8
FORECAST_SHOWN = 10
REASONS_SHOWN = 300  # characters
USUAL_SPAN = timedelta(days=14)
LONGEST_SPAN = timedelta(days=62)
END_OF_DAY = time(23, 59)
REFS_AT_ONCE = 500


class OnlyForTheOffice(ChivvyError):
    """Only the programme office sees what {whose} will be sent. Nothing was changed. For your own, type “forecast”; for a
    workstream's, “forecast HR”."""


class NobodyToForecast(ChivvyError):
    """I don't know whose messages you mean. Nothing was changed. Type, for example, “forecast” for your own, “forecast HR” or
    “forecast A-012”."""


async def show_proof(
    command: ShowProof, record: Record, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """What was owed about a record; names whom it went to, so in company only whoever asked sees it. Of what is confidential,
    in private only."""
    permit(speaker, "read", record, place)
    lines = (await proof(register, record.ref))[::-1]
    card = _proof_card(record, lines, command)
    if is_confidential(record) and answer.in_company:
        return await answer.about(record, card)
    return await answer.alone(card) if answer.in_company else await answer.in_place(card)


def _proof_card(record: Record, lines: Sequence[Line], command: ShowProof) -> Card:
    title = f"What was sent about {record.ref} {record.title}"
    if not lines:
        text = f"Nothing has been owed to anybody about {record.ref} so far."
        return Card(text=text, parts=(Heading(cut(title, 150)), Para((text,))), refs=(record.ref,))
    page, shown = _page(lines, command.page, PROOF_SHOWN)
    said = _tally(lines)
    parts: list[Part] = [Heading(cut(title, 150)), Para((said,))]
    told = [said]
    for line in shown:
        sentence = f" to {to_whom(line)}: {what(line.rule)}{_because(line)}. {became(line)}."
        parts.append(Para((Strong(moment_words(line.due_at)), sentence)))
        told.append(f"{moment_words(line.due_at)}{sentence}")
    turns = _turns(page, len(lines), PROOF_SHOWN, lambda number: ShowProof(record.ref, number))
    parts.append(Buttons((*turns, button("Show the record", Show(record.ref)))))
    if turns:
        parts.append(Small(("All of it, as a table: ", Strong(f"chivvy proof {record.ref}"), " on the server.")))
    return Card(text=f"{title}. " + "\n".join(told), parts=tuple(parts), refs=(record.ref,))


def _because(line: Line) -> str:
    return f", because {because(line.rule)}" if because(line.rule) else ""


def _tally(lines: Sequence[Line]) -> str:
    """`5 messages: 3 sent, 1 not needed any more, 1 waiting. Newest first.`"""
    names = {"sent": "sent", "lapsed": "not needed any more", "failed": "not delivered", "uncertain": "in doubt"}
    counted = Counter(names.get(line.state, "waiting") for line in lines)
    parts = ", ".join(f"{number} {name}" for name, number in counted.items())
    newest = " Newest first." if len(lines) > 1 else ""
    return f"{count(len(lines), 'message')}: {parts}.{newest}"


@dataclass(frozen=True)
class Scope:
    """Whose messages are forecast: what it is called, which records give rise to them, and which notices belong to it."""

    title: str
    wanted: tuple[Filter, ...]
    keeps: Callable[[Notice], bool]
    mine: bool = False


async def show_forecast(
    command: ShowForecast, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """What will be sent, to whom, when and by which rule. In company only whoever asked sees it."""
    until = await _until(command, register)
    audience = answer.audience
    scope = await _scope(command, register, speaker, place, audience)
    lines = await forecast(register, until, scope.wanted, scope.keeps)
    hidden = await _hidden(register, lines, speaker, audience)
    lines = [line for line in lines if hidden.isdisjoint(line.refs)]
    card = _forecast_card(scope, lines, command, until)
    return await answer.alone(card) if answer.in_company else await answer.in_place(card)


async def _until(command: ShowForecast, register: Register) -> datetime:
    """The end of the last day, in the programme's own time; a day that has passed counts as today."""
    usual = register.today + USUAL_SPAN
    last = command.until or usual
    return local(max(register.today, min(last, register.today + LONGEST_SPAN)), END_OF_DAY, register.zone)


async def _scope(
    command: ShowForecast, register: Register, speaker: Person, place: Place, audience: Place | None
) -> Scope:
    """What was asked about; where nothing was named, the channel's workstream, and in private the speaker."""
    if command.ref:
        record = await register.records.get(command.ref)
        permit(speaker, "read", record, audience)
        return Scope(f"about {record.ref}", (Filter(refs=(record.ref,)),), lambda notice: record.ref in notice.refs)
    if command.everything or (place.whole and not (command.person or command.workstream)):
        await _check_office(register, speaker, "everybody")
        return Scope("in the whole programme", (Filter(confidential=False),), lambda notice: True)
    named = command.workstream or (None if command.person else place.workstream)
    if workstream := await register.workstreams.get(named):
        return await _of_workstream(register, workstream)
    person = await register.people.get(command.person or speaker.id)
    if person is None:
        raise NobodyToForecast
    if person.id != speaker.id:
        await _check_office(register, speaker, person.name)
    return await _of_person(register, person, speaker, audience)


async def _check_office(register: Register, speaker: Person, whose: str) -> None:
    """What somebody else is sent, and when, is nobody's business but theirs and the programme office's."""
    if may_decide(speaker, (await register.people.all()).values()):
        raise OnlyForTheOffice(whose=whose)


async def _of_workstream(register: Register, workstream: Workstream) -> Scope:
    """What goes into its channels, and to anybody about its records."""
    places = {place.id for place in await register.places.of_workstream(workstream.id)}
    own = Filter(workstream=workstream.id, confidential=False)
    refs = {record.ref for record in await register.records.find(own, limit=None)}
    return Scope(
        f"about {workstream.name}",
        (own,),
        lambda notice: notice.place in places or not refs.isdisjoint(notice.refs),
    )


async def _of_person(register: Register, person: Person, speaker: Person, audience: Place | None) -> Scope:
    """What they own, and what is put before them as a lead."""
    mine = person.id == speaker.id
    all_of_it = None if mine and speaker.sure and audience is None else False
    led = tuple(each.id for each in (await register.workstreams.all()).values() if each.lead == person.id)
    wanted = [Filter(owner=person.id, confidential=all_of_it)]
    wanted += [Filter(workstreams=led, confidential=all_of_it)] if led else []
    title = "to you" if mine else f"to {person.name}"
    return Scope(title, tuple(wanted), lambda notice: notice.person == person.id, mine)


async def _hidden(register: Register, lines: Sequence[Line], speaker: Person, audience: Place | None) -> set[str]:
    """The refs among those that `lines` speak of which whoever asks may not read there."""
    refs = sorted({ref for line in lines for ref in line.refs})
    hidden: set[str] = set()
    for first in range(0, len(refs), REFS_AT_ONCE):
        some = Filter(refs=tuple(refs[first : first + REFS_AT_ONCE]), status="any")
        found = await register.records.find(some, limit=None)
        hidden.update(record.ref for record in found if not readable(speaker, record, audience))
    return hidden


def _forecast_card(scope: Scope, lines: Sequence[Line], command: ShowForecast, until: datetime) -> Card:
    title = f"What I will send {scope.title}"
    span = f"up to {day(until.date())}"
    if not lines:
        text = f"As things stand, I will send nothing {scope.title} before {day(until.date() + timedelta(days=1))}."
        return Card(text=text, parts=(Heading(cut(title, 150)), Para((text,))))
    page, shown = _page(lines, command.page, FORECAST_SHOWN)
    said = f"As things stand, {count(len(lines), 'message')} {span}. What is done before its day drops out."
    parts: list[Part] = [Heading(cut(title, 150)), Para((said,))]
    told = [said]
    for on, group in groupby(shown, key=lambda line: line.due_at.date()):
        parts.append(Para((Strong(day(on)),)))
        for line in group:
            sentence = _to_come(line, scope)
            parts.append(Para((sentence,)))
            told.append(f"{day(on)} {sentence}")
    turns = _turns(page, len(lines), FORECAST_SHOWN, lambda number: replace(command, page=number))
    parts += [Buttons(turns)] if turns else []
    return Card(text=f"{title}. " + "\n".join(told), parts=tuple(parts))


def _to_come(line: Line, scope: Scope) -> str:
    """`09:15 the daily digest (A-012: 2 working days before it is due)`; of others, with whom it goes to."""
    to = "" if scope.mine else f"{to_whom(line)}: "
    why, rule = cut(line.why or ", ".join(line.refs), REASONS_SHOWN), what(line.rule)
    said = why if why.startswith(rule) else f"{rule} ({why})" if why else rule
    return f"{line.due_at:%H:%M} {to}{said}"


def _page(lines: Sequence[Line], wanted: int, size: int) -> tuple[int, Sequence[Line]]:
    """The page that there is nearest to the one that is wanted, and its lines."""
    page = max(0, min(wanted, (len(lines) - 1) // size))
    return page, lines[page * size : (page + 1) * size]


def _turns(page: int, total: int, size: int, to: Callable[[int], ShowProof | ShowForecast]) -> tuple[Button, ...]:
    back = (button("Back", to(page - 1)),) if page else ()
    left = total - (page + 1) * size
    return (*back, *((button(f"Next {min(size, left)} of {left}", to(page + 1)),) if left > 0 else ()))
