"""Communications: what is said to whom, by which channel, on which day, who approved it, whom it reached, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import StringConstraints

from governance.calendar import WorkingCalendar, spoken
from governance.fields import ClosureReason, Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Fact, Kind, PersonId, Sentence, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme

DRAFT, AWAITING, APPROVED, PRINTED = "Draft", "Awaiting approval", "Approved", "Printed"
PUBLISHED, FOLLOWING_UP, FOLLOWED_UP, CANCELLED = "Published", "Following up", "Followed up", "Cancelled"

LIFECYCLE = Lifecycle(
    initial=DRAFT,
    moves={
        DRAFT: (AWAITING, APPROVED, CANCELLED),
        AWAITING: (APPROVED, DRAFT, CANCELLED),
        APPROVED: (PRINTED, PUBLISHED, DRAFT, CANCELLED),
        PRINTED: (PUBLISHED, CANCELLED),
        PUBLISHED: (FOLLOWED_UP, FOLLOWING_UP),
        FOLLOWING_UP: (FOLLOWED_UP,),
        FOLLOWED_UP: (),
        CANCELLED: (),
    },
    closed=frozenset({PUBLISHED, FOLLOWED_UP, CANCELLED}),
    done=PUBLISHED,
    reasons=frozenset({("*", CANCELLED), (APPROVED, DRAFT), (AWAITING, DRAFT)}),
    labels={
        DRAFT: "Redraft",
        (AWAITING, DRAFT): "Send back",
        AWAITING: "Send for approval",
        (PUBLISHED, FOLLOWING_UP): "Follow up",
        APPROVED: "Approve",
        CANCELLED: "Cancel",
    },
    words={
        "send for approval": AWAITING,
        "ready": AWAITING,
        "to sign off": AWAITING,
        "approve": APPROVED,
        "signed off": APPROVED,
        "print": PRINTED,
        "publish": PUBLISHED,
        "sent": PUBLISHED,
        "distributed": PUBLISHED,
        "delivered": PUBLISHED,
        "out": PUBLISHED,
        "done": PUBLISHED,
        "to follow up": FOLLOWING_UP,
        "close": FOLLOWED_UP,
        "closed": FOLLOWED_UP,
        "follow up done": FOLLOWED_UP,
        "cancel": CANCELLED,
        "drop": CANCELLED,
        "reopen": DRAFT,
        "redraft": DRAFT,
        "sent back": DRAFT,
    },
)
# What has not gone out yet.
PLANNED = frozenset({DRAFT, AWAITING, APPROVED, PRINTED})
ON_PAPER = frozenset({"newsletter", "leaflet", "poster", "letter"})
# What was approved is these: when one of them changes, somebody approves it anew.
AS_APPROVED = ("title", "audience", "message", "approver")
PLAN_WITHIN = 5  # working days in which what has no day to go out is given one


class Communication(Body):
    """A communication: newsletter, leaflet, poster, letter, briefing; from its draft to what came back."""

    kind: ClassVar[Kind] = Kind(
        name="communication",
        plural="communications",
        prefix="COM",
        words=("comms", "newsletter", "leaflet", "poster", "briefing"),
        meaning="what is said to whom, how, on which day, and who approved it",
        example="/communication Newsletter 5 to all homes, publish 4/12, owner @sam",
        lifecycle=LIFECYCLE,
        digits=2,
        ladder="publication",
        due_field="publish_on",
        publishes=True,
        of_estate=True,
        good="It names the audience, one message, the day, who approves it, and what is done with the answers.",
        poor="Leaflet",
        better="Leaflet to Campion Court: scaffold goes up on 8 December, approved by Ruth, queries to the drop-in",
        becomes=(
            Becoming(
                "action",
                "Add an action",
                "led to",
                {"title": "follow_up", "owner": "owner", "due": "follow_up_by"},
            ),
        ),
        order=110,
        sentences=(
            Sentence("{title} to {audience}: {message}"),
            Sentence("{title} (?:to|for) {audience} (?:about|on|re|regarding|saying) .+", whole=True),
            Sentence("{title} to {audience}"),
        ),
    )

    title: Annotated[Title, Ask("What", "“Newsletter 5”", column="Communication", headings=("item",))]
    owner: OwnerIfNamed = None
    form: Annotated[
        Literal["newsletter", "leaflet", "poster", "letter", "briefing", "web page", "event", "other"],
        Ask(
            "Form",
            input="choice",
            words=("form", "kind"),
            choices={
                "newsletter": (),
                "leaflet": ("flyer", "faq"),
                "poster": (),
                "letter": (),
                "briefing": ("email", "e-mail"),
                "web page": ("web", "website"),
                "event": ("drop-in", "drop in"),
                "other": (),
            },
            headings=("kind", "type"),
        ),
    ] = "other"
    audience: Annotated[Text, Ask("Audience", "Who is to read it", words=("audience", "to", "for"))] = ""
    message: Annotated[Text, Ask("Message", "The one thing to remember", input="text", words=("message",))] = ""
    publish_on: Annotated[
        date | None,
        Ask(
            "Publish on",
            input="date",
            words=("publish", "publish on", "goes out", "go out", "going out", "out", "out on", "due", "by", "on"),
        ),
    ] = None
    approver: Annotated[
        PersonId | None,
        Ask(
            "Approved by",
            "Who signs it off",
            input="person",
            words=("approver", "approved by"),
            headings=("approved by",),
        ),
    ] = None
    approved_on: Annotated[date | None, Ask("Approved on", input="none", on_card=False)] = None
    channel: Annotated[Text, Ask("How it reaches them", words=("channel", "method", "via"), headings=("method",))] = ""
    print_run: Annotated[int | None, Ask("Copies", input="number", words=("copies", "print run"))] = None
    languages: Annotated[Text, Ask("Languages", words=("languages", "translated"), headings=("translated",))] = ""
    formats: Annotated[Text, Ask("Other formats", "Large print, easy read, BSL", words=("formats", "format"))] = ""
    designed_by: Annotated[
        PersonId | None, Ask("Designed by", input="person", words=("designer", "designed by"), on_card=False)
    ] = None
    proof_read_by: Annotated[
        PersonId | None,
        Ask("Proof read by", input="person", words=("proof reader", "proof read by", "proofread by"), on_card=False),
    ] = None
    printed_by: Annotated[Text, Ask("Printed by", words=("printer", "printed by"), on_card=False)] = ""
    printed_on: Annotated[date | None, Ask("Printed on", input="none", on_card=False)] = None
    distributed_by: Annotated[
        Text, Ask("Distributed by", "Who takes it round", words=("distributed by", "delivered by"), on_card=False)
    ] = ""
    distributed_on: Annotated[date | None, Ask("Distributed on", input="none")] = None
    blocks: Annotated[
        Text, Ask("Blocks covered", "Where it is not all of the audience", words=("blocks", "block"), on_card=False)
    ] = ""
    returned_or_queries: Annotated[
        int | None, Ask("Came back or asked", input="number", words=("queries", "returned"), on_card=False)
    ] = None
    undelivered: Annotated[
        int | None,
        Ask("Of them undelivered", input="number", words=("undelivered", "came back"), on_card=False),
    ] = None
    follow_up: Annotated[Text, Ask("Follow-up", input="line", words=("follow up", "follow-up"))] = ""
    follow_up_by: Annotated[
        date | None,
        Ask("Follow up by", input="date", words=("follow up by", "follow-up by", "followed up by"), on_card=False),
    ] = None
    serves: Annotated[
        Annotated[Text, StringConstraints(pattern=r"^$|^CS-\d+\.\d+$")],
        Ask("Line of the strategy", input="none", words=("serves",), on_card=False),
    ] = ""
    plan_by: Annotated[date | None, Ask("Settle its day by", input="none", on_card=False)] = None
    status: Annotated[
        Literal[
            "Draft", "Awaiting approval", "Approved", "Printed", "Published", "Following up", "Followed up", "Cancelled"
        ],
        Ask("Status", input="none"),
    ] = "Draft"
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def is_planned(self) -> bool:
        """Whether it is yet to go out."""
        return self.status in PLANNED

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it must have before it goes out, and has not."""
        if not self.is_planned:
            return ()
        needed = {
            "an approver": self.approver,
            "a day to go out": self.publish_on,
            "a print run": self.print_run or self.form not in ON_PAPER,
        }
        return tuple(what for what, held in needed.items() if not held)

    @property
    def due_now(self) -> str:
        if self.status == FOLLOWING_UP:
            return "follow_up_by"
        return "plan_by" if self.is_planned and self.publish_on is None else "publish_on"

    @classmethod
    def said_by_title(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """“Leaflet to Campion Court”: its form."""
        first = (str(values.get("title", "")).split() or [""])[0].casefold()
        return {"form": first} if first in cls.ask("form").choices else {}

    def as_logged(self, today: date, calendar: WorkingCalendar) -> Self:
        """What has no day to go out is to have one soon, so that somebody is reminded of it."""
        if not self.is_planned or self.publish_on or self.plan_by:
            return self
        return self.model_copy(update={"plan_by": calendar.add(today, PLAN_WITHIN)})

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        found = []
        if self.lacks:
            found.append(Fact("Still missing", _and(self.lacks)))
        if self.approved_on:
            found.append(Fact("Approved", f"on {spoken(self.approved_on)}"))
        if self.distributed_on or self.distributed_by or self.blocks:
            how = (
                f"on {spoken(self.distributed_on)}" if self.distributed_on else "",
                f"by {self.distributed_by}" if self.distributed_by else "",
                f"to {self.blocks}" if self.blocks else "",
            )
            found.append(Fact("Distribution", ", ".join(part for part in how if part), instead=("distributed_on",)))
        if self.returned_or_queries is not None:
            undelivered = f", of them {self.undelivered} undelivered" if self.undelivered else ""
            found.append(Fact("Came back or asked", f"{self.returned_or_queries}{undelivered}"))
        return tuple(found)

    def chasing(self, today: date) -> str:
        return f"It still lacks {_and(self.lacks)}." if self.lacks else ""

    def needs(self, to: str) -> tuple[str, ...]:
        return ("approver",) if to == AWAITING and self.approver is None else ()

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        """What is to be followed up after it went out has a state of its own, so that somebody is reminded of it."""
        return FOLLOWING_UP if values.get("follow_up_by") and self.status == PUBLISHED else None

    def on_change(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        changed = [name for name in AS_APPROVED if name in changes and changes[name] != getattr(self, name)]
        return {"status": DRAFT, "approved_on": None} if changed and self.status == APPROVED else {}

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == APPROVED:
            return {"approved_on": today}
        if to == DRAFT:
            return {"approved_on": None}
        if to == PRINTED:
            return {"printed_on": self.printed_on or today}
        if to == PUBLISHED:
            further = {"status": FOLLOWING_UP} if self.follow_up_by else {}
            return {"distributed_on": self.distributed_on or today, **further}
        return {"closure_reason": reason} if to == CANCELLED else {}


def _and(what: tuple[str, ...]) -> str:
    *most, last = what
    return f"{', '.join(most)} and {last}" if most else last
