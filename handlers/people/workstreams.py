"""Setting up: workstreams, their channels, leads and members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from governance.calendar import ONE_DAY
from governance.errors import ChivvyError
from governance.people import Person, Place, Workstream
from governance.policy import may, may_let_back, may_put_on, permit
from governance.reminders import next_summary
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Facts, Heading, Para, Part, Rich, Small, button, plain, say
from handlers.commands import (
    AddMembers,
    BindPlace,
    CreateWorkstream,
    Find,
    OpenForm,
    SetLead,
    ShowPlace,
    ShowWorkstream,
)
from handlers.people.enrolment import EmptyProgramme, add, may_join
from handlers.reply import Reply
from handlers.turn import Turn
from handlers.wording import count, day, from_to, who
from storage.history import Scene
from storage.records import Filter
from storage.register import Register

SHORT_LIMIT = 30
NAMES_SHOWN = 30


class NeedsName(ChivvyError):
    """A workstream needs a name of up to 80 characters. Nothing was changed. Type, for example, “/workstream create ICT”."""


class NoSuchWorkstream(ChivvyError):
    """There is no workstream called {name}. Nothing was changed. Type “/workstream create {name}” to create it, or
    “/workstream list” to see the ones there are."""


class NotBound(ChivvyError):
    """This channel belongs to no workstream yet. Nothing was changed. To create one here, type for example
    “/workstream create ICT”; to use one that exists, “/workstream bind ICT”."""


class NotOneOfUs(ChivvyError):
    """I can't add everybody you named, so nothing was changed. Guests, bots and people from other organisations can't join
    the programme, nor can anybody I can't look up. Mention colleagues only, for example “/workstream add @sam @jo”."""


class AlreadyBound(ChivvyError):
    """This channel belongs to {bound}, so {name} was not created here and nothing was changed. Go to a channel of its own and
    type “/workstream create {name}” there."""


class ChannelOnly(ChivvyError):
    """I can only do that in a workstream's channel, not in a direct message. Nothing was changed. Go to the channel and
    type it there."""


async def create(
    command: CreateWorkstream,
    register: Register,
    speaker: Person | None,
    place: Place,
    scene: Scene,
    turn: Turn,
    answer: Answer,
) -> Reply:
    """Make a workstream and bind this channel to it. The first person of an empty programme founds it and leads."""
    name = command.name.strip()
    if not 0 < len(name) <= 80:
        raise NeedsName
    if place.private:
        raise ChannelOnly
    founder = await _founder(register, scene, turn, speaker)
    if founder is not None:
        speaker, scene = founder, replace(scene, actor=founder.id)
    speaker = permit(speaker, "set up", None, place)
    existing = await _named(register, name) or await _named(register, command.short)
    if existing is not None:
        return await bind(BindPlace(existing.id), register, place, scene, answer)
    if bound := await register.workstreams.get(place.workstream):
        raise AlreadyBound(bound=bound.name, name=name)
    workstream = Workstream(
        await register.workstreams.new_id(), name, (command.short or name)[:SHORT_LIMIT], speaker.id
    )
    await register.workstreams.save(workstream)
    await register.history.add(scene, "create workstream", after={"id": workstream.id, "name": workstream.name})
    if speaker.workstream is None:
        await register.people.save(replace(speaker, workstream=workstream.id))
    return await _bind(register, scene, place, workstream, answer)


async def bind(command: BindPlace, register: Register, place: Place, scene: Scene, answer: Answer) -> Reply:
    """Bind this channel to a workstream that there is already. One that is another's is moved only when that is meant."""
    if place.private:
        raise ChannelOnly
    workstream = await _wanted(register, command.workstream, place)
    bound = await register.workstreams.get(place.workstream)
    if bound is not None and bound.id == workstream.id:
        return await answer.normally(say(f"This channel is {workstream.name}'s already; nothing was changed."))
    if bound is not None and not command.sure:
        return await answer.normally(_move_card(bound, workstream))
    return await _bind(register, scene, place, workstream, answer)


