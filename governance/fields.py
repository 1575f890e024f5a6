"""Fields that several kinds share, each declared once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Annotated

from governance.kind import Ask, PersonId, Text

_OWNER = Ask(
    "Owner",
    "One person answers for it",
    input="person",
    words=("owner", "assign", "assign to", "owned by"),
    headings=("owner id", "assigned to", "responsible", "who", "lead", "risk owner", "action owner"),
)
# Somebody must answer for it: asked where nobody was named.
Owner = Annotated[PersonId | None, replace(_OWNER, missing="Who owns this?")]
# Somebody may be named, and nobody is asked for.
OwnerIfNamed = Annotated[PersonId | None, _OWNER]
# Who handles a resident's case. Whoever logs it need not know yet, so nobody is asked for.
HANDLER = replace(
    _OWNER, label="Handler", words=(*_OWNER.words, "handler", "handled by"), headings=("handler", *_OWNER.headings)
)
Handler = Annotated[PersonId | None, HANDLER]
Supporters = Annotated[
    tuple[PersonId, ...],
    Ask("Supporters", "People who help", input="people", words=("supporter", "supporters", "with")),
]
# When a case came in, by which its clocks run. The hour matters only where late post counts as the next day's.
RECEIVED = Ask(
    "Received",
    input="date",
    words=("received", "received on", "came in", "handed in"),
    headings=("received at", "received on", "date received"),
    missing="When was it received?",
    proposed="today",
    past=True,
)
Received = Annotated[date | None, RECEIVED]
ReceivedTime = Annotated[time | None, Ask("Received at", "The hour", input="time", on_card=False)]
Details = Annotated[
    Text,
    Ask("Details", "Anything that helps to understand it", input="text", words=("details", "description", "detail")),
]
Council = Annotated[
    Text, Ask("Council", "Whose it is, where it is one council’s", words=("council",), on_card=False, headings=("org",))
]
Tags = Annotated[Text, Ask("Tags", "Words to find it by, with commas", words=("tags", "tag"), on_card=False)]
Source = Annotated[Text, Ask("Came from", "A meeting, an e-mail, a chat message", input="none", on_card=False)]
SourceLink = Annotated[Text, Ask("Link to the source", input="none")]
EscalatedTo = Annotated[Text, Ask("Escalated to", input="none", headings=("escalated", "escalation"))]
EscalationReason = Annotated[Text, Ask("Escalated because", input="none")]
ClosureReason = Annotated[
    Text,
    Ask(
        "Reason for closing",
        input="none",
        words=("closure reason",),
        headings=("closure reason", "reason for closure", "reason closed", "not accepted reason"),
    ),
]
