"""Named: which of several records is meant by a few words of its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process

LIKE = 80  # per cent


class Titled(Protocol):
    @property
    def ref(self) -> str: ...

    @property
    def title(self) -> str: ...


T = TypeVar("T", bound=Titled)


def called(said: str, known: Sequence[T]) -> T | None:
    """The one whose title has most of the words that were said; the only one there is where none was said; None where two have as
    many, or none has any."""
    words = re.findall(r"\w+", said.casefold())
    if not words:
        return known[0] if len(known) == 1 else None
    scored = sorted(((words_in(words, one.title), one.ref) for one in known), reverse=True)
    if not scored or scored[0][0] == 0 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return next(one for one in known if one.ref == scored[0][1])


def words_in(words: Sequence[str], title: str) -> int:
    """How many of these words a title has, slips of typing and plurals forgiven."""
    theirs = re.findall(r"\w+", title.casefold())
    return sum(process.extractOne(word, theirs, scorer=fuzz.ratio, score_cutoff=LIKE) is not None for word in words)
