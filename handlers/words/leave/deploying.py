"""Who is on what, in an officer's words: “put @olu on ICT as BA from 1/12 to 31/3”, “take @sam off HR at end of month”, “who is
in HR”, “who is @sam”, “what is kwame working on”."""

from __future__ import annotations

import re
from datetime import date

from governance.people import Person
from handlers.commands import Deploy, ShowPerson, ShowWorkstream, Worklist
from handlers.words.days.dates import Reading
from handlers.words.days.spans import FROM, LONGEST_SAID, day, day_doubt, spans
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.leave.whose import whose
from handlers.words.people import Named
from handlers.words.understanding import Doubt, Understanding

PLEASE = r"(?:(?:please|pls|can you|could you)\s+)?"
PUT = re.compile(
    rf"{PLEASE}(?:put|deploy|assign|move|add|second|place|allocate|attach|redeploy)\s+(?P<who>.{{1,60}}?)\s+"
    r"(?:(?:over|across)\s+)?(?:on\s?to|to|on|in|into|with)\s+(?P<rest>.+)",
    re.I | re.S,
)
JOINS = re.compile(
    r"(?P<who>.{1,60}?)\s+(?:is\s+)?(?:joins?|joining|is joining|will join|moves? to|moving to|is on|starts? (?:on|in|with)"
    r"|is starting (?:on|in|with)|is going to)\s+(?P<rest>.+)",
    re.I | re.S,
)
TAKE_OFF = re.compile(
    rf"{PLEASE}(?:take|remove|release|pull|drop|roll)\s+(?P<who>.{{1,60}}?)\s+(?:off|from|out of)\s+(?P<rest>.+)",
    re.I | re.S,
)
LEAVES = re.compile(
    r"(?P<who>.{1,60}?)\s+(?:is\s+|will\s+)?(?:leaves?|leaving|rolls? off|rolling off|comes? off|coming off"
    r"|(?:finishes|finishing) (?:on|in|with))\s+(?P<rest>.+)",
    re.I | re.S,
)
AS = re.compile(
    r"\s+(?:as\s+(?:a|an|the|our)?\s*|role:?\s+)(?P<role>.+?)"
    r"(?=\s+(?:from|until|till|til|to|between|starting|on|for|w\.?e\.?f\.?)\s|\s+\d{1,2}(?:st|nd|rd|th|/|\s)|$)",
    re.I,
)
DAYS = re.compile(
    r"\s*[,:–—-]?\s+(?=(?:from|until|till|til|up to|between|starting|w\.?e\.?f|with effect|at|on|for|as of|by|today|tomorrow"
    r"|\d|next|after|now))",
    re.I,
)
UNTIL = re.compile(r"(?:until|till|til|up to|to)\s+(?:the\s+)?(?P<day>.+)", re.I)
NOW = re.compile(r"(?:from\s+)?(?:now|today|immediately|straight ?away)(?: on)?", re.I)
WHO_IN = re.compile(
    r"(?:who(?:['’]?s| is| are| works| do we have)?|list (?:the )?(?:people|members|team)|members|people|team)\s+"
    r"(?:(?:all\s+)?(?:in|on|of|for|at|work(?:ing|s) (?:in|on|for)|assigned to|deployed (?:to|on))\s+)(?:the\s+)?"
    r"(?P<ws>[^?]+?)(?:\s+(?:now|today|at the moment|currently|team|workstream))*\s*[?.!]*",
    re.I,
)
WHO_IS = re.compile(
    r"(?:who(?:['’]?s| is)|tell me about|about|info(?: on| about)?|profile(?: of)?|details (?:of|for)"
    r"|card (?:of|for))\s+(?P<who>[^?]+?)\s*[?.!]*",
    re.I,
)
WHEN_AWAY = re.compile(
    r"(?:when(?:['’]?s| is)|where(?:['’]?s| is)|is|who(?:['’]?s| is) (?:covering|standing in) for|who covers(?: for)?)\s+"
    r"(?P<who>.+?)(?:\s+(?:off|away|on leave|on holiday|in|back|around|working|out|available|next off|next away)"
    r"(?:\s+(?:today|next|this week))?)?\s*[?.!]*",
    re.I,
)
WORKING_ON = re.compile(
    r"what(?:['’]?s| is| am| does| do| are| has| have)?\s+(?P<who>[^?]+?)\s+(?:working on|work on|up to|on with|busy with|own"
    r"|on the go)(?:\s+(?:now|at the moment|today|this week))?\s*[?.!]*",
    re.I,
)
LOAD_OF = re.compile(
    r"(?:(?:what|how)(?:['’]?s| is)\s+|show(?: me)?\s+)?(?:(?P<who>.{1,60}?)['’]s?\s+work\s?load|work\s?load\s+(?:of|for)"
    r"\s+(?P<of>.+?))\s*[?.!]*",
    re.I,
)


def deploying(text: str, hearing: Hearing) -> Understanding | None:
    """Who goes on or off a workstream, who is on it, and what there is to know of one person."""
    if len(text) > LONGEST_SAID:
        return None
    said = text.strip()
    return _asked(said, hearing) or _taken_off(said, hearing) or _put(said, hearing)


