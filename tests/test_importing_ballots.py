"""Votes and voters' refs from spreadsheets: judged where nobody has, believed where somebody has, and told of to nobody."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from governance.ballots import Count
from governance.eligibility import Entry
from governance.kinds import all_kinds
from handlers.ballots.result_words import plain_ballot
from handlers.importing import Report, import_files, import_folder
from storage.database import Database
from storage.history import Scene

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCENE = Scene(via="import", place="test")
PLAIN = ("ballot", "voter ref", "uprn", "method", "received on", "choice")
BALLOT = {
    "title": "Doors",
    "status": "Closed",
    "options": "Sage; Slate",
    "closes": date(2026, 11, 20),
    "eligible_count": 10,
}


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    await database.start()
    yield database
    await database.stop()


async def ballot(database: Database, **values: Any) -> None:
    async with database.transaction(NOW) as register:
        body = all_kinds()["ballot"].model_validate({**BALLOT, **values})
        await register.records.log(SCENE, body, workstream=None)


async def freeze(database: Database, *homes: str) -> None:
    async with database.transaction(NOW) as register:
        record = await register.records.get("BAL-01")
        await register.ballots.freeze(record, [Entry(home, "secure tenant") for home in homes])
        await register.records.change(SCENE, record, {"frozen_on": NOW.date(), "eligible_count": len(homes)})


async def imported(database: Database, path: Path, headings: tuple[str, ...], *rows: tuple[str, ...]) -> Report:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    async with database.transaction(NOW) as register:
        return await import_files(register, [path], SCENE)


async def counted(database: Database) -> Count:
    async with database.reading(NOW) as register:
        return await register.ballots.count(await register.records.get("BAL-01"))


async def test_a_plain_list_is_judged_by_the_rules(database: Database, tmp_path: Path) -> None:
    await ballot(database)
    await freeze(database, "1", "2", "3")
    report = await imported(
        database, tmp_path / "votes.csv", PLAIN,
        ("BAL-01", "A", "1", "post", "2026-11-18", "sage"),
        ("BAL-01", "A", "1", "post", "2026-11-19", "Slate"),
        ("BAL-01", "B", "2", "online", "21/11/2026", "Slate"),
        ("bal1", "C", "3", "phone", "2026-11-18", "Purple"),
        ("BAL-01", "D", "9", "phone", "2026-11-18", "Slate"),
    )  # fmt: skip
    [file] = report.files
    assert (file.kind, file.rows, file.created, file.problems) == ("vote", 5, 5, [])
    found = await counted(database)
    assert (found.received, found.valid, found.tally) == (5, 1, {"Sage": 1, "Slate": 0})
    assert found.rejected_by == {
        "not on the register": 1, "received after close": 1, "spoilt": 1, "duplicate of the same voter": 1,
    }  # fmt: skip
    again = await imported(database, tmp_path / "votes.csv", PLAIN, ("BAL-01", "A", "1", "post", "2026-11-18", "Slate"))
    assert again.files[0].updated == 1
    assert (await counted(database)).tally == {"Sage": 0, "Slate": 1}


async def test_what_whoever_counted_says_stands_and_a_disagreement_is_told_at_its_row(
    database: Database, tmp_path: Path
) -> None:
    await ballot(database)
    await freeze(database, "1", "2", "3")
    report = await imported(
        database, tmp_path / "votes.csv", (*PLAIN, "valid", "reason"),
        ("BAL-01", "A", "1", "post", "2026-11-18", "Sage", "yes", ""),
        ("BAL-01", "B", "9", "post", "2026-11-18", "Sage", "yes", ""),
        ("BAL-01", "C", "2", "post", "2026-11-18", "Slate", "no", "received after close"),
        ("BAL-01", "D", "3", "post", "2026-11-18", "Slate", "perhaps", ""),
    )  # fmt: skip
    told = {problem.row: problem for problem in report.files[0].problems}
    assert set(told) == {3, 4, 5}
    assert "not on the register" in told[3].reason
    assert "in time" in told[4].reason
    assert "write yes or no" in told[5].reason
    assert not any("Sage" in str(vars(problem)) or "Slate" in str(vars(problem)) for problem in told.values())
    assert (await counted(database)).tally == {"Sage": 2, "Slate": 1}


async def test_rows_that_are_no_votes_are_told_and_left(database: Database, tmp_path: Path) -> None:
    await ballot(database, eligible_count=None)
    report = await imported(
        database, tmp_path / "votes.csv", PLAIN,
        ("BAL-77", "A", "1", "post", "2026-11-18", "Sage"),
        ("BAL-01", "", "", "post", "2026-11-18", "Sage"),
        ("BAL-01", "A", "1", "post", "31/11/2026", "=HYPERLINK(\"http://bad.example\")"),
    )  # fmt: skip
    reasons = {problem.row: problem.reason for problem in report.files[0].problems}
    assert "no such ballot" in reasons[2]
    assert "neither who voted" in reasons[3]
    assert "is not frozen" in reasons[4] or "taken as received in time" in reasons[4]
    assert report.files[0].created == 1
    assert (await counted(database)).rejected_by == {"spoilt": 1}


async def test_how_many_voted_is_in_no_history(database: Database, tmp_path: Path) -> None:
    await ballot(database, status="Open", closes=date(2026, 11, 27))
    await imported(database, tmp_path / "votes.csv", PLAIN, ("BAL-01", "A", "1", "post", "2026-11-18", "Sage"))
    async with database.reading(NOW) as register:
        record = await register.records.get("BAL-01")
        lines = await register.history.of("BAL-01")
        session = register._session  # what is kept, not what is shown, is in question here
        told = [str(row) for row in await session.execute(sql("SELECT after FROM event"))]
        assert await plain_ballot(register, record) == {"eligible": 10}
        await register.history.verify()
    assert [line.verb for line in lines] == ["log"]
    assert not any("votes.csv" in line for line in told)


async def test_voters_get_the_refs_that_whoever_runs_it_gives_them(database: Database, tmp_path: Path) -> None:
    await ballot(database, status="Open")
    await freeze(database, "1", "2")
    report = await imported(
        database, tmp_path / "voters.csv", ("ballot", "voter ref", "uprn"),
        ("BAL-01", "V1", "1"), ("BAL-01", "V2", "9"), ("BAL-01", "V1", "2"), ("BAL-01", "", "2"), ("BAL-9", "V3", "2"),
    )  # fmt: skip
    [file] = report.files
    assert (file.kind, file.updated) == ("voter", 1)
    assert len(file.problems) == 4
    async with database.reading(NOW) as register:
        assert await register.ballots.has_voter(await register.records.get("BAL-01"), "V1")


async def test_a_gla_ballot_that_closed_early_is_told_and_kept(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "ballots.csv"
    headings = ("ref", "title", "question", "options", "kind", "opens", "closes", "status")
    row = ("BAL-01", "Regeneration", "In favour?", "Yes; No", "GLA", "2026-10-05", "2026-10-23", "Closed")
    report = await imported(database, path, headings, row)
    [file] = report.files
    assert (file.kind, file.created) == ("ballot", 1)
    assert "Mon 26 Oct 2026 at the earliest" in file.problems[0].reason
    assert file.problems[0].reason.endswith("kept as it was written")


@pytest.mark.skipif(not SHARED.exists(), reason="there is no sample beside this clone")
async def test_the_sample_adds_up_and_again_changes_nothing(database: Database) -> None:
    right = json.loads((SHARED / "examples/expected.json").read_text(encoding="utf-8"))["ballots"]
    async with database.transaction(NOW) as register:
        report = await import_folder(register, SHARED / "sample", SCENE)
    files = {Path(file.path).stem: file for file in report.files}
    for name in ("ballots", "ballot_votes"):
        assert files[name].problems == []
        assert files[name].created == files[name].rows
    async with database.transaction(NOW) as register:
        again = await import_folder(register, SHARED / "sample", SCENE)
        assert again.changed == 0
        for ref, wanted in right.items():
            told = await plain_ballot(register, await register.records.get(ref))
            assert told is not None
            assert {name: told[name] for name in wanted} == wanted
            assert sum(told["rejected_by"].values()) == told["rejected"]
        for ref in ("BAL-03", "BAL-04"):
            told = await plain_ballot(register, await register.records.get(ref))
            assert told is not None
            assert set(told) == {"eligible"}
