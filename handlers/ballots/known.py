"""The ballots that can be spoken of by their titles."""

from __future__ import annotations

from handlers.words.understanding import KnownBallot
from storage.filters import Filter
from storage.register import Register

MOST = 100


async def known_ballots(register: Register) -> tuple[KnownBallot, ...]:
    found = await register.records.find(Filter(kind="ballot", status="any", confidential=False), limit=MOST)
    return tuple(KnownBallot(record.ref, record.title) for record in found)
