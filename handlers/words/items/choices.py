"""Choices as officers write them: “high priority”, “P1”, “response transfer”, “…, must”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from governance.kind import Ask, Body
from handlers.words.hearing import asked_fields


@dataclass(frozen=True)
class Chosen:
    """A choice that was said at [start, end) of a text."""

    field: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class _Spelling:
    """How a field's choices are written: at the front and at the end of an item, and anywhere (a value such as “P1”)."""

    name: str
    ask: Ask
    first: re.Pattern[str]
    last: re.Pattern[str]
    anywhere: re.Pattern[str]


@cache
def _spellings(body: type[Body]) -> tuple[_Spelling, ...]:
    found = []
    for name, ask in asked_fields(body, "choice").items():
        labels = "|".join(re.escape(word) for word in ask.words) or name
        any_word, longer, long_word = (_alternatives(ask, shortest) for shortest in (1, 2, 3))
        said = rf"(?:{labels})\s*(?:is|[:=-])?\s*(?P<a>{any_word})|(?P<b>{longer})[\s-]+(?:{labels})"
        last = rf"(?:(?:^|(?<=[\s,;(-]))(?:{said})|(?:[,;(\n]|\s[–—-])\s*(?P<c>{long_word}))\)?[.!]*$"
        first = rf"(?:{said}|(?P<c>{long_word})(?=\s*[:–—-]))(?:\s*[:,–—-]+\s*|\s+(?=\W|$)|\s+)"
        own = "|".join(re.escape(value) for value in ask.choices if re.fullmatch(r"[A-Z]\d", value)) or r"(?!)"
        numbers = "|".join(re.escape(value) for value in ask.choices if value.isdecimal()) or r"(?!)"
        anywhere = (
            rf"(?:(?<=[\s,;(])|^)(?:(?P<c>{own})(?:\s+(?:{labels}))?|(?:{labels})\s?(?P<a>{numbers}))(?=[\s,;).]|$)"
        )
        patterns = (re.compile(pattern, re.IGNORECASE) for pattern in (first, last, anywhere))
        found.append(_Spelling(name, ask, *patterns))
    return tuple(found)


def _alternatives(ask: Ask, shortest: int) -> str:
    """The words of the choices, those with a digit (“P1”) however short."""
    words = [word for value, others in ask.choices.items() for word in (value, *others)]
    long = [word for word in words if len(word) >= shortest or re.search(r"\w\d", word)]
    return "|".join(re.escape(word) for word in sorted(long, key=len, reverse=True)) or r"(?!)"


def chosen(ask: Ask, word: str) -> str | None:
    """The choice that a word means, or None."""
    plain = word.strip().casefold()
    return next((value for value, words in ask.choices.items() if plain in (value.casefold(), *words)), None)


def choice_said(text: str, body: type[Body], known: set[str], tail: int) -> Chosen | None:
    """The first choice that a text gives at one of its edges. A word of two fields is that field's whose value it is; where it is
    neither's it means none. Of the end, `tail` characters are looked at."""
    found = list(_said(text, body, known, tail))
    for one in found:
        rivals = [other for other in found if (other.start, other.end) == (one.start, one.end) and other != one]
        own = text[one.start : one.end].strip(" ,;:()-–—.!\n").casefold() == one.value.casefold()
        if own or not any(text[one.start : one.end].casefold().endswith(other.value.casefold()) for other in rivals):
            return one
    return None


def _said(text: str, body: type[Body], known: set[str], tail: int) -> Iterator[Chosen]:
    for spelling in _spellings(body):
        if spelling.name in known:
            continue
        start = max(0, len(text) - tail)
        match = spelling.first.match(text) or spelling.last.search(text, start) or spelling.anywhere.search(text, start)
        groups = match.groupdict() if match else {}
        value = match and chosen(spelling.ask, groups.get("a") or groups.get("b") or groups.get("c") or "")
        if match and value:
            yield Chosen(spelling.name, value, *match.span())
