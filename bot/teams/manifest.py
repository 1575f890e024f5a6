"""The Teams app manifest, derived from the kinds, and the package that an administrator uploads."""

from __future__ import annotations

import json
import re
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

from bot.teams import limits
from bot.teams.invokes import LOG_AS
from bot.teams.limits import EXAMPLE_DOMAIN
from governance.errors import ChivvyError
from governance.kind import Kind
from governance.kinds import all_kinds

SCHEMA = "https://developer.microsoft.com/en-us/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
PLACEHOLDER = "00000000-0000-0000-0000-000000000000"  # stands for the bot's app id in the file that is checked in

_HERE = Path(__file__).parent
_ICONS = ("color.png", "outline.png")
_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same package for the same version, whenever it is made

_SHORT = "Keeps your programme's register, and reminds people kindly until it is done"
_FULL = (
    "Chivvy is the project officer's colleague in chat. Log what is promised, decided or feared where you talk about "
    "it, in a channel, a thread or a chat: Chivvy works out the dates, reminds its owner in a direct message, tells the "
    "workstream's channel if it stays overdue, and posts a weekly summary. One register for the whole programme, "
    "whether people use Teams or Slack. It keeps {kinds}."
)
_COMMON = (
    ("my", "Your work: what you have promised, by when it is due"),
    ("raid", "The workstream's register at a glance, and what is wrong with it"),
    ("workstream", "Set up a workstream, bind this channel to it, say who leads it"),
)


class AppIdUnusable(ChivvyError):
    """MicrosoftAppId is “{given}”, which is not an app id: one looks like
    12345678-abcd-1234-abcd-123456789012. Copy it from your bot's page in Azure. Nothing was written."""


def manifest(app_id: str = "", domain: str = EXAMPLE_DOMAIN) -> dict[str, Any]:
    """The manifest for the bot with this app id; with a placeholder where there is none yet. `domain` is
    where Chivvy's own page is."""
    ident = app_id or PLACEHOLDER
    if not _GUID.fullmatch(ident):
        raise AppIdUnusable(given=app_id)
    kinds = [body.kind for body in all_kinds().values()]
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.25",
        "version": _version(),
        "id": ident,
        "developer": {
            "name": "Chivvy contributors",
            "websiteUrl": f"https://{domain}",
            "privacyUrl": f"https://{domain}/privacy",
            "termsOfUseUrl": f"https://{domain}/terms",
        },
        "name": {"short": "Chivvy", "full": "Chivvy, for programme registers"},
        "description": {
            "short": _SHORT,
            "full": _cut(_FULL.format(kinds=", ".join(kind.plural for kind in kinds)), limits.DESCRIPTION_FULL),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#0B5C63",
        "bots": [_bot(ident, kinds)],
        "composeExtensions": [_extension(ident, kinds)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
        "defaultInstallScope": "team",
    }


def text(app_id: str = "", domain: str = EXAMPLE_DOMAIN) -> str:
    """The manifest as it is written to a file."""
    return json.dumps(manifest(app_id, domain), indent=2, ensure_ascii=False) + "\n"


def package(app_id: str, out: Path, domain: str = EXAMPLE_DOMAIN) -> None:
    """Write the app package, to be uploaded in the Teams admin centre or under Apps in Teams. Without an
    app id it holds the placeholder, and Teams will not take it before that is replaced."""
    manifested = text(app_id, domain)
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("manifest.json", _STAMP), manifested)
        for icon in _ICONS:
            archive.writestr(zipfile.ZipInfo(icon, _STAMP), (_HERE / icon).read_bytes())


def _bot(ident: str, kinds: list[Kind]) -> dict[str, Any]:
    commands = _commands(kinds)
    return {
        "botId": ident,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": True,  # documents, offered in the personal chat
        "isNotificationOnly": False,
        "commandLists": [{"scopes": [scope], "commands": commands} for scope in ("personal", "team", "groupChat")],
    }


def _commands(kinds: list[Kind]) -> list[dict[str, str]]:
    """One line a kind in the order of kinds, while there is room; then what is common to all; at last the help, which names
    the kinds that had no room: words work all the same."""
    room = limits.COMMANDS - len(_COMMON) - 1
    derived = [(kind.name, f"Log {_article(kind.name)}: {kind.meaning}") for kind in kinds[:room]]
    others = ", ".join(kind.name for kind in kinds[room:])
    help_line = (
        "help",
        f"What you can say; also for {others}" if others else "What you can say to Chivvy, with examples",
    )
    return [
        {"title": title[: limits.COMMAND_TITLE], "description": _cut(said, limits.COMMAND_DESCRIPTION)}
        for title, said in (*derived, *_COMMON, help_line)
    ]


def _extension(ident: str, kinds: list[Kind]) -> dict[str, Any]:
    """The search, and “Log as …” for the kinds that a message can become; others are logged by words or by their form."""
    captured = [kind for kind in kinds if kind.capture][: limits.COMPOSE_COMMANDS - 1]
    return {"botId": ident, "commands": [_search(kinds), *(_log_as(kind) for kind in captured)]}


def _search(kinds: list[Kind]) -> dict[str, Any]:
    plurals = ", ".join(kind.plural for kind in kinds[:3])
    return {
        "id": "search",
        "type": "query",
        "context": ["compose", "commandBox"],
        "title": "Search the register",
        "description": _cut(f"Find {plurals} … and put one into your message", limits.COMMAND_DESCRIPTION),
        "initialRun": True,
        "parameters": [
            {
                "name": "text",
                "title": "Ref or words",
                "description": "A ref such as A-012, or words of the title",
                "inputType": "text",
            }
        ],
    }


def _log_as(kind: Kind) -> dict[str, Any]:
    """Found on every message under "More actions", and beside the compose box."""
    return {
        "id": f"{LOG_AS}{kind.name}",
        "type": "action",
        "context": ["message", "compose"],
        "title": f"Log as {kind.name}"[: limits.COMMAND_TITLE],
        "description": _cut(f"Log {_article(kind.name)}: {kind.meaning}", limits.COMMAND_DESCRIPTION),
        "fetchTask": True,
    }


def _version() -> str:
    try:
        return metadata.version("chivvy")
    except metadata.PackageNotFoundError:
        return "0.1.0"


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _cut(said: str, longest: int) -> str:
    return said if len(said) <= longest else said[: longest - 1].rstrip() + "…"
