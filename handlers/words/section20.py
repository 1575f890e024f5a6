"""What officers say of a Section 20 notice: “s20 notice of intention for door entry, sch 4 part 2”, “serve S20-4”, “S20-4
posted today first class, prints 31 Dec, 96 leaseholders”."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from governance.attempts import method_of
from governance.kinds.section20 import SectionTwenty
from governance.section20.gates import SERVE
from governance.section20.states import SERVED
from handlers.commands import Move, OpenForm
from handlers.words.cutting import Cutting
from handlers.words.hearing import Hearing
from handlers.words.items.logging import log
from handlers.words.refs import kind_of, refs_at_start
from handlers.words.understanding import Understanding

LONGEST = 1_000  # characters
_POLITE = r"(?:(?:please|pls|can (?:you|we|i)|log|add|new|record|a|an|the)\s+)*"
BEGINS = re.compile(
    rf"{_POLITE}s(?:ection)?\.?\s?20\s+(?P<notice>notice(?:\s+of\s+(?:intention|estimates|proposal))?"
    rf"|statement of estimates|reasons for award)"
    r"\s*(?:for|on|about|re|regarding|:|-|–)\s+(?:the\s+)?(?P<rest>\S.+)",
    re.IGNORECASE | re.DOTALL,
)
SERVES = re.compile(r"(?:please\s+)?(?:serve|post|send out|issue)\s+(?:the\s+)?(?=#?S20-)", re.IGNORECASE)
WAS_SERVED = re.compile(
    r"(?:(?:was|were|has been|is|now|notices?|all|the)\s+)*"
    r"(?P<verb>served|posted|sent(?: out)?|went out|handed (?:over|out)|delivered|e-?mailed)\b",
    re.IGNORECASE,
)
HOW = re.compile(
    r"\b(?P<how>by hand|(?:by\s+)?(?:first|1st)[\s-]class(?: post)?|by post|by e-?mail|by letter|in person)\b",
    re.IGNORECASE,
)
PRINTS = re.compile(r"\b(?:prints?|printed(?: end)?|end date|ends?(?: on)?|until)\s+(?P<day>[^,;]+)", re.IGNORECASE)
TO = re.compile(r"\b(?:to|on)?\s*(?P<number>\d{1,5})\s+(?:leaseholders?|homes|households|flats)\b", re.IGNORECASE)
METHODS = {
    "posted": "first class post",
    "emailed": "email",
    "e-mailed": "email",
    "handed over": "by hand",
    "handed out": "by hand",
}
WHOLE = {"notice": "notice of intention"}


def section20(text: str, hearing: Hearing) -> Understanding | None:
    """A notice that is begun or served; None for anything else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if (match := BEGINS.match(said)) and "?" not in said:
        notice = " ".join(match["notice"].casefold().split())
        return log(f"{match['rest'].strip()}, {WHOLE.get(notice, notice)}", hearing.of(SectionTwenty))
    serves = SERVES.match(said)
    refs, rest = refs_at_start(said[serves.end() :] if serves else said)
    if len(refs) != 1 or kind_of(refs[0]) is not SectionTwenty:
        return None
    if serves and not rest.strip(" .!?"):
        return Understanding("form", (OpenForm(SERVE, ref=refs[0]),))
    return _served(refs[0], rest.strip(" ,:–-"), hearing)


def _served(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    """That it was served, with what was said of it; what is missing is asked where it holds it back."""
    verb = WAS_SERVED.match(rest)
    if verb is None:
        return None
    cutting = Cutting(rest[verb.end() :])
    values: dict[str, Any] = {}
    if match := cutting.take(PRINTS):
        found = Cutting(match["day"]).coming_day(hearing.moment)
        values |= {"printed_end": found[0]} if found else {}
    if match := cutting.take(TO):
        values["leaseholders_served"] = int(match["number"])
    how = cutting.take(HOW)
    method = method_of(re.sub(r"^by (?=first|1st)", "", how["how"], flags=re.I)) if how else ""
    method = method or METHODS.get(" ".join(verb["verb"].casefold().split()), "")
    on = cutting.past_day(hearing.moment) or hearing.moment.today
    if cutting.left:
        return None
    values |= {"posted_on": on, **({"posted_how": method} if method else {})}
    return _meant(ref, values)


def _meant(ref: str, values: dict[str, Any]) -> Understanding:
    """The move, where all that it needs was said or may be known; else the form."""
    if "printed_end" in values and "posted_how" in values:
        return Understanding("update", (Move(ref, SERVED, values=values),))
    plain = {name: held.isoformat() if isinstance(held, date) else held for name, held in values.items()}
    return Understanding("form", (OpenForm(SERVE, ref=ref, values=plain),))
