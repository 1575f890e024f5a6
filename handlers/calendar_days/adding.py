"""Bank holidays and closures in chat: the programme office adds them, takes them out, and everybody may list them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from governance.calendar import days as each_day
from governance.errors import ChivvyError
from governance.office import may_decide
from governance.people import Person
from governance.policy import readable
from handlers.answer import Answer
from handlers.calendar_days.effects import Concern, Effects, weigh
from handlers.calendar_days.news import NATIONS, ROWS_SHOWN, carry_out, falling_words, moved_words, opening
from handlers.cards import Buttons, Card, Heading, Para, Part, Row, Small, Strong, button
from handlers.commands import AddDays, ListDays, RemoveDays
from handlers.reply import Reply
from handlers.wording import count, day, listed
from storage.days import CLOSURE, HOLIDAY, CalendarChange, Day
from storage.history import Event, Scene
from storage.register import Register

MOST = 62


class DaysKnown(ChivvyError):
    """That is in the calendar already, or nobody works on these days anyway. Nothing was changed. Type “bank holidays” to see
    what was added."""


class DaysUnknown(ChivvyError):
    """Nothing like that was added to the calendar on these days, so nothing was changed. Type “bank holidays” to see what was."""


class TooManyDays(ChivvyError):
    """That is {number} days, and {most} is the most that I add at once. Nothing was changed. Say from which day to which."""


async def add_days(command: AddDays, register: Register, scene: Scene, speaker: Person, answer: Answer) -> Reply:
    """Add a bank holiday or a closure. The answer says what moved and who is told, and carries the way back."""
    await _check(register, speaker)
    effects = await weigh(register, "add", await days_of(register, command))
    return await _done(register, scene, speaker, answer, effects)


async def remove_days(command: RemoveDays, register: Register, scene: Scene, speaker: Person, answer: Answer) -> Reply:
    """Take out what was added on some days; dates move back."""
    await _check(register, speaker)
    last = command.last or command.first
    found = [
        each
        for each in await register.days()
        if command.first <= each.day <= last and (not command.sort or each.type == command.sort)
    ]
    return await _done(register, scene, speaker, answer, await weigh(register, "remove", found))


async def take_back(event: Event, register: Register, scene: Scene, speaker: Person, answer: Answer) -> Reply:
    """Undo days that were added (or put back those that were taken out): all that followed goes with them."""
    await _check(register, speaker)
    deed, _, sort = event.verb.partition(" ")
    told = event.after if deed == "add" else event.before
    days = [Day(date.fromisoformat(each), sort, told["name"], told["nation"]) for each in told["days"]]
    effects = await weigh(register, "remove" if deed == "add" else "add", days)
    return await _done(register, scene, speaker, answer, effects)


async def list_days(command: ListDays, register: Register, answer: Answer) -> Reply:
    """What was added, from today on."""
    coming = [each for each in await register.days() if each.day >= register.today]
    nation = NATIONS[(await register.programme()).nation]
    usual = f"The usual bank holidays of {nation} are known anyway."
    if not coming:
        text = f"No bank holidays or closures were added from today on. {usual}"
        return await answer.normally(Card(text=text, parts=(Para((text,)),)))
    lines = [(day(each.day), _said(each)) for each in coming]
    parts: list[Part] = [Heading("Added to the calendar"), *(Row((Strong(when), what)) for when, what in lines)]
    parts.append(Small((usual,)))
    text = "Added to the calendar:\n" + "\n".join(when + what for when, what in lines)
    return await answer.normally(Card(text=text, parts=tuple(parts)))


async def days_of(register: Register, command: AddDays) -> list[Day]:
    """The days that a command adds. Of a closure those that are working days otherwise; a bank holiday may be any day."""
    last = command.last or command.first
    span = list(each_day(command.first, max(command.first, last)))
    if len(span) > MOST:
        raise TooManyDays(number=len(span), most=MOST)
    calendar = await register.calendar()
    wanted = [each for each in span if command.sort == HOLIDAY or calendar.is_working_day(each)]
    return [Day(each, command.sort, command.name, command.nation) for each in wanted]


async def _check(register: Register, speaker: Person) -> None:
    if refusal := may_decide(speaker, (await register.people.all()).values()):
        raise refusal


async def _done(register: Register, scene: Scene, speaker: Person, answer: Answer, effects: Effects) -> Reply:
    change = effects.change
    if not change.days:
        raise DaysKnown if change.deed == "add" else DaysUnknown
    told = await carry_out(register, replace(scene, batch=answer.batch()), speaker, effects)
    return await answer.alone(_card(effects, told, speaker))


def _card(effects: Effects, told: dict[Person, Concern], speaker: Person) -> Card:
    """What was done. Of records that the speaker may not read it says only how many there are."""
    change = effects.change
    seen = Effects(
        replace(change, moved=tuple(each for each in change.moved if readable(speaker, each.record))),
        tuple(record for record in effects.falling if readable(speaker, record)),
    )
    said = [opening(change), *effects_said(seen)]
    if hidden := len(change.moved) - len(seen.change.moved):
        said.append(f"{count(hidden, 'confidential case')} moved too.")
    if told:
        said.append(f"I tell {listed(sorted(person.name for person in told))}.")
    parts: list[Part] = [Para((said[0],)), *(Small((line,)) for line in said[1:])]
    back = _way_back(change)
    parts.append(Buttons((button("Take it back", back, asks="Take it back, with all that moved?"),)))
    return Card(text=" ".join(said), parts=tuple(parts))


def effects_said(effects: Effects) -> list[str]:
    """`3 dates moved: C-104 …`, `2 records are due then: A-012 …`; that nothing moved, where nothing did."""
    moved = [
        f"{each.record.ref} {moved_words(type(each.record.body), name, old, new)}"
        for each in effects.change.moved
        for name, (old, new) in each.days.items()
    ]
    lines = [f"{count(len(moved), 'date')} moved: {_few(moved, '; ')}."] if moved else ["No date moved."]
    return [*lines, *_falling_said(effects)]


def _falling_said(effects: Effects) -> list[str]:
    """What is due on such a day: what has no clock of its own in one sentence, for all of it needs the same."""
    simple = [each for each in effects.falling if each.body.timer is None]
    strict = [each for each in effects.falling if each not in simple]
    lines = [f"{each.ref} {falling_words(each, effects.change.after)}" for each in (*strict, *simple)]
    if len(simple) > 1 and effects.change.deed == "remove":
        named = _few([f"{each.ref} {each.title}" for each in simple], "; ")
        lines[len(strict) :] = [f"{count(len(simple), 'record')} can stay due then: {named}."]
    elif len(simple) > 1:
        named = _few([f"{each.ref} {each.title}" for each in simple], "; ")
        lines[len(strict) :] = [f"{count(len(simple), 'record')} are due then and need a new date: {named}."]
    return [_few(lines, " ")] if lines else []


def _few(lines: list[str], gap: str) -> str:
    more = f"{gap}and {len(lines) - ROWS_SHOWN} more" if len(lines) > ROWS_SHOWN else ""
    return gap.join(lines[:ROWS_SHOWN]) + more


def _way_back(change: CalendarChange) -> AddDays | RemoveDays:
    first, last = change.days[0], change.days[-1]
    end = last.day if last.day != first.day else None
    sort: Literal["holiday", "closure"] = "closure" if first.type == CLOSURE else "holiday"
    if change.deed == "add":
        return RemoveDays(first.day, end, sort)
    return AddDays(first.day, end, sort, first.name, first.nation)


def _said(each: Day) -> str:
    what = "office closed" if each.type == CLOSURE else "bank holiday"
    where = f" in {NATIONS[each.nation]}" if each.nation else ""
    return f": {what}{where}" + (f" ({each.name})" if each.name else "")
