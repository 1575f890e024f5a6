"""One person: role, organisation, workstreams from when to when, working days, leave, who stands in, how much they have on."""

from __future__ import annotations

from datetime import date

from governance.calendar import WorkingCalendar
from governance.errors import ChivvyError
from governance.hours import works_on
from governance.people import Membership, Person
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Facts, Heading, Part, Rich, Small, button, plain
from handlers.commands import ShowPerson, TakeLeave, Worklist
from handlers.people.leaving import pattern_words
from handlers.reply import Reply
from handlers.wording import count, from_to, listed, platform_name, who
from storage.register import Register

MEMBERSHIPS_SHOWN = 8


class NobodyLikeThat(ChivvyError):
    """I don't know that person. Nothing was changed. Type, for example, “who is @sam”."""


async def show_person(command: ShowPerson, register: Register, speaker: Person, answer: Answer) -> Reply:
    """A person's card; in a channel to whoever asks alone."""
    person = await register.people.get(command.person or speaker.id)
    if person is None:
        raise NobodyLikeThat
    alone = answer.audience is None
    return await answer.alone(await person_card(register, person, alone=alone, mine=person.id == speaker.id))


async def person_card(register: Register, person: Person, *, alone: bool, mine: bool) -> Card:
    """`alone`: nobody reads along, so what is overdue may be said."""
    people = await register.people.all()
    facts: list[tuple[str, Rich]] = [
        ("Role", (person.role or "not known",)),
        ("Organisation", (await register.organisations.name(person.organisation) or "not known",)),
        *await _where(register, person),
        ("Works", (pattern_words(person.working_days) if person.working_days else "no days at present",)),
    ]
    today = register.today
    if person.active:
        facts.append(("Today", (_today(person, await register.calendar(), today),)))
    spell = person.next_leave(today)
    if spell is not None:
        deputy = spell.deputy or person.deputy
        facts.append(("Away", (from_to(spell.first, spell.last),)))
        facts.append(("Stands in then", (who(deputy, people, "nobody yet"),)))
    elif person.deputy:
        facts.append(("Stands in when away", (who(person.deputy, people),)))
    load = await _load(register, person, alone=alone, mine=mine)
    facts.append(("Has open", (load,)))
    if platforms := await _platforms(register, person):
        facts.append(("Known on", (platforms,)))
    parts: list[Part] = [Heading(person.name), Facts(tuple(facts))]
    if not person.active:
        parts.append(Small(("Has left the programme.",)))
    parts.append(Buttons(_buttons(register, person, mine)))
    lines = [f"{label}: {plain(text)}" for label, text in facts]
    return Card(text=f"{person.name}. {'; '.join(lines)}", parts=tuple(parts))


def _today(person: Person, calendar: WorkingCalendar, today: date) -> str:
    """Whether they are to be reached today; what they settled for their messages is nobody else's business."""
    if person.leave_on(today) is not None:
        return "on leave"
    if works_on(person, calendar, today):
        return "at work"
    return "the office is closed" if not calendar.is_open(today) else "not one of their days"


async def _where(register: Register, person: Person) -> list[tuple[str, Rich]]:
    """Where they are today, where they will be, and where they were last."""
    workstreams = await register.workstreams.all()
    today = register.today
    groups: dict[str, list[str]] = {"Workstreams": [], "Joins": [], "Was on": []}
    for each in (await register.memberships.of(person.id))[::-1]:
        group = "Was on" if each.is_over(today) else "Workstreams" if each.covers(today) else "Joins"
        if each.workstream in workstreams:
            groups[group].append(_membership(each, workstreams[each.workstream].name))
    if not groups["Workstreams"]:
        groups["Workstreams"] = ["none at present"]
    led = [each.label for each in workstreams.values() if each.lead == person.id]
    facts: list[tuple[str, Rich]] = [
        (label, ("; ".join(said[:MEMBERSHIPS_SHOWN]),)) for label, said in groups.items() if said
    ]
    return [*facts, ("Leads", (", ".join(led),))] if led else facts


def _membership(membership: Membership, workstream: str) -> str:
    role = f" as {membership.role}" if membership.role else ""
    when = from_to(membership.first, membership.last)
    return f"{workstream}{role}{f' {when}' if when else ''}"


async def _load(register: Register, person: Person, *, alone: bool, mine: bool) -> str:
    loads = await register.workloads.find(owner=person.id, confidential=alone and mine and person.sure)
    said = count(sum(load.open for load in loads), "item")
    overdue, red = sum(load.overdue for load in loads), sum(load.red for load in loads)
    return f"{said}, {overdue} overdue, {red} red" if alone else said


async def _platforms(register: Register, person: Person) -> str:
    known = {row.platform for row in await register.people.identities(person.id) if row.confirmed}
    return listed(platform_name(platform) for platform in sorted(known))


def _buttons(register: Register, person: Person, mine: bool) -> tuple[Button, ...]:
    shown = button("Show my work" if mine else "Show their work", Worklist(person.id))
    spell = person.next_leave(register.today)
    if not mine or spell is None:
        return (shown,)
    cancel = TakeLeave(spell.first, spell.last, None, person.id, cancel=True)
    return (shown, button("Cancel leave", cancel, asks="Take this leave back?"))
