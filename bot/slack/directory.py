"""Who and what Slack's ids stand for: people, channels, the bot itself. Kept for an hour, done without when missing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failure import LIMITED, error_code, retry_after, why
from bot.slack.origin import place_type
from handlers.turn import Face, PlaceType

KEEP_S = 3600.0
PATIENCE_S = 1.5  # somebody waits for the answer: rather none than a late one
_NOBODY = ("user_not_found", "user_not_visible")  # nobody of this workspace, says Slack
AT_ONCE = 8  # users.info allows 100 a minute and more (tier 4)

log = structlog.get_logger("chivvy.slack")


@dataclass(frozen=True)
class Myself:
    """The bot, as `auth.test` tells. All empty until Slack has answered once."""

    user: str = ""
    bot: str = ""
    team: str = ""
    enterprise: str = ""
    url: str = ""


@dataclass(frozen=True)
class Channel:
    """`hidden` where Slack says that there is none such: a private channel that the bot was never invited to."""

    name: str = ""
    type: PlaceType = "channel"
    hidden: bool = False


class Directory:
    """Looks ids up through `client`. Nothing here raises: what Slack does not tell in time is left empty."""

    def __init__(self, client: AsyncWebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._now = now
        self._kept: dict[str, tuple[float, Any]] = {}
        self.me = Myself()

    async def meet_myself(self) -> Myself:
        if not self.me.user:
            told = await self._ask("auth.test", lambda: self._client.auth_test())
            if "user_id" in told:
                self.me = Myself(
                    *(str(told.get(name) or "") for name in ("user_id", "bot_id", "team_id", "enterprise_id", "url"))
                )
        return self.me

    async def face(self, user: str, name: str = "", team: str = "", *, patience: float = PATIENCE_S) -> Face:
        """Somebody's face. `name` and `team` are what the request said of them, for when Slack says no more."""
        kept = self._recall(user)
        if kept is None and user:
            await self.meet_myself()
            told = await self._ask(f"users.info {user}", lambda: self._client.users_info(user=user), patience)
            if "user" in told:
                face = self._draw(told["user"])
                return self._keep(user, face) if face.verified else face
            if told.get("error") in _NOBODY:
                return Face("slack", user, name, outsider=True)
        if kept:
            return kept  # type: ignore[no-any-return]
        foreign = bool(team and self.me.team and team not in (self.me.team, self.me.enterprise))
        return Face("slack", user, name, tenant=team or self.me.team, outsider=foreign)

    async def faces(self, users: tuple[str, ...], *, patience: float = PATIENCE_S) -> tuple[Face, ...]:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(user: str) -> Face:
            async with gate:
                return await self.face(user, patience=patience)

        return tuple(await asyncio.gather(*map(one, users)))

    async def channel(self, channel: str) -> Channel:
        """A channel's name and sort, for events that tell neither."""
        kept = self._recall(channel)
        if kept is None:
            told = await self._ask(
                f"conversations.info {channel}", lambda: self._client.conversations_info(channel=channel)
            )
            if "channel" not in told:
                return Channel(type=place_type(channel), hidden=told.get("error") == "channel_not_found")
            kept = self._keep(channel, _channel(told["channel"]))
        return kept  # type: ignore[no-any-return]

    def forget(self, *ids: str) -> None:
        """Told that something has changed: the next one to ask asks Slack."""
        for one in ids:
            self._kept.pop(one, None)

    def _draw(self, user: Mapping[str, Any]) -> Face:
        profile = user.get("profile") or {}
        name = (
            profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name") or ""
        )
        guest = user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")
        return Face(
            "slack",
            str(user["id"]),
            str(name),
            email=str(profile.get("email") or ""),
            tenant=str(user.get("team_id") or self.me.team),
            outsider=bool(guest) or self._foreign(user),
            is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
            deleted=bool(user.get("deleted")),
            verified=bool(self.me.team),  # who is one of ours can be told only once we know which workspace is ours
        )

    def _foreign(self, user: Mapping[str, Any]) -> bool:
        """From another workspace. Within one Enterprise organisation, another workspace is still the same house."""
        team = user.get("team_id")
        enterprise = (user.get("enterprise_user") or {}).get("enterprise_id")
        if not team or not self.me.team or (enterprise and enterprise == self.me.enterprise):
            return False
        return team not in (self.me.team, self.me.enterprise)

    async def _ask(
        self, what: str, ask: Callable[[], Awaitable[Any]], patience: float = PATIENCE_S
    ) -> Mapping[str, Any]:
        """Slack's answer, or its error, or nothing. Where Slack asks for a pause and patience allows it, it is kept."""
        try:
            async with asyncio.timeout(patience):
                while True:
                    try:
                        return (await ask()).data  # type: ignore[no-any-return]
                    except SlackApiError as refused:
                        if (pause := _pause(refused)) is None or pause > patience:
                            log.warning("Slack did not tell", what=what, why=why(refused))
                            return {"error": error_code(refused)}
                        await asyncio.sleep(pause)
        except (aiohttp.ClientError, OSError, TimeoutError) as untold:
            log.warning("Slack did not tell", what=what, why=why(untold))
            return {}

    def _recall(self, key: str) -> Any:
        found = self._kept.get(key)
        return found[1] if found and self._now() - found[0] < KEEP_S else None

    def _keep(self, key: str, value: Any) -> Any:
        self._kept[key] = (self._now(), value)
        return value


def _pause(refused: SlackApiError) -> float | None:
    """How long Slack asks to be left alone, if that is what it says."""
    return retry_after(refused) if error_code(refused) in LIMITED else None


def _channel(told: Mapping[str, Any]) -> Channel:
    if told.get("is_im"):
        return Channel(type="dm")
    if told.get("is_mpim"):
        return Channel(type="group")
    return Channel(name=str(told.get("name") or ""))
