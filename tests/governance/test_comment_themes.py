"""Themes of comments: proposed by their words, put right by hand, counted where five or more spoke of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.comment_themes import NAMES, OTHER, PRAISE, Comment, alike, by_theme, proposed, same_words


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("Too noisy", ("noise",)),
        ("Door sticks", ("doors and windows",)),
        ("Nobody told us dates", ("dates and notice",)),
        ("Good team", ("staff and contractors", PRAISE)),
        ("Thank you to the liaison officer", ("staff and contractors", PRAISE)),
        ("My mum has asthma and dust was bad 😡", ("dust and dirt",)),
        ("not very good, and the drilling never stopped", ("noise",)),
        ("I was not happy with the mess", ("dust and dirt",)),
        ("It was good. It was not late", ("dates and notice", PRAISE)),
        ('=HYPERLINK("http://bad.example","click")', (OTHER,)),
        ("xyz", (OTHER,)),
        ("The bill is too high", ("cost",)),
    ],
)
def test_words_propose_themes(said: str, about: tuple[str, ...]) -> None:
    assert proposed(said) == about


def test_what_an_officer_says_holds() -> None:
    assert Comment("1", "Too noisy", ("safety and security",)).about == ("safety and security",)
    assert Comment("1", "Too noisy").about == ("noise",)


def comments(text: str, often: int) -> list[Comment]:
    return [Comment(f"{text}{at}", text) for at in range(often)]


def test_themes_are_counted_and_few_are_only_named() -> None:
    found = by_theme(
        [*comments("Too noisy", 7), *comments("Good team", 5), *comments("Too expensive", 4), Comment("x", " ")]
    )
    assert [(one.theme, one.people) for one in found] == [
        ("noise", 7), (PRAISE, 5), ("staff and contractors", 5), ("cost", None),
    ]  # fmt: skip
    assert found[-1].comments == (), "not a word of theirs either"


def test_comments_of_the_same_words_are_one() -> None:
    found = alike([Comment("1", "Too  noisy"), Comment("2", "too noisy"), Comment("3", "Dust")])
    assert [(one.id, times) for one, times in found] == [("1", 2), ("3", 1)]
    assert same_words("Too  noisy ", "TOO NOISY")


@given(st.lists(st.sampled_from(["Too noisy", "Good team", "Dust", "xyz", "Fob broken, and cold"]), max_size=40))
def test_nothing_is_told_of_fewer_than_five(said: list[str]) -> None:
    for one in by_theme([Comment(str(at), text) for at, text in enumerate(said)]):
        assert one.theme in (*NAMES, OTHER)
        assert one.people is None or one.people >= 5
        assert len(one.comments) == (one.people or 0)
