"""What every kind must have, whatever it is: this walks them all, so a new one is checked from its first day."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from governance.errors import MoveRefused, ReasonNeeded
from governance.kind import Body
from governance.kinds import all_kinds, canonical_ref, kind_named
from governance.programme import Programme

KINDS = pytest.mark.parametrize("body", all_kinds().values(), ids=list(all_kinds()))


@KINDS
def test_a_kind_is_found_by_all_its_words(body: type[Body]) -> None:
    for word in (body.kind.name, body.kind.plural, *body.kind.words, body.kind.name.upper()):
        assert kind_named(word) is body


@KINDS
def test_every_field_says_how_it_is_asked_for(body: type[Body]) -> None:
    asked = dict(body.asks())
    assert set(asked) | body.inner == set(body.model_fields)
    for name, ask in asked.items():
        assert ask.label, name
        assert (ask.input == "choice") == bool(ask.choices), name


@KINDS
def test_choices_and_states_are_those_that_the_model_takes(body: type[Body]) -> None:
    for state in body.kind.lifecycle.states:
        assert body(title="x", status=state).status == state
    for name, ask in body.asks():
        for choice in ask.choices:
            assert (
                getattr(body.model_validate({"title": "x", "status": body.kind.lifecycle.initial, name: choice}), name)
                == choice
            )


@KINDS
def test_no_word_means_two_choices_or_two_fields(body: type[Body]) -> None:
    asks = dict(body.asks())
    for (one, first), (two, second) in combinations(asks.items(), 2):
        if {first.input, second.input} != {
            "scale",
            "text",
        }:  # “impact 4”, “impact: staff are not paid”: the value tells
            assert not set(first.words) & set(second.words), (one, two)
    for ask in asks.values():
        words = [word for words in ask.choices.values() for word in words]
        assert len(words) == len(set(words))


@KINDS
def test_the_lifecycle_holds_together(body: type[Body]) -> None:
    lifecycle = body.kind.lifecycle
    assert lifecycle.initial in lifecycle.states
    assert any(lifecycle.done in moves for moves in lifecycle.moves.values())
    assert set(lifecycle.starts) <= set(lifecycle.states)
    assert set(lifecycle.closed) <= set(lifecycle.states)
    assert {to for moves in lifecycle.moves.values() for to in moves} <= set(lifecycle.states)
    assert set(lifecycle.words.values()) <= set(lifecycle.states)
    frontier = [lifecycle.initial, *lifecycle.starts]
    reachable = set(frontier)
    while frontier:
        for to in lifecycle.moves[frontier.pop()]:
            if to not in reachable:
                reachable.add(to)
                frontier.append(to)
    assert reachable == set(lifecycle.states), "every state can be reached"


@KINDS
def test_the_lifecycle_refuses_with_the_list_of_moves(body: type[Body]) -> None:
    lifecycle = body.kind.lifecycle
    for old in lifecycle.states:
        for new in lifecycle.states:
            if new in lifecycle.moves[old]:
                lifecycle.check("X-1", old, new, "because")
                if lifecycle.needs_reason(old, new):
                    with pytest.raises(ReasonNeeded):
                        lifecycle.check("X-1", old, new, " ")
            else:
                with pytest.raises(MoveRefused) as refused:
                    lifecycle.check("X-1", old, new, "because")
                for allowed in lifecycle.moves[old]:
                    assert allowed in refused.value.message


@KINDS
def test_refs_are_read_however_they_are_spelled(body: type[Body]) -> None:
    ref = body.kind.ref(12)
    prefix = body.kind.prefix
    joined = () if prefix[-1].isdigit() else (f"{prefix}12",)  # S2012 could be anything
    for spelled in (ref, *joined, f"{prefix.lower()}-12", f" {prefix}-0012 ", f"{prefix.lower()} 12"):
        assert canonical_ref(spelled) == ref


def test_no_two_kinds_share_a_prefix_or_a_word() -> None:
    for one, two in combinations([body.kind for body in all_kinds().values()], 2):
        assert one.prefix != two.prefix
        assert not {one.name, one.plural, *one.words} & {two.name, two.plural, *two.words}


def test_what_is_no_ref() -> None:
    for text in ("", "A", "12", "QQ-12", "A-12x", "A-1234567890"):
        assert canonical_ref(text) is None


def test_a_milestone_past_its_forecast_is_red_even_where_nothing_was_agreed() -> None:
    body = all_kinds()["milestone"].model_validate(
        {"title": "Network live", "status": "On track", "forecast": "2026-11-20"}
    )
    assert body.rag(Programme(), date(2026, 11, 20)) is None
    assert body.rag(Programme(), date(2026, 11, 21)) == "Red"
