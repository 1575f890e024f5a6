"""What officers say of a complaint besides its steps: “extend CMP-0010 to 3 Dec because the surveyor comes then, resident told
today”, “answer CMP-0010”, “CMP-0010 is an emergency hazard too”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers.commands import Become, Extend, OpenForm
from handlers.records.moves import CHECKLIST
from handlers.words.days.dates import read
from handlers.words.days.past_days import whole_day
from handlers.words.hearing import Hearing
from handlers.words.refs import kind_of, refs_at_start
from handlers.words.understanding import Understanding

LONGEST = 1_500  # characters
_POLITE = r"(?:(?:please|pls|can (?:you|we|i)|could (?:you|we|i)|i(?:['’]d| would) like to|let(?:['’]s| us))\s+)*"
EXTENDS = re.compile(rf"{_POLITE}(?:extend(?:ed|s)?|extension (?:of|for|to|on)|more time (?:for|on))\s+", re.IGNORECASE)
AFTER_REF = re.compile(
    r"(?:(?:is|was|has been|needs|to be|please|an?|the)\s+)*(?:extend(?:ed|s)?|extension)\b\s*", re.IGNORECASE
)
UNTIL = re.compile(r"(?:to|until|till|up to|by)\s+(?P<day>.+)", re.IGNORECASE | re.DOTALL)
BECAUSE = re.compile(
    r"[\s,;:(–-]*\b(?:because(?: of)?|as|since|due to|reason:?)\s+(?P<why>.+)", re.IGNORECASE | re.DOTALL
)
_RESIDENT = r"(?:(?:the\s+)?(?:resident|tenant|leaseholder|complainant)|they|them|she|he|her|him)"
TOLD = re.compile(
    rf"[\s,;.:(–-]*\b(?:{_RESIDENT}\s+(?:(?:was|were|has been|have been|is)\s+)?(?:told|informed|notified)"
    rf"|(?:i|we)(?:['’]ve| have)?\s+told\s+{_RESIDENT}|told\s+{_RESIDENT})\b\s*(?:on\s+)?(?P<day>[^,;]*)",
    re.IGNORECASE,
)
REPLIES = re.compile(
    rf"{_POLITE}(?:draft|prepare|write|start|open)?\s*(?:the\s+|an?\s+)?"
    r"(?P<what>acknowledge(?:ment)?|ack|answer|response|reply|respond|refusal|refuse|do(?:n['’]t| not) accept|checklist)"
    r"\s*(?:to|for|of)?\s*(?:the\s+)?",
    re.IGNORECASE,
)
REFUSES = re.compile(r"refus|accept", re.IGNORECASE)
HAZARD = re.compile(
    r"(?:(?:is|it is|it['’]s|also|an?|too|potential(?:ly)?|mentions|raises|about|has)\s+)*"
    r"(?P<bad>emergency|urgent|significant|immediate)?\s*hazards?\b(?:\s+(?:too|as well|also))?[\s.!]*",
    re.IGNORECASE,
)
NEXT = "next"  # whichever reply the complaint's own state asks for


def complaints(text: str, hearing: Hearing) -> Understanding | None:
    """What is said of one complaint that there is; None for anything else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if match := EXTENDS.match(said):
        return _extended(said[match.end() :], hearing)
    refs, rest = refs_at_start(said)
    if len(refs) == 1 and kind_of(refs[0]).kind.name == "complaint":
        return _of_complaint(refs[0], rest.strip(" ,:–-"), hearing)
    if match := REPLIES.match(said):
        return _reply(said[match.end() :], match["what"])
    return None


def _of_complaint(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    if match := AFTER_REF.match(rest):
        return _extension(ref, rest[match.end() :], hearing)
    if (match := HAZARD.fullmatch(rest)) is not None:
        bad = "emergency" if (match["bad"] or "").casefold() in ("emergency", "urgent", "immediate") else "significant"
        return Understanding("update", (Become(ref, "hazard", {"sort": bad}),))
    if (match := REPLIES.fullmatch(f"{rest} ".strip())) is not None and not re.fullmatch(r"ack", rest, re.IGNORECASE):
        return _form(ref, match["what"])
    return None


def _reply(rest: str, what: str) -> Understanding | None:
    refs, after = refs_at_start(rest)
    if len(refs) != 1 or not kind_of(refs[0]).kind.checked or after.strip(" .!?"):
        return None
    return _form(refs[0], what)


def _form(ref: str, what: str) -> Understanding:
    to = "Not accepted" if REFUSES.search(what) else NEXT
    return Understanding("form", (OpenForm(CHECKLIST, ref=ref, values={"to": to}),))


def _extended(rest: str, hearing: Hearing) -> Understanding | None:
    refs, after = refs_at_start(rest)
    if len(refs) != 1 or kind_of(refs[0]).kind.name != "complaint":
        return None
    return _extension(refs[0], after.strip(" ,:–-"), hearing)


def _extension(ref: str, rest: str, hearing: Hearing) -> Understanding:
    """All of it where it was said; else the form, with what was."""
    told_on = None
    if match := TOLD.search(rest):
        said = match["day"].strip(" .!)")
        told_on = whole_day(said, hearing.moment) if said else hearing.moment.today
        rest = f"{rest[: match.start()]}{rest[match.end() :]}"
    reason = ""
    if match := BECAUSE.search(rest):
        reason, rest = match["why"].strip(" .,;"), rest[: match.start()]
    until = None
    if match := UNTIL.match(rest.strip()):
        found = read(match["day"].strip(" .,;"), hearing.moment, cued=True)
        until = found.day if found and not found.question else None
    if until and reason and told_on:
        return Understanding("update", (Extend(ref, until, reason, told_on),))
    values: dict[str, Any] = {"until": until.isoformat() if until else None, "reason": reason}
    given: Mapping[str, Any] = {name: held for name, held in values.items() if held}
    return Understanding("form", (OpenForm("extend", ref=ref, values=given),))
