"""The steps of an access case at court, as they are told: “ACC-04 hearing listed for 9 Dec at 10:00”, “order served on ACC-04
today by the process server”."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from governance.access.gates import CHECK
from governance.access.states import ORDERED
from handlers.commands import Change, Move, OpenForm
from handlers.words.cutting import Cutting
from handlers.words.hearing import Hearing
from handlers.words.refs import refs_at_start
from handlers.words.understanding import Understanding

_WAS = r"\s+(?:was\s+|has\s+been\s+|is\s+|been\s+|now\s+)*"
_ORDER = r"(?:the\s+|an?\s+)?(?:court\s+)?(?:order|injunction)"
MADE = re.compile(rf"{_ORDER}{_WAS}(?:made|granted)\b", re.IGNORECASE)
SEALED = re.compile(rf"{_ORDER}{_WAS}sealed[\s.!]*", re.IGNORECASE)
SERVED = re.compile(rf"{_ORDER}{_WAS}served\b", re.IGNORECASE)
CLAIM = re.compile(
    rf"(?:the\s+|a\s+)?(?:claim(?:\s+form)?|proceedings?){_WAS}(?:issued|started|filed)\b|issued (?:the |a )?claim\b",
    re.IGNORECASE,
)
HEARING = re.compile(
    r"(?:the\s+|a\s+)?hearing\b(?:\s+(?:is|was|has been|now|listed|set|fixed|moved|adjourned|for|on|to|date))*\s*",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"(?:(?:has\s+)?(?:gone|going|goes|handed|passed|sent|referred|over|hand|pass|refer|send)\s+)*(?:over\s+)?(?:to|with)\s+"
    r"(?:legal|our solicitors?|the lawyers?)[\s.!]*",
    re.IGNORECASE,
)
CHECKED = re.compile(
    r"(?:the\s+)?(?:vulnerability|capacity|welfare)(?:\s+(?:and|&|/)\s+\w+)?\s+check"
    r"(?:\s+(?:is|was|has been|done|made|complete\w*|today))+[\s.!]*",
    re.IGNORECASE,
)
ON = re.compile(r"\s*(?:on|for|at|in|of)\s+(?=#?ACC)", re.IGNORECASE)
HOW = re.compile(r"^(?:by\s+)?(?:way of\s+)?", re.IGNORECASE)
SHORT = 120  # characters: a longer tale is none of these


def court(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    """One step that is told of the case `ref`; None for anything else."""
    if "?" in said or len(said) > SHORT:
        return None
    named, rest = refs_at_start(said)
    if named == (ref,):
        return _step(rest.strip(" ,:–-"), ref, hearing)
    if (match := ON.search(said)) is None:
        return None
    named, rest = refs_at_start(said[match.end() :])
    return _step(f"{said[: match.start()]} {rest}".strip(), ref, hearing) if named == (ref,) else None


def _step(told: str, ref: str, hearing: Hearing) -> Understanding | None:
    for pattern, then in STEPS:
        if match := pattern.match(told):
            return then(ref, told[match.end() :], hearing)
    return None


def _form(name: str) -> Callable[[str, str, Hearing], Understanding | None]:
    def asks(ref: str, rest: str, hearing: Hearing) -> Understanding:
        return Understanding("form", (OpenForm(name, ref=ref),))

    return asks


def _served(ref: str, rest: str, hearing: Hearing) -> Understanding:
    """When, today unless another day is named; what else is said is how."""
    cutting = Cutting(rest)
    values: dict[str, Any] = {"order_served_on": cutting.past_day(hearing.moment) or hearing.moment.today}
    if how := HOW.sub("", cutting.left):
        values["order_served_how"] = how
    return Understanding("update", (Change(ref, values),))


def _claimed(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    cutting = Cutting(rest)
    on = cutting.past_day(hearing.moment) or hearing.moment.today
    return None if cutting.left else Understanding("update", (Change(ref, {"claim_on": on}),))


def _heard(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    """The day of a hearing with its hour; where no day is said, the form that asks for it."""
    cutting = Cutting(rest)
    found = cutting.coming_day(hearing.moment)
    start, _ = cutting.hours()
    hour = (found[1] if found else None) or start
    if cutting.left:
        return None
    if found is None:
        return Understanding("form", (OpenForm("hearing", ref=ref),))
    values = {"hearing_on": found[0], **({"hearing_time": hour} if hour else {})}
    return Understanding("update", (Change(ref, values),))


STEPS: tuple[tuple[re.Pattern[str], Callable[[str, str, Hearing], Understanding | None]], ...] = (
    (MADE, lambda ref, rest, hearing: Understanding("update", (Move(ref, ORDERED),))),
    (SEALED, lambda ref, rest, hearing: _form("order")(ref, rest, hearing) if not rest else None),
    (SERVED, _served),
    (CLAIM, _claimed),
    (HEARING, _heard),
    (LEGAL, lambda ref, rest, hearing: _form("to legal")(ref, rest, hearing) if not rest else None),
    (CHECKED, lambda ref, rest, hearing: _form(CHECK)(ref, rest, hearing) if not rest else None),
)