def _move_card(bound: Workstream, wanted: Workstream) -> Card:
    text = (
        f"This channel belongs to {bound.name}. Its alerts and Monday summary come here; if you move the channel, "
        f"{wanted.name}'s will come instead. Nothing has been changed yet."
    )
    move = button(f"Move it to {wanted.label}", BindPlace(wanted.id, sure=True), "danger")
    return Card(text=text, parts=(Para((text,)), Buttons((move,))))


async def set_lead(command: SetLead, register: Register, place: Place, scene: Scene, answer: Answer) -> Reply:
    """Make somebody the lead of a workstream: they get what its channel cannot."""
    workstream = await _wanted(register, command.workstream, place)
    person = await register.people.get(command.person)
    if person is None or may(person, "receive"):
        raise NotOneOfUs
    if person.id == workstream.lead:
        return await answer.in_place(say(f"{person.name} leads {workstream.name} already; nothing was changed."))
    await register.workstreams.save(replace(workstream, lead=person.id))
    await register.history.add(
        scene, "set lead", before={"lead": workstream.lead}, after={"workstream": workstream.id, "lead": person.id}
    )
    return await answer.aloud(say(f"{person.name} now leads {workstream.name}."))


async def add_members(
    command: AddMembers, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer
) -> Reply:
    """Let people work in a workstream from today. Whoever was mentioned is known by now; those with another keep that too."""
    workstream = await _wanted(register, command.workstream, place)
    people = await register.people.all()
    if not command.people or not set(command.people) <= set(people):
        raise NotOneOfUs
    named = [people[person] for person in command.people]
    for person in named:
        if closed := may_put_on(speaker, person, workstream) or may_let_back(speaker, person):
            raise closed
    for person in named:
        joined = replace(person, member=True, active=True, workstream=person.workstream or workstream.id)
        await register.people.save(joined)
        await register.memberships.join(person.id, workstream.id, register.today)
        await register.history.add(scene, "add member", after={"person": person.id, "workstream": workstream.id})
    names = ", ".join(person.name for person in named)
    return await answer.aloud(say(f"{names} can now log and change things in {workstream.name}, and be given them."))


async def show(command: ShowWorkstream, register: Register, place: Place, answer: Answer) -> Reply:
    """One workstream at a glance; where none is named and the channel has none, all of them."""
    if command.workstream is None and place.workstream is None:
        return await answer.normally(await _all_card(register))
    workstream = await _wanted(register, command.workstream, place)
    return await answer.normally(await workstream_card(register, workstream, place))


async def list_all(register: Register, answer: Answer) -> Reply:
    """All workstreams of the programme."""
    return await answer.normally(await _all_card(register))


async def workstream_card(register: Register, workstream: Workstream, place: Place) -> Card:
    """Lead, members, channels and numbers of a workstream; in its own channel, also how to change what I do there."""
    people = await register.people.all()
    members = sorted(person.name for person in people.values() if person.is_on(workstream.id) and person.active)
    places = await register.places.of_workstream(workstream.id)
    own = Filter(workstream=workstream.id, owed_only=True, confidential=False)
    opened = await register.records.count(own)
    late = await register.records.count(replace(own, due_to=register.today - ONE_DAY))
    names = ", ".join(members[:NAMES_SHOWN]) + (
        f" and {len(members) - NAMES_SHOWN} more" if len(members) > NAMES_SHOWN else ""
    )
    channels = ", ".join(f"{place.name or place.external_id} ({place.platform})" for place in places)
    facts: tuple[tuple[str, Rich], ...] = (
        ("Lead", (who(workstream.lead, people),)),
        ("Members", (names or "nobody yet",)),
        *await _comings_and_goings(register, workstream, people),
        ("Channels", (channels or "none yet",)),
        ("Open", (f"{count(opened, 'item')}, {late} overdue",)),
    )
    settle = (button("Channel settings", ShowPlace()),) if place.workstream == workstream.id else ()
    buttons = (
        button("Show open", Find(workstream=workstream.id, owed_only=True)),
        button("Show overdue", Find(workstream=workstream.id, overdue=True, owed_only=True)),
        button("Log an action", OpenForm("log", kind="action", values={"workstream": workstream.id})),
        *settle,
    )
    parts: tuple[Part, ...] = (Heading(workstream.name), Facts(facts), Buttons(buttons))
    lead = plain((who(workstream.lead, people),))
    return Card(text=f"{workstream.name}: lead {lead}, {count(opened, 'open item')}, {late} overdue", parts=parts)


