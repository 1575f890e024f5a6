"""Lessons: what happened, and what to do the same or differently next time."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from governance.fields import Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, Sentence, Text, Title
from governance.lifecycle import Lifecycle

LOGGED, APPLIED, REJECTED = "Logged", "Applied", "Rejected"

LIFECYCLE = Lifecycle(
    initial=LOGGED,
    moves={LOGGED: (APPLIED, REJECTED), APPLIED: (LOGGED,), REJECTED: (LOGGED,)},
    closed=frozenset({APPLIED, REJECTED}),
    done=APPLIED,
    reasons=frozenset({("*", LOGGED), ("*", REJECTED)}),
    labels={REJECTED: "Reject"},
    words={
        "apply": APPLIED,
        "done": APPLIED,
        "used": APPLIED,
        "close": APPLIED,
        "closed": APPLIED,
        "open": LOGGED,
        "reopen": LOGGED,
        "reject": REJECTED,
        "drop": REJECTED,
    },
)


class Lesson(Body):
    """A lesson of the programme's lessons log. Its title is what to do next time."""

    kind: ClassVar[Kind] = Kind(
        name="lesson",
        plural="lessons",
        prefix="L",
        words=("learning", "lesson learned", "lesson learnt", "lessons learned", "lessons learnt"),
        meaning="what to do the same or differently next time",
        example="/lesson Ask suppliers for written promise dates, three weeks lost on firewall",
        lifecycle=LIFECYCLE,
        reminds=False,
        due_field="apply_by",
        good="It says what to do next time, so that somebody who was not there could do it.",
        poor="Communication",
        better="Ask suppliers for a written promise date: a date taken on trust cost three weeks on the firewall",
        becomes=(Becoming("action", "Add an action", "led to", {"title": "title", "owner": "owner"}),),
        order=90,
        sentences=(
            Sentence(
                "{title}, (?!(?:and|or|not|eg|especially|including|when|before|if|with)\\b|\\w+ (?:and|or|&) ){effect}"
            ),
        ),
        days="set off",
        capture=True,
    )

    title: Annotated[Title, Ask("What to do next time", column="Lesson", headings=("recommendation",))]
    owner: OwnerIfNamed = None
    what_happened: Annotated[Text, Ask("What happened", input="text", words=("what happened", "happened"))] = ""
    cause: Annotated[Text, Ask("Cause", input="line", words=("cause", "because"))] = ""
    effect: Annotated[
        Text, Ask("What it led to", input="line", words=("effect", "led to", "so", "so that", "which meant"))
    ] = ""
    keep_or_change: Annotated[
        Literal["Keep", "Change"] | None,
        Ask(
            "Keep or change",
            input="choice",
            words=("keep or change",),
            choices={"Keep": ("good", "repeat"), "Change": ("bad",)},
        ),
    ] = None
    happened_on: Annotated[
        date | None, Ask("Happened on", input="date", past=True, words=("on",), headings=("date",), on_card=False)
    ] = None
    applied_in: Annotated[Text, Ask("Applied in", words=("applied in",))] = ""
    apply_by: Annotated[date | None, Ask("Apply by", input="date", words=("apply by", "due", "by"), on_card=False)] = (
        None
    )
    status: Annotated[Literal["Logged", "Applied", "Rejected"], Ask("Status", input="none")] = "Logged"
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        return {"applied_in": reason} if to == APPLIED and reason else {}
