"""Texts that log something new: “action Draft the letter @sam by Friday”, several at once, with or without the kind's name."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import OSA

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers.commands import OpenForm
from handlers.words.draft import Draft
from handlers.words.hearing import Hearing, joined
from handlers.words.peel import peel
from handlers.words.peel_people import leading_people
from handlers.words.understanding import Understanding
from handlers.words.verbs import is_verb

NOT_SLIPS = frozenset("auction auctions faction factions section sections ask asks".split())
MOST_ITEMS = 30  # a text of more than this is one long text

_ASKED = r"(?:(?:please|pls|can you|could you|hi|hello|hey|ok|right|i(?:'d| would) like to|let's|we need)[\s,!]+)*"
_MAKE = r"(?:(?:log|add|create|raise|record|make|new|note|open|set up|capture|put down|start)\s+)?"
_ARTICLE = r"(?:(?:an?|the|another|one more|new|this|following|these|some)\s+)*"
NUMBERED = re.compile(r"(?:^|(?<=\s)|(?<=:))\(?(\d{1,2})[.)]\s+(?=\S)")
# “Action plan for HR” is a title.
COMPOUND = re.compile(r"(?P<kind>\w+)\s+(?:plan|tracker|research|group|learning)s?\b(?!\s*:)", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


@cache
def _kind_words() -> tuple[str, ...]:
    words = {word for body in all_kinds().values() for word in (body.kind.name, body.kind.plural, *body.kind.words)}
    return tuple(sorted(words | {f"{word}s" for word in words if not word.endswith("s")}, key=len, reverse=True))


@cache
def _opening() -> re.Pattern[str]:
    """“please log a new high priority action for …”: the words before an item that say what kind it is."""
    kinds = "|".join(re.escape(word) for word in _kind_words())
    how = r"(?P<how>(?:(?:high|medium|low|top)[\s-]priority|urgent)\s+)?"
    return re.compile(
        rf"{_ASKED}(?P<make>{_MAKE}){_ARTICLE}{how}(?P<kind>{kinds})\b(?!-\w|['’]s)"
        r"(?P<mark>\s*(?:[:,–—-]+|\bitem\b|\bpoint\b)*)\s*",
        re.IGNORECASE,
    )


def kind_at_start(text: str) -> tuple[type[Body], str, re.Match[str] | None] | None:
    """The kind that a text begins by naming, a slip of the keyboard allowed for, and the rest of it."""
    if match := COMPOUND.match(text):
        body = kind_named(match["kind"])
        return (body, text, None) if body else None
    if match := _opening().match(text):
        word = match["kind"].casefold()
        if body := kind_named(word) or kind_named(word.removesuffix("s")):
            return body, text[match.end() :], match
    word_match = re.match(r"(?:new\s+)?([a-z]{4,12})\b(?P<mark>\s*(?:[:,–—]|-\s))?", text, re.IGNORECASE)
    if not word_match:
        return None
    kind = _slip_of(word_match[1].casefold(), marked=word_match["mark"] is not None)
    return (kind, text[word_match.end() :].lstrip(" :,-–—"), None) if kind else None


@cache
def _slip_of(word: str, marked: bool) -> type[Body] | None:
    """“actoin”, “acton”, “tsak”. Two slips only where a mark follows; short words only when letters are swapped."""
    if word in NOT_SLIPS or word in _kind_words() or is_verb(word):
        return None
    for right in _kind_words():
        slips = OSA.distance(word, right)
        swapped = slips == 1 and sorted(word) == sorted(right)
        if word[0] == right[0] and (swapped or (len(right) >= 6 and slips <= 1 + marked)):
            return kind_named(right) or kind_named(right.removesuffix("s"))
    return None


def log(text: str, hearing: Hearing) -> Understanding | None:
    """What a text in a kind's own command, or after its name, logs. None when nothing is left to log."""
    parts = [_one(piece, hearing) for piece in pieces(text, hearing)]
    found = [part for part in parts if part]
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    return joined([part for part in found if part.intent == "create"] or found[:1], found[0].intent)


def _one(text: str, hearing: Hearing) -> Understanding | None:
    draft = peel(Draft(text.strip(), hearing))
    if draft.title:
        return draft.finished()
    if not (draft.owners or draft.dates or draft.values):
        return None
    return _form(draft)


def _form(draft: Draft) -> Understanding:
    """An owner or a day, and nothing to do: open the form with what is known."""
    values = dict(draft.values)
    if draft.owners and draft.owners[0].sure:
        values["owner"] = draft.owners[0].sure.id
    values |= {name: found.reading.day for name, found in draft.dates.items() if found.reading.certain}
    return Understanding("form", (OpenForm("log", kind=draft.hearing.body.kind.name, values=values),))


def implied(text: str, hearing: Hearing) -> Understanding | None:
    """An item without its kind's name, addressed to the bot: believed when an owner or a day stands in front, or when it begins
    with a verb and has an owner or a day."""
    found = []
    for piece in pieces(text, hearing):
        draft = peel(Draft(piece.strip(), hearing))
        asked = piece.rstrip().endswith("?") and not draft.owners
        if asked or not _is_believed(draft):
            return None
        found.append(draft.finished())
    return joined(found) if found else None


def _is_believed(draft: Draft) -> bool:
    dated = any(found.reading.day or found.reading.options for found in draft.dates.values())
    if not draft.title:
        return False
    if draft.begins_with_verb:
        return bool(draft.fronted or dated or draft.owners)
    return bool(draft.fronted and dated and draft.owners)


def pieces(text: str, hearing: Hearing) -> list[str]:
    """The items of a text: numbered, on lines of their own, or set apart by semicolons."""
    for parts in (_numbered(text), _lines(text, hearing), _by_semicolon(text, hearing)):
        if 1 < len(parts) <= MOST_ITEMS:
            return parts
    return [BULLET.sub("", text)]


def _numbered(text: str) -> list[str]:
    """“1) … 2) … 3) …”, also on one line; the numbers must count up from 1."""
    marks: list[re.Match[str]] = []
    for match in NUMBERED.finditer(text):
        if int(match[1]) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2 or text[: marks[0].start()].strip(" :-\n"):
        return []
    ends = [match.start() for match in marks[1:]] + [len(text)]
    return [text[match.end() : end].strip(" ;,\n") for match, end in zip(marks, ends, strict=True)]


def _lines(text: str, hearing: Hearing) -> list[str]:
    """Bulleted lines, or lines that each look like an item."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 < len(lines) <= MOST_ITEMS:
        return []
    if all(BULLET.match(line) for line in lines) or all(_looks_like_an_item(line, hearing) for line in lines):
        return [BULLET.sub("", line) for line in lines]
    return []


def _by_semicolon(text: str, hearing: Hearing) -> list[str]:
    parts = [part.strip() for part in re.split(r";\s+", text) if part.strip()]
    return parts if 1 < len(parts) <= MOST_ITEMS and all(_looks_like_an_item(part, hearing) for part in parts) else []


def _looks_like_an_item(text: str, hearing: Hearing) -> bool:
    """A verb or an owner in front, and two words at least."""
    line = BULLET.sub("", text)
    if len(line) > 400 or len(line.split()) < 2:
        return False
    draft = Draft(line, hearing)
    return is_verb(line.split()[0]) or leading_people(draft)
