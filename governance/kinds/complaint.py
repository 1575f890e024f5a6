"""Complaints: a resident is dissatisfied. Two stages, each with its clock (Housing Ombudsman and LGSCO codes)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from governance.calendar import WorkingCalendar, spoken
from governance.checklist import Checklist
from governance.clocks.reckoning import Reckoning
from governance.clocks.timer import Timer, moment
from governance.complaints.replies import checklist_of
from governance.complaints.rules import refusal_of
from governance.complaints.states import (
    ACKNOWLEDGED,
    CLOCKS,
    DECISIONS,
    GROUNDS,
    LIFECYCLE,
    NEXT,
    NOT_ACCEPTED,
    OMBUDSMAN,
    RECEIVED,
    S1_CLOSED,
    S1_EXTENDED,
    S1_PROGRESS,
    S1_RESPONDED,
    S2_ACKNOWLEDGED,
    S2_CLOSED,
    S2_EXTENDED,
    S2_PROGRESS,
    S2_REQUESTED,
    S2_RESPONDED,
    STEPS,
    Decided,
    Ground,
)
from governance.errors import ChivvyError
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
from governance.kind import Ask, Becoming, Body, Fact, Kind, Offer, PersonId, Text, Title
from governance.programme import Programme
from governance.timed import Case


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
            Becoming(
                "hazard",
                "It is a hazard too",
                "led to",
                {"title": "title", "owner": "owner", "aware_on": "received_at"},
            ),
            Becoming("you said", "You said, we did…", "led to", when=LIFECYCLE.states, form="heard"),
        ),
        order=210,
        days="set off",
        confidential=True,
        offers=(
            Offer(
                "Extend…", "extend", (ACKNOWLEDGED, S1_PROGRESS, S1_EXTENDED, S2_ACKNOWLEDGED, S2_PROGRESS, S2_EXTENDED)
            ),
            Offer("Do not accept…", "checklist", (RECEIVED, ACKNOWLEDGED), NOT_ACCEPTED),
            Offer("Choose a handler…", "second handler", (S2_REQUESTED, S2_ACKNOWLEDGED, S2_PROGRESS, S2_EXTENDED)),
            Offer("Stage 2 is asked for", "", (S1_RESPONDED, S1_CLOSED), S2_REQUESTED),
            Offer("With the Ombudsman", "", (S2_RESPONDED, S2_CLOSED), OMBUDSMAN),
        ),
        checked=frozenset({ACKNOWLEDGED, S1_RESPONDED, S2_ACKNOWLEDGED, S2_RESPONDED, NOT_ACCEPTED}),
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
    theme: Annotated[
        Text, Ask("Theme", "Dust, appointments, notice …", words=("theme", "category"), headings=("category",))
    ] = ""
    happened_on: Annotated[
        date | None,
        Ask(
            "Happened on",
            "Or when they became aware of it",
            input="date",
            words=("happened", "happened on"),
            past=True,
            on_card=False,
        ),
    ] = None
    definition: Annotated[
        Text, Ask("As we understand it", "What the complaint is about", input="text", words=("definition",))
    ] = ""
    outcome_sought: Annotated[
        Text, Ask("What they want", "The outcome that is sought", input="text", words=("wants", "outcome sought"))
    ] = ""
    points: Annotated[
        Text, Ask("Points raised", "One on each line", input="text", words=("points",), on_card=False)
    ] = ""
    responsibility: Annotated[Text, Ask("What we answer for", "And what we do not", input="text", on_card=False)] = ""
    s1_ack_due: Annotated[date | None, Ask("Acknowledge by", input="none")] = None
    s1_ack_on: Annotated[
        date | None, Ask("Acknowledged on", input="none", words=("acknowledged", "acknowledged on"))
    ] = None
    s1_due: Annotated[date | None, Ask("Stage 1 response by", input="none")] = None
    s1_extended_to: Annotated[date | None, Ask("Stage 1 extended to", input="none")] = None
    s1_extension_reason: Annotated[Text, Ask("Extended because", input="none", on_card=False)] = ""
    s1_extension_told_on: Annotated[date | None, Ask("Resident told of it on", input="none", on_card=False)] = None
    s1_extension_good_reason: Annotated[Text, Ask("Good reason for longer", input="none", on_card=False)] = ""
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
    s2_extension_reason: Annotated[Text, Ask("Stage 2 extended because", input="none", on_card=False)] = ""
    s2_extension_told_on: Annotated[
        date | None, Ask("Resident told of the stage 2 extension on", input="none", on_card=False)
    ] = None
    s2_extension_good_reason: Annotated[Text, Ask("Good reason for longer at stage 2", input="none", on_card=False)] = (
        ""
    )
    s2_responded_on: Annotated[
        date | None, Ask("Stage 2 answered on", input="none", words=("stage 2 responded on",))
    ] = None
    s1_handler: Annotated[PersonId | None, Ask("Stage 1 handler", input="none", on_card=False)] = None
    s2_handler: Annotated[
        PersonId | None,
        Ask("Stage 2 handler", "Not whoever handled stage 1", input="person", words=("stage 2 handler",)),
    ] = None
    s2_decision: Annotated[Decided | None, Ask("Stage 2 decision", input="choice", choices=DECISIONS)] = None
    s1_reasons: Annotated[
        Text, Ask("Stage 1 reasons", "With policy, law and good practice", input="text", on_card=False)
    ] = ""
    s1_answers: Annotated[
        Text, Ask("Stage 1 answers to the points", "One on each line", input="text", on_card=False)
    ] = ""
    s2_reasons: Annotated[
        Text, Ask("Stage 2 reasons", "With policy, law and good practice", input="text", on_card=False)
    ] = ""
    s2_answers: Annotated[
        Text, Ask("Stage 2 answers to the points", "One on each line", input="text", on_card=False)
    ] = ""
    remedy: Annotated[Text, Ask("Remedy", "What we do to put it right", input="text", words=("remedy",))] = ""
    outstanding_actions: Annotated[
        Text,
        Ask("Still to be done", "One on each line, with who and by when", input="text", words=("outstanding",)),
    ] = ""
    learning: Annotated[
        Text, Ask("What we learn", "What will be done differently", input="text", words=("learning", "learnt"))
    ] = ""
    not_accepted_ground: Annotated[
        Ground | None, Ask("Not accepted because", input="choice", choices=GROUNDS, on_card=False)
    ] = None
    not_accepted_on: Annotated[date | None, Ask("Told that it is not accepted on", input="none", on_card=False)] = None
    ombudsman_on: Annotated[
        date | None, Ask("With the Ombudsman since", input="none", words=("ombudsman since",), on_card=False)
    ] = None
    evidence_due: Annotated[
        date | None, Ask("Evidence to the Ombudsman by", "The date in their letter counts", input="date", on_card=False)
    ] = None
    determination: Annotated[
        Text, Ask("Determination", "And what was ordered", input="text", words=("determination",), on_card=False)
    ] = ""
    reasonable_adjustment: Annotated[
        Text, Ask("Reasonable adjustments", "What they need of us", words=("adjustment",), on_card=False)
    ] = ""
    vulnerability: Annotated[Text, Ask("Vulnerability", input="none", on_card=False)] = ""
    special_category: Annotated[Text, Ask("Special category", input="none", on_card=False, apart=True)] = ""
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
            code = "hos" if rule == "evidence" else self.code
            if begun:
                yield Timer(field, f"{code}.{rule}", moment(begun, hour))

    @property
    def code(self) -> str:
        """Whose code it is answered by: the prefix of its rules."""
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

    def checklist(self, to: str) -> Checklist | None:
        return checklist_of(self, to) if to in self.kind.checked else None

    def refusal(self, old: Body, ref: str, today: date, reckoning: Reckoning) -> ChivvyError | None:
        assert isinstance(old, Complaint)
        return refusal_of(self, old, ref, today, reckoning)

    def on_change(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Whoever handles stage 2 answers for it from then on; who handled stage 1 stays known."""
        second = changes.get("s2_handler")
        if not second:
            return {}
        return {"s1_handler": self.s1_handler or self.owner, "owner": second}

    def as_imported(self) -> Self:
        """As a sheet has it that knows a handler for each stage."""
        if self.stage != 2 or not self.s2_handler or self.s1_handler:
            return self
        return self.model_copy(update={"s1_handler": self.owner, "owner": self.s2_handler})

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        told: dict[str, Any] = {name: getattr(self, name) or today for name, state in STEPS.items() if state == to}
        if to == S2_REQUESTED:
            told["stage"] = 2
        if to in (S1_RESPONDED, S2_REQUESTED):  # whoever answered stage 1, whatever becomes of it since
            told["s1_handler"] = self.s1_handler or self.owner
        return {**told, "closure_reason": reason} if reason and not self.kind.lifecycle.is_open(to) else told
