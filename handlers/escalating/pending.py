"""Pending: what was handed up and has no answer yet, longest waiting first; what stands in the board pack is marked."""

from __future__ import annotations

from dataclasses import replace

from governance.escalation import BOARD_PACK, UNANSWERED, Escalation, last_day
from governance.people import Person, Place
from governance.policy import readable
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Row, Small, Strong, button
from handlers.commands import ListEscalations, OpenForm, Show
from handlers.reply import Reply
from handlers.wording import count, cut, day_short
from storage.filters import PAGE
from storage.register import Register

REASON_SHOWN = 120


async def list_escalations(
    command: ListEscalations, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """The list, as the speaker may read it; in a channel of a workstream of that one, unless another was named."""
    if command.workstream is None and not command.board and not command.to and place.workstream and not place.whole:
        command = replace(command, workstream=place.workstream)
    return await answer.normally(await pending_card(command, register, speaker, answer.audience))


async def pending_card(command: ListEscalations, register: Register, speaker: Person, place: Place | None) -> Card:
    """One page of it. It names bodies and no people."""
    await register.calendar()
    found: list[tuple[Escalation, Record]] = []
    states = (BOARD_PACK,) if command.board else UNANSWERED
    for each in await register.escalations.unanswered(workstream=command.workstream, states=states):
        record = await register.records.get(each.ref)
        if readable(speaker, record, place) and command.to.casefold() in ("", each.to.casefold()):
            found.append((each, record))
    title = await _title(command, register, len(found))
    parts: list[Part] = [Heading(title)]
    if not found:
        parts.append(Para(("Nobody is waiting for an answer. To hand something up: “escalate R-012 to … because …”.",)))
    page = max(0, min(command.page, (len(found) - 1) // PAGE))
    lines = [title]
    for each, record in found[page * PAGE : (page + 1) * PAGE]:
        said = _said(register, each, record)
        lines.append(f"{record.ref}{said}")
        buttons = (button("Answer…", OpenForm("answer", ref=record.ref)), button("Show", Show(record.ref)))
        parts.append(Row((Strong(record.ref), said), buttons))
    parts += _pages(replace(command, page=page), len(found))
    return Card(text="\n".join(lines), parts=tuple(parts))


def _said(register: Register, each: Escalation, record: Record) -> str:
    """` Reserves fall below plan: scored 20; with the Programme Board since Mon 23 Nov, answer by Mon 30 Nov`."""
    since = day_short(each.raised_at.astimezone(register.zone).date())
    said = f" {record.title}: {cut(each.reason, REASON_SHOWN)}; with the {each.to} since {since}"
    if each.state == BOARD_PACK:
        return f"{said}, nobody answered: in the board pack"
    last = last_day(each, register.records.calendar, register.zone)
    seen = ", acknowledged" if each.acknowledged_by else ""
    return f"{said}{seen}" + (f", answer by {day_short(last)}" if last else "")


async def _title(command: ListEscalations, register: Register, number: int) -> str:
    workstream = await register.workstreams.get(command.workstream)
    where = f" in {workstream.label}" if workstream else ""
    if command.board:
        return f"{count(number, 'thing')}{where} in the board pack: handed up twice and not answered"
    to = f" by the {command.to}" if command.to else ""
    return f"{count(number, 'escalation')}{where} not answered{to} yet"


def _pages(command: ListEscalations, total: int) -> list[Part]:
    last = max(0, (total - 1) // PAGE)
    buttons: list[Button] = []
    if command.page > 0:
        buttons.append(button("Previous", replace(command, page=command.page - 1)))
    if command.page < last:
        buttons.append(button("Next", replace(command, page=command.page + 1)))
    return [Small((f"Page {command.page + 1} of {last + 1}",)), Buttons(tuple(buttons))] if buttons else []
