"""Where a notice goes: a place's own address, or one of those under which a platform knows a person."""

from __future__ import annotations

from collections.abc import Container

from bot.platform import Address
from storage.outbox import Notice
from storage.places import Standing
from storage.register import Register


async def addresses(register: Register, notice: Notice) -> list[Address]:
    """Every address of a notice's receiver, best first: for a person, where they spoke last."""
    if notice.place is not None:
        place = await register.places.row(notice.place)
        return [
            Address(place.platform, place.external_id, place.tenant, thread=notice.thread, data=dict(place.address))
        ]
    if notice.person is None:
        return []
    return [
        Address(known.platform, known.user_id, known.tenant, person=True, data=dict(known.address))
        for known in await register.people.identities(notice.person)
    ]


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
