"""Petitions: many people ask for one thing. Thresholds and times are the council's own scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.clocks.timer import Timer, moment
from governance.fields import ClosureReason, Details, Handler, Received, ReceivedTime, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Kind, Text, Title
from governance.lifecycle import Lifecycle
from governance.timed import Case

RECEIVED, ACKNOWLEDGED, DEBATE = "Received", "Acknowledged", "Scheduled for debate"
RESPONDED, REJECTED = "Responded", "Rejected"

LIFECYCLE = Lifecycle(
    initial=RECEIVED,
    moves={
        RECEIVED: (ACKNOWLEDGED, REJECTED),
        ACKNOWLEDGED: (DEBATE, RESPONDED, REJECTED),
        DEBATE: (RESPONDED,),
        RESPONDED: (),
        REJECTED: (),
    },
    closed=frozenset({RESPONDED, REJECTED}),
    done=RESPONDED,
    reasons=frozenset({("*", REJECTED)}),
    labels={ACKNOWLEDGED: "Acknowledgement sent"},
    words={
        "ack": ACKNOWLEDGED,
        "debate": DEBATE,
        "for debate": DEBATE,
        "answered": RESPONDED,
        "replied": RESPONDED,
        "done": RESPONDED,
        "close": RESPONDED,
        "closed": RESPONDED,
        "reject": REJECTED,
        "refused": REJECTED,
    },
)


class Petition(Case):
    """A petition: signatures claimed and verified, its route, and the reply."""

    kind: ClassVar[Kind] = Kind(
        name="petition",
        plural="petitions",
        prefix="PET",
        words=(),
        meaning="many people ask for one thing, with their signatures",
        example="/petition Stop the scaffold before Christmas, 132 names, received today",
        lifecycle=LIFECYCLE,
        digits=2,
        due_field="ack_due",
        good="It says what is asked for, how many signed, how many of those were checked, and where it goes.",
        poor="Scaffold",
        better="Stop the scaffold before Christmas: 132 names, 119 checked, to the service department",
        becomes=(
            Becoming("action", "Add an action", "led to"),
            Becoming("you said", "You said, we did…", "led to", when=LIFECYCLE.states, form="heard"),
        ),
        order=230,
        days="set off",
        confidential=True,
    )

    title: Annotated[Title, Ask("What is asked for", column="Petition")]
    owner: Handler = None
    received_at: Received = None
    received_time: ReceivedTime = None
    signatures_claimed: Annotated[
        int | None,
        Ask("Signatures claimed", input="number", words=("signatures", "names"), headings=("signatures claimed",)),
    ] = None
    signatures_valid: Annotated[
        int | None,
        Ask("Signatures checked", input="number", words=("valid", "verified"), headings=("signatures valid",)),
    ] = None
    lead_petitioner: Annotated[Text, Ask("Lead petitioner", "Kept apart from the subject", on_card=False)] = ""
    format: Annotated[
        Literal["paper", "online", "mixed"] | None,
        Ask(
            "Form",
            input="choice",
            words=("format",),
            choices={"paper": (), "online": ("e-petition",), "mixed": ()},
            on_card=False,
        ),
    ] = None
    ack_due: Annotated[date | None, Ask("Acknowledge by", input="none")] = None
    ack_on: Annotated[date | None, Ask("Acknowledged on", input="none", words=("acknowledged", "acknowledged on"))] = (
        None
    )
    route: Annotated[Text, Ask("Goes to", "A department, or full council", words=("route", "to"))] = ""
    threshold_note: Annotated[Text, Ask("By the scheme", input="none", on_card=False)] = ""
    ward_councillors_told: Annotated[bool, Ask("Ward councillors told", input="flag", on_card=False)] = False
    response_on: Annotated[
        date | None, Ask("Answered on", input="none", words=("answered", "answered on", "responded", "responded on"))
    ] = None
    status: Annotated[
        Literal["Received", "Acknowledged", "Scheduled for debate", "Responded", "Rejected"],
        Ask("Status", input="none"),
    ] = "Received"
    closure_reason: ClosureReason = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def due_now(self) -> str:
        return super().due_now if self.status == RECEIVED else ""

    def timers(self) -> Iterator[Timer]:
        if self.received_at:
            yield Timer("ack_due", "petition.ack", moment(self.received_at, self.received_time))

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        steps = {"ack_on": ACKNOWLEDGED, "response_on": RESPONDED}
        to = next((state for name, state in steps.items() if values.get(name)), None)
        return to if to and self.kind.lifecycle.way(to, self.status) is None else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        told: dict[str, Any] = {"closure_reason": reason} if reason else {}
        if to == ACKNOWLEDGED:
            told["ack_on"] = self.ack_on or today
        if to == RESPONDED:
            told["response_on"] = self.response_on or today
        return told
