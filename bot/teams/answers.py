"""The answers that Teams expects to its invokes, each in its own shape."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from bot.teams import cards, text
from bot.teams.adapter import Invoked
from handlers.cards import Card, Facts, Heading, plain
from handlers.reply import Reply

_MESSAGE = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"
_SEARCH = "application/vnd.microsoft.search.searchResponse"
_PREVIEW = "application/vnd.microsoft.card.thumbnail"

NOTHING_FOUND = "Nothing in the register matches that. Try a ref such as A-012, or a word of the title."


def card(shown: Card) -> Invoked:
    """The new look of the card that was pressed."""
    return _ok({"statusCode": 200, "type": cards.CONTENT_TYPE, "value": cards.draw(shown)})


def words(said: str) -> Invoked:
    """A sentence under the card that was pressed. Only who pressed it sees it."""
    return _ok({"statusCode": 200, "type": _MESSAGE, "value": said})


def unreadable(problem: str) -> Invoked:
    return Invoked(400, {"statusCode": 400, "type": _ERROR, "value": {"code": "BadRequest", "message": problem}})


def unknown() -> Invoked:
    """The protocol's answer to an invoke that a bot does not know."""
    return Invoked(501)


def done() -> Invoked:
    """Nothing to show: a dialog closes."""
    return Invoked(200, {})


def task(body: dict[str, Any]) -> Invoked:
    return _ok(body)


def found(results: Iterable[Card]) -> Invoked:
    """What a search from the compose box found; choosing one puts its card into the message."""
    attachments = [
        {**cards.attachment(cards.draw(each)), "preview": {"contentType": _PREVIEW, "content": _preview(each)}}
        for each in results
    ]
    if not attachments:
        return _ok({"composeExtension": {"type": "message", "text": NOTHING_FOUND}})
    return _ok({"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}})


def trouble_in_search(said: str) -> Invoked:
    return _ok({"composeExtension": {"type": "message", "text": said}})


def suggested(results: Iterable[Card]) -> Invoked:
    """What a list that is typed into may offer."""
    offered = [{"title": _title(each), "value": each.record or _title(each)} for each in results]
    return _ok({"statusCode": 200, "type": _SEARCH, "value": {"results": offered}})


def sentence(reply: Reply) -> str:
    """A reply's words where there is room for words alone."""
    if reply.errors:
        return " ".join(dict.fromkeys(reply.errors.values()))
    shown = reply.whisper or reply.face or reply.home
    return shown.text if shown else ""


def _ok(body: dict[str, Any]) -> Invoked:
    return Invoked(200, body)


def _title(shown: Card) -> str:
    heading = next((part.text for part in shown.parts if isinstance(part, Heading)), "")
    return heading or shown.text.partition("\n")[0][:120]


def _preview(shown: Card) -> dict[str, str]:
    """One line of the results; it reads HTML, so what people typed is escaped."""
    facts = next((part.pairs for part in shown.parts if isinstance(part, Facts)), ())
    below = " · ".join(f"{label}: {plain(value)}" for label, value in facts[:3])
    return {
        "title": html.escape(text.literal(_title(shown)), quote=False),
        "text": html.escape(text.literal(below), quote=False),
    }
