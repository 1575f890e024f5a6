"""`chivvy report`: the numbers of the register, on a small one and on the shared sample."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.main import chivvy
from governance.errors import ChivvyError
from tests.databases import Databases
from tests.sample import whole

SHARED = Path(__file__).parents[2] / "shared"
TODAY = ("--on", "2026-11-23")


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def type_in(*words: str) -> Result:
        return CliRunner().invoke(chivvy, list(words))

    return type_in


def told(run: Any, *words: str) -> Any:
    outcome = run(*words, "--json")
    assert outcome.exit_code == 0, outcome.output
    return json.loads(outcome.stdout)


@pytest.fixture
def demo(run: Any, sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DATABASE_URL", asyncio.run(sqlite_databases.prepared(whole)))
    return run


@pytest.fixture
def sample(run: Any) -> Any:
    if not SHARED.is_dir():
        pytest.skip("the shared sample is not here")
    files = ("councils", "workstreams", "people", "risks", "issues", "actions", "dependencies", "risk_actions")
    outcome = run("import", *(str(SHARED / "sample" / f"{name}.csv") for name in files))
    assert outcome.exit_code == 0, outcome.output
    return run


def expected() -> Any:
    return json.loads((SHARED / "examples" / "expected.json").read_text(encoding="utf-8"))


def of_rule(report: Any, rule: str) -> dict[str, str]:
    return {each["ref"]: each["why"] for each in report["findings"] if each["rule"] == rule}


def test_health_of_the_sample_is_what_is_expected(sample: Any) -> None:
    report = told(sample, "report", "health", *TODAY)
    right = expected()["health_rules"]
    risks = {ref: why for ref, why in of_rule(report, "H01").items() if ref.startswith("R-")}
    assert list(risks) == right["risk_no_owner"]
    mismatched = [ref for ref, why in of_rule(report, "H07").items() if "written down as" in why]
    assert mismatched == right["risk_score_mismatch"]
    bare = [ref for ref, why in of_rule(report, "H08").items() if why.startswith("no action mitigates")]
    assert bare == right["risk_open_no_linked_action"]
    undated = [ref for ref, why in of_rule(report, "H12").items() if why == "it has no due date"]
    assert undated == right["action_no_due"]


def test_raid_of_the_sample_is_what_is_expected(sample: Any) -> None:
    report = told(sample, "report", "raid", *TODAY)
    right = expected()
    colours = {name: group["count"] for name, group in report["kinds"]["risk"]["rag"].items()}
    assert colours == right["risk_rag_open"]
    assert report["dependencies_promise_after_need"] == right["dependencies_promise_after_need"]
    assert sorted(report["kinds"]["action"]["overdue"]["refs"]) == right["actions_overdue"]
    assert report["kinds"]["risk"]["total"] == right["counts"]["risks"]


def test_the_shape_of_the_health_report(demo: Any) -> None:
    report = told(demo, "report", "health", *TODAY)
    assert set(report) == {"on", "workstream", "findings", "score"}
    assert {"rule", "ref", "why"} <= set(report["findings"][0])
    score = report["score"]
    assert {"score", "judged", "findings", "points", "moved", "since", "workstreams"} <= set(score)
    assert 0 <= score["score"] <= 100
    assert score["findings"] == len(report["findings"])


def test_a_workstream_by_its_name(demo: Any) -> None:
    everything = told(demo, "report", "raid", *TODAY)
    one = told(demo, "report", "raid", "WS05", *TODAY)
    assert one["workstream"] == "WS05"
    assert 0 < one["kinds"]["action"]["total"] < everything["kinds"]["action"]["total"]
    group = one["kinds"]["action"]["status"]
    assert sum(each["count"] for each in group.values()) == one["kinds"]["action"]["total"]
    assert all(each["count"] == len(each["refs"]) for each in group.values())


def test_for_people_and_as_files(demo: Any, tmp_path: Path) -> None:
    assert "Health of the whole programme" in demo("report", "health", *TODAY).stdout
    for name in ("health.csv", "health.xlsx", "health.json"):
        assert demo("report", "health", *TODAY, "--out", str(tmp_path / name)).exit_code == 0
    with (tmp_path / "health.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Rule", "Name", "Ref", "Why", "Workstream"]
    sheet = load_workbook(tmp_path / "health.xlsx").active
    assert sheet is not None
    assert sheet.max_row == len(rows)
    assert len(json.loads((tmp_path / "health.json").read_text(encoding="utf-8"))["findings"]) == len(rows) - 1


def test_what_is_wrong_is_a_sentence(demo: Any) -> None:
    for words, says in (
        (("report", "health", "Nowhere"), "There is no workstream “Nowhere”"),
        (("report", "raid", "--out", "raid.docx"), "can't be written as “.docx”"),
    ):
        outcome = demo(*words)
        assert isinstance(outcome.exception, ChivvyError)
        assert says in outcome.exception.message


def test_show_and_find_say_score_colour_and_links(sample: Any) -> None:
    shown = told(sample, "show", "R-001")
    assert (shown["kind"], shown["score"], shown["rag"], shown["likelihood"]) == ("risk", 16, "Red", 4)
    assert {link["ref"] for link in shown["links"]} >= {"A-001", "A-042"}
    assert shown["history"]
    found = told(sample, "find", "reconcile november highlight report", *TODAY)
    assert {"ref", "kind", "title", "status", "owner", "due", "workstream", "rag", "score"} <= set(found[0])
