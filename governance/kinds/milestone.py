"""Milestones: a point that a plan must reach by a day. Its baseline is kept; what moves is the forecast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from governance.calendar import WorkingCalendar
from governance.fields import ClosureReason, Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Fact, Kind, Rag, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.trigger import Trigger

PLANNED, ON_TRACK, AT_RISK, DELAYED = "Planned", "On track", "At risk", "Delayed"
COMPLETE, CANCELLED = "Complete", "Cancelled"

LIFECYCLE = Lifecycle(
    initial=PLANNED,
    moves={
        PLANNED: (ON_TRACK, COMPLETE, CANCELLED),
        ON_TRACK: (AT_RISK, COMPLETE, CANCELLED),
        AT_RISK: (ON_TRACK, DELAYED, COMPLETE, CANCELLED),
        DELAYED: (AT_RISK, COMPLETE, CANCELLED),
        COMPLETE: (ON_TRACK,),
        CANCELLED: (),
    },
    closed=frozenset({COMPLETE, CANCELLED}),
    done=COMPLETE,
    reasons=frozenset({("*", CANCELLED), (COMPLETE, ON_TRACK)}),
    labels={COMPLETE: "Reached", CANCELLED: "Cancel"},
    words={
        "start": ON_TRACK,
        "started": ON_TRACK,
        "ok": ON_TRACK,
        "late": DELAYED,
        "delay": DELAYED,
        "overdue": DELAYED,
        "done": COMPLETE,
        "completed": COMPLETE,
        "reached": COMPLETE,
        "met": COMPLETE,
        "achieved": COMPLETE,
        "hit": COMPLETE,
        "close": COMPLETE,
        "closed": COMPLETE,
        "cancel": CANCELLED,
        "drop": CANCELLED,
        "reopen": ON_TRACK,
    },
)

# What is said in five points, and what that is in three (domain: five-point confidence of government reviews).
FIVE_POINTS = {
    "Highly likely": ("highly likely", "green", "g"),
    "Probable with attention": ("probable", "amber/green", "amber green", "ag"),
    "Feasible with significant issues": ("feasible", "amber", "a"),
    "In doubt": ("in doubt", "doubtful", "amber/red", "amber red", "ar"),
    "Unachievable": ("unachievable", "red", "r"),
}
THREE_POINTS: dict[str, Rag] = {
    "Highly likely": "Green",
    "Probable with attention": "Amber",
    "Feasible with significant issues": "Amber",
    "In doubt": "Red",
    "Unachievable": "Red",
}


class Baseline(BaseModel):
    """A day that was once the baseline: until when, and the change request or person that replaced it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    replaced_on: date
    by: str = ""


