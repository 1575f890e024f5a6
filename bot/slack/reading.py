"""Slack's requests read as turns. Reading raises Unreadable where a request has not the shape that Slack gives it."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ParamSpec, TypeVar

from bot.slack import modals
from bot.slack.blocks import choice_data
from bot.slack.directory import Directory
from bot.slack.mrkdwn import read
from bot.slack.origin import Origin, place_name, place_type
from handlers.turn import Archived, Captured, Deed, Face, Met, Opened, Pressed, Said, Turn

SHORTCUT = "log_"
# What people write. Edits, deletions, joins and other bots' words come as subtypes of their own and are no turns.
_WRITTEN = (None, "file_share", "thread_broadcast", "me_message")

P = ParamSpec("P")
R = TypeVar("R")


class Unreadable(Exception):
    """The request has not the shape that Slack gives it."""


@dataclass(frozen=True)
class Request:
    """One request, read: a turn but for what must be looked up. `name` and `team` are what it says of its speaker."""

    id: str
    origin: Origin
    deed: Callable[[], Awaitable[Deed]]
    name: str = ""
    team: str = ""


def readable(reading: Callable[P, R]) -> Callable[P, R]:
    """Whatever a reading trips over in a request is that request's fault."""

    @functools.wraps(reading)
    def tell(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return reading(*args, **kwargs)
        except (LookupError, TypeError, AttributeError, ValueError) as odd:
            raise Unreadable(f"{type(odd).__name__} in {reading.__name__}") from odd

    return tell


class Reader:
    """Reads requests; `directory` is asked for names, and only when the turn is made."""

    def __init__(self, directory: Directory, prefix: str, kinds: tuple[str, ...]) -> None:
        self._directory = directory
        self._prefix = prefix
        self._kinds = kinds

    async def turn(self, request: Request) -> Turn:
        origin = request.origin
        speaker = await self._directory.face(origin.user, request.name, request.team)
        if origin.channel and origin.type == "channel" and not origin.name:
            channel = await self._directory.channel(origin.channel)
            origin = replace(origin, name=channel.name, type=channel.type)
        return Turn(request.id, speaker, origin.where, await request.deed())

    @readable
    def slash(self, body: Mapping[str, Any]) -> Request:
        channel, name = body["channel_id"], body.get("channel_name") or ""
        origin = Origin(
            user=body["user_id"],
            channel=channel,
            type=place_type(channel, name),
            name=place_name(name),
            team=body.get("team_id") or "",
            trigger=body["trigger_id"],
            response_url=body["response_url"],
        )
        command = body["command"].removeprefix("/").removeprefix(self._prefix)
        text = body.get("text") or ""
        return Request(
            f"slash:{body['trigger_id']}",
            origin,
            lambda: self._said(text, command=command),
            body.get("user_name") or "",
        )

    @readable
    def message(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> Request | None:
        """Words in a DM, or after the bot's name. None where nobody said anything to the bot."""
        if event.get("subtype") not in _WRITTEN or event.get("bot_id") or not event.get("user"):
            return None
        me = self._me(body)
        if event["user"] in (me, "USLACKBOT"):
            return None
        origin = self._event_origin(body, event)
        link = self._permalink(origin.channel, event["ts"], origin.thread)
        text = str(event.get("text") or "")
        # Named by its message, not by the event: a mention added by an edit is new, a repeated or edited one is not.
        return Request(
            f"message:{origin.channel}:{event['ts']}",
            origin,
            lambda: self._said(text, me=me, link=link),
            team=event.get("user_team") or event.get("team") or "",
        )

    @readable
    def opened(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> Request:
        origin = replace(self._event_origin(body, event), type="dm", home=True)
        return Request(self._event_id(body), origin, _ready(Opened()))

    @readable
    def joined(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> Request:
        user = str(event["user"])

        async def met() -> Deed:
            return Met((await self._directory.face(user, team=event.get("team") or ""),))

        return Request(self._event_id(body), self._event_origin(body, event), met)

    @readable
    def archived(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> Request:
        origin = self._event_origin(body, event)
        return Request(self._event_id(body), origin, _ready(Archived(back=event["type"].endswith("_unarchive"))))

    @readable
    def pressed(self, body: Mapping[str, Any]) -> Request | None:
        """A button or a menu. None for what only changes what stands in a dialog."""
        action, container = body["actions"][0], body["container"]
        origin = self._view_origin(body) if container["type"] == "view" else self._message_origin(body)
        if origin is None:
            return None
        chosen = (action.get("selected_option") or {}).get("value")
        data = action["value"] if action["type"] == "button" else choice_data(action)
        name = f"press:{body['trigger_id']}:{action.get('action_ts', '')}"
        return Request(name, origin, _ready(Pressed(str(data), chosen)), body["user"].get("name") or "")

    @readable
    def submitted(self, body: Mapping[str, Any]) -> Request:
        submitted, origin = modals.read(body["view"])
        origin = replace(origin, user=body["user"]["id"], trigger=body.get("trigger_id") or "")
        view = body["view"]
        # A view keeps its hash while errors are mended: view and hash alone would take the second try for the first.
        name = f"form:{view['id']}:{view.get('hash', '')}:{origin.trigger}"
        return Request(name, origin, _ready(submitted), body["user"].get("name") or "")

    @readable
    def captured(self, body: Mapping[str, Any]) -> Request:
        kind = body["callback_id"].removeprefix(SHORTCUT)
        if kind not in self._kinds:
            raise Unreadable(f"there is no shortcut {body['callback_id']!r}")
        message, channel = body["message"], body["channel"]
        name = channel.get("name") or ""
        origin = Origin(
            user=body["user"]["id"],
            channel=channel["id"],
            type=place_type(channel["id"], name),
            name=place_name(name),
            team=(body.get("team") or {}).get("id") or "",
            thread=message.get("thread_ts"),
            trigger=body["trigger_id"],
            response_url=body.get("response_url") or "",
        )
        link = self._permalink(
            origin.channel, message["ts"], origin.thread, (body.get("team") or {}).get("domain") or ""
        )
        return Request(
            f"shortcut:{body['trigger_id']}",
            origin,
            lambda: self._captured(kind, message, link),
            body["user"].get("name") or "",
        )

    def _me(self, body: Mapping[str, Any]) -> str:
        """The bot's own user id: from `auth.test`, or from the event itself while Slack cannot be reached."""
        granted = body.get("authorizations") or [{}]
        return self._directory.me.user or granted[0].get("user_id") or ""

    def _event_id(self, body: Mapping[str, Any]) -> str:
        return f"event:{body['event_id']}"

    def _event_origin(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> Origin:
        channel = str(event.get("channel") or "")
        return Origin(
            user=str(event.get("user") or ""),
            channel=channel,
            type="dm" if event.get("channel_type") == "im" else place_type(channel),
            team=body.get("team_id") or "",
            thread=event.get("thread_ts"),
        )

    def _message_origin(self, body: Mapping[str, Any]) -> Origin:
        container, channel = body["container"], body.get("channel") or {}
        message = body.get("message") or {}
        whispered = bool(container.get("is_ephemeral"))
        where, name = channel.get("id") or container["channel_id"], channel.get("name") or ""
        return Origin(
            user=body["user"]["id"],
            channel=where,
            type=place_type(where, name),
            name=place_name(name),
            team=(body.get("team") or {}).get("id") or "",
            thread=message.get("thread_ts") or container.get("thread_ts"),
            message=None if whispered else container["message_ts"],
            whispered=whispered,
            trigger=body["trigger_id"],
            response_url=body.get("response_url") or "",
        )

    def _view_origin(self, body: Mapping[str, Any]) -> Origin | None:
        view = body["view"]
        if view.get("type") != "home":
            return None
        packed = json.loads(view.get("private_metadata") or "{}")
        user = body["user"]["id"]
        origin = Origin.unpacked({"p": "dm", **packed, "u": user, "h": True})
        return replace(origin, trigger=body["trigger_id"], team=(body.get("team") or {}).get("id") or "")

    def _permalink(self, channel: str, ts: str, thread: str | None, domain: str = "") -> str:
        """The address of a message, as `chat.getPermalink` gives it, without the call."""
        base = self._directory.me.url or (f"https://{domain}.slack.com/" if domain else "")
        if not base:
            return ""
        below = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
        return f"{base.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}{below}"

    async def _said(self, text: str, *, command: str | None = None, me: str = "", link: str = "") -> Said:
        words, mentions = await self._words(text, me)
        return Said(words, mentions, command=command, link=link)

    async def _captured(self, kind: str, message: Mapping[str, Any], link: str) -> Captured:
        words, mentions = await self._words(str(message.get("text") or ""), "")
        user = message.get("user")
        bot = message.get("username") or (message.get("bot_profile") or {}).get("name") or ""
        author = (await self._directory.face(user)).name if user and not bot else bot
        return Captured(kind, words, author, link, mentions)

    async def _words(self, text: str, me: str) -> tuple[str, Mapping[str, Face]]:
        """What was typed, the bot's own name cut off, and who is mentioned."""
        words, keys = read(text)
        if me:
            words = words.replace(f"<@{me}>", " ").strip().lstrip(",:").strip()
        others = tuple(key for key in keys if key != me)
        faces = await self._directory.faces(others)
        return words.strip(), dict(zip(others, faces, strict=True))


def _ready(deed: Deed) -> Callable[[], Awaitable[Deed]]:
    async def given() -> Deed:
        return deed

    return given
