"""Accepted: who said that they have a record in hand, and when, as its card shows it."""

from __future__ import annotations

from governance.record import Record
from handlers.wording import day_short
from storage.history import Event
from storage.register import Register

ACCEPTED, IN_HAND = "accept", "in hand"


async def taken_up(register: Register, record: Record) -> Event | None:
    """When its owner, or somebody for them, last said that they have it in hand; None where nobody did, or the owner is another
    by now."""
    last = await register.history.newest_of(record.ref, (ACCEPTED, IN_HAND))
    if last is None or (last.verb == ACCEPTED and last.actor != record.owner):
        return None
    return last


async def taken_up_words(register: Register, event: Event) -> str:
    """`Accepted by Meera Patel on Mon 23 Nov at 10:12.`"""
    there = event.at.astimezone(register.zone)
    said = "Accepted" if event.verb == ACCEPTED else "Acknowledged"
    return f"{said} by {await register.people.name(event.actor)} on {day_short(there.date())} at {there:%H:%M}."
