"""Who is away when, and who stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from governance.people import Leave, Person
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Heading, Para, Part, Row, Small, button
from handlers.commands import Find, ShowPerson, WhoIsAway
from handlers.people.workload import NoWorkstreamLikeThat
from handlers.reply import Reply
from handlers.wording import from_to, listed, who
from storage.register import Register

SPELLS_SHOWN = 20
NOTE_IT = "To note leave, type “I’m off 21 Dec to 1 Jan, cover is @sam”."


async def who_is_away(command: WhoIsAway, register: Register, answer: Answer) -> Reply:
    """The spells of leave in some days, soonest first, each with who stands in; in a channel to whoever asks alone. Why
    somebody is away is nowhere kept."""
    workstream = await register.workstreams.get(command.workstream)
    if command.workstream and workstream is None:
        raise NoWorkstreamLikeThat
    people = await register.people.all()
    spells = [
        (spell, person)
        for person in people.values()
        if person.member and person.active and (workstream is None or person.is_on(workstream.id))
        for spell in _within(person, command.first, command.last)
    ]
    spells.sort(key=lambda each: (each[0].first, each[1].name))
    where = f" in {workstream.label}" if workstream else ""
    return await answer.alone(_card(command, spells, people, where))


def _card(command: WhoIsAway, spells: list[tuple[Leave, Person]], people: Mapping[str, Person], where: str) -> Card:
    when = from_to(command.first, command.last)
    if not spells:
        said = f"Nobody{where} is away {when}, as far as I have been told."
        return Card(text=said, parts=(Para((said,)), Small((NOTE_IT,))))
    title = f"Away{where} {when}"
    parts: list[Part] = [Heading(title)]
    lines = [title]
    for spell, person in spells[:SPELLS_SHOWN]:
        said = f": {from_to(spell.first, spell.last)}. {_cover(spell, person, people)}"
        parts.append(Row((who(person.id, people), said), (button("Show", ShowPerson(person.id)),)))
        lines.append(person.name + said)
    if len(spells) > SPELLS_SHOWN:
        more = f"… and {len(spells) - SPELLS_SHOWN} more. Ask for fewer days, or for one workstream."
        parts.append(Small((more,)))
        lines.append(more)
    theirs = Find(away_from=command.first, away_to=command.last, workstream=command.workstream)
    parts.append(Buttons((button("Show what they own", theirs),)))
    return Card(text="\n".join(lines), parts=tuple(parts))


def _cover(spell: Leave, person: Person, people: Mapping[str, Person]) -> str:
    """Who stands in, and when they are away themselves."""
    cover = people.get(spell.deputy or person.deputy or "")
    if cover is None or not cover.active:
        return "Nobody stands in yet."
    clashes = [
        from_to(max(each.first, spell.first), min(each.last, spell.last))
        for each in _within(cover, spell.first, spell.last)
    ]
    return f"{cover.name} stands in" + (f", but is away too {listed(clashes)}." if clashes else ".")


def _within(person: Person, first: date, last: date | None) -> list[Leave]:
    """Their spells that touch these days; `last` None: to any day."""
    return [spell for spell in person.leave if spell.last >= first and (last is None or spell.first <= last)]
