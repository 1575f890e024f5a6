"""That a request, an enquiry or a contact is a complaint now, as officers type it: “SR-0003 is now a complaint”, “she is not
happy with SR-0003”."""

from __future__ import annotations

import re

from governance.dissatisfaction import dissatisfied
from governance.kinds.service_request import ServiceRequest
from handlers.commands import Become, Change, OpenForm
from handlers.words.days.past_days import whole_day
from handlers.words.hearing import Hearing
from handlers.words.refs import kind_of, own_ref, refs_in
from handlers.words.understanding import Understanding

LONGEST = 400  # characters: a longer text is no such message
REF = re.compile(rf"(?P<ref>{own_ref()})(?![\w/])", re.IGNORECASE)
IS_ONE = re.compile(
    r"\b(?:(?:is|it['’]?s|as|becomes?|became|into|make|made|turn(?:ed)?|now|to|log|raise|open)\b[\s,]*"
    r"(?:(?:it|this|that|now|in|up|up as|as|to|into)\s+)*(?:(?:an?|the|formal|stage\s*(?:1|one))\s+)*complaint"
    r"|(?:wants?|wanted|would like|wishes|asked|asks|going) to complain|complain(?:s|ed|ing)\b)",
    re.IGNORECASE,
)
NOT_ONE = re.compile(r"\b(?:not|isn['’]t|no longer|never|n['’]t)\b[^.;]{0,20}\bcomplain", re.IGNORECASE)
REQUEST = ServiceRequest.kind.name
PUT_RIGHT = re.compile(
    r"(?:(?:is|was|has been|now|all)\s+)*(?:put right|fixed|repaired|mended|done|completed?|finished)\b[\s,]*(?:on\s+)?",
    re.IGNORECASE,
)
# What is no word of a person, but of the register: “note …”, “done”.
NO_WORDS = re.compile(r"(?:note|comment|update|fyi)\b", re.IGNORECASE)


def service_requests(text: str, hearing: Hearing) -> Understanding | None:
    """One case that becomes a complaint; None where a text says nothing of the kind."""
    said = text.strip()
    refs = refs_in(said) if len(said) <= LONGEST and not said.endswith("?") else ()
    if len(refs) != 1:
        return None
    ref, kind = refs[0], kind_of(refs[0]).kind
    if kind.name == "complaint" or not any(way.kind == "complaint" for way in kind.becomes):
        return None
    rest = " ".join(REF.sub(" ", said, count=1).split()).lstrip(" ,.:;–—-")
    if kind.name == REQUEST and (done := _put_right(ref, rest, hearing)):
        return done
    if NO_WORDS.match(rest) or NOT_ONE.search(rest):
        return None
    if IS_ONE.search(rest):
        return Understanding("update", (Become(ref, "complaint", reason=_reason(rest)),))
    if not dissatisfied(rest):
        return None
    if kind.name == REQUEST:  # whoever is unhappy with how one is handled has a complaint
        told = rest if REF.match(said) else " ".join(REF.sub("it", said, count=1).split())
        return Understanding("update", (Become(ref, "complaint", reason=told.strip(" .,:;")),))
    return Understanding("form", (OpenForm("become", kind="complaint", ref=ref),))


def _put_right(ref: str, said: str, hearing: Hearing) -> Understanding | None:
    """“SR-0003 put right yesterday”: on which day, where one is said."""
    match = PUT_RIGHT.match(said)
    day = whole_day(said[match.end() :], hearing.moment) if match else None
    return Understanding("update", (Change(ref, {"put_right_on": day}),)) if day else None


def _reason(said: str) -> str:
    """What is said besides that it is a complaint."""
    because = re.search(r"(?:\bbecause\b|[:;,–—]|\s-\s)\s*(?P<why>\S.+)", said, re.IGNORECASE)
    return because["why"].strip(" .") if because and not IS_ONE.search(because["why"]) else ""
