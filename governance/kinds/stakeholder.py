"""Stakeholders: whoever has an interest or a say, and how they are kept in touch with."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from governance.fields import Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle

ACTIVE, DORMANT = "Active", "Dormant"

Degree = Annotated[int, Field(ge=1, le=5)]

LIFECYCLE = Lifecycle(
    initial=ACTIVE,
    moves={ACTIVE: (DORMANT,), DORMANT: (ACTIVE,)},
    closed=frozenset({DORMANT}),
    done=DORMANT,
    reasons=frozenset({("*", DORMANT), ("*", ACTIVE)}),
    words={"close": DORMANT, "closed": DORMANT, "done": DORMANT, "gone": DORMANT, "reopen": ACTIVE, "open": ACTIVE},
)


class Stakeholder(Body):
    """A stakeholder of the programme: a group, a body or an office; private people stay out of the register."""

    kind: ClassVar[Kind] = Kind(
        name="stakeholder",
        plural="stakeholders",
        prefix="SH",
        words=("interested party",),
        meaning="a group or body with an interest or a say, and how we keep in touch",
        example="/stakeholder Larkspur tenants’ association interest 5 influence 4 owner @sam next contact 4/12",
        lifecycle=LIFECYCLE,
        due_field="next_contact",
        ladder="review",
        good="It names a group or an office, how much it can move, where it stands, and who speaks to it next and when.",
        poor="Residents",
        better="Larkspur tenants’ association: interest 5, influence 4, supportive, Ruth meets them monthly",
        becomes=(Becoming("action", "Add an action", "relates to", {"owner": "owner"}),),
        order=100,
    )

    title: Annotated[
        Title, Ask("Stakeholder", "A group, a body or an office", column="Stakeholder", headings=("name", "group"))
    ]
    owner: OwnerIfNamed = None
    interest: Annotated[
        Degree | None, Ask("Interest", "1 to 5", input="scale", scale="degree", words=("interest", "int"))
    ] = None
    influence: Annotated[
        Degree | None, Ask("Influence", "1 to 5", input="scale", scale="degree", words=("influence", "inf", "power"))
    ] = None
    stance: Annotated[
        Literal["Champion", "Supportive", "Neutral", "Critical", "Opposed"] | None,
        Ask(
            "Stance",
            input="choice",
            words=("stance", "attitude"),
            choices={
                "Champion": (),
                "Supportive": ("supporter", "in favour", "on board", "positive"),
                "Neutral": (),
                "Critical": ("sceptical",),
                "Opposed": ("against", "hostile", "resistant", "resisting", "blocker"),
            },
        ),
    ] = None
    channel: Annotated[Text, Ask("How we reach them", words=("channel", "via"))] = ""
    last_contact: Annotated[
        date | None,
        Ask("Last contact", input="date", past=True, words=("last contact", "last met", "contacted", "spoke")),
    ] = None
    next_contact: Annotated[
        date | None, Ask("Next contact", input="date", words=("next contact", "contact", "due", "by"))
    ] = None
    status: Annotated[Literal["Active", "Dormant"], Ask("Status", input="none")] = "Active"
    description: Details = ""
    council: Council = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""
