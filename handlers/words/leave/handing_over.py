"""Handing over in an officer's words: “hand over everything I own to @sam”, “give all my ICT actions to olu”; and who has how
much: “workload”, “who's overloaded”, “workload for HR”."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.cards import Option
from handlers.commands import HandOver, Workload
from handlers.words.days.dates import read, show
from handlers.words.days.spans import LONGEST_SAID
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.leave.whose import somebody_else
from handlers.words.people import SELF, Named
from handlers.words.understanding import Doubt, Understanding

VERB = (
    r"(?:(?:please|pls|can you|could you)\s+)?(?:hand(?:ing)?(?:\s+over)?|give|pass(?:ing)?(?:\s+(?:on|over))?|move"
    r"|transfer|(?:re-?)?assign|shift|switch|put)"
)
ALL = r"(?:everything|all(?: of)?(?: the)?|anything|the lot|the whole lot)"
THINGS = (
    r"(?:(?:open|outstanding|remaining|current)\s+)?(?:actions?|items?|work(?:load)?|records?|things|stuff|tasks?|risks?|issues?"
    r"|list|worklist|entries|responsibilities|jobs)(?:\s+(?:over|across))?"
)
OWNED = re.compile(
    rf"{VERB}\s+(?:over\s+)?(?P<what>{ALL}\b[^@<]*?|.{{1,60}}?\s(?:{THINGS}))\s+(?:over\s+)?(?:on\s+)?to\s+(?P<to>.+)",
    re.I | re.S,
)
GIVE_TO = re.compile(
    rf"{VERB}\s+(?P<to>.{{1,60}}?)\s+(?P<what>{ALL}\b.*|(?:my|.{{1,40}}?['’]s)\s.*{THINGS})", re.I | re.S
)
# “Handover to @sam”: everything that the speaker owns.
HANDOVER_TO = re.compile(
    r"(?:(?:please|pls|start|do|my|a|full)\s+)*(?:hand[ -]?over|handing over)\s+(?:(?:everything|it all"
    r"|all)\s+)?to\s+(?P<to>.+)",
    re.I | re.S,
)
# A day from which it is to be so: it is done at once, and said.
FROM_A_DAY = re.compile(
    r"[\s,]+(?:from|starting|as of|as from|with effect from|wef|effective|(?:when|before|as)\s+i\s+(?:leave|go|finish"
    r"|move)(?:\s+on)?|on)\s+(?P<day>.{2,40})$",
    re.I,
)
OF_WHOM = re.compile(
    rf"(?:{ALL}\s*)?(?:(?:that\s+|which\s+)?(?P<subject>[^\s@<].{{0,60}}?|<@[^>]+>|@.{{1,60}}?)\s+"
    rf"(?:owns?|have|has|has got|['’]?ve got)(?:\s+on)?|of\s+(?P<of>.{{1,60}}?)"
    rf"|(?P<whose>my|mine|.{{1,60}}?(?:['’]s|s['’]))(?:\s+(?P<strand>.+?))??(?:\s+(?:{THINGS}))?)?"
    rf"(?:\s+(?:in|on|for|from|under)\s+(?P<in>.{{1,40}}))?",
    re.I,
)
WORKLOAD = re.compile(
    r"(?:(?:show|see|get|what['’]?s|what is|how is|check|view|give me)\s+(?:me\s+)?)?(?:the\s+|our\s+|everyone['’]?s\s+|team\s+)*"
    r"(?:work\s?loads?|capacity|who has (?:the )?most (?:work|on)|who(?:['’]?s| is) (?:the )?busiest"
    r"|who(?:['’]?s| is| are)? (?:over ?loaded|over ?worked|swamped|too busy|stretched|at capacity|free"
    r"|has (?:capacity|room|too much(?: on)?)))"
    r"(?:\s+(?:like|looking|at the moment|now|today|this week|by person|by workstream|across the (?:programme|board)))*"
    r"(?:\s*[:–—-]?\s*(?:for|in|on|of|across)?\s*(?:the\s+)?(?P<ws>[^?!.]{2,60}?))?\s*[?!.]*",
    re.I,
)
NO_STRAND = frozenset(
    {"programme", "everyone", "everybody", "team", "all", "the programme", "us", "person", "workstream"}
)


def handing_over(text: str, hearing: Hearing) -> Understanding | None:
    """Everything that somebody owns, to another; or who has how much."""
    if len(text) > LONGEST_SAID:
        return None
    return _workload(text.strip(), hearing) or _hand_over(text.strip(" .!"), hearing)


def _workload(text: str, hearing: Hearing) -> Understanding | None:
    match = WORKLOAD.fullmatch(text)
    if not match:
        return None
    said = (match["ws"] or "").strip()
    if not said or said.casefold() in NO_STRAND:
        return Understanding("query", (Workload(),))
    strand = hearing.strands.find(said, loose=True)
    if strand is None and (named := hearing.people.at_start(said)) and named.sure and not said[named.end :].strip():
        return None  # “workload for Sam” is about a person
    if strand is None:
        return Understanding("query", (Workload(),), (_which(said, hearing),))
    return Understanding("query", (Workload(strand.id),))


def _hand_over(text: str, hearing: Hearing) -> Understanding | None:
    text = _with_apostrophe(text, hearing)
    later = FROM_A_DAY.search(text)
    reading = read(later["day"], hearing.moment) if later else None
    if later and reading and reading.day:
        found = _hand_over_now(text[: later.start()], hearing)
        remark = f"I hand things over at once and not on {show(reading.day)}: confirm it then if it is too soon."
        early = reading.day > hearing.moment.today
        return replace(found, remarks=(*found.remarks, remark)) if found and early else found
    return _hand_over_now(text, hearing)


def _with_apostrophe(text: str, hearing: Hearing) -> str:
    """“all toms actions” as “all tom's actions”."""

    def owned(match: re.Match[str]) -> str:
        return f"{match[1]}'s" if hearing.people.find(match[1])[0] else match[0]

    return re.sub(
        r"\b([^\W\d_]{3,20})s(?=\s+(?:[\w&-]+\s+){0,2}?(?:actions|items|work|records|tasks|risks|issues"
        r"|things|stuff)\b)",
        owned,
        text,
    )


