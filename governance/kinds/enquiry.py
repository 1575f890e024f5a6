"""Enquiries: somebody asks. Residents, councillors and MPs, freedom of information, subject access; each with its clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.reckoning import Reckoning
from governance.clocks.timer import Timer, moment
from governance.enquiries import (
    ACKNOWLEDGED_BY,
    EXTENDED_BY,
    REVIEWED_BY,
    RULES,
    USUAL_RULE,
    ExemptionNeeded,
    acknowledgement,
    why_not_extend,
    why_not_review,
)
from governance.errors import ChivvyError
from governance.fields import Details, Handler, Received, ReceivedTime, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Fact, Kind, Text, Title
from governance.ladders import Name as LadderName
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.timed import Case

OPEN, CLOSED, REVIEW = "Open", "Closed", "Internal review"

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={OPEN: (CLOSED,), CLOSED: (OPEN, REVIEW), REVIEW: (CLOSED,)},
    closed=frozenset({CLOSED}),
    done=CLOSED,
    reasons=frozenset({(CLOSED, OPEN)}),
    labels={(CLOSED, REVIEW): "Internal review"},
    words={
        "close": CLOSED,
        "done": CLOSED,
        "answered": CLOSED,
        "replied": CLOSED,
        "reopen": OPEN,
        "in review": REVIEW,
        "review asked for": REVIEW,
        "review requested": REVIEW,
    },
)

STATUTORY = ("FOI", "EIR", "SAR")
BREACH, DP_COMPLAINT = "personal data breach", "data protection complaint"
# Answers that leave something out: under an Act they name the exemption.
WITHHELD = ("refused", "in part")
MEMBERS = ("councillor", "MP")


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
                {
                    "title": "title",
                    "owner": "owner",
                    "received_at": "received_at",
                    "channel": "channel",
                    "resident_id": "resident_id",
                    "uprn": "uprn",
                },
                CLOSED,
            ),
            Becoming("action", "Add an action", "led to"),
            Becoming("you said", "You said, we did…", "led to", when=LIFECYCLE.states, form="heard"),
        ),
        order=220,
        days="set off",
        confidential=True,
        varieties={
            "foi": ("FOI",),
            "foi request": ("FOI",),
            "freedom of information request": ("FOI",),
            "eir": ("EIR",),
            "eir request": ("EIR",),
            "sar": ("SAR",),
            "sar request": ("SAR",),
            "subject access request": ("SAR",),
            "members enquiry": MEMBERS,
            "members' enquiry": MEMBERS,
            "member enquiry": MEMBERS,
            "councillor enquiry": ("councillor",),
            "mp enquiry": ("MP",),
            "resident enquiry": ("resident",),
            "letter of claim": ("letter of claim",),
            "section 20 observation": ("Section 20 observation",),
            "s20 observation": ("Section 20 observation",),
            DP_COMPLAINT: (DP_COMPLAINT,),
            "dp complaint": (DP_COMPLAINT,),
            BREACH: (BREACH,),
            "data breach": (BREACH,),
        },
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
            "Section 20 observation",
            "data protection complaint",
            "personal data breach",
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
                "Section 20 observation": ("s20 observation",),
                DP_COMPLAINT: ("dp complaint",),
                BREACH: ("data breach",),
            },
        ),
    ] = "resident"
    received_at: Received = None
    received_time: ReceivedTime = None
    due: Annotated[date | None, Ask("Answer by", input="none", headings=("due", "due date"))] = None
    due_time: Annotated[time | None, Ask("Answer by, the hour", input="none", on_card=False)] = None
    channel: Annotated[Text, Ask("How it came", words=("channel", "via"), on_card=False)] = ""
    from_name: Annotated[Text, Ask("From", "Kept apart from the subject", on_card=False)] = ""
    ack_due: Annotated[date | None, Ask("Acknowledge by", input="none", on_card=False)] = None
    ack_on: Annotated[date | None, Ask("Acknowledged on", input="none", words=("acknowledged", "acknowledged on"))] = (
        None
    )
    extended_on: Annotated[
        date | None, Ask("Told of the extension on", input="none", words=("told of the extension on",), on_card=False)
    ] = None
    extension_reason: Annotated[
        Text, Ask("Extended because", input="none", words=("extension reason",), on_card=False)
    ] = ""
    answered_on: Annotated[
        date | None, Ask("Answered on", input="none", words=("answered", "answered on", "replied", "replied on"))
    ] = None
    outcome: Annotated[
        Literal["in full", "in part", "refused", "not held", "withdrawn"] | None,
        Ask("Outcome", input="none", words=("outcome",)),
    ] = None
    exemption: Annotated[Text, Ask("Exemption", input="none", words=("exemption", "exception"))] = ""
    review_on: Annotated[
        date | None, Ask("Review asked for on", input="none", words=("review asked for", "review requested"))
    ] = None
    review_due: Annotated[date | None, Ask("Answer the review by", input="none")] = None
    review_answered_on: Annotated[date | None, Ask("Review answered on", input="none", words=("review answered",))] = (
        None
    )
    review_outcome: Annotated[Text, Ask("Outcome of the review", input="none", words=("review outcome",))] = ""
    turned_into_complaint: Annotated[Text, Ask("Became complaint", input="none", on_card=False)] = ""
    status: Annotated[Literal["Open", "Closed", "Internal review"], Ask("Status", input="none")] = "Open"
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def called(self) -> str:
        return self.from_type.casefold() if self.from_type in STATUTORY else super().called

    @property
    def variety(self) -> str:
        return self.from_type

    @property
    def next_due(self) -> str:
        if self.status == REVIEW:
            return "review_due"
        # A data protection complaint is acknowledged by law; how soon it is answered then is the council's own matter.
        return "ack_due" if self.from_type == DP_COMPLAINT and self.ack_on is None else super().next_due

    @property
    def due_clock(self) -> time | None:
        return self.due_time if self.from_type == BREACH else None

    @property
    def own_ladder(self) -> LadderName | Literal[""]:
        return super().own_ladder or ("hours" if self.from_type == BREACH else "")

    def timers(self) -> Iterator[Timer]:
        if self.received_at:
            start = moment(self.received_at, self.received_time)
            first = RULES.get(self.from_type, USUAL_RULE)
            rule = EXTENDED_BY.get(self.from_type, first) if self.extended_on else first
            yield Timer("due", rule, start, self.stops, self.landlord)
            if self.from_type in ACKNOWLEDGED_BY:
                yield Timer("ack_due", ACKNOWLEDGED_BY[self.from_type], start, council=self.landlord)
        if self.review_on and self.from_type in REVIEWED_BY:
            yield Timer("review_due", REVIEWED_BY[self.from_type], self.review_on)

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        """Whether it was acknowledged in time, that it was extended, and the next step."""
        found = []
        if said := acknowledgement(self.ack_due, self.ack_on, self.answered_on, calendar, today):
            found.append(Fact(said[0], said[1], instead=("ack_on",)))
        if self.extended_on:
            found.append(Fact("Extended", f"told on {spoken(self.extended_on)}: {self.extension_reason}"))
        if self.is_open and (step := self._next_step()):
            found.append(Fact("Next step", step))
        return tuple(found)

    def _next_step(self) -> str:
        if self.status == REVIEW:
            return "answer the internal review, by somebody who did not answer the request"
        if self.from_type == BREACH:
            return (
                "tell the ICO within 72 hours, unless the breach is unlikely to put anybody at risk; where the risk is high, "
                "tell the people affected too; keep a record either way"
            )
        if self.next_due == "ack_due":
            return "acknowledge it"
        return "acknowledge it, then answer it" if self.ack_due and not self.ack_on else ""

    def remarks(self) -> Iterator[str]:
        if self.extended_on:
            yield f"Extended: they were told on {spoken(self.extended_on)}, because {self.extension_reason}."
        if self.outcome in WITHHELD and self.exemption:
            yield f"Answered {'in part' if self.outcome == 'in part' else 'with a refusal'}: {self.exemption}."

    def meant(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.status != REVIEW:
            return values
        return {{"answered_on": "review_answered_on"}.get(name, name): value for name, value in values.items()}

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        if values.get("review_on") and self.status in (CLOSED, REVIEW):
            return REVIEW
        if self.status == REVIEW:
            return CLOSED if values.get("review_answered_on") else None
        return CLOSED if self.is_open and (values.get("answered_on") or values.get("outcome")) else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == REVIEW:
            return {"review_on": self.review_on or today}
        if to == CLOSED:
            name = "review_answered_on" if self.status == REVIEW else "answered_on"
            return {name: getattr(self, name) or today}
        return {"answered_on": None, "outcome": None, "exemption": ""}

    def refusal(self, old: Body, ref: str, today: date, reckoning: Reckoning) -> ChivvyError | None:
        assert isinstance(old, Enquiry)
        if self.status == REVIEW and old.status != REVIEW and (refused := why_not_review(old, ref)):
            return refused
        if self.extended_on not in (None, old.extended_on) and (refused := why_not_extend(old, self, ref)):
            return refused
        withheld = self.outcome in WITHHELD and self.from_type in STATUTORY
        unnamed = withheld and not self.exemption.strip() and self.outcome != old.outcome
        return ExemptionNeeded(ref=ref) if unnamed else None
