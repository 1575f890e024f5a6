"""`chivvy deadline`: when a clock runs out, and how that was worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.clock import SystemClock
from bot.terminal import Json, NotADay, console, open_database, print_json, read_settings, run_to_end
from governance.calendar import WorkingCalendar
from governance.clocks.deadline import BadOption, Deadline, rule_named, work_out
from governance.clocks.options import options_for
from governance.clocks.rules import RULES
from governance.errors import ChivvyError
from governance.programme import Clocks

OPTIONS = (
    "mode=deemed; stop=2026-11-26/2026-12-03 or n=7 (days that it stood still); days=5 (a council’s own period); "
    "closure=2026-12-24..2027-01-04; nation=SCT (the office’s); calendar=UKANY."
)


class NothingToCountFrom(ChivvyError):
    """I need the day or the moment that starts the clock. Nothing was worked out. Type, for example, “chivvy deadline {rule}
    --from 2026-11-23”."""


def deadline(
    rule: Annotated[str, typer.Argument(help="The rule, such as hos.s1.ack; “list” names them all.")],
    trigger: Annotated[
        str, typer.Option("--from", help="The day or local moment that starts it: 2026-11-23T10:15.")
    ] = "",
    option: Annotated[list[str] | None, typer.Option("--option", help=OPTIONS)] = None,
    as_machine: Json = False,
) -> None:
    """Work out a due date by its rule, and show each step."""
    if rule == "list":
        _list(as_machine=as_machine)
        return
    named = rule_named(rule)
    if not trigger.strip():
        raise NothingToCountFrom(rule=named.id)

    async def work() -> tuple[WorkingCalendar, Clocks, ZoneInfo]:
        settings = read_settings()
        async with open_database(settings) as database, database.reading(SystemClock().now()) as register:
            return await register.calendar(), (await register.programme()).clocks, register.zone

    office, clocks, zone = run_to_end(work())
    options = options_for(named, _pairs(option or []), clocks)
    counted, calendar = options.applied(named, office)
    found = work_out(counted, _moment(trigger, zone), calendar, replace(options.circumstances, zone=zone))
    if as_machine:
        print_json(plain(found))
        return
    console.print(f"{named.title}: {plain(found)['due']}", highlight=False)
    for step in (*found.basis, *_said_of(found)):
        console.print(f"  {step}", highlight=False, markup=False)


def _said_of(found: Deadline) -> list[str]:
    """By which rule and source, and how sure that is."""
    rule = found.rule
    told = [f"Rule: {rule.text}", *([f"Advice: {rule.advice}"] if rule.advice else []), f"Source: {rule.source}."]
    if any("stood still" in step or "stands still" in step for step in found.basis):
        told.append(f"Stopping it: {rule.pause_by}.")
    if rule.sure != "high":
        told.append("How the rule is read is not beyond doubt: ask Legal where it matters.")
    return told


def plain(found: Deadline) -> dict[str, Any]:
    """A deadline as JSON-ready values, in the shape that `chivvy deadline --json` promises."""
    return {
        "rule": found.rule.id,
        "version": found.rule.version,
        "from": _iso(found.trigger),
        "due": _iso(found.due),
        "act_by": found.act_by.isoformat(),
        "basis": list(found.basis),
        "source": found.rule.source,
        "provisional": found.provisional,
        "sure": found.rule.sure,
    }


def _list(*, as_machine: bool) -> None:
    rows = [
        {"rule": rule.id, "title": rule.title, "from": rule.trigger, "source": rule.source} for rule in RULES.values()
    ]
    if as_machine:
        print_json(rows)
        return
    for row in rows:
        console.print(f"{row['rule']}: {row['title']}, from {row['from']}", highlight=False)


def _pairs(options: list[str]) -> dict[str, str]:
    found = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            raise BadOption(option=option, why="write it as name=value")
        found[name.strip()] = value.strip()
    return found


def _moment(text: str, zone: ZoneInfo) -> date | datetime:
    """A day, or a local moment; one with an offset is the same moment by the local clock."""
    text = text.strip()
    try:
        if len(text) <= len("2026-11-23"):
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise NotADay(text=text) from wrong
    return found.astimezone(zone).replace(tzinfo=None) if found.tzinfo else found


def _iso(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
