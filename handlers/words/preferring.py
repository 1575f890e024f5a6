"""Texts in which somebody settles how they are chivvied: “digest at 10”, “no reminders 5 days before”, “quiet until 9”, “write to
me on Teams”, “usual settings”; or asks how they are: “settings”, “my settings”."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any

from governance.ladders import Part
from governance.programme import Reminding
from handlers.commands import Prefer, ShowPreferences
from handlers.words.days.clocks import split_clock
from handlers.words.days.dates import read
from handlers.words.days.numbers import COUNT, count
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding

INTENT = "settings"
LONGEST = 120  # characters: a longer text settles nothing

POLITE = re.compile(
    r"^(?:(?:please|pls|hi|hello|hey|ok|can you|could you|would you|i(?:['’]d| would) (?:like|prefer|rather)(?: (?:you )?to)?"
    r"|i want(?: you)?(?: to)?|from now on|just)\b[\s,]*)+",
    re.I,
)
THANKS = re.compile(r"[\s,]*\b(?:please|pls|thanks|thank you|ta|from now on|any ?more|any longer)$", re.I)
BETWEEN_CLAUSES = (re.compile(r"\s*[,;]\s*(?:and\s+)?", re.I), re.compile(r"\s+and\s+", re.I))
OWN = re.compile(
    r"(?:(?:show(?: me)?|see|open|change|edit|what are)\s+)*(?:(?:my|the|your|own|personal|chivvy|reminder|reminders|notification"
    r"|notifications|digest)\s+)*(?:settings|preferences|options)"
    r"|how (?:do|will|are|should) you (?:going to )?(?:chivvy|remind|contact|write to) me"
    r"|when (?:do|will|are) you (?:going to )?(?:chivvy|remind|contact|write to) me",
    re.I,
)
USUAL = re.compile(
    r"(?:(?:back to|go back to|use|reset(?: to)?|restore|give me|set)\s+)*(?:(?:all|my|the|your)\s+)*"
    r"(?:(?:usual|default|normal|standard|original)\s+(?:settings|preferences|reminders|hours)"
    r"|(?<=reset )(?:my |all |the )*(?:settings|preferences))"
    r"|reset (?:all )?(?:my |the )?(?:settings|preferences)",
    re.I,
)
_HOUR = r"(?P<hour>[\w:. ]{1,20}?)"
_EVERY = r"(?:\s+(?:every|each) (?:day|morning|working day)|\s+daily|\s+in the (?:morning|afternoon)|\s+instead)?"
DIGEST = re.compile(
    r"(?:(?:remind|chivvy|digest) me(?: (?:daily|every day|each day|every morning|each morning))?"
    r"|(?:(?:send|bring|give|move|change|set|put|make|have)\s+)?(?:me\s+)?(?:(?:my|the|your)\s+)?(?:daily\s+|morning\s+)?"
    r"(?:digest|reminders?|reminder list)(?: time| hour)?(?: should come| comes?| to come)?(?: every day| each day| daily)?)"
    rf"\s+(?:at|to|for|around|time|=|:)?\s*{_HOUR}{_EVERY}",
    re.I,
)
_NOT = r"(?:do(?:n['’]?t| not)|never|stop|no)"
_TOUCH = r"(?:(?:message|ping|contact|disturb|bother|remind)(?:ing)?|writ(?:e|ing)|messaging)"
_ME = r"(?:\s+(?:to\s+)?me)?(?:\s+anything)?"
QUIET_TO = re.compile(
    rf"(?:(?:be |stay )?quiet(?: hours)? (?:until|till|til|before)|(?:{_NOT}\s+{_TOUCH}{_ME}|nothing|no messages?|not)\s+"
    rf"(?:before|until|till)|(?:only )?{_TOUCH}{_ME}\s+(?:only )?(?:from|after)) {_HOUR}{_EVERY}",
    re.I,
)
QUIET_FROM = re.compile(
    rf"(?:(?:be |stay )?quiet(?: hours)? (?:from|after)"
    rf"|(?:{_NOT}\s+{_TOUCH}{_ME}|nothing|no messages?|not)\s+(?:after|past|later than)"
    rf"|(?:only )?{_TOUCH}{_ME}\s+(?:only )?(?:until|till|before)) {_HOUR}{_EVERY}",
    re.I,
)
BETWEEN = re.compile(
    rf"(?:only )?(?:{_TOUCH}{_ME}|messages?)\s+(?:only )?(?:between |from )?{_HOUR}\s*(?:and|to|until|till|-|–|—)\s*"
    r"(?P<last>[\w:. ]{1,20}?)",
    re.I,
)
QUIET_BETWEEN = re.compile(
    rf"(?:be |stay )?quiet(?: hours)?(?: are| is|:)? (?:between |from )?{_HOUR}\s*(?:and|to|until|till|-|–|—)\s*"
    r"(?P<last>[\w:. ]{1,20}?)",
    re.I,
)
OFF = re.compile(
    r"(?:(?:do(?:n['’]?t| not)|stop) remind(?:ing)? me(?P<when>\s.+)"
    r"|(?:i (?:do(?:n['’]?t| not) (?:want|need)|can do without)|do(?:n['’]?t| not) (?:send|give)(?: me)?"
    r"|stop(?: sending)?(?: me)?|no(?: more)?|turn off|switch off|without|skip|mute|cancel)\s+(?P<what>.+)"
    r"|(?:(?:turn|switch)\s+)?(?P<off>.+?)\s+off)",
    re.I,
)
ON = re.compile(
    r"(?:(?:i (?:do )?(?:want|need)|(?:do )?(?:send|give)(?: me)?|start(?: sending)?(?: me)?|turn on|switch on|bring back|resume"
    r"|unmute)\s+(?P<what>.+?)(?:\s+(?:again|back|too|as well))?"
    r"|remind me(?P<when>\s.+?)(?:\s+(?:again|too|as well))|(?:(?:turn|switch)\s+)?(?P<on>.+?)\s+(?:back )?on(?: again)?)",
    re.I,
)
_THE = r"(?:(?:the|my|your|any|all|those|these|more)\s+)*"
_REMINDERS = r"(?:reminders?|nudges?|reminding|chivvying|lines?)"
_DAYS = rf"(?P<days>{COUNT})\s*(?:working |week |business )?-?\s*(?:days?|wd)"
ALL = re.compile(
    rf"{_THE}(?:personal )?reminders(?: (?:at all|of any kind))?|reminding(?: me)?(?: of anything| at all)?", re.I
)
# What stands after “remind me” must be seen from the day in question: “remind me soon” is no setting.
SEEN_FROM_THE_DAY = re.compile(rf"\s*(?:on|after|when|before|(?:the )?day before|shortly before|{COUNT}\b)", re.I)
_IS = r"(?:['’]s| is| are| was| were)"
PARTS: tuple[tuple[Part, str], ...] = (
    ("early", r"early|first|long before|well before|(?:a )?week[- ]before(?:hand)?"),
    ("soon", r"shortly before|just before|soon|(?:the )?day before"),
    ("on_the_day", rf"on the (?:due )?(?:day|date)|same[- ]day|due[- ]day|day[- ]of|when (?:it|they|things?){_IS} due"),
    (
        "after",
        rf"after(?: the (?:due )?(?:day|date))?|overdue|late|past[- ]due|after (?:it|they){_IS} due"
        rf"|when (?:it|they|things?){_IS} (?:late|overdue)",
    ),
)
WEEK = re.compile(
    rf"{_THE}(?:(?:monday|weekly|week['’]?s)\s+)?(?:week|week ahead|look[- ]ahead|message|list|summary)"
    r"(?:\s+(?:message|list|summary|look[- ]ahead))?(?:\s+on mondays?)?",
    re.I,
)
PLATFORM = re.compile(
    r"(?:write|send|message|contact|reach|ping|chivvy|remind|talk)\s+"
    r"(?:(?:it|them|everything|messages|(?:my |the )?(?:reminders|digest))\s+)?(?:to\s+)?(?:me\s+)?(?:only\s+|first\s+)?"
    r"(?:on|in|via|over|through)\s+"
    r"(?P<name>(?!(?:private|person|confidence|detail|full|writing|english|time|future|advance|case|this|that|it|the|a|any)\b)"
    r"[a-z]+)(?:\s+(?:first|instead|only))?|(?:i )?prefer (?P<liked>[a-z]+)",
    re.I,
)
ANYWHERE = re.compile(
    r"(?:write|send|message|contact) (?:to )?(?:me )?(?:anywhere|wherever i am|where i (?:last )?wrote(?: last)?|on any platform"
    r"|either|on either)",
    re.I,
)
DEPUTY = re.compile(
    r"(?:my|the) usual (?:deputy|cover|stand[- ]?in) (?:is|=|should be|will be) (?P<who>.{2,60}?)"
    r"(?:\s+(?:when|whenever|while) i(?:['’]m| am) (?:away|off|on leave))?",
    re.I,
)
NOBODY = re.compile(r"nobody|no[- ]one|none", re.I)
BARE_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minutes>[0-5]\d))?(?:\s*(?:hrs|hours|h|o['’]?clock))?", re.I)
LAST_OF_THE_MORNING = 6  # “after 4:30” is half past four in the afternoon, “at 7” is seven in the morning

Values = dict[str, Any]


def prefer(text: str, hearing: Hearing) -> Understanding | None:
    """What a text settles for whoever said it; None when it is about something else."""
    said = THANKS.sub("", POLITE.sub("", text.strip(" .!?")))
    if not said or len(said) > LONGEST:
        return None
    if OWN.fullmatch(said):
        return Understanding(INTENT, (ShowPreferences(),))
    if USUAL.fullmatch(said):
        return Understanding(INTENT, (Prefer({}, usual=True),))
    values = _one(said, hearing) or _several(said, hearing)
    return Understanding(INTENT, (Prefer(values),)) if values else None


def _several(said: str, hearing: Hearing) -> Values | None:
    """Several things at once, each of which must be understood: “quiet until 10 and digest at 10”."""
    for between in BETWEEN_CLAUSES:
        clauses = between.split(said)
        understood = [_one(clause, hearing) for clause in clauses]
        if len(clauses) > 1 and all(understood):
            return {name: value for values in understood for name, value in (values or {}).items()}
    return None


def _one(said: str, hearing: Hearing) -> Values | None:
    for reader in READERS:
        if values := reader(said, hearing):
            return values
    return None


def _digest(said: str, _hearing: Hearing) -> Values | None:
    match = DIGEST.fullmatch(said)
    return _hours(digest_at=match["hour"]) if match else None


def _quiet(said: str, _hearing: Hearing) -> Values | None:
    """From when, until when, or both; quiet hours run over night, so they end when writing begins."""
    if match := QUIET_TO.fullmatch(said):
        return _hours(quiet_to=match["hour"])
    if match := QUIET_FROM.fullmatch(said):
        return _hours(quiet_from=match["hour"])
    if match := BETWEEN.fullmatch(said):
        return _hours(quiet_to=match["hour"], quiet_from=match["last"])
    if match := QUIET_BETWEEN.fullmatch(said):
        return _hours(quiet_from=match["hour"], quiet_to=match["last"])
    return None


def _switched(said: str, hearing: Hearing) -> Values | None:
    """Reminders of one part, or Monday's look ahead, off or on."""
    for form, on in ((OFF, False), (ON, True)):
        match = form.fullmatch(said)
        named = next((word.strip() for word in match.groupdict().values() if word), "") if match else ""
        if not named:
            continue
        when = bool(match and match.groupdict().get("when"))
        if when and not SEEN_FROM_THE_DAY.match(named):
            continue
        if WEEK.fullmatch(named) and not when:
            return {"week": on}
        if ALL.fullmatch(named):
            return dict.fromkeys((part for part, _ in PARTS), on)
        if part := _part(named, hearing.around.programme.reminding, when=when):
            return {part: on}
    return None


