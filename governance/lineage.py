"""Lineage: what one record has to do with another. A link is kept once and read from both ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """How a link reads from its source (`AS-003 became R-021`) and from its target (`R-021 came from AS-003`). `onward`: it
    goes from what was there first to what came of it."""

    name: str
    forward: str
    backward: str
    onward: bool = False


def _known(*relations: Relation) -> Mapping[str, Relation]:
    return {relation.name: relation for relation in relations}


RELATIONS = _known(
    Relation("became", "became", "came from", onward=True),
    Relation("led to", "led to", "came from", onward=True),
    Relation("mitigates", "mitigates", "is mitigated by"),
    Relation("resolves", "resolves", "is resolved by"),
    Relation("supersedes", "supersedes", "was superseded by"),
    Relation("rests on", "rests on", "holds up"),
    Relation("follows", "follows", "comes before"),
    Relation("gives to", "gives to", "needs"),
    Relation("relates to", "relates to", "relates to"),
)

# What an action, risk … has to do with a record of the kind named second, when somebody only says “A-012 for R-007”.
USUAL: Mapping[tuple[str, str], str] = {
    ("action", "risk"): "mitigates",
    ("action", "issue"): "resolves",
    ("decision", "issue"): "resolves",
    ("change", "issue"): "resolves",
    ("decision", "decision"): "supersedes",
    ("risk", "assumption"): "rests on",
    ("milestone", "assumption"): "rests on",
    ("decision", "assumption"): "rests on",
    ("dependency", "assumption"): "rests on",
    ("milestone", "milestone"): "follows",
    ("dependency", "milestone"): "gives to",
    # What residents said in cases and surveys, and what came of it.
    **{(heard, "you said"): "led to" for heard in ("complaint", "enquiry", "petition", "survey")},
    ("you said", "action"): "led to",
    ("you said", "communication"): "led to",
}


def usual(source: str, target: str) -> str:
    """The relation that two kinds usually have."""
    return USUAL.get((source, target), "relates to")
