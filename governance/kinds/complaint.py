"""Complaints: a resident is dissatisfied. Two stages, each with its clock (Housing Ombudsman and LGSCO codes)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.reckoning import Reckoning
from governance.clocks.timer import Timer, moment
from governance.fields import (
    ClosureReason,
    Details,
    Handler,
    Received,
    ReceivedTime,
    Source,
    SourceLink,
    Supporters,
    Tags,
)
from governance.kind import Ask, Becoming, Fact, Kind, PersonId, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.timed import Case

RECEIVED, ACKNOWLEDGED = "Received", "Acknowledged"
S1_PROGRESS, S1_EXTENDED, S1_RESPONDED, S1_CLOSED = (
    "Stage 1 in progress",
    "Stage 1 extended",
    "Stage 1 responded",
    "Stage 1 closed",
)
S2_REQUESTED, S2_ACKNOWLEDGED, S2_PROGRESS = "Stage 2 requested", "Stage 2 acknowledged", "Stage 2 in progress"
S2_EXTENDED, S2_RESPONDED, S2_CLOSED = "Stage 2 extended", "Stage 2 responded", "Stage 2 closed"
OMBUDSMAN, DETERMINED = "With the Ombudsman", "Determined"
NOT_ACCEPTED, WITHDRAWN = "Not accepted", "Withdrawn"

Decided = Literal["upheld", "partly upheld", "not upheld"]
DECISIONS: Mapping[str, tuple[str, ...]] = {"upheld": (), "partly upheld": ("partly",), "not upheld": ("rejected",)}

LIFECYCLE = Lifecycle(
    initial=RECEIVED,
    moves={
        RECEIVED: (ACKNOWLEDGED, NOT_ACCEPTED, WITHDRAWN),
        ACKNOWLEDGED: (S1_PROGRESS, S1_EXTENDED, S1_RESPONDED, S2_REQUESTED, NOT_ACCEPTED, WITHDRAWN),
        S1_PROGRESS: (S1_EXTENDED, S1_RESPONDED, S2_REQUESTED, WITHDRAWN),
        S1_EXTENDED: (S1_RESPONDED, S2_REQUESTED, WITHDRAWN),
        S1_RESPONDED: (S1_CLOSED, S2_REQUESTED),
        S1_CLOSED: (S2_REQUESTED,),
        S2_REQUESTED: (S2_ACKNOWLEDGED, WITHDRAWN),
        S2_ACKNOWLEDGED: (S2_PROGRESS, S2_EXTENDED, S2_RESPONDED, WITHDRAWN),
        S2_PROGRESS: (S2_EXTENDED, S2_RESPONDED, WITHDRAWN),
        S2_EXTENDED: (S2_RESPONDED, WITHDRAWN),
        S2_RESPONDED: (S2_CLOSED, OMBUDSMAN),
        S2_CLOSED: (OMBUDSMAN,),
        OMBUDSMAN: (DETERMINED,),
        DETERMINED: (),
        NOT_ACCEPTED: (),
        WITHDRAWN: (),
    },
    closed=frozenset({S1_CLOSED, S2_CLOSED, DETERMINED, NOT_ACCEPTED, WITHDRAWN}),
    done=S1_CLOSED,
    # A failure to respond may be escalated by staff, who say why; the resident need give no reason for stage 2.
    reasons=frozenset(
        {
            ("*", NOT_ACCEPTED),
            ("*", WITHDRAWN),
            *((before, S2_REQUESTED) for before in (ACKNOWLEDGED, S1_PROGRESS, S1_EXTENDED)),
        }
    ),
    labels={ACKNOWLEDGED: "Acknowledgement sent", S2_ACKNOWLEDGED: "Acknowledgement sent"},
    words={
        "ack": ACKNOWLEDGED,
        "s1_in_progress": S1_PROGRESS,
        "in progress": S1_PROGRESS,
        "investigating": S1_PROGRESS,
        "s1_extended": S1_EXTENDED,
        "s1_responded": S1_RESPONDED,
        "responded": S1_RESPONDED,
        "s1_closed": S1_CLOSED,
        "close": S1_CLOSED,
        "closed": S1_CLOSED,
        "done": S1_CLOSED,
        "s2_requested": S2_REQUESTED,
        "stage 2": S2_REQUESTED,
        "s2_acknowledged": S2_ACKNOWLEDGED,
        "s2_in_progress": S2_PROGRESS,
        "s2_extended": S2_EXTENDED,
        "s2_responded": S2_RESPONDED,
        "s2_closed": S2_CLOSED,
        "ombudsman": OMBUDSMAN,
        "determined": DETERMINED,
        "not_accepted": NOT_ACCEPTED,
        "refused": NOT_ACCEPTED,
        "withdrawn": WITHDRAWN,
        "withdraw": WITHDRAWN,
    },
)

# What happens next in each state: the step, the field that holds its day, and the step in words.
NEXT: Mapping[str, tuple[str, str, str]] = {
    RECEIVED: ("ack_s1", "s1_ack_due", "acknowledge it"),
    ACKNOWLEDGED: ("respond_s1", "s1_due", "answer stage 1"),
    S1_PROGRESS: ("respond_s1", "s1_due", "answer stage 1"),
    S1_EXTENDED: ("respond_s1", "s1_extended_to", "answer stage 1"),
    S2_REQUESTED: ("ack_s2", "s2_ack_due", "acknowledge stage 2"),
    S2_ACKNOWLEDGED: ("respond_s2", "s2_due", "answer stage 2"),
    S2_PROGRESS: ("respond_s2", "s2_due", "answer stage 2"),
    S2_EXTENDED: ("respond_s2", "s2_extended_to", "answer stage 2"),
}
# Which field a clock fills in, by which rule, from which field.
CLOCKS = (
    ("s1_ack_due", "s1.ack", "received_at"),
    ("s1_due", "s1.response", "s1_ack_on"),
    ("s2_ack_due", "s2.ack", "s2_requested_on"),
    ("s2_due", "s2.response", "s2_ack_on"),
)
# The state that a complaint enters on the day in a field.
STEPS: Mapping[str, str] = {
    "s1_ack_on": ACKNOWLEDGED,
    "s1_responded_on": S1_RESPONDED,
    "s2_requested_on": S2_REQUESTED,
    "s2_ack_on": S2_ACKNOWLEDGED,
    "s2_responded_on": S2_RESPONDED,
}


class Complaint(Case):
    """A complaint. Its title says what it is about and never who or where: people's details have fields of their own."""

    kind: ClassVar[Kind] = Kind(
        name="complaint",
        plural="complaints",
        prefix="CMP",
        words=("grievance",),
        meaning="a resident is dissatisfied with what we or our contractors did or did not do",
        example="/complaint Dust and debris after window works, received today",
        lifecycle=LIFECYCLE,
        digits=4,
        due_field="s1_due",
        ladder="statutory",
        good="It says what it is about without a name or an address, what the resident wants, and who handles it.",
        poor="Resident is angry",
        better="Dust and debris left after window works",
        becomes=(
            Becoming("action", "Add an action", "led to"),
            Becoming("you said", "You said, we did…", "led to", when=LIFECYCLE.states, form="heard"),
        ),
        order=210,
        days="set off",
        confidential=True,
    )

    title: Annotated[Title, Ask("What it is about", "No names, no addresses", column="Subject", headings=("subject",))]
    owner: Handler = None
    received_at: Received = None
    received_time: ReceivedTime = None
    channel: Annotated[Text, Ask("How it came", words=("channel", "via"), on_card=False)] = ""
    stage: Annotated[Annotated[int, Field(ge=1, le=2)] | None, Ask("Stage", input="none", on_card=False)] = 1
    route: Annotated[
        Literal["HOS", "LGSCO", "joint", "ask"],
        Ask(
            "Ombudsman",
            "Landlord matters go to the Housing Ombudsman",
            input="choice",
            words=("ombudsman", "route"),
            choices={"HOS": ("housing ombudsman",), "LGSCO": ("lgo",), "joint": (), "ask": ()},
            on_card=False,
        ),
    ] = "HOS"
    definition: Annotated[
        Text, Ask("As we understand it", "And what is wanted", input="text", words=("definition",))
    ] = ""
    s1_ack_due: Annotated[date | None, Ask("Acknowledge by", input="none")] = None
    s1_ack_on: Annotated[
        date | None, Ask("Acknowledged on", input="none", words=("acknowledged", "acknowledged on"))
    ] = None
    s1_due: Annotated[date | None, Ask("Stage 1 response by", input="none")] = None
    s1_extended_to: Annotated[date | None, Ask("Stage 1 extended to", input="none")] = None
    s1_extension_reason: Annotated[Text, Ask("Extended because", input="none", on_card=False)] = ""
    s1_responded_on: Annotated[
        date | None, Ask("Stage 1 answered on", input="none", words=("responded", "responded on"))
    ] = None
    s1_decision: Annotated[
        Decided | None, Ask("Stage 1 decision", input="choice", words=("decision",), choices=DECISIONS)
    ] = None
    s2_requested_on: Annotated[
        date | None, Ask("Stage 2 asked for on", input="none", words=("stage 2 requested on",))
    ] = None
    s2_ack_due: Annotated[date | None, Ask("Acknowledge stage 2 by", input="none")] = None
    s2_ack_on: Annotated[
        date | None, Ask("Stage 2 acknowledged on", input="none", words=("stage 2 acknowledged on",))
    ] = None
    s2_due: Annotated[date | None, Ask("Stage 2 response by", input="none")] = None
    s2_extended_to: Annotated[date | None, Ask("Stage 2 extended to", input="none")] = None
    s2_responded_on: Annotated[
        date | None, Ask("Stage 2 answered on", input="none", words=("stage 2 responded on",))
    ] = None
    s2_handler: Annotated[
        PersonId | None,
        Ask("Stage 2 handler", "Not whoever handled stage 1", input="person", words=("stage 2 handler",)),
    ] = None
    s2_decision: Annotated[Decided | None, Ask("Stage 2 decision", input="choice", choices=DECISIONS)] = None
    remedy: Annotated[Text, Ask("Remedy", input="line", words=("remedy",))] = ""
    outstanding_actions: Annotated[Text, Ask("Still to be done", input="text", words=("outstanding",))] = ""
    reasonable_adjustment: Annotated[Text, Ask("Reasonable adjustment", on_card=False)] = ""
    vulnerability: Annotated[Text, Ask("Vulnerability", input="none", on_card=False)] = ""
    special_category: Annotated[Text, Ask("Special category", input="none", on_card=False)] = ""
    related_s20: Annotated[Text, Ask("Section 20 notice", input="none", on_card=False)] = ""
    status: Annotated[
        Literal[
            "Received",
            "Acknowledged",
            "Stage 1 in progress",
            "Stage 1 extended",
            "Stage 1 responded",
            "Stage 1 closed",
            "Stage 2 requested",
            "Stage 2 acknowledged",
            "Stage 2 in progress",
            "Stage 2 extended",
            "Stage 2 responded",
            "Stage 2 closed",
            "With the Ombudsman",
            "Determined",
            "Not accepted",
            "Withdrawn",
        ],
        Ask("Status", input="none"),
    ] = "Received"
    supporters: Supporters = ()
    closure_reason: ClosureReason = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def next_step(self) -> str | None:
        """ack_s1, respond_s1, ack_s2, respond_s2, or None where no clock runs."""
        return NEXT[self.status][0] if self.status in NEXT else None

    @property
    def due_now(self) -> str:
        return NEXT[self.status][1] if self.status in NEXT else ""

    def timers(self) -> Iterator[Timer]:
        for field, rule, trigger in CLOCKS:
            begun = getattr(self, trigger)
            hour = self.received_time if trigger == "received_at" else None
            if begun:
                yield Timer(field, f"{self._code}.{rule}", moment(begun, hour))

    @property
    def _code(self) -> str:
        return "lgsco" if self.route == "LGSCO" else "hos"

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        """What comes next; and the backstop, where a late acknowledgement has put the code's own date behind it."""
        found = [Fact("Next step", NEXT[self.status][2])] if self.status in NEXT else []
        if self.next_step == "respond_s1" and self.received_at and self.deadline:
            backstop = Reckoning(calendar, programme.clocks).by("internal.s1_backstop", self.received_at).day
            if backstop < self.deadline:
                found.append(Fact("Backstop", f"{spoken(backstop)}, 15 working days from receipt"))
        return tuple(found)

    def meant(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.stage != 2:
            return values
        second = {"s1_ack_on": "s2_ack_on", "s1_responded_on": "s2_responded_on"}
        return {second.get(name, name): value for name, value in values.items()}

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        if values.get("stage") == 2:
            return self.status if self.stage == 2 else S2_REQUESTED
        to = next((state for name, state in STEPS.items() if values.get(name)), None)
        return to if to and self.kind.lifecycle.way(to, self.status) is None else None  # a day put right is no new step

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        told: dict[str, Any] = {name: getattr(self, name) or today for name, state in STEPS.items() if state == to}
        if to == S2_REQUESTED:
            told["stage"] = 2
        return {**told, "closure_reason": reason} if reason and not self.kind.lifecycle.is_open(to) else told
