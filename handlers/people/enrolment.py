"""Letting people in: who in a channel or a mention becomes known to the programme, and who founds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from governance.errors import ChivvyError
from governance.people import Person
from handlers.cards import Buttons, Card, Para, button, say
from handlers.commands import ConfirmIdentity
from handlers.reply import Reply
from handlers.turn import Face, Turn
from handlers.wording import listed, platform_name
from storage.history import Scene
from storage.register import Register


class EmptyProgramme(ChivvyError):
    """This programme is new and nobody is in it yet. Nothing was changed. To begin, go to a workstream's channel and type
    “/workstream create” and its name, for example “/workstream create ICT”."""


class CouldNotLookUp(ChivvyError):
    """I could not look {who} up just now. Nothing was changed. Please try again in a minute."""


class NothingToConfirm(ChivvyError):
    """There is nothing to confirm here: it is settled already, or it was asked of somebody else. Nothing was changed."""


def may_join(face: Face, who: str = "you") -> bool:
    """Whether somebody whom the platform shows is a colleague. Raises CouldNotLookUp where it has not said."""
    if _unclear(face):
        raise CouldNotLookUp(who=who)
    return not _not_ours(face)


async def known(register: Register, scene: Scene, face: Face) -> Person | None:
    """The person whom a platform shows, if the programme knows them: by that platform's id, or by the same address.

    A guest, a member of another organisation or somebody who was not looked up is never taken for a colleague by their
    address. Somebody who is known on another platform already is linked for the time being and asked if it is them: the
    platform has vouched for the address, so they may work meanwhile, but they are not `sure`, so what is confidential stays
    shut, and nothing is sent to the new account unasked.
    """
    if found := await register.people.by_identity(face.platform, face.user_id):
        return found
    if _not_ours(face) or not face.email:
        return None
    same = await register.people.by_email(face.email)
    if same is None:
        return None
    await _identify(register, same.id, face, confirmed=await _beyond_doubt(register, same, face))
    await register.history.add(scene, "identify", after={"person": same.id, "platform": face.platform})
    return await register.people.by_identity(face.platform, face.user_id)


async def _beyond_doubt(register: Register, person: Person, face: Face) -> bool:
    """Whether there is nothing to ask: no other platform knows them, or this one knows them by the register's own id."""
    return face.user_id == person.id or not await register.people.identities(person.id)


async def enrol(register: Register, scene: Scene, faces: Iterable[Face], workstream: str | None) -> list[Person]:
    """Let the programme know each of `faces` who is a colleague: not a guest, not a bot, and looked up. Raises CouldNotLookUp
    where nobody is let in because somebody could not be looked up."""
    found, unclear = [], []
    for face in faces:
        person = await known(register, scene, face)
        if person is None and face.name and not _not_ours(face):
            person = await add(register, scene, face, workstream)
        if person is not None:
            found.append(person)
        elif _unclear(face):
            unclear.append(face)
    if unclear and not found:
        raise CouldNotLookUp(who=unclear[0].name or "that person")
    return found


async def add(register: Register, scene: Scene, face: Face, workstream: str | None, role: str = "") -> Person:
    """A new person of the programme, known on the platform that shows them."""
    person = Person(
        id=await register.people.new_id(),
        name=face.name or face.user_id,
        email=face.email,
        role=role,
        workstream=workstream,
    )
    await register.people.save(person)
    await _identify(register, person.id, face)
    await register.history.add(
        scene, "enrol", after={"person": person.id, "name": person.name, "platform": face.platform}
    )
    return person


async def identity_question(register: Register, speaker: Person, face: Face) -> Card | None:
    """“Are you the Gareth Hughes who uses Slack?”, asked on the account in question, once a day until it is answered. None when
    there is nothing to ask."""
    if speaker.sure or not await register.people.ask_about(face.platform, face.user_id):
        return None
    others = [row for row in await register.people.identities(speaker.id) if row.platform != face.platform]
    known = listed(dict.fromkeys(f"{platform_name(row.platform)} as {row.name or speaker.name}" for row in others))
    on = f" who uses {known}" if known else ""
    text = f"Are you the {speaker.name}{on}? You have the same address. Until you say so, nothing confidential is shown here."
    yes = button("Yes, that’s me", ConfirmIdentity(speaker.id), "primary")
    no = button("No, somebody else", ConfirmIdentity(speaker.id, yes=False), asks=f"You are not {speaker.name}?")
    return Card(text=text, parts=(Para((text,)), Buttons((yes, no))))


async def confirm_identity(
    command: ConfirmIdentity, register: Register, scene: Scene, speaker: Person | None, turn: Turn
) -> Reply:
    """Only the account in question can say whose it is. A no makes another person of it, with no address of their own in the
    register, so that nobody is taken for the other again."""
    face = turn.speaker
    if speaker is None or speaker.id != command.person or speaker.sure:
        raise NothingToConfirm
    if command.yes:
        await _identify(register, speaker.id, face, confirmed=True)
        await register.history.add(scene, "confirm identity", after={"person": speaker.id, "platform": face.platform})
        return Reply(face=say(f"Thank you, {speaker.name}. You are one person here, whichever account you use."))
    other = Person(id=await register.people.new_id(), name=face.name or face.user_id)
    await register.people.save(other)
    await _identify(register, other.id, face, confirmed=True)
    after = {"person": other.id, "not": speaker.id, "platform": face.platform}
    await register.history.add(replace(scene, actor=other.id), "enrol", after=after)
    said = f"Thank you. You are somebody else than {speaker.name} here from now on. What you did before stays as it is."
    return Reply(face=say(said))


async def _identify(register: Register, person: str, face: Face, *, confirmed: bool | None = None) -> None:
    await register.people.identify(
        person,
        face.platform,
        face.user_id,
        tenant=face.tenant,
        name=face.name,
        address=face.address,
        confirmed=confirmed,
    )


def _not_ours(face: Face) -> bool:
    """Guests, members of other organisations, bots, accounts that are closed, and whoever was not looked up."""
    return not face.verified or face.outsider or face.is_bot or face.deleted


def _unclear(face: Face) -> bool:
    """Perhaps a colleague, but the platform has not said."""
    return not (face.verified or face.outsider or face.is_bot or face.deleted)
