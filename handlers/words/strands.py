"""Which workstream a text names: id, short name, full name, or a word that only its name has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from governance.people import Workstream
from handlers.words.understanding import Surroundings

COMMON = frozenset(
    {"and", "the", "of", "for", "workstream", "programme", "project", "office", "team", "people", "customer"}
)
# “Get the agreement in place” names no workstream.
IDIOMS = frozenset({"in place", "in place of"})


@dataclass(frozen=True)
class Strands:
    """The workstreams of the programme."""

    around: Surroundings

    @cached_property
    def _names(self) -> dict[str, Workstream]:
        found: dict[str, Workstream] = {}
        for strand in self.around.workstreams:
            for name in (strand.id, strand.short, strand.name, re.sub(r"\s*\(.*\)", "", strand.name)):
                if name:
                    found.setdefault(name.casefold(), strand)
        return found

    @cached_property
    def _words(self) -> dict[str, Workstream]:
        """Words that occur in one workstream's name only."""
        found: dict[str, Workstream | None] = {}
        for strand in self.around.workstreams:
            for word in set(re.findall(r"\w{4,}", strand.name.casefold())) - COMMON:
                found[word] = None if word in found else strand
        return {word: strand for word, strand in found.items() if strand}

    def find(self, said: str, loose: bool = False) -> Workstream | None:
        """The workstream that `said` names. `loose` also takes single words of its name and slips of the keyboard."""
        plain = " ".join(said.casefold().strip(" .,:;#?!").split())
        plain = re.sub(r"^(?:the )?|(?: workstream| ws| team| channel)$", "", plain)
        if found := self._names.get(plain) or self._names.get(plain.replace("&", "and")):
            return found
        if not loose:
            return None
        return self._words.get(plain) or self._nearly(plain)

    def _nearly(self, plain: str) -> Workstream | None:
        if len(plain) < 5:
            return None
        near = {name for name in self._names if OSA.distance(plain, name, score_cutoff=1) <= 1}
        return self._names[near.pop()] if len(near) == 1 else None

    def near(self, said: str, limit: int = 5) -> tuple[Workstream, ...]:
        """The workstreams whose names come closest, for asking."""
        labels = {strand.id: strand.name.casefold() for strand in self.around.workstreams}
        best = process.extract(said.casefold(), labels, scorer=fuzz.WRatio, limit=limit)
        by_id = {strand.id: strand for strand in self.around.workstreams}
        return tuple(by_id[key] for _, _, key in best)
