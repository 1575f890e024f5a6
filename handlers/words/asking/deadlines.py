"""Questions about clocks: “s20 notice posted today first class, when does the consultation end”, “when is a foi received today
due”, “why CMP-0010”. General questions: they are about a rule, and about nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from governance.clocks.deadline import rule_named
from governance.timed import Timed
from handlers.commands import AskDeadline, Why
from handlers.words.days.dates import Moment, Reading, read
from handlers.words.days.past_days import past_day
from handlers.words.hearing import Hearing
from handlers.words.items.due import WEEKDAY_ALONE, words_of
from handlers.words.items.logging import kind_at_start
from handlers.words.refs import refs_at_start, refs_in
from handlers.words.understanding import Understanding

LONGEST = 300  # characters: a longer text is no question about one clock
ASKS = re.compile(
    r"\bwhen\b|\bby when\b|\bhow (?:long|many (?:working )?days|soon)\b|\b(?:what(?:['’]?s| is)|whats) the (?:deadline|due date"
    r"|last day|latest|earliest|end date|date)|\bdeadlines? (?:for|of|is|if)\b|\bwhat (?:date|day)\b"
    r"|\b(?:response|reply|it|that) due\b.*\?",
    re.IGNORECASE,
)
WHY = re.compile(
    r"(?:why(?:\s+(?:is|this date|that date|the date|due))*(?:\s+(?:for|of|on))?"
    r"|(?:explain|how did you (?:get|work out)|how is)\s+(?:the\s+)?(?:date|deadline|due date|clock)"
    r"(?:\s+(?:of|for|on))?)\s+(?=\S)",
    re.IGNORECASE,
)
WHY_TAIL = re.compile(
    r"\s*(?:due(?: (?:then|on .+|that day|when it is))?|why|worked out|'s date|that date|this date)?[\s?!.]*",
    re.IGNORECASE,
)
SUPPOSED = re.compile(r"\b(?:if|will|going to|plan to|to be|suppose|opens|when (?:i|we))\b", re.IGNORECASE)
NOW = re.compile(r"\b(?:(?:just|right) now|just)\b", re.IGNORECASE)

_ACK = r"ack(?:\b|ed\b|nowledg)"
_ANSWER = r"(?:respon|reply|replies|answer)"
_S20 = r"\bs(?:ection)?\.?\s?20\b|\bconsultation\b.*\bleaseholder|\bleaseholder.*\bconsultation\b"
_HAZARD = r"\bhazards?\b|\bawaab|\bdamp\b|\bmould\b"
# The first rule all of whose words are said is meant.
SAID: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("s20.observations_reply", (r"observations?", _ANSWER)),
    ("s20.award_reasons", (rf"{_S20}|\breasons\b", r"\b(?:award|contract (?:entered|signed|let|award))")),
    ("s20.period_end_posted", (_S20, r"\bpost(?:ed|ing)?\b|first[\s-]class|\bin the post\b")),
    ("s20.period_end_received", (_S20,)),
    ("awaab.emergency", (_HAZARD, r"\bemergency\b")),
    ("awaab.start_12w", (_HAZARD, r"12\s?w|twelve weeks|outer limit|latest.*start")),
    ("awaab.summary", (_HAZARD, r"\bsummary\b|\breport\b")),
    ("awaab.begin_works", (_HAZARD, r"\b(?:begin|start)\b.*\bworks?\b")),
    ("awaab.safety_works", (_HAZARD, r"\bmake (?:it )?safe\b|\bsafety works?\b|\bconcluded\b")),
    ("awaab.investigate", (_HAZARD,)),
    ("foi.review", (r"\bfoia?\b|freedom of information", r"\breview\b")),
    ("foi.response", (r"\bfoia?\b|freedom of information",)),
    ("eir.extended", (r"\beirs?\b|environmental information", r"\bexten|\bcomplex")),
    ("eir.response", (r"\beirs?\b|environmental information",)),
    ("sar.extended", (r"\bd?sars?\b|subject access", r"\bexten|\bcomplex")),
    ("sar.response", (r"\bd?sars?\b|subject access",)),
    ("dp.complaint_ack", (r"data protection complaint|\bdp complaint",)),
    ("dp.breach_ico", (r"\bbreach|\bico\b",)),
    ("preaction.response", (r"letter of claim|disrepair claim|pre-?action",)),
    ("petition.response", (r"\bpetition", rf"{_ANSWER}")),
    ("petition.ack", (r"\bpetition",)),
    ("hos.s2.extension_max", (r"stage (?:2|two)", r"\bexten")),
    ("hos.s2.response", (r"stage (?:2|two)", rf"{_ACK}", _ANSWER)),
    ("hos.s2.ack", (r"stage (?:2|two)", rf"{_ACK}|\brequest|\basked|\bwants?")),
    ("hos.s2.response", (r"stage (?:2|two)",)),
    ("hos.ombudsman_window", (r"\bombudsman\b", r"\blast|\blatest|\blong|\bgo to\b|\bfinal\b|\brefer")),
    ("hos.evidence", (r"\bombudsman\b",)),
    ("hos.accept_window", (r"\bcomplain", r"\baccept|\btoo old|\bout of time")),
    ("hos.s1.extension_max", (r"\bcomplain|stage (?:1|one)", r"\bexten")),
    ("hos.s1.response", (rf"{_ACK}", rf"{_ANSWER}")),
    ("hos.s1.ack", (r"\bcomplain|stage (?:1|one)",)),
    ("member.ack", (r"\bcllr|\bcouncillor|\bmembers?['’]?s? enquir|\bmps?\b", _ACK)),
    ("member.response", (r"\bcllr|\bcouncillor|\bmembers?['’]?s? enquir|\bmps?\b",)),
    ("enquiry.response", (r"\benquir|\binquir",)),
    ("ballot.earliest_close", (r"\bballot",)),
    ("tmo.reply", (r"right to manage|\btmo\b.*\bnotice",)),
    ("minutes.draft", (r"\bminutes\b",)),
    ("access.post_by", (r"\baccess\b|\bvisit\b", r"\bpost\b")),
    ("access.notice", (r"\baccess\b", r"\bnotice\b|\bvisit\b")),
)  # fmt: skip


def deadlines(text: str, hearing: Hearing) -> Understanding | None:
    """When a clock runs out, or why a record's date is what it is; None for anything else."""
    if len(text) > LONGEST:
        return None
    if match := WHY.match(text):
        refs, rest = refs_at_start(text[match.end() :])
        if len(refs) == 1 and WHY_TAIL.fullmatch(rest):
            return Understanding("query", (Why(refs[0]),))
    if not ASKS.search(text) or refs_in(text) or _is_another_kind(text):
        return None
    rule = next((rule for rule, said in SAID if all(re.search(word, text, re.IGNORECASE) for word in said)), None)
    return Understanding("query", (_asked(rule, text, hearing.moment),)) if rule else None


