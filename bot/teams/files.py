"""Files in Teams. In a personal chat somebody is asked whether they want one; when they say yes, Teams gives a place for it in
their OneDrive. Elsewhere a bot can post none: there stands a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.shelf import SignedLink
from bot.teams import text
from bot.teams.activity import words
from bot.teams.cards import OURS, Drawn
from handlers.cards import Card, Link, Para, Row, Small, plain
from handlers.wording import day
from reports.paper import File, sort_and_size
from storage.attachments import KEPT_FOR

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"

FILE = "file"  # in the context of a consent: the key under which the document waits


def offer(card: Card, file: File, key: str) -> Drawn:
    """The message that asks whether somebody wants a document. Teams shows its name, its size and these words."""
    lines = [plain(part.text) for part in card.parts if isinstance(part, Para | Small | Row)] or [card.text]
    lines.append(f"If you allow it, it goes into your OneDrive. I keep it for you for {KEPT_FOR.days} days")
    context = {OURS: {FILE: key}}
    content = {
        "description": text.literal(" ".join(_sentence(line) for line in lines)),
        "sizeInBytes": len(file.content),
        "acceptContext": context,
        "declineContext": context,
    }
    return _message(card.text, {"contentType": CONSENT, "name": file.name, "content": content})


def there(upload: Mapping[str, Any]) -> Drawn:
    """The message that shows a document in somebody's OneDrive, by what Teams told of its place there."""
    name = words(upload.get("name"))
    content = {"uniqueId": words(upload.get("uniqueId")), "fileType": words(upload.get("fileType"))}
    told = {"contentType": INFO, "contentUrl": words(upload.get("contentUrl")), "name": name, "content": content}
    return _message(f"{name} is in your OneDrive", told)


def linked(card: Card, file: File, link: SignedLink) -> Card:
    """`card` with a link to its document."""
    about = sort_and_size(file.name, len(file.content))
    until = f"The link works until {day(link.until.date())}, for everybody who has it."
    return replace(card, parts=(*card.parts, Para((Link(link.url, f"Download ({about})"),)), Small((until,))))


def _message(summary: str, attachment: Drawn) -> Drawn:
    return {"type": "message", "summary": summary, "attachments": [attachment]}


def _sentence(line: str) -> str:
    return line if line.endswith((".", "?", "!")) else f"{line}."
