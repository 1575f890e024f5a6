"""Changing how somebody is chivvied: their own only, said back with the way back; what is strict stays on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from governance.errors import ChivvyError
from governance.people import Person
from governance.policy import may
from governance.preferences import CLOSES, OPENS, Preferences
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, Part, Small, button, say
from handlers.commands import Prefer, ShowPreferences
from handlers.people.preferences_card import DAYS, DEPUTY, LABELS, own_platforms, preferences_card, settled, shown
from handlers.people.telling import tell_news
from handlers.reminding.rescheduling import move_digests
from handlers.reply import Reply
from handlers.wording import listed, platform_name
from storage.history import Event, Scene
from storage.register import Register

PREFER = "prefer"
ALREADY = "That is how I do it already, so nothing was changed."


class PreferenceRefused(ChivvyError):
    """I couldn't change that: {why}. Nothing was changed. Type, for example, “{example}”."""


async def show_preferences(command: ShowPreferences, register: Register, speaker: Person, answer: Answer) -> Reply:
    """The speaker's own; where others read along, to them alone."""
    return await _answered(answer, await preferences_card(register, speaker))


async def prefer(command: Prefer, register: Register, speaker: Person, scene: Scene, answer: Answer) -> Reply:
    """Change some of it. The answer says what it was before and carries the way back."""
    now = settled(speaker)
    usual = Preferences().model_dump(mode="json") if command.usual else {}
    return await _change({**now, **usual, **command.values}, command.values, register, speaker, scene, answer)


async def set_back(event: Event, register: Register, speaker: Person, scene: Scene, answer: Answer) -> Reply:
    """Take back the last change of the speaker's own."""
    wanted = {**settled(speaker), **event.before}
    return await _change(wanted, event.before, register, speaker, scene, answer, undoes=event.id)


async def _change(
    wanted: Mapping[str, Any],
    said: Mapping[str, Any],
    register: Register,
    speaker: Person,
    scene: Scene,
    answer: Answer,
    undoes: int | None = None,
) -> Reply:
    changed = await _checked(register, speaker, wanted, said)
    old, new = settled(speaker), settled(changed)
    before = {name: value for name, value in old.items() if value != new[name]}
    if not before:
        return await _answered(answer, say(ALREADY))
    await register.people.prefer(speaker.id, changed.preferences)
    if DAYS in before or DEPUTY in before:
        await register.people.save(changed)
    after = {"person": speaker.id, **{name: new[name] for name in before}}
    event = await register.history.add(scene, PREFER, before=before, after=after, undoes=undoes)
    if DEPUTY in before and changed.deputy:
        deputy = await register.people.get(changed.deputy)
        said_to_them = f"{speaker.name} has named you as the one who stands in when they are away."
        await tell_news(register, deputy, speaker, str(event.id), said_to_them)
    moved = await move_digests(register, changed)
    return await _answered(answer, await _said_back(register, changed, before, after, moved))


async def _checked(register: Register, person: Person, wanted: Mapping[str, Any], said: Mapping[str, Any]) -> Person:
    """The person as they want to be chivvied. Raises PreferenceRefused."""
    kept = {name: value for name, value in wanted.items() if name in Preferences.model_fields}
    if said.get("platform"):
        kept["platform"] = await _known_platform(register, person, str(said["platform"]).casefold())
    days = frozenset(int(day) for day in wanted[DAYS])
    if not days or not days <= frozenset(range(7)):
        raise PreferenceRefused(why="I need at least one day of the week on which you work", example="I work Mon-Wed")
    deputy = await _deputy(register, person, wanted[DEPUTY] or None)
    try:
        preferences = Preferences.model_validate(kept)
    except ValidationError as wrong:
        raise PreferenceRefused(why=why_refused(wrong), example=_example(kept, said)) from wrong
    return replace(person, preferences=preferences, working_days=days, deputy=deputy)


def why_refused(wrong: ValidationError) -> str:
    """What is wrong with preferences, in plain words."""
    first = wrong.errors()[0]
    if first["type"] == "value_error":
        return first["msg"].removeprefix("Value error, ")
    return "I need a time of day, such as 09:15"


def _example(kept: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """What to type instead; where the hours that were asked for leave the digest out, both at once."""
    first, last = str(kept["quiet_to"])[:5], str(kept["quiet_from"])[:5]
    within = f"{OPENS:%H:%M}" <= first < last <= f"{CLOSES:%H:%M}"
    if not within or "digest_at" in said:
        return f"digest at {first if within else '09:15'}"
    return f"write to me between {first} and {last}, digest at {first}"


async def _known_platform(register: Register, person: Person, platform: str) -> str:
    known = await own_platforms(register, person)
    if platform in known:
        return platform
    where = listed(platform_name(each) for each in known) or "no platform"
    example = f"write to me on {platform_name(known[0])}" if known else "settings"
    raise PreferenceRefused(
        why=f"I don't know you on {platform_name(platform)}, only on {where}. Write to me there once, then ask again",
        example=example,
    )


async def _deputy(register: Register, person: Person, deputy: str | None) -> str | None:
    if deputy is None or deputy == person.deputy:
        return deputy
    if deputy == person.id:
        raise PreferenceRefused(why="nobody can stand in for themselves", example="settings")
    if may(await register.people.get(deputy), "receive"):
        raise PreferenceRefused(why="whoever you chose is not in the programme", example="settings")
    return deputy


async def _said_back(
    register: Register, person: Person, before: Mapping[str, Any], after: Mapping[str, Any], moved: str
) -> Card:
    people, programme = await register.people.all(), await register.programme()
    told = [
        f"{LABELS[name]}: {shown(name, held, people, programme)} → {shown(name, after[name], people, programme)}."
        for name, held in before.items()
    ]
    parts: list[Part] = [Para((line,)) for line in told]
    parts += [Small((moved,))] if moved else []
    back = button("Set it back", Prefer(dict(before)))
    parts.append(Buttons((back, button("All my settings", ShowPreferences()))))
    return Card(text=" ".join([*told, moved]).strip(), parts=tuple(parts))


async def _answered(answer: Answer, card: Card) -> Reply:
    return await answer.alone(card) if answer.in_company else await answer.in_place(card)
