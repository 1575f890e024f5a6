"""Change requests: what somebody wants to be different from what was agreed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import (
    ClosureReason,
    Council,
    Details,
    EscalatedTo,
    EscalationReason,
    OwnerIfNamed,
    Source,
    SourceLink,
    Tags,
)
from governance.kind import POUNDS, Ask, Becoming, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle

PROPOSED, ASSESSING, APPROVED, REJECTED = "Proposed", "Under assessment", "Approved", "Rejected"
DEFERRED, ESCALATED, IMPLEMENTED, VERIFIED = "Deferred", "Escalated", "Implemented", "Verified"

LIFECYCLE = Lifecycle(
    initial=PROPOSED,
    moves={
        PROPOSED: (ASSESSING,),
        ASSESSING: (APPROVED, REJECTED, DEFERRED, ESCALATED),
        ESCALATED: (ASSESSING, APPROVED, REJECTED),
        DEFERRED: (ASSESSING,),
        APPROVED: (IMPLEMENTED,),
        IMPLEMENTED: (VERIFIED,),
        VERIFIED: (),
        REJECTED: (),
    },
    closed=frozenset({VERIFIED, REJECTED}),
    done=VERIFIED,
    reasons=frozenset({("*", REJECTED), ("*", DEFERRED), ("*", ESCALATED)}),
    labels={
        (ESCALATED, ASSESSING): "Hand back",
        ASSESSING: "Assess",
        APPROVED: "Approve",
        REJECTED: "Reject",
        DEFERRED: "Defer",
        ESCALATED: "Escalate",
        VERIFIED: "Verify",
    },
    words={
        "assess": ASSESSING,
        "assessing": ASSESSING,
        "start": ASSESSING,
        "in progress": ASSESSING,
        "approve": APPROVED,
        "agreed": APPROVED,
        "reject": REJECTED,
        "refused": REJECTED,
        "defer": DEFERRED,
        "escalate": ESCALATED,
        "implement": IMPLEMENTED,
        "built": IMPLEMENTED,
        "verify": VERIFIED,
        "done": VERIFIED,
        "close": VERIFIED,
        "closed": VERIFIED,
    },
)


class Change(Body):
    """A request for change (fields: baseline affected, time and cost, MoSCoW priority, authority)."""

    kind: ClassVar[Kind] = Kind(
        name="change",
        plural="changes",
        prefix="CR",
        words=("change request", "request for change", "rfc", "cr", "change req"),
        meaning="something that is to be different from what was agreed",
        example="/change Add housing repairs to day one, cost 240000, 30 days, priority should",
        lifecycle=LIFECYCLE,
        due_field="decide_by",
        good="It says which baseline changes, what that costs in days and pounds, and who has the authority to agree.",
        poor="More time",
        better="Move the stage 2 gateway by 10 days (plan v3), no cost, for the programme board",
        becomes=(Becoming("action", "Add an action", "led to", {"owner": "owner", "council": "council"}),),
        order=80,
    )

    title: Annotated[Title, Ask("Change", "What is to be different", column="Change", headings=("change request",))]
    owner: OwnerIfNamed = None
    baseline_affected: Annotated[
        Text, Ask("Baseline affected", "Plan, budget, scope", words=("baseline", "affects", "baseline affected"))
    ] = ""
    time_impact_days: Annotated[
        int | None,
        Ask(
            "Delay",
            "Calendar days; minus where it saves some",
            input="number",
            words=("days", "time", "time impact", "delay"),
            unit=" days",
        ),
    ] = None
    cost_impact_gbp: Annotated[
        int | None,
        Ask(
            "Cost",
            "In pounds; minus where it saves some",
            input="number",
            words=("cost", "cost impact", "£"),
            headings=("cost impact gbp",),
            unit=POUNDS,
        ),
    ] = None
    priority: Annotated[
        Literal["Must", "Should", "Could", "Won’t"] | None,
        Ask(
            "Priority",
            "MoSCoW",
            input="choice",
            words=("priority", "moscow"),
            choices={
                "Must": ("must have",),
                "Should": ("should have",),
                "Could": ("could have",),
                "Won’t": ("won't", "wont", "won't have"),
            },
        ),
    ] = None
    authority: Annotated[
        Text, Ask("Who decides", words=("authority", "decided by", "authority is"), among="bodies")
    ] = ""
    decide_by: Annotated[date | None, Ask("Decide by", input="date", words=("decide by", "due", "by", "needed by"))] = (
        None
    )
    benefit_impact: Annotated[
        Text, Ask("What it does to benefits", input="text", words=("benefits",), on_card=False)
    ] = ""
    risk_impact: Annotated[Text, Ask("What it does to risk", input="text", words=("risk",), on_card=False)] = ""
    status: Annotated[
        Literal[
            "Proposed", "Under assessment", "Approved", "Rejected", "Deferred", "Escalated", "Implemented", "Verified"
        ],
        Ask("Status", input="none"),
    ] = "Proposed"
    decided_on: Annotated[date | None, Ask("Decided on", input="none")] = None
    implemented_on: Annotated[
        date | None, Ask("Implemented on", input="none", words=("implemented on",), on_card=False)
    ] = None
    escalated_to: EscalatedTo = ""
    escalation_reason: EscalationReason = ""
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to in (APPROVED, REJECTED):
            return {"decided_on": self.decided_on or today, "closure_reason": reason}
        if to == IMPLEMENTED:
            return {"implemented_on": self.implemented_on or today}
        if to == ESCALATED:
            return {"escalation_reason": reason}
        return {"closure_reason": reason} if to == DEFERRED else {}
