"""Slack's app manifest, worked out from the kinds: installing from it is all the set-up that Slack needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.slack import limits
from bot.slack.door import PATH
from bot.slack.limits import shorten
from bot.slack.reading import SHORTCUT
from governance.kind import Kind
from governance.kinds import all_kinds

FILE = Path(__file__).with_name("manifest.json")
EXAMPLE_ADDRESS = "https://chivvy.example.gov.uk"

SCOPES = (
    "app_mentions:read",  # words after the bot's name
    "channels:history",  # after a lost reply or a file: is the message there? (conversations.history, conversations.replies)
    "channels:join",  # posting in a public channel that a workstream was bound to, without an invitation
    "channels:read",  # its name, its people, whether it is archived
    "chat:write",
    "commands",  # slash commands and “Log as …”
    "files:write",  # documents: sending them, and taking back one that Slack took and did not show
    "groups:history",  # the same for private channels, once invited
    "groups:read",
    "im:history",  # words said to the bot in a DM
    "im:write",  # opening a DM
    "mpim:history",  # the same for group DMs
    "mpim:read",
    "users:read",  # names; who is a guest
    "users:read.email",  # which person of the register somebody is
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_unarchive",
    "group_archive",
    "group_unarchive",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)
OWN_COMMANDS = {
    "my": ("Your work: what you have promised, by when it is due", ""),
    "raid": ("The workstream's register at a glance, and what is wrong with it", "health | for HR"),
    "report": ("A report: of the register, of a case, of complaints", "raid | complaints | chronology CMP-0010"),
    "why": ("How a date was worked out: each step, the rule and its source", "CMP-0010"),
    "workstream": (
        "Set up a workstream, bind this channel to it, say who leads it",
        "create ICT | lead @sam | settings",
    ),
    "chivvy": (
        "See what Chivvy understands, or take back the last thing you did",
        "help | undo | settings | proof A-012",
    ),
}


def manifest(
    prefix: str = "", base_url: str | None = None, socket_mode: bool = False, kinds: Iterable[Kind] | None = None
) -> dict[str, Any]:
    """The manifest. `base_url` is where Slack reaches us over HTTP; Socket Mode needs none."""
    declared = tuple(kinds) if kinds is not None else tuple(body.kind for body in all_kinds().values())
    address = {} if socket_mode else {"url": (base_url or EXAMPLE_ADDRESS).rstrip("/") + PATH}
    request = {"request_url": address["url"]} if address else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Chivvy",
            "description": "Keeps your programme's register in chat: logs, works out the dates, reminds kindly.",
            "background_color": "#1d3557",
            "long_description": _LONG.format(kinds=_plurals(declared)),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Chivvy", "always_online": True},
            "shortcuts": [_shortcut(kind) for kind in declared if kind.capture][: limits.SHORTCUTS],
            "slash_commands": [
                _command(prefix, name, *words, address) for name, words in _all_commands(declared).items()
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


_LONG = (
    "Chivvy is the project officer's colleague in chat. Log what is promised, decided or feared where you already talk: "
    "Chivvy works out the dates, reminds its owner in a direct message, tells the workstream's channel if it stays "
    "overdue, and posts a weekly summary. It keeps {kinds}. Type /chivvy help to see what it understands."
)


def _plurals(kinds: tuple[Kind, ...]) -> str:
    """Every kind, also one that is too many to have a command of its own."""
    return ", ".join(kind.plural for kind in kinds)


def text(prefix: str = "", base_url: str | None = None, socket_mode: bool = False) -> str:
    """The manifest as it is pasted into Slack, and kept in `manifest.json`."""
    return json.dumps(manifest(prefix, base_url, socket_mode), indent=2, ensure_ascii=False) + "\n"


def commands(prefix: str = "") -> tuple[str, ...]:
    """Every slash command there is, with its slash."""
    return tuple(command["command"] for command in manifest(prefix)["features"]["slash_commands"])


def _all_commands(kinds: tuple[Kind, ...]) -> dict[str, tuple[str, str]]:
    """What each slash command does, and what is typed after it. Kinds that are too many have no command."""
    room = limits.COMMANDS - len(OWN_COMMANDS)
    return {kind.command: _kind_words(kind) for kind in kinds[:room]} | OWN_COMMANDS


def _kind_words(kind: Kind) -> tuple[str, str]:
    hint = kind.example.removeprefix(f"/{kind.command}").strip()
    return f"Log {_an(kind.name)}: {kind.meaning}. Or find and change {kind.plural}", hint


def _command(prefix: str, name: str, description: str, hint: str, address: dict[str, str]) -> dict[str, Any]:
    command = f"/{prefix.removeprefix('/')}{name}"
    if len(command) > limits.COMMAND_NAME:
        raise ValueError(f"{command} has {len(command)} characters; Slack allows {limits.COMMAND_NAME}")
    return {
        "command": command,
        **address,
        "description": description,
        **({"usage_hint": hint} if hint else {}),
        "should_escape": True,  # without it a mention arrives as bare words, and nobody knows who is meant
    }


def _shortcut(kind: Kind) -> dict[str, Any]:
    return {
        "name": shorten(f"Log as {kind.name}", limits.SHORTCUT_NAME),
        "type": "message",
        "callback_id": f"{SHORTCUT}{kind.name}",
        "description": f"Make {_an(kind.name)} of this message, with a link back to it",
    }


def _an(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
