"""Ballots: which votes count, what they add up to, and what that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.ballot_outcome import outcome
from governance.ballots import (
    DUPLICATE,
    HOUSEHOLD,
    LATE,
    NOT_ON_REGISTER,
    OTHERWISE,
    SPOILT,
    Count,
    Envelope,
    Judged,
    Roll,
    Verdict,
    decided,
    reason_in,
    rejected_by,
)
from governance.calendar import WorkingCalendar
from governance.clocks.reckoning import Reckoning
from governance.kinds.ballot import Ballot

CLOSES, CLOSING = date(2026, 10, 23), time(17)
DAY = date(2026, 10, 10)
ROLL = Roll(frozen=True, voters={"V1": "1", "V2": "2", "V3": "3"}, homes=frozenset("123"))
COUNTS, NOT = Judged(valid=True), Judged(valid=False, reason="spoilt")


def vote(
    order: int, voter: str, uprn: str = "", on: date | None = DAY, at: time | None = None, **more: object
) -> Envelope:
    return replace(Envelope(order, voter, uprn, on, at), **more)  # type: ignore[arg-type]


def verdicts(*votes: Envelope, roll: Roll = ROLL) -> list[Verdict]:
    found = decided(votes, roll, CLOSES, CLOSING)
    return [found[one.order] for one in votes]


def reasons(*votes: Envelope, roll: Roll = ROLL) -> list[str]:
    return [each.reason for each in verdicts(*votes, roll=roll)]


def test_where_nobody_has_counted_yet_each_reason_is_found() -> None:
    assert reasons(
        vote(1, "V1"),
        vote(2, "V9"),
        vote(3, "V2", on=date(2026, 10, 24)),
        vote(4, "V2", marked=False),
        vote(5, "V2"),
        vote(6, "V2", on=date(2026, 10, 11)),
    ) == ["", NOT_ON_REGISTER, LATE, SPOILT, "", DUPLICATE]


def test_the_hour_counts_on_the_last_day() -> None:
    last = {"on": CLOSES}
    assert reasons(vote(1, "V1", **last, at=time(17)), vote(2, "V2", **last, at=time(17, 1)), vote(3, "V3", **last)) == [
        "", LATE, "",
    ]  # fmt: skip


def test_a_household_has_one_vote_and_the_first_counts() -> None:
    homes = Roll(frozen=True, homes=frozenset("12"))
    late, early = vote(1, "A", "1", on=date(2026, 10, 12)), vote(2, "B", "1", on=DAY)
    assert reasons(late, early, vote(3, "C", "9"), roll=homes) == [HOUSEHOLD, "", NOT_ON_REGISTER]
    each = replace(homes, per_person=True)
    assert reasons(late, early, roll=each) == ["", ""]


def test_a_spoilt_paper_does_not_use_up_a_vote() -> None:
    assert reasons(vote(1, "V1", marked=False), vote(2, "V1", on=date(2026, 10, 12))) == [SPOILT, ""]


def test_what_was_counted_stands_and_a_disagreement_is_said() -> None:
    told = verdicts(
        vote(1, "V1", judged=COUNTS),
        vote(2, "V1", judged=COUNTS),
        vote(3, "V9", judged=COUNTS),
        vote(4, "V2", judged=Judged(valid=False, reason="Received after close")),
        vote(5, "V3", judged=NOT),
        vote(6, "V3", judged=Judged(valid=False, reason="dup")),
        vote(7, "V2", judged=Judged(valid=False)),
    )
    assert [each.valid for each in told] == [True, True, True, False, False, False, False]
    assert [each.reason for each in told] == ["", "", "", LATE, SPOILT, DUPLICATE, OTHERWISE]
    assert not told[0].objection
    assert "another of the same voter" in told[1].objection
    assert NOT_ON_REGISTER in told[2].objection
    assert "in time" in told[3].objection
    assert "names one of the options" in told[4].objection
    assert "no other vote of that voter" in told[5].objection
    assert "without a reason" in told[6].objection


def test_which_of_two_votes_of_one_day_counted_is_no_disagreement() -> None:
    told = verdicts(vote(1, "V1", judged=Judged(valid=False, reason="duplicate")), vote(2, "V1", judged=COUNTS))
    assert [each.objection for each in told] == ["", ""]
    earlier = verdicts(
        vote(1, "V1", judged=Judged(valid=False, reason="duplicate")),
        vote(2, "V1", on=date(2026, 10, 12), judged=COUNTS),
    )
    assert "an earlier one" in earlier[1].objection


def test_said_to_count_without_an_option_it_cannot() -> None:
    [told] = verdicts(vote(1, "V1", marked=False, judged=COUNTS))
    assert (told.valid, told.reason) == (False, SPOILT)
    assert told.objection


def test_reasons_are_known_however_they_are_spelled_and_nothing_else_is_repeated() -> None:
    spelled = {"Duplicate vote": DUPLICATE, "not eligible": NOT_ON_REGISTER, "Blank paper": SPOILT, "too late": LATE}
    assert {said: reason_in(said) for said in spelled} == spelled
    assert reason_in("Mrs Quagmire rang to complain") == OTHERWISE


_VOTES = st.lists(
    st.builds(
        Envelope,
        order=st.just(0),
        voter=st.sampled_from(["V1", "V2", "V9", ""]),
        uprn=st.sampled_from(["1", "2", "9", ""]),
        received_on=st.sampled_from([None, DAY, date(2026, 10, 12), CLOSES, date(2026, 11, 1)]),
        marked=st.booleans(),
        judged=st.sampled_from([Judged(), COUNTS, NOT, Judged(valid=False)]),
    ),
    max_size=9,
).map(lambda found: [replace(one, order=order) for order, one in enumerate(found)])


@given(_VOTES)
def test_every_vote_has_a_verdict_with_a_reason_where_it_does_not_count(votes: Sequence[Envelope]) -> None:
    found = decided(votes, ROLL, CLOSES, CLOSING)
    assert set(found) == {one.order for one in votes}
    for one in votes:
        each = found[one.order]
        assert each.valid is not bool(each.reason)
        assert not (each.valid and not one.marked), "what names no option is in no tally"
        if one.judged.valid is not None and one.marked:
            assert each.valid == one.judged.valid, "what was counted stands"


@given(_VOTES, st.randoms())
def test_the_order_of_the_rows_decides_nothing_but_what_came_on_one_day(votes: list[Envelope], random: object) -> None:
    votes = [replace(one, judged=Judged()) for one in votes]
    first = decided(votes, ROLL, CLOSES, CLOSING)
    shuffled = list(votes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert decided(shuffled, ROLL, CLOSES, CLOSING) == first
    households = [ROLL.voters.get(one.voter) or one.uprn or one.voter for one in votes if first[one.order].valid]
    assert len(households) == len(set(households)), "one vote a household"


def count(*tally: tuple[str, int], eligible: int | None = 202, rejected: int = 0) -> Count:
    valid = sum(votes for _, votes in tally)
    return Count(eligible, valid + rejected, valid, {SPOILT: rejected} if rejected else {}, dict(tally))


def test_turnout_is_of_valid_votes() -> None:
    found = count(("Yes", 66), ("No", 48), rejected=7)
    assert (found.received, found.valid, found.rejected, found.turnout) == (121, 114, 7, 56.4)
    assert count(("Yes", 1), eligible=None).turnout is None
    assert rejected_by([(False, LATE), (False, SPOILT), (False, LATE), (True, "")]) == {LATE: 2, SPOILT: 1}


YES_NO = ("Yes", "No")
SIMPLE = "simple majority of votes cast"


def test_a_simple_majority() -> None:
    found = outcome(count(("Yes", 66), ("No", 48)), YES_NO, SIMPLE, "GLA")
    assert (found.option, found.decided) == ("Yes", True)
    assert found.words == "Carried: 66 Yes, 48 No; more than half of the votes cast."
    assert outcome(count(("Yes", 48), ("No", 66)), YES_NO, SIMPLE).words.startswith("Not carried")


def test_a_tie_is_said() -> None:
    found = outcome(count(("Yes", 50), ("No", 50)), YES_NO, SIMPLE)
    assert not found.decided
    assert found.words.startswith("A tie: Yes and No have 50 votes each")


def test_of_several_the_most_votes_and_whether_that_is_half() -> None:
    found = outcome(
        count(("Fob only", 55), ("Fob and video", 46), ("App", 27)), ("Fob only", "Fob and video", "App"), SIMPLE
    )
    assert (found.option, found.words) == ("Fob only", "Fob only: 55 of 128 votes, 43.0 %.")
    assert "not more than half" in found.remarks[0]
    more = outcome(count(("Sage", 60), ("Slate", 20), ("Brick", 10)), ("Sage", "Slate", "Brick"), SIMPLE)
    assert not more.remarks


def test_a_tmo_needs_its_secure_tenants_and_who_voted_how_is_not_known() -> None:
    tally = count(("Yes", 12), ("No", 2), eligible=43)
    found = outcome(tally, YES_NO, SIMPLE, "TMO")
    assert not found.decided
    assert "can’t" in found.remarks[-1] or "cannot be decided here" in found.remarks[-1]
    assert outcome(tally, YES_NO, SIMPLE, "TMO", "in favour").option == "Yes"
    assert outcome(tally, YES_NO, SIMPLE, "TMO", "not in favour").option == "No"
    assert outcome(count(("Yes", 2), ("No", 12)), YES_NO, SIMPLE, "TMO").option == "No"


@pytest.mark.parametrize(
    ("rule", "option", "decided_"),
    [
        ("two thirds of the votes", "No", True),
        ("60 % of votes cast", "No", True),
        ("more than 55 per cent", "Yes", True),
        ("majority of those eligible", "No", True),
        ("simple majority, turnout at least 60 %", "", True),
        ("simple majority, turnout at least 50 %", "Yes", True),
        ("as the board thinks", "", False),
        ("", "Yes", True),
    ],
)
def test_other_pass_rules(rule: str, option: str, decided_: bool) -> None:
    found = outcome(count(("Yes", 66), ("No", 48)), YES_NO, rule)
    assert (found.option, found.decided) == (option, decided_)


def test_without_a_valid_vote_nothing_is_decided() -> None:
    assert not outcome(count(("Yes", 0), ("No", 0), rejected=3), YES_NO, SIMPLE).decided


RECKONING = Reckoning(WorkingCalendar())
NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)


def ballot(**values: object) -> Ballot:
    return Ballot.model_validate({"title": "Regeneration", "opens": date(2027, 1, 11), **values})


def test_a_gla_ballot_may_not_close_early_and_a_local_one_is_warned() -> None:
    early = {"closes": date(2027, 1, 29)}
    refused = ballot(sort="GLA", **early).objection(None, NOW, RECKONING)
    assert "Mon 1 Feb 2027" in refused
    assert "ballot.earliest_close" in refused
    assert ballot(sort="GLA", closes=date(2027, 2, 1)).objection(None, NOW, RECKONING) == ""
    local = ballot(sort="local", earliest_close=date(2027, 2, 1), **early)
    assert local.objection(None, NOW, RECKONING) == ""
    facts = {fact.label: fact.words for fact in local.facts(None, WorkingCalendar(), NOW.date())}  # type: ignore[arg-type]
    assert "21 days" in facts["Check first"]


def test_nothing_closes_while_people_may_still_vote() -> None:
    running = ballot(status="Open", closes=date(2027, 1, 20), closes_time=time(17))
    closed = running.model_copy(update={"status": "Closed"})
    assert "Wed 20 Jan 2027 17:00" in closed.objection(running, NOW, RECKONING)
    assert closed.objection(running, datetime(2027, 1, 20, 17, tzinfo=UTC), RECKONING) == ""
    assert not closed.has_closed(NOW)
    assert closed.has_closed(datetime(2027, 1, 20, 17, tzinfo=UTC))
    assert not running.has_closed(datetime(2027, 3, 1, 9, tzinfo=UTC))
    all_day = ballot(status="Closed", closes=date(2027, 1, 20))
    assert not all_day.has_closed(NOW)
    assert all_day.has_closed(datetime(2027, 1, 21, 0, 1, tzinfo=UTC))


def test_a_gla_ballot_cannot_be_closed_early_by_taking_its_date_away() -> None:
    running = ballot(status="Open", sort="GLA")
    assert "earliest" in running.model_copy(update={"status": "Closed"}).objection(running, NOW, RECKONING)


def test_what_voters_were_told_stays() -> None:
    running = ballot(status="Open", question="Sage?", options="Yes; No")
    other = running.model_copy(update={"question": "Slate?"})
    assert "stays" in other.objection(running, NOW, RECKONING)
    frozen = ballot(frozen_on=date(2027, 1, 4), eligibility="one per household")
    assert "frozen" in frozen.model_copy(update={"eligibility": "tenants"}).objection(frozen, NOW, RECKONING)


def test_the_project_manager_hears_first() -> None:
    told = ballot(status="Result declared")
    assert "project manager" in told.model_copy(update={"status": "Published"}).objection(told, NOW, RECKONING)
    assert told.due_now == "report_by"
    assert ballot(status="Result declared", reported_on=NOW.date(), published_on=NOW.date()).due_now == ""
