"""The shared sample, imported whole, gives the answers that are expected of it."""

from __future__ import annotations

import asyncio
import csv
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from governance.attempts import documented
from governance.kinds import all_kinds
from governance.record import Record
from handlers.cases.survey_results import plain_findings
from handlers.importing import Report, import_folder
from storage.database import Database
from storage.filters import Filter
from storage.history import Scene

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SAMPLE, EXPECTED = SHARED / "sample", SHARED / "examples" / "expected.json"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SCENE = Scene(via="import", place="test")

pytestmark = pytest.mark.skipif(not EXPECTED.exists(), reason=f"there is no sample in {SHARED}")


class Programme:
    """The sample as the register keeps it, and what the import said."""

    def __init__(self, database: Database, report: Report) -> None:
        self.database = database
        self.reports = {Path(file.path).stem: file for file in report.files}
        self.expected: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))

    async def all(self, kind: str, **wanted: Any) -> list[Record]:
        async with self.database.reading(NOW) as register:
            return await register.records.find(Filter(kind=kind, **{"status": "any", **wanted}), limit=None)

    async def links(self, ref: str) -> set[tuple[str, str]]:
        async with self.database.reading(NOW) as register:
            found = await register.links.of(await register.records.get(ref))
            return {(link.words, link.ref) for link in found}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Report]:
    """A register with the whole sample in it, made once, and what the import said."""
    address = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'register.db'}"

    async def make() -> Report:
        database = Database(address)
        await database.start()
        async with database.transaction(NOW) as register:
            report = await import_folder(register, SAMPLE, SCENE)
        await database.stop()
        return report

    return address, asyncio.run(make())


@pytest.fixture
async def programme(imported: tuple[str, Report]) -> AsyncIterator[Programme]:
    address, report = imported
    database = Database(address)
    yield Programme(database, report)
    await database.stop()


async def test_everything_goes_in_without_a_problem(programme: Programme) -> None:
    cases = {name for name, kind in all_kinds().items() if kind.kind.confidential}
    kept = {name: file for name, file in programme.reports.items() if file.kind and file.kind not in cases}
    assert {name: file.created for name, file in kept.items()} == {name: file.rows for name, file in kept.items()}
    assert [problem for file in kept.values() for problem in file.problems] == []
    kinds = {file.kind for file in kept.values()}
    rows = {"survey answer", "home", "resident", "case event", "vote", "access attempt"}
    lists = {"organisation", "workstream", "person", "link"}
    assert kinds == {*all_kinds(), *lists, *rows} - {"stakeholder", "strategy", "you said", "document", *cases}


async def test_what_is_not_kept_yet_is_said_and_left(programme: Programme) -> None:
    left = {name: file for name, file in programme.reports.items() if not file.kind}
    assert {"meetings"} <= set(left)
    assert all("of a kind that the register does not keep yet" in file.problems[0].reason for file in left.values())
    assert sum(file.created + file.updated for file in left.values()) == 0


async def test_the_counts(programme: Programme) -> None:
    counts = programme.expected["counts"]
    kinds = {"risks": "risk", "issues": "issue", "assumptions": "assumption", "milestones": "milestone",
             "dependencies": "dependency", "actions": "action", "decisions": "decision"}  # fmt: skip
    for name, kind in kinds.items():
        assert len(await programme.all(kind)) == counts[name], name
    async with programme.database.reading(NOW) as register:
        assert len(await register.people.all()) == counts["people"]
        strands = (await register.workstreams.all()).values()
        assert sum(not each.landlord for each in strands) == counts["workstreams"]
        [estate] = [each for each in strands if each.landlord]
        assert (estate.id, estate.landlord) == ("MW-2031", "TMG")
        organisations = (await register.organisations.all()).values()
        assert sum(each.type != "landlord" for each in organisations) == counts["councils"]
        await register.history.verify()


async def test_overdue_actions(programme: Programme) -> None:
    late = [record.ref for record in await programme.all("action") if record.is_overdue(TODAY)]
    assert sorted(late) == programme.expected["actions_overdue"]


async def test_open_risks_by_colour(programme: Programme) -> None:
    colours = Counter(record.rag for record in await programme.all("risk", status="open"))
    assert colours == programme.expected["risk_rag_open"]


async def test_promises_after_the_need(programme: Programme) -> None:
    late = [record.ref for record in await programme.all("dependency") if record.rag in ("Amber", "Red")]
    assert sorted(late) == programme.expected["dependencies_promise_after_need"]


async def test_what_the_health_check_needs(programme: Programme) -> None:
    rules = programme.expected["health_rules"]
    risks = await programme.all("risk")
    assert sorted(risk.ref for risk in risks if risk.owner is None) == rules["risk_no_owner"]
    assert sorted(risk.ref for risk in risks if risk.body.said_score is not None) == rules["risk_score_mismatch"]
    undated = [record.ref for record in await programme.all("action") if record.due is None and record.is_open]
    assert sorted(undated) == rules["action_no_due"]
    alone = [
        risk.ref
        for risk in risks
        if risk.is_open
        and risk.body.response != "accept"
        and "is mitigated by" not in {words for words, _ in await programme.links(risk.ref)}
    ]
    assert sorted(alone) == rules["risk_open_no_linked_action"]


