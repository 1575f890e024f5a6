"""`chivvy holiday`: the bank holidays and closures that no table of holidays can know in advance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import typer
from rich.table import Table

from bot.clock import SystemClock
from bot.terminal import Json, NotADay, console, open_database, print_json, read_settings, run_to_end
from governance.calendar import days as each_day
from governance.clocks.deadline import last_open_day
from governance.errors import ChivvyError
from governance.people import Person
from handlers.calendar_days.effects import Concern, Effects, concerned, weigh
from handlers.calendar_days.news import carry_out, falling_words, moved_words, opening
from storage.days import CLOSURE, HOLIDAY, Day
from storage.history import Scene
from storage.register import Register

SCENE = Scene(via="command line", place="command line")
MOST = 62

holidays = typer.Typer(
    help="Bank holidays proclaimed at short notice, and days on which the office is closed.", no_args_is_help=True
)


class Nation(StrEnum):
    """The nations whose bank holidays differ."""

    england = "ENG"
    wales = "WLS"
    scotland = "SCT"
    northern_ireland = "NIR"


class DayKnown(ChivvyError):
    """{day} is in the calendar as a {type} already, so nothing was changed. Type “chivvy holiday list” to see them all."""


class DayUnknown(ChivvyError):
    """No bank holiday or closure was added on {day}, so nothing was changed. Type “chivvy holiday list” to see them all."""


class DaysBackwards(ChivvyError):
    """The last day must not be before the first, nor more than {most} days after it. Nothing was changed."""


First = Annotated[str, typer.Argument(help="The day, such as 2027-05-04.")]
Until = Annotated[str, typer.Option("--until", help="The last day, where there are several.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would move and who would be told; change nothing.")]


@holidays.command()
def add(
    day: First,
    name: Annotated[str, typer.Argument(help="What it is called, such as “The Coronation”.")],
    closure: Annotated[
        bool, typer.Option("--closure", help="The office is closed, but the day counts towards deadlines.")
    ] = False,
    until: Until = "",
    nation: Annotated[
        Nation | None, typer.Option("--nation", help="A bank holiday of this nation only; left out: of all.")
    ] = None,
    dry_run: DryRun = False,
    as_machine: Json = False,
) -> None:
    """Add a bank holiday, or with --closure a day on which nobody is to be written to. Dates that were worked out move with a
    bank holiday, reminders with both, and everybody concerned is told once."""
    sort = CLOSURE if closure else HOLIDAY
    where = nation.value if nation and not closure else ""
    days = [Day(each, sort, name, where) for each in _span(day, until)]
    done = run_to_end(_change("add", days, dry_run=dry_run))
    if done is None:
        raise DayKnown(day=f"{days[0].day:%A %d %B %Y}", type=sort)
    _say(*done, dry_run=dry_run, as_machine=as_machine)


@holidays.command()
def remove(day: First, until: Until = "", dry_run: DryRun = False, as_machine: Json = False) -> None:
    """Take out what was added on a day, or on all days to --until. What moved moves back, and everybody concerned is told."""
    span = _span(day, until)
    days = [Day(each, sort, "", where) for each in span for sort in (HOLIDAY, CLOSURE) for where in ("", *NATIONS)]
    done = run_to_end(_change("remove", days, dry_run=dry_run))
    if done is None:
        raise DayUnknown(day=f"{span[0]:%A %d %B %Y}")
    _say(*done, dry_run=dry_run, as_machine=as_machine)


@holidays.command("list")
def list_days(as_machine: Json = False) -> None:
    """List the days that were added, earliest first. The usual bank holidays are known anyway."""

    async def work() -> list[Day]:
        async with open_database(read_settings()) as database, database.reading(SystemClock().now()) as register:
            return await register.days()

    found = run_to_end(work())
    if as_machine:
        print_json([_day_json(each) for each in found])
    elif not found:
        console.print("No days were added. The usual bank holidays are known anyway.")
    else:
        table = Table("Day", "What", "Name", "Where")
        for each in found:
            table.add_row(f"{each.day:%a %d %b %Y}", each.type, each.name, each.nation or "everywhere")
        console.print(table)


NATIONS = tuple(nation.value for nation in Nation)
Done = tuple[Effects, dict[Person, Concern], dict[str, str]]


async def _change(deed: Literal["add", "remove"], days: Sequence[Day], *, dry_run: bool) -> Done | None:
    """What follows, who is told, and people's names; None where there was nothing to do."""
    now = SystemClock().now()
    async with open_database(read_settings()) as database:
        opened = database.reading(now) if dry_run else database.transaction(now)
        async with opened as register:
            effects = await weigh(register, deed, days)
            if not effects.change.days:
                return None
            told = await concerned(register, effects) if dry_run else await carry_out(register, SCENE, None, effects)
            return effects, told, await _names(register)


async def _names(register: Register) -> dict[str, str]:
    return {person.id: person.name for person in (await register.people.all()).values()}


def _say(
    effects: Effects, told: dict[Person, Concern], names: dict[str, str], *, dry_run: bool, as_machine: bool
) -> None:
    if as_machine:
        print_json(_as_json(effects, told, dry_run=dry_run))
        return
    change = effects.change
    lines = ["Nothing was changed. This is what would follow:"] if dry_run else []
    lines.append(opening(change))
    for each in change.moved:
        owner = names.get(each.record.owner or "", "nobody")
        for name, (old, new) in each.days.items():
            lines.append(f"  {each.record.ref} ({owner}) {moved_words(type(each.record.body), name, old, new)}")
    for record in effects.falling:
        owner = names.get(record.owner or "", "nobody")
        lines.append(f"  {record.ref} ({owner}) {falling_words(record, change.after)}")
    if not change.moved and not effects.falling:
        lines.append("No date moves by it.")
    people = ", ".join(sorted(person.name for person in told)) or "nobody"
    lines.append(f"{'Would be told' if dry_run else 'Will be told'}: {people}.")
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)


def _as_json(effects: Effects, told: dict[Person, Concern], *, dry_run: bool) -> dict[str, Any]:
    change = effects.change
    return {
        "deed": change.deed,
        "dry_run": dry_run,
        "days": [_day_json(each) for each in change.days],
        "moved": [
            {"ref": each.record.ref, "owner": each.record.owner, "field": name, "from": old, "to": new}
            for each in change.moved
            for name, (old, new) in each.days.items()
        ],
        "falling": [
            {
                "ref": record.ref,
                "owner": record.owner,
                "due": record.due,
                "act_by": last_open_day(record.due, change.after) if record.due else None,
            }
            for record in effects.falling
        ],
        "told": [{"person": person.id, "name": person.name, "refs": concern.refs} for person, concern in told.items()],
    }


def _day_json(each: Day) -> dict[str, str]:
    where = {"nation": each.nation} if each.nation else {}
    return {"day": each.day.isoformat(), "type": each.type, "name": each.name, **where}


def _span(first: str, last: str) -> list[date]:
    begins = _day(first)
    ends = _day(last) if last else begins
    if not 0 <= (ends - begins).days < MOST:
        raise DaysBackwards(most=MOST)
    return list(each_day(begins, ends))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADay(text=text) from None
