"""Importing: good rows go in once, changed rows change, bad rows are told with their number and reason."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.demo.seed import FOLDER
from bot.main import chivvy
from governance.people import Leave
from handlers.importing import Report, import_files, import_folder
from handlers.importing.cells import Unclear, day_in, weekdays_in
from storage.database import Database
from storage.history import Scene

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCENE = Scene(via="import", place="test")
MESSY = Path(__file__).resolve().parent.parent.parent / "shared" / "sample" / "messy"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    yield database
    await database.stop()


@pytest.fixture
async def each_database(database_url: str) -> AsyncIterator[Database]:
    """An empty register on each database that Chivvy runs on."""
    database = Database(database_url)
    yield database
    await database.stop()


async def load(database: Database, *paths: Path) -> Report:
    async with database.transaction(NOW) as register:
        return await import_files(register, paths or sorted(FOLDER.glob("*.csv")), SCENE)


def written(tmp_path: Path, name: str, *lines: str) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def test_the_sample_goes_in_whole(database: Database) -> None:
    async with database.transaction(NOW) as register:
        report = await import_folder(register, FOLDER, SCENE)
    assert {file.kind: (file.rows, file.created) for file in report.files} == {
        "action": (120, 120),
        "person": (60, 60),
        "workstream": (10, 10),
    }
    assert report.problems == 0
    async with database.reading(NOW) as register:
        action = await register.records.get("A-005")
        assert (action.title, action.owner, action.workstream) == ("Send application inventory", "P025", "WS05")
        assert (action.raised_by, action.raised_on) == ("P031", date(2026, 10, 6))
        assert (action.status, action.closed_on) == ("Complete", date(2026, 11, 22))
        moved = await register.records.get("A-035")
        assert moved.original_due is not None
        (line,) = await register.history.of("A-005")
        assert (line.verb, line.via) == ("log", "import")
        meera = await register.people.get("P005")
        assert meera
        assert meera.leave == (Leave(date(2026, 12, 21), date(2027, 1, 1)),)
        priya = await register.people.get("P001")
        assert priya
        assert priya.working_days == {0, 1, 2}
        left = await register.people.get("P038")
        assert left
        assert not left.active
        assert (await register.people.by_identity("slack", "U000103")) == await register.people.get("P004")


async def test_importing_again_changes_nothing(each_database: Database) -> None:
    database = each_database
    await load(database)
    async with database.reading(NOW) as register:
        before = await register.history.verify()
    again = await load(database)
    assert again.changed == 0
    assert [file.unchanged for file in again.files] == [120, 60, 10]
    async with database.reading(NOW) as register:
        assert await register.history.verify() == before


async def test_a_changed_row_changes_its_record_only(database: Database, tmp_path: Path) -> None:
    await load(database)
    lines = (FOLDER / "actions.csv").read_text(encoding="utf-8").splitlines()
    changed = [line.replace("Reconcile November highlight report", "Reconcile the November report") for line in lines]
    report = await load(database, written(tmp_path, "actions.csv", *changed))
    (file,) = report.files
    assert (file.updated, file.unchanged) == (1, 119)
    async with database.reading(NOW) as register:
        action = await register.records.get("A-001")
        assert (action.title, action.version) == ("Reconcile the November report", 2)


async def test_bad_rows_are_told_and_good_ones_kept(database: Database, tmp_path: Path) -> None:
    await load(database)
    path = written(
        tmp_path,
        "more actions.csv",
        "Action ref,Action,Owner,Due date,Status,Priority,Workstream",
        "A-200,Ring the supplier,Meera Elderbeck,27/11/2026,todo,urgent,HR",
        "A-201,,P005,27/11/2026,,,",
        "A-200,The same ref again,P005,,,,",
        "A-202,Sort it out,Nobody At All,31/11/2026,,Gold,Catering",
        "A-203,Think it over,P005,,Pondering,,",
        ",No ref of its own,P005,,,,",
    )
    (file,) = (await load(database, path)).files
    assert (file.kind, file.rows, file.created) == ("action", 6, 3)
    assert file.columns["Due date"] == "due"
    told = [(problem.row, problem.column, problem.reason) for problem in file.problems]
    assert told == [
        (3, "Action", "it is empty; this row was not imported"),
        (4, "Action ref", "row 2 has this ref already; this row was not imported"),
        (5, "Owner", "nobody is called that; left empty"),
        (5, "Due date", "there is no such day; left empty"),
        (5, "Priority", "it must be one of High, Medium, Low; left empty"),
        (5, "Workstream", "there is no such workstream; left empty"),
        (6, "Status", told[-1][2]),
    ]
    assert told[-1][2].startswith("it must be one of 'Not started'")
    async with database.reading(NOW) as register:
        assert (await register.records.get("A-200")).body.model_dump()["priority"] == "High"
        assert (await register.records.get("A-203")).title == "No ref of its own"


async def test_a_list_of_something_else_is_left_alone(database: Database, tmp_path: Path) -> None:
    risks = written(tmp_path, "risks.csv", "ref,title,owner,status", "R-001,Payroll mandate,P005,Open")
    shopping = written(tmp_path, "shopping.csv", "eggs,milk", "6,2")
    empty = written(tmp_path, "empty.csv")
    report = await load(database, risks, shopping, empty, tmp_path / "missing.csv")
    assert [file.kind for file in report.files] == ["", "", "", ""]
    assert all(file.problems[0].row == 0 for file in report.files)
    assert report.changed == 0


@pytest.mark.skipif(not MESSY.is_dir(), reason="the messy sample is not here")
async def test_whatever_councils_keep_never_crashes(database: Database) -> None:
    await load(database)
    report = await load(database, *sorted(path for path in MESSY.iterdir() if path.is_file()))
    assert report.problems > 0


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        ("3/4/2026", date(2026, 4, 3)),
        ("27.11.2026", date(2026, 11, 27)),
        ("", None),
    ],
)
def test_days(cell: str, day: date | None) -> None:
    assert day_in(cell) == day


@pytest.mark.parametrize("cell", ["soon", "31/11/2026", "2026-13-01", "12/13/2026"])
def test_days_that_are_none(cell: str) -> None:
    with pytest.raises(Unclear):
        day_in(cell)


def test_working_patterns() -> None:
    assert weekdays_in("Mon-Wed") == {0, 1, 2}
    assert weekdays_in("Mon, Thu and Fri") == {0, 3, 4}
    assert weekdays_in("Monday to Friday") == {0, 1, 2, 3, 4}
    with pytest.raises(Unclear):
        weekdays_in("some days")


def test_the_command(sqlite_url: str) -> None:
    runner = CliRunner(env={"DATABASE_URL": sqlite_url, "COLUMNS": "120"})
    rehearsed = runner.invoke(chivvy, ["import", str(FOLDER), "--dry-run"])
    assert rehearsed.exit_code == 0, rehearsed.output
    assert "nothing was changed" in rehearsed.output
    done = json.loads(runner.invoke(chivvy, ["import", str(FOLDER), "--json"]).output)
    (actions, *_) = done["files"]
    assert set(actions) == {
        "path", "sheet", "kind", "columns", "rows", "created", "updated", "unchanged", "problems",
    }  # fmt: skip
    assert (actions["kind"], actions["created"], actions["columns"]["title"]) == ("action", 120, "title")
    again = json.loads(runner.invoke(chivvy, ["import", str(FOLDER), "--json"]).output)
    assert [file["unchanged"] for file in again["files"]] == [120, 60, 10]
