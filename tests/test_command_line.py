"""The command line as an operator types it: the sample imported, looked up, understood, checked."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.demo.seed import FOLDER
from bot.main import chivvy
from governance.errors import ChivvyError
from governance.kinds.enquiry import Enquiry
from governance.people import Person
from storage.database import Database
from storage.history import Scene
from tests import sample
from tests.databases import Databases


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def type_in(*words: str) -> Result:
        return CliRunner().invoke(chivvy, list(words))

    return type_in


@pytest.fixture
def imported(run: Any, sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", asyncio.run(sqlite_databases.prepared(sample.whole)))
    return run


def test_importing_says_what_it_did_and_again_changes_nothing(run: Any) -> None:
    first = json.loads(run("import", str(FOLDER), "--json").stdout)["files"]
    created = {each["kind"]: each["created"] for each in first}
    assert created.items() >= {"action": 120, "person": 61, "workstream": 10}.items()
    assert all(each["problems"] == [] for each in first)
    again = json.loads(run("import", str(FOLDER), "--json").stdout)["files"]
    assert {each["kind"]: each["unchanged"] for each in again} == created


def test_a_dry_run_changes_nothing(run: Any) -> None:
    assert "nothing was changed" in run("import", str(FOLDER), "--dry-run").stdout
    assert json.loads(run("find", "--json").stdout) == []


def test_understand(imported: Any) -> None:
    told = imported("understand", "action @Tom chase supplier by Fri", "--as", "P004", "--on", "2026-11-23", "--json")
    assert json.loads(told.stdout) == {
        "intent": "create",
        "items": [{"kind": "action", "title": "Chase supplier", "owner": "P002", "due": "2026-11-27"}],
        "ask": [],
    }
    passing_by = imported("understand", "action @Tom chase supplier by Fri", "--where", "channel", "--json")
    assert json.loads(passing_by.stdout)["intent"] == "none"
    found = json.loads(imported("find", "Chase supplier", "--json").stdout)
    assert "Chase supplier" not in [each["title"] for each in found], "nothing was changed"


def test_find_and_show(imported: Any) -> None:
    found = json.loads(imported("find", "firewall", "--json").stdout)
    assert "A-015" in [each["ref"] for each in found]
    shown = json.loads(imported("show", "a14", "--json").stdout)
    assert (shown["ref"], shown["owner"], shown["times_rescheduled"]) == ("A-014", "P005", 3)
    assert shown["history"][0]["via"] == "import"
    assert "A-014" in imported("show", "A-014").stdout


def test_forecast_proof_and_a_dry_tick(imported: Any) -> None:
    coming = json.loads(imported("forecast", "--at", "2026-11-23T09:00", "--until", "2026-11-27", "--json").stdout)
    assert {"key", "rule", "to", "place", "due_at", "state", "sent_at", "refs", "text"} <= set(coming[0])
    assert "A-006" in {ref for line in coming for ref in line["refs"]}, "due on Monday the 23rd"
    planned = json.loads(imported("tick", "--at", "2026-11-23T09:35", "--dry-run", "--json").stdout)
    assert {line["rule"] for line in planned} >= {"digest"}
    assert json.loads(imported("proof", "A-006", "--json").stdout) == [], "a dry run leaves no trace"


def test_audit_doctor_migrate_and_version(imported: Any) -> None:
    assert json.loads(imported("audit", "verify", "--json").stdout)["whole"] is True
    doctor = imported("doctor", "--json")
    told = {each["what"]: each["ok"] for each in json.loads(doctor.stdout)}
    assert doctor.exit_code == 1, "neither platform is set up"
    assert told == {
        "Settings": False, "Database": True, "History": True, "Outbox": True, "Programme office": True,
        "Slack": None, "Teams": None, "Bank holidays": True, "Clock": None, "Heartbeat": None,
    }  # fmt: skip
    assert imported("migrate").exit_code == 0
    assert imported("--version").stdout.startswith("chivvy ")


def test_a_holiday_is_added_once_and_listed(run: Any) -> None:
    assert "No days were added" in run("holiday", "list").stdout
    told = run("holiday", "add", "2027-05-04", "The Coronation").stdout
    assert "Tue 4 May 2027 is a bank holiday now (The Coronation)." in told
    assert "No date moves by it." in told
    assert run("holiday", "add", "2026-12-24", "Early close", "--closure").exit_code == 0
    assert json.loads(run("holiday", "list", "--json").stdout) == [
        {"day": "2026-12-24", "type": "closure", "name": "Early close"},
        {"day": "2027-05-04", "type": "holiday", "name": "The Coronation"},
    ]
    assert "The Coronation" in run("holiday", "list").stdout
    assert json.loads(run("audit", "verify", "--json").stdout)["lines"] == 2


async def with_an_enquiry(address: str) -> None:
    """Of Olu's, received on Monday 23 November 2026: to be answered in ten working days."""
    database = Database(address)
    async with database.transaction(datetime(2026, 11, 23, 9, tzinfo=UTC)) as register:
        await register.people.save(Person("P001", "Olu Adeyemi"))
        await register.calendar()
        body = Enquiry(title="When do the windows start?", owner="P001", received_at=date(2026, 11, 23))
        await register.records.log(Scene("P001"), body, workstream=None)
    await database.stop()


