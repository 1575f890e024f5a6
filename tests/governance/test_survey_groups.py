"""Results by group and side by side: nothing small is shown, nothing small follows, and nothing is made more of than it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.survey_comparison import common, compare, compared, only_in
from governance.survey_groups import UNKNOWN, Breakdown, breakdowns
from governance.surveys import FEWEST_SHOWN, Answered, findings, result

GOOD, BAD, NONE = "Very satisfied", "Fairly dissatisfied", "Not applicable"


def answers(tenure: str, good: int, bad: int = 0, none: int = 0, method: str = "phone") -> list[Answered]:
    said = [GOOD] * good + [BAD] * bad + [NONE] * none
    return [Answered(f"{tenure}{at}", f"{tenure}{at}", None, (one,), tenure, method) for at, one in enumerate(said)]


def by_tenure(*groups: list[Answered]) -> Breakdown:
    [found] = breakdowns(["Overall"], [one for group in groups for one in group], "tenure")
    return found


def test_each_group_has_its_own_result() -> None:
    found = by_tenure(answers("tenant", 30, 10), answers("leaseholder", 10, 30, none=5))
    results = {group.name: group.result for group in found.groups}
    assert list(results) == ["leaseholder", "tenant"]
    assert results["tenant"] is not None
    assert (results["tenant"].base, results["tenant"].percent) == (40, 75.0)
    assert (found.whole.base, found.whole.percent) == (80, 50.0)


def test_a_small_group_takes_another_with_it_so_that_it_does_not_follow_from_the_total() -> None:
    found = by_tenure(answers("tenant", 40), answers("leaseholder", 20), answers("licensee", 3), answers("owner", 15))
    assert found.hidden == ("licensee", "owner")
    two = by_tenure(answers("tenant", 40), answers("licensee", 3))
    assert two.none_shown
    assert two.whole.base == 43


def test_two_small_ones_that_are_few_together_take_a_third() -> None:
    found = by_tenure(answers("tenant", 40), answers("leaseholder", 20), answers("licensee", 1), answers("owner", 2))
    assert found.hidden == ("leaseholder", "licensee", "owner")
    enough = by_tenure(answers("tenant", 40), answers("leaseholder", 20), answers("licensee", 3), answers("owner", 2))
    assert enough.hidden == ("licensee", "owner")


def test_a_group_is_small_by_those_who_gave_an_opinion() -> None:
    found = by_tenure(answers("tenant", 40), answers("leaseholder", 20), answers("licensee", 4, none=30))
    assert found.hidden == ("leaseholder", "licensee")


def test_by_block_through_the_home_and_by_method() -> None:
    some = answers("tenant", 6) + answers("leaseholder", 8)
    blocks = {one.home: "Teasel Point" if one.tenure == "tenant" else "Campion Court" for one in some}
    [found] = breakdowns(["Overall"], some, "block", blocks)
    assert [group.name for group in found.groups] == ["Campion Court", "Teasel Point"]
    [anonymous] = breakdowns(["Overall"], some, "block")
    assert [group.name for group in anonymous.groups] == [UNKNOWN]
    [method] = breakdowns(["Overall"], some, "method")
    assert [group.name for group in method.groups] == ["phone"]


def test_a_home_counts_once_in_its_group() -> None:
    twice = [
        Answered("1", "900", date(2026, 11, 1), (GOOD,), "tenant"),
        Answered("2", "900", date(2026, 11, 2), (BAD,), "Tenant "),
        *answers("tenant", 5),
    ]
    found = by_tenure(twice)
    assert found.groups[0].result is not None
    assert (found.groups[0].result.base, found.groups[0].result.satisfied) == (6, 5)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=7))
def test_whatever_the_groups_nothing_small_is_shown_or_follows(sizes: list[tuple[int, int]]) -> None:
    some = [one for number, (good, bad) in enumerate(sizes) for one in answers(f"group {number}", good, bad)]
    if not some:
        return
    found = by_tenure(some)
    bases = {f"group {number}": good + bad for number, (good, bad) in enumerate(sizes)}
    assert all(group.result.base >= FEWEST_SHOWN for group in found.groups if group.result)
    if found.hidden and not found.none_shown:
        assert len(found.hidden) > 1, "one alone would follow from the total"
        assert sum(bases[name] for name in found.hidden) >= FEWEST_SHOWN


def test_ranges_that_overlap_are_no_difference() -> None:
    low, high = result("Overall", 0, [GOOD] * 50 + [BAD] * 50), result("Overall", 0, [GOOD] * 55 + [BAD] * 45)
    told = compared("SUR-01", low, "SUR-02", high).words
    assert "no difference can be told" in told
    assert "higher" not in told
    far = result("Overall", 0, [GOOD] * 95 + [BAD] * 5)
    assert "higher in SUR-03 than in SUR-01" in compared("SUR-01", low, "SUR-03", far).words
    assert "higher in SUR-03 than in SUR-01" in compared("SUR-03", far, "SUR-01", low).words


def test_few_are_not_compared_and_fewer_than_five_not_shown() -> None:
    some, few = result("Overall", 0, [GOOD] * 60), result("Overall", 0, [BAD] * 29)
    told = compared("a", some, "b", few).words
    assert "too few to compare (b has a base under 30)" in told
    assert "higher" not in told
    tiny = compared("a", some, "b", result("Overall", 0, [BAD] * 4)).words
    assert "%" not in tiny


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_nothing_is_ever_up_or_down(good: int, bad: int, better: int, worse: int) -> None:
    one = result("Overall", 0, [GOOD] * good + [BAD] * bad)
    two = result("Overall", 0, [GOOD] * better + [BAD] * worse)
    words = compared("first", one, "second", two).words.split()
    assert not {"up", "down", "rose", "fell", "improved", "better", "worse"} & set(words)
    if "higher" in words:
        assert one.wilson[0] > two.wilson[1] or two.wilson[0] > one.wilson[1]


def test_only_what_was_asked_in_the_same_words_is_compared() -> None:
    one = findings(["Kept informed", "Quality of work"], 100, answers("a", 40))
    two = findings(["Overall", "kept  informed"], 100, [Answered("1", "1", None, ("", GOOD))])
    assert [(each.question, other.question) for each, other in common(one, two)] == [
        ("Kept informed", "kept  informed")
    ]
    assert only_in(one, two) == ("Quality of work",)
    assert [each.question for each in compare("a", one, "b", two)] == ["Kept informed"]


@pytest.mark.parametrize("by", ["tenure", "block", "method"])
def test_nobody_answered(by: str) -> None:
    [found] = breakdowns(["Overall"], [], by)  # type: ignore[arg-type]
    assert found.groups == ()
    assert found.none_shown
