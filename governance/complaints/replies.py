"""What each reply to a complaint must say: acknowledgement, answer and refusal, by the Complaint Handling Codes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from governance.checklist import Checklist, Point
from governance.complaints.states import (
    ACKNOWLEDGED,
    NOT_ACCEPTED,
    S1_RESPONDED,
    S2_ACKNOWLEDGED,
    S2_RESPONDED,
)

if TYPE_CHECKING:
    from governance.kinds.complaint import Complaint

CODE = "Complaint Handling Code"
NO_OMBUDSMAN = "say which Ombudsman it belongs to: HOS, LGSCO or joint"
DEFINITION = Point("definition", "our understanding of the complaint", "What we understand it to be")
OUTCOME = Point("outcome_sought", "the outcome they seek", "What they want us to do")
ADJUSTMENTS = Point(
    "reasonable_adjustment", "reasonable adjustments", "What they need of us; or “n/a: asked, none needed”"
)
REMEDY = Point("remedy", "the remedy", "What we do to put it right; or “n/a: nothing went wrong”")
OUTSTANDING = Point(
    "outstanding_actions",
    "outstanding actions",
    "What is still to be done, one on each line, with who and by when; or “n/a: all is done”",
)


def _routed(body: Complaint) -> str:
    return NO_OMBUDSMAN if body.route == "ask" else ""


ACKNOWLEDGEMENT = (
    Point("definition", "our understanding of the complaint", "What we understand it to be", more=_routed),
    OUTCOME,
    Point("responsibility", "what we are and are not responsible for", "And who is, where it is not us"),
    ADJUSTMENTS,
)


def checklist_of(body: Complaint, to: str) -> Checklist:
    """What must be said before a complaint may go to the state `to`."""
    return {
        ACKNOWLEDGED: _acknowledgement("stage 1", "s1_ack_on", "6.2"),
        S2_ACKNOWLEDGED: _acknowledgement("stage 2", "s2_ack_on", "6.11"),
        S1_RESPONDED: _answer("stage 1", "s1", "6.3"),
        S2_RESPONDED: _answer("stage 2", "s2", "6.14"),
        NOT_ACCEPTED: _refusal(),
    }[to]


def _acknowledgement(stage: str, sent: str, paragraph: str) -> Checklist:
    return Checklist(
        f"{stage} acknowledgement",
        "acknowledgement",
        sent,
        f"{CODE}, {paragraph}",
        ACKNOWLEDGEMENT,
        besides=("the timescale", "how to reach the Ombudsman"),
    )


def _answer(stage: str, prefix: str, paragraph: str) -> Checklist:
    points = (
        DEFINITION,
        Point("points", "every point that was raised", "One on each line"),
        Point(
            f"{prefix}_answers",
            "an answer to every point",
            "One on each line, in the same order",
            more=partial(_unanswered, prefix=prefix),
        ),
        Point(f"{prefix}_decision", "the decision", choice=True),
        Point(f"{prefix}_reasons", "the reasons, with policy, law and good practice", "Why we decided so"),
        REMEDY,
        OUTSTANDING,
    )
    onward = "how to go on to stage 2" if prefix == "s1" else "how to go to the Ombudsman"
    return Checklist(
        f"{stage} answer", "response", f"{prefix}_responded_on", f"{CODE}, {paragraph}", points, ("the stage", onward)
    )


def _unanswered(body: Complaint, prefix: str) -> str:
    """How many points have no answer yet."""
    raised, answered = len(lines(body.points)), len(lines(getattr(body, f"{prefix}_answers")))
    return f"{raised - answered} of {raised} points have none" if answered < raised else ""


def _refusal() -> Checklist:
    return Checklist(
        "letter that it is not accepted",
        "refusal",
        "not_accepted_on",
        f"{CODE}, 2.2 to 2.5",
        (
            Point("not_accepted_ground", "the ground for not accepting it", choice=True),
            Point(
                "closure_reason",
                "the reason, judged on its merits",
                "Why, for this complaint; a rule alone is no reason",
            ),
        ),
        besides=("the right to take it to the Ombudsman",),
    )


def lines(text: str) -> tuple[str, ...]:
    """What stands on each line of a list that was typed, without its numbers and bullets."""
    return tuple(line.strip().lstrip("-•*0123456789.) ").strip() for line in text.splitlines() if line.strip())
