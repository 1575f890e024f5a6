"""Leave: days away, who stands in meanwhile, what falls due; and the weekdays on which somebody works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from governance.calendar import ONE_DAY, WorkingCalendar, days
from governance.errors import ChivvyError
from governance.people import Leave, Person, Place
from governance.policy import may, readable
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Option, Para, Part, Small, button, choice, say
from handlers.commands import Find, HandOver, SetPattern, TakeLeave
from handlers.people.handed_over import tell_cover
from handlers.people.telling import tell_news
from handlers.records.record_card import record_row
from handlers.reply import Reply
from handlers.wording import count, from_to, listed
from storage.filters import Filter
from storage.history import Scene
from storage.register import Register

LONGEST = timedelta(days=400)
ROWS_SHOWN = 8
COLLEAGUES_LISTED = 100
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class LeaveRefused(ChivvyError):
    """I couldn't note that leave: {why}. Nothing was changed. Type, for example, “I'm off 21 Dec to 1 Jan, cover is @sam”."""


class NoLeave(ChivvyError):
    """There is no leave of {whose} {when} in the register, so there is nothing to cancel. Nothing was changed. To note some,
    type for example “I'm off 21 Dec to 1 Jan, cover is @sam”."""


class PatternRefused(ChivvyError):
    """I couldn't note those working days: {why}. Nothing was changed. Type, for example, “I work Mon-Wed”."""


async def take_leave(
    command: TakeLeave, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer
) -> Reply:
    """Note days away and who stands in, or take them back; then say what falls due meanwhile."""
    person = await _absent(register, command, speaker)
    said = Leave(command.first, command.last or command.first, command.deputy)
    if command.cancel:
        return await _cancel(said, register, speaker, person, scene, answer)
    _check_days(said)
    cover = await _cover(register, said, person)
    spell, leave = _with_spell(person, said)
    if command.shown:
        return await _show_cover(register, speaker, place, person, spell, cover, answer)
    if leave != person.leave:
        await _keep(register, scene, person, leave, spell)
        await _tell_all(register, speaker, person, cover, spell)
    return await answer.in_place(await _away_card(register, speaker, place, person, spell, cover))


async def set_pattern(command: SetPattern, register: Register, speaker: Person, scene: Scene, answer: Answer) -> Reply:
    """The weekdays on which somebody works: they are reminded on those only."""
    person = await register.people.get(command.person or speaker.id)
    wanted = frozenset(command.days)
    if person is None:
        raise PatternRefused(why="I don't know that person")
    if not wanted or not wanted <= frozenset(range(7)):
        raise PatternRefused(why="I need at least one day of the week")
    before = {"days": sorted(person.working_days)}
    await register.people.save(replace(person, working_days=wanted))
    event = await register.history.add(
        scene, "set pattern", before=before, after={"person": person.id, "days": sorted(wanted)}
    )
    said = pattern_words(wanted)
    await tell_news(register, person, speaker, str(event.id), f"{speaker.name} noted that you work {said}.")
    mine = person.id == speaker.id
    return await answer.normally(
        say(f"{'You work' if mine else f'{person.name} works'} {said}. I send reminders on those days only.")
    )


def pattern_words(wanted: frozenset[int]) -> str:
    """`Monday to Wednesday`, `Monday, Tuesday and Thursday`."""
    ordered = sorted(wanted)
    run = len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1))
    return f"{WEEKDAYS[ordered[0]]} to {WEEKDAYS[ordered[-1]]}" if run else listed(WEEKDAYS[day] for day in ordered)


async def _absent(register: Register, command: TakeLeave, speaker: Person) -> Person:
    person = await register.people.get(command.person or speaker.id)
    if person is None:
        raise LeaveRefused(why="I don't know that person")
    if not person.active:
        raise LeaveRefused(why=f"{person.name} has left the programme")
    return person


def _check_days(said: Leave) -> None:
    if said.last < said.first:
        raise LeaveRefused(why="the last day is before the first")
    if said.last - said.first > LONGEST:
        raise LeaveRefused(why="that is more than a year; if somebody is leaving for good, tell the programme office")


async def _cover(register: Register, said: Leave, person: Person) -> Person | None:
    """Who is named, else who usually stands in."""
    if said.deputy == person.id:
        raise LeaveRefused(why="nobody can stand in for themselves")
    cover = await register.people.get(said.deputy or person.deputy)
    if said.deputy and (cover is None or may(cover, "receive")):
        raise LeaveRefused(
            why=f"{cover.name if cover else 'whoever you named'} can't stand in: they are not in the programme"
        )
    return cover if cover is not None and cover.active else None