def _put(text: str, hearing: Hearing) -> Understanding | None:
    match = PUT.fullmatch(text) or JOINS.fullmatch(text)
    named = whose(match["who"], hearing) if match else None
    if match is None or named is None:
        return None
    rest, role = _without_role(match["rest"])
    strand, days = _strand(rest, hearing)
    when = _from_to(days, hearing)
    if strand is None or when is None:
        return None
    first, last, doubts = when
    return _understood(named, hearing, doubts, workstream=strand, role=role, first=first, last=last)


def _taken_off(text: str, hearing: Hearing) -> Understanding | None:
    match = TAKE_OFF.fullmatch(text) or LEAVES.fullmatch(text)
    named = whose(match["who"], hearing) if match else None
    if match is None or named is None:
        return None
    strand, days = _strand(match["rest"], hearing)
    last = _last_day(days, hearing)
    if strand is None or (days and last is None):
        return None
    doubts = [day_doubt("last", last)] if last is not None and last.question else []
    return _understood(named, hearing, doubts, workstream=strand, last=last.day if last else None, off=True)


def _understood(named: Named, hearing: Hearing, doubts: list[Doubt], **fields: object) -> Understanding:
    unclear = person_doubt(named, hearing, "person")
    person = named.sure.id if named.sure and not unclear else ""
    remarks = (f"I took “{named.said}” to be {named.sure.name}.",) if named.guessed and named.sure else ()
    command = Deploy(person, **fields)  # type: ignore[arg-type]
    return Understanding("deploy", (command,), tuple(([unclear] if unclear else []) + doubts), remarks)


def _without_role(text: str) -> tuple[str, str]:
    """“ICT as BA from 1/12”: the role, and the rest."""
    match = AS.search(f" {text}")
    if not match:
        return text, ""
    padded = f" {text}"
    return f"{padded[: match.start()]} {padded[match.end() :]}".strip(), " ".join(match["role"].split()).strip(" ,.")


def _strand(text: str, hearing: Hearing) -> tuple[str | None, str]:
    """The id of the workstream that a text begins with, and what follows it."""
    cuts = [len(text), *(match.start() for match in DAYS.finditer(text))]
    for cut in sorted(cuts, reverse=True):
        name = re.sub(r"\s+(?:workstream|team|ws)$", "", text[:cut].strip(" ,.:"), flags=re.I)
        if found := hearing.strands.find(name):
            return found.id, text[cut:].strip(" ,:–—-")
    for cut in sorted(cuts):
        if found := hearing.strands.find(text[:cut].strip(" ,.:"), loose=True):
            return found.id, text[cut:].strip(" ,:–—-")
    return None, ""


def _from_to(text: str, hearing: Hearing) -> tuple[date | None, date | None, list[Doubt]] | None:
    """From when to when; None where the words are no days."""
    said = text.strip(" .!")
    if not said or NOW.fullmatch(said):
        return hearing.moment.today if said else None, None, []
    if match := UNTIL.fullmatch(said):
        until = day(match["day"], hearing.moment)
        return (None, until.day, [day_doubt("last", until)] if until.question else []) if until else None
    if match := re.fullmatch(r"(?:from\s+)?(?:now|today)\s+(?:until|till|til|to)\s+(?P<day>.+)", said, re.I):
        until = day(match["day"], hearing.moment)
        return (
            (hearing.moment.today, until.day, [day_doubt("last", until)] if until.question else []) if until else None
        )
    found = spans(said, hearing.moment)
    if len(found) != 1:
        return None
    each = found[0]
    single = each.last == each.first and not re.match(r"(?:for|just|only)\b", said, re.I)
    doubts = [day_doubt(each.about, each.unsure)] if each.unsure else []
    return each.first, None if single else each.last, doubts


def _last_day(text: str, hearing: Hearing) -> Reading | None:
    """“at end of month”, “from 1 Feb” (its eve is the last day), “on Friday”."""
    said = text.strip(" .!")
    if not said or NOW.fullmatch(said):
        return Reading(hearing.moment.today) if said else None
    opened = FROM.match(said)
    found = day(
        re.sub(r"^(?:at|by|after|until|till|up to)\s+(?:the\s+)?", "", said[opened.end() :] if opened else said),
        hearing.moment,
    )
    if found is None or found.day is None or not opened:
        return found
    return Reading(date.fromordinal(found.day.toordinal() - 1))


def _asked(text: str, hearing: Hearing) -> Understanding | None:
    if match := WHO_IN.fullmatch(text):
        strand = hearing.strands.find(match["ws"], loose=True)
        return Understanding("query", (ShowWorkstream(strand.id),)) if strand else None
    if (match := WORKING_ON.fullmatch(text)) and (person := _somebody(match["who"], hearing)):
        return Understanding("query", (Worklist(person.id),))
    if match := LOAD_OF.fullmatch(text):
        person = _somebody(match["who"] or match["of"], hearing)
        return Understanding("query", (ShowPerson(person.id),)) if person else None
    for pattern in (WHEN_AWAY, WHO_IS):
        match = pattern.fullmatch(text)
        if match and (named := whose(match["who"], hearing)):
            return _shown(named, hearing)
    return None


def _shown(named: Named, hearing: Hearing) -> Understanding:
    """Also somebody who has left is shown; which of several is asked."""
    doubt = person_doubt(named, hearing, "person") if named.sure is None else None
    return Understanding("query", (ShowPerson(named.sure.id if named.sure else None),), (doubt,) if doubt else ())


def _somebody(said: str, hearing: Hearing) -> Person | None:
    named = whose(said, hearing)
    return named.sure if named else None
