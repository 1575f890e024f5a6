"""Enquiries: somebody asks. Residents, councillors and MPs, freedom of information, subject access; each with its clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.clocks.timer import Timer, moment
from governance.fields import Details, Handler, Received, ReceivedTime, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Kind, Text, Title
from governance.lifecycle import Lifecycle
from governance.timed import Case

OPEN, CLOSED = "Open", "Closed"

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={OPEN: (CLOSED,), CLOSED: (OPEN,)},
    closed=frozenset({CLOSED}),
    done=CLOSED,
    reasons=frozenset({(CLOSED, OPEN)}),
    words={"close": CLOSED, "done": CLOSED, "answered": CLOSED, "replied": CLOSED, "reopen": OPEN},
)

# By which rule an enquiry is answered, by who asks or what for.
RULES: Mapping[str, str] = {
    "councillor": "member.response",
    "MP": "member.response",
    "FOI": "foi.response",
    "EIR": "eir.response",
    "SAR": "sar.response",
    "letter of claim": "preaction.response",
}
USUAL_RULE = "enquiry.response"
STATUTORY = ("FOI", "EIR", "SAR")


class Enquiry(Case):
    """An enquiry, from whoever asks; requests under an Act are called by it (foi, eir, sar)."""

    kind: ClassVar[Kind] = Kind(
        name="enquiry",
        plural="enquiries",
        prefix="ENQ",
        words=("foi", "eir", "sar", "members enquiry", "member enquiry", "councillor enquiry", "mp enquiry"),
        meaning="somebody asks, and is to be answered by a day",
        example="/enquiry When do the windows start? from a councillor, received today",
        lifecycle=LIFECYCLE,
        digits=4,
        due_field="due",
        ladder="statutory",
        good="It says what is asked without a name or an address, who asks (resident, councillor …), and who answers.",
        poor="Cllr rang",
        better="When do the windows on the north side start? (councillor)",
        becomes=(
            Becoming(
                "complaint",
                "It is a complaint",
                "became",
                {"title": "title", "owner": "owner", "received_at": "received_at"},
                CLOSED,
            ),
            Becoming("action", "Add an action", "led to"),
            Becoming("you said", "You said, we did…", "led to", when=LIFECYCLE.states, form="heard"),
        ),
        order=220,
        days="set off",
        confidential=True,
    )

    title: Annotated[Title, Ask("What is asked", "No names, no addresses", column="Subject", headings=("subject",))]
    owner: Handler = None
    from_type: Annotated[
        Literal[
            "resident",
            "councillor",
            "MP",
            "TRA",
            "TMO",
            "contractor",
            "colleague",
            "FOI",
            "EIR",
            "SAR",
            "letter of claim",
        ],
        Ask(
            "Who asks, or what kind",
            input="choice",
            words=("from", "type"),
            choices={
                "resident": ("tenant", "leaseholder"),
                "councillor": ("cllr", "member", "ward member"),
                "MP": ("mp",),
                "TRA": (),
                "TMO": (),
                "contractor": (),
                "colleague": ("officer",),
                "FOI": ("freedom of information", "foia"),
                "EIR": ("environmental information",),
                "SAR": ("subject access", "dsar"),
                "letter of claim": ("disrepair claim",),
            },
        ),
    ] = "resident"
    received_at: Received = None
    received_time: ReceivedTime = None
    due: Annotated[date | None, Ask("Answer by", input="none", headings=("due", "due date"))] = None
    channel: Annotated[Text, Ask("How it came", words=("channel", "via"), on_card=False)] = ""
    from_name: Annotated[Text, Ask("From", "Kept apart from the subject", on_card=False)] = ""
    ack_on: Annotated[date | None, Ask("Acknowledged on", input="none", words=("acknowledged", "acknowledged on"))] = (
        None
    )
    answered_on: Annotated[
        date | None, Ask("Answered on", input="none", words=("answered", "answered on", "replied", "replied on"))
    ] = None
    turned_into_complaint: Annotated[Text, Ask("Became complaint", input="none", on_card=False)] = ""
    status: Annotated[Literal["Open", "Closed"], Ask("Status", input="none")] = "Open"
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def called(self) -> str:
        return self.from_type.casefold() if self.from_type in STATUTORY else super().called

    def timers(self) -> Iterator[Timer]:
        if self.received_at:
            start = moment(self.received_at, self.received_time)
            yield Timer("due", RULES.get(self.from_type, USUAL_RULE), start, self.stops)

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        return CLOSED if values.get("answered_on") and self.is_open else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        return {"answered_on": self.answered_on or today} if to == CLOSED else {"answered_on": None}
