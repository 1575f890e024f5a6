"""What a list asks for so far, while its words are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from governance.kind import Body
from governance.kinds import all_kinds
from handlers.words.hearing import Hearing
from handlers.words.understanding import Doubt


@dataclass
class Filter:
    """What a list asks for so far. `told` counts the parts that say something; `due`: the days are a period or were called due,
    `dated`: they were called due or needed; `rated` is a priority as it was written; `plural`: a kind was named in the plural;
    `vague`: words were passed over that a title may well have; `event`: raised, where the days bound that."""

    facts: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    told: int = 0
    due: bool = False
    dated: bool = False
    rated: str = ""
    plural: bool = False
    vague: bool = False
    event: str = ""

    def set(self, **facts: Any) -> bool:
        if any(name in self.facts for name in facts):
            return False
        self.facts |= facts
        self.told += 1
        return True


def body_asked(wanted: Filter, hearing: Hearing) -> type[Body]:
    """The kind that is asked about: named already, or the command's own."""
    return all_kinds().get(str(wanted.facts.get("kind")), hearing.body)
