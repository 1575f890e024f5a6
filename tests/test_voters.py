"""`chivvy voters`, and what the terminal says of a ballot before and after its result."""

from __future__ import annotations

import asyncio
import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.main import chivvy
from governance.eligibility import Entry
from governance.errors import ChivvyError
from storage.database import Database
from storage.history import Scene

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BALLOTS = ("ref,title,question,options,kind,eligibility,eligible_count,opens,closes,status\n"
           "BAL-01,Doors,Which?,Sage; Slate,local,one per household,2,2026-10-01,2026-10-30,Result declared\n"
           "BAL-02,Fobs,Which?,Blue; Red,local,one per household,2,2026-11-01,2027-02-01,Open\n")  # fmt: skip
VOTES = ("ballot,voter_ref,uprn,method,received_on,choice,valid,reason\n"
         "BAL-01,A,1,post,2026-10-02,Sage,yes,\nBAL-01,B,2,post,2026-10-03,,no,spoilt\n"
         "BAL-02,A,1,post,2026-11-02,Blue,yes,\n")  # fmt: skip
HOMES = "uprn,address,block,tenure\n1,1 Elm House,Elm House,secure tenant\n2,2 Elm House,Elm House,secure tenant\n"


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)
    for name, text in (("ballots", BALLOTS), ("votes", VOTES), ("homes", HOMES)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    def type_in(*words: str) -> Result:
        return CliRunner().invoke(chivvy, list(words))

    assert type_in("import", ".").exit_code == 0
    return type_in


def freeze(url: str) -> None:
    async def work() -> None:
        database = Database(url)
        await database.start()
        async with database.transaction(NOW) as register:
            record = await register.records.get("BAL-02")
            await register.ballots.freeze(record, [Entry("1", "secure tenant"), Entry("2", "secure tenant")])
            await register.records.change(Scene(), record, {"frozen_on": NOW.date()})
        await database.stop()

    asyncio.run(work())


def test_the_register_goes_to_whoever_runs_the_ballot_and_its_refs_come_back(
    run: Any, sqlite_url: str, tmp_path: Path
) -> None:
    refused = run("voters", "BAL-02", "--out", "voters.csv")
    assert isinstance(refused.exception, ChivvyError)
    assert "no frozen register" in refused.exception.message
    freeze(sqlite_url)
    assert run("voters", "BAL-02", "--out", "voters.csv").exit_code == 0
    with (tmp_path / "voters.csv").open(encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    assert [(line["UPRN"], line["Address"], line["Basis"]) for line in lines] == [
        ("1", "1 Elm House", "secure tenant"), ("2", "2 Elm House", "secure tenant"),
    ]  # fmt: skip
    assert len({line["Voter ref"] for line in lines}) == 2
    told = json.loads(run("import", "voters.csv", "--json").stdout)["files"][0]
    assert (told["kind"], told["unchanged"], told["problems"]) == ("voter", 2, [])
    shown = json.loads(run("show", "BAL-02", "--json").stdout)
    assert "give out voters" in [line["verb"] for line in shown["history"]]
    assert lines[0]["Voter ref"] not in json.dumps(shown)


def test_the_terminal_tells_a_result_once_it_is_declared_and_nothing_before(run: Any) -> None:
    told = json.loads(run("show", "BAL-01", "--json").stdout)
    wanted = {
        "eligible": 2,
        "received": 2,
        "valid": 1,
        "rejected": 1,
        "turnout_pct": 50.0,
        "tally": {"Sage": 1, "Slate": 0},
    }
    assert {name: told["ballot"][name] for name in wanted} == wanted
    assert {name: told[name] for name in wanted} == wanted
    assert told["ballot"]["rejected_by"] == {"spoilt": 1}
    running = json.loads(run("show", "BAL-02", "--json").stdout)
    assert running["ballot"] == {"eligible": 2}
    assert not {"received", "valid", "tally", "turnout_pct"} & set(running)
    assert run("report", "ballot", "BAL-01", "--out", "BAL-01.pdf").exit_code == 0
    refused = run("report", "ballot", "BAL-02", "--json")
    assert isinstance(refused.exception, ChivvyError)
    assert "has not been declared" in refused.exception.message


def test_an_export_holds_ballots_and_no_votes(run: Any, tmp_path: Path) -> None:
    assert run("export", "out").exit_code == 0
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert "ballots.csv" in files
    assert not any("vote" in name or "slip" in name or "elector" in name for name in files)
    assert "Sage,1" not in "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "out").iterdir())
