"""Texts that show or change what the programme has decided: “programme settings”, “settings bands green to 6”, “set amber to
12”."""

from __future__ import annotations

import re

from governance.programme import Escalating
from governance.rules import CAUSES, Rule, rule_named
from handlers.commands import SetRule, ShowSettings
from handlers.words.days.spans import spans
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding

SETTINGS = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|list|see|open|what are|change|edit)\s+)*"
    rf"(?:(?:(?:the|our|programme(?:['’]s)?)\s+)+settings|settings (?:of|for) (?:the|our) programme){END}",
    re.I,
)
SET = re.compile(
    rf"{PLEASE}(?:(?:change|edit|set|update)\s+)?(?:(?:the|our|programme(?:['’]s)?)\s+)*settings?\s*[:,]?\s+"
    r"(?:(?:set|change)\s+)?(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
SET_NUMBER = re.compile(
    rf"{PLEASE}(?:set|change|move)\s+(?:the\s+)?(?P<rest>[a-z ]+?\s+(?:to\s+)?\d{{1,4}}){END}", re.IGNORECASE
)
PERIODS = re.compile(
    rf"{PLEASE}(?:(?:show|list|see|what (?:is|are)|when (?:is|are))(?:\s+me)?\s+)?(?:(?:the|our|next)\s+)*"
    rf"(?:pre-?election periods?|purdah){END}",
    re.IGNORECASE,
)
PERIOD = re.compile(
    rf"{PLEASE}(?:(?P<deed>add|set|note|remove|delete|cancel)\s+)?(?:(?:the|an?|our)\s+)*(?:pre-?election period|purdah)"
    r"(?:\s*:|\s+is|\s+runs|\s+will be|\s+lasts)?\s+(?P<days>[^()]{2,80}?)(?:\s*\((?P<name>[^()]{1,80})\))?"
    rf"(?:\s+(?:please|pls))?{END}",
    re.IGNORECASE,
)
ELECTIONS = "pre-election period"
# The causes of escalations, the longest name first.
BY_LENGTH = sorted(Escalating().to, key=len, reverse=True)
LEADING = re.compile(r"(?:to|is|are|=|:|as|means?)\s+|[=:]\s*", re.IGNORECASE)


def settle(text: str, hearing: Hearing) -> Understanding | None:
    """The settings, or the one that a text changes; None when it is about something else."""
    said = text.strip()
    if SETTINGS.fullmatch(said):
        return Understanding("query", (ShowSettings(),))
    if PERIODS.fullmatch(said):
        return Understanding("query", (ShowSettings(),))
    whole = re.fullmatch(rf"{PLEASE}(?:settings?\s+)?(?P<rest>.+)", said, re.IGNORECASE | re.DOTALL)
    if whole and (period := _period(whole["rest"], hearing)):
        return period
    if match := SET.fullmatch(said):
        if command := _rule(match["rest"]):
            return Understanding("setup", (command,))
        known = rule_named(match["rest"])
        return Understanding("query", (ShowSettings() if known else SetRule(match["rest"].strip(), ""),))
    if (match := SET_NUMBER.fullmatch(said)) and (command := _rule(match["rest"])):
        found = rule_named(match["rest"])
        if found and found[0].sort == "number":
            return Understanding("setup", (command,))
    return None


def _period(said: str, hearing: Hearing) -> Understanding | None:
    """“pre-election period 22 March to 6 May 2027”, “remove the pre-election period 22 March to 6 May”."""
    match = PERIOD.fullmatch(said)
    days = spans(match["days"], hearing.moment) if match else []
    if match is None or len(days) != 1 or days[0].last is None or days[0].unsure is not None:
        return None
    first, last = (f"{day.day} {day:%B %Y}" for day in (days[0].first, days[0].last))
    deed = "remove" if (match["deed"] or "").casefold() in ("remove", "delete", "cancel") else "add"
    name = f" ({match['name'].strip()})" if match["name"] else ""
    return Understanding("setup", (SetRule(ELECTIONS, f"{deed} {first} to {last}{name}"),))


def _rule(rest: str) -> SetRule | None:
    """`bands green to 6`, `appetite finance to 6`, `wording risk.good It says …`, `glossary day one means 1 April 2028`."""
    found = rule_named(rest)
    if found is None:
        return None
    rule, value = found
    name, value = _entry(rule, LEADING.sub("", value, count=1) if LEADING.match(value) else value)
    return SetRule(name, value) if value else None


def _entry(rule: Rule, value: str) -> tuple[str, str]:
    """The full name of what is set, with its entry where the rule has entries, and the value."""
    if rule.sort == "scale":
        match = re.fullmatch(r"(?P<entry>[1-5])\s+(?P<value>.+)", value)
    elif rule.path == ("wordings",):
        match = re.fullmatch(r"(?P<entry>[\w-]+\.\w+)\s+(?P<value>.+)", value, re.DOTALL)
    elif rule.path == ("glossary",):
        match = re.fullmatch(
            r"[\"“]?(?P<entry>.{1,60}?)[\"”]?\s*(?:\bmeans?\b|\bis\b|\bstands for\b|[:=]|(?=\breset$))\s*(?P<value>.+)",
            value,
            re.DOTALL | re.I,
        )
    elif rule.path == CAUSES:
        match = re.fullmatch(
            rf"(?P<entry>{'|'.join(map(re.escape, BY_LENGTH))})\s+(?:goes\s+)?(?:(?:to|is|=)\s+)?(?:the\s+)?(?P<value>.+)",
            value,
            re.I,
        )
    elif rule.sort == "map":
        match = re.fullmatch(
            r"(?:(?P<entry>[\w &/-]+?)\s+)?(?:(?:to|is|=)\s+)?(?P<value>\d+|reset)", value, re.IGNORECASE
        )
    else:
        return rule.name, value
    if not match:
        return rule.name, ""
    value = LEADING.sub("", match["value"], count=1) if rule.sort == "scale" else match["value"]
    return f"{rule.name} {match['entry'] or ''}".strip(), value.strip(' "“”') if rule.path != (
        "wordings",
    ) else value.strip()
