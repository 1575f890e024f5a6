"""Comparing two results in words: where their ranges overlap neither is higher, and nothing is ever called “up”. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from governance.surveys import FEWEST_BASE, Findings, Result, overlap

NO_CAUSE = "What was measured twice may differ for many reasons; a difference says nothing about its cause."


@dataclass(frozen=True)
class Compared:
    """One question of two: what can be said of it."""

    question: str
    words: str


def compared(first: str, one: Result, second: str, two: Result) -> Compared:
    """What can be said of one question's two results, each by its name."""
    if one.suppressed or two.suppressed:
        few = " and ".join(name for name, each in ((first, one), (second, two)) if each.suppressed)
        return Compared(one.question, f"too few answers to show ({few}), so nothing is compared")
    told = f"{first} {_said(one)}, {second} {_said(two)}"
    if min(one.base, two.base) < FEWEST_BASE:
        few = " and ".join(name for name, each in ((first, one), (second, two)) if each.base < FEWEST_BASE)
        return Compared(one.question, f"{told}: too few to compare ({few} has a base under {FEWEST_BASE})")
    if overlap(one, two):
        return Compared(one.question, f"{told}: the ranges overlap, so no difference can be told")
    higher, lower = (first, second) if one.percent > two.percent else (second, first)
    return Compared(one.question, f"{told}: higher in {higher} than in {lower}; the ranges do not overlap")


def common(first: Findings, second: Findings) -> tuple[tuple[Result, Result], ...]:
    """The questions that both asked in the same words, with both results."""
    theirs = {_plain(each.question): each for each in second.results}
    return tuple((each, theirs[_plain(each.question)]) for each in first.results if _plain(each.question) in theirs)


def only_in(first: Findings, second: Findings) -> tuple[str, ...]:
    """The questions that the first asked and the second did not."""
    theirs = {_plain(each.question) for each in second.results}
    return tuple(each.question for each in first.results if _plain(each.question) not in theirs)


def compare(first: str, one: Findings, second: str, two: Findings) -> tuple[Compared, ...]:
    return tuple(compared(first, mine, second, theirs) for mine, theirs in common(one, two))


def _said(one: Result) -> str:
    return f"{one.percent} % ({one.wilson[0]} to {one.wilson[1]} %, base {one.base})"


def _plain(question: str) -> str:
    return " ".join(question.split()).casefold()
