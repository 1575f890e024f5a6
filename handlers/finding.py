"""Showing and listing: one record's card, a filtered list, a person's worklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from governance.people import Person
from governance.policy import may
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Heading, Para, Part, Small, button
from handlers.commands import Find, OpenForm, Worklist
from handlers.record_card import record_card, record_row
from handlers.reply import Reply
from handlers.wording import count, day_short, due_words, who
from storage.records import PAGE, Filter
from storage.register import Register

WORKLIST_SHOWN = 12


async def show(record: Record, answer: Answer, register: Register) -> Reply:
    """A fresh living card in the place; for a slash command or a button, to the speaker alone."""
    if answer.quiet:
        return answer.privately(await record_card(register, record))
    return await answer.with_card(record)


async def find(command: Find, register: Register, speaker: Person, answer: Answer) -> Reply:
    """A page of a list, with what was looked for said in words and a button for more. Lists name who is late, so in a channel
    only whoever asked sees them, where the platform can."""
    card = await list_card(command, register, speaker)
    return answer.privately(card) if answer.in_company else await answer.normally(card)


async def list_card(command: Find, register: Register, speaker: Person) -> Card:
    wanted = filter_of(command, register.today)
    await register.calendar()
    total = await register.records.count(wanted)
    found = [
        record
        for record in await register.records.find(wanted, offset=command.page * PAGE)
        if may(speaker, "read", record) is None
    ]
    title = await _title(command, register, total)
    parts: list[Part] = [Heading(title)]
    if not found:
        parts.append(Para(("Nothing matches. “list” shows everything that is open.",)))
    people = await register.people.all()
    parts += [record_row(record, register, (who(record.owner, people, "no owner"),)) for record in found]
    parts += _pages(command, total)
    return Card(text="\n".join([title, *_lines(found, register)]), parts=tuple(parts))


def filter_of(command: Find, today: date) -> Filter:
    """The register's filter for a command; overdue means due before today and still open."""
    wanted = Filter(
        kind=command.kind,
        owner=command.owner,
        workstream=command.workstream,
        status=command.status,
        due_from=command.due_from,
        due_to=command.due_to,
        unowned=command.unowned,
        text=command.text,
    )
    return replace(wanted, due_to=date.fromordinal(today.toordinal() - 1)) if command.overdue else wanted


async def worklist(command: Worklist, register: Register, speaker: Person, answer: Answer) -> Reply:
    """What somebody has to do; in a channel, to whoever asks alone where the platform can."""
    person = await register.people.get(command.person or speaker.id)
    card = await worklist_card(register, person or speaker, mine=person in (None, speaker))
    return answer.privately(card) if answer.in_company else await answer.normally(card)


async def worklist_card(register: Register, person: Person, *, mine: bool = True) -> Card:
    """A person's open records by when they are due: overdue, today, this week, later, without a date."""
    await register.calendar()
    found = await register.records.find(Filter(owner=person.id), limit=None)
    whose = "Your work" if mine else f"{person.name}’s work"
    if not found:
        text = f"{whose}: nothing is open. To log something, type “/action …”."
        return Card(text=text, parts=(Heading(whose), Para(("Nothing is open. Enjoy the quiet.",)), _log_button()))
    title = f"{whose}: {count(len(found), 'open item')}"
    parts: list[Part] = [Heading(title)]
    shown = 0
    for name, group in _by_date(found, register.today).items():
        if not group:
            continue
        rows = [record_row(record, register) for record in group[: max(0, WORKLIST_SHOWN - shown)]]
        shown += len(rows)
        if rows:
            parts += [Small((f"{name} ({len(group)})",)), *rows]
    if shown < len(found):
        more = button(f"Show all {len(found)}", Find(owner=person.id))
        parts.append(Buttons((more,)))
    parts.append(_log_button())
    return Card(text="\n".join([title, *_lines(found[:WORKLIST_SHOWN], register)]), parts=tuple(parts))


def _log_button() -> Buttons:
    return Buttons((button("Log an action", OpenForm("log", kind="action")),))


def _by_date(records: list[Record], today: date) -> dict[str, list[Record]]:
    sunday = date.fromordinal(today.toordinal() + 6 - today.weekday())
    tests: dict[str, Callable[[Record], bool]] = {
        "Overdue": lambda record: record.is_overdue(today),
        "Due today": lambda record: record.due == today,
        "This week": lambda record: record.due is not None and today < record.due <= sunday,
        "Later": lambda record: record.due is not None and record.due > sunday,
        "No due date": lambda record: record.due is None,
    }
    return {name: [record for record in records if test(record)] for name, test in tests.items()}


def _lines(records: list[Record], register: Register) -> list[str]:
    today, calendar = register.today, register.records.calendar
    return [f"{record.ref} {record.title}, {due_words(record, today, calendar)}" for record in records]


def _pages(command: Find, total: int) -> list[Part]:
    last = max(0, (total - 1) // PAGE)
    buttons = []
    if command.page > 0:
        buttons.append(button("Previous", replace(command, page=command.page - 1)))
    if command.page < last:
        buttons.append(button("Next", replace(command, page=command.page + 1)))
    if not buttons:
        return []
    return [Small((f"Page {command.page + 1} of {last + 1}",)), Buttons(tuple(buttons))]


async def _title(command: Find, register: Register, total: int) -> str:
    """What was looked for, in words: `4 overdue actions in ICT`, `No open actions owned by Sam Patel`."""
    noun = command.kind or "record"
    state = "overdue" if command.overdue else "" if command.status == "any" else command.status.lower()
    said = " ".join(word for word in (str(total or "No"), state, noun if total == 1 else f"{noun}s") if word)
    if command.workstream and (workstream := await register.workstreams.get(command.workstream)):
        said += f" in {workstream.label}"
    if command.owner:
        said += f" owned by {await register.people.name(command.owner)}"
    if command.unowned:
        said += " without an owner"
    return said + _due_range(command) + (f" with “{command.text}”" if command.text else "")


def _due_range(command: Find) -> str:
    first, last = command.due_from, command.due_to
    if first and last:
        return f" due {day_short(first)}" if first == last else f" due {day_short(first)} to {day_short(last)}"
    if first or last:
        return f" due from {day_short(first)}" if first else f" due by {day_short(last)}"  # type: ignore[arg-type]
    return ""
