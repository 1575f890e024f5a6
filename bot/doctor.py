"""`chivvy doctor`: is the set-up in order, and if not, what to do about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

import typer

from bot.app import App, check_settings, teams_settings
from bot.clock import SystemClock
from bot.health import in_words
from bot.settings import Settings
from bot.terminal import Json, console, print_json, read_settings, run_to_end
from bot.watchdog import lateness
from governance.calendar import LAST_CERTAIN_YEAR
from governance.errors import ChivvyError
from governance.office import in_office
from storage.beats import SWEEP
from storage.database import Database

SOON = timedelta(days=183)  # before the table of bank holidays ends


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `ok` is None where there was nothing to check; `warns`: it works, and somebody should see to it."""

    what: str
    ok: bool | None
    says: str
    warns: bool = False

    @property
    def mark(self) -> str:
        if self.warns:
            return "[yellow]look at this[/yellow]"
        return {True: "[green]in order[/green]", False: "[red]wrong[/red]", None: "[yellow]off[/yellow]"}[self.ok]


def doctor(as_machine: Json = False) -> None:
    """Check the settings, the database, the history and the platforms, and say what to do about what is wrong."""
    findings = run_to_end(examine(read_settings()))
    if as_machine:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            console.print(f"{finding.what}: {finding.mark}. {finding.says}", highlight=False)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


async def examine(settings: Settings) -> list[Finding]:
    """Every check, in the order in which things build on one another. Changes nothing but the schema's version."""
    findings = [_settings(settings)]
    database = Database(settings.database_url, settings.zone)
    findings.append(await _attempt("Database", lambda: _database(database)))
    if findings[-1].ok:
        findings.append(await _attempt("History", lambda: _history(database)))
        findings.append(await _attempt("Outbox", lambda: _outbox(database)))
        findings.append(await _office(database))
        findings += await _watch(database, settings)
    await database.stop()
    findings.append(await _slack(settings))
    findings.append(_teams(settings))
    if teams_settings(settings).enabled:
        findings.append(_links(settings))
    findings.append(_bank_holidays(SystemClock().now().date()))
    return findings


def _bank_holidays(today: date) -> Finding:
    """Whether the table of bank holidays still reaches far enough."""
    ends = date(LAST_CERTAIN_YEAR, 12, 31)
    says = f"known for certain to the end of {LAST_CERTAIN_YEAR}"
    if ends - today > SOON:
        return Finding("Bank holidays", True, says)
    says += ": dates beyond are provisional. Install a newer Chivvy, whose table goes further"
    return Finding("Bank holidays", True, says, warns=True)


def _settings(settings: Settings) -> Finding:
    try:
        check_settings(settings)
    except ChivvyError as error:
        return Finding("Settings", False, error.message)
    return Finding("Settings", True, f"it will listen on {settings.host}, port {settings.port}")


async def _attempt(what: str, check: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(what, True, await check())
    except ChivvyError as error:
        return Finding(what, False, error.message)


async def _database(database: Database) -> str:
    await database.start()
    async with database.transaction(SystemClock().now()) as register:
        people, workstreams = await register.people.all(), await register.workstreams.all()
    kind = database.url.get_backend_name()
    return f"{kind}, writable, schema up to date; {len(people)} people, {len(workstreams)} workstreams"


async def _history(database: Database) -> str:
    async with database.reading(SystemClock().now()) as register:
        return f"{await register.history.verify()} lines, each following from the one before"


async def _outbox(database: Database) -> str:
    async with database.reading(SystemClock().now()) as register:
        counted = await register.outbox.counts()
    return ", ".join(f"{count} {state}" for state, count in sorted(counted.items())) or "nothing sent yet"


async def _watch(database: Database, settings: Settings) -> list[Finding]:
    """How late the clock is, which platforms did not answer last, and whether anybody outside is told that it ticks."""
    now = SystemClock().now()
    async with database.reading(now) as register:
        last, reaches = await register.beats.last(SWEEP), await register.reaches.all()
    behind = lateness(now, last)
    clock = f"it last looked for what is due {behind.total_seconds():.0f} s ago" if last else "it has not ticked yet"
    found = [Finding("Clock", behind.total_seconds() <= settings.late_seconds if last else None, clock)]
    for reach in reaches.values():
        found.append(Finding(f"Reach of {reach.platform}", reach.failing_since is None, in_words(reach)))
    watched = bool(settings.heartbeat_url.get_secret_value())
    says = (
        "called after every tick" if watched else "CHIVVY_HEARTBEAT_URL is not set: nobody outside hears when it stops"
    )
    return [*found, Finding("Heartbeat", True if watched else None, says)]


async def _office(database: Database) -> Finding:
    """Whether anybody may decide for the programme; while nobody may, everybody does."""
    async with database.reading(SystemClock().now()) as register:
        people = (await register.people.all()).values()
    office = sorted(person.name for person in people if in_office(person))
    if office:
        return Finding("Programme office", True, ", ".join(office))
    if not any(person.member for person in people):
        return Finding("Programme office", None, "there is nobody in the programme yet")
    says = "nobody has a role such as “PMO officer” or “Programme manager”, so every member may change the settings, "
    says += "and nobody is told of trouble. Give somebody such a role: import a list of people with their roles"
    return Finding("Programme office", True, says, warns=True)


async def _slack(settings: Settings) -> Finding:
    if not settings.slack_on:
        return Finding("Slack", None, "SLACK_BOT_TOKEN is not set")
    app = App(settings)
    assert app.slack is not None
    try:
        await app.slack.start()
        me = app.slack.directory.me
    finally:
        await app.slack.stop()
        await app.database.stop()
    if not me.user:
        return Finding(
            "Slack", False, "Slack did not accept the token, or did not answer. Check SLACK_BOT_TOKEN and the network."
        )
    return Finding("Slack", True, f"it knows the bot as {me.user} at {me.url}")


def _teams(settings: Settings) -> Finding:
    teams = teams_settings(settings)
    if not teams.enabled:
        return Finding("Teams", None, "MicrosoftAppId is not set")
    if teams.anonymous:
        return Finding("Teams", True, "without registration, on this machine only")
    return Finding("Teams", True, f"app {teams.app_id}, {teams.app_type}")


def _links(settings: Settings) -> Finding:
    """Whether documents can be posted where several people read in Teams."""
    if settings.public_url:
        return Finding("Links to documents", True, f"in Teams’ channels they lead to {settings.public_url}/files/…")
    says = "CHIVVY_PUBLIC_URL is not set: what is asked for in a Teams channel comes in direct messages"
    return Finding("Links to documents", None, says)
