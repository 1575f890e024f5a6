"""The states of a complaint, the moves between them, and which clock runs in each (Housing Ombudsman and LGSCO codes)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from governance.lifecycle import Lifecycle

RECEIVED, ACKNOWLEDGED = "Received", "Acknowledged"
S1_PROGRESS, S1_EXTENDED, S1_RESPONDED, S1_CLOSED = (
    "Stage 1 in progress",
    "Stage 1 extended",
    "Stage 1 responded",
    "Stage 1 closed",
)
S2_REQUESTED, S2_ACKNOWLEDGED, S2_PROGRESS = "Stage 2 requested", "Stage 2 acknowledged", "Stage 2 in progress"
S2_EXTENDED, S2_RESPONDED, S2_CLOSED = "Stage 2 extended", "Stage 2 responded", "Stage 2 closed"
OMBUDSMAN, DETERMINED = "With the Ombudsman", "Determined"
NOT_ACCEPTED, WITHDRAWN = "Not accepted", "Withdrawn"

RESPONDED = (S1_RESPONDED, S2_RESPONDED)

Ground = Literal["over 12 months ago", "legal proceedings have started", "already considered", "another reason"]
GROUNDS: Mapping[str, tuple[str, ...]] = {
    "over 12 months ago": ("12 months", "too old"),
    "legal proceedings have started": ("legal proceedings",),
    "already considered": ("considered already",),
    "another reason": (),
}
Decided = Literal["upheld", "partly upheld", "not upheld"]
DECISIONS: Mapping[str, tuple[str, ...]] = {"upheld": (), "partly upheld": ("partly",), "not upheld": ("rejected",)}

LIFECYCLE = Lifecycle(
    initial=RECEIVED,
    moves={
        RECEIVED: (ACKNOWLEDGED, NOT_ACCEPTED, WITHDRAWN),
        ACKNOWLEDGED: (S1_RESPONDED, S1_PROGRESS, S1_EXTENDED, S2_REQUESTED, NOT_ACCEPTED, WITHDRAWN),
        S1_PROGRESS: (S1_RESPONDED, S1_EXTENDED, S2_REQUESTED, WITHDRAWN),
        S1_EXTENDED: (S1_RESPONDED, S2_REQUESTED, WITHDRAWN),
        S1_RESPONDED: (S1_CLOSED, S2_REQUESTED),
        S1_CLOSED: (S2_REQUESTED,),
        S2_REQUESTED: (S2_ACKNOWLEDGED, WITHDRAWN),
        S2_ACKNOWLEDGED: (S2_RESPONDED, S2_PROGRESS, S2_EXTENDED, WITHDRAWN),
        S2_PROGRESS: (S2_RESPONDED, S2_EXTENDED, WITHDRAWN),
        S2_EXTENDED: (S2_RESPONDED, WITHDRAWN),
        S2_RESPONDED: (S2_CLOSED, OMBUDSMAN),
        S2_CLOSED: (OMBUDSMAN,),
        OMBUDSMAN: (DETERMINED,),
        DETERMINED: (),
        NOT_ACCEPTED: (),
        WITHDRAWN: (),
    },
    closed=frozenset({S1_CLOSED, S2_CLOSED, DETERMINED, NOT_ACCEPTED, WITHDRAWN}),
    done=S1_CLOSED,
    # A failure to respond may be escalated by staff, who say why; the resident need give no reason for stage 2.
    reasons=frozenset(
        {
            ("*", NOT_ACCEPTED),
            ("*", WITHDRAWN),
            *((before, S2_REQUESTED) for before in (ACKNOWLEDGED, S1_PROGRESS, S1_EXTENDED)),
        }
    ),
    labels={
        ACKNOWLEDGED: "Acknowledge",
        S1_RESPONDED: "Answer",
        S2_ACKNOWLEDGED: "Acknowledge stage 2",
        S2_RESPONDED: "Answer stage 2",
        NOT_ACCEPTED: "Do not accept",
        S1_CLOSED: "Close",
        S2_CLOSED: "Close",
        S2_REQUESTED: "Stage 2 is asked for",
    },
    asks={WITHDRAWN: "The resident’s own words"},
    words={
        "ack": ACKNOWLEDGED,
        "s1_in_progress": S1_PROGRESS,
        "in progress": S1_PROGRESS,
        "investigating": S1_PROGRESS,
        "s1_extended": S1_EXTENDED,
        "s1_responded": S1_RESPONDED,
        "responded": S1_RESPONDED,
        "s1_closed": S1_CLOSED,
        "close": S1_CLOSED,
        "closed": S1_CLOSED,
        "done": S1_CLOSED,
        "s2_requested": S2_REQUESTED,
        "stage 2": S2_REQUESTED,
        "s2_acknowledged": S2_ACKNOWLEDGED,
        "s2_in_progress": S2_PROGRESS,
        "s2_extended": S2_EXTENDED,
        "s2_responded": S2_RESPONDED,
        "s2_closed": S2_CLOSED,
        "ombudsman": OMBUDSMAN,
        "determined": DETERMINED,
        "not_accepted": NOT_ACCEPTED,
        "refused": NOT_ACCEPTED,
        "withdrawn": WITHDRAWN,
        "withdraw": WITHDRAWN,
    },
)

# What happens next in each state: the step, the field that holds its day, and the step in words.
NEXT: Mapping[str, tuple[str, str, str]] = {
    RECEIVED: ("ack_s1", "s1_ack_due", "acknowledge it"),
    ACKNOWLEDGED: ("respond_s1", "s1_due", "answer stage 1"),
    S1_PROGRESS: ("respond_s1", "s1_due", "answer stage 1"),
    S1_EXTENDED: ("respond_s1", "s1_extended_to", "answer stage 1"),
    S2_REQUESTED: ("ack_s2", "s2_ack_due", "acknowledge stage 2"),
    S2_ACKNOWLEDGED: ("respond_s2", "s2_due", "answer stage 2"),
    S2_PROGRESS: ("respond_s2", "s2_due", "answer stage 2"),
    S2_EXTENDED: ("respond_s2", "s2_extended_to", "answer stage 2"),
    OMBUDSMAN: ("ombudsman_evidence", "evidence_due", "send the evidence to the Ombudsman"),
}
# Which field a clock fills in, by which rule, from which field.
CLOCKS = (
    ("s1_ack_due", "s1.ack", "received_at"),
    ("s1_due", "s1.response", "s1_ack_on"),
    ("s2_ack_due", "s2.ack", "s2_requested_on"),
    ("s2_due", "s2.response", "s2_ack_on"),
    ("evidence_due", "evidence", "ombudsman_on"),
)
# The state that a complaint enters on the day in a field.
STEPS: Mapping[str, str] = {
    "s1_ack_on": ACKNOWLEDGED,
    "s1_responded_on": S1_RESPONDED,
    "s2_requested_on": S2_REQUESTED,
    "s2_ack_on": S2_ACKNOWLEDGED,
    "s2_responded_on": S2_RESPONDED,
    "not_accepted_on": NOT_ACCEPTED,
    "ombudsman_on": OMBUDSMAN,
}
