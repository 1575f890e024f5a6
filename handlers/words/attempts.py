"""Attempts at getting access as they are typed at the door: “attempt ACC-04 no answer, card 1123 left, 14:10 today”, “ACC-04
refused at the door, she said come back Monday”. Nothing that was said is lost: what is no clause of its own is kept as it
stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from governance.attempts import BY_PHONE, CARD_LEFT, NO_ANSWER, NOON, OUTCOMES, method_of
from governance.kinds.access import AccessCase
from handlers.commands import LogAttempt, OpenForm
from handlers.words.cutting import Cutting
from handlers.words.days.past_days import day_after
from handlers.words.hearing import Hearing
from handlers.words.refs import kind_of, refs_at_start, refs_in
from handlers.words.understanding import Understanding

LONGEST = 2_000  # characters
_POLITE = r"(?:(?:please|pls|hi|just|i(?:['’]ve| have)?|we(?:['’]ve| have)?|have)[\s,]+)*"
# A text that begins like this is about an attempt, wherever its outcome stands.
BEGINS = re.compile(
    rf"{_POLITE}(?:(?:log|add|record|note|new|another|an?|the|failed|first|second|third|1st|2nd|3rd|4th|5th)\s+)*"
    r"(?:attempt(?:ed)?(?:\s+visit)?|visited|tried(?: again)?|went|called(?: round)?|been)"
    r"(?:\s+(?:to|at|on|for|round to))*\s*(?=\S)",
    re.IGNORECASE,
)
# What may stand between a ref and the outcome.
OPENING = re.compile(
    r"(?:(?:(?:attempt(?:ed)?|visit(?:ed)?|tried|went|called|again|today|just now|this (?:morning|afternoon)"
    r"|there|was|were|got|has|have"
    r"|the|an?|i|we|resident|tenant|leaseholder|occupier|she|he|they|access(?!\s+(?:given|gained))|is)\b|:|–|-|,)[\s,]*)*",
    re.IGNORECASE,
)
_WHO = (
    r"(?:(?:the\s+|a\s+|her\s+|his\s+|their\s+)?(?:resident|tenant|leaseholder|occupier|son|daughter|wife|husband|partner|neighbour|carer"
    r"|mother|father|brother|sister|friend|lodger|man|woman|lady|gentleman)|she|he|they|who)"
)
SAID = re.compile(
    rf"(?:^|(?<=[\s,;.:–—-]))(?P<said>{_WHO}\s+(?:then\s+|also\s+)?(?:said|says|saying|told|asked|asks|wants|wanted|shouted|promised"
    r"|explained|would not|wouldn['’]t|will be)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
QUOTED = re.compile(r"[“\"](?P<said>[^”\"]{3,})[”\"]")
SPOKE = re.compile(
    rf"\b(?:spoke|talked)\s+(?:to|with)\s+(?P<who>{_WHO}(?:\s+of the (?:tenant|resident))?|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)",
    re.IGNORECASE,
)
CARD = re.compile(
    r"(?:\b(?:i|we)\s+)?(?:\b(?:left|leaving)\s+)?(?:an?\s+|the\s+)?(?:calling\s+|contact\s+)?\bcard\b\s*(?:(?:no|number|ref)\b\.?|#)?\s*"
    r"(?P<number>(?=[\w/-]*\d)[\w/-]+)?(?:\s+(?:was\s+)?left\b)?",
    re.IGNORECASE,
)
LEFT_CARD = re.compile(r"(?:left|card\b.{0,20}\bleft)\b", re.IGNORECASE)
FILE = re.compile(
    r"\b(?:(?:photo|picture|pic|image|video|file|evidence)s?\s*:?\s*)?"
    r"(?P<name>[\w-][\w .-]{0,80}?\.(?:jpe?g|png|heic|gif|mp4|mov|pdf))\b",
    re.IGNORECASE,
)
DIGEST = re.compile(r"\b(?:sha-?256\s*:?\s*)?(?P<digest>[0-9a-f]{64})\b", re.IGNORECASE)
NOTICE = re.compile(
    r"\b(?:24[\s-]?hours?['’]?\s+)?notice\s+(?:was\s+)?(?P<verb>served|given|posted|sent|left|delivered|handed(?:\s+over)?|e-?mailed)?\s*"
    r"(?P<how>by hand|by first[\s-]class(?: post)?|first[\s-]class(?: post)?|by post|by e-?mail"
    r"|by letter|in person)?\s*(?:on\s+)?(?=\S|$)",
    re.IGNORECASE,
)
CERTIFICATE = re.compile(r"\bcertificate(?: of service)?\s*:?\s*(?P<name>(?=[\w./-]*\d)[\w./-]+)", re.IGNORECASE)
ALSO = re.compile(
    r"\b(?:also\s+|then\s+)?(?:tried|rang|phoned|called|texted|e-?mailed)\b(?P<what>[^.;]*?\b(?:phone|text|e-?mail|letter|kin|neighbour"
    r"|family|voicemail|whatsapp|mobile|landline|support worker|carer)\w*\b[^.;]*)",
    re.IGNORECASE,
)
LANGUAGE = re.compile(
    r"\b(?:(?:she|he|they)\s+)?(?:speaks?(?: only)?|language(?: need(?:ed)?)?(?: is)?:?|needs? an?)\s+(?P<name>[A-Z][a-z]+)"
    r"(?:\s+interpreter)?(?:\s+(?:needed|only))?",
)
BY = re.compile(r"\b(?:by|visited by|with)\s+(?=<?@)", re.IGNORECASE)
AT = re.compile(
    r"\bat\s+(?P<hour>2[0-3]|1\d|0?\d)(?:[.h](?P<minute>[0-5]\d))?(?![\d:.,/]*\d|\s*(?:am|pm|st|nd|rd|th)\b)", re.I
)
LATER = re.compile(r"\b(?:(?:this|in the|yesterday|day)\s+(?:afternoon|evening)|tonight|last night)\b", re.IGNORECASE)
NOW = re.compile(r"\b(?:just now|right now|now)\b", re.IGNORECASE)
METHOD = {
    "posted": "first class post",
    "emailed": "email",
    "e-mailed": "email",
    "handed": "by hand",
    "handed over": "by hand",
}


@dataclass
class Telling:
    """What a text tells of one attempt; `sure`: its hour was said plainly."""

    ref: str
    outcome: str = ""
    day: date | None = None
    start: time | None = None
    end: time | None = None
    by: str | None = None
    told: dict[str, str] = field(default_factory=dict)
    notice_on: date | None = None
    sure: bool = True


def attempts(text: str, hearing: Hearing) -> Understanding | None:
    """An attempt that is told of, or one at each of several homes; None for anything else."""
    if len(text) > LONGEST:
        return None
    refs, rest = refs_at_start(text)
    if refs[1:] and all(kind_of(ref) is AccessCase for ref in refs):
        each = [attempts(f"{ref} {rest}", hearing) for ref in refs]
        logged = [command for found in each if found for command in found.commands if isinstance(command, LogAttempt)]
        return Understanding("update", tuple(logged)) if len(logged) == len(refs) else None
    found = _about(text)
    if found is None:
        return None
    ref, said, begun = found
    cutting = Cutting(said.strip(" ,:;–-"))
    telling = Telling(ref)
    _take_words(cutting, telling)
    telling.outcome = _take_outcome(cutting, at_start=not begun)
    if not telling.outcome and not begun and not LEFT_CARD.match(cutting.text):
        return None
    _take_facts(cutting, telling, hearing)
    if left := cutting.left:
        telling.told["note"] = left
    return _meant(telling, hearing)


def _about(text: str) -> tuple[str, str, bool] | None:
    """The case that a text is about, the rest of it, and whether it began by saying that it is an attempt."""
    begins = BEGINS.match(text)
    rest = text[begins.end() :] if begins else text
    refs, after = refs_at_start(rest)
    if len(refs) == 1 and kind_of(refs[0]) is AccessCase:
        return refs[0], after, begins is not None
    if refs or len(found := refs_in(text)) != 1 or kind_of(found[0]) is not AccessCase:
        return None
    # “no answer at ACC-04, card 1123 left”: the outcome comes first.
    match = re.search(r"[\s,]*\b(?:at|on|for|to|from)\s+(?:the\s+)?#?ACC[-–‑]?0*\d+\b", text, re.IGNORECASE)
    if match is None:
        return None
    said = (
        f"{rest[: match.start() - (len(text) - len(rest))]}{text[match.end() :]}"
        if begins
        else f"{text[: match.start()]}{text[match.end() :]}"
    )
    return found[0], said, begins is not None


def _take_words(cutting: Cutting, telling: Telling) -> None:
    """What somebody said goes on to the end, whatever it holds: a day in it is not the day of the visit."""
    if match := cutting.take(SAID):
        telling.told["said"] = " ".join(match["said"].split()).strip(" ,;")
    elif match := cutting.take(QUOTED):
        telling.told["said"] = match["said"].strip()
    if match := cutting.take(SPOKE):
        telling.told["spoke_to"] = match["who"].strip()


def _take_outcome(cutting: Cutting, *, at_start: bool) -> str:
    """What came of it. Where nothing else says that an attempt is told of, it stands at the beginning."""
    opening = OPENING.match(cutting.text)
    begin = opening.end() if opening else 0
    for name, pattern in _OUTCOMES:
        match = pattern.match(cutting.text, begin) if at_start else pattern.search(cutting.text)
        if match is None:
            continue
        cutting.cut(match.start(), match.end())
        return name
    return ""


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every way of saying an outcome, the longest first."""
    ways = [(name, word) for name, words in OUTCOMES.items() for word in (name.casefold(), *words)]
    ways = [way for way in ways if way[0] != CARD_LEFT]  # its card is a clause of its own, with its number
    ways += [(BY_PHONE, "spoke on phone"), (BY_PHONE, "spoke by phone, no appointment"), (NO_ANSWER, "nobody answered")]
    ways.sort(key=lambda way: -len(way[1]))
    return [(name, re.compile(_loosely(word), re.IGNORECASE)) for name, word in ways]


