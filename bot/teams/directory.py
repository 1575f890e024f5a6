"""Who somebody is, beyond what a message tells: their address, by which the register knows them, and
whether they are a guest."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.platform import MaybeSent, NotSent, TryLater
from bot.teams import activity
from bot.teams.connector import Connector
from handlers.turn import Face, Where

KEEP_S = 3600.0
PATIENCE_S = 1.5  # somebody waits for the answer: rather none than a late one
ROOM = 5_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    face: Face


class Directory:
    """Asks Teams for members, one by one, and keeps the answers for an hour. Nothing here raises: what
    Teams does not tell in time is done without."""

    def __init__(self, connector: Connector, home_tenant: str, now: Callable[[], float] = time.monotonic) -> None:
        self._connector = connector
        self._home_tenant = home_tenant
        self._now = now
        self._kept: dict[str, _Known] = {}

    async def complete(self, face: Face, where: Where) -> Face:
        """`face` with what Teams knows besides."""
        if face.is_bot or not face.user_id or not where.address.get("service_url"):
            return face
        known = self._kept.get(face.user_id)
        if known is None or known.until < self._now():
            found = await self._ask(face, where)
            if found is None:
                return face
            known = self._keep(face.user_id, found)
        told = known.face
        return replace(
            face,
            name=told.name or face.name,
            email=told.email or face.email,
            outsider=face.outsider or told.outsider,
            address={**told.address, **face.address},
        )

    async def _ask(self, face: Face, where: Where) -> Face | None:
        service = where.address["service_url"]
        member = face.address.get("user_id") or face.user_id
        asking = self._connector.member(service, where.address.get("conversation_id") or where.external_id, member)
        try:
            found = await asyncio.wait_for(asking, PATIENCE_S)
        except (NotSent, TryLater, MaybeSent, TimeoutError) as failed:
            log.info("Teams did not tell who %s is: %s", face.user_id, failed)
            return None
        return activity.member(found, where, self._home_tenant)

    def _keep(self, user_id: str, face: Face) -> _Known:
        if len(self._kept) >= ROOM:
            self._kept.pop(next(iter(self._kept)))
        # a person's chat with the bot is told by each message; where they were looked up says nothing about them
        address = {name: value for name, value in face.address.items() if name in ("user_id", "aad_object_id")}
        known = self._kept[user_id] = _Known(self._now() + KEEP_S, replace(face, address=address))
        return known