def _part(named: str, reminding: Reminding, *, when: bool) -> Part | None:
    """The part that is named: “early reminders”, “reminders on the day”; after “remind me” the day alone."""
    counted = re.fullmatch(
        rf"(?:{_THE}{_REMINDERS}\s+)?{_DAYS}\s+(?P<side>before|ahead|early|beforehand|prior|after|late)(?:hand| time"
        rf"| (?:it|they|things?){_IS} due| (?:the )?(?:due )?(?:day|date))?"
        rf"|{_THE}(?P<adjective>\d{{1,2}})[- ]days?[- ](?:before\s+)?{_REMINDERS}",
        named,
        re.I,
    )
    if counted:
        days = count((counted["days"] or counted["adjective"]).casefold())
        if (counted["side"] or "").casefold() in ("after", "late"):
            return "after"
        return "early" if days - reminding.soon_days > reminding.early_days - days else "soon"
    for part, words in PARTS:
        before, after = rf"{_THE}(?:{words})[- ]+{_REMINDERS}", rf"{_THE}{_REMINDERS}\s+(?:from\s+)?(?:{words})"
        alone = rf"|{_THE}(?:{words})" if when else ""
        if re.fullmatch(f"{before}|{after}{alone}", named, re.I):
            return part
    return None


def _platform(said: str, hearing: Hearing) -> Values | None:
    """Where to write first. Which platforms there are the handler knows; a day or a person is none."""
    if ANYWHERE.fullmatch(said):
        return {"platform": ""}
    match = PLATFORM.fullmatch(said)
    if not match:
        return None
    name = match["name"] or match["liked"]
    if read(name.removesuffix("s"), hearing.moment) or hearing.people.at_start(name) or hearing.strands.find(name):
        return None
    return {"platform": name.casefold()}


