"""Exporting: what goes out can be read by officers, harms nobody's Excel, and comes in again as it was."""

from __future__ import annotations

import csv
import gc
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.demo.seed import FOLDER
from bot.main import chivvy
from governance.fields import Details, Owner
from governance.kind import Ask, Body, Kind, Title
from governance.kinds import all_kinds
from governance.kinds.action import LIFECYCLE as ACTION_LIFECYCLE
from governance.kinds.action import Action
from governance.kinds.risk import Risk
from handlers.exporting import Export, exported, write_folder, write_workbook
from handlers.exporting.tables import columns_of
from handlers.importing import Report, import_files
from handlers.importing.columns import fields_of, mapped, sorts, vocabulary
from handlers.importing.folder import spreadsheets_in
from storage.database import Database
from storage.history import Scene
from tests.databases import Databases
from tests.sample import staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCENE = Scene(via="import", place="test")


@pytest.fixture
async def database(sqlite_databases: Databases) -> AsyncIterator[Database]:
    database = Database(await sqlite_databases.prepared(staff))
    yield database
    await database.stop()


async def out(database: Database) -> Export:
    async with database.transaction(NOW) as register:
        return await exported(register, Scene(via="command line"), "Gareth")


async def back(database: Database, path: Path) -> Report:
    async with database.transaction(NOW) as register:
        return await import_files(register, spreadsheets_in(path) if path.is_dir() else [path], SCENE)


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_every_heading_is_taken_for_its_own_field(kind: str) -> None:
    body = all_kinds()[kind]
    columns = columns_of(body)
    assert mapped(columns.values(), fields_of(body)) == {heading: field for field, heading in columns.items()}
    assert set(columns) >= {"ref", "title", "status", "workstream", "links"}


@pytest.mark.parametrize("suffix", [".xlsx", ""])
async def test_an_export_comes_in_again_as_it_was(database: Database, tmp_path: Path, suffix: str) -> None:
    async with database.transaction(NOW) as register:
        await import_files(register, [path for path in spreadsheets_in(FOLDER) if path.stem != "actions"], SCENE)
    export = await out(database)
    path = tmp_path / f"register{suffix}"
    (write_workbook if suffix else write_folder)(export, path)
    report = await back(database, path)
    assert report.changed == 0
    assert sum(file.unchanged for file in report.files) == export.count > 70
    assert [problem for file in report.files for problem in file.problems] == []
    shown = {name for name, body in all_kinds().items() if not body.kind.confidential}
    assert {file.kind for file in report.files} == {*shown, "about", "strategy line"}


@pytest.mark.parametrize("suffix", [".xlsx", ""])
async def test_no_text_is_a_formula(database: Database, tmp_path: Path, suffix: str) -> None:
    harmful = ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1+1)", "\tx", "'=quoted", "a,b;c\n“d”", "control \x07 bell"]
    async with database.transaction(NOW) as register:
        for text in harmful:
            await register.records.log(SCENE, Action(title="Harmless", description=text), workstream=None)
    path = tmp_path / f"register{suffix}"
    export = await out(database)
    (write_workbook if suffix else write_folder)(export, path)
    if suffix:
        sheet = load_workbook(path)["Actions"]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d"}
        details = next(cell.column for cell in sheet[1] if cell.value == "Details")
        assert sheet.cell(2, details).value == harmful[0], "as it is, and marked as text"
        assert sheet.cell(2, details).quotePrefix
    else:
        with (path / "actions.csv").open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert (await back(database, path)).changed == 0


