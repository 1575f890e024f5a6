"""What officers say of an access case: visits and their notice, the check, the rungs to an order, and force: “visit ACC-02 3
Dec 10:00 @colm, notice by post”, “notice posted ACC-02 today”, “can we force entry at ACC-06”."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from governance.access.gates import CHECK
from governance.access.states import GAINED
from governance.attempts import by_post, method_of
from governance.kinds.access import AccessCase
from handlers.commands import AskForce, ListVisits, Move, NoteForce, OpenForm, PlanVisit, Report
from handlers.words.attempts import attempts
from handlers.words.court import court
from handlers.words.cutting import Cutting
from handlers.words.days.past_days import whole_day
from handlers.words.hearing import Hearing
from handlers.words.items.logging import log
from handlers.words.refs import kind_of, refs_at_start, refs_in
from handlers.words.understanding import Understanding

LONGEST = 2_000  # characters
_POLITE = r"(?:(?:please|pls|can (?:you|we|i)|could (?:you|we|i)|i(?:['’]d| would) like to|let(?:['’]s| us))\s+)*"
MY_VISITS = re.compile(
    rf"{_POLITE}(?:show |list |what are |where are )?(?:me )?(?:my|the) (?:next )?visits?"
    rf"(?: (?:today|this week|tomorrow|list))?[\s?.!]*",
    re.IGNORECASE,
)
NEW = re.compile(
    rf"{_POLITE}(?:(?:log|add|record|open|start|raise|new|another|an?|the)\s+)*access[\s-]case\b[\s:,–-]*(?:(?:for|about)\s+)?"
    r"(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
HOME = re.compile(r"[\s,]*\b(?:at\s+|for\s+|of\s+)?(?:the\s+)?uprn\b[\s:]*(?P<number>\d[\d ]*\d)", re.IGNORECASE)
RESIDENT = re.compile(
    r"[\s,]*\b(?:with\s+|for\s+|of\s+)?(?:the\s+)?(?:(?:resident|tenant|leaseholder)(?:\s+(?:id|number|no))?[\s:]+)?"
    r"(?P<number>RES\d+)\b", re.IGNORECASE,
)  # fmt: skip
GAINED_AT = re.compile(
    r"(?:we\s+(?:have\s+)?)?(?:access (?:was |has been )?gained|gained access) (?:at|to)\s+(?=#?ACC)", re.IGNORECASE
)
GAINED_NOW = re.compile(
    r"(?:access (?:was |has been )?gained|gained access)(?:[\s,]+(?:because|as|since)\b.*)?", re.IGNORECASE
)
# Whoever asks about force gets the one answer, whatever words they choose.
FORCE = re.compile(
    r"\b(?:forc(?:e|ed|ible|ing)(?:\s+(?:an?|the|our|open|way|us))*\s*(?:entry|in(?:to)?|the (?:door|lock)|door|access)?"
    r"|break(?:ing)?"
    r"(?:\s+(?:in|down|the (?:door|lock)s?))|drill(?:ing)? (?:out )?the lock|locksmith|kick(?:ing)? (?:in|down) the door)\b",
    re.IGNORECASE,
)
ENTERS = re.compile(
    r"\b(?:entry|doors?|locks?|locksmith|break(?:ing)? in|forc(?:e|ing) (?:our way |a way |us )?in(?:to)?)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\?\s*$|^\W*(?:can|could|may|might|are|is|do|does|should|shall|will|what|when|who|how)\b"
    r"|\b(?:allowed|permitted|able to|authorised)\b",
    re.IGNORECASE,
)
WITHDRAW = re.compile(
    rf"{_POLITE}(?:withdraw|cancel|revoke|remove|take back|no|end)\s+(?:the\s+)?forced? entry\b", re.IGNORECASE
)
NOTES_FORCE = re.compile(
    rf"{_POLITE}(?:(?:authorise|authorize|note|record|allow|log)\s+)?(?:that\s+)?forced? entry"
    rf"(?:\s+(?:is\s+)?(?:authorised|allowed))?"
    r"(?:\s+(?:at|for|on|of|in))?\s*(?=\S)",
    re.IGNORECASE,
)
WINDOW = re.compile(
    r"\bfrom\s+(?P<first>.+?)\s+(?:to|until|till|-|–)\s+(?P<last>[^:;,]+?)(?=\s*(?:[:;,]|$))|\bon\s+(?P<only>[^:;,]+?)(?=\s*(?:[:;,]|$))",
    re.IGNORECASE,
)
CHECKS = re.compile(
    rf"{_POLITE}(?:(?:log|record|do|make|add|start|open)\s+)?(?:the\s+|an?\s+)?"
    r"(?:(?:vulnerability|capacity|welfare)(?:\s+(?:and|&|/)\s+\w+)?\s+)?check(?:\s+(?:for|on|of|at))?\s*",
    re.IGNORECASE,
)
CHECKED = re.compile(r"(?:the\s+)?(?:(?:vulnerability|capacity|welfare)\s+)?check[\s.!]*", re.IGNORECASE)
VISITS = re.compile(
    rf"{_POLITE}(?:(?:plan|book|arrange|schedule|set|fix|make|move|change|offer)\s+)?(?:an?\s+|the\s+)?(?:next\s+)?"
    r"(?:visit|appointment)(?:\s+(?:to|at|for|of|on))*\s*(?=\S)",
    re.IGNORECASE,
)
VISIT_OF = re.compile(
    r"(?:the\s+)?(?:next\s+)?(?:visit|appointment)\b(?:\s+(?:is|on|for|to|at|will be))*\s*(?=\S)", re.IGNORECASE
)
CALLS_OFF = re.compile(
    rf"{_POLITE}(?:cancel|call off|drop)\s+(?:the\s+)?(?:next\s+)?(?:visit|appointment)(?:\s+(?:to|at|for|of))?\s*(?=\S)",
    re.I,
)
CALLED_OFF = re.compile(
    r"(?:the\s+)?(?:next\s+)?(?:visit|appointment)\s+(?:is\s+)?(?:cancelled|off|called off)[\s.!]*|cancel (?:the )?visit[\s.!]*",
    re.I,
)
_SERVED = r"(?P<verb>served|posted|given|sent|delivered|handed(?: over)?|e-?mailed|left)"
SERVES = re.compile(
    rf"{_POLITE}(?:the\s+)?(?:24[\s-]?hours?['’]?\s+)?(?:written\s+)?notice\s+(?:has been\s+|was\s+|is\s+)?{_SERVED}"
    r"(?P<first>.*?)\s*(?:\b(?:on|at|to|for)\s+)?(?=#?ACC)", re.IGNORECASE,
)  # fmt: skip
SERVED_IT = re.compile(
    rf"(?:the\s+)?(?:24[\s-]?hours?['’]?\s+)?(?:written\s+)?notice\s+(?:has been\s+|was\s+|is\s+)?{_SERVED}\b",
    re.IGNORECASE,
)
HOW = re.compile(
    r"\b(?:notice\s+)?(?P<how>by hand|by first[\s-]class(?: post)?|first[\s-]class(?: post)?|by post|by e-?mail"
    r"|by letter|in person"
    r"|through the door|notice (?:hand|post|e-?mail))\b",
    re.IGNORECASE,
)
METHODS = {"posted": "first class post", "emailed": "email", "e-mailed": "email", "handed": "by hand", "handed over": "by hand",
           "left": "by hand"}  # fmt: skip
FINAL = re.compile(
    r"(?:the\s+)?final (?:warning|letter)(?: letter)?(?:\s+(?:was\s+|has been\s+)?(?:sent|given|served|posted))?\b\s*",
    re.I,
)
WARNING = re.compile(
    r"(?:the\s+|a\s+)?warning(?: letter)?\s+(?:was\s+|has been\s+)?(?:sent|given|served|posted)\b\s*", re.IGNORECASE
)
LETTER = re.compile(r"\bletter\s*$", re.IGNORECASE)  # “final warning letter ACC-03” asks for the letter
DRAFTS = re.compile(
    rf"{_POLITE}(?:draft\s+)?(?:the\s+|a\s+)?(?P<what>notice|warning|final warning) letter[\s.!]*", re.IGNORECASE
)
BY = re.compile(r"\baccess (?:is\s+)?(?:to be given\s+)?by\s+(?P<day>[^,;]+)", re.IGNORECASE)
TO_LEGAL = re.compile(rf"{_POLITE}(?:hand|pass|send|refer|take|give)\s+(?=#?ACC)", re.IGNORECASE)
LEGAL_TAIL = re.compile(r"\s*(?:over\s+)?to (?:legal|our solicitors?|the lawyers?)[\s.!]*", re.IGNORECASE)
PEOPLE = re.compile(r"\b(?:with|by|and|for)?\s*(?=<?@)", re.IGNORECASE)


def access(text: str, hearing: Hearing) -> Understanding | None:
    """What is said of one access case that there is, or asked about force; None for anything else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if MY_VISITS.fullmatch(said):
        return Understanding("query", (ListVisits(),))
    if (match := NEW.match(said)) and not refs_in(said):
        return _new(match["rest"], hearing)
    refs = [ref for ref in refs_in(said) if kind_of(ref) is AccessCase]
    if FORCE.search(said) and (refs or not refs_in(said)) and (found := _force(said, refs, hearing)):
        return found
    if len(refs) != 1:
        return attempts(said, hearing) if refs else None
    for reader in READERS:
        if found := reader(said, refs[0], hearing):
            return found
    return attempts(said, hearing)


