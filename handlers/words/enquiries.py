"""Steps of an enquiry as officers type them: “extend ENQ-0012 because it is complex, told them today”, “ENQ-0012 refused under
section 43(2)”, “they want an internal review of ENQ-0012”."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from governance.kinds.enquiry import Enquiry
from handlers.commands import Change, OpenForm
from handlers.forms.names import EXTEND_REQUEST, REFUSE_REQUEST
from handlers.words.days.past_days import day_after, whole_day
from handlers.words.hearing import Hearing
from handlers.words.refs import kind_of, own_ref, refs_in
from handlers.words.understanding import Understanding

LONGEST = 600  # characters: a longer text is no step of one enquiry
REF = re.compile(rf"[\s,]*(?:(?:to|for|on|of)\s+)?(?:the\s+)?(?P<ref>{own_ref()})(?![\w/])[\s,:]*", re.IGNORECASE)
ASKED = r"(?:(?:please|pls|can you|could you|we|i|they|have|has|had|been|is|was|now|just|we['’]ve|i['’]ve)\s+)*"
EXTENDS = re.compile(
    rf"^{ASKED}(?:extend(?:ed|s|ing)?|(?:an?\s+)?extension)\b(?:\s+(?:the\s+)?(?:deadline|time|clock|it))?",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"[\s,;.–—-]*(?:\band\s+)?(?:i\s+|we\s+|i['’]ve\s+|we['’]ve\s+|have\s+)*\b(?:told|wrote to|written to|informed|let)\s+"
    r"(?:them|him|her|the (?:applicant|requester|person|resident)|whoever asked)(?:\s+know)?(?:\s+(?:about it|so))?\s*"
    r"(?P<day>[^,;.]{0,30})",
    re.IGNORECASE,
)
WHY = re.compile(r"^[\s,;:.–—-]*(?:(?:because(?: of)?|as|since|due to|for|reason(?: is)?)\b[\s,:–—-]*)?", re.IGNORECASE)
WITHHELD = re.compile(
    rf"^{ASKED}(?:(?P<part>(?:answered?|replied|disclosed|released)\s+(?:only\s+)?(?:in part|partly|partially|redacted)"
    r"|part(?:ly|ially)?\s+(?:refused?|answered|disclosed|withheld|redacted)|redacted)"
    r"|(?P<refused>refus(?:e|ed|ing)|withheld|turned down|declined)"
    r"|(?P<none>(?:information\s+)?not held|nothing held|no information held)"
    r"|(?P<full>answered\s+in full|fully answered|disclosed in full)|(?P<withdrawn>withdrawn|withdrew))\b",
    re.IGNORECASE,
)
OUTCOMES = {
    "part": "in part",
    "refused": "refused",
    "none": "not held",
    "full": "in full",
    "withdrawn": "withdrawn",
}
UNDER = re.compile(
    r"^[\s,;:.–—-]*(?:(?:under|by|because of|because|exemption|exception|with|using|citing|relying on|as)\b[\s,:–—-]*)*",
    re.IGNORECASE,
)
REVIEW = re.compile(
    rf"^{ASKED}(?:(?:wants?|wanted|asks?|asked|asking|requests?|requested|would like)\s+(?:for\s+)?)?(?:an?\s+|the\s+)?"
    r"internal review"
    rf"(?:\s+{ASKED}(?:requested|request|asked for|asked|wanted|came in|received|in))?\b",
    re.IGNORECASE,
)
REVIEWED = re.compile(
    rf"^{ASKED}(?:(?:answered|replied to|responded to|finished|done)\s+(?:the\s+)?(?:internal\s+)?review"
    rf"|(?:the\s+)?(?:internal\s+)?review\s+{ASKED}(?:answered|done|finished|complete|sent|upheld|overturned))\b",
    re.IGNORECASE,
)
ON = re.compile(r"^[\s,;:.–—-]*(?:on\s+)?", re.IGNORECASE)
EDGES = " \t\n,;:.–—-!"


def enquiries(text: str, hearing: Hearing) -> Understanding | None:
    """A step of one enquiry; None where a text is about something else."""
    said = text.strip()
    refs = refs_in(said) if len(said) <= LONGEST else ()
    named = REF.search(said) if len(refs) == 1 and kind_of(refs[0]) is Enquiry else None
    if named is None or said.endswith("?"):
        return None
    rest = f"{said[: named.start()]} {said[named.end() :]}".strip()
    for step in (_extended, _reviewed, _withheld):
        if found := step(refs[0], rest, hearing):
            return found
    return None


def _extended(ref: str, said: str, hearing: Hearing) -> Understanding | None:
    told = TOLD.search(said)
    rest = f"{said[: told.start()]}{said[told.end() :]}".strip(EDGES) if told else said
    match = EXTENDS.match(rest)
    if match is None:
        return None
    day = _day_in(told["day"], hearing) if told else None
    reason = WHY.sub("", rest[match.end() :], count=1).strip(EDGES)
    if not reason or not told:
        given = {"extension_reason": reason, **({"extended_on": day.isoformat()} if day else {})}
        return Understanding("form", (OpenForm(EXTEND_REQUEST, ref=ref, values=given),))
    values = {"extended_on": day or hearing.moment.today, "extension_reason": reason}
    return Understanding("update", (Change(ref, values),))


def _reviewed(ref: str, said: str, hearing: Hearing) -> Understanding | None:
    """That an internal review was asked for, or answered, today where no day is said."""
    for pattern, name in ((REVIEWED, "review_answered_on"), (REVIEW, "review_on")):
        if match := pattern.match(said):
            rest = ON.sub("", said[match.end() :], count=1).strip(EDGES)
            day = whole_day(rest, hearing.moment) if rest else hearing.moment.today
            outcome = {"review_outcome": rest} if rest and day is None and name == "review_answered_on" else {}
            if day or outcome:
                return Understanding("update", (Change(ref, {name: day or hearing.moment.today, **outcome}),))
    return None


def _withheld(ref: str, said: str, hearing: Hearing) -> Understanding | None:
    """How it was answered, where that is less than all that was asked for; the exemption is named with it."""
    match = WITHHELD.match(said)
    if match is None:
        return None
    outcome = next(value for name, value in OUTCOMES.items() if match[name])
    day, rest = _leading_day(said[match.end() :], hearing)
    named = UNDER.sub("", rest, count=1).strip(EDGES)
    if outcome in ("refused", "in part") and not named:
        given = {"outcome": outcome, **({"answered_on": day.isoformat()} if day else {})}
        return Understanding("form", (OpenForm(REFUSE_REQUEST, ref=ref, values=given),))
    values: dict[str, Any] = {"outcome": outcome, "answered_on": day or hearing.moment.today}
    return Understanding("update", (Change(ref, values | ({"exemption": named} if named else {})),))


def _leading_day(said: str, hearing: Hearing) -> tuple[date | None, str]:
    lead = ON.match(said)
    found = day_after(said, lead.end() if lead else 0, hearing.moment)
    return (found[0].day, said[found[1] :]) if found else (None, said)


def _day_in(said: str, hearing: Hearing) -> date | None:
    return whole_day(said, hearing.moment) if said.strip() else None
