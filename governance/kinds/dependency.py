"""Dependencies: what one workstream gives another, needed by a day and promised for a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.calendar import WorkingCalendar
from governance.fields import ClosureReason, Council, Details, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Fact, Kind, PersonId, Rag, Sentence, Text, Title, WorkstreamId
from governance.lifecycle import Lifecycle
from governance.people import Person
from governance.programme import Programme
from governance.trigger import Trigger

PROPOSED, AGREED, ON_TRACK, AT_RISK, LATE = "Proposed", "Agreed", "On track", "At risk", "Late"
DELIVERED, ACCEPTED, RENEGOTIATE, REJECTED, CANCELLED = "Delivered", "Accepted", "Renegotiate", "Rejected", "Cancelled"

LIFECYCLE = Lifecycle(
    initial=PROPOSED,
    moves={
        PROPOSED: (AGREED, REJECTED, CANCELLED),
        AGREED: (ON_TRACK, DELIVERED, RENEGOTIATE, REJECTED, CANCELLED),
        RENEGOTIATE: (AGREED, REJECTED, CANCELLED),
        ON_TRACK: (AT_RISK, DELIVERED, REJECTED, CANCELLED),
        AT_RISK: (ON_TRACK, LATE, DELIVERED, REJECTED, CANCELLED),
        LATE: (AT_RISK, DELIVERED, REJECTED, CANCELLED),
        DELIVERED: (ACCEPTED,),
        ACCEPTED: (),
        REJECTED: (),
        CANCELLED: (),
    },
    closed=frozenset({DELIVERED, ACCEPTED, REJECTED, CANCELLED}),
    done=DELIVERED,
    reasons=frozenset({("*", REJECTED), ("*", CANCELLED), ("*", RENEGOTIATE)}),
    labels={AGREED: "Agree", ACCEPTED: "Accept", REJECTED: "Reject", CANCELLED: "Cancel"},
    words={
        "agree": AGREED,
        "ok": ON_TRACK,
        "delayed": LATE,
        "overdue": LATE,
        "done": DELIVERED,
        "deliver": DELIVERED,
        "handed over": DELIVERED,
        "provided": DELIVERED,
        "complete": DELIVERED,
        "completed": DELIVERED,
        "accept": ACCEPTED,
        "received": ACCEPTED,
        "signed off": ACCEPTED,
        "close": ACCEPTED,
        "closed": ACCEPTED,
        "reject": REJECTED,
        "refused": REJECTED,
        "cancel": CANCELLED,
        "drop": CANCELLED,
        "renegotiated": RENEGOTIATE,
    },
)

# How a dependency is said in a sentence.
A = "(?:the |an? |their |our |its )?"
GIVES = "gives?|owes?|provides?|supplies|supply|hands?|sends?|delivers?|promised?|promises"
GIVE = "give|provide|supply|hand|send|deliver|get|let"
NEEDS = "needs?|requires?|wants?|(?:is |are )?waiting (?:for|on)|awaits?"
RESTS_ON = "(?:depends?|rely|relies|(?:is |are )?(?:dependent|waiting)) on"


class Dependency(Body):
    """A dependency of the programme's map (LGA guidance: giver, receiver, what, needed by, promised, agreed by both)."""

    kind: ClassVar[Kind] = Kind(
        name="dependency",
        plural="dependencies",
        prefix="D",
        words=("dep", "deps"),
        meaning="what one workstream gives another, needed by a day and promised for a day",
        example="/dependency HR gives finance the establishment baseline, needed by 11/12, promised 14/12",
        lifecycle=LIFECYCLE,
        due_field="promised",
        ladder="promise",
        good="It names one giver and one receiver, what is handed over and how it is accepted, and both have agreed the day.",
        poor="HR data",
        better="HR gives finance the establishment baseline with costs, needed by 11 December, promised for 9 December",
        becomes=(
            Becoming(
                "risk",
                "It may be late: risk",
                "led to",
                {"title": "title", "effect": "impact_if_late", "council": "council"},
            ),
            Becoming(
                "issue",
                "It is late: issue",
                "led to",
                {"title": "title", "impact_text": "impact_if_late", "council": "council"},
            ),
            Becoming("action", "Add an action", "relates to", {"council": "council"}),
        ),
        order=50,
        sentences=(
            Sentence(f"{{giver}} (?:to )?(?:{GIVES}) {{receiver}} {A}{{title}}", "promised", True),
            Sentence(f"{{giver}} (?:to )?(?:{GIVES})(?: over)? {A}{{title}} to {{receiver}}", "promised", True),
            Sentence(
                f"(?:can|could|will|would) {{giver}} (?:please )?(?:{GIVE})(?: over)? {{receiver}} {A}{{title}}",
                "need_by",
                True,
            ),
            Sentence(f"{{receiver}} (?:{NEEDS}) {A}{{title}} (?:from|off|by) {{giver}}", "need_by", True),
            Sentence(
                f"{{giver}} (?:needs?|must|has|have) (?:to )?(?:{GIVE})(?: over)? {{receiver}} {A}{{title}}",
                "need_by",
                True,
            ),
            Sentence(
                f"(?:still )?(?:waiting (?:on|for)|awaiting|chasing|need) {{giver}} (?:for|to (?:{GIVE})) {A}{{title}}",
                "need_by",
                True,
            ),
            Sentence(f"{{receiver}} (?:{RESTS_ON}) {{giver}} (?:for|to) {A}{{title}}", "need_by", True),
            Sentence(f"{{receiver}} (?:{RESTS_ON}) {A}{{title}} from {{giver}}", "need_by", True),
            Sentence(f"{{external_giver}} (?:to )?(?:{GIVES}) {{receiver}} {A}{{title}}", "promised"),
            Sentence(f"{A}{{title}} from {{giver}} (?:to|for) {{receiver}}"),
            Sentence(f"{A}{{title}} (?:to|for) {{receiver}} from {{giver}}"),
            Sentence(f"from {{giver}} (?:to|for) {{receiver}}[:,]? {A}{{title}}"),
            Sentence(f"{{giver}} ?(?:to|->|=>|→|>) ?{{receiver}} ?[:,–-]? {A}{{title}}"),
        ),
    )

    title: Annotated[Title, Ask("What is given", "“Establishment baseline with costs”", column="Dependency")]
    giver: Annotated[
        WorkstreamId | None,
        Ask(
            "Given by",
            input="workstream",
            words=("giver", "given by", "from", "provider"),
            headings=("giver", "provider", "from"),
            missing="Which workstream gives it?",
            unless=("external_giver",),
        ),
    ] = None
    receiver: Annotated[
        WorkstreamId | None,
        Ask(
            "Needed by",
            input="workstream",
            words=("receiver", "given to", "to", "for"),
            column="Receiver",
            headings=("receiver", "to"),
            missing="Which workstream needs it?",
        ),
    ] = None
    need_by: Annotated[
        date | None,
        Ask(
            "Needed on",
            "The receiver’s day",
            input="date",
            words=("need by", "needed by", "needed on", "needed", "need", "needs", "wanted by"),
        ),
    ] = None
    promised: Annotated[
        date | None,
        Ask(
            "Promised for",
            "The giver’s day",
            input="date",
            words=("promised", "promise", "promised for", "promised by", "due", "by"),
        ),
    ] = None
    owner: Annotated[
        PersonId | None,
        Ask(
            "Giver’s owner",
            "Who hands it over",
            input="person",
            words=("owner", "giver owner", "assign", "assign to"),
            headings=("giver owner",),
        ),
    ] = None
    receiver_owner: Annotated[
        PersonId | None,
        Ask(
            "Receiver’s owner", "Who takes it", input="person", words=("receiver owner",), headings=("receiver owner",)
        ),
    ] = None
    agreed_by_giver: Annotated[bool, Ask("Agreed by the giver", input="flag", words=("agreed by giver",))] = False
    agreed_by_receiver: Annotated[bool, Ask("Agreed by the receiver", input="flag", words=("agreed by receiver",))] = (
        False
    )
    deliverable: Annotated[
        Text, Ask("What exactly", "And how it is accepted", input="text", words=("deliverable", "acceptance"))
    ] = ""
    type: Annotated[
        Literal["internal", "external"],
        Ask(
            "Inside or outside",
            input="choice",
            words=("type",),
            choices={"internal": (), "external": ("outside",)},
            on_card=False,
        ),
    ] = "internal"
    logic: Annotated[
        Literal["FS", "SS", "FF", "SF"],
        Ask(
            "Logic",
            "Finish to start is the usual",
            input="choice",
            words=("logic",),
            choices={
                "FS": ("finish to start",),
                "SS": ("start to start",),
                "FF": ("finish to finish",),
                "SF": ("start to finish",),
            },
            on_card=False,
        ),
    ] = "FS"
    giver_milestone: Annotated[
        Text,
        Ask("Giver’s milestone", input="ref", words=("giver milestone",), on_card=False, headings=("giver milestone",)),
    ] = ""
    receiver_milestone: Annotated[
        Text,
        Ask(
            "Receiver’s milestone",
            input="ref",
            words=("receiver milestone",),
            on_card=False,
            headings=("receiver milestone",),
        ),
    ] = ""
    impact_if_late: Annotated[Text, Ask("If it is late", input="line", words=("impact if late", "if late"))] = ""
    external_giver: Annotated[
        Text, Ask("Given from outside by", "A body outside the programme", words=("external giver",), on_card=False)
    ] = ""
    status: Annotated[
        Literal[
            "Proposed",
            "Agreed",
            "On track",
            "At risk",
            "Late",
            "Delivered",
            "Accepted",
            "Renegotiate",
            "Rejected",
            "Cancelled",
        ],
        Ask("Status", input="none"),
    ] = "Proposed"
    delivered_on: Annotated[date | None, Ask("Delivered on", input="none", on_card=False)] = None
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def deadline(self) -> date | None:
        return self.promised or self.need_by

    @property
    def float_days(self) -> int | None:
        """Calendar days from the promise to the need; negative where the promise is too late."""
        return (self.need_by - self.promised).days if self.need_by and self.promised else None

    @property
    def home(self) -> str | None:
        return self.giver or self.receiver

    @property
    def counterpart(self) -> str | None:
        return self.receiver if self.giver else None

    def rag(self, programme: Programme, today: date) -> Rag | None:
        if self.status in (DELIVERED, ACCEPTED):
            return "Blue"
        if not self.is_open:
            return None
        spare = self.float_days
        if spare is None:
            return "Grey"
        if spare >= 0:
            return "Green"
        return "Amber" if -spare <= programme.dependency_amber_days else "Red"

    def triggers(self, programme: Programme, calendar: WorkingCalendar, raised_on: date) -> Iterator[Trigger]:
        if self.float_days is not None and self.float_days < 0 and self.status not in (DELIVERED, ACCEPTED):
            days = -self.float_days
            why = f"promised {days} day{'s' * (days != 1)} after it is needed"
            yield Trigger("promise after need", f"{self.need_by} {self.promised}", why)

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        colour = self.rag(programme, today)
        spare = self.float_days
        found = [Fact("RAG", colour)] if colour else []
        if spare is not None:
            days = f"{abs(spare)} day{'s' * (abs(spare) != 1)}"
            late = f"it is promised {days} after it is needed"
            early = f"it is promised {days} before it is needed" if spare else "it is promised for the day it is needed"
            found.append(Fact("Float", late if spare < 0 else early, why=True))
        elif self.is_open:
            found.append(
                Fact("Float", "nobody has promised it for a day yet" if not self.promised else "not known", why=True)
            )
        return (*found, Fact("Agreed by", self._agreed_words, ("agreed_by_giver", "agreed_by_receiver")))

    @property
    def _agreed_words(self) -> str:
        sides = {"the giver": self.agreed_by_giver, "the receiver": self.agreed_by_receiver}
        agreed = [side for side, yes in sides.items() if yes]
        if len(agreed) == 1:
            return f"{agreed[0]}; not yet by {next(side for side in sides if side not in agreed)}"
        return "both" if agreed else "nobody yet"

    def sides_of(self, person: Person) -> tuple[str, ...]:
        """The sides for which somebody may speak: those whose workstream they are on or whose owner they are."""
        sides = {"giver": (self.giver, self.owner), "receiver": (self.receiver, self.receiver_owner)}
        return tuple(side for side, (strand, owner) in sides.items() if person.is_on(strand) or person.id == owner)

    def agreed(self, sides: tuple[str, ...]) -> dict[str, Any]:
        """The fields that follow from a yes of these sides; once both have said it, the state too."""
        yes = {"giver": self.agreed_by_giver, "receiver": self.agreed_by_receiver} | dict.fromkeys(sides, True)
        wanted: dict[str, Any] = {f"agreed_by_{side}": given for side, given in yes.items()}
        if all(yes.values()) and AGREED in self.kind.lifecycle.moves[self.status]:
            wanted["status"] = AGREED
        return wanted

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == AGREED:
            return {"agreed_by_giver": True, "agreed_by_receiver": True}
        if to == DELIVERED:
            return {"delivered_on": self.delivered_on or today}
        if to == RENEGOTIATE:
            return {"agreed_by_giver": False, "agreed_by_receiver": False, "closure_reason": reason}
        return {"closure_reason": reason} if to in (REJECTED, CANCELLED) else {}
