"""Letting people in: who in a channel or a mention becomes known to the programme, and who founds it."""

from __future__ import annotations

from collections.abc import Iterable

from governance.errors import ChivvyError
from governance.people import Person
from handlers.turn import Face
from storage.history import Scene
from storage.register import Register


class EmptyProgramme(ChivvyError):
    """This programme is new and nobody is in it yet. Nothing was changed. To begin, go to a workstream's channel and type
    “/workstream create” and its name, for example “/workstream create ICT”."""


class CouldNotLookUp(ChivvyError):
    """I could not look {who} up just now. Nothing was changed. Please try again in a minute."""


def may_join(face: Face, who: str = "you") -> bool:
    """Whether somebody whom the platform shows is a colleague. Raises CouldNotLookUp where it has not said."""
    if _unclear(face):
        raise CouldNotLookUp(who=who)
    return not _not_ours(face)


async def known(register: Register, scene: Scene, face: Face) -> Person | None:
    """The person whom a platform shows, if the programme knows them: by that platform's id, or by the same address.

    A guest, a member of another organisation or somebody who was not looked up is never taken for a colleague by their
    address.
    """
    if found := await register.people.by_identity(face.platform, face.user_id):
        return found
    if _not_ours(face) or not face.email:
        return None
    same = await register.people.by_email(face.email)
    if same is not None:
        await _identify(register, same.id, face)
        await register.history.add(scene, "identify", after={"person": same.id, "platform": face.platform})
    return same


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


async def _identify(register: Register, person: str, face: Face) -> None:
    await register.people.identify(
        person, face.platform, face.user_id, tenant=face.tenant, name=face.name, address=face.address
    )


def _not_ours(face: Face) -> bool:
    """Guests, members of other organisations, bots, accounts that are closed, and whoever was not looked up."""
    return not face.verified or face.outsider or face.is_bot or face.deleted


def _unclear(face: Face) -> bool:
    """Perhaps a colleague, but the platform has not said."""
    return not (face.verified or face.outsider or face.is_bot or face.deleted)
