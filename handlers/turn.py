"""A turn: one thing that a person did in chat, as any platform tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PlaceType = Literal["channel", "group", "dm"]


@dataclass(frozen=True, slots=True)
class Face:
    """How a platform knows somebody. `tenant` is the workspace or Entra tenant; `outsider` a guest or a member of another
    organisation, `deleted` a deactivated account; `address` is what the platform needs to write to them later (kept as it is,
    never read here). `verified`: the platform itself, asked for this person, has said who they are and that they are one of
    ours or not. What a request says of people is not enough: it may be out of date, incomplete or forged."""

    platform: str
    user_id: str
    name: str = ""
    email: str = ""
    tenant: str = ""
    outsider: bool = False
    is_bot: bool = False
    address: Mapping[str, str] = field(default_factory=dict)
    deleted: bool = False
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """The place a turn happened in. `thread` is the message that it hangs under, `message` the card that was pressed;
    `address` is what the platform needs to post there later. `whispers`: something can be shown there to one person alone;
    `opens`: a dialog can be opened in answer to this turn; `takes_files`: a document can be posted there."""

    platform: str
    external_id: str
    type: PlaceType
    name: str = ""
    tenant: str = ""
    thread: str | None = None
    message: str | None = None
    address: Mapping[str, str] = field(default_factory=dict)
    whispers: bool = True
    opens: bool = True
    takes_files: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """Words. `text` carries mentions as `<@KEY>`, each KEY in `mentions`; the bot's own mention is already cut off.

    `command` is the slash command without slash or prefix (`action`); `addressed` is False for words that merely passed by
    in a channel: those are never answered unless they answer a question of the bot's.
    """

    text: str
    mentions: Mapping[str, Face] = field(default_factory=dict)
    command: str | None = None
    addressed: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a choice. `data` is the encoded command it carries, `chosen` the value picked, where it was a choice."""

    data: str
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form sent in. `token` is the form's own, `values` what was filled in: text, ISO dates, person ids, lists of ids."""

    token: str
    values: Mapping[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class Captured:
    """ "Log as action" on somebody's message: its words, who wrote it, and a link back."""

    kind: str
    text: str
    author: str
    link: str
    mentions: Mapping[str, Face] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """The bot's home was opened: App Home, or the personal chat for the first time."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A search from the compose box."""

    text: str


@dataclass(frozen=True, slots=True)
class Met:
    """Who is in this place, told by the platform when people join or when it was asked."""

    people: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Archived:
    """The place was archived (or, with `back`, brought back)."""

    back: bool = False


Deed = Said | Pressed | Submitted | Captured | Opened | Searched | Met | Archived


@dataclass(frozen=True, slots=True)
class Turn:
    """One deed by one person in one place. `id` is the platform's own name of it: the same id twice is one turn."""

    id: str
    speaker: Face
    where: Where
    deed: Deed
