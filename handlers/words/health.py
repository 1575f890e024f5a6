"""`/raid` in words: the register at a glance, the health check, one of its rules. A list of records is for `asking`."""

from __future__ import annotations

import re

from governance.health_rules import RULES
from handlers.commands import CheckHealth, Glance, Help
from handlers.words.asking.questions import ask
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding

POLITE = re.compile(
    r"^(?:(?:please|pls|can you|could you|hi|hey|show(?: me| us)?|give me|run|do|open|see)\s+)+(?:(?:a|the|our|my)\s+)?",
    re.I,
)
THANKS = re.compile(r"[\s,]*\b(?:please|pls|thanks|ta)$", re.I)
# What is asked about, and then of which workstream.
GLANCE = re.compile(
    r"(?:(?:the|our)\s+)?(?:raid(?:\s+(?:log|register|summary|overview))?(?:\s+at a glance)?|(?:register|programme) at a glance"
    r"|(?:at a )?glance|at a glance|where (?:are|do) we(?: stand)?)\b",
    re.I,
)
HEALTH = re.compile(
    r"(?:raid\s+)?(?:"
    r"(?:the\s+)?(?:register\s+)?health(?:\s*-?\s*check(?:s|up)?)?(?:\s+score)?(?:\s+of\s+(?:the|our)\s+register)?"
    r"|how healthy (?:is|are)(?:\s+(?:the|our))?(?:\s+(?:register|raid(?: log)?|log))?"
    r"|what(?:['’]?s| is) wrong(?:\s+with(?:\s+(?:the|our))?(?:\s+(?:register|raid(?: log)?|log))?)?"
    r"|(?:the\s+)?findings|data quality"
    r")(?=\W|$)",
    re.I,
)
RULE = re.compile(r"(?:raid\s+)?(?:health\s+)?(?:rule\s+)?h[ -]?(?P<number>\d{1,2})\b", re.I)
RAID_HELP = re.compile(r"raid\s+(?:help|\?+|commands)", re.I)
EVERYTHING = re.compile(r"(?:all|everything|(?:the )?(?:whole )?programme|all workstreams|overall)", re.I)
HERE = re.compile(r"(?:here|us|our (?:register|workstream)|this (?:workstream|channel)|ours)", re.I)
JOINS = re.compile(r"^(?:check\s+)?(?:for|of|in|on|with|at|is|are|the|register|raid|log|[\s:,–—-])+", re.I)


def health(text: str, hearing: Hearing) -> Understanding | None:
    """“raid”, “raid hr”, “raid health”, “health check for ICT”, “how healthy is our register”, “H08 in HR”; after “raid” a
    list too (“raid red risks without an owner”). None for anything else."""
    said = THANKS.sub("", POLITE.sub("", text.strip(" ?!.:"))).strip()
    if (match := RULE.match(said)) and (rule := f"H{int(match['number']):02d}") in RULES:
        where = _where(said[match.end() :], hearing)
        return _asked(CheckHealth(where.workstream, rule, everything=where.everything)) if where else None
    if match := HEALTH.match(said):
        where = _where(said[match.end() :], hearing)
        return _asked(CheckHealth(where.workstream, everything=where.everything)) if where else None
    if RAID_HELP.fullmatch(said):
        return Understanding("help", (Help(),))
    if match := GLANCE.match(said):
        where = _where(said[match.end() :], hearing)
        return _asked(where) if where else ask(said[match.end() :], hearing)
    return None


def _asked(command: CheckHealth | Glance) -> Understanding:
    return Understanding("query", (command,))


def _where(rest: str, hearing: Hearing) -> Glance | None:
    """Of which workstream: what is left of the text must say nothing else. None where it does."""
    said = JOINS.sub("", rest.strip()).strip(" ?!.,:")
    if not said or HERE.fullmatch(said):
        return Glance()
    if EVERYTHING.fullmatch(said):
        return Glance(everything=True)
    strand = hearing.strands.find(said, loose=True)
    return Glance(strand.id) if strand else None