def _is_another_kind(text: str) -> bool:
    """“action: find out when the FOI is due” is a thing to do; “s20 notice posted today, when …” is a question."""
    found = kind_at_start(text)
    return found is not None and not issubclass(found[0], Timed)


def _asked(rule: str, text: str, moment: Moment) -> AskDeadline:
    """From the day that was said, else from today. What happened lies in the past, what is supposed may yet come."""
    found = _first_day(text, moment, forward=SUPPOSED.search(text) is not None or "post_by" in rule)
    hours = rule_named(rule).unit == "hours"
    if found is None or found.day is None:
        starts: date | datetime = moment.now.replace(tzinfo=None) if hours else moment.today
        return AskDeadline(rule, starts, supposed=not NOW.search(text))
    if hours and found.clock:
        return AskDeadline(rule, datetime.combine(found.day, found.clock))
    return AskDeadline(rule, found.day)


def _first_day(text: str, moment: Moment, *, forward: bool) -> Reading | None:
    """The first day that a text names, the longest words for it."""
    for word in re.finditer(r"\S+", text):
        ends = [other.end() for other in words_of(text, word.start())[:6]]
        for end in reversed(ends):
            said = text[word.start() : end].strip(" ,.;:?!()")
            ahead = read(said, moment, cued=False)
            behind = None if forward and not _names_a_day(said) else past_day(said, moment) if ahead else None
            if forward and ahead and ahead.day:
                return _meant(ahead, moment)
            if behind or (ahead and ahead.day):
                return behind or _meant(ahead, moment) if ahead else behind
    return None


def _names_a_day(said: str) -> bool:
    return WEEKDAY_ALONE.fullmatch(said) is None


def _meant(reading: Reading, moment: Moment) -> Reading:
    """A day that would be asked about elsewhere: here an answer says which day it was counted from."""
    today = moment.today if moment.today in reading.options else reading.day
    return replace(reading, day=today)