async def test_links_of_every_sort(programme: Programme) -> None:
    assert ("is mitigated by", "A-001") in await programme.links("R-001")
    assert ("follows", "M-001") in await programme.links("M-002")
    assert {("follows", "M-024"), ("gives to", "M-016")} <= await programme.links("D-001")
    became = {record.ref: record.body.became for record in await programme.all("assumption") if record.body.became}
    for ref, risk in became.items():
        assert ("became", risk) in await programme.links(ref)
    happened = {record.ref: record.body.from_risk for record in await programme.all("issue") if record.body.from_risk}
    assert len(happened) == 6
    for ref, risk in happened.items():
        assert ("came from", risk) in await programme.links(ref)


async def test_single_records(programme: Programme) -> None:
    found = {record.ref: record for kind in sorted(all_kinds()) for record in await programme.all(kind)}
    late = found["M-038"]
    assert (late.status, late.body.said_rag) == ("Delayed", "Red"), "“Overdue” is a word for it"
    outside = found["D-034"]
    assert (outside.body.giver, outside.body.external_giver) == (None, "Department")
    assert (outside.workstream, outside.body.type) == ("WS02", "external")
    sent = found["COM-01"]
    assert (sent.title, sent.status, sent.closed_on) == ("Newsletter 4", "Published", date(2026, 10, 24))
    assert (sent.body.form, sent.body.approver) == ("newsletter", "P058")
    assert found["R-001"].body.escalated_to == "Programme Manager"
    assert found["R-001"].updated_at.date() == date(2026, 11, 17)
    assert sum(record.confidential for record in await programme.all("issue")) == 7
    assert found["CR-006"].body.cost_impact_gbp is not None


async def test_again_changes_nothing(programme: Programme) -> None:
    async with programme.database.transaction(NOW) as register:
        before = await register.history.verify()
        again = await import_folder(register, SAMPLE, SCENE)
        assert again.changed == 0
        assert await register.history.verify() == before


async def test_each_complaint_knows_its_next_deadline(programme: Programme) -> None:
    found = {
        record.ref: {
            "next": record.body.next_step,  # type: ignore[attr-defined]
            "due": record.due.isoformat(),
            "overdue": record.is_overdue(TODAY),
            "due_today": record.due == TODAY,
        }
        for record in await programme.all("complaint")
        if record.due
    }
    assert found == programme.expected["complaints_next_deadline"]


async def test_the_survey_adds_up(programme: Programme) -> None:
    async with programme.database.reading(NOW) as register:
        found = await register.surveys.findings(await register.records.get("SUR-02"))
    assert found is not None
    told = plain_findings(found)
    assert {name: told[name] for name in programme.expected["surveys"]["SUR-02"]} == programme.expected["surveys"][
        "SUR-02"
    ]


async def test_each_access_case_stands_on_its_rung_with_its_attempts(programme: Programme) -> None:
    found = {record.ref: record for record in await programme.all("access case")}
    assert len(found) == programme.expected["counts"]["access_cases"]
    with (SAMPLE / "access_attempts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert programme.reports["access_attempts"].created == len(rows) == 30
    assert programme.reports["access_attempts"].problems == []
    async with programme.database.reading(NOW) as register:
        for ref, record in found.items():
            tried = await register.attempts.of(record)
            told = [(each.outcome, each.by, each.evidence, each.contact_tried) for each in tried]
            sheet = [row for row in rows if row["case"] == ref]
            assert told == [(row["outcome"], row["by"], row["evidence"], row["contact_tried"]) for row in sheet]
            zone = register.zone
            hours = [f"{each.at.astimezone(zone):%Y-%m-%dT%H:%M}" for each in tried if each.at]
            assert hours == [row["visit_at"] for row in sheet], "the local hour, in summer and in winter"
            assert len(documented(record.body.tried)) == len(sheet)  # type: ignore[attr-defined]
    assert {ref: record.status for ref, record in found.items()} == {
        "ACC-01": "Attempting",
        "ACC-02": "Attempting",
        "ACC-03": "Warning letter sent",
        "ACC-04": "With Legal",
        "ACC-05": "Hearing listed",
        "ACC-06": "Order served",
        "ACC-07": "Access gained",
        "ACC-08": "Closed",
    }
    assert not any(record.body.forced_entry_authorised for record in found.values())  # type: ignore[attr-defined]
    assert all(record.confidential and record.workstream == "MW-2031" for record in found.values())
    assert found["ACC-05"].due == date(2026, 12, 9), "its hearing"


async def test_each_section_20_notice_has_the_end_that_its_sheet_gives(programme: Programme) -> None:
    with (SAMPLE / "s20_notices.csv").open(encoding="utf-8") as file:
        rows = {row["ref"]: row for row in csv.DictReader(file)}
    found = {record.ref: record for record in await programme.all("section 20")}
    assert found.keys() == rows.keys()
    for ref, row in rows.items():
        body: Any = found[ref].body
        days = (body.posted_on, body.deemed_on, body.period_ends, body.printed_end)
        assert [str(day) for day in days] == [
            row[name] for name in ("posted_on", "received_deemed", "period_ends", "printed_end")
        ]
        assert (body.route, body.notice, body.observations, body.replied) == (
            row["route"], row["notice"], int(row["observations"]), int(row["replied"]),
        )  # fmt: skip
    assert {ref: record.status for ref, record in found.items()} == {
        "S20-1": "Complete", "S20-2": "Complete", "S20-3": "Served", "S20-4": "Served",
    }  # fmt: skip