async def _comings_and_goings(
    register: Register, workstream: Workstream, people: Mapping[str, Person]
) -> list[tuple[str, Rich]]:
    """Who is about to join, whose last day is known, and who was on it until when."""
    today = register.today
    groups: dict[str, list[str]] = {"Joining": [], "Until": [], "No longer on it": []}
    for each in await register.memberships.on(workstream.id):
        person = people.get(each.person)
        if person is None:
            continue
        if each.is_over(today):
            if not person.is_on(workstream.id):
                groups["No longer on it"].insert(0, f"{person.name} (until {day(each.last)})")  # type: ignore[arg-type]
        elif not each.covers(today):
            groups["Joining"].append(f"{person.name} ({from_to(each.first, each.last)})")
        elif each.last is not None:
            groups["Until"].append(f"{person.name} ({day(each.last)})")
    return [(label, (", ".join(names[:NAMES_SHOWN]),)) for label, names in groups.items() if names]


async def _all_card(register: Register) -> Card:
    found = (await register.workstreams.all()).values()
    if not found:
        raise EmptyProgramme
    lines = [
        f"{each.name} ({each.id}{', ' + each.short if each.short not in ('', each.name) else ''})" for each in found
    ]
    parts: list[Part] = [Heading("Workstreams"), *(Para((line,)) for line in lines)]
    parts.append(Small(("To give a workstream a channel, type there, for example: “/workstream bind ICT”.",)))
    return Card(text="Workstreams: " + ", ".join(each.name for each in found), parts=tuple(parts))


async def _founder(register: Register, scene: Scene, turn: Turn, speaker: Person | None) -> Person | None:
    """Whoever sets up the first workstream of an empty programme, guests and bots excepted."""
    if speaker is not None or not may_join(turn.speaker):
        return None
    if not await register.people.is_empty():
        return None
    return await add(register, scene, turn.speaker, None, role="Programme officer")


async def _bind(register: Register, scene: Scene, place: Place, workstream: Workstream, answer: Answer) -> Reply:
    calendar = await register.calendar()
    await register.places.bind(place.id, workstream.id, next_summary(calendar, register.now, register.zone))
    await register.history.add(
        scene,
        "bind channel",
        before={"workstream": place.workstream},
        after={"place": place.id, "workstream": workstream.id},
    )
    lead = await register.people.name(workstream.lead)
    text = (
        f"This channel is now {workstream.name}'s. {lead if workstream.lead else 'Nobody'} leads it. Colleagues "
        "in this channel are its members."
    )
    parts: tuple[Part, ...] = (
        Heading(workstream.name),
        Para((text,)),
        Small(("Log something: “/action Draft the letter @name by Friday”. Alerts and the Monday summary come here.",)),
    )
    await answer.aloud(Card(text=text, parts=parts))
    return Reply(meet=True)


async def _wanted(register: Register, name: str | None, place: Place) -> Workstream:
    """The workstream that is named, or else the channel's own."""
    if not name:
        found = await register.workstreams.get(place.workstream)
        if found is None:
            raise NotBound
        return found
    found = await register.workstreams.get(name) or await _named(register, name)
    if found is None:
        raise NoSuchWorkstream(name=name)
    return found


async def _named(register: Register, name: str) -> Workstream | None:
    plain = name.strip().casefold()
    for workstream in (await register.workstreams.all()).values():
        if plain and plain in (workstream.name.casefold(), workstream.short.casefold(), workstream.id.casefold()):
            return workstream
    return None
