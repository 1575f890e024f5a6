"""Residents' cases as officers type them: “FOI in today about roof costs”, “cllr sedge asked about scaffold dates, got it
yesterday”, “acknowledged CMP-0001 just now”, “CMP-0027 wants stage 2”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance.kinds import all_kinds
from handlers.commands import Change, OpenForm
from handlers.words.corrections import corrected
from handlers.words.days.past_days import day_after, whole_day
from handlers.words.hearing import Hearing, joined
from handlers.words.items.draft import Draft
from handlers.words.items.due import Found
from handlers.words.items.peel import peel
from handlers.words.refs import kind_of, refs_at_start, refs_in
from handlers.words.understanding import Understanding

MOST = 10  # cases of one message
BETWEEN = re.compile(r"\s*(?:;|\n)\s*")
WITH = re.compile(r"^with\s+(?=\d)", re.IGNORECASE)
OWN_DATA = "Subject access request"
LONGEST = 2_000  # characters: a longer text is no message about one case
_BEGUN = (
    r"(?:(?:please|pls|hi|hello|just|we(?:['’]ve| have)?|i(?:['’]ve| have)?|got|had|have|received|there(?:['’]s| is)|log|record"
    r"|add|new|another|an?|the|logged)[\s,:]+)*"
)
_WHO = (
    r"(?P<who>councillors?|cllrs?|ward members?|members?['’]?s?|mps?['’]?s?|residents?['’]?s?|tenants?['’]?s?"
    r"|leaseholders?['’]?s?|tra|tmo|contractors?)"
)
_SORT = (
    r"(?:(?P<foi>foia?|freedom of information)|(?P<eir>eir|environmental information)|(?P<sar>d?sar|subject access)"
    r"|(?P<claim>letter of claim|disrepair claim|letter before (?:claim|action))"
    r"|(?P<s20>(?:s(?:ection)?\.?\s?20|leaseholder['’]?s?)\s+observations?)"
    r"|(?P<dp>(?:data[\s-]protection|dp|gdpr)\s+complaint)"
    r"|(?P<breach>(?:personal[\s-]+)?data[\s-]+breach))(?:\s+(?:request|req))?"
    r"|(?:(?P<format>paper|online|e)[\s-]*)?(?P<petition>petition)"
    r"|(?P<service>(?:service|repair)\s+request)"
    r"|(?P<complaint>(?:(?:stage (?:1|one)|formal)\s+)?(?:complaint|grievance))"
    rf"|(?:{_WHO}\s+)?(?P<enquiry>enquiry|inquiry)"
)
CASE = re.compile(rf"{_BEGUN}(?:{_SORT})\b(?!-\w|['’])", re.IGNORECASE)
# “cllr sedge asked about …”, “a resident complained about …”.
SAID = re.compile(
    rf"{_BEGUN}{_WHO}(?P<name>(?:\s+(?!has\b|have\b|is\b|was\b|just\b)[\w'’-]+){{0,3}}?)\s+(?:(?:has|have|is|was|just|also)\s+)*"
    r"(?P<verb>ask(?:s|ed|ing)?|want(?:s|ed) to know|enquir(?:es|ed|ing)|quer(?:ies|ied)|wondering|chas(?:es|ed|ing)"
    r"|complain(?:s|ed|ing)?|(?P<contact>e-?mailed|rang|called|phoned|wrote))(?:\s+(?:us|me|in))?\b",
    re.IGNORECASE,
)
FROM = re.compile(
    rf"[\s,]*from\s+(?:(?:an?|the|our|another|former|local|ward)\s+)*{_WHO}(?=\s|,|$)"
    r"(?P<name>(?:\s+(?!(?:about|re|regarding|on|asking|in|came|received|today|yesterday|over|for)\b)[\w'’-]+){1,2})?",
    re.IGNORECASE,
)
# A private person's name, told by its form: “Mrs Bell”, “Thea Madeup” behind “resident”.
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z][\w'’-]+"
BY_NAME = re.compile(rf"\s+(?P<name>(?:{_TITLED}|[A-Z][\w'’-]+(?=\s+[A-Z]))(?:\s+[A-Z][\w'’-]+)?)")
BY_TITLE = re.compile(rf"[\s,]*\b(?:with|from|to)?\s*(?P<name>{_TITLED}(?:\s+[A-Z][\w'’-]+)?)")
FROM_BY_NAME = re.compile(rf"[\s,]*\b[Ff]rom\s+(?P<name>{_TITLED}(?:\s+[A-Z][\w'’-]+)?)")
CAME = re.compile(
    r"[\s,;(–-]*\b(?:(?:has|have|was|were|just|that|which|been|it|they|we|i)\s+)*(?:(?:came|come|got|handed|sent|passed|put|brought)"
    r"\s+in|in|(?:got|had|received|took)\s+(?:it|this|that|one)|rec[ei]{1,2}ved|arrived|rang|called|phoned|e-?mailed|wrote"
    r"|landed|turned up|dated|delivered|presented|noticed|discovered|spotted"
    r"|rec['’]?d)\b(?:\s+(?:on|at|in|by|to us|the|our|us|during|after|this one))*\s+",
    re.IGNORECASE,
)
AT_A_MEETING = re.compile(
    r"\s+(?:(?:residents?|tra|tmo|board|council|evening|public)['’]?\s+)?(?:meeting|drop-?in|surgery|forum|event)\b",
    re.I,
)
ABOUT = re.compile(
    r"(?:[\s,.:;–—-]+|\b(?:about|re|regarding|concerning|over|asking (?:about|for)|(?:who|that) (?:is|was) asking (?:about|for)"
    r"|to ask(?: about)?|on the subject of|it['’]?s|to do with|for|on)\b\s*:?|\b(?:the|some)\b(?=\s+\w+\s+\w))+",
    re.IGNORECASE,
)
ASKERS = (
    ("councillor", re.compile(r"council|cllr|(?:ward )?member", re.I)),
    ("MP", re.compile(r"mp", re.I)),
    ("TRA", re.compile(r"tra$", re.I)),
    ("TMO", re.compile(r"tmo$", re.I)),
    ("contractor", re.compile(r"contractor", re.I)),
)
# The sorts of enquiry by the group of CASE that names them.
SORTS = {
    "foi": "FOI",
    "eir": "EIR",
    "sar": "SAR",
    "claim": "letter of claim",
    "s20": "Section 20 observation",
    "dp": "data protection complaint",
    "breach": "personal data breach",
}
TITLES = {"councillor": "Cllr", "MP": "MP"}

_NOW = r"[\s,.!]*(?:just now|now|just|already|thanks|today)?[\s.!]*"
_ACK = (
    r"(?:ack(?:nowledge?ment)? sent(?: (?:for|to|on))?|ack(?:ed|nowledged?)?"
    r"|(?:sent|done) (?:the |an? )?(?:ack|acknowledge?ment)(?: (?:for|to|of|on))?"
    r")"
)
_ANSWER = (
    r"(?:(?:responded|replied|answered)(?: to)?|(?:sent|done) (?:the |an? )?(?:response|reply|answer)(?: (?:for|to|of|on))?"
    r"|(?:response|reply) sent(?: (?:for|to|on))?)"
)
_DOER = r"(?:(?:i|we|have|has|i['’]ve|we['’]ve|just|now|been|was|is)\s+)*"
ACKNOWLEDGED = re.compile(rf"{_DOER}{_ACK}(?=\s|$|[,.!])", re.IGNORECASE)
ANSWERED = re.compile(rf"{_DOER}{_ANSWER}(?=\s|$|[,.!])", re.IGNORECASE)
STAGE_TWO = re.compile(
    r"(?:(?:the )?resident\s+)?(?:(?:now|has|have|is|wants?|wanted|would like|asks?|asked|asking|requests?|requested|goes|going"
    r"|moves?|needs?|escalate[sd]?|taken|for|to|at|it|a|up)\s+)*stage\s?(?:2|two)"
    r"(?:\s+(?:please|requested|asked for|now|review))*(?=\s|$|[,.!:])",
    re.IGNORECASE,
)
TO_STAGE_TWO = re.compile(r"(?:please\s+)?(?:escalate|move|take|put)\s+", re.IGNORECASE)
WANTED_FOR = re.compile(
    r"stage\s?(?:2|two)\s+(?:requested|request|asked for|wanted)\s+(?:on|for|by|from|in)?\s*", re.IGNORECASE
)
BECAUSE = re.compile(r"[\s,;:–-]*(?:because|as|since|due to|:|[–-])\s*(?P<why>\S.+)", re.IGNORECASE | re.DOTALL)
# The fields of a day on which a step was taken, in the kinds that have it.
ACK_FIELDS, ANSWER_FIELDS = ("s1_ack_on", "ack_on"), ("s1_responded_on", "answered_on", "response_on")


@dataclass
class Case:
    """A case that a text opens: its kind, what is known of it, and the words that are left."""

    kind: str
    rest: str
    values: dict[str, Any] = field(default_factory=dict)
    told: bool = False


def cases(text: str, hearing: Hearing) -> Understanding | None:
    """A case that came in, or a step in one that is here; None where a text is about something else."""
    if len(text) > LONGEST:
        return None
    return _step(text.strip(), hearing) or _came_in(text.strip(), hearing)


def _step(text: str, hearing: Hearing) -> Understanding | None:
    """“acknowledged CMP-0001 just now”, “CMP-0001 acknowledged yesterday”, “answered ENQ-0002”, “CMP-0027 wants stage 2”."""
    refs, rest = refs_at_start(text)
    if refs:
        return _joined_step(refs, rest.strip(" ,:–-"), "", hearing)
    for pattern in (ACKNOWLEDGED, ANSWERED, TO_STAGE_TWO, WANTED_FOR):
        if match := pattern.match(text):
            refs, rest = refs_at_start(text[match.end() :])
            if refs:
                said = "stage 2" if pattern is WANTED_FOR else "" if pattern is TO_STAGE_TWO else match[0]
                return _joined_step(refs, rest.strip(), said, hearing)
    return None


def _joined_step(refs: tuple[str, ...], rest: str, said: str, hearing: Hearing) -> Understanding | None:
    parts = [_one_step(ref, f"{said} {rest}".strip(), hearing) for ref in refs]
    return Understanding("update", tuple(part for part in parts if part)) if all(parts) else None


def _one_step(ref: str, said: str, hearing: Hearing) -> Change | None:
    body = kind_of(ref)
    if not body.kind.confidential:
        return None
    if "stage" in body.model_fields and (match := STAGE_TWO.match(said)):
        return _to_stage_two(ref, said[match.end() :], hearing)
    for pattern, names in ((ACKNOWLEDGED, ACK_FIELDS), (ANSWERED, ANSWER_FIELDS)):
        match = pattern.match(said)
        name = next((name for name in names if name in body.model_fields), None)
        if match and name and (day := _day_of(said[match.end() :], hearing)):
            return Change(ref, {name: day})
    return None


def _to_stage_two(ref: str, rest: str, hearing: Hearing) -> Change | None:
    because = BECAUSE.fullmatch(rest)
    reason = because["why"].strip() if because else ""
    day = _day_of("" if because else rest, hearing)
    if day is None:
        return None
    asked_on = {"s2_requested_on": day} if day != hearing.moment.today else {}
    return Change(ref, {"stage": 2, **asked_on}, reason=reason)


def _day_of(rest: str, hearing: Hearing) -> date | None:
    """Today where nothing else was said; None where the words are no day."""
    if re.fullmatch(_NOW, rest, re.IGNORECASE):
        return hearing.moment.today
    return whole_day(rest, hearing.moment)


def _came_in(text: str, hearing: Hearing) -> Understanding | None:
    """One case, or several set apart by semicolons or on lines of their own, each of which names its sort."""
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    if 1 < len(parts) <= MOST and all(_opened(part) for part in parts):
        found = [one for part in parts if (one := _one_case(part.strip(), hearing))]
        return joined(found) if len(found) == len(parts) else None
    return _one_case(text, hearing)


def _one_case(text: str, hearing: Hearing) -> Understanding | None:
    """“FOI in today about roof contract costs”: believed where it says when it came, or what about."""
    text = corrected(text, hearing.moment)
    case = _opened(text)
    if case is None or refs_in(text[: len(text) - len(case.rest)]):
        return None
    body = all_kinds()[case.kind]
    draft = Draft("", hearing.of(body))
    draft.values |= case.values
    rest = _received(case, draft)
    about = ABOUT.match(rest)
    believed = case.told or draft.dates or (about and re.search(r"[a-z:]", about[0], re.I))
    if not believed:
        return None
    draft.text = draft.said = WITH.sub("", rest[about.end() :] if about else rest)
    peel(draft)
    if about_again := ABOUT.match(draft.text):
        draft.text = draft.text[about_again.end() :]
    if case.values.get("from_type") == "SAR" and (not draft.title or FROM.match(draft.text)):
        draft.text = OWN_DATA  # who asks for their own data is asked about nothing else
    return draft.finished() if draft.title else _form(draft)


def _form(draft: Draft) -> Understanding:
    """It says when it came and not what about: the form, with what is known."""
    days = {name: found.reading.day for name, found in draft.dates.items()}
    return Understanding("form", (OpenForm("log", kind=draft.hearing.body.kind.name, values={**draft.values, **days}),))


def _opened(text: str) -> Case | None:
    if (match := SAID.match(text)) and not (match["contact"] and match["who"].casefold().startswith("contractor")):
        complains = match["verb"].casefold().startswith("complain")
        case = Case("complaint" if complains else "enquiry", text[match.end() :], told=True)
        return _asked_by(case, match["who"], match["name"])
    match = CASE.match(text)
    if not match:
        return None
    sort = next((value for name, value in SORTS.items() if match[name]), "")
    kinds = {"petition": "petition", "complaint": "complaint", "service": "service request"}
    kind = next((kind for group, kind in kinds.items() if match[group]), "enquiry")
    case = Case(kind, text[match.end() :], {"from_type": sort} if sort else {})
    if match["format"]:
        case.values["format"] = {"e": "online"}.get(match["format"].casefold(), match["format"].casefold())
    if match["who"]:
        _asked_by(case, match["who"], "")
    return _sent_by(case)


def _sent_by(case: Case) -> Case:
    """“… from cllr sedge …”."""
    if match := FROM.search(case.rest):
        named = (
            re.match(r"council|cllr|mps?$", match["who"], re.IGNORECASE) is not None
        )  # of others, their names are no words
        private = None if named else BY_NAME.match(case.rest, match.end("who"))
        name = (match["name"] or "") if named else private["name"] if private else ""
        end = match.end() if named else private.end() if private else match.end("who")
        case.rest = f"{case.rest[: match.start()]} {case.rest[end:]}"
        _asked_by(case, match["who"], name)
    elif match := FROM_BY_NAME.search(case.rest):
        case.rest = f"{case.rest[: match.start()]} {case.rest[match.end() :]}"
        _asked_by(case, "resident", match["name"])
    return case


def _asked_by(case: Case, who: str, name: str) -> Case:
    """Who asks, where the kind keeps it; a request under an Act stays one, whoever sends it."""
    fields = all_kinds()[case.kind].model_fields
    if "from_name" not in fields:
        return case
    sort = next((sort for sort, words in ASKERS if words.match(who)), "resident")
    if "from_type" in fields:
        case.values.setdefault("from_type", sort)
    if name.strip():
        named = " ".join(part[:1].upper() + part[1:] for part in name.split())
        case.values["from_name"] = f"{TITLES[sort]} {named}" if sort in TITLES else named
    return case


def _received(case: Case, draft: Draft) -> str:
    """Take the day on which it came in out of the words; what is left of them."""
    rest, moment = case.rest, draft.hearing.moment
    for came in (*CAME.finditer(rest), *re.finditer(r"^[\s,:–-]*", rest)):
        found = day_after(rest, came.end(), moment)
        if found is None:
            continue
        reading, end = found
        meeting = AT_A_MEETING.match(rest, end)
        draft.dates["received_at"] = Found(reading, came.start(), end)
        return f"{rest[: came.start()]} {rest[meeting.end() if meeting else end :]}".strip()
    return rest
