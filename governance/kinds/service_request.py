"""Service requests: a resident asks for something to be put right. No complaint, and logged and looked after all the same;
whoever is unhappy with how it goes has a complaint besides, and the request goes on (Housing Ombudsman Code)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.timer import Timer, moment
from governance.fields import RECEIVED, ClosureReason, Details, Handler, ReceivedTime, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Fact, Kind, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.timed import Case

OPEN, IN_HAND, DONE, NOT_OURS = "Open", "In hand", "Put right", "Not ours"

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={
        OPEN: (IN_HAND, DONE, NOT_OURS),
        IN_HAND: (DONE, OPEN, NOT_OURS),
        DONE: (OPEN,),
        NOT_OURS: (OPEN,),
    },
    closed=frozenset({DONE, NOT_OURS}),
    done=DONE,
    reasons=frozenset({("*", NOT_OURS), (DONE, OPEN), (NOT_OURS, OPEN)}),
    words={
        "done": DONE,
        "fixed": DONE,
        "repaired": DONE,
        "completed": DONE,
        "complete": DONE,
        "resolved": DONE,
        "close": DONE,
        "closed": DONE,
        "in progress": IN_HAND,
        "ordered": IN_HAND,
        "with the contractor": IN_HAND,
        "with contractor": IN_HAND,
        "passed to the contractor": IN_HAND,
        "declined": NOT_OURS,
        "refused": NOT_OURS,
        "reopen": OPEN,
    },
)


class ServiceRequest(Case):
    """A service request: the first ask to put something right."""

    kind: ClassVar[Kind] = Kind(
        name="service request",
        plural="service requests",
        prefix="SR",
        words=("repair request",),
        meaning="a resident asks for something to be put right",
        example="/service-request Bedroom window won’t shut after the works, received today",
        lifecycle=LIFECYCLE,
        digits=4,
        due_field="due",
        good="It says what is to be put right, without a name or an address, what was agreed, and who sees to it.",
        poor="Repair",
        better="Bedroom window won’t shut after the works; appointment offered for Thursday",
        becomes=(
            Becoming(
                "complaint",
                "It is a complaint now",
                "became",
                {
                    "title": "title",
                    "owner": "owner",
                    "channel": "channel",
                    "resident_id": "resident_id",
                    "uprn": "uprn",
                },
                when=(OPEN, IN_HAND, DONE, NOT_OURS),
                once=True,
            ),
            Becoming("action", "Add an action", "led to"),
        ),
        order=215,
        days="set off",
        confidential=True,
    )

    title: Annotated[
        Title, Ask("What is to be put right", "No names, no addresses", column="Subject", headings=("subject",))
    ]
    owner: Handler = None
    received_at: Annotated[date | None, replace(RECEIVED, missing="")] = None
    received_time: ReceivedTime = None
    due: Annotated[date | None, Ask("Put right by", input="none", headings=("due", "due date"))] = None
    appointment_on: Annotated[
        date | None,
        Ask("Appointment", input="date", words=("appointment", "booked for", "booked on", "appointment on")),
    ] = None
    channel: Annotated[Text, Ask("How it came", words=("channel", "via"), on_card=False)] = ""
    from_name: Annotated[Text, Ask("From", "Kept apart from the subject", on_card=False)] = ""
    put_right_on: Annotated[
        date | None, Ask("Put right on", input="none", words=("put right", "put right on", "fixed on", "completed on"))
    ] = None
    status: Annotated[Literal["Open", "In hand", "Put right", "Not ours"], Ask("Status", input="none")] = "Open"
    closure_reason: ClosureReason = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def timers(self) -> Iterator[Timer]:
        if self.received_at:
            start = moment(self.received_at, self.received_time)
            yield Timer("due", "service.response", start, self.stops, self.landlord)

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        """That an appointment has passed and nobody has said what came of it."""
        booked = self.appointment_on
        if not self.is_open or booked is None or booked >= today:
            return ()
        return (Fact("Next step", f"say what came of the appointment on {spoken(booked)}"),)

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        return DONE if values.get("put_right_on") and self.is_open else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == DONE:
            return {"put_right_on": self.put_right_on or today}
        told = {"closure_reason": reason} if to == NOT_OURS else {"closure_reason": ""}
        return {"put_right_on": None, **told}
