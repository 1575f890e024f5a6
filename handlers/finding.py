"""Showing and listing: one record's card, a filtered list, a person's worklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

from governance.calendar import ONE_DAY
from governance.people import Person, Place
from governance.policy import is_confidential, readable
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Heading, Para, Part, Small, button
from handlers.commands import Find, OpenForm, Worklist
from handlers.list_title import list_title
from handlers.record_card import colour_words, record_card, record_row
from handlers.reply import Reply
from handlers.wording import count, due_words, who
from storage.filters import PAGE, Filter
from storage.register import Register

WORKLIST_SHOWN = 12
COUNTED = 1_000  # a list of more than so many says so, and is not counted to its end


async def show(record: Record, answer: Answer, register: Register) -> Reply:
    """A fresh living card in the place; for a slash command or a button, to the speaker alone."""
    if answer.quiet and not is_confidential(record):
        return answer.privately(await record_card(register, record))
    return await answer.with_card(record)


async def find(command: Find, register: Register, speaker: Person, place: Place, answer: Answer) -> Reply:
    """A page of a list, with what was looked for said in words and buttons for more. Lists name who is late, so in a channel
    only whoever asked sees them, where the platform can; one that is shared says what is late and not whose it is."""
    card = await list_card(command, register, speaker, place)
    if command.share:
        return await answer.aloud(card)
    return answer.privately(card) if answer.in_company else await answer.normally(card)


async def list_card(command: Find, register: Register, speaker: Person, place: Place | None = None) -> Card:
    """One page of what `command` finds, as `speaker` may read it in `place` (None: alone)."""
    wanted = filter_of(command, register.today)
    company = place is not None and not place.private
    wanted = replace(wanted, confidential=False if company or command.share else None)
    await register.calendar()
    total = await register.records.count_up_to(wanted, COUNTED)
    page = await register.records.find(wanted, offset=command.page * PAGE)
    found = [record for record in page if readable(speaker, record, place)]
    shown = replace(command, owner=None) if command.share else command
    title = await list_title(shown, register, total - (len(page) - len(found)), more=total >= COUNTED)
    parts: list[Part] = [Heading(title)]
    if not found:
        parts.append(Para(("Nothing matches. “list” shows everything that is open.",)))
    people = await register.people.all()
    for record in found:
        owner = () if command.share else (who(record.owner, people, "no owner"),)
        parts.append(record_row(record, register, owner))
    parts += _below(command, total, found, company=company)
    return Card(text="\n".join([title, *_lines(found, register)]), parts=tuple(parts))


def filter_of(command: Find, today: date) -> Filter:
    """The register's filter for a command; overdue means due before today and still open."""
    same = {each.name for each in fields(Filter)} & {each.name for each in fields(Find)}
    wanted = Filter(**{name: getattr(command, name) for name in same})
    if not command.overdue:
        return wanted
    yesterday = today - ONE_DAY
    return replace(wanted, due_to=min(wanted.due_to or yesterday, yesterday))


def _below(command: Find, total: int, found: list[Record], *, company: bool) -> list[Part]:
    """What can be done with a list: turn its pages, sort it, change several, show it to everybody."""
    parts = _pages(command, total)
    if command.share:
        return parts
    tools = []
    if len(found) > 1:
        tools.append(button("Change several…", OpenForm("many", values={"refs": [record.ref for record in found]})))
        if any(record.body.score for record in found) and command.sort != "score":
            tools.append(button("Highest score first", replace(command, sort="score", page=0)))
        elif command.sort not in ("", "due"):
            tools.append(button("Due first", replace(command, sort="due", page=0)))
    if company and found and command.owner is None:
        tools.append(button("Share with the channel", replace(command, share=True)))
    return [*parts, Buttons(tuple(tools))] if tools else parts


async def worklist(command: Worklist, register: Register, speaker: Person, place: Place, answer: Answer) -> Reply:
    """What somebody has to do; in a channel, to whoever asks alone where the platform can."""
    person = await register.people.get(command.person or speaker.id)
    mine = person is None or person.id == speaker.id
    card = await worklist_card(register, person or speaker, mine=mine, reader=speaker, place=place)
    return answer.privately(card) if answer.in_company else await answer.normally(card)


async def worklist_card(
    register: Register, person: Person, *, mine: bool = True, reader: Person | None = None, place: Place | None = None
) -> Card:
    """A person's open records by when they are due: overdue, today, this week, later, without a date; of these, what `reader`
    (they themselves, where nobody else is named) may read in `place`."""
    await register.calendar()
    owned = await register.records.find(Filter(owner=person.id), limit=None)
    found = [record for record in owned if readable(reader or person, record, place)]
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
    return [
        f"{record.ref} {record.title}{colour_words(record)}, {due_words(record, today, calendar)}" for record in records
    ]


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