def test_a_holiday_says_who_and_what_is_moved_and_moves_it_back(run: Any, sqlite_url: str) -> None:
    asyncio.run(with_an_enquiry(sqlite_url))

    def holiday(*arguments: str) -> Any:
        done = run("holiday", *arguments, "--json")
        assert done.exit_code == 0, done.exception
        return json.loads(done.stdout)

    def due() -> str:
        return str(json.loads(run("show", "ENQ-0001", "--json").stdout)["due"])

    planned = holiday("add", "2026-11-26", "The Coronation", "--dry-run")
    moved = [{"ref": "ENQ-0001", "owner": "P001", "field": "due", "from": "2026-12-07", "to": "2026-12-08"}]
    assert (planned["dry_run"], planned["moved"]) == (True, moved)
    assert planned["told"] == [{"person": "P001", "name": "Olu Adeyemi", "refs": ["ENQ-0001"]}]
    assert (holiday("list"), due()) == ([], "2026-12-07"), "a dry run changes nothing"
    assert "ENQ-0001 (Olu Adeyemi) Answer by" in run("holiday", "add", "2026-11-26", "The Coronation").stdout
    assert due() == "2026-12-08"
    assert isinstance(run("holiday", "add", "2026-11-26", "Again").exception, ChivvyError)
    assert holiday("remove", "2026-11-26")["moved"][0]["to"] == "2026-12-07"
    assert (holiday("list"), due()) == ([], "2026-12-07")


def test_what_cannot_be_removed_or_turned_round_is_refused(run: Any) -> None:
    assert "No bank holiday or closure was added" in str(run("holiday", "remove", "2027-05-04").exception)
    refused = run("holiday", "add", "2027-05-04", "Fair", "--until", "2027-05-01")
    assert "must not be before the first" in str(refused.exception)


def test_manifests(run: Any, tmp_path: Path) -> None:
    assert json.loads(run("manifest", "slack", "--url", "https://c.example").stdout)["features"]["slash_commands"]
    assert "socket_mode_enabled" in run("manifest", "slack", "--socket").stdout
    assert json.loads(run("manifest", "teams").stdout)["manifestVersion"] == "1.25"
    out = tmp_path / "chivvy.zip"
    assert run("manifest", "teams", "--out", str(out)).exit_code == 0
    assert out.stat().st_size > 1000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "A-999"), "There is no A-999"),
        (("understand", "x", "--as", "P999"), "nobody with the id P999"),
        (("tick", "--at", "soon"), "“soon” is not a day or a moment"),
        (("holiday", "add", "some day", "Fete"), "“some day” is not a day"),
        (("run",), "Neither Slack nor Teams is set up"),
    ],
)
def test_what_is_wrong_is_a_sentence(run: Any, words: tuple[str, ...], says: str) -> None:
    outcome = run(*words)
    assert outcome.exit_code != 0
    assert isinstance(outcome.exception, ChivvyError)
    assert says in outcome.exception.message
