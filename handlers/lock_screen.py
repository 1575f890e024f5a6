"""The lock screen: what a phone shows of a message before anybody has unlocked it. Of what is confidential that is the ref and
what is asked for, never a title, a name or a word of it; those stand on the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from governance.policy import is_confidential
from governance.record import Record
from handlers.cards import Card
from handlers.wording import due_line
from storage.filters import Filter
from storage.register import Register

REFS_NAMED = 5


async def on_lock_screen(register: Register, card: Card, what: str = "") -> Card:
    """`card`, with another `text` where it names something confidential; `what` says what has happened to it, or is wanted."""
    hidden = await confidential_in(register, card)
    if not hidden:
        return card
    await register.calendar()
    named = _named(card)
    return replace(card, text=of_one(register, hidden[0], what) if len(named) == 1 else _of_many(named, what))


async def confidential_in(register: Register, card: Card) -> list[Record]:
    """What a card names that is confidential."""
    if not (named := _named(card)):
        return []
    found = await register.records.find(Filter(refs=named, status="any", confidential=True, sort="ref"), limit=None)
    return [record for record in found if is_confidential(record)]


def _named(card: Card) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (card.record, *card.refs))))


def of_one(register: Register, record: Record, what: str = "") -> str:
    """`CMP-0010: given to you, due today`."""
    due = due_line(record, register.today, register.records.calendar) if record.is_open and record.due else ""
    said = ", ".join(filter(None, (what, due)))
    return f"{record.ref}: {said}" if said else record.ref


def _of_many(refs: Sequence[str], what: str) -> str:
    more = len(refs) - REFS_NAMED
    said = ", ".join(refs[:REFS_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{said}: {what}" if what else said
