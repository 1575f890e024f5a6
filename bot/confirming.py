"""Confirming: what the register keeps of a message that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.platform import Address, Sent
from handlers.cards import Card
from handlers.reminding.digest import DIGEST
from handlers.reminding.notices import LIVING
from storage.outbox import LAPSED, SENT, Notice
from storage.places import Standing
from storage.register import Register


@dataclass(frozen=True)
class Begun:
    """A notice whose sending has begun: what, to whom, and what it carries (ids of the notices that go with a digest; of
    `left_out` it says nothing: they are settled, or not its reader's any more)."""

    notice: Notice
    address: Address
    card: Card
    carries: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()


async def write_sent(register: Register, begun: Begun, sent: Sent) -> None:
    """The notice is sent, and so is what went with it; its message may be a living card, its place a DM that was opened."""
    notice, card = begun.notice, begun.card
    said: dict[str, Any] = {
        "sent_at": register.now,
        "platform": begun.address.platform,
        "external_id": sent.external_id,
        "text": card.text,
    }
    await register.outbox.settle_all(begun.carries, SENT, outcome=f"in {notice.key}", message=sent.message, **said)
    await register.outbox.settle_all(begun.left_out, LAPSED, outcome=f"not named in {notice.key}")
    await register.outbox.settle(notice.id, SENT, message=sent.message, outcome="", **said)
    if notice.person is not None:
        await _remember_dm(register, notice.person, begun.address, sent)
    if notice.rule in LIVING:
        await _remember_card(register, begun, sent)


async def _remember_dm(register: Register, person: str, address: Address, sent: Sent) -> None:
    """The DM that the platform opened, so that what is said there is known to be a DM, and so is the way back."""
    data = {**sent.data, "dm": sent.external_id}
    await register.people.identify(person, address.platform, address.external_id, address=data)
    await register.places.meet(
        address.platform, sent.external_id, "dm", tenant=address.tenant, address={**address.data, **sent.data}
    )


async def _remember_card(register: Register, begun: Begun, sent: Sent) -> None:
    """Where the living card stands. One that was found again shows who knows which version, so it is drawn afresh."""
    notice, card = begun.notice, begun.card
    ref = card.record or (notice.refs[0] if notice.rule != DIGEST and notice.refs else None)
    record = await register.records.get(ref) if ref else None
    await register.places.stand(
        Standing(
            id=0,
            platform=begun.address.platform,
            external_id=sent.external_id,
            message=sent.message,
            tenant=begun.address.tenant,
            address={**begun.address.data, **sent.data},
            record=record.id if record else None,
            drawn=card.version or 0,
            notice="" if notice.rule == "card" else notice.key,
        )
    )
