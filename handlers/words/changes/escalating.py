"""Texts that hand a record up: “escalate R-016 to programme board - reserves below plan already”, “need a decision from the
board on I-004 by 3/12”."""

from __future__ import annotations

import re
from datetime import date

from handlers.cards import Option
from handlers.commands import Escalate
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing
from handlers.words.items.bodies import body_at_start
from handlers.words.items.due import due_doubt, words_of
from handlers.words.refs import kind_of, own_ref, refs_at_start
from handlers.words.understanding import Doubt, Understanding

ASKED = r"(?:(?:please|pls|can you|could you|can we|could we|shall we|we should|i|we|to)[\s,]+)*"
ON = rf"(?:on|for|about|over|re)\s+(?:the\s+)?(?P<refs>{own_ref()})(?![\w/])(?P<rest>.*)"
SOME = r"(?:an?\s+|the\s+|more\s+|some\s+)?"
ESCALATE = re.compile(
    r"(?:please\s+)?(?:(?:needs? (?:to be )?|to be |should be |must be |being )?)escalat(?:ed?|es|ing|ion)\b"
    r"(?:\s+(?:it|this|up))*[\s:,]*",
    re.IGNORECASE,
)
TO = re.compile(r"[\s,]*(?:up\s+)?(?:to|with|for|before|at|from)\s+(?:the\s+|our\s+)?", re.IGNORECASE)
WANTS = re.compile(
    rf"[\s,:;–—-]*(?:for|needs?|wants?|asks?(?:ing)? for|seeking|and needs?)\s+(?:their\s+)?{SOME}(?:"
    r"(?P<decision>decisions?|steer|ruling|approval|sign[- ]?off|agreement)"
    r"|(?P<resource>resources?|money|funding|budget|people|staff|capacity|help)"
    r"|(?P<awareness>awareness|information|info|noting|note|visibility|sight))\b",
    re.IGNORECASE,
)
BY = re.compile(r"[\s,]*(?:\(\s*)?(?:wanted |needed |required )?(?:by|before|no later than)\s+", re.IGNORECASE)
LEAD_IN = re.compile(
    r"^[\s,;:.–—-]*(?:(?:please|pls)[\s,;:.–—-]+)?"
    r"(?:(?:because(?: of)?|as|since|due to|cos|owing to|reason(?: is)?|given(?: that)?)\b[\s:,-]*)?",
    re.IGNORECASE,
)
COURTESY = re.compile(r"[\s,.!?]*(?:(?:please|pls|asap|now|today|thanks|thank you)[\s,.!?]*)*", re.IGNORECASE)
# “take R-016 to the board”, “flag I-004 to PgM for awareness”: only where a board or a role follows.
TAKEN = re.compile(
    rf"{ASKED}(?:take|refer|send|flag|raise|bring|put|hand|push|pass)\s+(?P<refs>{own_ref()})\s+(?:up\s+)?"
    r"(?=(?:to|with|before|at)\s)(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
GOES_UP = re.compile(
    rf"(?P<refs>{own_ref()})\s+(?:(?:goes|has to go|needs to go|should go|to go|for|is for)\s+)?(?:up\s+)?"
    r"(?P<rest>(?:to|before)\s.+)",
    re.IGNORECASE | re.DOTALL,
)
# “need a decision from the board on I-004 by 3/12”, “ask the board for more money on I-004: …”.
NEEDED = re.compile(
    rf"{ASKED}(?:need|want|require|get|seek|request)s?\s+{SOME}(?P<what>[\w-]+)\s+(?:from|by|of)\s+(?:the\s+)?"
    rf"(?P<to>.{{1,40}}?)\s+{ON}",
    re.IGNORECASE | re.DOTALL,
)
ASKING = re.compile(
    rf"{ASKED}ask\s+(?:the\s+)?(?P<to>.{{1,40}}?)\s+(?:for|to)\s+(?:make\s+)?{SOME}(?P<what>[\w-]+)\s+{ON}",
    re.IGNORECASE | re.DOTALL,
)
# “I-004 needs a decision from the board by 3/12”.
NEEDS = re.compile(
    rf"needs?\s+{SOME}(?P<what>[\w-]+)\s+(?:from|by|of)\s+(?:the\s+)?(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)


def escalated(text: str, hearing: Hearing) -> Understanding | None:
    """A text that hands a record up without the word “escalate” in front of it."""
    for pattern in (NEEDED, ASKING):
        if (match := pattern.fullmatch(text)) and (wants := _wanted(match["what"])):
            named = body_at_start(match["to"], hearing.around.programme)
            if named and not named[1].strip():
                return _escalation(_ref(match), f"to {match['to']} for a {wants} {match['rest']}", hearing)
    for pattern in (TAKEN, GOES_UP):
        match = pattern.fullmatch(text)
        to = match and TO.match(match["rest"])
        if (
            match
            and to
            and "escalated_to" in kind_of(_ref(match)).model_fields
            and body_at_start(match["rest"][to.end() :], hearing.around.programme)
        ):
            return _escalation(_ref(match), match["rest"], hearing)
    return None


def _ref(match: re.Match[str]) -> str:
    return refs_at_start(match["refs"])[0][0]


def escalation_in(text: str, ref: str, hearing: Hearing) -> Understanding | None:
    """What the words after (or around) a ref say about handing it up."""
    if match := ESCALATE.match(text):
        return _escalation(ref, text[match.end() :], hearing)
    match = NEEDS.fullmatch(text)
    if match and (wants := _wanted(match["what"])) and body_at_start(match["rest"], hearing.around.programme):
        return _escalation(ref, f"for a {wants} to {match['rest']}", hearing)
    return None


def _wanted(word: str) -> str:
    match = WANTS.fullmatch(f"for {word}")
    return match.lastgroup or "" if match else ""


def _escalation(ref: str, rest: str, hearing: Hearing) -> Understanding:
    """The parts in whatever order they come: to whom, what for, by when; what is left is the reason."""
    to, wants, wanted_by = "", "", None
    doubts: list[Doubt] = []
    while rest:
        if not to and (found := _to(rest, hearing)):
            to, rest, doubt = found
        elif not wants and (match := WANTS.match(rest)):
            wants, rest, doubt = match.lastgroup or "", rest[match.end() :], None
        elif not wanted_by and (day := _by(rest, hearing)):
            wanted_by, rest, doubt = day
        else:
            break
        doubts += [doubt] if doubt else []
    reason = LEAD_IN.sub("", rest.strip(), count=1).strip()
    reason = "" if COURTESY.fullmatch(reason) else reason
    if not reason:
        doubts.append(Doubt("reason", f"Why does {ref} have to go up? One sentence is enough."))
    return Understanding("escalate", (Escalate(ref, to, reason, wants, wanted_by),), tuple(doubts))


def _to(rest: str, hearing: Hearing) -> tuple[str, str, Doubt | None] | None:
    """The board or role; where the words after “to” name none of the programme's, it is asked."""
    match = TO.match(rest)
    found = body_at_start(rest[match.end() :] if match else rest.lstrip(" ,"), hearing.around.programme)
    if found:
        return found[0], found[1], None
    if not match or not re.match(r"[\s,]*(?:up\s+)?to\s", rest, re.IGNORECASE) or WANTS.match(rest):
        return None
    named = hearing.people.at_start(rest[match.end() :])
    role = named.sure.role if named and named.sure else ""
    if named and (body := body_at_start(role, hearing.around.programme)):
        return body[0], rest[match.end() + named.end :], None
    said = re.match(
        r"[^,;:.–—-]{1,40}?(?=\s+-|\s*[,;:.–—]|\s+(?:because|as|since|due|for|by)\b|$)", rest[match.end() :]
    )
    if not said:
        return None
    options = tuple(Option(one, one) for one in hearing.around.programme.bodies)
    doubt = Doubt("to", f"Who is “{said[0].strip()}”? Choose to whom it goes up.", options, said=said[0].strip())
    return said[0].strip(), rest[match.end() + said.end() :], doubt


def _by(rest: str, hearing: Hearing) -> tuple[date, str, Doubt | None] | None:
    match = BY.match(rest)
    if not match:
        return None
    for word in reversed(words_of(rest, match.end())):
        said = rest[match.end() : word.end()].rstrip(" ,;:–—-)")
        reading = None if re.search(r"[;:–—]|\s-\s", said) else read(said, hearing.moment)
        if reading and (day := reading.day or next(iter(reading.options), None)):
            doubt = due_doubt(reading, hearing.moment, name="wanted_by")
            return day, rest[match.end() + len(said) :].removeprefix(")"), doubt
    return None
