"""At the terminal, and in what operators see: no export, log or figure holds a secret; what is read is in the history."""

from __future__ import annotations

import asyncio
import io
import logging
from pathlib import Path

import pytest
import structlog
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from bot.main import chivvy
from handlers.commands import Show
from handlers.encoding import encode
from handlers.turn import Pressed
from storage.database import Database
from storage.history import READ
from storage.tables import RecordRow
from tests.conversation.office import Office
from tests.conversation.offices import MONDAY_MORNING
from tests.databases import Databases
from tests.privacy.asking import Aim, forged
from tests.privacy.listening import written_in
from tests.privacy.people import HANDLER, READERS, enrol
from tests.privacy.secrets import Secrets, fill
from tests.privacy.slack_crawl import SlackCrawl
from tests.privacy.taking import some

pytestmark = pytest.mark.timeout(240)  # each asks many hundred things


async def _filled(address: str) -> Secrets:
    database = Database(address)
    await database.start()
    async with database.transaction(MONDAY_MORNING) as register:
        await enrol(register)
        secrets = await fill(register)
    await database.stop()
    return secrets


@pytest.fixture
def terminal(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[str, Secrets]:
    """The address of a register full of secrets, which the command line opens."""
    address = sqlite_databases.fresh()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", address)
    return address, asyncio.run(_filled(address))


@pytest.mark.parametrize("where", ["register.xlsx", "register"])
def test_no_export_holds_what_is_confidential(terminal: tuple[str, Secrets], where: str, tmp_path: Path) -> None:
    said = CliRunner().invoke(chivvy, ["export", str(tmp_path / where)])
    assert said.exit_code == 0, said.output
    files = [tmp_path / where] if where.endswith("xlsx") else sorted((tmp_path / where).iterdir())
    assert files
    words = " ".join(f"{file.name} {written_in(file.read_bytes())}" for file in files)
    assert "Book the hall" in words
    assert terminal[1].found_in(f"{words} {said.output}") == []


@pytest.mark.parametrize(
    "asked",
    [
        ["report", "raid"],
        ["report", "health"],
        ["report", "stakeholders", "--json"],
        ["report", "you-said", "--json"],
        ["doctor"],
        ["show", "A-001"],
        ["show", "A-001", "--json"],
        ["proof", "CMP-0001"],
        ["forecast", "--until", "2026-12-10"],
        ["tick", "--at", "2026-11-24T09:30", "--dry-run"],
        ["audit", "verify"],
    ],
)
def test_nothing_else_at_the_terminal_does(terminal: tuple[str, Secrets], asked: list[str]) -> None:
    """Figures are for everybody, and so is a record that is only linked with a case. `show` and `find` are the operator's look at
    the register itself."""
    said = CliRunner().invoke(chivvy, asked)
    assert terminal[1].found_in(said.output) == [], asked


@pytest.mark.parametrize("asked", [["show", "CMP-0001"], ["find", "complaints"], ["find", "complaints", "--json"]])
def test_what_is_read_at_the_terminal_is_in_the_history(terminal: tuple[str, Secrets], asked: list[str]) -> None:
    said = CliRunner().invoke(chivvy, asked)
    assert said.exit_code == 0, said.output

    async def read() -> list[tuple[str, str]]:
        database = Database(terminal[0])
        await database.start()
        async with database.reading(MONDAY_MORNING) as register:
            lines = await register.history.of("CMP-0001")
            await register.history.verify()
        await database.stop()
        return [(line.verb, line.place) for line in lines]

    assert (READ, "command line") in asyncio.run(read())


async def test_no_log_and_no_figure_holds_a_secret(slack_crawl: SlackCrawl, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is logged that can be, also what goes wrong while a case is written and while it is drawn."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
        logger_factory=structlog.PrintLoggerFactory(told),
    )
    handler_of_cases, office = READERS[0], slack_crawl.office
    where = slack_crawl.places_of(handler_of_cases)["a DM"]
    try:
        for number, ref in enumerate(slack_crawl.secrets.refs):
            await slack_crawl.takes(handler_of_cases, where, Pressed(encode(Show(ref))), ref)
            for data in some(forged(Aim(ref, "A-001", HANDLER)), number):
                await slack_crawl.takes(handler_of_cases, where, Pressed(data), data)
        await office.settle()
        await office.tick("2026-11-24T09:30")
        try:
            await _written_twice(office)
        except IntegrityError as failed:
            structlog.get_logger().error("a case could not be written", exc_info=failed)
    finally:
        logging.getLogger().removeHandler(handler)
    async with TestClient(TestServer(office.app.web())) as client:
        for path in ("/healthz", "/readyz", "/metrics"):
            told.write(await (await client.get(path)).text())
    assert "a case could not be written" in told.getvalue()
    assert slack_crawl.secrets.found_in(told.getvalue()) == []


async def _written_twice(office: Office) -> None:
    """The database itself refuses it, and says why."""
    async with office.app.database.transaction(office.clock.now()) as register:
        held = await register.records.get("CMP-0001")
        row = RecordRow(kind="complaint", number=1, ref=held.ref, title=held.title, status="", body={})
        register.session.add(row)
        await register.session.flush()
