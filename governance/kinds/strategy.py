"""Communication strategies: for each project who is told what, by which channel, how often, and who approves it.

Its lines stand in the record itself, as one validated value, and are added, changed and dropped one by one, each by a command
that reads them afresh under the register's one write lock: of two people who add a line at the same moment both lines are kept,
with numbers of their own. A form carries the version that its reader saw: only what they changed of a line is set, and where
somebody else changed the same of the same line meanwhile, both changes are named and nothing is lost. In a table of their own
the lines would need all of that once more, and a history and an undo besides; here the record's own tell and take back each
change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from governance.fields import ClosureReason, Council, Details, Owner, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, PersonId, Text, Title
from governance.lifecycle import Lifecycle
from governance.strategy_line import Line

DRAFT, IN_USE, ENDED = "Draft", "In use", "Ended"
MOST_LINES = 60

LIFECYCLE = Lifecycle(
    initial=DRAFT,
    moves={DRAFT: (IN_USE, ENDED), IN_USE: (DRAFT, ENDED), ENDED: (IN_USE,)},
    closed=frozenset({ENDED}),
    done=ENDED,
    reasons=frozenset({("*", ENDED), (ENDED, IN_USE)}),
    labels={IN_USE: "Put into use", DRAFT: "Redraft", ENDED: "End"},
    words={
        "agreed": IN_USE,
        "approved": IN_USE,
        "approve": IN_USE,
        "live": IN_USE,
        "use": IN_USE,
        "redraft": DRAFT,
        "end": ENDED,
        "over": ENDED,
        "close": ENDED,
        "closed": ENDED,
        "done": ENDED,
        "finished": ENDED,
        "reopen": IN_USE,
    },
)


class Strategy(Body):
    """The communication strategy of a workstream; `lines` are its audiences, each with message, channel and rhythm."""

    kind: ClassVar[Kind] = Kind(
        name="strategy",
        plural="strategies",
        prefix="CS",
        words=("comms strategy", "communication strategy", "communications strategy"),
        meaning="who is told what, how and how often for as long as a project runs, and who approves it",
        example="/strategy Larkspur works: communication strategy, owner @sam, review 4/1/27",
        lifecycle=LIFECYCLE,
        digits=2,
        due_field="review_on",
        ladder="review",
        good="It says what it is for, how we write, who signs off, and for each audience the message, the channel and how often.",
        poor="Comms",
        better="Larkspur works: communication strategy. TRA: progress, by a meeting, every month, approved by Vera",
        becomes=(Becoming("action", "Add an action", "led to", {"owner": "owner"}),),
        order=105,
        days="announced",
        one_open=True,
    )

    title: Annotated[Title, Ask("Strategy", "“Larkspur works: communication strategy”", column="Strategy")]
    owner: Owner = None
    purpose: Annotated[
        Text, Ask("What it is for", "What residents are to know, and do", input="text", words=("purpose", "aim"))
    ] = ""
    tone: Annotated[Text, Ask("How we write", "Plain English, you and we, no jargon", words=("tone", "style"))] = ""
    rules: Annotated[
        Text, Ask("Standing rules", "What holds for every one of them", input="text", words=("rules", "rule"))
    ] = ""
    signs_off: Annotated[
        PersonId | None,
        Ask("Signs off", "Where a line names nobody", input="person", words=("signs off", "sign off", "signed off by")),
    ] = None
    review_on: Annotated[date | None, Ask("Review on", input="date", words=("review", "review on", "due", "by"))] = None
    lines: Annotated[tuple[Line, ...], Ask("Lines", input="none", on_card=False)] = ()
    status: Annotated[Literal["Draft", "In use", "Ended"], Ask("Status", input="none")] = "Draft"
    closure_reason: ClosureReason = ""
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def standing(self) -> Iterator[Line]:
        """Its lines that were not dropped."""
        return (line for line in self.lines if line.stands)

    def line(self, number: int) -> Line | None:
        """The line with this number, where it still stands."""
        return next((line for line in self.standing() if line.number == number), None)

    def approver_of(self, line: Line) -> str | None:
        return line.approver or self.signs_off

    def on_move(self, to: str, reason: str, today: date) -> dict[str, str]:
        return {"closure_reason": reason} if to == ENDED else {}
