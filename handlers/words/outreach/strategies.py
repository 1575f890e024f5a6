"""Communication strategies as officers type them: “strategy for Larkspur as a PDF”, “gaps in the strategy”, “add to the
strategy: TRA, progress, meeting, monthly, Vera approves”, “CS-01.3 monthly”, “plan line 2”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance.strategy_line import HOW_OFTEN
from handlers.commands import AddLine, ChangeLine, Command, DropLine, OfLine, OpenForm, PlanNext, ShowStrategy
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.outreach.shared import AS, END, FOR, POLITE, here, place_named, report, reported
from handlers.words.people import Named
from handlers.words.understanding import Doubt, Understanding

STRATEGY = r"(?:(?:the|our|a)\s+)?(?:comm(?:s|unications?)\s+)?(?:strategy|plan of communications?)"
SHOWN = re.compile(
    rf"{STRATEGY}(?:\s+(?P<part>gaps?|lines?))?(?P<paper>\s+(?:report|document|paper))?{FOR}{AS}{END}", re.I
)
GAPS = re.compile(rf"(?:gaps?|(?:what['’]?s\s+)?missing)\s+(?:in|of|from)\s+{STRATEGY}{FOR}{END}", re.IGNORECASE)
AHEAD = re.compile(rf"(?:next|late|due|coming up)\s+(?:in|on|from)\s+{STRATEGY}{FOR}{END}", re.IGNORECASE)
ADD = re.compile(
    rf"(?:please\s+)?(?:add|put)\s+(?:(?:this|a|another|new)\s+)*(?:line\s+)?(?:(?:to|in|into|on)\s+{STRATEGY}{FOR})\s*[:,–—-]\s*"
    r"(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
OF_STRATEGY = rf"(?:\s+(?:of|from|in|on)\s+(?:{STRATEGY}|CS-?\d+){FOR})?"
ONE_LINE = rf"(?:(?:CS-?0*(?P<ref>\d+)(?:\.|\s+line\s+)|(?:{STRATEGY}\s+)?line\s+)(?P<number>\d{{1,3}}))"
DEEDS = {
    "drop": re.compile(
        rf"(?:please\s+)?(?:drop|remove|delete|take out|end)\s+{ONE_LINE}{OF_STRATEGY}{END}", re.IGNORECASE
    ),
    "plan": re.compile(
        rf"(?:please\s+)?plan\s+(?:the\s+)?(?:next\s+)?(?:one\s+)?(?:for\s+|of\s+)?{ONE_LINE}{OF_STRATEGY}{END}",
        re.IGNORECASE,
    ),
    "edit": re.compile(rf"(?:please\s+)?(?:edit|change)\s+{ONE_LINE}{OF_STRATEGY}{END}", re.IGNORECASE),
}
CHANGED = re.compile(rf"{ONE_LINE}{OF_STRATEGY}\s*[:,–—-]?\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
BETWEEN = re.compile(r"\s*[,;\n]\s*")
LABELLED = re.compile(
    r"(?P<label>audience|message|channel|how often|approver|owner|first|starting|from|on)\s*(?:is|:|=)?\s+(?P<said>\S.*)",
    re.IGNORECASE,
)
APPROVES = re.compile(
    r"(?P<who>.+?)\s+(?:approves?(?:\s+it)?|signs?\s+(?:it\s+)?off|to approve)|(?:approved|signed off|sign-off) by\s+(?P<by>.+)",
    re.IGNORECASE,
)
SEES_TO_IT = re.compile(
    r"(?P<who>.+?)\s+(?:does it|sees to it|writes it|runs it|looks after it)|(?:done|run|written) by\s+(?P<by>.+)", re.I
)
DAYS = ("first", "starting", "from", "on")
PLACES = ("audience", "message", "channel")


def strategy(text: str, hearing: Hearing) -> Understanding | None:
    """“strategy”, “comms strategy for Larkspur as a PDF”, “gaps in the strategy”, “what’s next in the strategy”."""
    said = POLITE.sub("", text, count=1)
    match = SHOWN.fullmatch(said)
    part = (match["part"] or "").casefold() if match else ""
    if match is None:
        match, part = (GAPS.fullmatch(said), "gaps")
        if match is None:
            match, part = (AHEAD.fullmatch(said), "")
    if match is None:
        return None
    where = place_named(match["where"], hearing)
    if match["where"] and where is None:
        return None
    named = match.groupdict()
    if reported(text) or named.get("paper") or named.get("form"):
        return report("strategy", where or here(hearing), named.get("form"))
    wanted = "gaps" if part.startswith("gap") else "lines" if part.startswith("line") else ""
    return Understanding("query", (ShowStrategy(where, wanted),))  # type: ignore[arg-type]


@dataclass
class _Reading:
    """A line of a strategy as it is read from its words."""

    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def added(text: str, hearing: Hearing) -> Understanding | None:
    match = ADD.fullmatch(text)
    if match is None:
        return None
    where = place_named(match["where"], hearing)
    if match["where"] and where is None:
        return None
    found = _line(match["rest"], hearing)
    if found is None or not found.values.get("audience"):
        return None
    return Understanding("update", (AddLine(**found.values, workstream=where),), tuple(found.doubts))


def _line(text: str, hearing: Hearing) -> _Reading | None:
    """“TRA, progress, meeting, monthly, Vera approves”: how often, a day and who approves are known wherever they stand; the
    rest is the audience, the message and the channel, in this order."""
    found = _Reading()
    for part in BETWEEN.split(text.strip(" .")):
        if part and not (_known(part, found, hearing) or _placed(part, found)):
            return None
    return found


def _known(part: str, found: _Reading, hearing: Hearing) -> bool:
    if often := _how_often(part):
        found.values["every"] = often
        return True
    for name, pattern in (("approver", APPROVES), ("owner", SEES_TO_IT)):
        if match := pattern.fullmatch(part):
            return _person(name, match["who"] or match["by"], found, hearing)
    if match := LABELLED.fullmatch(part):
        return _labelled(match["label"].casefold(), match["said"], found, hearing)
    if (day := _day(part, hearing)) and "first_on" not in found.values:
        found.values["first_on"] = day
        return True
    return False


def _labelled(label: str, said: str, found: _Reading, hearing: Hearing) -> bool:
    if label in DAYS:
        day = _day(said, hearing)
        if day:
            found.values["first_on"] = day
        return day is not None
    if label in ("approver", "owner"):
        return _person(label, said, found, hearing)
    if label == "how often":
        often = _how_often(said)
        if often:
            found.values["every"] = often
        return bool(often)
    found.values[label] = said
    return True


def _how_often(said: str) -> str:
    plain = " ".join(said.casefold().split())
    return next((name for name, words in HOW_OFTEN.items() if plain in (name, *words)), "")


def _day(said: str, hearing: Hearing) -> date | None:
    reading = read(said, hearing.moment, cued=False) or read(f"on {said}", hearing.moment)
    return reading.day if reading and not reading.question else None


def _person(name: str, said: str, found: _Reading, hearing: Hearing) -> bool:
    """Somebody who is named; who is not known is asked about, never guessed."""
    text = said.strip(" .")
    named = hearing.people.at_start(text, loose=True)
    if named is None or text[named.end :].strip():
        named = Named(text, ())
    if doubt := person_doubt(named, hearing, name):
        found.doubts.append(doubt)
    elif named.sure:
        found.values[name] = named.sure.id
    return True


def _placed(part: str, found: _Reading) -> bool:
    """The next of audience, message and channel; what goes on after the channel belongs to it."""
    free = next((name for name in PLACES if name not in found.values), None)
    if free is None:
        found.values["channel"] = f"{found.values['channel']}, {part}"
    else:
        found.values[free] = part
    return True


def of_a_line(text: str, hearing: Hearing) -> Understanding | None:
    """“drop line 3 of the strategy”, “plan line 2”, “edit line 1”, “CS-01.3 monthly, approver @vera”."""
    for deed, pattern in DEEDS.items():
        if match := pattern.fullmatch(text):
            return _upon(deed, match, {}, hearing)
    match = CHANGED.fullmatch(text)
    if match is None:
        return None
    found = _Reading()
    for part in BETWEEN.split(match["rest"].strip(" .")):
        if part and not _known(part, found, hearing):
            return None
    return _upon("change", match, found.values, hearing, tuple(found.doubts)) if found.values or found.doubts else None


def _upon(
    deed: str, match: re.Match[str], values: dict[str, Any], hearing: Hearing, doubts: tuple[Doubt, ...] = ()
) -> Understanding | None:
    if doubts:
        return None  # a person who is not known is named in the form
    number = int(match["number"])
    intent = "form" if deed == "edit" else "update"
    if match["ref"]:
        ref = f"CS-{int(match['ref']):02d}"
        known: dict[str, Command] = {
            "change": ChangeLine(ref, number, values),
            "drop": DropLine(ref, number),
            "plan": PlanNext(ref, number),
            "edit": OpenForm("line", ref=ref, values={"number": number}),
        }
        return Understanding(intent, (known[deed],))
    where = place_named(match["where"], hearing)
    if match["where"] and where is None:
        return None
    return Understanding(intent, (OfLine(number, deed, values, where),))  # type: ignore[arg-type]
