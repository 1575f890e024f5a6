"""Text as a platform writes it on the wire, read at the terminal: mentions become people, the bot's own is cut off."""

from __future__ import annotations

import re
from dataclasses import replace

from governance.people import Person
from handlers.turn import Said
from handlers.words.understanding import Surroundings
from storage.register import Register

SLACK_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
TEAMS_MENTION = re.compile(r"<at>([^<]*)</at>")


async def heard(
    text: str, platform: str, where: str, around: Surroundings, register: Register
) -> tuple[Said, Surroundings]:
    """`text` as the conversation would hear it. A mention that opens the text is the bot's, if nobody else is known by it;
    in a channel, words that mention nobody were not said to the bot."""
    mentions: dict[str, Person | None] = {}
    if platform == "teams":
        text = TEAMS_MENTION.sub(lambda match: _key(match[1], around, mentions), text)
    else:
        for user in SLACK_MENTION.findall(text):
            mentions[user] = await register.people.by_identity("slack", user)
    bot = next(
        (key for key, person in mentions.items() if person is None and text.lstrip().startswith(f"<@{key}")), None
    )
    if bot is not None:
        del mentions[bot]
        text = re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", "", text, count=1).strip()
    said = Said(text=text, command=_command(text), addressed=where == "dm" or bot is not None or text.startswith("/"))
    if said.command is not None:
        said = replace(said, text=text.partition(" ")[2].strip())
    return said, replace(around, mentions=mentions, private=where == "dm")


def _key(name: str, around: Surroundings, mentions: dict[str, Person | None]) -> str:
    found = next((person for person in around.people if person.name.casefold() == name.strip().casefold()), None)
    key = found.id if found else re.sub(r"\W", "", name).upper() or "BOT"
    mentions[key] = found
    return f"<@{key}>"


def _command(text: str) -> str | None:
    match = re.match(r"/([a-z][\w-]*)", text.strip())
    return match[1] if match else None
