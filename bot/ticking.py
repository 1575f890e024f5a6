"""One beat of the clock: everything that has come round by a moment is owed."""

from __future__ import annotations

from datetime import datetime

from handlers.clock import sweep_batch
from storage.database import Database


async def sweep_all(database: Database, now: datetime) -> list[str]:
    """Sweep, a transaction a batch, until nothing is left that is not in another process's hands; the new notices' keys."""
    keys: list[str] = []
    while True:
        async with database.transaction(now, background=True) as register:
            swept = await sweep_batch(register)
        keys += swept.keys
        if not swept.looked_at:
            return keys