def _new(rest: str, hearing: Hearing) -> Understanding | None:
    """A case that says which home it is about; one that does not is read like any other record."""
    said = HOME.sub(r", uprn: \g<number>", rest)
    said = RESIDENT.sub(r", resident number \g<number>", said)
    return log(said, hearing.of(AccessCase)) if said != rest else None


def _force(said: str, refs: list[str], hearing: Hearing) -> Understanding | None:
    """A question about force, or what Legal notes of it."""
    if len(refs) == 1 and WITHDRAW.match(said):
        return Understanding("update", (NoteForce(refs[0], withdraw=True),))
    if len(refs) == 1 and not said.rstrip().endswith("?") and (match := NOTES_FORCE.match(said)):
        named, rest = refs_at_start(said[match.end() :])
        if named == (refs[0],) and rest.strip(" .!"):
            return _noted(refs[0], rest, hearing)
    asks = ASKS.search(said) or (refs and len(said) < 60)
    if not asks or (not refs and not ENTERS.search(said)):
        return None
    return Understanding("query", (AskForce(refs[0] if len(refs) == 1 else ""),))


def _noted(ref: str, rest: str, hearing: Hearing) -> Understanding:
    """“from 9 Dec to 11 Dec: paragraph 3 …”; the form where not all of it was said."""
    match = WINDOW.search(rest)
    first = _coming(match["first"] or match["only"], hearing) if match else None
    last = _coming(match["last"] or match["only"], hearing) if match else None
    words = (rest[match.end() :] if match else rest).strip(" :;,.–-")
    if first and last and words:
        return Understanding("update", (NoteForce(ref, first, last, words),))
    values = {"first": first.isoformat() if first else "", "last": last.isoformat() if last else "", "words": words}
    return Understanding(
        "form", (OpenForm("forced entry", ref=ref, values={name: held for name, held in values.items() if held}),)
    )


