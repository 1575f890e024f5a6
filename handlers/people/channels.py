"""A channel's own settings: whether people are named in what is posted there unasked, and whether it is the whole programme's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from governance.office import may_decide
from governance.people import Person, Place
from governance.reminders import next_summary
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Rich, Small, Strong, button, plain, say
from handlers.commands import SetPlace, ShowPlace
from handlers.people.workstreams import ChannelOnly, NotBound
from handlers.reply import Reply
from storage.history import Event, Scene
from storage.register import Register

SETTLE_CHANNEL = "settle channel"
NAMED = "people are named in what I post here unasked"
COUNTED = "numbers only: nobody is named in what I post here unasked"
ALREADY = "That is how it is already, so nothing was changed."


async def show_place(command: ShowPlace, register: Register, place: Place, answer: Answer) -> Reply:
    """What is settled for this channel, with what may be changed."""
    if place.private:
        raise ChannelOnly
    return await answer.normally(await _card(register, place))


async def set_place(
    command: SetPlace, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer
) -> Reply:
    """Settle one thing for this channel; everybody in it is told."""
    return await _settle(command, register, speaker, place, scene, answer)


async def set_place_back(
    event: Event, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer
) -> Reply | None:
    """Take back what the speaker settled for this channel last; None where that was another one."""
    if event.after.get("place") != place.id:
        return None
    setting: Any = next(iter(event.before))
    return await _settle(
        SetPlace(setting, bool(event.before[setting])), register, speaker, place, scene, answer, undoes=event.id
    )


async def _settle(
    command: SetPlace,
    register: Register,
    speaker: Person,
    place: Place,
    scene: Scene,
    answer: Answer,
    undoes: int | None = None,
) -> Reply:
    if place.private:
        raise ChannelOnly
    if command.setting == "whole" and (refusal := may_decide(speaker, (await register.people.all()).values())):
        raise refusal
    if command.setting == "names" and not (place.workstream or place.whole):
        raise NotBound
    changed = _changed(place, command)
    if changed == place:
        return await answer.normally(say(ALREADY))
    wake = await _next_wake(register, changed)
    await register.places.settle(place.id, names=changed.names, whole=changed.whole, next_wake=wake)
    before: dict[str, Any] = {command.setting: not command.on}
    after: dict[str, Any] = {"place": place.id, command.setting: command.on}
    await register.history.add(scene, SETTLE_CHANNEL, before=before, after=after, undoes=undoes)
    text = _told(command)
    back = button("Set it back", SetPlace(command.setting, not command.on))
    return await answer.aloud(Card(text=text, parts=(Para((text,)), Buttons((back,)))))


def _changed(place: Place, command: SetPlace) -> Place:
    return replace(place, names=command.on) if command.setting == "names" else replace(place, whole=command.on)


async def _next_wake(register: Register, place: Place) -> datetime | None:
    """When its weekly summary comes: as long as it is somebody's, and not before the next one where it was nobody's."""
    if not (place.workstream or place.whole):
        return None
    return place.next_wake or next_summary(await register.calendar(), register.now, register.zone)


def _told(command: SetPlace) -> str:
    if command.setting == "names":
        return (
            "From now on I name people in what I post here unasked: who has something overdue, and who answers for it."
            if command.on
            else "From now on I name nobody in what I post here unasked: numbers only."
        )
    return (
        "This is now the programme’s channel: the Monday summary of all workstreams comes here."
        if command.on
        else "This is no longer the programme’s channel: the summary of all workstreams does not come here any more."
    )


async def _card(register: Register, place: Place) -> Card:
    workstream = await register.workstreams.get(place.workstream)
    whose = "the whole programme’s" if place.whole else ""
    whose = " and ".join(each for each in (f"{workstream.name}’s" if workstream else "", whose) if each)
    facts: tuple[tuple[str, Rich], ...] = (
        ("This channel is", (whose or "nobody’s yet: type “/workstream bind ICT”, for example",)),
        ("Names", (NAMED if place.names else COUNTED,)),
    )
    example = "counts only" if place.names else "name people here"
    parts: list[Part] = [Heading(f"Settings of {place.name or 'this channel'}"), Facts(facts)]
    if buttons := channel_buttons(place):
        parts.append(Buttons(buttons))
    parts.append(Small(("Or type: ", Strong(example), " · ", Strong("this is the programme’s channel"))))
    text = "; ".join(f"{label}: {plain(value)}" for label, value in facts)
    return Card(text=f"Settings of this channel. {text}", parts=tuple(parts))


def channel_buttons(place: Place) -> tuple[Button, ...]:
    """What can be switched; a channel that is nobody's gets nothing unasked, so there is nothing to name people in."""
    names = button("Numbers only" if place.names else "Name people here", SetPlace("names", not place.names))
    label = "No longer the programme’s" if place.whole else "Make it the programme’s"
    whole = button(label, SetPlace("whole", not place.whole))
    return (names, whole) if place.workstream or place.whole else (whole,)
