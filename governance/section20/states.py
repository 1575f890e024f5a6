"""The states of one notice of a consultation, and what is to be done in each."""

from __future__ import annotations

from collections.abc import Mapping

from governance.lifecycle import Lifecycle

DRAFT, SERVED, ENDED, COMPLETE, VOID = "Draft", "Served", "Period ended", "Complete", "Void"

LIFECYCLE = Lifecycle(
    initial=DRAFT,
    moves={
        DRAFT: (SERVED, VOID),
        SERVED: (ENDED, COMPLETE, VOID),
        ENDED: (COMPLETE, VOID),
        COMPLETE: (ENDED,),
        VOID: (),
    },
    closed=frozenset({COMPLETE, VOID}),
    done=COMPLETE,
    reasons=frozenset({("*", VOID), (COMPLETE, ENDED)}),
    labels={SERVED: "Served", ENDED: "Period is over", VOID: "Void…"},
    asks={VOID: "Why does it not count?"},
    words={
        "serve": SERVED,
        "sent": SERVED,
        "posted": SERVED,
        "ended": ENDED,
        "period over": ENDED,
        "closed to observations": ENDED,
        "reopen": ENDED,
        "done": COMPLETE,
        "close": COMPLETE,
        "closed": COMPLETE,
        "finished": COMPLETE,
        "invalid": VOID,
        "defective": VOID,
        "withdrawn": VOID,
    },
)

NEXT: Mapping[str, str] = {
    DRAFT: "check the wording, print the end date, and serve it",
    SERVED: "note each observation, and answer it",
    ENDED: "answer what is not answered; then the next stage",
}
