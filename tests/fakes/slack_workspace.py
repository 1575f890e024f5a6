"""A workspace as Slack keeps it: people, channels, messages, views; nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.slack.manifest import SCOPES

TEAM = "T1"
BOT = "UBOT"
BOT_ID = "BBOT"

TRIGGER_S = 3.0
RESPONSES = 5


class Refused(Exception):
    """Slack's `{"ok": false, "error": …}`."""

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error = error
        self.detail = detail


@dataclass
class Person:
    id: str
    name: str
    email: str = ""
    handle: str = ""
    team: str = TEAM
    guest: bool = False
    deleted: bool = False
    is_bot: bool = False

    def as_slack(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.handle or self.id.lower(),
            "real_name": self.name,
            "deleted": self.deleted,
            "is_bot": self.is_bot,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "profile": {"real_name": self.name, "display_name": "", "email": self.email},
        }


@dataclass
class Channel:
    id: str
    name: str
    members: set[str]
    private: bool = False
    archived: bool = False
    direct: str = ""  # the one person of a DM with the bot
    messages: list[dict[str, Any]] = field(default_factory=list)

    def as_slack(self) -> dict[str, Any]:
        if self.direct:
            return {"id": self.id, "is_im": True, "user": self.direct}
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": True,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_mpim": False,
        }


@dataclass
class Whisper:
    """An ephemeral message. It can be changed only by the response_url of the press that it came from."""

    channel: str
    user: str
    message: dict[str, Any]


@dataclass
class Way:
    """A response_url: where it answers, and how often it still may."""

    channel: str
    user: str
    original: dict[str, Any] | None = None
    left: int = RESPONSES


@dataclass
class View:
    id: str
    user: str
    view: dict[str, Any]
    hash: str


class Workspace:
    """Everything Slack knows. `now` is its clock; `scopes` is what the app may do, as its manifest says."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.scopes = set(SCOPES)
        self.people: dict[str, Person] = {BOT: Person(BOT, "Chivvy", handle="chivvy", is_bot=True)}
        self.channels: dict[str, Channel] = {}
        self.whispers: list[Whisper] = []
        self.homes: dict[str, View] = {}
        self.modals: dict[str, View] = {}
        self.ways: dict[str, Way] = {}
        self._triggers: dict[str, tuple[str, float, bool]] = {}
        self._last_number = 0
        self._last_ts = 0

    def number(self, prefix: str) -> str:
        self._last_number += 1
        return f"{prefix}{self._last_number:06d}"

    def ts(self) -> str:
        """A message's id: its time, and never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def dm(self, user: str) -> Channel:
        """The DM between `user` and the bot."""
        for channel in self.channels.values():
            if channel.direct == user:
                return channel
        channel = Channel(self.number("D"), "", {user, BOT}, direct=user)
        self.channels[channel.id] = channel
        return channel

    def trigger(self, user: str) -> str:
        trigger = f"{self.number('')}.trigger"
        self._triggers[trigger] = (user, self.now(), False)
        return trigger

    def use_trigger(self, trigger: str) -> str:
        """Whose trigger it is. It works once, for three seconds."""
        if trigger not in self._triggers:
            raise Refused("invalid_trigger_id")
        user, made, used = self._triggers[trigger]
        if used:
            raise Refused("exchanged_trigger_id")
        if self.now() - made > TRIGGER_S:
            raise Refused("expired_trigger_id")
        self._triggers[trigger] = (user, made, True)
        return user

    def way(self, channel: str, user: str, original: dict[str, Any] | None = None) -> str:
        name = self.number("way")
        self.ways[name] = Way(channel, user, original)
        return name

    def channel_for_bot(self, channel: str) -> Channel:
        """A channel that the bot may post in and read; otherwise Slack's refusal."""
        found = self.channels.get(channel)
        if found is None or (BOT not in found.members and (found.private or channel.startswith("D"))):
            raise Refused("channel_not_found")
        if found.archived:
            raise Refused("is_archived")
        if BOT not in found.members:
            raise Refused("not_in_channel")
        return found

    def person(self, user: str) -> Person:
        if user not in self.people:
            raise Refused("user_not_found")
        return self.people[user]

    def keep_view(self, user: str, view: dict[str, Any], kept: dict[str, View]) -> View:
        shown = View(self.number("V"), user, view, self.number("hash"))
        kept[user] = shown
        return shown
