"""The watchdog: people are told of what the clock and the platforms cannot say themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.reaching import LONG
from handlers.reminding.outage import owe_outage
from storage.database import Database
from storage.reaches import Reach

log = structlog.get_logger("chivvy.watchdog")

HEARTBEAT_LIMIT_S = 10.0


async def tell_of_outages(database: Database, now: datetime, real_now: datetime) -> list[str]:
    """Owe the programme office the news of every platform that has been away for long and that nobody was told of; the new
    keys. `now` is the programme's moment, `real_now` the machine's."""
    async with database.reading(now) as register:
        if not any(_is_news(reach, real_now) for reach in (await register.reaches.all()).values()):
            return []
    keys: list[str] = []
    async with database.transaction(now, background=True) as register:
        for reach in (await register.reaches.all()).values():
            if _is_news(reach, real_now):
                keys += await owe_outage(register, reach, real_now)
                await register.reaches.told(reach.platform, real_now)
                log.error("a platform has been away for long", platform=reach.platform, why=reach.why)
    return keys


def _is_news(reach: Reach, real_now: datetime) -> bool:
    return reach.failing_since is not None and reach.told_at is None and real_now - reach.failing_since >= LONG


async def call_heartbeat(address: str) -> None:
    """Tell whoever watches from outside that a tick has finished. What goes wrong with it is logged, never more; the address
    is not, for it may hold a secret."""
    limit = aiohttp.ClientTimeout(total=HEARTBEAT_LIMIT_S)
    try:
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(address) as response:
            if response.status >= 400:
                log.warning("the heartbeat was refused", host=urlsplit(address).hostname, status=response.status)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as lost:
        log.warning("the heartbeat was not heard", host=urlsplit(address).hostname, why=type(lost).__name__)


def lateness(now: datetime, last_sweep: datetime | None) -> timedelta:
    """How late the clock is: since when nothing has been looked for. Before the very first sweep it is not."""
    return max(now - last_sweep, timedelta()) if last_sweep else timedelta()
