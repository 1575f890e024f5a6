"""`chivvy holiday`: the bank holidays and closures that no table of holidays can know in advance."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from rich.table import Table

from bot.clock import SystemClock
from bot.terminal import Json, NotADay, console, open_database, print_json, read_settings, run_to_end
from governance.errors import ChivvyError
from storage.history import Scene
from storage.register import Day

SCENE = Scene(via="command line", place="command line")

holidays = typer.Typer(
    help="Bank holidays proclaimed at short notice, and days on which the office is closed.", no_args_is_help=True
)


class DayKnown(ChivvyError):
    """{day} is in the calendar as a {type} already, so nothing was changed. Type “chivvy holiday list” to see them all."""


@holidays.command()
def add(
    day: Annotated[str, typer.Argument(help="The day, such as 2027-05-04.")],
    name: Annotated[str, typer.Argument(help="What it is called, such as “The Coronation”.")],
    closure: Annotated[
        bool, typer.Option("--closure", help="The office is closed, but the day counts towards deadlines.")
    ] = False,
) -> None:
    """Add a bank holiday, or with --closure a day on which nobody is to be written to. Reminders move with it."""
    new = Day(_day(day), "closure" if closure else "holiday", name)

    async def work() -> bool:
        async with (
            open_database(read_settings()) as database,
            database.transaction(SystemClock().now()) as register,
        ):
            return await register.add_day(SCENE, new)

    if not run_to_end(work()):
        raise DayKnown(day=f"{new.day:%A %d %B %Y}", type=new.type)
    console.print(f"{new.day:%A %d %B %Y} is a {new.type} now: {name}.", highlight=False, markup=False)


@holidays.command("list")
def list_days(as_machine: Json = False) -> None:
    """List the days that were added, earliest first. England's usual bank holidays are known anyway."""

    async def work() -> list[Day]:
        async with open_database(read_settings()) as database, database.reading(SystemClock().now()) as register:
            return await register.days()

    found = run_to_end(work())
    if as_machine:
        print_json([{"day": each.day.isoformat(), "type": each.type, "name": each.name} for each in found])
    elif not found:
        console.print("No days were added. England's usual bank holidays are known anyway.")
    else:
        table = Table("Day", "What", "Name")
        for each in found:
            table.add_row(f"{each.day:%a %d %b %Y}", each.type, each.name)
        console.print(table)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADay(text=text) from None
