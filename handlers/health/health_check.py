"""The health check over the register: what is found, what it scores by workstream, and how that moved since last week."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from governance.calendar import WorkingCalendar
from governance.health import Around, Finding, Score, score_of
from governance.health_rules import RULES, examine
from governance.people import Person, Place
from governance.policy import readable
from governance.record import Record
from governance.reminders import latest_summary
from storage.filters import Filter
from storage.health import PROGRAMME, Health
from storage.links import Link
from storage.register import Register

# So many records' links are read in one query.
LINKS_AT_ONCE = 5_000
# So many records are looked through while somebody waits for the answer; platforms give us three seconds.
MOST_AT_ONCE = 4_000


@dataclass(frozen=True)
class Check:
    """What a look at the register found. `scores` and `before` (the newest scores from before this week) are by workstream, ""
    for all that was looked at; `records` are by ref."""

    workstream: str | None
    day: date
    records: Mapping[str, Record]
    findings: tuple[Finding, ...]
    scores: Mapping[str, Score]
    before: Mapping[str, Health]

    @property
    def score(self) -> Score:
        return self.scores[PROGRAMME]

    def of(self, rule: str) -> Check:
        """The same with the findings of one rule only; the scores stay those of the whole."""
        return replace(self, findings=tuple(each for each in self.findings if each.rule == rule)) if rule else self

    def counts(self) -> Counter[str]:
        """How many findings each rule has, by its id and in the order of the rules."""
        return Counter(each.rule for each in self.findings)

    def moved(self, workstream: str = PROGRAMME) -> tuple[int, date] | None:
        """By how much a score moved, and since which Monday; None where there is nothing to compare it with."""
        key = workstream or self.workstream or PROGRAMME
        earlier = self.before.get(key)
        score = self.scores.get(workstream)
        return (score.score - earlier.score, earlier.week) if earlier and score else None


async def check_health(
    register: Register,
    workstream: str | None = None,
    speaker: Person | None = None,
    place: Place | None = None,
    *,
    all_of_it: bool = False,
) -> Check:
    """Look at a workstream's register, or at the whole programme's.

    Only what `speaker` may read (and may see in `place`, where others read along) is looked at; with `all_of_it` everything
    is: for the weekly score, which names nothing, and for operators.
    """
    wanted = Filter(workstream=workstream, status="any", owed_only=True, sort="ref")
    found = await register.records.readable(wanted)
    seen = [record for record in found if all_of_it or readable(speaker, record, place)]
    around = await _around(register, seen)
    findings = await asyncio.to_thread(examine, seen, around)  # it counts long for a large register, and others wait
    return Check(
        workstream=workstream,
        day=register.today,
        records={record.ref: record for record in seen},
        findings=tuple(findings),
        scores=_scores(seen, findings),
        before=await register.health.latest_before(register.today),
    )


async def is_too_large(register: Register, workstream: str | None) -> bool:
    """Whether there is more than can be looked through while somebody waits."""
    wanted = Filter(workstream=workstream, status="any", owed_only=True)
    return await register.records.count_up_to(wanted, MOST_AT_ONCE + 1) > MOST_AT_ONCE


async def kept_scores(register: Register) -> dict[str, Health]:
    """The scores of the newest weekly look, by workstream."""
    return await register.health.of_week(register.today) or await register.health.latest_before(register.today)


async def weekly_scores(register: Register) -> tuple[Health, ...]:
    """The scores to be kept for the week whose summary came round last; none where they are kept already, or where there is
    nothing to score."""
    day = latest_summary(await register.calendar(), register.now, register.zone).astimezone(register.zone).date()
    if PROGRAMME in await register.health.of_week(day):
        return ()
    check = await check_health(register, all_of_it=True)
    if not check.records:
        return ()
    rules: dict[str, Counter[str]] = {PROGRAMME: Counter()}
    for finding in check.findings:
        for key in {PROGRAMME, check.records[finding.ref].workstream or PROGRAMME}:
            rules.setdefault(key, Counter())[finding.rule] += 1
    return tuple(Health(key, day, score.score, dict(rules.get(key, {}))) for key, score in check.scores.items())


async def keep_scores(register: Register, scores: Iterable[Health]) -> None:
    """Keep a week's scores; those of the same week that another process kept meanwhile are taken over."""
    for each in scores:
        await register.health.save(each.week, each.workstream, each.score, each.findings)


async def _around(register: Register, records: list[Record]) -> Around:
    calendar: WorkingCalendar = await register.calendar()
    ids = [record.id for record in records]
    refs = {record.id: record.ref for record in records}
    links: dict[str, list[Link]] = {}
    for first in range(0, len(ids), LINKS_AT_ONCE):
        found = await register.links.of_many(ids[first : first + LINKS_AT_ONCE])
        links |= {refs[record]: each for record, each in found.items()}
    return Around(
        people=await register.people.all(),
        calendar=calendar,
        programme=await register.programme(),
        today=register.today,
        links=links,
        zone=register.zone,
        handed_up=await register.escalations.refs_handed_up(),
    )


def _scores(records: Iterable[Record], findings: Iterable[Finding]) -> dict[str, Score]:
    """The score of everything, and of each workstream that has records."""
    by_strand: dict[str, list[Record]] = {}
    strand_of: dict[str, str] = {}
    for record in records:
        if record.workstream:
            by_strand.setdefault(record.workstream, []).append(record)
            strand_of[record.ref] = record.workstream
    found: dict[str, list[Finding]] = {}
    everything = list(findings)
    for finding in everything:
        found.setdefault(strand_of.get(finding.ref, PROGRAMME), []).append(finding)
    scores = {PROGRAMME: score_of(records, everything, RULES)}
    return scores | {strand: score_of(held, found.get(strand, ()), RULES) for strand, held in sorted(by_strand.items())}
