"""Results by group: by tenure, by block, by method. No figure tells of fewer than five people, and none that is left out follows
from those that are shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from governance.surveys import FEWEST_SHOWN, Answered, Result, counted, result

By = Literal["tenure", "block", "method"]
BYS: tuple[By, ...] = ("tenure", "block", "method")
UNKNOWN = "not known"


@dataclass(frozen=True)
class Group:
    """One group's result; None where it is not shown, because it is small itself or would give a small one away."""

    name: str
    result: Result | None


@dataclass(frozen=True)
class Breakdown:
    """One question's results by group, with what all of them together say. `none_shown`: whatever were shown would tell of
    few."""

    question: str
    whole: Result
    groups: tuple[Group, ...]

    @property
    def none_shown(self) -> bool:
        return all(group.result is None for group in self.groups)

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(group.name for group in self.groups if group.result is None)


def breakdowns(
    questions: Sequence[str], answered: Iterable[Answered], by: By, blocks: Mapping[str, str] | None = None
) -> tuple[Breakdown, ...]:
    """Each question by group. `blocks` says in which block a home (by its UPRN) is. Repeats count once, as everywhere."""
    kept = counted(answered)
    group_of = _group_of(by, blocks or {})
    groups: dict[str, list[Answered]] = {}
    for one in kept:
        groups.setdefault(group_of(one), []).append(one)
    return tuple(_of_question(question, at, kept, groups) for at, question in enumerate(questions))


def _group_of(by: By, blocks: Mapping[str, str]) -> Callable[[Answered], str]:
    if by == "block":
        return lambda one: blocks.get(one.home) or UNKNOWN
    if by == "method":
        return lambda one: _plain(one.method)
    return lambda one: _plain(one.tenure)


def _plain(said: str) -> str:
    """One spelling for all of a group's."""
    return " ".join(said.split()).casefold() or UNKNOWN


def _of_question(
    question: str, at: int, kept: Sequence[Answered], groups: Mapping[str, Sequence[Answered]]
) -> Breakdown:
    results = {name: _result(question, at, some) for name, some in groups.items()}
    hidden = _hidden({name: found.base for name, found in results.items()})
    shown = (Group(name, None if name in hidden else results[name]) for name in sorted(results, key=_order))
    return Breakdown(question, _result(question, at, kept), tuple(shown))


def _result(question: str, at: int, some: Iterable[Answered]) -> Result:
    """A group's result. How many homes it has nobody knows, so it has a range and no margin."""
    return result(question, 0, [one.answers[at] if at < len(one.answers) else "" for one in some])


def _order(name: str) -> tuple[bool, str]:
    return name == UNKNOWN, name


def _hidden(bases: Mapping[str, int]) -> frozenset[str]:
    """Which groups are not shown. Small ones first; then, as long as the total would give one away (a single one is left out, or
    those left out are fewer than five together), the smallest of the others."""
    hidden = {name for name, base in bases.items() if base < FEWEST_SHOWN}
    others = sorted((name for name in bases if name not in hidden), key=lambda name: (bases[name], name))
    while hidden and others and (len(hidden) == 1 or sum(bases[name] for name in hidden) < FEWEST_SHOWN):
        hidden.add(others.pop(0))
    return frozenset(hidden)
