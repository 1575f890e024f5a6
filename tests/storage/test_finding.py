"""Filters and search, on both databases: each filter finds what it says, in order, a page at a time; words are found as typed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.kinds import all_kinds
from governance.people import Leave, Person, Workstream
from storage.database import Database
from storage.folding import words
from storage.history import Scene
from storage.records import Filter
from tests.databases import Databases

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BY = Scene("P001")


async def peopled(address: str) -> None:
    made = Database(address)
    async with made.transaction(NOW) as register:
        for code, name in (("WS03", "Finance"), ("WS05", "ICT"), ("WS07", "HR")):
            await register.workstreams.save(Workstream(code, name, name))
        for code, name in (("P001", "Olu Adeyemi"), ("P002", "Sam Patel")):
            await register.people.save(Person(code, name))
    await made.stop()


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    """Three workstreams and two people."""
    made = Database(await databases.prepared(peopled))
    yield made
    await made.stop()


async def log(
    database: Database,
    kind: str,
    title: str,
    workstream: str | None = "WS05",
    *,
    at: datetime = NOW,
    common: dict[str, Any] | None = None,
    **fields: Any,
) -> str:
    async with database.transaction(at) as register:
        body = all_kinds()[kind].model_validate({"title": title, **fields})
        return (await register.records.log(BY, body, workstream=workstream, common=common)).ref


async def found(database: Database, wanted: Filter, **page: int) -> list[str]:
    async with database.reading(NOW) as register:
        return [record.ref for record in await register.records.find(wanted, **page)]


async def filled(address: str) -> None:
    await peopled(address)
    database = Database(address)
    await log(database, "risk", "Firewall is late", likelihood=4, impact=5, owner="P001", review_on=date(2026, 12, 1))
    await log(database, "risk", "Payroll mandate", "WS07", likelihood=2, impact=3, council="Northwick")
    await log(database, "risk", "No score yet", "WS03", status="Escalated", owner="P002")
    await log(database, "issue", "Printer", "WS03", priority="P1", target_resolution=date(2026, 11, 25))
    await log(database, "issue", "Old printer", "WS03", status="Closed", priority="P2")
    await log(
        database, "dependency", "Baseline", "WS07", giver="WS07", receiver="WS03", need_by=date(2026, 12, 11), owner="P002"
    )  # fmt: skip
    await log(database, "action", "Later", at=NOW + timedelta(days=3), due=date(2026, 12, 24))
    async with database.transaction(NOW) as register:
        leave = (Leave(date(2026, 11, 30), date(2026, 12, 4)), Leave(date(2026, 12, 21), date(2026, 12, 24)))
        await register.people.save(Person("P002", "Sam Patel", leave=leave))
        await register.people.save(Person("P001", "Olu Adeyemi", leave=(Leave(date(2026, 12, 1), date(2026, 12, 1)),)))
    await database.stop()


@pytest.fixture
async def register(databases: Databases) -> AsyncIterator[Database]:
    """The same, with a few records of several kinds."""
    made = Database(await databases.prepared(filled))
    yield made
    await made.stop()


@pytest.mark.parametrize(
    ("wanted", "refs"),
    [
        (Filter(), ["I-001", "R-001", "D-001", "A-001", "R-002", "R-003"]),
        (Filter(status="any"), ["I-001", "R-001", "D-001", "A-001", "R-002", "I-002", "R-003"]),
        (Filter(status="closed"), ["I-002"]),
        (Filter(status="Escalated"), ["R-003"]),
        (Filter(status="Draft"), []),
        (Filter(kind="risk", rag="Red"), ["R-001"]),
        (Filter(kind="risk", score_from=6), ["R-001", "R-002"]),
        (Filter(priority="P1"), ["I-001"]),
        (Filter(council="NORTHWICK"), ["R-002"]),
        (Filter(escalated=True), ["R-003"]),
        (Filter(unscored=True), ["R-003"]),
        (Filter(undated=True), ["R-002", "R-003"]),
        (Filter(unowned=True, kind="risk"), ["R-002"]),
        (Filter(kinds=("risk", "dependency"), owner="P002"), ["D-001", "R-003"]),
        (Filter(refs=("R-001", "I-002"), status="any"), ["R-001", "I-002"]),
        (Filter(workstream="WS03"), ["I-001", "D-001", "R-003"]),
        (Filter(workstream="WS03", kind="risk"), ["R-003"]),
        (Filter(workstream="WS03", kind="dependency", owed_only=True), []),
        (Filter(workstream="WS07", kind="dependency", owed_only=True), ["D-001"]),
        (Filter(workstream="WS07", counterpart="WS03"), ["D-001"]),
        (Filter(counterpart="WS03"), ["D-001"]),
        (Filter(workstreams=("WS03", "WS07")), ["I-001", "D-001", "R-002", "R-003"]),
        (Filter(raised_by="P002"), []),
        (Filter(away_from=date(2026, 11, 30), away_to=date(2026, 12, 31)), ["R-001", "D-001", "R-003"]),
        (Filter(away_from=date(2026, 12, 2), away_to=date(2026, 12, 31)), ["D-001", "R-003"]),
        (Filter(away_from=date(2026, 12, 4), away_to=date(2026, 12, 4), kind="risk"), ["R-003"]),
        (Filter(away_from=date(2026, 12, 5), away_to=date(2026, 12, 20)), []),
        (Filter(away_from=date(2026, 12, 25)), []),
        (Filter(away_to=date(2026, 11, 29)), []),
        (Filter(away_when_due=True), ["R-001"]),
        (Filter(away_when_due=True, away_from=date(2026, 12, 2)), []),
        (Filter(raised_from=date(2026, 11, 24)), ["A-001"]),
        (Filter(changed_from=date(2026, 11, 26), changed_to=date(2026, 11, 26)), ["A-001"]),
        (Filter(changed_to=date(2026, 11, 22)), []),
        (Filter(closed_from=date(2026, 11, 23), closed_to=date(2026, 11, 23), status="any"), ["I-002"]),
        (Filter(due_from=date(2026, 12, 1), due_to=date(2026, 12, 11)), ["R-001", "D-001"]),
        (Filter(sort="score"), ["R-001", "R-002", "A-001", "D-001", "I-001", "R-003"]),
        (Filter(sort="no such order"), ["I-001", "R-001", "D-001", "A-001", "R-002", "R-003"]),
        (Filter(sort="ref"), ["A-001", "D-001", "I-001", "R-001", "R-002", "R-003"]),
        (Filter(sort="updated", kinds=("action", "risk")), ["A-001", "R-003", "R-002", "R-001"]),
    ],
)  # fmt: skip
async def test_a_filter_finds_what_it_says_in_its_order(register: Database, wanted: Filter, refs: list[str]) -> None:
    assert await found(register, wanted) == refs
    async with register.reading(NOW) as reading:
        assert await reading.records.count(wanted) == len(refs)
        assert await reading.records.count_up_to(wanted, 1000) == len(refs)
        assert await reading.records.count_up_to(wanted, 2) == min(2, len(refs))
        assert sum(number for *_, number in await reading.records.tally(wanted)) == len(refs)
        whole = [record.ref for record in await reading.records.find(wanted, limit=None)]
    paged = [
        ref for start in range(0, len(refs) + 2, 2) for ref in await found(register, wanted, offset=start, limit=2)
    ]
    assert whole == paged == refs


async def test_the_tally_counts_by_kind_status_colour_and_workstream(register: Database) -> None:
    async with register.reading(NOW) as reading:
        counted = await reading.records.tally(Filter(kind="risk"))
        assert await reading.records.counts_by_owner(Filter()) == {None: 3, "P002": 2, "P001": 1}
    assert sorted(counted, key=str) == [
        ("risk", "Escalated", None, "WS03", 1),
        ("risk", "Open", "Green", "WS07", 1),
        ("risk", "Open", "Red", "WS05", 1),
    ]


async def test_confidential_records_are_left_out_where_that_is_asked(database: Database) -> None:
    await log(database, "action", "Grievance", description="of somebody named", common={"confidential": True})
    assert await found(database, Filter()) == ["A-001"]
    assert await found(database, Filter(confidential=False)) == []
    assert await found(database, Filter(text="grievance")) == []
    assert await found(database, Filter(text="grievance", confidential=True)) == ["A-001"]
    assert await found(database, Filter(text="named", confidential=True)) == []
    async with database.reading(NOW) as register:
        assert await register.records.search("grievance") == []
        assert [record.ref for record in await register.records.search("A-001")] == ["A-001"]  # the policy judges
        assert await register.records.heard("greivance") == {}


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("payroll mandate", ["A-002", "A-001"]),  # all of it in the title comes first
        ("PAYROLLS", ["A-002", "A-001"]),
        ("mandating", ["A-002", "A-001"]),
        ("payr", ["A-002", "A-001"]),
        ("paryoll", ["A-002", "A-001"]),  # two letters swapped
        ("apyroll", ["A-002", "A-001"]),  # the first one too
        ("payrol mandte", ["A-002", "A-001"]),
        ("the payroll of the bank", ["A-001"]),
        ("cafe", ["A-003"]),
        ("Café", ["A-003"]),
        ("naive", ["A-003"]),
        ("councils", ["A-003"]),
        ("council’s", ["A-003"]),
        ("会議", ["A-004"]),
        ("議会", []),
        ("ХОЛМ", ["A-004"]),
        ("हिन्दी", ["A-004"]),
        ("A-001", ["A-004", "A-001"]),
        ("a1", ["A-004", "A-001"]),
        ("🏠", ["A-004"]),
        ("100%", ["A-004"]),
        ("%", ["A-004"]),
        ("zzzzzz", []),
        ("payroll zzzzzz", []),
        ('payroll "OR" mandate', ["A-002", "A-001"]),  # “or” is a little word, and nothing else
        ("payroll AND mandate NOT bank", []),
    ],
)  # fmt: skip
async def test_words_are_found_as_they_are_typed(database: Database, typed: str, refs: list[str]) -> None:
    await log(database, "action", "Write to the bank", description="It must mandate the payroll account")
    await log(database, "action", "Payroll mandate")
    await log(database, "action", "Visit the Café", description="The council's naïve reading room")
    await log(database, "action", "会議 on 100% of A-1 🏠", description="холм हिन्दी")
    assert sorted(await found(database, Filter(text=typed))) == sorted(refs)
    if refs and not typed.lower().startswith("a"):
        assert await found(database, Filter(text=typed)) == refs


OPERATORS = [
    *(
        '"',
        "*",
        "-",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        ")",
        "%",
        "_",
        ":",
        "title:",
        "^",
        "'",
        "''",
        "\\",
        "&",
        "|",
        "!",
        "<->",
    ),
    *("\0", "\ud83d", "🏠"),
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*OPERATORS, "payroll"]), max_size=8).map(" ".join)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_nothing_that_is_typed_is_an_operator(register: Database, typed: str) -> None:
    async with register.reading(NOW) as reading:
        for record in await reading.records.find(Filter(text=typed)):
            said = words(f"{record.ref} {record.title}")
            assert not typed.strip() or not words(typed) or said
        await reading.records.search(typed)
        await reading.records.count_up_to(Filter(text=typed), 10)


async def test_what_is_found_follows_each_change(database: Database) -> None:
    ref = await log(database, "action", "Book the hall")
    async with database.transaction(NOW) as register:
        record = await register.records.get(ref)
        record, _ = await register.records.change(BY, record, {"title": "Book the theatre"})
    assert await found(database, Filter(text="hall")) == []
    assert await found(database, Filter(text="theater")) == [ref]
    async with database.transaction(NOW) as register:
        await register.records.change(BY, record, {"withdrawn": True})
    assert await found(database, Filter(text="theatre", status="any")) == []


async def test_a_text_goes_together_with_every_other_filter(register: Database) -> None:
    assert await found(register, Filter(text="printer")) == ["I-001"]
    assert await found(register, Filter(text="printer", status="any")) == ["I-002", "I-001"]
    assert await found(register, Filter(text="printer", status="any", sort="due")) == ["I-001", "I-002"]
    assert await found(register, Filter(text="printer", status="any"), offset=1, limit=1) == ["I-001"]
    assert await found(register, Filter(text="printer", workstream="WS05")) == []
    async with register.reading(NOW) as reading:
        assert await reading.records.count_up_to(Filter(text="printr", status="any"), 1000) == 2
        assert await reading.records.heard("printr in finance") == {"printr": "printer"}


async def test_the_compose_box_finds_a_ref_first_and_closed_records_too(register: Database) -> None:
    async with register.reading(NOW) as reading:
        assert [record.ref for record in await reading.records.search("i2")] == ["I-002"]
        assert [record.ref for record in await reading.records.search("prin")] == ["I-002", "I-001"]
        assert len(await reading.records.search("prin", limit=1)) == 1


async def test_long_texts_in_any_script_are_kept_and_found(database: Database) -> None:
    for letter in ("x", "字", "ह", "🏠", "a b", "\u0301"):
        await log(database, "action", f"Long {letter}".strip(), description=(letter * 12_000)[:12_000])
    many = " ".join(f"w{number}" for number in range(2_000))[:12_000]
    ref = await log(database, "risk", "Many", cause=many, event=many, effect=many, description=many)
    assert len(await found(database, Filter(text="long"))) == 6
    assert await found(database, replace(Filter(), text="w1500")) == [ref]
