"""Risks: something that may happen, and would matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import Field

from governance.calendar import ONE_DAY, WorkingCalendar, spoken
from governance.fields import (
    ClosureReason,
    Council,
    Details,
    EscalatedTo,
    EscalationReason,
    Owner,
    Source,
    SourceLink,
    Supporters,
    Tags,
)
from governance.kind import Ask, Becoming, Body, Fact, Kind, Rag, Sentence, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.trigger import Trigger

DRAFT, OPEN, MITIGATING, ESCALATED, CLOSED = "Draft", "Open", "Mitigating", "Escalated", "Closed"

Step = Annotated[int, Field(ge=1, le=5)]

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={
        DRAFT: (OPEN,),
        OPEN: (MITIGATING, ESCALATED, CLOSED),
        MITIGATING: (OPEN, ESCALATED, CLOSED),
        ESCALATED: (OPEN, MITIGATING),
        CLOSED: (OPEN,),
    },
    closed=frozenset({CLOSED}),
    starts=(DRAFT,),
    done=CLOSED,
    reasons=frozenset({("*", CLOSED), (CLOSED, OPEN), ("*", ESCALATED)}),
    labels={
        (ESCALATED, OPEN): "Hand back",
        OPEN: "Back to open",
        MITIGATING: "Being mitigated",
        ESCALATED: "Escalate",
        CLOSED: "Close",
    },
    words={
        "mitigate": MITIGATING,
        "being mitigated": MITIGATING,
        "treating": MITIGATING,
        "in progress": MITIGATING,
        "escalate": ESCALATED,
        "close": CLOSED,
        "done": CLOSED,
        "passed": CLOSED,
        "gone": CLOSED,
        "retire": CLOSED,
        "retired": CLOSED,
        "reopen": OPEN,
        "live": OPEN,
        "returned": OPEN,
        "de escalate": OPEN,
    },
)


class Risk(Body):
    """A risk of the programme's risk register (fields: the PRINCE2 risk register; scores inherent, current and target)."""

    kind: ClassVar[Kind] = Kind(
        name="risk",
        plural="risks",
        prefix="R",
        words=("threat", "opportunity"),
        meaning="something that may happen, and would matter if it did",
        example="/risk Payroll bank mandate is not in place by vesting day L4 I5 owner @sam",
        lifecycle=LIFECYCLE,
        due_field="review_on",
        ladder="review",
        good="It says cause, event and effect, has one owner, a score, and what is being done about it.",
        poor="Payroll",
        better="Because the bank needs ten weeks’ notice, the payroll mandate may not be in place by vesting day, so staff "
        "would not be paid",
        becomes=(
            Becoming(
                "issue",
                "It has happened",
                "became",
                {
                    "title": "title",
                    "owner": "owner",
                    "impact_text": "effect",
                    "severity": "impact",
                    "council": "council",
                },
                state=CLOSED,
            ),
            Becoming("action", "Add an action", "mitigates", {"owner": "owner", "council": "council"}),
        ),
        order=20,
        sentences=(
            Sentence(
                "(?:because|due to|as) {cause}, (?:there is a risk that )?{title},? (?:so that|so|leading to) {effect}"
            ),
            Sentence("(?:because|due to) {cause}, (?:there is a risk that )?{title}"),
        ),
        days="set off",
        capture=True,
    )

    title: Annotated[
        Title,
        Ask(
            "Risk",
            "What may happen: “The supplier may miss the firewall date”",
            column="Risk",
            headings=("risk description", "risk title"),
        ),
    ]
    owner: Owner = None
    likelihood: Annotated[
        Step | None,
        Ask(
            "Likelihood now",
            "1 to 5",
            input="scale",
            words=("likelihood", "l", "probability", "prob"),
            scale="likelihood",
            column="L",
            headings=("current likelihood", "current l"),
            missing="How likely is it, from 1 (rare) to 5 (almost certain)?",
        ),
    ] = None
    impact: Annotated[
        Step | None,
        Ask(
            "Impact now",
            "1 to 5, on the worst of time, cost, quality, law, reputation and safety",
            input="scale",
            words=("impact", "i", "severity"),
            scale="impact",
            column="I",
            headings=("current impact", "current i"),
            missing="How bad would it be, from 1 (negligible) to 5 (severe)?",
        ),
    ] = None
    cause: Annotated[
        Text, Ask("Cause", "Because …", input="text", words=("cause", "because", "because of", "due to"))
    ] = ""
    event: Annotated[Text, Ask("Event", "… may happen …", input="text", words=("event",), on_card=False)] = ""
    effect: Annotated[
        Text,
        Ask(
            "Effect",
            "… so that …",
            input="text",
            words=("effect", "consequence", "so that", "leading to", "resulting in", "so", "impact"),
        ),
    ] = ""
    category: Annotated[
        Text, Ask("Category", "Resource, schedule, finance, legal, people, data …", words=("category", "type"))
    ] = ""
    direction: Annotated[
        Literal["Threat", "Opportunity"],
        Ask(
            "Threat or opportunity",
            input="choice",
            choices={"Threat": ("threat",), "Opportunity": ("opportunity", "upside")},
            on_card=False,
        ),
    ] = "Threat"
    response: Annotated[
        Literal["avoid", "reduce", "fallback", "transfer", "accept", "share", "enhance", "exploit", "reject"] | None,
        Ask(
            "Response",
            "What is being done about it",
            input="choice",
            words=("response", "strategy"),
            choices={
                "reduce": ("treat", "mitigate", "lessen"),
                "avoid": ("terminate", "prevent"),
                "accept": ("tolerate", "live with"),
                "transfer": ("insure", "pass on"),
                "share": (),
                "fallback": ("contingency", "fall back"),
                "enhance": (),
                "exploit": (),
                "reject": (),
            },
        ),
    ] = None
    response_summary: Annotated[
        Text, Ask("Response in words", input="text", words=("mitigation", "controls", "response summary"))
    ] = ""
    proximity: Annotated[
        Literal["Imminent (<1 month)", "1-3 months", "3-6 months", "6-12 months", ">12 months"] | None,
        Ask(
            "Proximity",
            "How soon it could happen",
            input="choice",
            words=("proximity",),
            choices={
                "Imminent (<1 month)": ("imminent", "under a month", "within a month", "<1 month"),
                "1-3 months": ("1 to 3 months", "one to three months"),
                "3-6 months": ("3 to 6 months", "three to six months"),
                "6-12 months": ("6 to 12 months", "six to twelve months"),
                ">12 months": ("over a year", "more than 12 months"),
            },
        ),
    ] = None
    review_on: Annotated[
        date | None,
        Ask(
            "Review on",
            "When it is looked at again",
            input="date",
            words=("review", "review on", "review date", "due", "by", "next review"),
        ),
    ] = None
    inherent_l: Annotated[
        Step | None,
        Ask(
            "Likelihood before controls",
            input="scale",
            scale="likelihood",
            words=("inherent likelihood", "gross likelihood"),
            on_card=False,
            headings=("inherent l", "gross l", "gross likelihood"),
        ),
    ] = None
    inherent_i: Annotated[
        Step | None,
        Ask(
            "Impact before controls",
            input="scale",
            scale="impact",
            words=("inherent impact", "gross impact"),
            on_card=False,
            headings=("inherent i", "gross i", "gross impact"),
        ),
    ] = None
    target_l: Annotated[
        Step | None,
        Ask(
            "Target likelihood",
            input="scale",
            scale="likelihood",
            words=("target likelihood", "target l"),
            on_card=False,
            headings=("target l",),
        ),
    ] = None
    target_i: Annotated[
        Step | None,
        Ask(
            "Target impact",
            input="scale",
            scale="impact",
            words=("target impact", "target i"),
            on_card=False,
            headings=("target i",),
        ),
    ] = None
    target_by: Annotated[
        date | None, Ask("Target reached by", input="date", words=("target by", "target date"), on_card=False)
    ] = None
    status: Annotated[Literal["Draft", "Open", "Mitigating", "Escalated", "Closed"], Ask("Status", input="none")] = (
        "Open"
    )
    supporters: Supporters = ()
    approver: Annotated[
        Text, Ask("Accepted by", "Who agreed to live with a risk above appetite", words=("accepted by", "approver"))
    ] = ""
    said_score: Annotated[
        int | None,
        Ask(
            "Score as it was written down",
            input="none",
            words=("score as written",),
            on_card=False,
            headings=("score", "risk score"),
        ),
    ] = None
    escalated_to: EscalatedTo = ""
    escalation_reason: EscalationReason = ""
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def score(self) -> int | None:
        return self.likelihood * self.impact if self.likelihood and self.impact else None

    @property
    def target_score(self) -> int | None:
        """Target likelihood times target impact."""
        return self.target_l * self.target_i if self.target_l and self.target_i else None

    @property
    def inherent_score(self) -> int | None:
        """Likelihood times impact before controls."""
        return self.inherent_l * self.inherent_i if self.inherent_l and self.inherent_i else None

    def rag(self, programme: Programme, today: date) -> Rag | None:
        if self.score is None or self.impact is None:
            return None
        return cast(Rag, programme.bands.rag(self.score, self.impact))

    def triggers(self, programme: Programme, calendar: WorkingCalendar, raised_on: date) -> Iterator[Trigger]:
        """A high score goes up at once; a red risk whose target day has passed goes up then."""
        limits = programme.escalating
        if self.score is None or self.impact is None:
            return
        if self.score >= limits.score_of_the_board:
            yield Trigger("score of the board", str(limits.score_of_the_board), f"scored {self.score}")
        elif self.score >= limits.score:
            yield Trigger("score", str(limits.score), f"scored {self.score}")
        if self.target_by and programme.bands.rag(self.score, self.impact) == "Red":
            why = f"red, and its target day ({spoken(self.target_by)}) has passed"
            yield Trigger("target passed", str(self.target_by), why, self.target_by + ONE_DAY)

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        found = []
        if self.likelihood and self.impact:
            colour = str(self.rag(programme, today)).lower()
            words = f"{_product(programme, self.likelihood, self.impact)}, {colour}"
            found.append(Fact("Score", words, ("likelihood", "impact"), why=True))
        if self.inherent_l and self.inherent_i:
            found.append(Fact("Before controls", _product(programme, self.inherent_l, self.inherent_i)))
        if self.target_l and self.target_i:
            by = f" by {spoken(self.target_by)}" if self.target_by else ""
            found.append(Fact("Target", _product(programme, self.target_l, self.target_i) + by))
        return tuple(found)

    def on_change(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Scored anew, it no longer matters what was written down before."""
        return {"said_score": None} if self.said_score is not None and {"likelihood", "impact"} & set(changes) else {}

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == CLOSED:
            return {"closure_reason": reason}
        if to == ESCALATED:
            return {"escalation_reason": reason}
        if self.status in (CLOSED, ESCALATED):
            return {"closure_reason": "", "escalated_to": "", "escalation_reason": ""}
        return {}


def _product(programme: Programme, likelihood: int, impact: int) -> str:
    """`20 (4 likely × 5 severe)`."""
    first = programme.likelihood[likelihood - 1].label.lower()
    second = programme.impact[impact - 1].label.lower()
    return f"{likelihood * impact} ({likelihood} {first} × {impact} {second})"
