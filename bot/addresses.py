"""Where a notice goes: a place's own address, or one of those under which a platform knows a person."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from bot.platform import Address
from storage.outbox import Notice
from storage.places import Standing
from storage.register import Register


async def addresses(register: Register, notice: Notice) -> list[Address]:
    """Every address of a notice's receiver, best first: for a person, on the platform that they chose, then where they spoke
    last."""
    if notice.place is not None:
        place = await register.places.row(notice.place)
        there = Address(place.platform, place.external_id, place.tenant, data=dict(place.address))
        thread = await _thread(register, notice, there) if place.type == "channel" else notice.thread
        return [replace(there, thread=thread)]
    if notice.person is None:
        return []
    person = await register.people.get(notice.person)
    chosen = person.preferences.platform if person else ""
    known = await register.people.identities(notice.person)
    return [
        Address(each.platform, each.user_id, each.tenant, person=True, data=dict(each.address), sure=each.confirmed)
        for each in sorted(known, key=lambda each: (not each.confirmed, each.platform != chosen))
    ]


async def _thread(register: Register, notice: Notice, there: Address) -> str | None:
    """The thread that a notice goes to: its own, or that of the message it belongs under, where that stands in this channel.
    Once its sending has begun it stays the same, so that it is looked for where it was sent."""
    if notice.thread or notice.begun or not notice.under:
        return notice.thread
    over = await register.outbox.by_key(notice.under)
    if over is None or not same(there, over.platform, over.external_id):
        return None
    return over.thread or over.message or None


async def address_begun(register: Register, notice: Notice) -> Address | None:
    """The address to which the sending of a notice has begun, as far as it is still known."""
    found = await addresses(register, notice)
    return next((each for each in found if same(each, notice.platform, notice.external_id)), None)


def first_not_tried(found: list[Address], platforms: Container[str], tried: Container[Address]) -> Address | None:
    return next((each for each in found if each.platform in platforms and each not in tried), None)


def same(address: Address, platform: str, external_id: str) -> bool:
    return (address.platform, address.external_id) == (platform, external_id)


def of_card(card: Standing) -> Address:
    """Where a living card stands."""
    return Address(card.platform, card.external_id, card.tenant, data=dict(card.address))