def _loosely(words: str) -> str:
    """Words with a comma or a hyphen between them, or with neither."""
    said = r"[\s,-]+".join(map(re.escape, words.replace(",", "").split()))
    return rf"\b{said}\b"


_OUTCOMES = _patterns()


def _take_facts(cutting: Cutting, telling: Telling, hearing: Hearing) -> None:
    """When, who, and what shows it."""
    told = telling.told
    if match := cutting.take(DIGEST):
        told["digest"] = match["digest"].casefold()
    if match := cutting.take(FILE):
        told["evidence"] = match["name"].strip()
    if match := cutting.take(CERTIFICATE):
        told["certificate"] = match["name"]
    _take_notice(cutting, telling, hearing)
    if match := cutting.take(CARD):
        told |= {"card": match["number"]} if match["number"] else {}
        telling.outcome = CARD_LEFT if telling.outcome in ("", NO_ANSWER) else telling.outcome
    if match := cutting.take(ALSO):
        told["contact_tried"] = " ".join(match["what"].split()).strip(" ,:¦")
    if match := cutting.take(LANGUAGE):
        told["language"] = match["name"]
    _take_person(cutting, telling, hearing)
    _take_hours(cutting, telling)
    telling.day = cutting.past_day(hearing.moment)
    cutting.take(NOW)


