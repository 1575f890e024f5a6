"""Issues: something that has happened and needs managing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from governance.calendar import WorkingCalendar
from governance.fields import (
    Council,
    Details,
    EscalatedTo,
    EscalationReason,
    Owner,
    Source,
    SourceLink,
    Supporters,
    Tags,
)
from governance.kind import Ask, Becoming, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.trigger import Trigger

DRAFT, OPEN, IN_PROGRESS, BLOCKED = "Draft", "Open", "In progress", "Blocked"
ESCALATED, RESOLVED, CLOSED = "Escalated", "Resolved", "Closed"

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={
        DRAFT: (OPEN,),
        OPEN: (IN_PROGRESS, ESCALATED, RESOLVED),
        IN_PROGRESS: (BLOCKED, ESCALATED, RESOLVED),
        BLOCKED: (IN_PROGRESS, ESCALATED),
        ESCALATED: (IN_PROGRESS,),
        RESOLVED: (CLOSED, IN_PROGRESS),
        CLOSED: (),
    },
    closed=frozenset({RESOLVED, CLOSED}),
    starts=(DRAFT,),
    done=RESOLVED,
    reasons=frozenset({("*", RESOLVED), ("*", ESCALATED), ("*", BLOCKED), (RESOLVED, IN_PROGRESS)}),
    labels={
        (ESCALATED, IN_PROGRESS): "Hand back",
        IN_PROGRESS: "Start",
        ESCALATED: "Escalate",
        RESOLVED: "Resolve",
        CLOSED: "Close",
    },
    words={
        "start": IN_PROGRESS,
        "started": IN_PROGRESS,
        "wip": IN_PROGRESS,
        "unblock": IN_PROGRESS,
        "unblocked": IN_PROGRESS,
        "reopen": IN_PROGRESS,
        "returned": IN_PROGRESS,
        "de escalate": IN_PROGRESS,
        "block": BLOCKED,
        "stuck": BLOCKED,
        "on hold": BLOCKED,
        "waiting": BLOCKED,
        "escalate": ESCALATED,
        "resolve": RESOLVED,
        "fixed": RESOLVED,
        "sorted": RESOLVED,
        "done": RESOLVED,
        "solved": RESOLVED,
        "close": CLOSED,
    },
)


class Issue(Body):
    """An issue of the programme's issue register (fields: the PRINCE2 issue register)."""

    kind: ClassVar[Kind] = Kind(
        name="issue",
        plural="issues",
        prefix="I",
        words=("problem", "blocker"),
        meaning="something that has happened, gets in the way, and needs managing",
        example="/issue Highlight reports from three councils are missing severity 3 owner @sam by Friday",
        lifecycle=LIFECYCLE,
        due_field="target_resolution",
        ladders={"P1": "urgent"},  # for the same day
        good="It says what has happened and what it holds up, how bad it is, and who puts it right by when.",
        poor="Reports",
        better="Highlight reports from three councils are missing, so the November board pack is incomplete",
        becomes=(
            Becoming(
                "decision", "Needs a decision", "led to", {"title": "title", "owner": "owner", "council": "council"}
            ),
            Becoming("change", "Needs a change", "led to", {"title": "title", "owner": "owner", "council": "council"}),
            Becoming("action", "Add an action", "resolves", {"owner": "owner", "council": "council"}),
        ),
        order=30,
        days="announced",
        capture=True,
    )

    title: Annotated[
        Title, Ask("Issue", "What has happened", column="Issue", headings=("issue description", "issue title"))
    ]
    owner: Owner = None
    severity: Annotated[
        Annotated[int, Field(ge=1, le=5)] | None,
        Ask(
            "Severity",
            "1 to 5; 5 stops a tier 1 milestone or breaks the law",
            input="scale",
            words=("severity", "sev", "impact"),
            scale="impact",
            missing="How severe is it, from 1 (negligible) to 5 (severe)?",
            unless=("priority",),
        ),
    ] = None
    priority: Annotated[
        Literal["P1", "P2", "P3", "P4"] | None,
        Ask(
            "Priority",
            "P1 the same day, P2 in 3 working days, P3 in 10, P4 in 20",
            input="choice",
            words=("priority", "prio"),
            choices={
                "P1": ("p1", "urgent", "critical", "top"),
                "P2": ("p2", "high"),
                "P3": ("p3", "medium", "normal"),
                "P4": ("p4", "low"),
            },
        ),
    ] = None
    target_resolution: Annotated[
        date | None,
        Ask(
            "To be resolved by",
            input="date",
            words=(
                "target",
                "due",
                "by",
                "resolve by",
                "fix by",
                "fixed by",
                "sort by",
                "target resolution",
                "target date",
            ),
            headings=("target date", "due date", "resolution date"),
        ),
    ] = None
    type: Annotated[
        Literal["Problem/concern", "Request for change", "Off-specification"],
        Ask(
            "Type",
            input="choice",
            words=("type",),
            choices={
                "Problem/concern": ("problem", "concern"),
                "Request for change": ("request for change", "rfc", "change request"),
                "Off-specification": ("off specification", "off spec", "off-spec"),
            },
            on_card=False,
        ),
    ] = "Problem/concern"
    impact_text: Annotated[
        Text,
        Ask(
            "What it holds up",
            "Time, cost, quality, scope, benefits",
            input="text",
            words=("effect", "holds up", "holding up", "which means", "so that", "so", "impact", "impact text"),
            headings=("impact",),
        ),
    ] = ""
    status: Annotated[
        Literal["Draft", "Open", "In progress", "Blocked", "Escalated", "Resolved", "Closed"],
        Ask("Status", input="none"),
    ] = "Open"
    supporters: Supporters = ()
    blocked_reason: Annotated[Text, Ask("Blocked because", input="none")] = ""
    resolution: Annotated[Text, Ask("Resolution", input="none", words=("resolution",))] = ""
    resolved_on: Annotated[date | None, Ask("Resolved on", input="none", on_card=False)] = None
    from_risk: Annotated[Text, Ask("Came from risk", input="none", on_card=False, headings=("risk ref",))] = ""
    escalated_to: EscalatedTo = ""
    escalation_reason: EscalationReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def triggers(self, programme: Programme, calendar: WorkingCalendar, raised_on: date) -> Iterator[Trigger]:
        if self.severity == 5:
            yield Trigger("severity", "5", "of severity 5: it stops a tier 1 milestone or breaks the law")
        if self.priority == "P1":
            days = programme.escalating.p1_days
            why = f"a P1, open for more than {days} working days"
            yield Trigger("P1 open", str(raised_on), why, calendar.add(raised_on, days + 1))

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == RESOLVED:
            return {"resolution": reason, "resolved_on": self.resolved_on or today, "blocked_reason": ""}
        if to == CLOSED:
            return {}
        escalation = {"escalation_reason": reason} if to == ESCALATED else {}
        if self.status == ESCALATED:
            escalation = {"escalated_to": "", "escalation_reason": ""}
        again = {"resolved_on": None} if self.status == RESOLVED else {}
        return {"blocked_reason": reason if to == BLOCKED else "", **escalation, **again}
