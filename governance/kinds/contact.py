"""Contacts: who was spoken to, how, what about and what was agreed. One that is about a case stands in that case's chronology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import HANDLER, RECEIVED, Details, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Kind, PersonId, Text, Title
from governance.lifecycle import Lifecycle
from governance.timed import Case

OPEN, CLOSED = "Open", "Closed"

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={OPEN: (CLOSED,), CLOSED: (OPEN,)},
    closed=frozenset({CLOSED}),
    done=CLOSED,
    starts=(CLOSED,),
    words={"close": CLOSED, "done": CLOSED, "followed up": CLOSED, "reopen": OPEN},
)
# What comes with it into whatever it becomes.
CARRIED = {"title": "title", "owner": "owner", "resident_id": "resident_id", "uprn": "uprn"}
ANY = (OPEN, CLOSED)

# How somebody was spoken to, as a chronology says it.
SAID_OF: Mapping[str, str] = {
    "phone": "Phone call",
    "visit": "Visit",
    "drop-in": "Drop-in",
    "email": "E-mail",
    "text": "Text message",
    "letter": "Letter",
}


class Contact(Case):
    """A contact with a resident. Without anything to follow up it is closed from the start."""

    kind: ClassVar[Kind] = Kind(
        name="contact",
        plural="contacts",
        prefix="CON",
        words=("contact log",),
        meaning="a resident was spoken to: what about, and what was agreed",
        example="/contact Phone call about the scaffold dates, agreed to send the leaflet, follow up by 4/12",
        lifecycle=LIFECYCLE,
        digits=4,
        due_field="follow_up_on",
        good="It says what it was about and what was agreed, the resident by their number, and who follows up by when.",
        poor="Rang Mrs B",
        better="Scaffold dates: agreed to send the leaflet, follow up by Friday",
        becomes=(
            Becoming("service request", "It is a service request", "became", CARRIED, CLOSED, ANY, once=True),
            Becoming("enquiry", "It is an enquiry", "became", CARRIED, CLOSED, ANY, once=True),
            Becoming("complaint", "It is a complaint", "became", CARRIED, CLOSED, ANY, once=True),
            Becoming("action", "Add an action", "led to"),
        ),
        order=225,
        days="set off",
        confidential=True,
    )

    title: Annotated[Title, Ask("What it was about", "No names, no addresses", column="Subject", headings=("subject",))]
    owner: Annotated[PersonId | None, replace(HANDLER, label="Follow-up by")] = None
    how: Annotated[
        Literal["phone", "visit", "drop-in", "email", "text", "letter"] | None,
        Ask(
            "How",
            input="choice",
            words=("how", "channel", "via"),
            choices={
                "phone": ("phone call", "call", "telephone", "rang"),
                "visit": ("home visit", "visited"),
                "drop-in": ("drop in", "surgery"),
                "email": ("e-mail", "mail"),
                "text": ("text message", "sms"),
                "letter": ("post",),
            },
        ),
    ] = None
    happened_at: Annotated[
        date | None,
        replace(RECEIVED, label="When", words=("spoke on", "spoken to on"), headings=("date", "when"), missing=""),
    ] = None
    happened_time: Annotated[time | None, Ask("At", "The hour", input="time", on_card=False)] = None
    agreed: Annotated[Text, Ask("Agreed", "What was agreed, if anything", words=("agreed",))] = ""
    follow_up_on: Annotated[
        date | None,
        Ask(
            "Follow up by",
            input="date",
            words=("by", "follow up", "follow-up", "follow up by", "follow up on", "ring back", "call back"),
        ),
    ] = None
    about: Annotated[Text, Ask("About the case", "Its ref, such as CMP-0007", input="ref", words=("case",))] = ""
    from_name: Annotated[Text, Ask("With", "Kept apart from what it was about", on_card=False)] = ""
    taken_by: Annotated[PersonId | None, Ask("Spoken to by", input="person", words=("spoken to by", "taken by"))] = None
    complaint_offered: Annotated[
        Literal["wants to complain", "does not want to"] | None,
        Ask(
            "Complaint offered",
            "Whoever is dissatisfied is offered the choice",
            input="choice",
            words=("complaint offered",),
            choices={"wants to complain": (), "does not want to": ()},
        ),
    ] = None
    status: Annotated[Literal["Open", "Closed"], Ask("Status", input="none")] = "Open"
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @classmethod
    def starts_as(cls, values: Mapping[str, Any]) -> str:
        return OPEN if values.get("follow_up_on") else CLOSED

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        return OPEN if values.get("follow_up_on") and not self.is_open else None
