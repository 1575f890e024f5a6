"""Deploying: who is on which workstream, in which role, from when to when. Officers are pooled and move on."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.people import Membership, Person, Place, Workstream
from governance.policy import may, may_put_on, readable
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Option, Para, Part, Small, button, choice, say
from handlers.commands import Deploy, Find, HandOver, ShowWorkstream
from handlers.people.handed_over import by_kind
from handlers.people.handover import owned_by
from handlers.people.telling import tell_news
from handlers.reply import Reply
from handlers.wording import count, day, from_to
from storage.history import Scene
from storage.register import Register

CANDIDATES_SHOWN = 100
ROLE_LIMIT = 80


class CannotDeploy(ChivvyError):
    """I couldn't note that: {why}. Nothing was changed. Type, for example, “put @olu on ICT as BA from 1 Dec to 31 Mar”."""


class NotOnIt(ChivvyError):
    """{name} is not on {workstream}, so there was nothing to end. Nothing was changed. Type “who is in {workstream}” to see who
    is."""


async def deploy(command: Deploy, register: Register, speaker: Person, scene: Scene, answer: Answer) -> Reply:
    """Put somebody on a workstream, change how long and as what, or take them off."""
    person = await register.people.get(command.person)
    workstream = await register.workstreams.get(command.workstream)
    if person is None or workstream is None:
        raise CannotDeploy(why="I don't know that person" if person is None else "there is no such workstream")
    if refusal := may(person, "receive"):
        raise CannotDeploy(why=refusal.message.split(". ")[0])
    if command.off:
        return await _end(command, register, speaker, person, workstream, scene, answer)
    if closed := may_put_on(speaker, person, workstream):
        raise closed
    known = await register.memberships.not_over(person.id, workstream.id)
    wanted = _wanted(command, register, person, workstream, known)
    if wanted == known:
        return await answer.normally(say(f"{_told(person, workstream, wanted)} Nothing was changed."))
    await register.memberships.save(wanted)
    event = await register.history.add(scene, "deploy", before=_plain(known), after=_plain(wanted))
    said = _told(person, workstream, wanted)
    await tell_news(register, person, speaker, str(event.id), f"{speaker.name} noted: {said}")
    return await answer.aloud(_card(said, workstream))


def _wanted(
    command: Deploy, register: Register, person: Person, workstream: Workstream, known: Membership | None
) -> Membership:
    """The membership as it is to be. What is not said stays as it was; a new one begins today."""
    base = known or Membership(person.id, workstream.id, first=register.today)
    wanted = replace(
        base,
        role=" ".join(command.role.split())[:ROLE_LIMIT] or base.role,
        first=command.first or base.first,
        last=command.last or base.last,
    )
    if wanted.last is not None and wanted.first is not None and wanted.last < wanted.first:
        raise CannotDeploy(why=f"it would end on {day(wanted.last)}, before it begins")
    return wanted


async def _end(
    command: Deploy,
    register: Register,
    speaker: Person,
    person: Person,
    workstream: Workstream,
    scene: Scene,
    answer: Answer,
) -> Reply:
    """After the last day they are no longer on it; what they own there is offered to somebody else."""
    known = await register.memberships.not_over(person.id, workstream.id)
    if known is None:
        raise NotOnIt(name=person.name, workstream=workstream.label)
    last = command.last or register.today
    longer = known.last is not None and last > known.last
    if longer and (closed := may_put_on(speaker, person, workstream)):
        raise closed
    if known.first is not None and last < known.first:
        await register.memberships.remove(known)
        said = f"{person.name} was to be on {workstream.name} from {day(known.first)}; that is cancelled."
    else:
        await register.memberships.save(replace(known, last=last))
        said = f"{person.name}’s last day on {workstream.name} is {day(last)}."
    event = await register.history.add(
        scene, "end deployment", before=_plain(known), after={**_plain(known), "last": last.isoformat()}
    )
    await tell_news(register, person, speaker, str(event.id), f"{speaker.name} noted: {said}")
    return await answer.aloud(await _ending_card(register, person, workstream, speaker, answer.place, said))


async def _ending_card(
    register: Register, person: Person, workstream: Workstream, speaker: Person, place: Place, said: str
) -> Card:
    handover = HandOver("", person.id, workstream.id)
    owned = [each for each in await owned_by(register, handover, person) if readable(speaker, each, place)]
    parts: list[Part] = [Para((said,))]
    if workstream.lead == person.id:
        lead = f"They lead it; to name somebody else, type “/workstream lead {workstream.label} @name”."
        parts.append(Small((lead,)))
    if not owned:
        return Card(text=said, parts=tuple(parts))
    left = f"They own {count(len(owned), 'open item')} in it: {by_kind(owned)}. Who takes over?"
    parts.append(Para((left,)))
    parts.append(choice("Hand over to", await _candidates(register, person, workstream), handover, "to"))
    show = button("Show them", Find(owner=person.id, workstream=workstream.id, owed_only=True))
    parts.append(Buttons((show,)))
    return Card(text=f"{said} {left}", parts=tuple(parts), refs=tuple(record.ref for record in owned))


async def _candidates(register: Register, person: Person, workstream: Workstream) -> tuple[Option, ...]:
    """Who could take over: the workstream's own people first."""
    people = [
        each for each in (await register.people.all()).values() if each.id != person.id and not may(each, "receive")
    ]
    people.sort(key=lambda each: not each.is_on(workstream.id))
    return tuple(Option(each.id, each.name) for each in people[:CANDIDATES_SHOWN])


def _told(person: Person, workstream: Workstream, membership: Membership) -> str:
    role = f" as {membership.role}" if membership.role else ""
    when = from_to(membership.first, membership.last)
    return f"{person.name} is on {workstream.name}{role}{f' {when}' if when else ''}."


def _card(said: str, workstream: Workstream) -> Card:
    buttons: tuple[Button, ...] = (button(f"Who is in {workstream.label}", ShowWorkstream(workstream.id)),)
    return Card(text=said, parts=(Para((said,)), Buttons(buttons)))


def _plain(membership: Membership | None) -> dict[str, str | None]:
    if membership is None:
        return {}
    return {
        "person": membership.person,
        "workstream": membership.workstream,
        "role": membership.role,
        "first": membership.first.isoformat() if membership.first else None,
        "last": membership.last.isoformat() if membership.last else None,
    }