def _deputy(said: str, hearing: Hearing) -> Values | None:
    """Who stands in whenever they are away; “my cover is @sam” is about one spell of leave."""
    match = DEPUTY.fullmatch(said)
    if not match:
        return None
    if NOBODY.fullmatch(match["who"]):
        return {"deputy": ""}
    named = hearing.people.at_start(match["who"], loose=True)
    return {"deputy": named.sure.id} if named and named.sure and named.sure.active else None


READERS: tuple[Callable[[str, Hearing], Values | None], ...] = (_digest, _quiet, _switched, _deputy, _platform)


def _hours(**said: str) -> Values | None:
    """Hours as they are kept; None where one is no hour."""
    hours = {name: hour(words) for name, words in said.items()}
    return {name: f"{found:%H:%M}" for name, found in hours.items() if found} if all(hours.values()) else None


def hour(said: str) -> time | None:
    """An hour of an office day: “10” is ten, “4.30” half past four in the afternoon, “0830”, “8am”, “noon”."""
    plain = said.strip().casefold()
    if match := BARE_HOUR.fullmatch(plain):
        number, minutes = int(match["hour"]), int(match["minutes"] or 0)
        afternoon = 0 < number <= LAST_OF_THE_MORNING and not match["hour"].startswith("0")
        number += 12 if afternoon else 0
        return time(number, minutes) if number < 24 else None
    rest, clock = split_clock(plain)
    return clock if not rest else None
