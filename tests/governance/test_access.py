"""Access by legal order: when a visit may be, what holds a case back from the next rung, what force an order allows, and what its
own log does not show."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.access.force import authorisation, force_told, is_authorised
from governance.access.gaps import Log, gaps
from governance.access.gates import GATES
from governance.access.states import (
    CLAIM,
    FINAL,
    HEARING,
    LEGAL,
    LIFECYCLE,
    ORDERED,
    SERVED,
    UNDER_ORDER,
    WARNED,
    is_ahead,
)
from governance.access.visits import earliest_visit, too_early
from governance.attempts import (
    OUTCOMES,
    Attempt,
    Tried,
    by_post,
    documented,
    method_of,
    one_part_only,
    outcome_of,
    part_of_day,
)
from governance.calendar import WorkingCalendar
from governance.clocks.reckoning import Reckoning
from governance.gates import shut
from governance.kinds.access import AccessCase
from governance.people import Person
from governance.record import Record

CALENDAR = WorkingCalendar()
RECKONING = Reckoning(CALENDAR)
LONDON = ZoneInfo("Europe/London")
MON = date(2026, 11, 23)
NOW = datetime.fromisoformat("2026-11-23T09:30")  # local, as people say it
DAYS = st.dates(date(2026, 1, 5), date(2027, 6, 30))
MOMENTS = st.datetimes(datetime.combine(date(2026, 1, 5), time()), datetime.combine(date(2027, 6, 30), time())).map(
    lambda each: each.replace(second=0, microsecond=0)
)


def case(**values: Any) -> AccessCase:
    return AccessCase.model_validate({"title": "Fire door replacement", "status": "Attempting", **values})


def tries(count: int, hour: int = 14) -> tuple[Tried, ...]:
    return tuple(
        Tried(number, number, date(2026, 11, number), time(hour), "P1", "Refused at door")
        for number in range(1, count + 1)
    )


def ready(**values: Any) -> AccessCase:
    """All that a final warning needs."""
    held = {"tried": tries(3), "check_on": MON, "check_by": "O. Adeyemi", "check_outcome": "Lives alone"}
    return case(**{**held, "reasonable_adjustment": "A Saturday", "final_warning_on": MON, **values})


@given(MOMENTS, MOMENTS)
def test_no_visit_sooner_than_a_day_after_a_notice_that_was_handed_over(served: datetime, visit: datetime) -> None:
    body = case(notice_on=served.date(), notice_time=served.time(), notice_how="by hand",
                visit_on=visit.date(), visit_time=visit.time())  # fmt: skip
    early = too_early(body, "ACC-01", served, RECKONING)
    assert (early is not None) == (visit - served < timedelta(hours=24))


@given(DAYS, st.integers(0, 12), st.times())
def test_one_that_was_posted_counts_from_the_second_working_day_and_a_whole_day_on(
    posted: date, later: int, at: time
) -> None:
    body = case(notice_on=posted, notice_how="first class post", visit_on=posted + timedelta(days=later),
                visit_time=at.replace(second=0, microsecond=0))  # fmt: skip
    deemed = CALENDAR.add(posted, 2)
    early = too_early(body, "ACC-01", datetime.combine(posted, time(9)), RECKONING)
    assert (early is not None) == (posted + timedelta(days=later) <= deemed)


@given(DAYS, st.integers(0, 12))
def test_whoever_posts_by_the_last_day_is_in_time(today: date, ahead: int) -> None:
    assume(CALENDAR.is_working_day(today))  # nobody posts first class on another
    visit = today + timedelta(days=ahead)
    by = RECKONING.by("access.post_by", visit).day
    body = case(visit_on=visit, notice_how="first class post")
    early = too_early(body, "ACC-01", datetime.combine(today, time(9)), RECKONING)
    assert (early is None) == (today <= by)


def test_what_is_said_of_a_visit_that_is_too_early() -> None:
    posted = case(notice_on=MON, notice_how="first class post", visit_on=date(2026, 11, 25), visit_time=time(10))
    said = str(too_early(posted, "ACC-01", NOW, RECKONING))
    assert "posted on Mon 23 Nov 2026 and is deemed delivered on Wed 25 Nov 2026" in said
    assert "on Thu 26 Nov 2026 at the earliest" in said
    assert "“visit ACC-01 26 Nov 10:00”" in said
    none = str(too_early(case(visit_on=MON, visit_time=time(16)), "ACC-01", NOW, RECKONING))
    assert "Handed over or e-mailed now, it allows a visit on Tue 24 Nov 2026 at 09:30" in none
    assert too_early(case(visit_on=date(2026, 11, 24), visit_time=time(10)), "ACC-01", NOW, RECKONING) is None


def test_a_served_order_is_notice_enough_a_day_on() -> None:
    body = case(status=SERVED, order_sealed_on=MON, order_served_on=MON)
    assert earliest_visit(body, RECKONING) == datetime.combine(date(2026, 11, 24), time())


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"tried": tries(2)}, "2 documented attempts are on record, and at least 3 are needed"),
        ({"tried": ()}, "no documented attempts are on record"),
        ({"tried": (*tries(2), Tried(3, 3, MON, None, "P1", "Refused at door"))}, "2 documented attempts"),
        ({"check_on": None}, "the vulnerability and capacity check does not say when"),
        ({"check_by": " "}, "does not say who made it"),
        ({"check_on": None, "check_by": "", "check_outcome": ""}, "check is not on record"),
        ({"reasonable_adjustment": ""}, "nobody has noted which reasonable adjustments were offered"),
    ],
)
def test_what_holds_a_final_warning_and_legal_back(values: dict[str, Any], missing: str) -> None:
    for to in (FINAL, LEGAL):
        gate = shut(ready(**values), "ACC-01", to, GATES)
        assert gate is not None
        assert missing in str(gate)
        assert "Nothing was changed. Type, for example, “" in str(gate)
        assert "ACC-01" in str(gate)
        assert shut(ready(), "ACC-01", to, GATES) is None


@pytest.mark.parametrize(
    ("to", "values", "missing"),
    [
        (LEGAL, {"final_warning_on": None}, "no final warning is on record"),
        (CLAIM, {}, "Legal’s reference is not noted"),
        (HEARING, {}, "the day of the hearing is not noted"),
        (ORDERED, {"court_order": "Access"}, "nobody has noted when the order was sealed"),
        (SERVED, {"order_sealed_on": MON}, "nobody has noted when the order was served"),
        (UNDER_ORDER, {"order_sealed_on": MON}, "the order was not served, so nobody may come under it"),
    ],
)
def test_what_holds_each_later_rung_back(to: str, values: dict[str, Any], missing: str) -> None:
    gate = shut(ready(**values), "ACC-01", to, GATES)
    assert gate is not None
    assert missing in str(gate)


@given(st.lists(st.sampled_from(LIFECYCLE.states), max_size=14))
def test_no_way_to_legal_but_by_both_warnings(way: list[str]) -> None:
    state, seen = LIFECYCLE.initial, {LIFECYCLE.initial}
    for to in way:
        if to in LIFECYCLE.moves[state]:
            state = to
            seen.add(to)
    if seen & {LEGAL, CLAIM, HEARING, ORDERED, SERVED, UNDER_ORDER}:
        assert {WARNED, FINAL} <= seen


@pytest.mark.parametrize(
    ("status", "values", "to"),
    [
        ("Attempting", {"warning_on": MON}, WARNED),
        (LEGAL, {"claim_on": MON}, CLAIM),
        (CLAIM, {"hearing_on": MON}, HEARING),
        (HEARING, {"order_sealed_on": MON}, ORDERED),
        (ORDERED, {"order_served_on": MON}, SERVED),
        (SERVED, {"order_served_on": MON}, None),
        (LEGAL, {"warning_on": MON}, None),
        ("Access gained", {"warning_on": MON}, None),
        (SERVED, {"hearing_on": MON}, None),
    ],
)
def test_the_day_of_a_rung_moves_a_case_on_and_never_back(status: str, values: dict[str, Any], to: str | None) -> None:
    assert case(status=status).moved_by(values) == to
    assert to is None or is_ahead(to, status)


def of(body: AccessCase, **values: Any) -> Record:
    known: dict[str, Any] = {
        "id": 1, "ref": "ACC-01", "body": body, "raised_by": "P1", "raised_on": MON, "version": 1, "workstream": "MW",
        "updated_at": datetime(2026, 11, 23, tzinfo=UTC), "confidential": True,
    }  # fmt: skip
    return Record(**{**known, **values})


def legal(name: str = "P9", role: str = "Legal Officer") -> Person:
    return Person(name, "Sam Okoro", "sam@tmg.example", role=role, organisation="TMG")


SEALED = {"status": ORDERED, "order_sealed_on": MON, "legal_officer": "P9", "court_order": "Access"}


@given(DAYS, DAYS, st.booleans(), st.booleans(), st.booleans(), st.text(max_size=8))
def test_force_needs_legal_who_is_named_a_sealed_order_its_days_and_its_words(
    first: date, last: date, is_legal: bool, is_named: bool, is_sealed: bool, words: str
) -> None:
    body = case(**{**SEALED, "order_sealed_on": MON if is_sealed else None})
    person = legal("P9" if is_named else "P8", "Legal Officer" if is_legal else "Project Liaison Officer")
    refusal = authorisation(of(body), person, "Sam Okoro", first, last, words)
    fine = is_legal and is_named and is_sealed and MON <= first <= last and bool(words.strip())
    assert (refusal is None) == fine


@given(DAYS, st.integers(0, 30), DAYS)
def test_outside_of_its_days_it_has_lapsed(first: date, days: int, today: date) -> None:
    assume(first >= MON)
    last = first + timedelta(days=days)
    body = case(
        **SEALED, forced_entry_authorised=True, forced_entry_from=first, forced_entry_to=last, forced_entry_by="SO"
    )
    assert is_authorised(body, today) == (first <= today <= last)
    assert ("has lapsed" in force_told(body, today)) == (today > last)
    assert ("not authorised yet" in force_told(body, today)) == (today < first)


@given(DAYS)
def test_an_order_alone_allows_no_force(today: date) -> None:
    assert not is_authorised(case(**SEALED), today)
    assert "does not by itself allow it" in force_told(case(**SEALED), today)
    unsealed = case(forced_entry_authorised=True, forced_entry_from=MON, forced_entry_to=date(2027, 12, 31))
    assert not is_authorised(unsealed, today)


def attempt(number: int, on: date, at: time | None = time(14), **values: Any) -> Attempt:
    moment = datetime.combine(on, at, LONDON).astimezone(UTC) if at else None
    return Attempt(number, on, moment, by="P1", outcome="Refused at door", **values)


def missing(attempts: list[Attempt], today: date = MON, **values: Any) -> list[str]:
    return gaps(Log(case(**values), attempts, [], date(2026, 11, 2), today, CALENDAR, LONDON))


def test_what_the_log_does_not_show() -> None:
    found = missing([attempt(1, date(2026, 11, 10)), attempt(2, date(2026, 11, 17))])
    assert "2 attempts are on record; at least 3 are expected." in found
    assert "No attempt in the morning." in found
    assert "No attempt after 17:00." in found
    assert "No attempt at a weekend." in found
    assert "Every attempt whose hour is known was in the same part of the day (afternoon)." in found
    assert "No record that notice was served for attempts 1 and 2." in found
    assert "No photo or file for attempts 1 and 2." in found
    assert "No vulnerability and capacity check." in found


def test_a_notice_that_gave_less_than_a_day_is_seen() -> None:
    late = attempt(1, date(2026, 11, 12), notice_served_on=date(2026, 11, 10), notice_method="first class post")
    assert any("deemed delivered on Thu 12 Nov 2026, less than a whole day" in each for each in missing([late]))
    fine = attempt(1, date(2026, 11, 13), notice_served_on=date(2026, 11, 10), notice_method="first class post")
    assert not any("whole day" in each for each in missing([fine]))


@given(st.integers(0, 60))
def test_a_long_silence_is_seen(days: int) -> None:
    today = date(2026, 11, 2) + timedelta(days=days)
    found = [each for each in missing([], today=today) if each.startswith("Nothing between")]
    assert bool(found) == (days > 21)


def test_a_full_log_has_no_gaps_in_its_visits() -> None:
    whole: dict[str, Any] = {"notice_served_on": date(2026, 11, 2), "notice_method": "by hand", "certificate": "C1",
                             "evidence": "a.jpg", "digest": "0" * 64, "contact_tried": "phone"}  # fmt: skip
    tried = [
        attempt(number, on, at, ended_at=datetime(2026, 11, 21, 20, tzinfo=UTC), **whole)
        for number, (on, at) in enumerate(
            ((date(2026, 11, 10), time(9)), (date(2026, 11, 17), time(17, 30)), (date(2026, 11, 21), time(14))), 1
        )
    ]
    checked = {
        "check_on": MON,
        "check_by": "OA",
        "check_outcome": "None",
        "reasonable_adjustment": "x",
        "tenancy_clause": "3",
    }
    assert missing(tried, **checked) == []


@given(st.times())
def test_every_hour_is_in_one_part_of_the_day(at: time) -> None:
    part = part_of_day(at)
    assert (part == "evening") == (at.hour >= 17)
    assert (part == "morning") == (at.hour < 12)


def test_parts_of_the_day_that_were_tried() -> None:
    assert one_part_only(tries(3)) == ""  # Sunday 1 Nov is a weekend
    assert one_part_only(tries(5)[1:]) == "afternoon"
    assert one_part_only(tries(1)) == ""
    assert len(documented((*tries(2), Tried(3, 3, None, None, "", "")))) == 2


@given(st.sampled_from([(name, words) for name, all_of in OUTCOMES.items() for words in all_of]))
def test_every_word_for_an_outcome_means_it(pair: tuple[str, str]) -> None:
    assert outcome_of(pair[1].upper()) == pair[0]


def test_what_is_not_known_stays_as_it_was_written() -> None:
    assert outcome_of("Flooded  stairwell") == "Flooded stairwell"
    assert method_of("carrier pigeon") == "carrier pigeon"
    assert not by_post("carrier pigeon")
    assert by_post("")
    assert by_post("letter and email")
