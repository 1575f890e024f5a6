"""Every document there is, by the name under which it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from governance.errors import ChivvyError
from governance.kinds import all_kinds
from handlers.reporting.chronology import chronology
from handlers.reporting.document import Document
from handlers.reporting.stakeholder_map import stakeholder_map
from handlers.reporting.strategy import strategy
from handlers.reporting.you_said import you_said

CASES = frozenset(name for name, body in all_kinds().items() if body.kind.confidential)

_ALL = (
    Document("chronology", "what happened in a case, line by line", chronology, kinds=CASES, words=("timeline",)),
    Document("strategy", "a project’s communication strategy, with what is next and what is missing", strategy,
             words=("communication strategy", "communications strategy", "comms strategy")),
    Document("stakeholders", "the stakeholders by influence and interest, as a map and in words", stakeholder_map,
             words=("stakeholder map", "stakeholders map", "power and interest")),
    Document("you-said", "what residents said and what was done, as a poster for a notice board", you_said,
             suffixes=(".pdf", ".png", ".svg", ".txt"), words=("you said we did", "you said", "yswd")),
)  # fmt: skip

DOCUMENTS: Mapping[str, Document] = {each.name: each for each in _ALL}


class NoSuchDocument(ChivvyError):
    """There is no document called “{name}”. Nothing was drawn up. There are: {known}."""


def document_named(name: str) -> Document:
    """The document that is called so. Raises NoSuchDocument."""
    plain = " ".join(name.casefold().split())
    found = next((each for each in _ALL if plain in (each.name, *each.words)), None)
    if found is None:
        raise NoSuchDocument(name=name, known=tuple(DOCUMENTS))
    return found
