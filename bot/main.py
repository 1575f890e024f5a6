"""The command line: `chivvy`. What each command does lives in the room it belongs to; here they are put together."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from typing import Annotated

import typer
from rich.console import Console

from bot import app, ledger, lookup
from bot.calendar_days import holidays
from bot.clock import SystemClock
from bot.deadlines import deadline
from bot.demo import demo
from bot.doctor import doctor
from bot.exports import export_to
from bot.imports import import_paths
from bot.manifests import manifests
from bot.reports import report
from bot.terminal import Json, console, open_database, print_json, read_settings, run_to_end
from bot.voters import voters
from governance.errors import ChivvyError

chivvy = typer.Typer(
    name="chivvy",
    help="Chivvy keeps a programme's register from chat, and reminds people, kindly, until things are done.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
audit = typer.Typer(help="Check the history.", no_args_is_help=True)
chivvy.add_typer(manifests, name="manifest")
chivvy.add_typer(audit, name="audit")
chivvy.add_typer(holidays, name="holiday")


@chivvy.command()
def run() -> None:
    """Run Chivvy: answer people in Slack and Teams, and send reminders, until it is stopped."""
    run_to_end(app.serve(read_settings()))


chivvy.command("demo")(demo)
chivvy.command("import")(import_paths)
chivvy.command("export")(export_to)
chivvy.command()(ledger.tick)
chivvy.command()(ledger.forecast)
chivvy.command()(ledger.proof)
chivvy.command()(lookup.understand)
chivvy.command()(lookup.find)
chivvy.command()(lookup.show)
chivvy.command("report")(report)
chivvy.command()(deadline)
chivvy.command()(voters)
chivvy.command()(doctor)


@chivvy.command()
def migrate() -> None:
    """Bring the database's schema up to date (chivvy run does so too)."""

    async def work() -> None:
        async with open_database(read_settings()):
            return

    run_to_end(work())
    console.print("The schema is up to date.")


@audit.command()
def verify(as_machine: Json = False) -> None:
    """Check that no line of the history was changed, lost or added unseen."""

    async def work() -> int:
        async with open_database(read_settings()) as database, database.reading(SystemClock().now()) as register:
            return await register.history.verify()

    lines = run_to_end(work())
    if as_machine:
        print_json({"lines": lines, "whole": True})
    else:
        console.print(f"The history is whole: {lines} lines, each following from the one before.")


def _say_version(wanted: bool) -> None:
    if wanted:
        console.print(f"chivvy {installed('chivvy')}")
        raise typer.Exit


@chivvy.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """The options of `chivvy` itself."""


def main() -> None:
    """The `chivvy` program: an error that has a sentence is that sentence, and status 1."""
    try:
        chivvy()
    except ChivvyError as error:
        Console(stderr=True).print(error.message, highlight=False, soft_wrap=True)
        sys.exit(1)
