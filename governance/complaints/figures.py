"""The figures of a year of complaints, as the codes' self-assessment and the governing body's report ask for them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from governance.complaints.states import DETERMINED, NOT_ACCEPTED, OMBUDSMAN, WITHDRAWN
from governance.kinds.complaint import Complaint

Step = tuple[date | None, date | None, bool]  # when it was due, when it was done, whether the complaint is open

FEWEST_TOLD = 5  # smaller numbers are not told to those who may not open cases: somebody could be recognised


@dataclass(frozen=True)
class Timeliness:
    """How many of one sort of reply were due or given in the period, and how many of those in time; `late_open` are overdue and
    not given yet."""

    due: int
    in_time: int
    late_open: int

    @property
    def percent(self) -> float | None:
        """Per cent in time, one decimal; None where none was due."""
        return round(100 * self.in_time / self.due, 1) if self.due else None


@dataclass(frozen=True)
class Stage:
    """One stage of the procedure in the period."""

    received: int
    acknowledged: Timeliness
    answered: Timeliness
    extended: int
    decisions: dict[str, int]


@dataclass(frozen=True)
class Figures:
    """Complaints of a period, both days included: those received in it, and the replies that fell into it."""

    first: date
    last: date
    received: int
    not_accepted: int
    withdrawn: int
    open_at_end: int
    stage_1: Stage
    stage_2: Stage
    with_ombudsman: int
    determined: int
    themes: dict[str, int]
    channels: dict[str, int]
    learning: tuple[str, ...]


def year_of(day: date) -> tuple[date, date]:
    """The financial year that a day falls in, 1 April to 31 March."""
    first = date(day.year if day >= date(day.year, 4, 1) else day.year - 1, 4, 1)
    return first, date(first.year + 1, 3, 31)


def figures(complaints: Iterable[Complaint], first: date, last: date) -> Figures:
    """The figures of a period that has not ended yet are those up to `last`."""
    known = [each for each in complaints if each.received_at is not None and each.received_at <= last]
    new = [each for each in known if each.received_at is not None and each.received_at >= first]
    return Figures(
        first=first,
        last=last,
        received=len(new),
        not_accepted=sum(each.status == NOT_ACCEPTED for each in new),
        withdrawn=sum(each.status == WITHDRAWN for each in new),
        open_at_end=sum(each.is_open for each in known),
        stage_1=_stage(known, "s1", "received_at", first, last),
        stage_2=_stage(known, "s2", "s2_requested_on", first, last),
        with_ombudsman=sum(each.status in (OMBUDSMAN, DETERMINED) for each in known),
        determined=sum(each.status == DETERMINED for each in known),
        themes=_counted(each.theme or each.title for each in new),
        channels=_counted(each.channel or "not said" for each in new),
        learning=tuple(dict.fromkeys(each.learning.strip() for each in new if each.learning.strip())),
    )


def _stage(known: Sequence[Complaint], prefix: str, begun: str, first: date, last: date) -> Stage:
    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    def held(name: str) -> list[date | None]:
        return [getattr(each, f"{prefix}_{name}") for each in known]

    still = [each.is_open for each in known]
    last_days = [extended or due for extended, due in zip(held("extended_to"), held("due"), strict=True)]
    decided = [each for each, on in zip(known, held("responded_on"), strict=True) if within(on)]
    return Stage(
        received=sum(within(getattr(each, begun)) for each in known),
        acknowledged=_in_time(list(zip(held("ack_due"), held("ack_on"), still, strict=True)), first, last),
        answered=_in_time(list(zip(last_days, held("responded_on"), still, strict=True)), first, last),
        extended=sum(bool(to) and within(due) for to, due in zip(held("extended_to"), held("due"), strict=True)),
        decisions=_counted(getattr(each, f"{prefix}_decision") or "not said" for each in decided),
    )


def _in_time(steps: Sequence[Step], first: date, last: date) -> Timeliness:
    """Those done in the period, and those that fell due in it, before its last day, and are not done."""
    done = [(due, on) for due, on, _ in steps if due and on and first <= on <= last]
    waiting = [due for due, on, is_open in steps if due and not on and is_open and first <= due < last]
    return Timeliness(len(done) + len(waiting), sum(on <= due for due, on in done), len(waiting))


def _counted(said: Iterable[str]) -> dict[str, int]:
    """How often each was said, most first."""
    return dict(Counter(said).most_common())


def told_number(number: int, *, openly: bool) -> str:
    """A number for people who may not open cases: one under five is not told."""
    return str(number) if openly or number == 0 or number >= FEWEST_TOLD else f"fewer than {FEWEST_TOLD}"
