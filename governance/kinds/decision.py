"""Decisions: what was settled, by whom, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import ClosureReason, Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, Sentence, Text, Title
from governance.lifecycle import Lifecycle

PROPOSED, APPROVED, REJECTED, DEFERRED, SUPERSEDED = "Proposed", "Approved", "Rejected", "Deferred", "Superseded"

LIFECYCLE = Lifecycle(
    initial=PROPOSED,
    moves={
        PROPOSED: (APPROVED, REJECTED, DEFERRED),
        DEFERRED: (PROPOSED,),
        APPROVED: (SUPERSEDED,),
        REJECTED: (),
        SUPERSEDED: (),
    },
    closed=frozenset({APPROVED, REJECTED, SUPERSEDED}),
    starts=(APPROVED,),
    done=APPROVED,
    reasons=frozenset({("*", REJECTED), ("*", DEFERRED)}),
    labels={PROPOSED: "Propose again", APPROVED: "Approve", REJECTED: "Reject", DEFERRED: "Defer"},
    words={
        "approve": APPROVED,
        "agreed": APPROVED,
        "agree": APPROVED,
        "accepted": APPROVED,
        "done": APPROVED,
        "decided": APPROVED,
        "reject": REJECTED,
        "refused": REJECTED,
        "turned down": REJECTED,
        "defer": DEFERRED,
        "put off": DEFERRED,
        "supersede": SUPERSEDED,
        "replaced": SUPERSEDED,
        "reopen": PROPOSED,
    },
)


class Decision(Body):
    """A decision of the programme's decision log."""

    kind: ClassVar[Kind] = Kind(
        name="decision",
        plural="decisions",
        prefix="DEC",
        words=("decided",),
        meaning="what was settled, by whom, and why",
        example="/decision Board agreed 7 year harmonisation as planning assumption",
        lifecycle=LIFECYCLE,
        due_field="needed_by",
        good="It says what was decided, by which board or person with the authority, on which day, and why.",
        poor="Harmonisation",
        better="Programme Board agreed on 10 December to plan for 7-year council tax harmonisation: the lowest cost to residents",
        becomes=(
            Becoming(
                "decision",
                "Replace it",
                "supersedes",
                {"title": "title", "owner": "owner", "council": "council"},
                state=SUPERSEDED,
                when=(APPROVED,),
            ),
            Becoming(
                "action", "Add an action", "led to", {"owner": "owner", "council": "council"}, when=(PROPOSED, APPROVED)
            ),
        ),
        order=60,
        sentences=(
            Sentence(
                "{decided_by} (?:has |have )?(?:agreed|approved|decided|signed off|endorsed|ratified)(?: on| that| to)? {title}",
                alone=True,
            ),
            Sentence(
                "(?:(?:we|i) )?(?:need|want|would like)s? (?:the )?{decided_by} to (?:decide|agree|approve|rule|sign off)"
                "(?: on| about| whether| that)? {title}",
                day="needed_by",
                alone=True,
                to_come=True,
            ),
            Sentence("(?:we (?:have )?)?(?:agreed|decided|approved)(?: on| that| to|:| -)? {title}"),
            Sentence("(?:agreed|approved|decided) (?:by|at) (?:the )?{decided_by}[:,]? {title}", alone=True),
            Sentence("(?:from|by|for) {decided_by}[:,]? (?:on|to|about|whether|re) {title}"),
            Sentence("(?:from|by|for) {decided_by}(?:[:,]| ?[–-]) {title}"),
            Sentence("{title},? (?:agreed|approved|decided|signed off) (?:by|at) {decided_by}"),
        ),
        days="set off",
        capture=True,
    )

    title: Annotated[Title, Ask("Decision", "What was or is to be decided", column="Decision")]
    owner: OwnerIfNamed = None
    decided_by: Annotated[
        Text,
        Ask(
            "Decided by",
            "A board, or a person with the authority",
            words=("decided by", "body", "approved by"),
            missing="Who decided it?",
            unless=("status", "needed_by"),
            among="bodies",
        ),
    ] = ""
    decided_on: Annotated[
        date | None,
        Ask(
            "Decided on",
            input="date",
            past=True,
            missing="Was it decided today?",
            unless=("status", "needed_by"),
            proposed="today",
            words=("decided on", "decided", "on"),
            headings=("date", "date decided", "decision date"),
        ),
    ] = None
    needed_by: Annotated[
        date | None,
        Ask("Needed by", "The day by which it must be decided", input="date", words=("needed by", "due", "by")),
    ] = None
    rationale: Annotated[
        Text, Ask("Why", "The reasons", input="text", words=("rationale", "reason", "why", "because"))
    ] = ""
    options: Annotated[
        Text,
        Ask("Options considered", input="text", words=("options",), headings=("options considered",), on_card=False),
    ] = ""
    conditions: Annotated[Text, Ask("Conditions", input="text", words=("conditions", "subject to"), on_card=False)] = ""
    dissent: Annotated[Text, Ask("Dissent", input="text", words=("dissent",), on_card=False)] = ""
    meeting: Annotated[Text, Ask("Meeting", words=("meeting",), on_card=False)] = ""
    review_on: Annotated[
        date | None, Ask("Look at it again on", input="date", words=("review", "review on"), on_card=False)
    ] = None
    status: Annotated[
        Literal["Proposed", "Approved", "Rejected", "Deferred", "Superseded"], Ask("Status", input="none")
    ] = "Proposed"
    publishable: Annotated[bool, Ask("May be published", input="flag", words=("publishable",), on_card=False)] = False
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @classmethod
    def starts_as(cls, values: Mapping[str, Any]) -> str:
        """What was settled before it is written down starts as approved: it has a day and somebody who decided."""
        settled = values.get("decided_by") and values.get("decided_on")
        return APPROVED if settled and not values.get("status") else super().starts_as(values)

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to in (APPROVED, REJECTED):
            return {"decided_on": self.decided_on or today, "closure_reason": reason}
        return {"closure_reason": reason}