class Milestone(Body):
    """A milestone of the plan (fields: baseline, forecast and actual; slip; delivery confidence)."""

    kind: ClassVar[Kind] = Kind(
        name="milestone",
        plural="milestones",
        prefix="M",
        words=("gateway", "ms"),
        meaning="a point that the plan must reach by a day",
        example="/milestone Stage 2 gateway review complete, baseline 23/11 tier 1",
        lifecycle=LIFECYCLE,
        due_field="forecast",
        ladder="forecast",
        good="It is a state that is reached or not (“… signed”), has a tier, and somebody can say how it is accepted.",
        poor="Gateway",
        better="Stage 2 gateway review is signed off by the programme board, 23 November",
        becomes=(
            Becoming("risk", "Add a risk", "led to", {"owner": "owner", "council": "council"}),
            Becoming("change", "Needs a change", "led to", {"title": "title", "owner": "owner", "council": "council"}),
        ),
        order=70,
    )

    title: Annotated[Title, Ask("Milestone", "What will have been reached", column="Milestone")]
    owner: OwnerIfNamed = None
    baseline: Annotated[
        date | None,
        Ask(
            "Baseline",
            "The day that was agreed; it changes by an approved change request only",
            input="date",
            words=("baseline", "baselined", "planned", "plan", "due", "by"),
            fixed=True,
            past=True,
            missing="By which day is it planned?",
        ),
    ] = None
    forecast: Annotated[
        date | None,
        Ask(
            "Forecast",
            "When it will be reached as things stand",
            input="date",
            words=("forecast", "fcast", "now due", "expected", "now"),
        ),
    ] = None
    actual: Annotated[date | None, Ask("Reached on", input="none", words=("actual", "reached on"))] = None
    tier: Annotated[
        Literal["1", "2", "3"],
        Ask(
            "Tier",
            "1 is the programme’s",
            input="choice",
            words=("tier",),
            choices={"1": ("one", "t1"), "2": ("two", "t2"), "3": ("three", "t3")},
        ),
    ] = "2"
    critical: Annotated[
        bool,
        Ask("On the critical path", input="flag", words=("critical", "critical path"), headings=("critical path",)),
    ] = False
    confidence: Annotated[
        Literal[
            "Highly likely", "Probable with attention", "Feasible with significant issues", "In doubt", "Unachievable"
        ]
        | None,
        Ask("Delivery confidence", input="choice", words=("confidence",), choices=FIVE_POINTS),
    ] = None
    said_rag: Annotated[
        Literal["Green", "Amber", "Red"] | None,
        Ask(
            "RAG as reported",
            "Somebody says it; the rule only proposes it",
            input="choice",
            words=("rag",),
            choices={"Green": ("g",), "Amber": ("a", "yellow"), "Red": ("r",)},
            headings=("rag", "rag status"),
        ),
    ] = None
    rag_why: Annotated[Text, Ask("Why, and the path to green", input="text", words=("path to green", "why"))] = ""
    acceptance: Annotated[
        Text, Ask("How it is accepted", input="line", words=("acceptance", "accepted when"), on_card=False)
    ] = ""
    status: Annotated[
        Literal["Planned", "On track", "At risk", "Delayed", "Complete", "Cancelled"], Ask("Status", input="none")
    ] = "Planned"
    baselines: Annotated[tuple[Baseline, ...], Ask("Earlier baselines", input="none", on_card=False)] = ()
    predecessors: Annotated[Text, Ask("Follows", input="none", on_card=False)] = ""
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def deadline(self) -> date | None:
        return self.forecast or self.baseline

    @property
    def slip_days(self) -> int | None:
        """Calendar days from baseline to actual or forecast; negative when early."""
        reached = self.actual or self.forecast
        return (reached - self.baseline).days if reached and self.baseline else None

    def slip_working_days(self, calendar: WorkingCalendar) -> int | None:
        """Working days from baseline to actual or forecast; negative when early."""
        reached = self.actual or self.forecast
        return calendar.between(self.baseline, reached) if reached and self.baseline else None

    def proposed_rag(self, programme: Programme, today: date) -> Rag | None:
        """What the rule says: blue once complete; red past its forecast, or by how far it has slipped."""
        if not self.is_open:
            return "Blue" if self.status == COMPLETE else None
        if self.forecast and self.forecast < today:
            return "Red"
        slip, limits = self.slip_days, programme.slips
        if slip is None:
            return None
        if slip > limits.amber_to or (self.critical and slip > limits.critical):
            return "Red"
        return "Green" if slip < limits.green_under else "Amber"

    def rag(self, programme: Programme, today: date) -> Rag | None:
        """What somebody said, else what the rule proposes: the rule never overrides a person."""
        return self.said_rag if self.said_rag and self.is_open else self.proposed_rag(programme, today)

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        said = self.said_rag is not None and self.is_open
        colour = self.rag(programme, today)
        found = []
        if colour:
            rule = self.proposed_rag(programme, today)
            other = f"; by its dates it would be {rule.lower()}" if said and rule not in (None, colour) else ""
            found.append(Fact("RAG", f"{colour} ({'as reported' if said else 'by its dates'}{other})", ("said_rag",)))
        if self.slip_days is not None:
            found.append(Fact("Slip", self._slip_words(calendar), why=True))
        if self.confidence:
            colour = THREE_POINTS[self.confidence]
            words = colour if programme.confidence_points == 3 else f"{self.confidence} ({colour.lower()})"
            found.append(Fact("Delivery confidence", words, ("confidence",)))
        return tuple(found)

    def _slip_words(self, calendar: WorkingCalendar) -> str:
        slip, working = abs(self.slip_days or 0), abs(self.slip_working_days(calendar) or 0)
        if not slip:
            return "none: it is on its baseline"
        which = "later" if (self.slip_days or 0) > 0 else "earlier"
        days = f"{slip} day{'s' * (slip != 1)} ({working} working day{'s' * (working != 1)})"
        return f"{days} {which} than the baseline"

    def triggers(self, programme: Programme, calendar: WorkingCalendar, raised_on: date) -> Iterator[Trigger]:
        """A tier 1 milestone that slips far, and one on the critical path that slips at all."""
        working = self.slip_working_days(calendar) or 0
        if self.critical and working > 0:
            yield Trigger("slip", "critical path", f"{self._slip_words(calendar)}, and it is on the critical path")
        elif self.tier == "1" and working > programme.escalating.slip_days:
            yield Trigger("slip", "tier 1", f"{self._slip_words(calendar)}, and it is of tier 1")

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        return COMPLETE if values.get("actual") and self.is_open else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == COMPLETE:
            return {"actual": self.actual or today}
        if to == CANCELLED:
            return {"closure_reason": reason}
        return {"actual": None} if self.status == COMPLETE else {}
