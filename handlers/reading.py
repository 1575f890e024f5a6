"""Reading: for whose eyes a list is drawn, and the lines of history that tell who looked at what is confidential."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from governance.clearance import clearance_of
from governance.people import Person, Place
from handlers.cards import Card
from handlers.reply import Reply
from storage.filters import Filter
from storage.history import READ, REFUSED, Scene
from storage.register import Register


def as_read_by(wanted: Filter, person: Person, place: Place | None = None) -> Filter:
    """`wanted`, of what is confidential as far as `person` may open it, alone; where others read along, or it is not certain yet
    that it is them, nothing of it."""
    company = place is not None and not place.private
    if company or not person.sure:
        return replace(wanted, confidential=False)
    return replace(wanted, confidential=None, reader=clearance_of(person))


async def note_reading(register: Register, scene: Scene, refs: Iterable[str]) -> None:
    """That somebody was shown these records: a line for each that is confidential."""
    named = tuple(dict.fromkeys(filter(None, refs)))
    if not named:
        return
    found = await register.records.find(Filter(refs=named, status="any", confidential=True, sort="ref"), limit=None)
    hidden = [record.ref for record in found if record.confidential]
    if hidden:
        await register.history.add_all(scene, READ, ((ref, {}, "") for ref in hidden))


async def note_refusal(register: Register, scene: Scene, ref: str) -> None:
    """That somebody asked for a record which they may not open."""
    for record in await register.records.with_ref(ref):
        await register.history.add(scene, REFUSED, record.ref)


def shown_by(reply: Reply) -> list[str]:
    """The records that a reply shows at once."""
    cards: list[Card | None] = [reply.whisper, reply.face, reply.home, *reply.results]
    return [ref for card in cards if card is not None for ref in (*card.refs, *filter(None, (card.record,)))]