def _take_hours(cutting: Cutting, telling: Telling) -> None:
    """From when to when. “at 9.15” is an hour as well; “at 10” may be, and is asked about."""
    later = LATER.search(cutting.text) is not None
    telling.start, telling.end = cutting.hours()
    if telling.start is None and (match := cutting.take(AT)):
        telling.start, telling.sure = time(int(match["hour"]), int(match["minute"] or 0)), match["minute"] is not None
    if later and telling.start is not None and telling.start.hour < NOON.hour:
        telling.start = telling.start.replace(hour=telling.start.hour + NOON.hour)


def _take_notice(cutting: Cutting, telling: Telling, hearing: Hearing) -> None:
    match = NOTICE.search(cutting.text)
    if match is None or not (match["verb"] or match["how"]):
        return
    how = match["how"] or METHOD.get(" ".join((match["verb"] or "").casefold().split()), "")
    end = match.end()
    if found := day_after(cutting.text, match.end(), hearing.moment):
        telling.notice_on, end = found[0].day, found[1]
    after = re.match(
        r"\s*(by hand|by (?:first[\s-]class )?post|first[\s-]class(?: post)?|by e-?mail)", cutting.text[end:], re.I
    )
    if after:
        how, end = how or after[1], end + after.end()
    if how:
        telling.told["notice_method"] = method_of(re.sub(r"^by (?=first)", "", how, flags=re.I))
    cutting.cut(match.start(), end)


def _take_person(cutting: Cutting, telling: Telling, hearing: Hearing) -> None:
    """“by @colm”: whoever was there, where that was not the speaker."""
    match = BY.search(cutting.text)
    named = hearing.people.at_start(cutting.text[match.end() :]) if match else None
    if match and named and named.sure:
        telling.by = named.sure.id
        cutting.cut(match.start(), match.end() + named.end)


def _meant(telling: Telling, hearing: Hearing) -> Understanding:
    """The attempt; the form, filled in with what was said, where its outcome or, on another day, its hour is missing."""
    today = hearing.moment.today
    if telling.outcome and telling.sure and (telling.start is not None or telling.day in (None, today)):
        command = LogAttempt(
            telling.ref,
            telling.outcome,
            telling.day,
            telling.start,
            telling.end,
            telling.by,
            telling.told,
            telling.notice_on,
        )
        if telling.day is None and telling.start is not None:
            command = replace(command, day=today)
        return Understanding("update", (command,))
    values: dict[str, Any] = {
        "outcome": telling.outcome,
        "day": telling.day.isoformat() if telling.day else "",
        "start": f"{telling.start:%H:%M}" if telling.start else "",
        "by": telling.by or "",
        "notice_on": telling.notice_on.isoformat() if telling.notice_on else "",
        **telling.told,
    }
    given = {name: held for name, held in values.items() if held}
    return Understanding("form", (OpenForm("attempt", ref=telling.ref, values=given),))
