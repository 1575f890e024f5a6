"""Slack's own markup, both ways: rich text written so that it cannot be abused, and what people typed read from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.cards import Inline, Link, Rich, Strong, Who, plain

_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
_TOKEN = re.compile(r"<([^<>]*)>")
_LITERAL_MENTION = re.compile(r"<@([A-Z0-9]+)>")
_WORDY = re.compile(r"\w")
_KEEP_APART = "\N{ZERO WIDTH SPACE}"  # bold starts and ends at the edge of a word only


def escape(text: str) -> str:
    """Plain words, so that Slack shows them as they are. Only & < > are special: without < nothing becomes a mention or
    a link. (Text objects are sent `verbatim`, else Slack would still make links of bare @channel and #names.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write(text: Rich, limit: int) -> str:
    """Rich text as mrkdwn of at most `limit` characters; cut with …, between two characters or pieces, never inside."""
    whole = ""
    for piece in text:
        whole += _draw(piece, whole)
    if len(whole) <= limit:
        return whole
    written = ""
    for piece in text:
        drawn = _draw(piece, written)
        if len(written) + len(drawn) > limit - 1:
            written += _cut(piece if isinstance(piece, str) else "", limit - 1 - len(written))
            break
        written += drawn
    return written.rstrip() + "…"


def split(text: Rich, limit: int) -> Iterator[str]:
    """Rich text as mrkdwn, in as many pieces of at most `limit` characters as it takes."""
    written = ""
    for piece in text:
        drawn = _draw(piece, written)
        if len(written) + len(drawn) <= limit:
            written += drawn
        elif not isinstance(piece, str) and len(drawn) <= limit:
            yield written
            written = drawn
        else:
            for word in re.findall(r"\S+\s*|\s+", plain((piece,))):
                if len(written) + len(escape(word)) > limit:
                    yield written
                    written = ""
                    while (fits := _count(word, limit)) < len(word):
                        yield escape(word[:fits])
                        word = word[fits:]
                written += escape(word)
    yield written


def _draw(piece: Inline, before: str) -> str:
    match piece:
        case str():
            return (_KEEP_APART if before.endswith("*") and _WORDY.match(piece) else "") + escape(piece)
        case Who():
            return f"<@{piece.user}>" if _USER.fullmatch(piece.user) else escape(piece.name)
        case Link():
            return link(piece.url, piece.text)
        case Strong():
            return _bold(piece.text, before)


def link(url: str, text: str) -> str:
    """A link, where it goes to the web; its text only, where it goes anywhere else."""
    label = escape(" ".join(text.split())).replace("|", "¦")
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE) or len(url) > _LONGEST_URL:
        return label
    target = "".join(_in_url.get(letter, letter) for letter in url)
    return f"<{target}|{label}>" if label else f"<{target}>"


_LONGEST_URL = 1_500  # longer than any that people send, shorter than a block
_in_url = {"|": "%7C", "<": "%3C", ">": "%3E", "&": "&amp;", " ": "%20", "\n": "", "\r": "", "\t": ""}


def _bold(text: str, before: str) -> str:
    """Bold, where Slack can show these words bold; otherwise the words as they are."""
    if not text.strip() or re.search(r"[*\n`]", text):
        return escape(text)
    inner = text.strip()
    start, end = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    apart = _KEEP_APART if not start and before and _WORDY.match(before[-1]) else ""
    return f"{start}{apart}*{escape(inner)}*{end}"


def _count(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` once they are escaped."""
    room = limit
    for taken, letter in enumerate(text):
        room -= len(escape(letter))
        if room < 0:
            return taken
    return len(text)


def _cut(text: str, limit: int) -> str:
    return escape(text[: _count(text, max(limit, 0))])


def read(text: str) -> tuple[str, tuple[str, ...]]:
    """What somebody typed, as plain words with mentions left as `<@KEY>`, and the keys mentioned."""
    keys: list[str] = []
    words: list[str] = []
    at = 0
    for token in _TOKEN.finditer(text):
        words.append(_unescape(text[at : token.start()]))
        words.append(_read_token(token[1], keys))
        at = token.end()
    words.append(_unescape(text[at:]))
    return "".join(words), tuple(dict.fromkeys(keys))


def _read_token(token: str, keys: list[str]) -> str:
    target, _, label = token.partition("|")
    label = _unescape(label)
    if target.startswith("@"):
        keys.append(target[1:])
        return f"<{target}>"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        name = label or target[1:].partition("^")[0]
        return name if label.startswith("@") or target.startswith("!date") else f"@{name}"
    return _read_link(_unescape(target), label)


def _read_link(url: str, label: str) -> str:
    bare = re.sub(r"^(https?://|mailto:|tel:)", "", url)
    if url.startswith(("mailto:", "tel:")):
        return label or bare
    if not label or label.rstrip("/") == url.rstrip("/"):
        return url
    return label if label.rstrip("/") == bare.rstrip("/") else f"{label} ({url})"


def _unescape(text: str) -> str:
    """The characters as they were typed. A mention that was typed out letter by letter is none."""
    typed = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _LITERAL_MENTION.sub(r"@\1", typed)
