"""How communications keep up with a strategy: what is next, what is late, and each sort of gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.audience import Wanted
from governance.homes import Home
from governance.kinds.communication import Communication
from governance.kinds.strategy import Strategy
from governance.outreach import Outreach, Piece, outreach, pieces_of
from governance.record import Record
from governance.rhythm import RHYTHMS
from governance.strategy_line import Line

TODAY = date(2026, 11, 23)
HOMES = [Home(str(number), "MW", block=("Campion Court", "Teasel Point")[number % 2]) for number in range(10)]


def line(number: int = 1, **values: Any) -> Line:
    return Line(
        number=number, **{"audience": "TRA", "message": "progress", "approver": "P1", "every": "every month", **values}
    )


def sent(ref: str = "COM-01", on: str = "2026-11-03", **values: Any) -> Piece:
    return piece(ref, status="Published", distributed_on=on, **values)


def piece(ref: str = "COM-02", serves: str = "", **values: Any) -> Piece:
    given = {"title": f"News {ref}", "status": "Draft", "audience": "all homes", "serves": serves, **values}
    record = Record(
        1, ref, Communication.model_validate(given), "MW", None, TODAY, datetime(2026, 11, 23, tzinfo=UTC), 1
    )
    (found,) = pieces_of("CS-01", [record])
    return found


def stand(lines: Sequence[Line], *pieces: Piece, **more: Any) -> Outreach:
    body = Strategy(title="Larkspur", status="In use", lines=tuple(lines), signs_off=more.pop("signs_off", None))
    return outreach(body, pieces, TODAY, since=date(2026, 9, 1), **more)


def gaps(*args: Any, **more: Any) -> list[str]:
    return [gap.says for gap in stand(*args, **more).gaps]


def test_an_audience_that_nothing_was_sent_to_and_nothing_is_planned_for() -> None:
    (gap,) = stand([line()]).gaps
    assert gap.says == "TRA (progress): nothing was sent yet and nothing is planned; it is to be every month"
    assert gap.silent


@pytest.mark.parametrize(("on", "is_gap"), [("2026-11-03", False), ("2026-10-23", False), ("2026-10-22", True)])
def test_what_was_sent_holds_for_its_rhythm(on: str, is_gap: bool) -> None:
    found = gaps([line()], sent(on=on, serves="CS-01.1"))
    assert bool(found) is is_gap
    if is_gap:
        assert found == [
            "TRA (progress): nothing since Thu 22 Oct 2026 and nothing is planned; it was to be every month"
        ]


def test_what_is_planned_fills_the_gap() -> None:
    assert gaps([line()], piece(serves="CS-01.1", publish_on="2026-12-04")) == []


def test_a_line_without_approver_or_date_is_one() -> None:
    found = gaps([line(approver=None, every="")])
    assert found == ["TRA (progress): nobody approves it", "TRA (progress): it does not say when or how often"]
    assert gaps([line(approver=None)], piece(serves="CS-01.1"), signs_off="P9") == []


def test_a_block_that_nothing_ever_reached() -> None:
    to_one = sent(audience="Campion Court", serves="CS-01.1")
    assert gaps([line()], to_one, homes=HOMES) == ["Teasel Point: nothing ever reached it"]
    by_hand = sent("COM-03", audience="all homes", blocks="Teasel Point", serves="CS-01.1")
    assert gaps([line()], to_one, by_hand, homes=HOMES) == []
    planned = piece(audience="Teasel Point", publish_on="2026-12-04", serves="CS-01.1")
    assert "Teasel Point: nothing ever reached it" in gaps([line()], to_one, planned, homes=HOMES)
    assert gaps([line()], piece(serves="CS-01.1"), homes=HOMES) == ["No block was reached by anything yet"]


def test_a_language_that_is_wanted_and_was_never_provided() -> None:
    wanted = {"languages": (Wanted("Bengali", 29), Wanted("Somali", 19)), "formats": (Wanted("large print", 17),)}
    found = gaps(
        [line()], sent(serves="CS-01.1", languages="Somali, Turkish", formats="Large print"), homes=HOMES, **wanted
    )
    assert found == ["Bengali: 29 of 10 homes want it, and nothing was provided in it yet"]


def test_a_communication_that_serves_no_line() -> None:
    one, gone = line(), line(2, dropped_on=TODAY)
    assert gaps([one, gone], sent(serves="CS-01.1"), sent("COM-03", serves="CS-01.2")) == [
        "COM-03 News COM-03: it serves no line of the strategy"
    ]
    assert gaps([one], sent(serves="CS-01.1"), sent("COM-04", on="2026-08-01")) == [], (
        "it went out before there was one"
    )


def test_what_is_once_is_no_gap_before_its_day_nor_after_it_went_out() -> None:
    once = line(every="once", first_on=TODAY + timedelta(days=1))
    assert gaps([once]) == []
    assert gaps([line(every="", first_on=TODAY - timedelta(days=1))]) != []
    assert gaps([once], sent(on="2026-01-05", serves="CS-01.1")) == []
    assert gaps([line(every="when needed")]) == []


def test_late_and_next() -> None:
    late = piece("COM-05", publish_on="2026-11-20", serves="CS-01.1")
    soon = piece("COM-06", publish_on="2026-11-23", serves="CS-01.1")
    stands = stand([line(), line(2, audience="MP")], late, soon, sent(on="2026-11-10", serves="CS-01.2"))
    assert [each.ref for each in stands.late] == ["COM-05"]
    assert [each.ref for each in stands.coming] == ["COM-06"]
    assert [(each.line.number, each.expected) for each in stands.to_plan] == [(2, date(2026, 12, 10))]


def test_cancelled_ones_count_for_nothing() -> None:
    record = Record(
        1,
        "COM-01",
        Communication.model_validate({"title": "x", "status": "Cancelled", "serves": "CS-01.1"}),
        "MW",
        None,
        TODAY,
        datetime(2026, 11, 23, tzinfo=UTC),
        1,
    )
    assert pieces_of("CS-01", [record]) == ()


@given(st.sampled_from(list(RHYTHMS)), st.integers(0, 900))
def test_either_it_was_kept_to_or_it_is_a_gap(every: str, days: int) -> None:
    last = TODAY - timedelta(days=days)
    stands = stand([line(every=every)], sent(on=last.isoformat(), serves="CS-01.1"))
    (course,) = stands.courses
    assert course.expected is not None
    assert bool(stands.gaps) == (course.expected < TODAY)
    assert bool(stands.to_plan) == (course.expected >= TODAY)


def test_lines_say_themselves() -> None:
    told = line(channel="meeting", first_on=date(2026, 12, 4))
    assert (told.what, told.how) == ("TRA: progress", "meeting, every month from Fri 4 Dec 2026")
    assert told.title == "Meeting for TRA: progress"
    assert [line(channel=said).form for said in ("Newsletter", "E-mail briefing", "monthly meeting", "posters", "")] == [
        "newsletter", "briefing", "event", "poster", "other",
    ]  # fmt: skip
