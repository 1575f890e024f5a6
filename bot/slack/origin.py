"""Where a request came from, and with it every way of answering the person who made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handlers.turn import PlaceType, Where

# Short names, for a form's origin travels in a field of at most 3,000 characters.
_PACKED = {
    "c": "channel",
    "p": "type",
    "n": "name",
    "t": "team",
    "u": "user",
    "th": "thread",
    "m": "message",
    "h": "home",
}


@dataclass(frozen=True)
class Origin:
    """One request's place, person and ways back. `home` is True in App Home, `whispered` where what was pressed is an
    ephemeral message (which only its `response_url` can change)."""

    user: str
    channel: str = ""
    type: PlaceType = "channel"
    name: str = ""
    team: str = ""
    thread: str | None = None
    message: str | None = None
    home: bool = False
    whispered: bool = False
    view: str = ""
    trigger: str = field(default="", repr=False)
    response_url: str = field(default="", repr=False)

    @property
    def where(self) -> Where:
        return Where(
            platform="slack",
            external_id=self.channel,
            type=self.type,
            name=self.name,
            tenant=self.team,
            thread=self.thread,
            message=self.message,
            # A DM may be one between two people, where no bot can post: then its user tells whom to write to instead.
            address={"user": self.user} if self.type == "dm" else {},
            opens=bool(self.trigger),
        )

    def packed(self) -> dict[str, Any]:
        return {short: value for short, name in _PACKED.items() if (value := getattr(self, name))}

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> Origin:
        return cls(**{_PACKED[short]: value for short, value in packed.items()})


def place_type(channel: str, name: str = "") -> PlaceType:
    """What sort of place an id and a name tell of. Group DMs are named mpdm-…; private channels look like channels."""
    if channel.startswith("D") or name == "directmessage":
        return "dm"
    return "group" if name.startswith("mpdm-") else "channel"


def place_name(name: str) -> str:
    """A channel's name, where Slack gives it: for private ones a slash command says `privategroup`."""
    return "" if name in ("directmessage", "privategroup") or name.startswith("mpdm-") else name