def _hand_over_now(text: str, hearing: Hearing) -> Understanding | None:
    if (match := HANDOVER_TO.fullmatch(text)) and (taker := _taker(match["to"], hearing)):
        return _understood(taker, None, "", hearing)
    for pattern in (OWNED, GIVE_TO):
        match = pattern.fullmatch(text)
        taker = _taker(match["to"], hearing) if match else None
        if match is None or taker is None:
            continue
        found = _of_whom(match["what"].strip(), hearing)
        if found is not None:
            return _understood(taker, *found, hearing)
    return None


def _taker(said: str, hearing: Hearing) -> Named | None:
    plain = re.sub(r"[\s,]*(?:please|pls|thanks|instead|now)$", "", said.strip(), flags=re.I)
    if plain.casefold() in SELF and hearing.around.speaker:
        return Named("me", (hearing.around.speaker,))
    named = hearing.people.at_start(plain, loose=True)
    if named is None and re.fullmatch(r"@?[^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*)?", plain):
        return Named(plain.lstrip("@"), ())
    return named if named is not None and not plain[named.end :].strip(" .,!") else None


def _of_whom(what: str, hearing: Hearing) -> tuple[Named | None, str] | None:
    """Whose things, and of which workstream (its id); None where it is about something else (“move the deadline to Friday”)."""
    match = OF_WHOM.fullmatch(what)
    if not match:
        return None
    owner: Named | None = None
    said = match["subject"] or match["of"] or match["whose"]
    if said and said.casefold() not in SELF:
        plain = re.sub(r"(?:['’]s|['’])$", "", said.strip())
        owner = hearing.people.at_start(plain)
        if owner is None or not owner.people or plain[owner.end :].strip():
            return None
    elif not said and not re.match(ALL, what, re.I):
        return None
    strand = ""
    if place := (match["strand"] or match["in"] or "").strip():
        found = hearing.strands.find(place, loose=True)
        if found is None:
            return None
        strand = found.id
    return owner, strand


def _understood(taker: Named, owner: Named | None, strand: str, hearing: Hearing) -> Understanding:
    asked = person_doubt if owner is not None else somebody_else
    to = asked(taker, hearing, "to")
    of = person_doubt(owner, hearing, "person") if owner is not None and owner.sure is None else None
    person = owner.sure.id if owner is not None and owner.sure and owner.sure != hearing.around.speaker else None
    command = HandOver(taker.sure.id if taker.sure and not to else "", person, strand or None)
    remarks = (f"I took “{taker.said}” to be {taker.sure.name}.",) if taker.guessed and taker.sure else ()
    return Understanding("handover", (command,), tuple(doubt for doubt in (of, to) if doubt), remarks)


def _which(said: str, hearing: Hearing) -> Doubt:
    options = tuple(Option(one.id, one.name) for one in hearing.strands.near(said))
    return Doubt("workstream", f"I don't know a workstream called {said}. Which one is it?", options, said=said)
