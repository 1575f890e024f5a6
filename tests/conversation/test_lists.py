"""Lists: what was looked for in words, colours as words, sorted, turned over, shared without naming anybody."""

from __future__ import annotations

from datetime import date

import pytest

from governance.people import Workstream
from handlers.commands import Find
from handlers.encoding import encode
from handlers.records.finding import filter_of
from handlers.records.list_title import list_title
from storage.register import Register
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared
from tests.conversation.test_lineage import log


@prepared
async def risks(office: Office) -> None:
    """Three risks of different colours, the last one logged the worst."""
    for title, likelihood, impact in (
        ("A pipe may leak", 1, 2),
        ("A bridge may close", 3, 4),
        ("A roof may fall", 4, 5),
    ):
        await log(office, "risk", title=title, likelihood=str(likelihood), impact=str(impact))


async def test_colours_are_words_and_the_worst_can_come_first(risks: Office) -> None:
    channel = await risks.says("U1", "/risk list")
    assert "R-003 A roof may fall, red 20, no due date" in channel.whisper.text
    assert "R-002 A bridge may close, amber 12, no due date" in channel.whisper.text
    await channel.whisper.press("Highest score first")
    await risks.settle()
    title, first, *_ = channel.whisper.text.splitlines()
    assert title == "3 open risks, highest score first"
    assert first.startswith("R-003")


async def test_filters_go_through(risks: Office) -> None:
    channel = risks.channel("U1")
    await channel.cards[-1].press_with("Edit", encode(Find(kind="risk", rag="Red", unowned=False)))
    await risks.settle()
    assert channel.whisper.text.splitlines() == ["1 open red risk", "R-003 A roof may fall, red 20, no due date"]


async def test_a_slip_is_forgiven_and_said(risks: Office) -> None:
    channel = risks.channel("U1")
    await channel.cards[-1].press_with("Edit", encode(Find(text="brigde")))
    await risks.settle()
    _, slip, *found = channel.whisper.text.splitlines()
    assert slip == "Nothing says “brigde”, so I looked for “bridge”."
    assert [line.split()[0] for line in found] == ["R-002"]


async def test_shared_it_names_nobody(risks: Office) -> None:
    channel = await risks.says("U1", "/risk list")
    assert "<@U1>" in channel.whisper.words
    await channel.whisper.press("Share with the channel")
    await risks.settle()
    shared = channel.cards[-1]
    assert "3 open risks" in shared.words
    assert "<@U1>" not in shared.words
    assert "Olu" not in shared.words


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (Find(kind="action", overdue=True, status="open"), "4 overdue actions"),
        (Find(kind="dependency", workstream="WS01", counterpart="WS02"), "4 open dependencies of ICT owed to HR"),
        (Find(kind="risk", unowned=True, score_from=15), "4 open risks without an owner that score 15 or more"),
        (Find(kind="issue", priority="P1", undated=True), "4 open P1 priority issues without a date"),
        (Find(status="any", raised_from=date(2026, 11, 23)), "4 records raised from Mon 23 Nov"),
        (Find(status="closed", closed_to=date(2026, 11, 27)), "4 closed records closed by Fri 27 Nov"),
        (Find(escalated=True, changed_from=date(2026, 11, 2)), "4 open escalated records changed from Mon 2 Nov"),
        (Find(text="firewall", sort="updated"), "4 open records with “firewall”, last changed first"),
        (Find(workstreams=("WS01", "WS02"), council="NVC"), "4 open records in ICT and HR of NVC"),
    ],
)
async def test_what_was_looked_for_is_said_in_words(office: Office, find: Find, said: str) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        await _strands(register)
        assert await list_title(find, register, 4) == said


async def _strands(register: Register) -> None:
    known = await register.workstreams.all()
    assert known["WS01"].name == "ICT"
    await register.workstreams.save(Workstream("WS02", "HR", "HR"))


def test_overdue_is_before_today_whatever_else_is_asked() -> None:
    today = date(2026, 11, 23)
    assert filter_of(Find(overdue=True), today).due_to == date(2026, 11, 22)
    assert filter_of(Find(overdue=True, due_to=date(2026, 11, 10)), today).due_to == date(2026, 11, 10)
    assert filter_of(Find(overdue=True, due_to=date(2026, 12, 10)), today).due_to == date(2026, 11, 22)
