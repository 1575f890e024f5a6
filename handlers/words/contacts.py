"""Contacts as officers type them: “phone call with RES0134 today about scaffold dates, agreed to send the leaflet, follow up by
Friday”, “rang the resident about CMP-0007, agreed Tuesday”, “visited RES0055 yesterday re damp”."""

from __future__ import annotations

import re

from governance.kinds.contact import Contact
from handlers.words.cases import BY_NAME, BY_TITLE
from handlers.words.days.dates import read
from handlers.words.days.past_days import day_after
from handlers.words.hearing import Hearing
from handlers.words.items.draft import Draft
from handlers.words.items.due import Found
from handlers.words.items.peel import peel
from handlers.words.refs import kind_of, own_ref, refs_in
from handlers.words.understanding import Understanding

LONGEST = 1_500  # characters: a longer text is no note of one contact
RESIDENT = r"(?P<id>(?:resident|tenant)?\s*(?:(?:no\.?|number|id)\s+)?RES[- ]?\d{2,6})\b"
# A private person by their title: “Mrs Bell”.
NAMED = r"(?-i:(?P<named>(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?))"
_WHOM = (
    rf"(?:{RESIDENT}|{NAMED}|(?:the\s+|a\s+|our\s+)?(?:resident|tenant|leaseholder|occupier|complainant|petitioner|applicant|household"
    r"|her|him|them)\b(?!['’-]|\s+(?:liaison|association|rep(?:resentative)?s?|engagement|officers?|teams?|boards?|panels?|groups?|side"
    r"|meetings?|surveys?|ballots?)\b))"
)
_DONE = (
    r"(?P<done>rang|phoned|called|telephoned|(?:spoke|spoken|talked)\s+(?:to|with)|visited|called\s+(?:on|round to)"
    r"|met(?:\s+with)?|saw|e-?mailed|texted|wrote\s+to|written\s+to|posted\s+a\s+letter\s+to"
    r"|had\s+a\s+(?:call|phone call|visit)\s+(?:with|from))"
)
_NOUN = (
    r"(?P<noun>phone\s+call|telephone\s+call|call|home\s+visit|visit|drop-?\s?in|surgery|e-?mail|text(?:\s+message)?|letter)"
    r"\s*(?:with|from|to|by|:)"
)
WE = r"(?:(?:i|we|i['’]ve|we['’]ve|just|have|today)\s+)*"
# “contact: …”, “log a contact with …”; then by which verb or noun somebody was spoken to.
LOGGED = re.compile(
    r"(?P<make>(?:(?:please|log|add|new|record|note|a|the)\s+)*)contact(?:\s+log)?(?P<with>\s+with|\s+from)?\s*"
    r"(?P<mark>[:,–—-])?\s+",
    re.IGNORECASE,
)
DONE = re.compile(rf"{WE}{_DONE}\s+{_WHOM}", re.IGNORECASE)
NOUN = re.compile(rf"{WE}(?:(?:a|an|the|had|took|got)\s+)*{_NOUN}\s*{_WHOM}", re.IGNORECASE)
THEY = re.compile(
    rf"(?:{RESIDENT}|{NAMED})\s+(?:has\s+|just\s+)*(?P<done>rang|phoned|called|telephoned|dropped\s+in|came\s+in|visited|e-?mailed|texted|wrote)"
    r"(?:\s+(?:in|us|me|back|to say))*",
    re.IGNORECASE,
)
BY_VERB = (
    ("phone", re.compile(r"rang|phone|call(?! on| round)", re.I)),
    ("visit", re.compile(r"visit|called (?:on|round)", re.I)),
    ("drop-in", re.compile(r"drop|surgery|came in", re.I)),
    ("email", re.compile(r"e-?mail", re.I)),
    ("text", re.compile(r"text", re.I)),
    ("letter", re.compile(r"letter|wrote|written", re.I)),
)
BY_PHONE = re.compile(
    r"[\s,]*\b(?:on|by|over)\s+the\s+phone\b|[\s,]*\bby\s+(?P<how>phone|e-?mail|text|letter|post)\b", re.I
)
RESIDENT_LATER = re.compile(rf"[\s,]*\b(?:with|for|from|of)?\s*{RESIDENT}", re.IGNORECASE)
CASE = re.compile(
    rf"[\s,(]*(?:\b(?:about|re|regarding|on|for|case)\s+)?(?P<ref>{own_ref()})(?![\w/])\)?", re.IGNORECASE
)
AGREED = re.compile(
    r"[\s,;.–—-]+(?:and\s+)?(?:(?:we|they|she|he|it was)\s+)?agreed\b(?:\s+that)?\s*:?\s*(?P<agreed>[^;.\n]+?)"
    r"(?=\s*(?:[;.\n]|,\s*(?:follow|ring back|call back|i['’]?ll|we['’]?ll|to follow)|$))",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^(?:[\s,.:;–—-]+|\b(?:about|re|regarding|concerning|over|who asked (?:about)?|(?:asking|asked) (?:about|for)|and|to say"
    r"|(?:she|he|they) (?:asked about|wants? to know about))\b)+",
    re.IGNORECASE,
)
# “phone call about …”, where it was said before that it is a contact.
BEGUN_AS = re.compile(
    r"(?:(?:a|an|the)\s+)?(?P<noun>phone\s+call|telephone\s+call|call|home\s+visit|visit|drop-?\s?in|e-?mail|text(?:\s+message)?"
    r"|letter)\b(?=\s*(?:[,:]|\s(?:about|re|regarding|today|yesterday|on|at|this)\b))",
    re.IGNORECASE,
)
FOLLOWED_BY = re.compile(r"follow[\s-]?up\s+(?:by\s+)?(?P<who><@[^>]+>|@[\w.’'-]+)\s+(?=(?:by|on)\s)", re.IGNORECASE)
BACK = re.compile(r"\b(?:call|ring|phone|get|come|write)\s+(?:\w+\s+)?back\b|\bfollow[\s-]?up\b", re.IGNORECASE)
FOLLOWED = re.compile(
    r"\b(?:i['’]?ll|we['’]?ll|to|will|need to|needs to|must)\s+(?=follow[\s-]?up|ring back|call back)", re.I
)
EDGES = " \t\n,;:.–—-"


def contacts(text: str, hearing: Hearing) -> Understanding | None:
    """A contact with a resident; None where a text is about something else."""
    said = text.strip()
    if len(said) > LONGEST or said.endswith("?"):
        return None
    opened = LOGGED.match(said) if hearing.kind in (None, Contact) else None
    rest = said[opened.end() :] if opened else said
    spoken = DONE.match(rest) or NOUN.match(rest) or THEY.match(rest)
    begun = BEGUN_AS.match(rest) if opened and spoken is None else None
    plainly = opened is not None and (opened["make"].strip() or opened["with"] or opened["mark"])
    if spoken is None and begun is None and not plainly:
        return None
    draft = Draft("", hearing.of(Contact))
    if spoken is not None:
        words = spoken.groupdict()
        _how(draft, words.get("done") or words.get("noun") or "")
        _resident(draft, words.get("id") or "")
        if words.get("named"):
            draft.values["from_name"] = words["named"]
        rest = rest[spoken.end() :]
    elif begun is not None:
        _how(draft, begun["noun"])
        rest = rest[begun.end() :]
    draft.text = draft.said = _about(draft, rest)
    return _finished(draft)


def _about(draft: Draft, rest: str) -> str:
    """What is left of the words once the parts that a contact alone has are taken out."""
    if match := BY_PHONE.search(rest):
        _how(draft, match["how"] or "phone")
        rest = rest[: match.start()] + rest[match.end() :]
    for name in (BY_NAME.match(rest), BY_TITLE.search(rest)):
        if name:
            draft.values.setdefault("from_name", name["name"])
            rest = f"{rest[: name.start()]} {rest[name.end() :]}"
            break
    if (match := RESIDENT_LATER.search(rest)) and "resident_id" not in draft.values:
        _resident(draft, match["id"])
        rest = rest[: match.start()] + rest[match.end() :]
    if (match := AGREED.search(rest)) and match["agreed"].strip():
        draft.values["agreed"] = match["agreed"].strip(EDGES)
        _agreed_to_call_back(draft)
        rest = rest[: match.start()] + rest[match.end() :]
    return _of_a_case(draft, FOLLOWED_BY.sub(r"owner \g<who>, follow up ", FOLLOWED.sub("", rest)))


def _agreed_to_call_back(draft: Draft) -> None:
    """“agreed to call back on Friday”: that is to be followed up."""
    agreed = draft.values["agreed"]
    back = BACK.search(agreed)
    for word in re.finditer(r"\S+", agreed[back.end() :]) if back else ():
        found = read(agreed[back.end() :][word.start() :].strip(EDGES), draft.hearing.moment)  # type: ignore[union-attr]
        if found and found.certain and found.day and found.day > draft.hearing.moment.today:
            draft.values["follow_up_on"] = found.day
            return


def _of_a_case(draft: Draft, rest: str) -> str:
    """The case that it is about, and the day on which it was."""
    refs = [ref for ref in refs_in(rest) if kind_of(ref).kind.confidential]
    if len(refs) == 1 and (match := CASE.search(rest)):
        draft.values["about"] = refs[0]
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    start = len(rest) - len(rest.lstrip(EDGES))
    if found := day_after(rest, start, draft.hearing.moment):
        reading, end = found
        draft.dates["happened_at"] = Found(reading, start, end)
        rest = rest[end:]
    return SUBJECT.sub("", rest, count=1)


def _finished(draft: Draft) -> Understanding:
    moment, around = draft.hearing.moment, draft.hearing.around
    peel(draft)
    draft.text = SUBJECT.sub("", draft.text, count=1)
    if not draft.title:
        case = draft.values.get("about")
        draft.text = f"About {case}" if case else draft.values.get("agreed") or "Contact"
    day = draft.dates["happened_at"].reading.day if "happened_at" in draft.dates else moment.today
    draft.values.setdefault("happened_at", day)
    if day == moment.today and "happened_time" not in draft.values and "happened_at" not in draft.dates:
        draft.values["happened_time"] = moment.now.time().replace(second=0, microsecond=0)
    if {"follow_up_on"} & (draft.dates.keys() | draft.values.keys()) and not draft.owners and around.speaker:
        draft.values.setdefault("owner", around.speaker.id)
    return draft.finished()


def _how(draft: Draft, said: str) -> None:
    found = next((how for how, words in BY_VERB if words.search(said)), None)
    if found:
        draft.values["how"] = found


def _resident(draft: Draft, said: str) -> None:
    if number := re.search(r"RES[- ]?\d+", said, re.IGNORECASE):
        draft.values["resident_id"] = re.sub(r"[- ]", "", number[0]).upper()
