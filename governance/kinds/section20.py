"""Section 20 notices: leaseholders are consulted on works or an agreement, a notice at a time; when the period ends, what was
printed, and what is still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from governance.attempts import BOTH, EMAIL, HAND, METHODS, POST, by_post
from governance.calendar import WorkingCalendar, spoken
from governance.clocks.deadline import POSTING_DAYS
from governance.clocks.reckoning import Reckoning
from governance.clocks.timer import Timer
from governance.errors import ChivvyError
from governance.fields import ClosureReason, Details, Handler, Source, SourceLink, Supporters, Tags
from governance.gates import shut
from governance.kind import Ask, Becoming, Body, Fact, Kind, Offer, Title
from governance.programme import Programme
from governance.section20.gates import GATES, SERVE
from governance.section20.printing import EndedTooEarly, advice, next_stage_from, printed_too_early
from governance.section20.routes import (
    INTENTION,
    NOTICE_WORDS,
    PART_2,
    REASONS,
    ROUTE_WORDS,
    ROUTES,
    SCH_3,
    WITHOUT_REASONS,
    Notice,
    RouteName,
)
from governance.section20.states import COMPLETE, DRAFT, ENDED, LIFECYCLE, NEXT, SERVED
from governance.timed import CHASE, Timed

Count = Annotated[int, Field(ge=0)]
CONFIRMED: Mapping[str, tuple[str, ...]] = {"yes": ("y", "confirmed"), "no": ("n", "not yet")}


class SectionTwenty(Timed):
    """One notice of a Section 20 consultation. Its title says for which works; whoever pays towards them is not named on it."""

    kind: ClassVar[Kind] = Kind(
        name="section 20",
        plural="section 20 notices",
        prefix="S20",
        words=("s20",),
        meaning="leaseholders are consulted on works that they pay towards, one record a notice",
        example="/section-20 Roof renewal, notice of intention, Sch 4 Part 2",
        lifecycle=LIFECYCLE,
        digits=1,
        due_field="printed_end",
        ladder="statutory",
        of_estate=True,
        good="It says which works, by which schedule, which notice, when and how it was served, and the end date it prints.",
        poor="Roof s20",
        better="Roof renewal: statement of estimates (Sch 4 Part 2), posted 6 Jul, period ends 6 Aug, prints 10 Aug",
        becomes=(
            Becoming(
                "section 20", "Next stage", "led to",
                {"title": "title", "route": "route", "notice": "next_notice", "owner": "owner"}, when=(ENDED, COMPLETE),
            ),
            Becoming("action", "Add an action", "led to"),
        ),
        order=250,
        days="set off",
        offers=(
            Offer("Serve it…", SERVE, (DRAFT,)),
            Offer("Observations…", "observations", (SERVED, ENDED)),
            Offer("Consultation (PDF)", "", document="section20"),
        ),
        also=(
            ("serve {ref}", "asks for what the notice prints, and works out when the period ends"),
            ("{ref} observations 22, replied 17", "counts; each one is an enquiry of its own, linked with it"),
            ("{ref} contract signed 9 Dec", "begins the 21 days for the reasons for the award"),
            ("why {ref}", "how its period is counted, day by day"),
            ("section20 {ref}", "the consultation of these works as a PDF: every notice, its dates and what is still to do"),
        ),
    )  # fmt: skip

    title: Annotated[Title, Ask("Works", "For which works", column="Works", headings=("works", "works or agreement"))]
    owner: Handler = None
    route: Annotated[
        RouteName, Ask("Route", "By which schedule", input="choice", words=("route", "schedule"), choices=ROUTE_WORDS)
    ] = PART_2
    notice: Annotated[
        Notice, Ask("Notice", "Which one", input="choice", words=("notice", "stage"), choices=NOTICE_WORDS)
    ] = INTENTION
    posted_on: Annotated[
        date | None, Ask("Posted or handed over on", input="none", words=("served", "served on", "posted", "posted on"))
    ] = None
    posted_how: Annotated[
        Literal["", "by hand", "first class post", "email", "email and letter"],
        Ask("Served how", input="choice", words=("served how", "how"), choices={
            method: METHODS[method] for method in (HAND, POST, EMAIL, BOTH)
        }),
    ] = ""  # fmt: skip
    received_on: Annotated[
        date | None,
        Ask(
            "Received on",
            "Where it is known; else it is deemed",
            input="date",
            words=("received", "received on"),
            past=True,
        ),
    ] = None
    deemed_on: Annotated[
        date | None, Ask("Deemed received on", input="none", headings=("received deemed", "deemed received", "deemed"))
    ] = None
    period_ends: Annotated[date | None, Ask("Period ends, at the earliest", input="none", headings=("period end",))] = (
        None
    )
    printed_end: Annotated[
        date | None,
        Ask(
            "Printed end date",
            "As the notice prints it",
            input="date",
            words=("printed end", "printed", "prints", "end date"),
        ),
    ] = None
    address_printed: Annotated[
        Literal["", "yes", "no"],
        Ask("Prints the address for observations", input="choice", choices=CONFIRMED, on_card=False),
    ] = ""
    wording_printed: Annotated[
        Literal["", "yes", "no"],
        Ask("Prints “delivered within the relevant period”", input="choice", choices=CONFIRMED, on_card=False),
    ] = ""
    leaseholders_served: Annotated[
        Count | None, Ask("Leaseholders served", input="number", words=("leaseholders", "leaseholders served"))
    ] = None
    liable: Annotated[Count | None, Ask("Homes liable when it was served", input="none", on_card=False)] = None
    observations: Annotated[
        Count, Ask("Observations", "Received within the period", input="number", words=("observations",))
    ] = 0
    replied: Annotated[
        Count,
        Ask("Answered", input="number", words=("replied", "answered"), headings=("replies", "observations replied")),
    ] = 0
    observed_on: Annotated[
        date | None,
        Ask("Oldest unanswered observation", input="date", words=("oldest observation",), past=True, on_card=False),
    ] = None
    reply_by: Annotated[date | None, Ask("Answer observations by", input="none")] = None
    contract_on: Annotated[
        date | None,
        Ask("Contract entered into on", input="date", past=True,
            words=("contract signed", "contract entered into", "contract let", "contract on")),
    ] = None  # fmt: skip
    award_to: Annotated[
        Literal["", "lowest estimate", "nominated contractor", "another"],
        Ask("Contract went to", input="choice", words=("awarded to", "contract went to"), choices={
            "lowest estimate": ("lowest", "lowest tender"), "nominated contractor": ("nominated",), "another": ("other",),
        }, on_card=False),
    ] = ""  # fmt: skip
    reasons_by: Annotated[date | None, Ask("Reasons for the award by", input="none")] = None
    reasons_given_on: Annotated[
        date | None, Ask("Reasons given on", input="none", words=("reasons given", "reasons given on"))
    ] = None
    status: Annotated[Literal["Draft", "Served", "Period ended", "Complete", "Void"], Ask("Status", input="none")] = (
        "Draft"
    )
    supporters: Supporters = ()
    closure_reason: ClosureReason = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def has_period(self) -> bool:
        """Whether observations are invited by it."""
        return self.notice != REASONS

    @property
    def next_notice(self) -> str:
        """The notice that comes after it by its route; "" where none does, or none is needed."""
        following = ROUTES[self.route].after(self.notice)
        return "" if following == REASONS and self.award_to in WITHOUT_REASONS else following

    @property
    def due_now(self) -> str:
        if self.stopped:
            return CHASE
        waiting = [(held, name) for name in self._ahead() if (held := getattr(self, name)) is not None]
        return min(waiting)[1] if waiting and self.is_open else ""

    def _ahead(self) -> Iterator[str]:
        if self.status == SERVED and self.has_period:
            yield "printed_end" if self.printed_end is not None else "period_ends"
        if self.status in (SERVED, ENDED) and self.observations > self.replied:
            yield "reply_by"
        if self.status in (SERVED, ENDED) and self.reasons_given_on is None:
            yield "reasons_by"

    def timers(self) -> Iterator[Timer]:
        if self.has_period and self.posted_on is not None and self.received_on is None and by_post(self.posted_how):
            yield Timer("period_ends", "s20.period_end_posted", self.posted_on)
        elif self.has_period and (received := self.received_on or self.posted_on) is not None:
            yield Timer("period_ends", "s20.period_end_received", received)
        if self.route == SCH_3 and self.observed_on is not None:
            yield Timer("reply_by", "s20.observations_reply", self.observed_on)
        if self.contract_on is not None and self.award_to not in WITHOUT_REASONS and self.route != SCH_3:
            yield Timer("reasons_by", "s20.award_reasons", self.contract_on)

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        route = ROUTES[self.route]
        found = [Fact("Next step", NEXT[self.status])] if self.status in NEXT else []
        found.append(Fact("Route", f"{self.route}: {route.meaning}", ("route",)))
        found.append(Fact("Nominations", route.nominations))
        if self.posted_on is not None and self.received_on is None and by_post(self.posted_how):
            deemed = calendar.add(self.posted_on, POSTING_DAYS)
            found.append(
                Fact("Deemed received", f"{spoken(deemed)}, the second working day after posting", ("deemed_on",))
            )
        if self.status in (DRAFT, SERVED) and (remark := advice(self, calendar)):
            found.append(Fact("About the printed date", remark))
        if self.observations or self.replied:
            told = f"{self.observations} received, {self.replied} answered"
            found.append(Fact("Observations", told, ("observations", "replied")))
        if self.leaseholders_served is not None and self.liable is not None:
            told = f"{self.leaseholders_served} of {self.liable} liable homes"
            found.append(Fact("Leaseholders served", told, ("leaseholders_served",)))
        if self.is_open and (stage := self._next_stage()):
            found.append(Fact("Next stage", stage))
        return tuple(found)

    def _next_stage(self) -> str:
        """What comes next, and from when."""
        if self.next_notice == REASONS:
            return (
                f"{REASONS}, within 21 days of the contract; not where it goes to the {' or a '.join(WITHOUT_REASONS)}"
            )
        first = next_stage_from(self)
        return f"{self.next_notice}, from {spoken(first)}" if self.next_notice and first else ""

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        if values.get("posted_on") and self.status == DRAFT:
            return SERVED
        return None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        told: dict[str, Any] = {"posted_on": self.posted_on or today} if to == SERVED else {}
        return {**told, "closure_reason": reason} if reason and not self.kind.lifecycle.is_open(to) else told

    def refusal(self, old: Body, ref: str, today: date, reckoning: Reckoning) -> ChivvyError | None:
        assert isinstance(old, SectionTwenty)
        bearing = ("printed_end", "posted_on", "posted_how", "received_on")
        changed = any(getattr(self, name) != getattr(old, name) for name in bearing) or self.status != old.status
        if changed and (early := printed_too_early(self, ref, reckoning)):
            return early
        if self.status == old.status:
            return None
        end = max((day for day in (self.printed_end, self.period_ends) if day), default=None)
        if old.status == SERVED and self.status in (ENDED, COMPLETE) and end is not None and today <= end:
            return EndedTooEarly(ref=ref, end=spoken(end))
        return shut(self, ref, self.status, GATES)

    def as_of(self, today: date) -> Self:
        """A sheet of notices has no states: what was posted is served, its period may be over, and all may be answered."""
        if self.status != DRAFT or self.posted_on is None:
            return self
        end = max((day for day in (self.printed_end, self.period_ends) if day), default=None)
        over = not self.has_period or (end is not None and end < today)
        done = over and self.replied >= self.observations
        return self.model_copy(update={"status": COMPLETE if done else ENDED if over else SERVED})

    def can_become(self, kind: str) -> bool:
        return kind != self.kind.name or bool(self.next_notice)