def _with_spell(person: Person, said: Leave) -> tuple[Leave, tuple[Leave, ...]]:
    """The spell as it then stands, and all leave with it. What overlaps becomes one spell: days once noted are not lost."""
    same = [spell for spell in person.leave if spell.first <= said.last and spell.last >= said.first]
    deputy = said.deputy or next((spell.deputy for spell in same if spell.deputy), None)
    first = min([said.first, *(spell.first for spell in same)])
    last = max([said.last, *(spell.last for spell in same)])
    spell = Leave(first, last, deputy)
    others = [each for each in person.leave if each not in same]
    return spell, tuple(sorted((*others, spell), key=lambda each: each.first))


async def _keep(
    register: Register,
    scene: Scene,
    person: Person,
    leave: Sequence[Leave],
    spell: Leave | None,
    verb: str = "take leave",
) -> None:
    await register.people.save(replace(person, leave=tuple(leave)))
    told = {"person": person.id, **(_plain(spell) if spell else {})}
    await register.history.add(scene, verb, before={"leave": [_plain(each) for each in person.leave]}, after=told)


def _plain(spell: Leave) -> dict[str, str | None]:
    return {"first": spell.first.isoformat(), "last": spell.last.isoformat(), "deputy": spell.deputy}


async def _tell_all(register: Register, by: Person, person: Person, cover: Person | None, spell: Leave) -> None:
    """The cover hears that they stand in; the person, where somebody else noted their leave."""
    when = from_to(spell.first, spell.last)
    key = f"leave {person.id} {spell.first} {spell.last} {register.now.isoformat()}"
    covered = f" {cover.name} stands in." if cover else ""
    await tell_news(register, person, by, key, f"{by.name} noted that you are away {when}.{covered}")
    await tell_news(
        register, cover, by, key, f"{person.name} is away {when}, and you stand in for them. Type “who is {person.name}” "
        "to see what they have on.",
    )  # fmt: skip


async def _away_card(
    register: Register, speaker: Person, place: Place, person: Person, spell: Leave, cover: Person | None
) -> Card:
    calendar = await register.calendar()
    mine = person.id == speaker.id
    gone = _working_days(person, calendar, spell)
    text = f"{'You are' if mine else f'{person.name} is'} away {from_to(spell.first, spell.last)}"
    text += f" ({count(gone, 'working day')}). "
    text += f"{cover.name} stands in." if cover else "Nobody stands in yet."
    parts: list[Part] = [Para((text,))]
    if cover and (clash := _both_away(cover, spell)):
        parts.append(Small((f"{cover.name} is away {clash} too.",)))
    due = await _due_meanwhile(register, person, spell, speaker, place)
    if due:
        parts += _due_parts(register, place, person, spell, due)
        text += f" {count(len(due), 'item')} of {'yours' if mine else 'theirs'} will fall due meanwhile."
    parts += await _next_steps(register, person, spell, cover, bool(due))
    return Card(text=text, parts=tuple(parts), refs=tuple(record.ref for record in due))


def _due_parts(register: Register, place: Place, person: Person, spell: Leave, due: list[Record]) -> list[Part]:
    """What falls due: each item where nobody reads along, else how many."""
    said = f"{count(len(due), 'item')} {'falls' if len(due) == 1 else 'fall'} due meanwhile"
    if not place.private:
        show = Find(owner=person.id, due_from=_from(register, spell), due_to=spell.last)
        return [Para((f"{said}.",)), Buttons((button("Show them", show),))]
    rows: list[Part] = [record_row(record, register) for record in due[:ROWS_SHOWN]]
    if len(due) > ROWS_SHOWN:
        rows.append(Small((f"… and {len(due) - ROWS_SHOWN} more.",)))
    return [Para((f"{said}:",)), *rows]


async def _next_steps(register: Register, person: Person, spell: Leave, cover: Person | None, due: bool) -> list[Part]:
    again = TakeLeave(spell.first, spell.last, spell.deputy, person.id)
    buttons: list[Button] = []
    parts: list[Part] = []
    if cover is None:
        if colleagues := await _colleagues(register, person):
            parts.append(choice("Who stands in?", colleagues, again, "deputy"))
    elif due:
        over = HandOver(cover.id, person.id, due_from=_from(register, spell), due_to=spell.last)
        buttons = [button("Hand over", over), button("Cover sees them", replace(again, deputy=cover.id, shown=True))]
    buttons.append(button("Cancel leave", replace(again, deputy=None, cancel=True), asks="Take this leave back?"))
    return [*parts, Buttons(tuple(buttons))]


