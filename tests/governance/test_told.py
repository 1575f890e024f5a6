"""You said, we did: from what was heard to what residents read of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance.calendar import WorkingCalendar
from governance.clocks.following import begun, carried_on
from governance.clocks.reckoning import Reckoning
from governance.kinds.you_said import YouSaid
from governance.record import Record
from governance.told import as_residents_read

TODAY = date(2026, 11, 23)
RECKONING = Reckoning(WorkingCalendar())


def theme(**values: Any) -> YouSaid:
    body = YouSaid.model_validate({"title": "Dust", "status": "Heard", **values})
    return begun(body.as_logged(TODAY, WorkingCalendar()), RECKONING)  # type: ignore[return-value]


def moved(body: YouSaid, to: str, reason: str = "", **values: Any) -> YouSaid:
    given = {"status": to, **body.on_move(to, reason, TODAY), **values}
    new = YouSaid.model_validate({**body.model_dump(), **given})
    return carried_on(body, new, given, RECKONING)  # type: ignore[return-value]


def record(body: YouSaid, ref: str = "YSWD-01", raised: date = TODAY) -> Record:
    return Record(1, ref, body, "MW", None, raised, datetime(2026, 11, 23, tzinfo=UTC), 1)


def read(*bodies: YouSaid, block: str = "") -> list[tuple[str, str]]:
    records = [record(body, f"YSWD-{number:02}") for number, body in enumerate(bodies, 1)]
    return [told.lines for told in as_residents_read(records, TODAY, {"Dev Dummett"}, block)[0]]


def test_it_is_chased_until_it_is_told() -> None:
    heard = theme()
    assert (heard.due_now, heard.deadline) == ("decide_by", date(2026, 12, 7))
    decided = moved(heard, "Decided", act_by=date(2026, 12, 18))
    assert (decided.due_now, decided.deadline) == ("act_by", date(2026, 12, 18))
    done = moved(decided, "Doing", settled_on=date(2026, 12, 1))
    assert (done.due_now, done.deadline) == ("tell_by", date(2026, 12, 15))
    told = moved(moved(done, "Doing", we_did="We sweep."), "Told")
    assert (told.deadline, told.is_open, told.told_on) == (None, False, TODAY)


def test_who_says_no_is_chased_to_tell_why() -> None:
    refused = moved(theme(), "Not doing", "the hoist stands there until May")
    assert refused.is_open
    assert (refused.due_now, refused.deadline) == ("tell_by", date(2026, 12, 7))
    assert refused.needs("Told") == ()
    again = moved(refused, "Decided")
    assert (again.not_doing_because, again.settled_on, again.tell_by) == ("", None, None)


def test_nobody_can_be_told_what_nobody_has_said() -> None:
    assert theme().needs("Told") == ("we_did",)
    assert theme(we_did="We sweep.").needs("Told") == ()


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (
            {"you_said": "it is dusty"},
            ("You said: It is dusty.", "We are looking into it and will tell you what we decide by 7 December."),
        ),
        ({"we_did": "we sweep up"}, ("You said: Dust.", "We will: We sweep up.")),
        ({"we_did": "we sweep up!", "status": "Doing"}, ("You said: Dust.", "We are doing: We sweep up!")),
        ({"we_did": "we sweep up", "status": "Told", "settled_on": TODAY}, ("You said: Dust.", "We did: We sweep up.")),
        ({"not_doing_because": "it is listed", "status": "Not doing"}, ("You said: Dust.", "We can’t, because: it is listed.")),
    ],
)  # fmt: skip
def test_as_residents_read_it(values: dict[str, Any], lines: tuple[str, str]) -> None:
    assert read(theme(**values)) == [lines]


def test_what_was_done_stands_first_and_the_newest_of_it() -> None:
    old = theme(title="Old", we_did="Done.", status="Told", settled_on="2026-10-01", told_on="2026-10-05")
    new = theme(title="New", we_did="Done.", status="Told", settled_on="2026-11-01", told_on="2026-11-05")
    assert [said for said, _ in read(theme(title="Open"), old, new)] == [
        "You said: New.", "You said: Old.", "You said: Open.",
    ]  # fmt: skip


def test_of_a_block_is_what_names_it_and_what_names_none() -> None:
    everywhere = theme(title="Everywhere")
    here, there = theme(title="Here", blocks="Campion Court"), theme(title="There", blocks="Teasel Point")
    assert [said for said, _ in read(everywhere, here, there, block="Campion Court")] == [
        "You said: Everywhere.", "You said: Here.",
    ]  # fmt: skip


def test_what_names_somebody_is_left_out_and_said_to_be() -> None:
    records = [record(theme(you_said="Dev Dummett is left with dust")), record(theme(), "YSWD-02")]
    shown, left_out = as_residents_read(records, TODAY, {"Dev Dummett"})
    assert ([told.ref for told in shown], left_out) == (["YSWD-02"], ("YSWD-01",))
