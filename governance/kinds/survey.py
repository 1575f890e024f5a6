"""Surveys: what residents were asked, and of how many homes. The raw answers are kept apart, and never shown one by one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle

OPEN, CLOSED = "Open", "Closed"
BETWEEN = "|"  # how several questions stand in one field

LIFECYCLE = Lifecycle(
    initial=OPEN,
    moves={OPEN: (CLOSED,), CLOSED: (OPEN,)},
    closed=frozenset({CLOSED}),
    done=CLOSED,
    reasons=frozenset({(CLOSED, OPEN)}),
    words={"close": CLOSED, "done": CLOSED, "finished": CLOSED, "reopen": OPEN},
)


class Survey(Body):
    """A survey: its questions in their order, and how many homes could answer."""

    kind: ClassVar[Kind] = Kind(
        name="survey",
        plural="surveys",
        prefix="SUR",
        words=(),
        meaning="residents are asked what they think, and told what came of it",
        example="/survey Windows: after works, population 236, opened today",
        lifecycle=LIFECYCLE,
        digits=2,
        reminds=False,
        due_field="closed_on",
        publishes=True,
        of_estate=True,
        good="Its title says which works and when in them; it says how many homes could answer, and what was asked.",
        poor="Feedback",
        better="Larkspur windows: after works, 236 homes",
        becomes=(
            Becoming("action", "Add an action", "led to"),
            Becoming("you said", "You said, we did…", "led to", when=LIFECYCLE.states, form="heard"),
        ),
        order=240,
        days="set off",
    )

    title: Annotated[Title, Ask("Survey", "What about, and when in the works")]
    owner: OwnerIfNamed = None
    population: Annotated[
        int | None,
        Ask(
            "Homes asked",
            "How many could answer",
            input="number",
            words=("population", "homes"),
            headings=("sample frame",),
        ),
    ] = None
    questions: Annotated[
        Text, Ask("Questions", f"In their order, with {BETWEEN} between", input="text", words=("questions",))
    ] = ""
    scale: Annotated[
        Text, Ask("Answers offered", f"With {BETWEEN} between", input="text", words=("scale",), on_card=False)
    ] = ""
    opened_on: Annotated[
        date | None, Ask("Opened on", input="date", words=("opened", "opened on"), headings=("opened",), past=True)
    ] = None
    closed_on: Annotated[
        date | None, Ask("Closed on", input="date", words=("closes", "closed", "closed on"), headings=("closed",))
    ] = None
    status: Annotated[Literal["Open", "Closed"], Ask("Status", input="none")] = "Open"
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Its questions, one by one."""
        return tuple(part.strip() for part in self.questions.split(BETWEEN) if part.strip())

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        return {"closed_on": min(self.closed_on or today, today)} if to == CLOSED else {}
