"""The verbs that actions begin with, and putting right a slip of the keyboard in the first of them."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from governance.verbs import VERBS

# Words that look like a slip in a verb and are none.
NOT_SLIPS = frozenset("contract contracts preview through costs crafts assets access chases relay".split())


def is_verb(word: str) -> bool:
    return word.casefold().strip(".,:;") in VERBS


def mended(title: str) -> str:
    """The title with its first word put right where one letter was left out, doubled or swapped in a known verb
    (“rewite”). Every other word stays as typed: it may be a name."""
    match = re.match(r"[A-Za-z]{5,}(?=\s)", title)
    if not match:
        return title
    verb = _slip_of(match[0].casefold())
    if not verb or match[0] not in (match[0].casefold(), match[0].capitalize()):
        return title
    verb = verb.capitalize() if match[0][0].isupper() else verb
    return verb + title[match.end() :]


@lru_cache(maxsize=4096)
def _slip_of(word: str) -> str | None:
    """The one verb of five letters or more that `word` slipped from: same first and last letter, no letter exchanged."""
    if word in VERBS or word in NOT_SLIPS:
        return None
    near = [
        verb
        for verb in VERBS
        if len(verb) >= 5
        and (verb[0], verb[-1]) == (word[0], word[-1])
        and OSA.distance(word, verb, score_cutoff=1) == 1
        and (len(word) != len(verb) or sorted(word) == sorted(verb))
    ]
    return near[0] if len(near) == 1 else None
