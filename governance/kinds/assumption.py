"""Assumptions: what is taken to be true until somebody finds out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import ClosureReason, Council, Details, Owner, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle

OPEN, VALIDATED, INVALIDATED, RETIRED = "Open", "Validated", "Invalidated", "Retired"

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={OPEN: (VALIDATED, INVALIDATED, RETIRED), VALIDATED: (OPEN,), INVALIDATED: (OPEN,), RETIRED: (OPEN,)},
    closed=frozenset({VALIDATED, INVALIDATED, RETIRED}),
    done=VALIDATED,
    reasons=frozenset({("*", OPEN), ("*", RETIRED)}),
    labels={VALIDATED: "Validate", INVALIDATED: "Invalidate", RETIRED: "Retire"},
    words={
        "valid": VALIDATED,
        "validate": VALIDATED,
        "confirmed": VALIDATED,
        "confirm": VALIDATED,
        "holds": VALIDATED,
        "true": VALIDATED,
        "done": VALIDATED,
        "invalid": INVALIDATED,
        "invalidate": INVALIDATED,
        "wrong": INVALIDATED,
        "false": INVALIDATED,
        "broken": INVALIDATED,
        "disproved": INVALIDATED,
        "not true": INVALIDATED,
        "no longer true": INVALIDATED,
        "no longer holds": INVALIDATED,
        "does not hold": INVALIDATED,
        "doesn't hold": INVALIDATED,
        "failed": INVALIDATED,
        "retire": RETIRED,
        "drop": RETIRED,
        "close": RETIRED,
        "closed": RETIRED,
        "reopen": OPEN,
    },
)

DEGREES = {"high": ("h", "strong", "sure"), "medium": ("m", "med", "moderate"), "low": ("l", "weak", "unsure")}


class Assumption(Body):
    """An assumption of the programme: it must be validated by a day, or becomes a risk or an issue."""

    kind: ClassVar[Kind] = Kind(
        name="assumption",
        plural="assumptions",
        prefix="AS",
        words=("assume", "assuming", "we assume", "we are assuming", "we're assuming", "presumption"),
        meaning="something taken to be true until somebody finds out",
        example="/assumption Vesting day is 1 April 2028, validate by 5/1/27 owner @sam",
        lifecycle=LIFECYCLE,
        due_field="validate_by",
        ladder="review",
        only_by_becoming=frozenset({INVALIDATED}),
        good="It can be proved right or wrong, somebody finds out by a day, and it says what happens if it is wrong.",
        poor="Staffing",
        better="Each council gives two full-time officers until vesting day; HR confirms by 5 January",
        becomes=(
            Becoming(
                "risk",
                "It may not hold: risk",
                "became",
                {"title": "title", "owner": "owner", "effect": "impact_if_wrong", "council": "council"},
                state=INVALIDATED,
            ),
            Becoming(
                "issue",
                "It does not hold: issue",
                "became",
                {"title": "title", "owner": "owner", "impact_text": "impact_if_wrong", "council": "council"},
                state=INVALIDATED,
            ),
        ),
        order=40,
        days="set off",
    )

    title: Annotated[
        Title,
        Ask(
            "Assumption",
            "What is taken to be true",
            column="Assumption",
            headings=("statement", "assumption description"),
        ),
    ]
    owner: Owner = None
    validate_by: Annotated[
        date | None,
        Ask(
            "Validate by",
            "When somebody finds out",
            input="date",
            words=("validate by", "validate", "check by", "confirm by", "test by", "due", "by"),
        ),
    ] = None
    confidence: Annotated[
        Literal["high", "medium", "low"] | None,
        Ask("Confidence", "How sure we are", input="choice", words=("confidence", "confident"), choices=DEGREES),
    ] = None
    impact_if_wrong: Annotated[
        Text,
        Ask(
            "If it is wrong",
            "What then happens",
            input="text",
            words=("impact if wrong", "if wrong", "if not", "impact"),
        ),
    ] = ""
    how_validated: Annotated[
        Text,
        Ask("How we find out", input="line", words=("how", "how validated", "evidence"), headings=("how validated",)),
    ] = ""
    status: Annotated[Literal["Open", "Validated", "Invalidated", "Retired"], Ask("Status", input="none")] = "Open"
    validated_on: Annotated[date | None, Ask("Validated on", input="none", on_card=False)] = None
    became: Annotated[Text, Ask("Became", input="none", on_card=False)] = ""
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == OPEN:
            return {"validated_on": None, "closure_reason": ""}
        return {"validated_on": (self.validated_on or today) if to != RETIRED else None, "closure_reason": reason}
