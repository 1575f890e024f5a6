"""The health check: what a rule is, what it finds, and what a register's score is made of. The rules are in `health_rules`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.people import Person
from governance.programme import Programme
from governance.record import Record

# What one record can lose at most, and the score of a register in which every record loses that much is 0.
MOST_POINTS = 10

LONDON = ZoneInfo("Europe/London")

Deed = Literal["fill", "late", "edit", "owner", "action", "escalate", "become", "compare", "agree", "show"]


class Linked(Protocol):
    """What a rule needs to know of a link: how it is called, which record is at its other end, and whether that is open."""

    @property
    def relation(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def open(self) -> bool: ...


@dataclass(frozen=True)
class Around:
    """What rules may know besides the record. `links` and `twins` are by ref; a twin is another record that says the same,
    with how alike the two titles are in per cent; `reused` are the refs of which there is more than one spelling; `handed_up`
    the refs of those that were put before somebody, by a person or by themselves."""

    people: Mapping[str, Person]
    calendar: WorkingCalendar
    programme: Programme
    today: date
    links: Mapping[str, Sequence[Linked]] = field(default_factory=dict)
    twins: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    reused: Mapping[str, str] = field(default_factory=dict)
    zone: ZoneInfo = LONDON
    handed_up: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fix:
    """What would put a finding right. `deed`: fill in the fields `names`; what is late is finished, or given another day under
    `names`; edit it; give it another owner; log an action for it; escalate it; let it become one of the kinds `names`; compare it
    with the record `names`; agree; or look at it."""

    deed: Deed
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one record, as a clause (`it is due on Sat 28 Nov 2026, a Saturday`), and what would put it right."""

    why: str
    fix: Fix


@dataclass(frozen=True)
class Finding:
    rule: str
    ref: str
    why: str
    fix: Fix


Judge = Callable[[Record, Around], Wrong | None]


@dataclass(frozen=True)
class Rule:
    """One rule of the health check. `weight` is what a finding costs; `kinds` are those it is about (none: all); `closed`:
    closed records are judged too."""

    id: str
    name: str
    means: str
    weight: int
    judge: Judge
    kinds: tuple[str, ...] = ()
    closed: bool = False

    def check(self, record: Record, around: Around) -> Finding | None:
        """What this rule finds wrong with `record`, or None."""
        if record.withdrawn or not (record.is_open or self.closed):
            return None
        if self.kinds and record.kind.name not in self.kinds:
            return None
        wrong = self.judge(record, around)
        return Finding(self.id, record.ref, wrong.why, wrong.fix) if wrong else None


def rule(id: str, name: str, means: str, *kinds: str, weight: int = 2, closed: bool = False) -> Callable[[Judge], Rule]:
    """Declare the function below as the judge of a rule."""
    return lambda judge: Rule(id, name, means, weight, judge, kinds, closed)


@dataclass(frozen=True)
class Score:
    """How healthy a register is: 100 with nothing to put right. `judged` are its open records and the closed ones in which
    something was found; `points` is what each rule's findings cost, before the most that one record can lose is applied."""

    score: int
    judged: int
    findings: int
    points: Mapping[str, int]


def score_of(records: Iterable[Record], findings: Iterable[Finding], rules: Mapping[str, Rule]) -> Score:
    """100 less the points that a record loses on average, ten of them (the most that one record can lose) making 0.

    Weighted findings per record, so that a large register is not worse for being large, and one record with everything wrong
    does not outweigh the rest.
    """
    lost: Counter[str] = Counter()
    points: Counter[str] = Counter()
    judged = {record.ref for record in records if record.is_open}
    number = 0
    for finding in findings:
        weight = rules[finding.rule].weight
        lost[finding.ref] += weight
        points[finding.rule] += weight
        number += 1
    judged |= set(lost)
    total = sum(min(MOST_POINTS, each) for each in lost.values())
    score = round(100 * (1 - total / (MOST_POINTS * len(judged)))) if judged else 100
    return Score(score, len(judged), number, dict(points))
