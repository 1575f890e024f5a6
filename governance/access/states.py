"""The states of an access case, rung by rung, and what comes next in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from governance.lifecycle import Lifecycle

APPOINTMENT: Final = "Appointment offered"
ATTEMPTING: Final = "Attempting"
WARNED: Final = "Warning letter sent"
FINAL: Final = "Final warning sent"
LEGAL: Final = "With Legal"
CLAIM: Final = "Claim issued"
HEARING: Final = "Hearing listed"
ORDERED: Final = "Order made"
SERVED: Final = "Order served"
UNDER_ORDER: Final = "Visit under order"
GAINED: Final = "Access gained"
CLOSED: Final = "Closed"

# Once there is an order, it says when and how somebody may come.
HAS_ORDER = (ORDERED, SERVED, UNDER_ORDER)

LIFECYCLE = Lifecycle(
    initial=APPOINTMENT,
    moves={
        APPOINTMENT: (ATTEMPTING, GAINED, CLOSED),
        ATTEMPTING: (WARNED, GAINED, CLOSED),
        WARNED: (FINAL, ATTEMPTING, GAINED, CLOSED),
        FINAL: (LEGAL, ATTEMPTING, GAINED, CLOSED),
        LEGAL: (CLAIM, ATTEMPTING, GAINED, CLOSED),
        CLAIM: (HEARING, ORDERED, LEGAL, GAINED, CLOSED),
        HEARING: (ORDERED, LEGAL, GAINED, CLOSED),
        ORDERED: (SERVED, GAINED, CLOSED),
        SERVED: (UNDER_ORDER, GAINED, CLOSED),
        UNDER_ORDER: (LEGAL, GAINED, CLOSED),
        GAINED: (ATTEMPTING,),
        CLOSED: (ATTEMPTING,),
    },
    closed=frozenset({GAINED, CLOSED}),
    done=GAINED,
    reasons=frozenset({("*", CLOSED), (GAINED, ATTEMPTING), (CLOSED, ATTEMPTING)}),
    labels={
        WARNED: "Warning sent",
        FINAL: "Final warning sent",
        LEGAL: "Hand to Legal",
        CLAIM: "Claim issued",
        CLOSED: "Close, no access",
    },
    asks={CLOSED: "Why without access?"},
    words={
        "attempt": ATTEMPTING,
        "back to attempts": ATTEMPTING,
        "reopen": ATTEMPTING,
        "warned": WARNED,
        "warning": WARNED,
        "warning sent": WARNED,
        "final warning": FINAL,
        "final letter sent": FINAL,
        "legal": LEGAL,
        "to legal": LEGAL,
        "referred to legal": LEGAL,
        "claim": CLAIM,
        "proceedings issued": CLAIM,
        "injunction issued": CLAIM,
        "hearing": HEARING,
        "listed": HEARING,
        "order": ORDERED,
        "order granted": ORDERED,
        "injunction granted": ORDERED,
        "injunction made": ORDERED,
        "served": SERVED,
        "injunction served": SERVED,
        "injunction served, access date set": SERVED,
        "under order": UNDER_ORDER,
        "visited under order": UNDER_ORDER,
        "done": GAINED,
        "gained": GAINED,
        "close": CLOSED,
    },
)

# What is to be done in each state, in words.
NEXT: Mapping[str, str] = {
    APPOINTMENT: "offer an appointment; then 24 hours’ written notice and a first visit",
    ATTEMPTING: "try at another part of the day; after the third attempt, the warning letter",
    WARNED: "make the vulnerability and capacity check; then the final warning, with its date",
    FINAL: "wait for the date that the final warning names; then Legal",
    LEGAL: "Legal drafts the claim: type “bundle” and the ref for the evidence",
    CLAIM: "note when the hearing is",
    HEARING: "the hearing",
    ORDERED: "serve the sealed order, and note when and how",
    SERVED: "the visit on the day that the order gives",
    UNDER_ORDER: "note what came of the visit",
}
# The state that a case enters on the day in a field.
STEPS: Mapping[str, str] = {
    "warning_on": WARNED,
    "final_warning_on": FINAL,
    "legal_on": LEGAL,
    "claim_on": CLAIM,
    "order_sealed_on": ORDERED,
    "order_served_on": SERVED,
}
# Those of them that are today unless another day was said; when a court sealed an order, somebody has to say.
TODAY = ("warning_on", "final_warning_on", "legal_on", "claim_on", "order_served_on")


def is_ahead(to: str, now: str) -> bool:
    """Whether a rung lies ahead of the one that a case is on. The day of one that it has passed is only put right."""
    rungs = [state for state in LIFECYCLE.states if LIFECYCLE.is_open(state)]
    return now in rungs and rungs.index(to) > rungs.index(now)
