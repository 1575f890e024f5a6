"""Words on their way to Teams and back: nothing that a person typed is ever read as formatting, a mention
or a date."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.teams.limits import PARAGRAPH
from handlers.cards import Inline, Link, Rich, Strong, Who

# Only what Teams' small Markdown would act on; everything else stays as typed, for a client that shows the backslash.
_MARKDOWN = re.compile(r"([\\`*\[\]]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_]))")
_LINE_START = re.compile(r"^[ \t]*(>|#{1,6}(?=\s|$)|[+-](?=\s|$)|-(?=[\s-]*$)|\d+[.)](?=\s|$))", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_INDENT = re.compile(r"^(?: {4,}| {0,3}\t)[ \t]*", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"<\s*(?:br\s*/?|/p|/div|/li|/h\d|/tr|/blockquote)\s*>", re.IGNORECASE)


def safe_url(url: str) -> str | None:
    """`url` when it is one that may be clicked (http or https with a host), else None."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None


def literal(text: str) -> str:
    """Text that no client computes with: a card turns `{{DATE(…)}}` into a date even where it reads no
    Markdown."""
    shown = text if len(text) <= PARAGRAPH else text[: PARAGRAPH - 1] + "…"
    return shown.replace("{{", "{\u200b{")


def escape(text: str) -> str:
    """Text for the places that read Markdown (headings, facts), so that it is shown as it was typed."""
    escaped = _MARKDOWN.sub(r"\\\1", _INDENT.sub(" ", literal(text)))
    escaped = _LINE_START.sub(lambda mark: f"{mark[0][:-1]}\\{mark[0][-1]}", escaped)
    return _ENTITY.sub("&amp;", escaped).replace("<", "&lt;")


def runs(rich: Rich, *, small: bool = False) -> list[dict[str, Any]]:
    """Rich text as TextRuns, which read no Markdown at all."""
    return [_run(piece, small) for piece in rich if piece != ""]


def _run(piece: Inline, small: bool) -> dict[str, Any]:
    look: dict[str, Any] = {"type": "TextRun"}
    if small:
        look |= {"size": "Small", "isSubtle": True}
    match piece:
        case Strong(text=text):
            return look | {"text": literal(text), "weight": "Bolder"}
        case Who(name=name):
            return look | {"text": literal(name), "weight": "Bolder"}
        case Link(url=url, text=text):
            target = safe_url(url)
            action = {"selectAction": {"type": "Action.OpenUrl", "url": target}, "underline": True} if target else {}
            return look | {"text": literal(text)} | action
        case _:
            return look | {"text": literal(str(piece))}


def lines(rich: Rich) -> list[Rich]:
    """Rich text cut at its line breaks: a RichTextBlock draws none."""
    found: list[list[Inline]] = [[]]
    for piece in rich:
        if not isinstance(piece, str):
            found[-1].append(piece)
            continue
        first, *rest = piece.splitlines() or [""]
        found[-1].append(first)
        found.extend([line] for line in rest)
        if piece.endswith("\n"):
            found.append([])
    return [tuple(line) for line in found if any(line)]


def marked(rich: Rich, mentions: Mentions | None = None) -> str:
    """Rich text for what reads Markdown: escaped, people as `<at>` with an entity in `mentions` where that is given."""
    return "".join(_marked(piece, mentions) for piece in rich)


def _marked(piece: Inline, mentions: Mentions | None) -> str:
    match piece:
        case Who():
            return mentions.at(piece) if mentions else escape(piece.name)
        case Strong(text=text):
            return f"**{escape(text)}**"
        case Link(url=url, text=text) if target := safe_url(url):
            return f"[{escape(text)}]({target.replace('(', '%28').replace(')', '%29').replace(' ', '%20')})"
        case Link(text=text):
            return escape(text)
        case _:
            return escape(str(piece))


class Mentions:
    """The people mentioned in one card. Only names that survive inside `<at>` unchanged are mentioned: the
    words in the card and in the entity must be the same."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self.entities: list[dict[str, Any]] = []

    def at(self, who: Who) -> str:
        if not (self.wanted and who.user) or escape(who.name) != who.name or "&" in who.name:
            return escape(who.name)
        said = f"<at>{who.name}</at>"
        if all(entity["text"] != said for entity in self.entities):
            self.entities.append({"type": "mention", "text": said, "mentioned": {"id": who.user, "name": who.name}})
        return said


def heard(text: str, spoken: Sequence[tuple[str, str]]) -> str:
    """What was typed, as plain text. `spoken` are the pieces of markup in the order of the text
    (`<at>Sam</at>`), each with what to put there; the rest loses its entities, and nobody can type a
    mention that they did not make."""
    said = sorted({markup for markup, _ in spoken if markup}, key=len, reverse=True)
    if not said:
        return _unescaped(text).strip()
    instead = {markup: [new for old, new in spoken if old == markup] for markup in said}
    pieces = re.split("(" + "|".join(map(re.escape, said)) + ")", text)
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            pieces[at] = _unescaped(piece)
        else:  # two people may have the same name: each is named once, in order, and the last one from there on
            pieces[at] = instead[piece].pop(0) if len(instead[piece]) > 1 else instead[piece][0]
    return "".join(pieces).strip()


def _unescaped(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ").replace("\x00", "").replace("<@", "<\u200b@")


def from_html(markup: str) -> str:
    """A Teams message's HTML as plain text, one line a paragraph."""
    broken = _BLOCK_END.sub("\n", markup)
    text = _unescaped(_TAG.sub("", broken))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
