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
from governance.calendar import WorkingCalendar
from governance.kinds import all_kinds
from governance.people import Leave
from governance.programme import LIKELIHOOD
from handlers.importing import Report, import_files, import_folder
from handlers.importing.cells import Unclear, count_in, day_in, step_in, weekdays_in
from handlers.words.days.dates import Moment
from storage.database import Database
from storage.history import Scene

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCENE = Scene(via="import", place="test")
MOMENT = Moment(NOW, WorkingCalendar())


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
        return await import_files(register, paths, SCENE) if paths else await import_folder(register, FOLDER, SCENE)


async def load_staff(database: Database) -> None:
    """People and their workstreams, and nothing else."""
    await load(database, FOLDER / "people.csv", FOLDER / "workstreams.csv")


def written(tmp_path: Path, name: str, *lines: str) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def test_the_sample_goes_in_whole(database: Database) -> None:
    async with database.transaction(NOW) as register:
        report = await import_folder(register, FOLDER, SCENE)
    counts = {file.kind: (file.rows, file.created) for file in report.files}
    assert {kind: counts[kind] for kind in ("action", "person", "workstream", "organisation")} == {
        "action": (120, 120),
        "person": (61, 61),
        "workstream": (10, 10),
        "organisation": (17, 17),
    }
    shown = {name for name, body in all_kinds().items() if not body.kind.confidential}
    assert shown < set(counts), "every kind is shown"
    assert all(rows == created > 0 for rows, created in counts.values())
    assert [problem.reason for file in report.files for problem in file.problems] == []
    async with database.reading(NOW) as register:
        action = await register.records.get("A-005")
        assert (action.title, action.owner, action.workstream) == ("Send application inventory", "P025", "WS05")
        assert (action.raised_by, action.raised_on) == ("P031", date(2026, 10, 6))
        assert (action.status, action.closed_on) == ("Complete", date(2026, 11, 22))
        moved = await register.records.get("A-035")
        assert moved.original_due is not None
        line, *links = await register.history.of("A-005")
        assert (line.verb, line.via) == ("log", "import")
        assert {link.verb for link in links} == {"link"}
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
    assert [(file.unchanged, file.problems) for file in again.files] == [(file.rows, []) for file in again.files]
    async with database.reading(NOW) as register:
        assert await register.history.verify() == before


async def test_a_changed_row_changes_its_record_only(database: Database, tmp_path: Path) -> None:
    await load(database, *(FOLDER / f"{name}.csv" for name in ("people", "workstreams", "actions")))
    lines = (FOLDER / "actions.csv").read_text(encoding="utf-8").splitlines()
    changed = [line.replace("Reconcile November highlight report", "Reconcile the November report") for line in lines]
    report = await load(database, written(tmp_path, "actions.csv", *changed))
    (file,) = report.files
    assert (file.updated, file.unchanged) == (1, 119)
    async with database.reading(NOW) as register:
        action = await register.records.get("A-001")
        assert (action.title, action.version) == ("Reconcile the November report", 2)


async def test_bad_rows_are_told_and_good_ones_kept(database: Database, tmp_path: Path) -> None:
    await load_staff(database)
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
    assert (file.kind, file.rows, file.created) == ("action", 6, 4)
    assert file.columns["Due date"] == "due"
    told = [(problem.row, problem.column, problem.reason) for problem in file.problems]
    assert told == [
        (3, "Action", "it is empty; this row was not imported"),
        (4, "Action ref", "row 2 has this ref already; this row was not imported"),
        (5, "Workstream", "there is no such workstream; left empty"),
        (5, "Owner", "nobody is called “Nobody At All”; left empty"),
        (5, "Due date", "There is no such day as 31/11/2026. Which day do you mean? It was left empty."),
        (5, "Priority", "it must be one of High, Medium, Low; left empty"),
        (6, "Status", told[-1][2]),
    ]
    assert told[-1][2].startswith("I don't know this status (there are Not started, ")
    async with database.reading(NOW) as register:
        assert (await register.records.get("A-200")).body.model_dump()["priority"] == "High"
        assert (await register.records.get("A-203")).status == "Not started"
        assert (await register.records.get("A-204")).title == "No ref of its own"


