"""One beat of the clock: everything that has come round by a moment is owed."""

from __future__ import annotations

from datetime import datetime

from handlers.health.health_check import keep_scores, weekly_scores
from handlers.reminding.clock import Swept, sweep_batch
from storage.beats import SWEEP
from storage.database import Database


async def sweep_all(database: Database, now: datetime) -> list[str]:
    """Sweep, a transaction a batch, until nothing is left that is not in another process's hands; the new notices' keys. The
    week's health scores are kept then, too, and how far the clock has come is written down."""
    keys: list[str] = []
    swept = Swept()
    while True:
        async with database.transaction(now, background=True) as register:
            swept = await sweep_batch(register, staff=swept.staff)
            if not swept.looked_at:
                await register.beats.done(SWEEP, now)
        keys += swept.keys
        if not swept.looked_at:
            break
    await _keep_health(database, now)
    return keys


async def _keep_health(database: Database, now: datetime) -> None:
    """Once a week. The look at a whole register takes its time, so nobody who writes waits for it."""
    async with database.reading(now) as register:
        scores = await weekly_scores(register)
    if scores:
        async with database.transaction(now, background=True) as register:
            await keep_scores(register, scores)
