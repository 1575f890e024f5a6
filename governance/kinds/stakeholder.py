"""Stakeholders: whoever has an interest or a say, and how they are kept in touch with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from governance.calendar import WorkingCalendar, spoken
from governance.fields import Council, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Kind, Text, Title
from governance.lifecycle import Lifecycle
from governance.rhythm import RHYTHMS, HowOften, comes_round, rhythm_words

ACTIVE, DORMANT = "Active", "Dormant"
HIGH = 4  # from this degree on somebody is much interested, or can move much

Degree = Annotated[int, Field(ge=1, le=5)]

LIFECYCLE = Lifecycle(
    initial=ACTIVE,
    moves={ACTIVE: (DORMANT,), DORMANT: (ACTIVE,)},
    closed=frozenset({DORMANT}),
    done=DORMANT,
    reasons=frozenset({("*", DORMANT), ("*", ACTIVE)}),
    words={"close": DORMANT, "closed": DORMANT, "done": DORMANT, "gone": DORMANT, "reopen": ACTIVE, "open": ACTIVE},
)


# What a contact and a rhythm decide of the next one.
FOLLOWED = ("last_contact", "every")
# By whether somebody has much influence, and much interest.
QUADRANTS: Mapping[tuple[bool, bool], str] = {
    (True, True): "Work with closely",
    (True, False): "Keep satisfied",
    (False, True): "Keep informed",
    (False, False): "Keep an eye on",
}


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
        good="It names a group or an office, how much it can move, where it stands, who speaks to it and how often.",
        poor="Residents",
        better="Larkspur tenants’ association: interest 5, influence 4, supportive, Ruth meets them every four weeks",
        becomes=(Becoming("action", "Add an action", "relates to", {"owner": "owner"}),),
        order=100,
    )

    title: Annotated[
        Title, Ask("Stakeholder", "A group, a body or an office", column="Stakeholder", headings=("name", "group"))
    ]
    owner: OwnerIfNamed = None
    sort: Annotated[
        Literal[
            "TRA",
            "TMO",
            "leaseholder group",
            "community group",
            "ward councillor",
            "MP",
            "contractor’s liaison officer",
            "contractor",
            "landlord",
            "union",
            "press",
            "other body",
        ]
        | None,
        Ask(
            "What sort",
            input="choice",
            words=("sort", "type"),
            choices={
                "TRA": ("tenants and residents association", "residents association", "tenants association"),
                "TMO": ("tenant management organisation",),
                "leaseholder group": ("leaseholders association", "leaseholders"),
                "community group": ("faith group", "charity", "neighbourhood group"),
                "ward councillor": ("councillor", "cllr", "member"),
                "MP": (),
                "contractor’s liaison officer": ("contractor rlo", "contractor's liaison officer", "rlo"),
                "contractor": ("supplier",),
                "landlord": ("housing association",),
                "union": ("trade union",),
                "press": ("media", "local press"),
                "other body": ("partner", "board"),
            },
            headings=("stakeholder type", "category"),
        ),
    ] = None
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
    every: Annotated[
        HowOften | None,
        Ask(
            "How often",
            "How long it may be between two contacts",
            input="choice",
            words=("how often", "rhythm"),
            choices=RHYTHMS,
            headings=("frequency", "contact frequency"),
        ),
    ] = None
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

    def _following(self, today: date) -> date | None:
        """When somebody is to speak to them next: a rhythm after the last time, or from now on where there was none."""
        return comes_round(self.every, self.last_contact or today) if self.every else None

    def as_logged(self, today: date, calendar: WorkingCalendar) -> Self:
        following = self._following(today) if self.next_contact is None and self.is_open else None
        return self.model_copy(update={"next_contact": following}) if following else self

    def on_change(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The next contact moves with the last one, and with the rhythm; a day that somebody names stays."""
        if "next_contact" in changes or not {"last_contact", "every"} & changes.keys():
            return {}
        new = self.model_copy(
            update={name: type(self).taken(name, changes[name]) for name in changes if name in FOLLOWED}
        )
        following = comes_round(new.every, new.last_contact) if new.every and new.last_contact else None
        return {"next_contact": following} if following else {}

    @property
    def quadrant(self) -> str:
        """What its interest and influence together ask for; "" where one of the two is not known."""
        if self.interest is None or self.influence is None:
            return ""
        return QUADRANTS[self.influence >= HIGH, self.interest >= HIGH]

    def chasing(self, today: date) -> str:
        """`You have not spoken to Larkspur TRA since Tue 3 Nov 2026; you wanted to every four weeks.`"""
        if self.every is None:
            return f"You last spoke to them on {spoken(self.last_contact)}." if self.last_contact else ""
        wanted = f"you wanted to {rhythm_words(self.every)}"
        if self.next_contact is not None and self.next_contact > today:
            return f"It is nearly time to speak to {self.title} again; {wanted}."
        since = f"since {spoken(self.last_contact)}" if self.last_contact else "yet"
        return f"You have not spoken to {self.title} {since}; {wanted}."
