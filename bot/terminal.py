"""What every command of the command line shares: settings read once, output for people or machines, errors as sentences."""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer
from pydantic import ValidationError
from rich.console import Console

from bot.logs import set_up_logs
from bot.settings import Settings
from governance.errors import ChivvyError
from storage.database import Database

Found = TypeVar("Found")

console = Console()

Json = Annotated[bool, typer.Option("--json", help="Write JSON, for machines.")]
Out = Annotated[Path | None, typer.Option("--out", help="The file to write; standard output when left out.")]


class SettingsWrong(ChivvyError):
    """The settings can't be read: {what}. Nothing was started. Put that right in the environment or in .env."""


class NotADay(ChivvyError):
    """“{text}” is not a day or a moment. Nothing was done. Write a day like 2026-11-27, or a moment like 2026-11-27T09:20."""


def read_settings() -> Settings:
    """The settings, with the logs set up as they say."""
    try:
        found = Settings()
    except ValidationError as wrong:
        what = "; ".join(f"{problem['loc'][0]}: {problem['msg']}" for problem in wrong.errors())
        raise SettingsWrong(what=what) from wrong
    set_up_logs(found)
    return found


def run_to_end(work: Coroutine[Any, Any, Found]) -> Found:
    """Run `work`; interrupted from the keyboard, leave without a trace of Python."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The register's database, its schema up to date; closed at the end."""
    database = Database(settings.database_url, settings.zone)
    await database.start()
    try:
        yield database
    finally:
        await database.stop()


def user() -> str:
    """Who is at the terminal, as this machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody at the command line"


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))  # noqa: T201 - this is what was asked for


def moment(text: str, zone: ZoneInfo, at: time = time(0, 0)) -> datetime:
    """A day or a moment as typed. Without an hour it is `at`, without a zone it is local. Raises NotADay."""
    try:
        if len(text) <= len("2026-11-27"):
            return datetime.combine(date.fromisoformat(text), at, zone)
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise NotADay(text=text) from wrong
    return found if found.tzinfo else found.replace(tzinfo=zone)
