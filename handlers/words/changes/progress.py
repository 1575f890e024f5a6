"""How far somebody has come with a record, and that it is not theirs: “A-012 half done”, “A-012 is not mine”."""

from __future__ import annotations

import re

from governance.kind import Body
from handlers.cards import Option
from handlers.commands import Assign, Change, Move, Note
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.people import Named
from handlers.words.refs import own_ref, refs_at_start
from handlers.words.understanding import SOMEBODY_ELSE, Doubt, Understanding

DONE = r"(?:done|complete[d]?|there|through|finished|of the way(?: there| through)?)"
PERCENT = re.compile(
    rf"(?:(?:about|around|roughly|approx(?:imately)?|now|at|is|~|c\.?)\s*)*(?P<n>\d{{1,3}})\s*(?:%|per ?cent"
    rf"|pc\b)(?:\s+{DONE})?[.!]?",
    re.IGNORECASE,
)
PARTLY = re.compile(
    rf"(?:(?:about|around|roughly|now)\s+)*(?:a\s+)?"
    rf"(?P<part>half[ -]?way|half|three[ -]quarters|a quarter|quarter|third|two thirds)\s*{DONE}?[.!]?",
    re.IGNORECASE,
)
PARTS = {"half": 50, "thre": 75, "a qu": 25, "quar": 25, "thir": 33, "two ": 67}
# How far exactly, nobody said: a line of its history.
NEARLY = re.compile(
    rf"(?:(?:very |so )?(?:nearly|almost|mostly|partly|not quite|not yet|just about|still not)\s+{DONE}"
    rf"|still (?:going|working on it|on it|doing it))\b.*",
    re.IGNORECASE | re.DOTALL,
)
NOT_MINE = re.compile(
    r"(?:(?:is|it['’]s)\s+)?(?:not|n['’]t|isn['’]t|never|no longer)\s+(?:really\s+|actually\s+)?"
    r"(?:mine|me|for me|down to me|one of mine|my (?:action|risk|issue|one|job|thing|task|area|patch))"
    r"(?:[\s,;:.–—-]+(?:(?:it|this|that)(?:['’]?s|\s+is)\s+|(?:please\s+)?(?:give|pass|assign)\s+(?:it\s+)?(?:to\s+)?"
    r"|(?:should be|try|ask|that['’]s)\s+)*"
    r"(?P<who>.+?)?)?[\s.!]*",
    re.IGNORECASE,
)


# “No longer needed”, “not a risk any more”: it ends there, and this is why.
NOT_NEEDED = re.compile(
    r"(?:(?:is|are|it['’]s)\s+)?(?:(?:no longer|not)\s+(?:needed|required|wanted|relevant|applicable|happening|going ahead|live"
    r"|(?:an?\s+)?(?:risk|issue|problem|concern|thing))|overtaken by events|obe|superseded by events|went away"
    r"|has gone away|gone away)"
    r"(?:\s+(?:any ?more|any longer|now|anyway))*(?:[\s,;:.–—-]+.*)?",
    re.IGNORECASE | re.DOTALL,
)
# What somebody did about it: a line of its history.
TOLD = re.compile(
    r"(?:(?:i|we)(?:['’]?ve| have| had)?\s+)?(?:just\s+)?(?:spoke|spoken|chased|e-?mailed|met|called|rang|phoned|rung"
    r"|asked|heard|told|written|wrote|tried|drafted"
    r"|left (?:an? )?(?:message|voicemail)|had (?:a|an|the)|got (?:a|an|the) (?:quote|reply|answer|response)|waiting|awaiting"
    r"|no (?:reply|response|answer|news)|(?:meeting|call) (?:booked|arranged|set up))\b.{3,}",
    re.IGNORECASE | re.DOTALL,
)
TAKES = re.compile(
    rf"(?P<who>.{{1,40}}?)(?:\s+(?:is|has|are|will|to|can|now|should|must|needs to|is going to)|['’](?:s|ll))*\s+"
    rf"(?:tak(?:ing|en?|es)|took|own(?:s|ing)?|pick(?:s|ed|ing)? up|got|has|lead(?:s|ing)?)\s+(?:on\s+|over\s+"
    rf"|up\s+)?(?:the\s+)?(?P<ref>{own_ref()})"
    r"(?:\s+(?:on|over|now|instead|forward|from (?:me|here|now)))*[\s.!]*",
    re.IGNORECASE,
)


def taken_over(text: str, hearing: Hearing) -> Understanding | None:
    """“Helen is taking A-012”."""
    match = TAKES.fullmatch(text)
    named = hearing.people.at_start(match["who"]) if match else None
    ref = refs_at_start(match["ref"])[0] if match else ()
    if not match or not ref or named is None or match["who"][named.end :].strip():
        return None
    if doubt := person_doubt(named, hearing):
        return Understanding("update", (Change(ref[0], {}),), (doubt,))
    return Understanding("update", (Assign(ref[0], named.sure.id),)) if named.sure else None


def not_needed(text: str, ref: str, body: type[Body]) -> Understanding | None:
    lifecycle = body.kind.lifecycle
    state = lifecycle.state_named("cancel") or lifecycle.state_named("close")
    return (
        Understanding("update", (Move(ref, state, text.strip(" .")),)) if state and NOT_NEEDED.fullmatch(text) else None
    )


def told_of(text: str, ref: str) -> Understanding | None:
    return Understanding("update", (Note(ref, text.strip()),)) if TOLD.fullmatch(text) else None


def progress_in(text: str, ref: str, body: type[Body]) -> Understanding | None:
    """“50%”, “50% done”, “half done”; “nearly done” is noted."""
    name = next((name for name, ask in body.asks() if ask.unit == "%"), None)
    if name is None:
        return None
    if match := PERCENT.fullmatch(text):
        return Understanding("update", (Change(ref, {name: int(match["n"])}),))
    if match := PARTLY.fullmatch(text):
        return Understanding("update", (Change(ref, {name: PARTS[match["part"].casefold()[:4]]}),))
    return Understanding("update", (Note(ref, text.strip()),)) if NEARLY.fullmatch(text) else None


def disowned(text: str, ref: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“Not mine, give it to Helen”: to whom it goes is asked where nobody is named."""
    match = NOT_MINE.fullmatch(text) if "owner" in body.model_fields else None
    if not match:
        return None
    said = re.sub(r"['’]s$", "", match["who"] or "")
    named = hearing.people.at_start(said) if said else None
    if said and (named is None or said[named.end :].strip(" .")):
        return None
    if isinstance(named, Named) and named.sure and not person_doubt(named, hearing):
        return Understanding("update", (Assign(ref, named.sure.id),))
    if named and (doubt := person_doubt(named, hearing)):
        return Understanding("update", (Change(ref, {}),), (doubt,))
    options = (Option(SOMEBODY_ELSE, "Somebody else…"),)
    return Understanding("update", (Change(ref, {}),), (Doubt("owner", f"Whose is {ref}, then?", options),))