async def test_a_list_of_something_else_is_left_alone(database: Database, tmp_path: Path) -> None:
    cases = written(tmp_path, "cases.csv", "ref,title,owner,status", "ZZ-001,Dust in the kitchen,P005,Open")
    shopping = written(tmp_path, "shopping.csv", "eggs,milk", "6,2")
    empty = written(tmp_path, "empty.csv")
    report = await load(database, cases, shopping, empty, tmp_path / "missing.csv")
    assert [file.kind for file in report.files] == ["", "", "", ""]
    assert all(file.problems[0].row == 0 for file in report.files)
    assert "does not keep yet (ZZ-001)" in report.files[0].problems[0].reason
    assert report.changed == 0


async def test_of_two_rows_with_one_code_the_first_counts(database: Database, tmp_path: Path) -> None:
    councils = written(tmp_path, "councils.csv", "code,name,type", "NVC,Northvale,county", "nvc,Southvale,county")
    people = written(
        tmp_path, "people.csv", "id,name,email", "P1,Ann Lee,a@x.example", ",Bo Lee,A@x.example", "P3,Cy,c@x.example"
    )
    first = await load(database, councils, people)
    assert [(file.created, file.problems[0].row) for file in first.files] == [(1, 3), (2, 3)]
    assert (await load(database, councils, people)).changed == 0
    async with database.reading(NOW) as register:
        assert await register.organisations.name("NVC") == "Northvale"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        ("3/4/2026", date(2026, 4, 3)),
        ("27.11.2026", date(2026, 11, 27)),
        ("46370", date(2026, 12, 14)),
        ("1st Dec", date(2026, 12, 1)),
        ("12/3", date(2027, 3, 12)),
        ("", None),
        ("-", None),
    ],
)
def test_days(cell: str, day: date | None) -> None:
    assert day_in(cell, MOMENT) == day


def test_a_day_without_its_year_that_has_passed_is_of_this_year() -> None:
    assert day_in("12/3", MOMENT, past=True) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "cell", ["soon", "31/11/2026", "2026-13-01", "12/13/2026", "TBC", "#REF!", "next week", "ASAP"]
)
def test_days_that_are_none(cell: str) -> None:
    with pytest.raises(Unclear):
        day_in(cell, MOMENT)


@pytest.mark.parametrize(
    ("cell", "step"),
    [("4", 4), ("Likely", 4), ("4 - Likely", 4), ("H", 4), ("medium", 3), ("very high", 5), ("3.0", 3)],
)
def test_steps_of_a_scale(cell: str, step: int) -> None:
    assert step_in(cell, LIKELIHOOD) == step


@pytest.mark.parametrize("cell", ["6", "0", "lots", "45"])
def test_steps_that_are_none(cell: str) -> None:
    with pytest.raises(Unclear, match="it must be one of 1 rare"):
        step_in(cell, LIKELIHOOD)


@pytest.mark.parametrize(
    ("cell", "count"), [("£240,000", 240000), ("-5", -5), ("12k", 12000), ("30 days", 30), ("3.0", 3)]
)
def test_numbers(cell: str, count: int) -> None:
    assert count_in(cell) == count


def test_working_patterns() -> None:
    assert weekdays_in("Mon-Wed") == {0, 1, 2}
    assert weekdays_in("Mon, Thu and Fri") == {0, 3, 4}
    assert weekdays_in("Monday to Friday") == {0, 1, 2, 3, 4}
    with pytest.raises(Unclear):
        weekdays_in("some days")


def test_the_command(sqlite_url: str) -> None:
    runner = CliRunner(env={"DATABASE_URL": sqlite_url, "COLUMNS": "120"})
    files = [str(FOLDER / f"{name}.csv") for name in ("risks", "people", "workstreams")]
    rehearsed = runner.invoke(chivvy, ["import", *files, "--dry-run"])
    assert rehearsed.exit_code == 0, rehearsed.output
    assert "nothing was changed" in rehearsed.output
    done = json.loads(runner.invoke(chivvy, ["import", *files, "--json"]).output)
    (risks, *_) = done["files"]
    assert set(risks) == {
        "path", "sheet", "kind", "columns", "rows", "created", "updated", "unchanged", "problems", "notes",
    }  # fmt: skip
    assert (risks["kind"], risks["created"], risks["columns"]["title"]) == ("risk", 14, "title")
    again = json.loads(runner.invoke(chivvy, ["import", *files, "--json"]).output)
    assert [file["unchanged"] for file in again["files"]] == [file["rows"] for file in again["files"]]
