"""Likeness: which records of a register probably say the same thing, and which refs stand for two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from governance.kinds import kind_and_number
from governance.record import Record

# Words are compared by their beginning, so that plurals and most slips fall together; shorter ones say too little.
KEY_LETTERS = 5
SHORTEST_KEY = 3
# A title is compared with those that share one of its rarest words, and with so many of them at most.
KEYS_TRIED = 3
MOST_COMPARED = 100
NEAREST = 5
# With fewer words in common, one title is merely contained in the other (“Payroll”), which says nothing.
FEWEST_SHARED = 2


class _Linked(Protocol):
    @property
    def ref(self) -> str: ...


def twins(
    records: Iterable[Record], percent: int, links: Mapping[str, Sequence[_Linked]] | None = None
) -> dict[str, tuple[str, int]]:
    """For each open record that probably says again what an earlier one says, that one and how alike the titles are in per cent
    (rule H19: the same kind and workstream, `token_set_ratio` of at least `percent`).

    Records that are linked to each other are known to be two. The cost grows with the number of records, not its square.
    """
    blocks: dict[tuple[str, str | None], list[Record]] = defaultdict(list)
    for record in records:
        if record.is_open:
            blocks[record.kind.name, record.workstream].append(record)
    found: dict[str, tuple[str, int]] = {}
    for block in blocks.values():
        found |= _twins_in(block, percent, links or {})
    return found


def _twins_in(block: list[Record], percent: int, links: Mapping[str, Sequence[_Linked]]) -> dict[str, tuple[str, int]]:
    titles = [default_process(record.title) for record in block]
    keys = [_keys(title) for title in titles]
    common = Counter(key for each in keys for key in each)
    earlier: dict[str, list[int]] = defaultdict(list)
    found: dict[str, tuple[str, int]] = {}
    for place, record in enumerate(block):
        near = {other: titles[other] for other in _candidates(keys[place], common, earlier)}
        alike = process.extract(titles[place], near, scorer=fuzz.token_set_ratio, score_cutoff=percent, limit=NEAREST)
        for title, likeness, other in alike:
            if _says_the_same(titles[place], title) and not _linked(record.ref, block[other].ref, links):
                found[record.ref] = (block[other].ref, int(likeness))
                break
        for key in keys[place]:
            earlier[key].append(place)
    return found


def _linked(one: str, two: str, links: Mapping[str, Sequence[_Linked]]) -> bool:
    return any(link.ref == two for link in links.get(one, ())) or any(link.ref == one for link in links.get(two, ()))


def _candidates(keys: frozenset[str], common: Mapping[str, int], earlier: Mapping[str, list[int]]) -> list[int]:
    """The earlier records that share one of these rarest words, those that share the very rarest first."""
    rarest = sorted(keys, key=lambda key: (common[key], key))[:KEYS_TRIED]
    others = dict.fromkeys(other for key in rarest for other in earlier.get(key, ())[:MOST_COMPARED])
    return list(others)[:MOST_COMPARED]


def _says_the_same(one: str, two: str) -> bool:
    return one == two or len(set(one.split()) & set(two.split())) >= FEWEST_SHARED


def _keys(title: str) -> frozenset[str]:
    return frozenset(word[:KEY_LETTERS] for word in re.findall(r"\w+", title) if len(word) >= SHORTEST_KEY)


def reused_refs(records: Iterable[Record]) -> dict[str, str]:
    """For each record whose kind and number another has too, spelled otherwise (`A-12` and `A-012`), that other one's ref
    (rule H23)."""
    by_number: dict[tuple[str, int], list[str]] = defaultdict(list)
    for record in records:
        if (named := kind_and_number(record.ref)) and not record.withdrawn:
            by_number[named].append(record.ref)
    return {
        ref: next(other for other in refs if other != ref)
        for refs in by_number.values()
        if len(refs) > 1
        for ref in refs
    }
