"""Showing and listing: one record's card, a filtered list, a person's worklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta

from governance.calendar import ONE_DAY
from governance.people import Person, Place
from governance.policy import is_confidential, readable
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Heading, Para, Part, Small, button
from handlers.commands import Find, OpenForm, Worklist
from handlers.reading import as_read_by
from handlers.records.list_title import list_title
from handlers.records.record_card import colour_words, record_card, record_row
from handlers.reply import Reply
from handlers.wording import cut, due_words, who
from storage.filters import PAGE, Filter
from storage.register import Register

WORKLIST_SHOWN = 12
COUNTED = 1_000  # a list of more than so many says so, and is not counted to its end
TEXT_SOUGHT = 200  # more words than these make no search better, and a button has to carry them


async def show(record: Record, answer: Answer, register: Register) -> Reply:
    """A fresh living card in the place; for a slash command or a button, to the speaker alone."""
    if answer.quiet and not is_confidential(record):
        return answer.privately(await record_card(register, record))
    return await answer.with_card(record)


async def find(command: Find, register: Register, speaker: Person, place: Place, answer: Answer) -> Reply:
    """A page of a list, with what was looked for said in words and buttons for more. Lists name who is late, so in a channel
    only whoever asked sees them; one that is shared says what is late and not whose it is."""
    if command.share:
        return await answer.aloud(await list_card(command, register, speaker, place))
    return await answer.alone(await list_card(command, register, speaker, answer.audience))


async def list_card(command: Find, register: Register, speaker: Person, place: Place | None = None) -> Card:
    """One page of what `command` finds, as `speaker` may read it in `place` (None: alone)."""
    command = replace(command, text=cut(command.text, TEXT_SOUGHT))
    if command.rag and not command.sort and not command.text:
        command = replace(command, sort="score")  # whoever asks for a colour wants the worst of it first
    company = place is not None and not place.private
    wanted = filter_of(command, register.today)
    wanted = replace(wanted, confidential=False) if command.share else as_read_by(wanted, speaker, place)
    await register.calendar()
    total = await register.records.count_up_to(wanted, COUNTED)
    last = max(0, (total - 1) // PAGE)
    command = replace(command, page=max(0, min(command.page, last)))  # there may be fewer by now than there were
    page = await register.records.find(wanted, offset=command.page * PAGE)
    found = [record for record in page if readable(speaker, record, place)]
    shown = replace(command, owner=None) if command.share else command
    title = await list_title(shown, register, total - (len(page) - len(found)), more=total >= COUNTED)
    slips = _taken_for(await register.records.heard(wanted.text))
    parts: list[Part] = [Heading(title), *(Small((slip,)) for slip in slips)]
    if not found:
        parts.append(Para(("Nothing matches. “list” shows everything that is open.",)))
    people = await register.people.all()
    for record in found:
        owner = () if command.share else (who(record.owner, people, "no owner"),)
        parts.append(record_row(record, register, owner))
    parts += _below(command, total, found, company=company)
    refs = tuple(record.ref for record in found)
    return Card(text="\n".join([title, *slips, *_lines(found, register)]), parts=tuple(parts), refs=refs)


def _taken_for(heard: Mapping[str, str]) -> list[str]:
    """Which words of a search were taken for which, so that nobody takes what was found for what they typed."""
    return [f"Nothing says “{typed}”, so I looked for “{word}”." for typed, word in heard.items()]


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


async def worklist(command: Worklist, register: Register, speaker: Person, answer: Answer) -> Reply:
    """What somebody has to do; in a channel, to whoever asks alone."""
    person = await register.people.get(command.person or speaker.id)
    return await answer.alone(await worklist_card(register, person or speaker, reader=speaker, place=answer.audience))


async def worklist_card(
    register: Register, person: Person, *, reader: Person | None = None, place: Place | None = None
) -> Card:
    """A person's open records by when they are due: overdue, today, this week, later, without a date. What is confidential is
    on it only for they themselves, alone: `reader` is whoever else looks, `place` where others read along."""
    await register.calendar()
    mine = reader is None or reader.id == person.id
    wanted = Filter(owner=person.id, confidential=None if mine else False)
    wanted = as_read_by(wanted, person, place) if mine else wanted
    totals, shown = await _first_of_each(register, wanted)
    whose = "Your work" if mine else f"{person.name}’s work"
    if not totals:
        text = f"{whose}: nothing is open. To log something, type “/action …”."
        return Card(text=text, parts=(Heading(whose), Para(("Nothing is open. Enjoy the quiet.",)), _log_button()))
    total = sum(totals.values())
    title = f"{whose}: {_counted(total)} open {'item' if total == 1 else 'items'}"
    parts: list[Part] = [Heading(title)]
    for name, records in shown.items():
        parts += [
            Small((f"{name} ({_counted(totals[name])})",)),
            *(record_row(record, register) for record in records),
        ]
    listed = [record for records in shown.values() for record in records]
    if len(listed) < total:
        parts.append(Buttons((button(f"Show all {_counted(total)}", Find(owner=person.id)),)))
    parts.append(_log_button())
    refs = tuple(record.ref for record in listed)
    return Card(text="\n".join([title, *_lines(listed, register)]), parts=tuple(parts), refs=refs)


async def _first_of_each(register: Register, wanted: Filter) -> tuple[dict[str, int], dict[str, list[Record]]]:
    """How many there are by when they are due, and the first of them, as many as there is room for: however much somebody has
    on, it costs no more to show than what is shown."""
    totals: dict[str, int] = {}
    shown: dict[str, list[Record]] = {}
    room = WORKLIST_SHOWN
    for name, group in _by_date(wanted, register.today).items():
        if not (total := await register.records.count_up_to(group, COUNTED)):
            continue
        totals[name] = total
        if room and (found := await register.records.find(group, limit=room)):
            shown[name] = found
            room -= len(found)
    return totals, shown


def _by_date(wanted: Filter, today: date) -> dict[str, Filter]:
    """`wanted` in parts by when it is due, soonest first."""
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "Overdue": replace(wanted, due_to=today - ONE_DAY),
        "Due today": replace(wanted, due_from=today, due_to=today),
        "This week": replace(wanted, due_from=today + ONE_DAY, due_to=sunday),
        "Later": replace(wanted, due_from=sunday + ONE_DAY),
        "No due date": replace(wanted, undated=True),
    }


def _counted(total: int) -> str:
    return f"{COUNTED:,} or more" if total >= COUNTED else f"{total:,}"


def _log_button() -> Buttons:
    return Buttons((button("Log an action", OpenForm("log", kind="action")),))


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
