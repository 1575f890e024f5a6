"""Surveys: what answers add up to, with the base, the interval and the warnings that belong to every figure. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Z95 = 1.959964  # two-sided 95 %
FEWEST_SHOWN = 5  # groups smaller than this are not shown: somebody could be recognised
FEWEST_BASE = 30  # below this a percentage says little

SATISFIED = ("very satisfied", "fairly satisfied")
VALID = (*SATISFIED, "neither satisfied nor dissatisfied", "fairly dissatisfied", "very dissatisfied")
# Answers that are no opinion: out of the base (tenant satisfaction measures, technical requirements).
NO_OPINION = ("", "not applicable", "n/a", "don't know", "don’t know", "prefer not to say")

# Points of error allowed at 95 %, by the number of homes (tenant satisfaction measures).
ERROR_ALLOWED = ((10_000, 3.0), (2_500, 4.0), (1_000, 5.0))


@dataclass(frozen=True)
class Answered:
    """One questionnaire that came back. `home` is the property's UPRN ("" where it is anonymous); `comment` is what was said in
    words, `themes` what that was taken to be about."""

    id: str
    home: str
    on: date | None
    answers: tuple[str, ...]
    tenure: str = ""
    method: str = ""
    comment: str = ""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """One question's result: `percent` of `base` valid answers were satisfied; both intervals at 95 %, in points.

    `wilson` is the Wilson interval without, `margin` the normal margin with the correction for a finite population.
    `suppressed`: fewer than five answered, so nothing may be shown.
    """

    question: str
    base: int
    satisfied: int
    percent: float
    wilson: tuple[float, float]
    margin: float
    excluded: int

    @property
    def suppressed(self) -> bool:
        return self.base < FEWEST_SHOWN


@dataclass(frozen=True)
class Findings:
    """A survey's results, and what must be said with them."""

    rows: int
    unique: int
    repeats: int
    response_rate: float
    results: tuple[Result, ...]
    warnings: tuple[str, ...]


def findings(questions: Sequence[str], population: int, answered: Iterable[Answered]) -> Findings:
    """What the answers add up to. A home's repeats count once, with its latest answer; anonymous repeats cannot be told."""
    rows = list(answered)
    kept = counted(rows)
    results = tuple(
        result(question, population, [one.answers[at] if at < len(one.answers) else "" for one in kept])
        for at, question in enumerate(questions)
    )
    rate = round(100 * len(kept) / population, 1) if population else 0.0
    return Findings(
        len(rows), len(kept), len(rows) - len(kept), rate, results, _warnings(questions, population, kept, results)
    )


def result(question: str, population: int, answers: Sequence[str]) -> Result:
    """One question's result from its answers as they were written."""
    plain = [answer.strip().casefold() for answer in answers]
    base = sum(answer in VALID for answer in plain)
    satisfied = sum(answer in SATISFIED for answer in plain)
    share = satisfied / base if base else 0.0
    return Result(
        question=question,
        base=base,
        satisfied=satisfied,
        percent=round(100 * share, 1),
        wilson=wilson(satisfied, base),
        margin=margin(share, base, population),
        excluded=len(plain) - base,
    )


def wilson(successes: int, base: int) -> tuple[float, float]:
    """The Wilson score interval at 95 % in per cent, one decimal."""
    if base == 0:
        return 0.0, 100.0
    share = successes / base
    spread = Z95 * math.sqrt(share * (1 - share) / base + Z95**2 / (4 * base**2))
    middle, whole = share + Z95**2 / (2 * base), 1 + Z95**2 / base
    return round(100 * (middle - spread) / whole, 1), round(100 * (middle + spread) / whole, 1)


def margin(share: float, base: int, population: int) -> float:
    """The normal margin of error at 95 % in points, corrected for a finite population, one decimal."""
    if base == 0:
        return 100.0
    finite = math.sqrt(max(0, population - base) / (population - 1)) if population > 1 else 1.0
    return round(100 * Z95 * math.sqrt(share * (1 - share) / base) * finite, 1)


def needed(population: int, points: float) -> int:
    """How many answers a margin of `points` needs at the worst (half satisfied): n0 / (1 + (n0 - 1) / N), rounded up."""
    most = Z95**2 * 0.25 / (points / 100) ** 2
    return math.ceil(most / (1 + (most - 1) / population))


def overlap(first: Result, second: Result) -> bool:
    """Whether two results' intervals overlap: then neither may be called higher."""
    return first.wilson[0] <= second.wilson[1] and second.wilson[0] <= first.wilson[1]


def counted(rows: Iterable[Answered]) -> list[Answered]:
    """The questionnaires that count: of a home's several its latest."""
    latest: dict[str, Answered] = {}
    for number, row in enumerate(rows):
        key = row.home or f"anonymous {number}"
        if key not in latest or (row.on or date.min) >= (latest[key].on or date.min):
            latest[key] = row
    return list(latest.values())


def _warnings(
    questions: Sequence[str], population: int, kept: Sequence[Answered], results: Sequence[Result]
) -> tuple[str, ...]:
    found = []
    if any(not one.home for one in kept):
        found.append(
            "It is anonymous: answers that were sent twice cannot be told apart with certainty, so all are kept."
        )
    for at, question in enumerate(questions):
        offered = {one.answers[at].strip().casefold() for one in kept if at < len(one.answers)} & set(NO_OPINION[1:])
        if question.casefold().startswith("tp01") and offered:
            found.append(f"{question} offered “not applicable” or “don’t know”, which this measure does not allow.")
    allowed = next((points for homes, points in ERROR_ALLOWED if population >= homes), None)
    if allowed and len(kept) < (wanted := needed(population, allowed)):
        found.append(f"{population} homes need {wanted} answers for ±{allowed:g} points; there are {len(kept)}.")
    found += [f"{each.question}: too few answers (base {each.base})." for each in results if each.base < FEWEST_BASE]
    return tuple(found)