def _coming(said: str, hearing: Hearing) -> date | None:
    found = Cutting(said).coming_day(hearing.moment)
    return found[0] if found else None


def _check(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    match = CHECKS.match(said)
    named, rest = refs_at_start(said[match.end() :] if match and match[0].strip() else said)
    if named != (ref,):
        return None
    whole = (match is not None and match[0].strip() and not rest.strip(" .!")) or CHECKED.fullmatch(rest.strip())
    return Understanding("form", (OpenForm(CHECK, ref=ref),)) if whole else None


def _calls_off(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    match = CALLS_OFF.match(said)
    named, rest = refs_at_start(said[match.end() :] if match else said)
    if named != (ref,) or not (rest.strip(" .!") == "" if match else CALLED_OFF.fullmatch(rest.strip())):
        return None
    return Understanding("update", (PlanVisit(ref, {"visit_on": None, "visit_time": None}),))


def _visit(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    """A visit that is to come: its day and hour, who goes, and how the notice is served."""
    match = VISITS.match(said)
    named, rest = refs_at_start(said[match.end() :] if match else said)
    if named != (ref,):
        return None
    if match is None:
        of = VISIT_OF.match(rest.strip())
        if of is None:
            return None
        rest = rest.strip()[of.end() :]
    cutting = Cutting(rest)
    values = _going(cutting, hearing)
    if how := cutting.take(HOW):
        values["notice_how"] = _method(how["how"])
    found = cutting.coming_day(hearing.moment)
    start, _ = cutting.hours()
    hour = (found[1] if found else None) or start
    if cutting.left or (found is not None and found[0] < hearing.moment.today):
        return None  # it goes on otherwise: perhaps it is an attempt that was made
    if found is not None:
        values["visit_on"] = found[0]
    if hour is not None:
        values["visit_time"] = hour
    if not values or (found is None and set(values) == {"visit_time"}):
        return Understanding("form", (OpenForm("visit", ref=ref, values=_plain(values)),))
    return Understanding("update", (PlanVisit(ref, values),))


def _going(cutting: Cutting, hearing: Hearing) -> dict[str, Any]:
    """Who is to go: everybody who is named with an @."""
    going: list[str] = []
    while match := re.search(r"(?:\b(?:with|by|and)\s+)?(?P<who>(?=<?@).)", cutting.text, re.IGNORECASE):
        named = hearing.people.at_start(cutting.text[match.start("who") :])
        if named is None or named.sure is None:
            break
        going.append(named.sure.id)
        cutting.cut(match.start(), match.start("who") + named.end)
    return {"visitors": tuple(dict.fromkeys(going))} if going else {}


def _served(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    """“notice posted ACC-02 today”, “ACC-02 notice served by hand at 9:15”. Handed over today without an hour, it was just
    now."""
    if match := SERVES.match(said):
        named, rest = refs_at_start(said[match.end() :])
        rest = f"{match['first']} {rest}"
    else:
        named, rest = refs_at_start(said)
        match = SERVED_IT.match(rest.strip())
        if match is None:
            return None
        rest = rest.strip()[match.end() :]
    if named != (ref,):
        return None
    cutting = Cutting(rest)
    how = cutting.take(HOW)
    method = _method(how["how"]) if how else METHODS.get(" ".join(match["verb"].casefold().split()), "")
    start, _ = cutting.hours()
    on = cutting.past_day(hearing.moment) or hearing.moment.today
    if cutting.left:
        return None
    values: dict[str, Any] = {"notice_on": on, **({"notice_how": method} if method else {})}
    if start is None and on == hearing.moment.today and not by_post(method):
        start = hearing.moment.now.time().replace(second=0, microsecond=0, tzinfo=None)
    return Understanding("update", (PlanVisit(ref, {**values, **({"notice_time": start} if start else {})}),))


def _method(said: str) -> str:
    return method_of(re.sub(r"^(?:by (?=first)|notice\s+)", "", said.strip(), flags=re.IGNORECASE))


def _rung(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    """“ACC-03 final warning sent today, access by 4 Dec”; where its date is not said, the form that asks for it."""
    named, rest = refs_at_start(said)
    after = rest.strip(" ,:–-")
    if named == (ref,) and (match := DRAFTS.fullmatch(after)):
        what = match["what"].casefold()
        return Understanding("query", (Report(what if what == "notice" else f"{what} letter", ref),))
    for pattern, then in ((FINAL, _final), (WARNING, _warning)):
        if named == (ref,) and (match := pattern.match(after)) and not LETTER.search(match[0]):
            return then(ref, after[match.end() :], hearing)
    for pattern, then in ((FINAL, _final), (WARNING, _warning)):
        if (match := pattern.match(said)) and match[0].strip() and not LETTER.search(match[0]):
            named, after = refs_at_start(re.sub(r"^(?:to|for|on|at)\s+", "", said[match.end() :]))
            if named == (ref,):
                return then(ref, after, hearing)
    if (match := TO_LEGAL.match(said)) and LEGAL_TAIL.fullmatch(refs_at_start(said[match.end() :])[1]):
        return Understanding("form", (OpenForm("to legal", ref=ref),))
    return None


def _final(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    cutting = Cutting(rest)
    by = cutting.take(BY)
    until = _coming(by["day"], hearing) if by else None
    on = cutting.past_day(hearing.moment) or hearing.moment.today
    if cutting.left:
        return None
    if until is None:
        return Understanding("form", (OpenForm("final warning", ref=ref, values={"final_warning_on": on.isoformat()}),))
    return Understanding(
        "update", (Move(ref, "Final warning sent", values={"final_warning_on": on, "final_warning_until": until}),)
    )


def _warning(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    said = rest.strip(" ,.!")
    on = hearing.moment.today if not said else whole_day(said, hearing.moment)
    return Understanding("update", (Move(ref, "Warning letter sent", values={"warning_on": on}),)) if on else None


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they stand in a form."""
    return {
        name: f"{held:%H:%M}" if isinstance(held, time) else held.isoformat() if isinstance(held, date) else held
        for name, held in values.items()
    }


def _gained(said: str, ref: str, hearing: Hearing) -> Understanding | None:
    """That access was gained, and no more: the case is done. With an hour it is an attempt."""
    match = GAINED_AT.match(said)
    named, rest = refs_at_start(said[match.end() :] if match else said)
    left = rest.strip(" ,:.!–-")
    done = left == "" if match else GAINED_NOW.fullmatch(left)
    return Understanding("update", (Move(ref, GAINED),)) if named == (ref,) and done else None


READERS: tuple[Callable[[str, str, Hearing], Understanding | None], ...] = (
    _check,
    _calls_off,
    _served,
    _rung,
    court,
    _visit,
    _gained,
)
