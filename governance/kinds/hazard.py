"""Hazards in homes: the clocks of Awaab's Law, which run beside a complaint's own and never stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.timer import Timer, moment
from governance.fields import ClosureReason, Details, Handler, Source, SourceLink, Supporters, Tags
from governance.kind import Ask, Becoming, Fact, Kind, Text, Title
from governance.ladders import Name as LadderName
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.timed import Case

REPORTED, INVESTIGATED, SAFE, WORKS, CLOSED, NO_HAZARD = (
    "Reported",
    "Investigated",
    "Made safe",
    "Works begun",
    "Closed",
    "No hazard",
)
EMERGENCY, SIGNIFICANT = "emergency", "significant"

LIFECYCLE = Lifecycle(
    initial=REPORTED,
    moves={
        REPORTED: (INVESTIGATED, SAFE, NO_HAZARD),
        INVESTIGATED: (SAFE, WORKS, CLOSED, NO_HAZARD),
        SAFE: (INVESTIGATED, WORKS, CLOSED),
        WORKS: (CLOSED,),
        CLOSED: (REPORTED,),
        NO_HAZARD: (REPORTED,),
    },
    closed=frozenset({CLOSED, NO_HAZARD}),
    done=CLOSED,
    reasons=frozenset({("*", NO_HAZARD), (CLOSED, REPORTED), (NO_HAZARD, REPORTED)}),
    words={
        "investigated": INVESTIGATED,
        "concluded": INVESTIGATED,
        "safe": SAFE,
        "made safe": SAFE,
        "works started": WORKS,
        "works begun": WORKS,
        "done": CLOSED,
        "close": CLOSED,
        "closed": CLOSED,
        "none found": NO_HAZARD,
        "no hazard": NO_HAZARD,
        "reopen": REPORTED,
    },
    labels={INVESTIGATED: "Investigated", SAFE: "Made safe", WORKS: "Works begun", NO_HAZARD: "No hazard found"},
)
# Each step that the law sets a day for: the field of its day, what is to be done, the field of the day it was done.
STEPS: tuple[tuple[str, str, str], ...] = (
    ("make_safe_by", "make it safe", "safe_on"),
    ("investigate_by", "investigate", "investigated_on"),
    ("summary_by", "send the written summary", "summary_on"),
    ("safety_works_by", "make it safe", "safe_on"),
    ("begin_works_by", "take steps to begin further works", "works_on"),
    ("start_by", "start further works", "works_on"),
)
REACHED: Mapping[str, str] = {"investigated_on": INVESTIGATED, "safe_on": SAFE, "works_on": WORKS}


class Hazard(Case):
    """A hazard in a home. An emergency is made safe in 24 hours by the clock; any other is investigated first."""

    kind: ClassVar[Kind] = Kind(
        name="hazard",
        plural="hazards",
        prefix="HAZ",
        words=("damp and mould", "awaab"),
        meaning="something in a home that may harm somebody, with the law's own clocks",
        example="/hazard Damp and mould in a bedroom, significant, aware today 10:15",
        lifecycle=LIFECYCLE,
        due_field="investigate_by",
        ladder="statutory",
        good="It says what is wrong without a name or an address, whether it is an emergency, and since when we know.",
        poor="Damp",
        better="Damp and mould on a bedroom wall, significant, known since Monday 10:15",
        becomes=(Becoming("action", "Add an action", "led to"),),
        order=212,
        days="set off",
        confidential=True,
    )

    title: Annotated[Title, Ask("What it is", "No names, no addresses", column="Subject", headings=("subject",))]
    owner: Handler = None
    sort: Annotated[
        Literal["emergency", "significant"],
        Ask(
            "How bad",
            "An emergency is made safe within 24 hours",
            input="choice",
            words=("sort",),
            choices={EMERGENCY: ("urgent", "immediate"), SIGNIFICANT: ("potential", "potentially significant")},
        ),
    ] = "significant"
    aware_on: Annotated[
        date | None,
        Ask(
            "Aware since",
            input="date",
            words=("aware", "aware on", "aware since", "reported", "reported on", "received"),
            headings=("reported on", "aware on", "reported at"),
            missing="Since when do we know of it?",
            proposed="today",
            past=True,
        ),
    ] = None
    aware_time: Annotated[time | None, Ask("At", "The hour; clocks in hours run from it", input="time")] = None
    make_safe_by: Annotated[date | None, Ask("Make safe by", input="none")] = None
    make_safe_by_time: Annotated[time | None, Ask("Make safe by, hour", input="none", on_card=False)] = None
    investigate_by: Annotated[date | None, Ask("Investigate by", input="none")] = None
    investigated_on: Annotated[
        date | None,
        Ask("Investigation concluded on", input="none", words=("investigated", "investigated on", "concluded")),
    ] = None
    summary_by: Annotated[date | None, Ask("Written summary by", input="none")] = None
    summary_on: Annotated[
        date | None, Ask("Written summary sent on", input="date", words=("summary sent", "summary sent on"), past=True)
    ] = None
    safety_works_by: Annotated[date | None, Ask("Safety works by", input="none")] = None
    safe_on: Annotated[date | None, Ask("Made safe on", input="none", words=("made safe", "made safe on"))] = None
    further_works: Annotated[
        bool, Ask("Further works are needed", "Untick it where making safe is all", input="flag", on_card=False)
    ] = True
    begin_works_by: Annotated[date | None, Ask("Steps to further works by", input="none")] = None
    start_by: Annotated[date | None, Ask("Works started by, at the latest", input="none")] = None
    works_on: Annotated[
        date | None, Ask("Works begun on", input="none", words=("works begun", "works begun on", "works started"))
    ] = None
    decant: Annotated[Text, Ask("Where they stay meanwhile", "If the home can’t be made safe", on_card=False)] = ""
    status: Annotated[
        Literal["Reported", "Investigated", "Made safe", "Works begun", "Closed", "No hazard"],
        Ask("Status", input="none"),
    ] = "Reported"
    supporters: Supporters = ()
    closure_reason: ClosureReason = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def due_now(self) -> str:
        """The soonest of the days that the law sets and that nothing has met yet."""
        waiting = [
            (held, name) for name, _, met in self._steps() if not getattr(self, met) and (held := getattr(self, name))
        ]
        return min(waiting)[1] if waiting and self.is_open else ""

    def _steps(self) -> Iterator[tuple[str, str, str]]:
        """The steps that this one has: an emergency is made safe at once, whatever the investigation says later."""
        emergency_only = ("make_safe_by",)
        for name, words, met in STEPS:
            if name in emergency_only and self.sort != EMERGENCY:
                continue
            if name in ("begin_works_by", "start_by") and not self.further_works:
                continue
            yield name, words, met

    def timers(self) -> Iterator[Timer]:
        if self.aware_on:
            aware = moment(self.aware_on, self.aware_time)
            if self.sort == EMERGENCY:
                yield Timer("make_safe_by", "awaab.emergency", aware)
            else:
                yield Timer("investigate_by", "awaab.investigate", self.aware_on)
        if self.investigated_on:
            yield Timer("summary_by", "awaab.summary", self.investigated_on)
            yield Timer("safety_works_by", "awaab.safety_works", self.investigated_on)
            if self.further_works:
                yield Timer("begin_works_by", "awaab.begin_works", self.investigated_on)
                yield Timer("start_by", "awaab.start_12w", self.investigated_on)

    @property
    def ladder(self) -> LadderName:
        """What runs in hours waits for no morning."""
        return "hours" if self.due_now == "make_safe_by" else super().ladder

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        words = next((words for name, words, _ in STEPS if name == self.due_now), "")
        found = [Fact("Next step", words)] if words else []
        if self.due_now == "make_safe_by" and self.make_safe_by and self.make_safe_by_time:
            by = f"{spoken(self.make_safe_by)}, {self.make_safe_by_time:%H:%M}, by the clock"
            found.append(Fact("Make safe by", by, ("make_safe_by",)))
        return tuple(found)

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        to = next((state for name, state in REACHED.items() if values.get(name)), None)
        return to if to and self.kind.lifecycle.way(to, self.status) is None else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        told: dict[str, Any] = {name: getattr(self, name) or today for name, state in REACHED.items() if state == to}
        return {**told, "closure_reason": reason} if reason and not self.kind.lifecycle.is_open(to) else told
