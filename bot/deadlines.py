"""`chivvy deadline`: when a clock runs out, and how that was worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

import typer

from bot.clock import SystemClock
from bot.terminal import Json, NotADay, console, open_database, print_json, read_settings, run_to_end
from governance.calendar import WorkingCalendar
from governance.clocks.deadline import BadOption, Deadline, circumstances_from, rule_named, work_out
from governance.clocks.rules import RULES


def deadline(
    rule: Annotated[str, typer.Argument(help="The rule, such as hos.s1.ack; “list” names them all.")],
    trigger: Annotated[
        str, typer.Option("--from", help="The day or local moment that starts it: 2026-11-23T10:15.")
    ] = "",
    option: Annotated[
        list[str] | None, typer.Option("--option", help="mode=deemed, n=7 (stopped days), days=5, closure=2026-12-29/…")
    ] = None,
    as_machine: Json = False,
) -> None:
    """Work out a due date by its rule, and show each step."""
    if rule == "list":
        _list(as_machine=as_machine)
        return
    named = rule_named(rule)
    circumstances, closed = circumstances_from(_pairs(option or []))

    async def work() -> WorkingCalendar:
        settings = read_settings()
        async with open_database(settings) as database, database.reading(SystemClock().now()) as register:
            return await register.calendar()

    calendar = run_to_end(work())
    calendar = replace(calendar, closures=calendar.closures | closed)
    found = work_out(named, _moment(trigger), calendar, circumstances)
    if as_machine:
        print_json(plain(found))
        return
    console.print(f"{named.title}: {plain(found)['due']}", highlight=False)
    for step in (*found.basis, f"Rule: {named.text}", f"Source: {named.source}."):
        console.print(f"  {step}", highlight=False, markup=False)


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


def _moment(text: str) -> date | datetime:
    try:
        return datetime.fromisoformat(text) if "T" in text or " " in text.strip() else date.fromisoformat(text)
    except ValueError as wrong:
        raise NotADay(text=text or "nothing after --from") from wrong


def _iso(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
