"""Naming: the rule that somebody means who types its id a little differently, or the nearest ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from governance.clocks.rule import Rule
from governance.clocks.rules import RULES
from governance.errors import ChivvyError

NEAREST = 6
LONGEST = 60  # characters: no id is longer
BETWEEN = re.compile(r"[._\-\s]+")
STAGE = re.compile(r"\bstage[\s._-]*([12])")
# Other words for a part of an id.
SAID_FOR: Mapping[str, str] = {
    "acknowledge": "ack",
    "acknowledgement": "ack",
    "acknowledgment": "ack",
    "reply": "response",
    "answer": "response",
    "respond": "response",
    "ext": "extended",
    "extend": "extended",
    "extension": "extended",
    "max": "extended",
    "pause": "paused",
    "stopped": "paused",
    "hand": "received",
    "email": "received",
    "delivered": "received",
    "post": "posted",
    "dsar": "sar",
    "foia": "foi",
    "councillor": "member",
    "cllr": "member",
    "mp": "member",
    "section20": "s20",
    "data": "dp",
}
# Which rule is meant by the name of its family alone, or by what the trade calls it.
USUAL: Mapping[str, str] = {
    "foi": "foi.response",
    "eir": "eir.response",
    "sar": "sar.response",
    "subject access": "sar.response",
    "member": "member.response",
    "petition": "petition.ack",
    "letter of claim": "preaction.response",
    "backstop": "internal.s1_backstop",
    "s20 period end": "s20.period_end_received",
    "dp complaint": "dp.complaint_ack",
}
SMALL = ("by", "the", "of", "a", "an", "for")


class NoSuchRule(ChivvyError):
    """There is no rule called {rule}. Nothing was worked out. The nearest are: {nearest}. Type “chivvy deadline list” to see them
    all."""


def rule_named(name: str) -> Rule:
    """The rule with this id, also where it is typed a little differently (`hos.stage1.ack`, `EIR max`). Raises NoSuchRule, naming
    the nearest."""
    plain = name.strip().casefold()[:LONGEST]
    if found := RULES.get(plain):
        return found
    said = [word for word in BETWEEN.split(STAGE.sub(r"s\1", plain)) if word]
    family = SAID_FOR.get(said[0], said[0]) if len(said) == 1 else " ".join(said)
    if family in USUAL:
        return RULES[USUAL[family]]
    meant = [rule for rule in RULES.values() if set(said) - {*SMALL} and _is_meant(said, rule)]
    if len(meant) == 1:
        return meant[0]
    raise NoSuchRule(rule=name.strip()[:LONGEST] or "that", nearest=", ".join(_nearest(plain, said, meant)))


def _is_meant(said: Iterable[str], rule: Rule) -> bool:
    """Whether each word that was typed, or what it stands for, is a part of the rule's id."""
    parts = set(BETWEEN.split(rule.id))
    return all(word in parts or SAID_FOR.get(word) in parts or word in SMALL for word in said)


def _nearest(plain: str, said: list[str], meant: Iterable[Rule]) -> list[str]:
    family = SAID_FOR.get(said[0], said[0]) if said else ""
    near = [id for id, *_ in process.extract(plain, list(RULES), scorer=fuzz.WRatio, limit=NEAREST)]
    of_it = sorted((id for id in RULES if id.split(".")[0] == family), key=lambda id: id not in near)
    return list(dict.fromkeys((*(rule.id for rule in meant), *of_it, *near)))[:NEAREST]
