"""Surveys: base, share, intervals and the warnings that belong to them."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.surveys import Answered, Result, findings, margin, needed, overlap, result, wilson

SHARED = Path(__file__).parents[3] / "shared"
GOOD, BAD = "Very satisfied", "Fairly dissatisfied"


def one(home: str, *answers: str, on: date | None = None) -> Answered:
    return Answered(f"{home}-{on}", home, on, answers)


@pytest.mark.skipif(not SHARED.exists(), reason="the worked survey is not beside this clone")
def test_the_worked_survey_comes_out() -> None:
    wanted = json.loads((SHARED / "examples/expected.json").read_text(encoding="utf-8"))["surveys"]["SUR-02"]
    with (SHARED / "sample/surveys.csv").open(encoding="utf-8", newline="") as lines:
        survey = next(row for row in csv.DictReader(lines) if row["ref"] == "SUR-02")
    with (SHARED / "sample/survey_responses_SUR-02.csv").open(encoding="utf-8", newline="") as lines:
        rows = [one(row["uprn"], row["q1"], row["q2"], row["q3"], row["q4"]) for row in csv.DictReader(lines)]
    questions = [question.strip() for question in survey["questions"].split("|")]
    found = findings(questions, int(survey["population"]), rows)
    assert (found.rows, found.unique, found.repeats) == (
        wanted["raw_rows"],
        wanted["unique_responses"],
        wanted["duplicates"],
    )
    assert found.response_rate == wanted["response_rate_pct"]
    for each in found.results:
        right = wanted["questions"][each.question]
        assert (each.base, each.satisfied, each.percent) == (right["base"], right["satisfied"], right["pct"])
        assert (list(each.wilson), each.margin) == (right["wilson95"], right["moe95_normal_fpc_pts"])
        assert each.excluded == right["excluded"]


def test_a_home_counts_once_with_its_latest_answer() -> None:
    rows = [one("1", BAD, on=date(2026, 11, 2)), one("1", GOOD, on=date(2026, 11, 9)), one("2", GOOD)]
    found = findings(["Overall"], 50, rows)
    assert (found.rows, found.unique, found.repeats) == (3, 2, 1)
    assert found.results[0].satisfied == 2


def test_anonymous_repeats_are_kept_and_said() -> None:
    found = findings(["Overall"], 50, [one("", GOOD), one("", GOOD)])
    assert found.unique == 2
    assert any("anonymous" in warning for warning in found.warnings)


def test_no_opinion_is_out_of_the_base() -> None:
    found = result("Overall", 100, [GOOD, BAD, "Not applicable", "", "Don't know"])
    assert (found.base, found.satisfied, found.percent, found.excluded) == (2, 1, 50.0, 3)


def test_the_first_measure_may_not_offer_no_opinion() -> None:
    found = findings(
        ["TP01 overall service"], 900, [one(str(at), GOOD) for at in range(40)] + [one("x", "Not applicable")]
    )
    assert any("does not allow" in warning for warning in found.warnings)


def test_too_few_answers_for_the_homes_are_said() -> None:
    assert needed(7_271, 4) == 555
    found = findings(["Overall"], 7_271, [one(str(at), GOOD) for at in range(100)])
    assert any("555 answers" in warning for warning in found.warnings)


def test_small_groups_are_not_shown() -> None:
    assert result("Overall", 10, [GOOD] * 4).suppressed
    assert not result("Overall", 10, [GOOD] * 5).suppressed


def test_results_whose_intervals_overlap_are_not_ranked() -> None:
    low, high = result("a", 1_000, [GOOD] * 50 + [BAD] * 50), result("b", 1_000, [GOOD] * 55 + [BAD] * 45)
    far = result("c", 1_000, [GOOD] * 95 + [BAD] * 5)
    assert overlap(low, high)
    assert not overlap(low, far)


@given(base=st.integers(1, 400), data=st.data())
def test_the_interval_holds_the_share(base: int, data: st.DataObject) -> None:
    satisfied = data.draw(st.integers(0, base))
    low, high = wilson(satisfied, base)
    assert 0 <= low <= round(100 * satisfied / base, 1) + 0.1
    assert round(100 * satisfied / base, 1) - 0.1 <= high <= 100


@given(population=st.integers(2, 5_000), data=st.data())
def test_asking_everybody_leaves_no_margin(population: int, data: st.DataObject) -> None:
    share = data.draw(st.floats(0, 1))
    assert margin(share, population, population) == 0
    assert margin(share, 1, population) >= margin(share, population, population)


def test_nobody_answered() -> None:
    empty: Result = result("Overall", 100, [])
    assert (empty.base, empty.percent, empty.wilson, empty.suppressed) == (0, 0.0, (0.0, 100.0), True)
