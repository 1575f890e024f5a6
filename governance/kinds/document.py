"""Documents: the papers of the programme, where they are, and when somebody looks at them again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import ClosureReason, Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Body, Kind, PersonId, Text, Title
from governance.lifecycle import Lifecycle

DRAFT, IN_REVIEW, APPROVED, WITHDRAWN = "Draft", "In review", "Approved", "Withdrawn"

LIFECYCLE = Lifecycle(
    initial=DRAFT,
    moves={
        DRAFT: (IN_REVIEW, WITHDRAWN),
        IN_REVIEW: (DRAFT, APPROVED, WITHDRAWN),
        APPROVED: (IN_REVIEW, WITHDRAWN),
        WITHDRAWN: (DRAFT,),
    },
    closed=frozenset({WITHDRAWN}),
    done=APPROVED,
    reasons=frozenset({("*", WITHDRAWN), (WITHDRAWN, DRAFT)}),
    labels={IN_REVIEW: "Send for review", APPROVED: "Approve", WITHDRAWN: "Withdraw"},
    words={
        "review": IN_REVIEW,
        "for review": IN_REVIEW,
        "approve": APPROVED,
        "signed off": APPROVED,
        "done": APPROVED,
        "issued": APPROVED,
        "withdraw": WITHDRAWN,
        "archive": WITHDRAWN,
        "close": WITHDRAWN,
        "closed": WITHDRAWN,
        "reopen": DRAFT,
    },
)


class Document(Body):
    """A document of the programme's library: a title, a version, a link, an owner, a day to look at it again."""

    kind: ClassVar[Kind] = Kind(
        name="document",
        plural="documents",
        prefix="DOC",
        words=("doc", "paper", "docs"),
        meaning="a paper of the programme, where it is, and when it is looked at again",
        example="/document TUPE measures letter v2 link https://intranet.example/tupe review 4/1/27",
        lifecycle=LIFECYCLE,
        due_field="review_on",
        ladder="review",
        good="It says which version is the current one, where it is, who keeps it, and when it is looked at again.",
        poor="Letter",
        better="TUPE measures letter, version 2, approved by Zainab, looked at again on 4 January",
        order=120,
        capture=True,
    )

    title: Annotated[
        Title, Ask("Document", "What it is called", column="Document", headings=("document title", "name"))
    ]
    owner: OwnerIfNamed = None
    edition: Annotated[Text, Ask("Version", words=("version", "v"), column="Version")] = ""
    link: Annotated[Text, Ask("Where it is", "A link", input="link", words=("link", "url", "at"))] = ""
    approver: Annotated[PersonId | None, Ask("Approved by", input="person", words=("approver", "approved by"))] = None
    review_on: Annotated[date | None, Ask("Review on", input="date", words=("review", "review on", "due", "by"))] = None
    classification: Annotated[
        Literal["OFFICIAL", "OFFICIAL-SENSITIVE"],
        Ask(
            "Classification",
            input="choice",
            words=("classification", "marking"),
            choices={"OFFICIAL": ("official",), "OFFICIAL-SENSITIVE": ("sensitive", "official sensitive")},
        ),
    ] = "OFFICIAL"
    status: Annotated[Literal["Draft", "In review", "Approved", "Withdrawn"], Ask("Status", input="none")] = "Draft"
    approved_on: Annotated[date | None, Ask("Approved on", input="none", on_card=False)] = None
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == APPROVED:
            return {"approved_on": today}
        return {"closure_reason": reason} if to == WITHDRAWN else {}
