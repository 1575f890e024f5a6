"""Communications: what is said to whom, by which channel, on which day, and who approved it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import ClosureReason, Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, PersonId, Sentence, Text, Title
from governance.lifecycle import Lifecycle

DRAFT, APPROVED, PRINTED, PUBLISHED, FOLLOWED_UP, CANCELLED = (
    "Draft",
    "Approved",
    "Printed",
    "Published",
    "Followed up",
    "Cancelled",
)

LIFECYCLE = Lifecycle(
    initial=DRAFT,
    moves={
        DRAFT: (APPROVED, CANCELLED),
        APPROVED: (PRINTED, PUBLISHED, DRAFT, CANCELLED),
        PRINTED: (PUBLISHED, CANCELLED),
        PUBLISHED: (FOLLOWED_UP,),
        FOLLOWED_UP: (),
        CANCELLED: (),
    },
    closed=frozenset({PUBLISHED, FOLLOWED_UP, CANCELLED}),
    done=PUBLISHED,
    reasons=frozenset({("*", CANCELLED), (APPROVED, DRAFT)}),
    labels={DRAFT: "Redraft", APPROVED: "Approve", CANCELLED: "Cancel"},
    words={
        "approve": APPROVED,
        "signed off": APPROVED,
        "print": PRINTED,
        "publish": PUBLISHED,
        "sent": PUBLISHED,
        "distributed": PUBLISHED,
        "delivered": PUBLISHED,
        "out": PUBLISHED,
        "done": PUBLISHED,
        "close": FOLLOWED_UP,
        "closed": FOLLOWED_UP,
        "follow up done": FOLLOWED_UP,
        "cancel": CANCELLED,
        "drop": CANCELLED,
        "reopen": DRAFT,
        "redraft": DRAFT,
    },
)


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
        due_field="publish_on",
        publishes=True,
        good="It names the audience, one message, the day, who approves it, and what is done with the answers.",
        poor="Leaflet",
        better="Leaflet to Campion Court: scaffold goes up on 8 December, approved by Ruth, queries to the drop-in",
        becomes=(Becoming("action", "Add an action", "led to", {"title": "follow_up", "owner": "owner"}),),
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
    channel: Annotated[Text, Ask("How it reaches them", words=("channel", "method", "via"), headings=("method",))] = ""
    print_run: Annotated[int | None, Ask("Copies", input="number", words=("copies", "print run"), on_card=False)] = None
    languages: Annotated[
        Text, Ask("Languages", words=("languages", "translated"), headings=("translated",), on_card=False)
    ] = ""
    designed_by: Annotated[
        PersonId | None, Ask("Designed by", input="person", words=("designer", "designed by"), on_card=False)
    ] = None
    printed_on: Annotated[date | None, Ask("Printed on", input="none", on_card=False)] = None
    distributed_on: Annotated[date | None, Ask("Distributed on", input="none")] = None
    returned_or_queries: Annotated[
        int | None, Ask("Came back or asked", input="number", words=("queries", "returned"), on_card=False)
    ] = None
    follow_up: Annotated[Text, Ask("Follow-up", input="line", words=("follow up", "follow-up"))] = ""
    status: Annotated[
        Literal["Draft", "Approved", "Printed", "Published", "Followed up", "Cancelled"], Ask("Status", input="none")
    ] = "Draft"
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == PRINTED:
            return {"printed_on": self.printed_on or today}
        if to == PUBLISHED:
            return {"distributed_on": self.distributed_on or today}
        return {"closure_reason": reason} if to == CANCELLED else {}
