"""Fields that several kinds share, each declared once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from governance.kind import Ask, PersonId, Text

Owner = Annotated[
    PersonId | None,
    Ask(
        "Owner",
        "One person answers for it",
        input="person",
        words=("owner", "assign", "assign to", "owned by"),
        headings=("owner id", "assigned to", "responsible", "who", "lead", "risk owner", "action owner"),
    ),
]
Supporters = Annotated[
    tuple[PersonId, ...],
    Ask("Supporters", "People who help", input="people", words=("supporter", "supporters", "with")),
]
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
    Text, Ask("Closed because", input="none", headings=("closure reason", "reason for closure", "reason closed"))
]
ClosedOn = Annotated[date | None, Ask("Closed on", input="none", on_card=False, headings=("date closed", "closed"))]
