"""`chivvy tick`, `forecast` and `proof`: the clock by hand, what it will send, and what it sent."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.table import Table

from bot.app import App
from bot.clock import Clock, FixedClock, SystemClock
from bot.settings import Settings
from bot.terminal import Json, console, moment, open_database, print_json, read_settings, run_to_end
from bot.ticking import sweep_all
from bot.web.platform import NAME as WEB
from bot.web.platform import WebPlatform
from bot.web.ripple import Ripple
from handlers.reminding import forecast as forecasts
from handlers.reminding.clock import sweep_batch
from handlers.reminding.in_words import became, because, what
from handlers.reminding.ledger import Line, lines_of
from handlers.reminding.ledger import proof as proof_of
from storage.database import Database
from storage.filters import Filter
from storage.outbox import Notice

FORECAST_DAYS = 14
END_OF_DAY = time(23, 59)

At = Annotated[
    str, typer.Option("--at", help="As of this moment, such as 2026-11-27T09:20; local unless it says otherwise.")
]


class _ThrownAway(Exception):
    """Ends a transaction that must leave no trace."""


def tick(
    at: At = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be sent; change nothing.")] = False,
    as_machine: Json = False,
) -> None:
    """Do once what “chivvy run” does all day: see which reminders have come round, and send what is due."""
    settings = read_settings()
    clock = _clock(settings, at)
    lines = run_to_end(_would_tick(settings, clock) if dry_run else _tick(settings, clock))
    _print(lines, as_machine, "Would be sent" if dry_run else "What was due", "Nothing is due.")


def forecast(
    until: Annotated[str, typer.Option(help="The last day, such as 2026-12-04; two weeks ahead when left out.")] = "",
    person: Annotated[str, typer.Option(help="Only what this person will be sent: their id, such as P004.")] = "",
    ref: Annotated[str, typer.Option(help="Only what will be sent about this record, such as A-012.")] = "",
    at: At = "",
    as_machine: Json = False,
) -> None:
    """Show what will be sent, to whom, when and why. Changes nothing."""
    settings = read_settings()
    clock = _clock(settings, at)
    last = moment(until, settings.zone, END_OF_DAY) if until else clock.now() + timedelta(days=FORECAST_DAYS)

    async def work() -> list[Line]:
        async with open_database(settings) as database, database.reading(clock.now()) as register:
            about = (await register.records.get(ref)).ref if ref else ""

            def keep(notice: Notice) -> bool:
                return (not person or notice.person == person) and (not about or about in notice.refs)

            wanted = Filter(refs=(about,)) if about else Filter()
            return await forecasts.forecast(register, last, (wanted,), keep)

    _print(run_to_end(work()), as_machine, "To come", f"Nothing will be sent until {last:%d %b %Y}.")


def proof(ref: Annotated[str, typer.Argument(help="A record, such as A-012.")], as_machine: Json = False) -> None:
    """Show what was sent about a record: when, to whom, by which rule, and what became of it.

    With --json, the state “due” is waiting, “claimed” being sent, “uncertain” may have arrived, “lapsed” was no longer needed.
    """

    async def work() -> list[Line]:
        async with open_database(read_settings()) as database, database.reading(SystemClock().now()) as register:
            return await proof_of(register, ref)

    _print(run_to_end(work()), as_machine, f"Sent about {ref}", f"Nothing was ever sent about {ref}.")


def _clock(settings: Settings, at: str) -> Clock:
    return FixedClock(moment(at, settings.zone)) if at else SystemClock()


async def _tick(settings: Settings, clock: Clock) -> list[Line]:
    """Sweep, then send. The sockets that bring turns in stay closed: this process only sends."""
    app = App(settings.model_copy(update={"slack_app_token": SecretStr("")}), clock)
    app.platforms[WEB] = WebPlatform(app.database, clock, Ripple())
    fronts = [front for front in (app.slack, app.teams) if front is not None]
    await app.database.start()
    try:
        for front in fronts:
            await front.start()
        await sweep_all(app.database, clock.now())
        settled = await app.delivery.drain()
        async with app.database.reading(clock.now()) as register:
            left = await register.outbox.waiting(clock.now())
            return await lines_of(register, [*settled, *left])
    finally:
        for front in fronts:
            await front.stop()
        await app.database.stop()


async def _would_tick(settings: Settings, clock: Clock) -> list[Line]:
    async with open_database(settings) as database:
        return await would_tick(database, clock.now())


async def would_tick(database: Database, now: datetime) -> list[Line]:
    """What a tick at `now` would do, in a transaction that is rolled back."""
    lines: list[Line] = []
    try:
        async with database.transaction(now) as register:
            while (await sweep_batch(register)).looked_at:
                pass
            lines = await forecasts.would_send(register)
            raise _ThrownAway
    except _ThrownAway:
        return lines


def _print(lines: list[Line], as_machine: bool, title: str, nothing: str) -> None:
    if as_machine:
        print_json([line.as_json() for line in lines])
    elif not lines:
        console.print(nothing)
    else:
        console.print(_table(lines, title))


def _table(lines: list[Line], title: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("Due", "What", "To", "What became of it", "About"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        table.add_row(
            f"{line.due_at:%a %d %b %Y %H:%M}",
            what(line.rule),
            line.name or line.place or "",
            became(line),
            _about(line),
        )
    return table


def _about(line: Line) -> str:
    """Which records, and why it is owed or what it said; each said once."""
    said = line.why or because(line.rule) or line.text
    refs = ", ".join(ref for ref in line.refs if ref not in said)
    return f"{refs}: {said}" if refs and said else refs or said
