"""Who and what Teams' ids stand for, beyond what a message tells: people's addresses, by which the register knows them,
whether they are guests, and what a channel is called."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

from bot.platform import MaybeSent, NotSent, TryLater
from bot.teams import activity
from bot.teams.connector import Connector
from handlers.turn import Face, Where

KEEP_S = 3600.0
PAUSE_S = 60.0  # before something that Teams did not tell is asked again
PATIENCE_S = 1.5  # somebody waits for the answer: rather none than a late one
ROOM = 5_000
GENERAL = "General"  # every team's first channel, which Teams lists without a name

Found = TypeVar("Found")

log = logging.getLogger(__name__)


class Directory:
    """Asks Teams, and keeps the answers for an hour. Nothing here raises: what is not told in time is done without."""

    def __init__(self, connector: Connector, home_tenant: str, now: Callable[[], float] = time.monotonic) -> None:
        self._connector = connector
        self._home_tenant = home_tenant
        self._now = now
        self._kept: dict[str, tuple[float, Any]] = {}

    async def complete(self, face: Face, where: Where) -> Face:
        """`face` as Teams' own list of members has it; not verified where Teams does not tell."""
        if face.is_bot or not face.user_id or not where.address.get("service_url"):
            return face
        told = await self._looked_up(f"member {face.user_id}", lambda: self._member(face, where))
        if told is None or not _same(face, told):
            return face
        return replace(
            face,
            user_id=told.user_id if told.address.get("aad_object_id") else face.user_id,
            name=told.name,
            email=told.email,
            verified=True,
            outsider=face.outsider or told.outsider,
            address={**told.address, **face.address},
        )

    async def named(self, where: Where) -> Where:
        """`where` with its channel's name: messages tell the ids alone."""
        team, service = where.address.get("team_id"), where.address.get("service_url")
        if where.name or where.type != "channel" or not team or not service:
            return where
        names = await self._looked_up(f"team {team}", lambda: self._channels(service, team))
        return replace(where, name=(names or {}).get(where.external_id, ""))

    async def _member(self, face: Face, where: Where) -> Face:
        place = where.address.get("conversation_id") or where.external_id
        ident = face.address.get("user_id") or face.user_id
        found = await self._connector.member(where.address["service_url"], place, ident)
        told = activity.member(found, where, self._home_tenant)
        # a person's chat with the bot is told by each message; where they were looked up says nothing about them
        return replace(
            told, address={key: kept for key, kept in told.address.items() if key in ("user_id", "aad_object_id")}
        )

    async def _channels(self, service: str, team: str) -> dict[str, str]:
        listed = await self._connector.channels(service, team)
        return {str(each.get("id")): str(each.get("name") or GENERAL) for each in listed}

    async def _looked_up(self, key: str, ask: Callable[[], Awaitable[Found]]) -> Found | None:
        until, kept = self._kept.get(key, (0.0, None))
        if until > self._now():
            return cast("Found | None", kept)
        try:
            found = await asyncio.wait_for(_asked(ask), PATIENCE_S)
            self._keep(key, KEEP_S, found)
            return found
        except (NotSent, TryLater, MaybeSent, TimeoutError) as failed:
            log.info("Teams did not tell about %s: %s", key, failed)
            self._keep(key, PAUSE_S, None)
            return None

    def _keep(self, key: str, seconds: float, found: object) -> None:
        if len(self._kept) >= ROOM:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (self._now() + seconds, found)


def _same(face: Face, told: Face) -> bool:
    """Whether Teams told about whom it was asked for."""
    return bool(_ids(face) & _ids(told))


def _ids(face: Face) -> set[str]:
    ids = (face.user_id, face.address.get("user_id", ""), face.address.get("aad_object_id", ""))
    return {ident.casefold() for ident in ids if ident}


async def _asked(ask: Callable[[], Awaitable[Found]]) -> Found:
    return await ask()
