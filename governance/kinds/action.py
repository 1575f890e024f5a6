"""Actions: one thing somebody promised to do by a day."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import Council, Details, Owner, Source, SourceLink, Supporters, Tags
from governance.kind import Ask, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle

NOT_STARTED = "Not started"
IN_PROGRESS = "In progress"
BLOCKED = "Blocked"
COMPLETE = "Complete"
CANCELLED = "Cancelled"

LIFECYCLE = Lifecycle(
    initial=NOT_STARTED,
    moves={
        NOT_STARTED: (IN_PROGRESS, COMPLETE, CANCELLED),
        IN_PROGRESS: (BLOCKED, COMPLETE, CANCELLED),
        BLOCKED: (IN_PROGRESS, COMPLETE, CANCELLED),
        COMPLETE: (IN_PROGRESS,),
        CANCELLED: (),
    },
    closed=frozenset({COMPLETE, CANCELLED}),
    done=COMPLETE,
    reasons=frozenset({("*", CANCELLED), ("*", BLOCKED), (COMPLETE, IN_PROGRESS)}),
    labels={IN_PROGRESS: "Start", BLOCKED: "Blocked", COMPLETE: "Done", CANCELLED: "Cancel"},
    words={
        "todo": NOT_STARTED,
        "open": NOT_STARTED,
        "start": IN_PROGRESS,
        "started": IN_PROGRESS,
        "in prog": IN_PROGRESS,
        "wip": IN_PROGRESS,
        "doing": IN_PROGRESS,
        "reopen": IN_PROGRESS,
        "unblock": IN_PROGRESS,
        "unblocked": IN_PROGRESS,
        "block": BLOCKED,
        "stuck": BLOCKED,
        "on hold": BLOCKED,
        "waiting": BLOCKED,
        "done": COMPLETE,
        "completed": COMPLETE,
        "closed": COMPLETE,
        "close": COMPLETE,
        "finished": COMPLETE,
        "finish": COMPLETE,
        "sorted": COMPLETE,
        "cancel": CANCELLED,
        "canceled": CANCELLED,
        "drop": CANCELLED,
        "dropped": CANCELLED,
    },
)


class Action(Body):
    """An action of the programme's action log (fields: the usual action log of PRINCE2-style programmes)."""

    kind: ClassVar[Kind] = Kind(
        name="action",
        plural="actions",
        prefix="A",
        words=("task", "todo", "to-do", "action point", "ap"),
        meaning="one thing that one person has promised to do by a day",
        example="/action Draft the TUPE letter @sam by Friday",
        lifecycle=LIFECYCLE,
        good="It starts with a verb, one person owns it, and anybody can tell when it is done.",
        poor="TUPE",
        better="Send the draft TUPE letter to the unions, by Friday, @sam",
        order=10,
        capture=True,
    )

    title: Annotated[
        Title, Ask("What needs doing", "Start with a verb: “Send the draft letter to unions”", column="Action")
    ]
    owner: Owner = None
    supporters: Supporters = ()
    due: Annotated[
        date | None,
        Ask(
            "Due",
            "The day by which it is done",
            input="date",
            words=("due", "by", "date"),
            headings=("due date", "deadline", "target date", "by when", "when"),
        ),
    ] = None
    due_time: Annotated[time | None, Ask("Time", "Only where the hour matters", input="time", on_card=False)] = None
    priority: Annotated[
        Literal["High", "Medium", "Low"],
        Ask(
            "Priority",
            input="choice",
            words=("priority", "prio"),
            choices={
                "High": ("high", "urgent", "top", "p1", "h"),
                "Medium": ("medium", "normal", "med", "p2", "m"),
                "Low": ("low", "p3", "l"),
            },
        ),
    ] = "Medium"
    status: Annotated[
        Literal["Not started", "In progress", "Blocked", "Complete", "Cancelled"], Ask("Status", input="none")
    ] = "Not started"
    percent: Annotated[int, Ask("Progress", "0 to 100", input="none", words=("percent", "progress"), unit="%")] = 0
    blocked_reason: Annotated[Text, Ask("Blocked because", input="none")] = ""
    completed_on: Annotated[date | None, Ask("Completed on", input="none")] = None
    description: Details = ""
    evidence: Annotated[Text, Ask("Evidence", "A link that shows it was done", input="none", words=("evidence",))] = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == COMPLETE:
            return {"completed_on": self.completed_on or today, "percent": 100, "blocked_reason": ""}
        if self.status == COMPLETE:
            return {"completed_on": None, "percent": 0}
        return {"blocked_reason": reason if to == BLOCKED else ""}
