"""`chivvy tick`, `forecast` and `proof` as an operator types them: real processes, a real file, a fake Slack over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from tests.clock.house import House
from tests.clock.operator import Operator
from tests.fakes.slack import FakeSlack, Held, LostReply, RateLimited

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as workspace:
        for person, name in (("UP001", "Meera Patel"), ("UP002", "Gareth Hughes"), ("UP003", "Lena Okafor")):
            workspace.person(person, name)
        workspace.channel("C1", "hr", "UP001", "UP002", "UP003")
        yield workspace
        assert workspace.refusals == []


@pytest.fixture
async def operator(sqlite_url: str, slack: FakeSlack) -> Operator:
    """A register with one action of Meera's, due on Friday 27 November 2026."""
    return await _with_an_action(sqlite_url, slack)


async def _with_an_action(address: str, slack: FakeSlack) -> Operator:
    house = House(address)
    await house.open()
    await house.log(due=date(2026, 11, 27))
    await house.close()
    return Operator(address, slack)


async def test_an_actions_whole_life(operator: Operator, slack: FakeSlack) -> None:
    assert await operator.tick("2026-11-27T09:20") == ["digest:P001:2026-11-27"]
    assert await operator.tick("2026-11-27T09:20") == []
    assert await operator.tick("2026-11-30T09:35") == ["digest:P001:2026-11-30", "weekly:1:2026-11-30"]
    assert sorted(await operator.tick("2026-12-04T09:20")) == [
        "digest:P001:2026-12-04",
        "escalation:A-001:2026-11-27:1",
    ]
    assert len(slack.messages("C1")) == 2
    assert len(slack.dms("UP001")) == 3

    proof = await operator.ask("proof", "a1")
    assert [line["state"] for line in proof] == ["sent"] * 5
    assert {"key", "rule", "to", "place", "due_at", "state", "sent_at", "refs", "text"} <= proof[0].keys()
    assert proof[0]["to"] == "P001"
    assert proof[0]["refs"] == ["A-001"]
    assert proof[-1]["place"] == "hr"
    assert proof[-1]["due_at"] == "2026-12-04T09:15:00+00:00"


async def test_a_dry_run_changes_nothing(operator: Operator, slack: FakeSlack) -> None:
    would = await operator.ask("tick", "--at", "2026-11-27T09:20", "--dry-run")
    assert [(line["key"], line["refs"]) for line in would] == [("digest:P001:2026-11-27", ["A-001"])]
    assert would[0]["text"].startswith("Good morning, Meera.")
    assert slack.dms("UP001") == []
    assert await operator.tick("2026-11-27T09:20") == ["digest:P001:2026-11-27"]


async def test_a_forecast_says_what_comes_and_why(operator: Operator) -> None:
    lines = await operator.ask("forecast", "--at", "2026-11-24T12:00", "--until", "2026-12-04")
    assert [(line["key"], line["why"]) for line in lines] == [
        ("digest:P001:2026-11-25", "A-001: 2 working days before it is due"),
        ("digest:P001:2026-11-27", "A-001: the day it is due"),
        ("digest:P001:2026-11-30", "A-001: 1 working day after it was due"),
        ("weekly:1:2026-11-30", "the weekly summary, if there is something to say"),
        ("digest:P001:2026-12-02", "A-001: 3 working days after it was due"),
        ("escalation:A-001:2026-11-27:1", "A-001: 5 working days overdue"),
    ]
    assert {line["state"] for line in lines} == {"planned"}
    await operator.tick("2026-11-25T09:20")
    assert await operator.tick("2026-11-25T09:20") == []


async def test_a_busy_slack_is_waited_for(operator: Operator, slack: FakeSlack) -> None:
    slack.fail("chat.postMessage", RateLimited(1))
    assert await operator.tick("2026-11-27T09:20") == ["digest:P001:2026-11-27"]
    assert len(slack.dms("UP001")) == 1


async def test_killed_while_slack_has_the_message_in_its_hands(operator: Operator, slack: FakeSlack) -> None:
    """The request is under way when the process dies, and Slack carries it out all the same, a little later."""
    held = Held()
    slack.fail("chat.postMessage", held)
    process = await operator.start("tick", "--at", "2026-11-27T09:20")
    await slack.until(lambda: not slack._faults["chat.postMessage"], 60)
    process.kill()
    await process.wait()
    again = asyncio.create_task(operator.tick("2026-11-27T09:20"))
    await asyncio.sleep(1)
    held.release.set()
    assert await again == ["digest:P001:2026-11-27"]
    assert len(slack.dms("UP001")) == 1


async def test_killed_after_the_reply_was_lost(operator: Operator, slack: FakeSlack) -> None:
    slack.fail("chat.postMessage", LostReply())
    process = await operator.start("tick", "--at", "2026-11-27T09:20")
    await slack.until(lambda: slack.dms("UP001"), 60)
    process.kill()
    await process.wait()
    assert await operator.tick("2026-11-27T09:20") == ["digest:P001:2026-11-27"]
    assert len(slack.dms("UP001")) == 1


async def test_four_processes_at_once(database_url: str, slack: FakeSlack) -> None:
    operator = await _with_an_action(database_url, slack)
    found = await asyncio.gather(*(operator.tick("2026-12-04T09:20") for _ in range(4)))
    assert len(slack.messages("C1")) == 2  # the alert, and the late summary
    assert len(slack.dms("UP001")) == 1
    assert {key for keys in found for key in keys} >= {"digest:P001:2026-12-04", "escalation:A-001:2026-11-27:1"}
