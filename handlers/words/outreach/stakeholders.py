"""Stakeholders as officers type of them: “spoke to Larkspur TRA today about scaffold”, “stakeholder map for Larkspur as a
picture”."""

from __future__ import annotations

import re
from datetime import date

from handlers.commands import ShowStakeholders, Spoke
from handlers.words.days.past_days import day_before, whole_day
from handlers.words.hearing import Hearing
from handlers.words.outreach.shared import AS, END, FOR, POLITE, place_named, report, reported
from handlers.words.refs import canonical, kind_of, refs_at_start
from handlers.words.understanding import Understanding

MET = (
    r"(?:(?:i|we)(?:['’]ve| have)?\s+)?(?:just\s+)?(?:spoke(?:n)?|talked|caught up|met(?: up)?"
    r"|had (?:a )?(?:call|chat|meeting|word))\s+(?:to|with)\s+"
)
SPOKE = re.compile(rf"{MET}(?:the\s+)?(?P<whom>\S.*)", re.IGNORECASE | re.DOTALL)
MET_ALONE = re.compile(
    r"(?:(?:i|we)(?:['’]ve| have)?\s+)?(?:just\s+)?met\s+(?:the\s+)?(?P<whom>\S.*)", re.IGNORECASE | re.DOTALL
)
OF_ONE = re.compile(
    rf"(?P<ref>SH-?\d+)\s*[:,–-]?\s+(?:{MET}(?:them|her|him|it)?|spoke|met)\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
ABOUT = re.compile(r"\s+(?:about|re|regarding|concerning|to discuss|on the subject of)\s+", re.IGNORECASE)

MAP = re.compile(
    rf"(?:stakeholders?['’]?s?\s+(?:map|matrix|grid)|(?:map|matrix|grid)\s+of\s+(?:the\s+)?stakeholders|(?:power|influence)\s*(?:and|/|&)\s*"
    rf"interest(?:\s+(?:map|grid|matrix))?){FOR}{AS}{END}",
    re.IGNORECASE,
)
STAKEHOLDERS_REPORT = re.compile(rf"stakeholders?{FOR}{AS}{END}", re.IGNORECASE)


def spoke(text: str, hearing: Hearing) -> Understanding | None:
    """“spoke to Larkspur TRA today about scaffold”, “SH-003: met them yesterday”."""
    if match := OF_ONE.fullmatch(text):
        ref = canonical(match["ref"])
        whom, day, about = _when_and_what(f"them {match['rest']}", hearing)
        return Understanding("update", (Spoke(day, ref=ref or "", about=about),)) if day and whom == "them" else None
    match = SPOKE.fullmatch(text) or MET_ALONE.fullmatch(text)
    if match is None:
        return None
    whom, day, about = _when_and_what(match["whom"], hearing)
    refs, rest = refs_at_start(whom)
    if day and len(refs) == 1 and not rest.strip() and kind_of(refs[0]).kind.name == "stakeholder":
        return Understanding("update", (Spoke(day, ref=refs[0], about=about),))
    colleague = hearing.people.find(whom)[0] or whom.startswith(("@", "<@"))
    if day is None or not whom or refs or colleague or len(whom.split()) > 8:
        return None
    return Understanding("update", (Spoke(day, whom=whom, about=about),))


def _when_and_what(said: str, hearing: Hearing) -> tuple[str, date | None, str]:
    """Whom, on which day (today where nobody says), and about what."""
    parts = ABOUT.split(said.strip(" .!"), maxsplit=1)
    whom, about = parts[0].strip(" ,"), parts[1].strip() if len(parts) > 1 else ""
    day = None
    if (start := day_before(whom, hearing.moment)) is not None:
        day, whom = whole_day(whom[start:], hearing.moment), re.sub(r"\s+on$", "", whom[:start].strip(" ,"))
    elif about and (start := day_before(about, hearing.moment)) is not None and start > 0:
        day, about = whole_day(about[start:], hearing.moment), re.sub(r"\s+on$", "", about[:start].strip(" ,"))
    return whom, day or hearing.moment.today, about


def stakeholder_map(text: str, hearing: Hearing) -> Understanding | None:
    """“stakeholder map”, “report stakeholders for Larkspur”, “power and interest grid as a picture”."""
    said = POLITE.sub("", text, count=1)
    match = MAP.fullmatch(said) or (STAKEHOLDERS_REPORT.fullmatch(said) if reported(text) else None)
    if match is None:
        return None
    where = place_named(match["where"], hearing)
    if match["where"] and where is None:
        return None
    if reported(text) or match["form"]:
        return report("stakeholders", where or hearing.around.here, match["form"])
    return Understanding("query", (ShowStakeholders(where),))
