"""Workload: how much there is to do, by workstream and by person, so that it can be shared out. In a channel it is counts only:
nobody is named as having too much, or as late, before others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from governance.errors import ChivvyError
from governance.people import Person, Place, Workstream
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Row, Small, Strong, button
from handlers.commands import Find, Worklist
from handlers.commands import Workload as Wanted
from handlers.reply import Reply
from handlers.wording import count, day_short, who
from storage.register import Register
from storage.workload import Load

PEOPLE_SHOWN = 12
BY_PERSON = "Nobody is named here; ask me in a direct message to see it by person."


class NoWorkstreamLikeThat(ChivvyError):
    """There is no such workstream. Nothing was changed. Type “/workstream list” to see the ones there are."""


@dataclass(frozen=True)
class Sum:
    """Loads added up."""

    open: int = 0
    overdue: int = 0
    red: int = 0

    def words(self) -> str:
        """What there is; what there is none of is not said."""
        said = ((self.open, "open"), (self.overdue, "overdue"), (self.red, "red"))
        return ", ".join(f"{number} {word}" for number, word in said if number) or "nothing open"


async def workload(command: Wanted, register: Register, place: Place, answer: Answer) -> Reply:
    """Of one workstream by person, or of the programme by workstream and person."""
    workstream = await register.workstreams.get(command.workstream)
    if command.workstream and workstream is None:
        raise NoWorkstreamLikeThat
    loads = await register.workloads.find(workstream=command.workstream)
    card = await _card(register, loads, workstream, alone=place.private)
    return await answer.normally(card)


async def _card(register: Register, loads: list[Load], workstream: Workstream | None, *, alone: bool) -> Card:
    title = f"Workload of {workstream.name}" if workstream else "Workload of the programme"
    total = summed(loads)
    parts: list[Part] = [Heading(title), Para((_overview(loads, total),))]
    text = [title, _overview(loads, total)]
    if workstream is None:
        strands = await register.workstreams.all()
        lines = _by_workstream(loads, strands)
        parts += [Row((Strong(name), f": {each.words()}"), (_show(id),)) for id, name, each in lines]
        text += [f"{name}: {each.words()}" for _, name, each in lines]
    if alone:
        rows, lines_said = await _by_person(register, loads)
        parts += [Para((Strong("By person"),)), *rows] if rows else []
        text += lines_said
    else:
        parts.append(Small((BY_PERSON,)))
    if workstream is not None:
        parts.append(Buttons((_show(workstream.id),)))
    return Card(text="\n".join(text), parts=tuple(parts))


def summed(loads: Iterable[Load]) -> Sum:
    found = Sum()
    for load in loads:
        found = Sum(found.open + load.open, found.overdue + load.overdue, found.red + load.red)
    return found


def _overview(loads: list[Load], total: Sum) -> str:
    """How much there is and how it is spread, naming nobody."""
    each = _grouped(loads, lambda load: load.owner)
    unowned = each.pop(None, Sum())
    if not total.open:
        return "Nothing is open."
    said = f"{count(total.open, 'open item')}, {total.overdue} overdue, {total.red} red."
    if each:
        most = max(one.open for one in each.values())
        said += f" {count(len(each), 'person has', 'people have')} something to do; the longest list has {most}."
    if unowned.open:
        said += f" {unowned.open} {'has' if unowned.open == 1 else 'have'} no owner."
    return said


def _grouped(loads: Iterable[Load], key: Callable[[Load], str | None]) -> dict[str | None, Sum]:
    groups: dict[str | None, list[Load]] = {}
    for load in loads:
        groups.setdefault(key(load), []).append(load)
    return {name: summed(group) for name, group in groups.items()}


def _by_workstream(loads: list[Load], strands: Mapping[str, Workstream]) -> list[tuple[str, str, Sum]]:
    found = _grouped(loads, lambda load: load.workstream)
    lines = [(one.id, one.label, found[one.id]) for one in strands.values() if one.id in found]
    lines.sort(key=lambda line: (-line[2].open, line[1]))
    if none := found.get(None):
        lines.append(("", "No workstream", none))
    return lines


async def _by_person(register: Register, loads: list[Load]) -> tuple[list[Part], list[str]]:
    """Whoever has most first, with what explains it: that they are away."""
    people = await register.people.all()
    found = _grouped((load for load in loads if load.owner), lambda load: load.owner)
    ordered = sorted(found.items(), key=lambda one: (-one[1].open, one[0] or ""))
    parts: list[Part] = []
    text: list[str] = []
    for id, each in ordered[:PEOPLE_SHOWN]:
        away = _away(people.get(id or ""), register)
        name = people[id].name if id in people else "Somebody unknown"
        parts.append(Row((who(id, people), f": {each.words()}{away}"), (button("Show", Worklist(id)),)))
        text.append(f"{name}: {each.words()}{away}")
    if len(ordered) > PEOPLE_SHOWN:
        parts.append(Small((f"… and {len(ordered) - PEOPLE_SHOWN} more people, each with no more than these.",)))
    return parts, text


def _away(person: Person | None, register: Register) -> str:
    spell = person.leave_on(register.today) if person else None
    return f" (away until {day_short(spell.last)})" if spell else ""


def _show(workstream: str) -> Button:
    return button("Show", Find(workstream=workstream or None, owed_only=True))
