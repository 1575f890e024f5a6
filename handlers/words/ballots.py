"""Texts about ballots: “freeze the register of BAL-03”, “count BAL-03”, “declare the result of BAL-03”, “result of the door entry
ballot”, “is V12345678 on the register of BAL-03”. Setting fields and moving on are as of any record."""

from __future__ import annotations

import re
from collections.abc import Callable

from governance.kinds.ballot import CLOSED, OPEN
from handlers.commands import (
    Command,
    CorrectRegister,
    CountVotes,
    DeclareResult,
    FreezeRegister,
    IsOnRegister,
    Move,
    ReportResult,
)
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.named import called
from handlers.words.refs import refs_in
from handlers.words.understanding import Understanding

LONGEST = 200  # characters
OF = r"(?:\s+(?:of|for|in|on|from|at))?(?:\s+(?:the|our))*"
REF = r"(?P<ref>bal-?\s?\d+)"
# A ballot by its ref, or as “the door entry ballot”, “the vote on door entry”.
NAME = r"[\w'’ -]{2,80}?"
WHICH = rf"(?:{REF}|(?P<title>{NAME})\s+(?:ballot|vote)|(?:ballot|vote)\s+(?:on|about|for)\s+(?P<about>{NAME}))"
REGISTER = r"(?:the\s+)?(?:voters?['’]?s?\s+)?(?:register|roll)(?:\s+of\s+(?:voters|electors))?"
MANAGER = r"(?:the\s+|our\s+)?(?:project manager|pm)"
WHAT = r"(?:count(?:\s+the\s+votes)?|tally|results?|turn-?out|outcome|votes?(?:\s+(?:so far|cast|received))?)"
ASKED = r"(?:(?:show|give|tell)\s+(?:me|us)\s+|what(?:['’]?s| is| was| are| were)\s+)?(?:the\s+)?"
CAME = r"(?:\s+(?:are|were|came in|have come in|do we have|so far))*"

Makes = Callable[[str], Command]


def _opened(ref: str) -> Command:
    return Move(ref, OPEN)


def _closed(ref: str) -> Command:
    return Move(ref, CLOSED)


def _corrected(ref: str) -> Command:
    return CorrectRegister(ref, "add")


# What is said, what it is, what it asks for; to declare a result comes before asking for one.
_SAID: tuple[tuple[str, str, Makes], ...] = (
    (rf"(?:freeze|draw(?: up)?|fix|close)\s+{REGISTER}{OF}\s+{WHICH}", "update", FreezeRegister),
    (rf"freeze\s+(?:the\s+)?{WHICH}", "update", FreezeRegister),
    (rf"{REF}[\s:,]+(?:freeze(?:\s+(?:{REGISTER}|voters))?|(?:{REGISTER}\s+)?frozen)", "update", FreezeRegister),
    (rf"(?:correct|put right|amend|add (?:(?:a|one|some) ?\w+ )?to)\s+{REGISTER}{OF}\s+{WHICH}", "update", _corrected),
    (rf"(?:take|strike) (?:(?:a|one|some) ?\w+ )?off\s+{REGISTER}{OF}\s+{WHICH}", "update", _corrected),
    (rf"open\s+(?:the\s+)?(?:voting|poll|polls){OF}\s+{WHICH}", "update", _opened),
    (rf"close\s+(?:the\s+)?(?:voting|poll|polls){OF}\s+{WHICH}", "update", _closed),
    (rf"(?:declare|announce)(?:\s+the)?(?:\s+results?)?{OF}\s+{WHICH}", "update", DeclareResult),
    (rf"{REF}[\s:,]+(?:(?:is|was|now)\s+)*(?:results?\s+)?declare[ds]?(?:\s+the\s+result)?", "update", DeclareResult),
    (rf"(?:report|send|tell)\s+(?:the\s+)?(?:results?{OF}\s+)?{WHICH}\s+to\s+{MANAGER}", "update", ReportResult),
    (rf"tell\s+{MANAGER}\s+(?:(?:about\s+)?(?:the\s+)?results?{OF}\s+)?{WHICH}", "update", ReportResult),
    (rf"{ASKED}{WHAT}{OF}\s+{WHICH}(?:\s+so far)?", "query", CountVotes),
    (rf"{REF}[\s:,]+(?:the\s+)?{WHAT}", "query", CountVotes),
    (
        rf"(?:how (?:did|is|has)|who won)(?:\s+the)?\s+{WHICH}(?:\s+(?:go|gone|going|turn out|come out))?",
        "query",
        CountVotes,
    ),
    (rf"how many\s+(?:\w+\s+)?(?:have\s+)?vote[ds]?{CAME}{OF}\s+{WHICH}(?:\s+so far)?", "query", CountVotes),
)
THANKS = r"(?:\s+(?:please|pls|thanks|now|today))*"
SAYINGS = tuple(
    (re.compile(f"{PLEASE}(?:{said}){THANKS}{END}", re.IGNORECASE), intent, makes) for said, intent, makes in _SAID
)
ON_IT = re.compile(
    rf"{PLEASE}(?:is|check(?: if| whether)?)\s+(?:voter\s+)?(?P<voter>[\w-]{{3,40}})\s+(?:is\s+)?on\s+{REGISTER}{OF}"
    rf"\s+{WHICH}{END}",
    re.IGNORECASE,
)


def ballots(text: str, hearing: Hearing) -> Understanding | None:
    """What a text asks of a ballot; None for anything else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if (match := ON_IT.fullmatch(said)) and (ref := _which(match, hearing)):
        return Understanding("query", (IsOnRegister(ref, match["voter"]),))
    for pattern, intent, makes in SAYINGS:
        if (match := pattern.fullmatch(said)) and (ref := _which(match, hearing)):
            return Understanding(intent, (makes(ref),))
    return None


def _which(match: re.Match[str], hearing: Hearing) -> str:
    """The ballot that is meant, "" where none or more than one may be."""
    said = match.groupdict()
    if said.get("ref"):
        return next(iter(refs_in(said["ref"])), "")
    known = called(said.get("title") or said.get("about") or "", hearing.around.ballots)
    return known.ref if known else ""