async def test_what_is_confidential_stays(database: Database, tmp_path: Path) -> None:
    async with database.transaction(NOW) as register:
        action = await register.records.log(SCENE, Action(title="Ring the bank"), workstream="WS03")
        secret = await register.records.log(
            SCENE, Risk(title="Somebody may leave"), workstream="WS04", common={"confidential": True}
        )
        await register.links.add(SCENE, action, "mitigates", secret)
    export = await out(database)
    write_workbook(export, tmp_path / "register.xlsx")
    book = load_workbook(tmp_path / "register.xlsx")
    said = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in said if "leave" in cell or secret.ref in cell]
    about = dict(book["About"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert about["Classification"] == "OFFICIAL"
    assert (about["Made on"], about["Made by"]) == ("2026-11-23 09:00", "Gareth")
    assert (about["Records"], about["Confidential records left out"]) == (1, 1)
    async with database.reading(NOW) as register:
        line = await register.history.get(await register.history.verify())
    assert line
    assert (line.verb, line.after) == ("export", {"records": 1, "left out": 1, "by": "Gareth"})


@pytest.fixture
def pledge() -> Iterator[None]:
    """A kind that nobody but this test has heard of."""
    declare()
    all_kinds.cache_clear()
    sorts.cache_clear()
    vocabulary.cache_clear()
    yield
    all_kinds.cache_clear()
    sorts.cache_clear()
    vocabulary.cache_clear()
    gc.collect()  # a kind is known for as long as its class is there
    assert "pledge" not in all_kinds()


def declare() -> None:
    class Pledge(Body):
        kind: ClassVar[Kind] = Kind(
            name="pledge",
            plural="pledges",
            prefix="PLG",
            words=("vow",),
            meaning="what somebody has vowed",
            example="/pledge Plant ten trees",
            lifecycle=ACTION_LIFECYCLE,
            due_field="kept_by",
        )
        title: Annotated[Title, Ask("Pledge")]
        status: Annotated[
            Literal["Not started", "In progress", "Blocked", "Complete", "Cancelled"], Ask("Status", input="none")
        ] = "Not started"
        owner: Owner = None
        kept_by: Annotated[date | None, Ask("To be kept by", input="date")] = None
        trees: Annotated[int | None, Ask("Trees", input="number")] = None
        worth: Annotated[int | None, Ask("Worth", input="scale", scale="degree")] = None
        description: Details = ""


@pytest.mark.usefixtures("pledge")
async def test_a_new_kind_needs_no_other_line(database: Database, tmp_path: Path) -> None:
    sheet = tmp_path / "pledges.csv"
    sheet.write_text("No,Pledge,Who,To be kept by,Trees,Worth\nPLG-4,Plant trees,Meera Elderbeck,27/11/2026,10,High")
    (file,) = (await back(database, sheet)).files
    assert (file.kind, file.created, file.problems) == ("pledge", 1, [])
    write_workbook(await out(database), tmp_path / "register.xlsx")
    rows = list(load_workbook(tmp_path / "register.xlsx")["Pledges"].iter_rows(values_only=True))
    shown = dict(zip(*rows, strict=True))
    assert (shown["Ref"], shown["Owner"], shown["Trees"], shown["Worth"]) == ("PLG-4", "Meera Elderbeck", 10, 4)
    assert (await back(database, tmp_path / "register.xlsx")).changed == 0


def test_the_command(sqlite_url: str, tmp_path: Path) -> None:
    runner = CliRunner(env={"DATABASE_URL": sqlite_url, "COLUMNS": "120"})
    files = [str(FOLDER / f"{name}.csv") for name in ("risks", "people", "workstreams")]
    assert runner.invoke(chivvy, ["import", *files]).exit_code == 0
    done = runner.invoke(chivvy, ["export", str(tmp_path / "register.xlsx")])
    assert "13 records are in" in done.output, "one of the fourteen is restricted"
    assert runner.invoke(chivvy, ["export", str(tmp_path / "sheets")]).exit_code == 0
    assert (tmp_path / "sheets" / "risks.csv").exists()
    refused = runner.invoke(chivvy, ["export", str(tmp_path / "register.ods")])
    assert "I can't write “.ods” files" in str(refused.exception)


def test_what_cannot_be_written_is_not_said_to_have_been_exported(sqlite_url: str, tmp_path: Path) -> None:
    runner = CliRunner(env={"DATABASE_URL": sqlite_url})
    (tmp_path / "a file").write_text("in the way")
    refused = runner.invoke(chivvy, ["export", str(tmp_path / "a file" / "register.xlsx")])
    assert "Nothing was exported" in str(refused.exception)
    found = sqlite3.connect(tmp_path / "register.db").execute("select count(*) from event where verb = 'export'")
    assert found.fetchone() == (0,)
