"""You said, we did: a theme of what residents said, what was done about it, and the sentence by which they heard of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.timer import Timer
from governance.fields import Details, Owner, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Fact, Kind, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.timed import Timed

HEARD, DECIDED, DOING, TOLD, NOT_DOING = "Heard", "Decided", "Doing", "Told", "Not doing"

LIFECYCLE = Lifecycle(
    initial=HEARD,
    moves={
        HEARD: (DECIDED, DOING, NOT_DOING),
        DECIDED: (DOING, NOT_DOING),
        DOING: (TOLD, NOT_DOING),
        NOT_DOING: (TOLD, DECIDED),
        TOLD: (DOING,),
    },
    closed=frozenset({TOLD}),
    done=TOLD,
    starts=(DECIDED,),
    # “Not doing” waits for its telling as well: residents are told why.
    reasons=frozenset({("*", NOT_DOING), (TOLD, DOING)}),
    labels={DECIDED: "Decide", DOING: "Start", TOLD: "Residents were told", NOT_DOING: "We can’t do it"},
    words={
        "decide": DECIDED,
        "agreed": DECIDED,
        "start": DOING,
        "started": DOING,
        "in progress": DOING,
        "under way": DOING,
        "reopen": DOING,
        "tell": TOLD,
        "told residents": TOLD,
        "fed back": TOLD,
        "published": TOLD,
        "close": TOLD,
        "closed": TOLD,
        "declined": NOT_DOING,
        "decline": NOT_DOING,
        "can't do": NOT_DOING,
        "cannot do": NOT_DOING,
        "won't do": NOT_DOING,
        "no": NOT_DOING,
        "reject": NOT_DOING,
        "rejected": NOT_DOING,
    },
)
# What happens next, by the field that holds its day.
NEXT: Mapping[str, str] = {
    "decide_by": "decide what is done about it",
    "act_by": "do it",
    "tell_by": "tell residents what came of it",
}


class YouSaid(Timed):
    """A theme of complaints, petitions, surveys and enquiries: what residents said, what came of it, and that they were told."""

    kind: ClassVar[Kind] = Kind(
        name="you said",
        plural="you said, we did",
        prefix="YSWD",
        words=("yswd", "you-said", "you said we did"),
        meaning="what residents said, what was done about it, and how they heard of that",
        example="/you-said Dust after the window works, they said: our homes are left dusty, owner @sam",
        lifecycle=LIFECYCLE,
        digits=2,
        due_field="act_by",
        good="It says in residents’ own plain words what they told us, with nobody’s name or home in it; then in one "
        "sentence what we did, by when, or why we can’t; and it is done when they have been told.",
        poor="Dust",
        better="You said the window works leave your homes dusty. We did: Bridlebuild covers the floor and sweeps up each day.",
        becomes=(
            Becoming("action", "Add the action", "led to", {"owner": "owner", "due": "act_by"}),
            Becoming(
                "communication",
                "Plan how to tell them",
                "led to",
                {"message": "we_did", "owner": "owner"},
                when=(DECIDED, DOING, NOT_DOING),
            ),
        ),
        order=107,
        days="announced",
        gathers=True,
        marked=True,
    )

    title: Annotated[
        Title, Ask("Theme", "What it is about: “Dust after the window works”", column="Theme", public=True)
    ]
    owner: Owner = None
    you_said: Annotated[
        Text,
        Ask(
            "You said",
            "As residents would say it. No names, no homes, nobody’s health",
            input="text",
            words=("they said", "residents said", "you said", "said"),
            headings=("what residents said",),
            public=True,
        ),
    ] = ""
    heard_on: Annotated[
        date | None,
        Ask("Heard on", "When they first said it", input="date", words=("heard on", "heard", "since"), past=True),
    ] = None
    decide_by: Annotated[date | None, Ask("Decide by", input="none", on_card=False)] = None
    we_did: Annotated[
        Text,
        Ask(
            "We did",
            "The sentence that residents will read: what we did, or will do by when",
            input="text",
            words=("we did", "we will", "we are doing", "we have"),
            headings=("what we did", "response", "sentence"),
            public=True,
        ),
    ] = ""
    action: Annotated[Text, Ask("The action", "Its ref, such as A-012", input="ref", words=("action",))] = ""
    act_by: Annotated[
        date | None, Ask("Act by", "The day by which it is done", input="date", words=("act by", "due", "by"))
    ] = None
    settled_on: Annotated[
        date | None,
        Ask("Done, or decided against, on", input="none", words=("done on", "carried out on", "acted on")),
    ] = None
    not_doing_because: Annotated[Text, Ask("We can’t, because", input="none", public=True)] = ""
    tell_by: Annotated[date | None, Ask("Tell residents by", input="none", column="Tell by", on_card=False)] = None
    told_by: Annotated[
        Text, Ask("Told by", "The communication’s ref, such as COM-05", input="ref", words=("told by", "told in"))
    ] = ""
    told_on: Annotated[date | None, Ask("Told on", input="none", words=("told on",))] = None
    blocks: Annotated[Text, Ask("Where", "Blocks, where it is not the whole estate", words=("where", "blocks"))] = ""
    status: Annotated[Literal["Heard", "Decided", "Doing", "Told", "Not doing"], Ask("Status", input="none")] = "Heard"
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @classmethod
    def starts_as(cls, values: Mapping[str, Any]) -> str:
        """Whoever names the action or its day has decided."""
        decided = any(values.get(name) for name in ("act_by", "action"))
        return DECIDED if decided else super().starts_as(values)

    def as_logged(self, today: date, calendar: WorkingCalendar) -> Self:
        return self if self.heard_on else self.model_copy(update={"heard_on": today})

    @property
    def due_now(self) -> str:
        if not self.is_open:
            return ""
        if self.settled_on:
            return "tell_by"
        return "decide_by" if self.status == HEARD or self.act_by is None else "act_by"

    def timers(self) -> Iterator[Timer]:
        if self.heard_on:
            yield Timer("decide_by", "heard.decide", self.heard_on)
        if self.settled_on:
            yield Timer("tell_by", "heard.tell", self.settled_on)

    @property
    def answer(self) -> str:
        """What residents hear of it: why not, or what we did; "" where there is nothing to say yet."""
        return self.not_doing_because or self.we_did

    @property
    def can_be_told(self) -> bool:
        """Whether residents can hear what came of it: it is under way or done, or it was decided against."""
        return self.is_open and bool(self.answer) and self.status in (DOING, NOT_DOING)

    @property
    def is_done(self) -> bool:
        """Whether what was promised has been done."""
        return self.settled_on is not None and not self.not_doing_because

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        """What comes next."""
        if not self.is_open:
            return ()
        says = "tell residents why not" if self.status == NOT_DOING else NEXT[self.due_now]
        if self.status in (DECIDED, DOING) and self.due_now == "decide_by":
            says = "say by when it is done"
        when = f", by {spoken(self.deadline)}" if self.deadline else ""
        return (Fact("Next", says + when),)

    def needs(self, to: str) -> tuple[str, ...]:
        """Residents can be told only what somebody has put into words."""
        return ("we_did",) if to == TOLD and not self.answer else ()

    def chasing(self, today: date) -> str:
        if self.settled_on and not self.told_by:
            return "Residents have not been told yet, and nothing is planned that tells them."
        return "Residents have not been told yet." if self.settled_on else ""

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        if values.get("told_on"):
            return TOLD if self.is_open else None
        decides = any(values.get(name) for name in ("act_by", "action"))
        if decides and self.status == HEARD:
            return DECIDED
        return DOING if values.get("settled_on") and self.status in (HEARD, DECIDED) else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == NOT_DOING:
            return {"not_doing_because": reason, "settled_on": today}
        if to == TOLD:
            return {"told_on": self.told_on or today, "settled_on": self.settled_on or today}
        if to == DECIDED and self.status == NOT_DOING:
            return {"not_doing_because": "", "settled_on": None, "tell_by": None}
        if self.status == TOLD:
            return {"told_on": None, "settled_on": None, "tell_by": None}
        return {"not_doing_because": "", "settled_on": None, "tell_by": None} if self.status == NOT_DOING else {}
