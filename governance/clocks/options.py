"""Options of a deadline as they are typed on a command line: `mode=deemed`, `stop=2026-11-26/2026-12-03`, `closure=…`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from governance.calendar import NATION_NAMES, UK_NATIONS, WorkingCalendar, days
from governance.clocks.deadline import BadOption, Circumstances, ReceiptMode
from governance.clocks.rule import Nation, Rule
from governance.clocks.stop import Stop
from governance.programme import Clocks

Value = TypeVar("Value")

MODES: Mapping[str, ReceiptMode] = {"same_day": "same_day", "same": "same_day", "deemed": "deemed"}
# The same option under other names.
CALLED: Mapping[str, str] = {
    "receipt": "mode",
    "receipt_mode": "mode",
    "stopped": "n",
    "stopped_days": "n",
    "period": "days",
    "closures": "closure",
    "closed": "closure",
    "stops": "stop",
    "stop_clock": "stop",
}
CALENDARS: Mapping[str, Nation] = {"eng": "ENG", "england": "ENG", "ukany": "UKANY", "uk": "UKANY"}
USUAL = Clocks()
LONGEST_CLOSURE = 60  # days
MOST_DAYS = 400
RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:\.\.+|to|–)\s*(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Options:
    """What options say: the circumstances, days on which the office is closed, whose bank holidays the office keeps, and by which
    calendar to count where that is not the rule's own."""

    circumstances: Circumstances
    closures: frozenset[date] = frozenset()
    nation: str = ""
    calendar: Nation | None = None

    def applied(self, rule: Rule, office: WorkingCalendar) -> tuple[Rule, WorkingCalendar]:
        """The rule and the office's calendar as they are with these options."""
        office = replace(office, closures=office.closures | self.closures)
        office = replace(office, nations=(self.nation,)) if self.nation else office
        return (replace(rule, nation=self.calendar) if self.calendar else rule), office


def options_for(rule: Rule, said: Mapping[str, str], clocks: Clocks = USUAL) -> Options:
    """What the options mean for a rule; where they say nothing, what the council has settled. Raises BadOption for what the rule
    has no use for, and for what can't be read."""
    named = {CALLED.get(name.casefold(), name.casefold()): value.strip() for name, value in said.items()}
    known = {"mode", "n", "days", "closure", "stop", "calendar", "nation"}
    if strange := set(named) - known:
        raise BadOption(option=", ".join(sorted(strange)), why=f"the options are {', '.join(sorted(known))}")
    stops = _stops(named.get("stop", ""))
    stopped = _number("n", named.get("n", "0"), least=0)
    _check_pause(rule, stopped, stops)
    circumstances = Circumstances(
        mode=_one_of("mode", named.get("mode", clocks.receipt_mode), MODES),
        count=_number("days", named["days"], least=1) if "days" in named else _own_period(rule, clocks),
        stopped=stopped,
        stops=stops,
    )
    return Options(
        circumstances,
        _closures(named.get("closure", "")),
        _nation(named.get("nation", "")),
        _one_of("calendar", named["calendar"], CALENDARS) if "calendar" in named else None,
    )


def _own_period(rule: Rule, clocks: Clocks) -> int | None:
    return clocks.period(rule.id) if rule.ours else None


def _check_pause(rule: Rule, stopped: int, stops: tuple[Stop, ...]) -> None:
    if (stopped or stops) and rule.pause == "never":
        raise BadOption(option="a stop", why="this clock never stops")
    if stopped and rule.pause == "restarts":
        raise BadOption(option="n", why="its days begin anew when the answer comes: say from when to when, stop=…/…")


def _stops(said: str) -> tuple[Stop, ...]:
    """`2026-11-26/2026-12-03`, several with commas between; one that has not ended has no second day."""
    found = []
    for each in filter(None, re.split(r"[,;]\s*", said)):
        match = RANGE.fullmatch(each)
        ends = match.groups() if match else each.split("/")
        if len(ends) > 2:
            raise BadOption(option=f"stop={each}", why="write it as stop=2026-11-26/2026-12-03")
        first, *rest = (_day("stop", end) for end in ends if end)
        last = rest[0] if rest else None
        if last is not None and last < first:
            raise BadOption(option=f"stop={each}", why="it must begin before it ends")
        found.append(Stop(first, last))
    return tuple(found)


def _closures(said: str) -> frozenset[date]:
    """`2026-12-29/2026-12-30`, or the first and the last of many: `2026-12-24..2027-01-04`."""
    found: set[date] = set()
    for first, last in RANGE.findall(said):
        begins, ends = _day("closure", first), _day("closure", last)
        if not 0 <= (ends - begins).days <= LONGEST_CLOSURE:
            raise BadOption(
                option=f"closure={said}", why=f"it must begin before it ends, within {LONGEST_CLOSURE} days"
            )
        found.update(days(begins, ends))
    found.update(_day("closure", day) for day in re.split(r"[/,;\s]+", RANGE.sub("", said)) if day)
    return frozenset(found)


def _day(option: str, said: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError as wrong:
        raise BadOption(option=f"{option}={said}", why="write its days like 2026-12-29") from wrong


def _number(option: str, said: str, *, least: int) -> int:
    if not re.fullmatch(r"\d{1,4}", said) or not least <= int(said) <= MOST_DAYS:
        raise BadOption(option=f"{option}={said}", why=f"it is a whole number from {least} to {MOST_DAYS}")
    return int(said)


def _nation(said: str) -> str:
    """A nation by its code or its name; "" where none is said."""
    codes = {code.casefold(): code for code in UK_NATIONS} | {
        name.casefold(): code for code, name in NATION_NAMES.items()
    }
    if said and said.casefold() not in codes:
        raise BadOption(option=f"nation={said}", why=f"it is one of {', '.join(UK_NATIONS)}")
    return codes[said.casefold()] if said else ""


def _one_of(option: str, said: str, known: Mapping[str, Value]) -> Value:
    if (found := known.get(said.casefold().replace("-", "_"))) is None:
        raise BadOption(option=f"{option}={said}", why=f"it is one of {', '.join(known)}")
    return found