async def _colleagues(register: Register, person: Person) -> tuple[Option, ...]:
    """Who may stand in, those of the same workstream first; none where the list would be too long to look through."""
    found = [
        each for each in (await register.people.all()).values() if each.member and each.active and each.id != person.id
    ]
    found.sort(key=lambda each: not each.is_on(person.workstream))
    return tuple(Option(each.id, each.name) for each in found) if len(found) <= COLLEAGUES_LISTED else ()


async def _due_meanwhile(
    register: Register, person: Person, spell: Leave, reader: Person, place: Place
) -> list[Record]:
    wanted = Filter(owner=person.id, due_from=_from(register, spell), due_to=spell.last)
    found = await register.records.find(wanted, limit=None)
    return [record for record in found if readable(reader, record, place)]


def _from(register: Register, spell: Leave) -> date:
    return max(spell.first, register.today)


def _working_days(person: Person, calendar: WorkingCalendar, spell: Leave) -> int:
    return sum(calendar.is_open(day) and day.weekday() in person.working_days for day in days(spell.first, spell.last))


def _both_away(cover: Person, spell: Leave) -> str:
    """When the cover is away too, in words."""
    clashes = [each for each in cover.leave if each.first <= spell.last and each.last >= spell.first]
    return listed(from_to(max(each.first, spell.first), min(each.last, spell.last)) for each in clashes)


async def _show_cover(
    register: Register,
    speaker: Person,
    place: Place,
    person: Person,
    spell: Leave,
    cover: Person | None,
    answer: Answer,
) -> Reply:
    """The cover gets the list; nothing changes hands."""
    due = await _due_meanwhile(register, person, spell, speaker, place)
    if cover is None or not due:
        return await answer.in_place(await _away_card(register, speaker, place, person, spell, cover))
    key = f"{person.id} {spell.first} {spell.last}"
    when = from_to(spell.first, spell.last)
    told = await tell_cover(register, person, cover, speaker, when, key, due)
    text = f"{count(len(due), 'item')} {'stays' if len(due) == 1 else 'stay'} with {person.name} while they are away {when}. "
    text += (
        f"{cover.name} gets the list." if told else f"{cover.name} sees them with “what is {person.name} working on”."
    )
    return await answer.in_place(say(text))


async def _cancel(
    said: Leave, register: Register, speaker: Person, person: Person, scene: Scene, answer: Answer
) -> Reply:
    """Take days back. Where they would touch several spells, ask which."""
    touched = [spell for spell in person.leave if spell.first <= said.last and spell.last >= said.first]
    mine = person.id == speaker.id
    if not touched:
        when = from_to(said.first, said.last) if said.last - said.first < LONGEST else "to come"
        raise NoLeave(whose="yours" if mine else person.name, when=when)
    if len(touched) > 1:
        return await answer.in_place(_which_card(person, touched, mine))
    spell = touched[0]
    left = _left_of(spell, said.first, said.last)
    leave = sorted((*(each for each in person.leave if each != spell), *left), key=lambda each: each.first)
    await _keep(register, scene, person, leave, spell, "cancel leave")
    whole = f"{'Your' if mine else f'{person.name}’s'} leave {from_to(spell.first, spell.last)}"
    told = (
        f"{whole} is now {listed(from_to(each.first, each.last) for each in left)}."
        if left
        else f"{whole} is cancelled."
    )
    await _tell_of_cancelling(register, speaker, person, spell, told.replace("Your", f"{person.name}’s", 1))
    return await answer.in_place(say(told))


def _left_of(spell: Leave, first: date, last: date) -> list[Leave]:
    """What is left of a spell without the days from `first` to `last`."""
    before = replace(spell, last=min(spell.last, first - ONE_DAY))
    after = replace(spell, first=max(spell.first, last + ONE_DAY))
    return [each for each in (before, after) if each.first <= each.last]


async def _tell_of_cancelling(register: Register, by: Person, person: Person, spell: Leave, said: str) -> None:
    key = f"leave cancelled {person.id} {spell.first} {spell.last} {register.now.isoformat()}"
    for told in {spell.deputy or person.deputy, person.id} - {None}:
        await tell_news(register, await register.people.get(told), by, key, said)


def _which_card(person: Person, spells: Sequence[Leave], mine: bool) -> Card:
    text = f"{'You have' if mine else f'{person.name} has'} leave noted more than once. Which shall I cancel?"
    buttons = tuple(
        button(from_to(spell.first, spell.last).capitalize(), TakeLeave(spell.first, spell.last, None, person.id, True))
        for spell in spells[:5]
    )
    return Card(text=text, parts=(Para((text,)), Buttons(buttons), Small(("Nothing has been changed yet.",))))
