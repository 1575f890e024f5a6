"""Ballots: residents decide a question. Who may vote is settled before, how somebody voted is never told, and nothing that was
counted is shown before voting has closed and the result was declared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Literal

from governance.calendar import WorkingCalendar, spoken
from governance.clocks.reckoning import Reckoning
from governance.clocks.rules import RULES
from governance.clocks.timer import Timer
from governance.eligibility import ADVISORY, GLA, LOCAL, TMO
from governance.fields import ClosureReason, Details, OwnerIfNamed, Source, SourceLink, Tags
from governance.kind import Ask, Becoming, Body, Fact, Kind, PersonId, Text, Title
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.timed import Timed

PLANNED, OPEN, CLOSED, DECLARED, PUBLISHED, CANCELLED = (
    "Planned",
    "Open",
    "Closed",
    "Result declared",
    "Published",
    "Cancelled",
)
EARLIEST = "ballot.earliest_close"
BETWEEN = re.compile(r"\s*[;|\n]\s*")

LIFECYCLE = Lifecycle(
    initial=PLANNED,
    moves={
        PLANNED: (OPEN, CANCELLED),
        OPEN: (CLOSED, CANCELLED),
        CLOSED: (DECLARED, CANCELLED),
        DECLARED: (PUBLISHED,),
        PUBLISHED: (),
        CANCELLED: (),
    },
    closed=frozenset({PUBLISHED, CANCELLED}),
    done=PUBLISHED,
    reasons=frozenset({("*", CANCELLED)}),
    labels={OPEN: "Open voting", CLOSED: "Close voting", PUBLISHED: "Result published", CANCELLED: "Cancel the ballot"},
    words={
        "opened": OPEN,
        "voting": OPEN,
        "voting open": OPEN,
        "close": CLOSED,
        "voting closed": CLOSED,
        "declared": DECLARED,
        "publish": PUBLISHED,
        "result published": PUBLISHED,
        "done": PUBLISHED,
        "cancel": CANCELLED,
        "abandoned": CANCELLED,
        "called off": CANCELLED,
    },
)

# What voters were told, and what is settled by then: changed no more from each state on.
SETTLED: Mapping[str, tuple[str, ...]] = {
    OPEN: ("question", "options", "sort", "eligibility", "offer_on", "opens", "pass_rule"),
    CLOSED: ("question", "options", "sort", "eligibility", "offer_on", "opens", "pass_rule", "closes", "closes_time"),
    DECLARED: ("question", "options", "sort", "eligibility", "offer_on", "opens", "pass_rule", "closes", "closes_time"),
}
# What the register was drawn by.
DRAWN_BY = ("sort", "eligibility", "offer_on", "eligible_count")


class Ballot(Timed):
    """A ballot: what is asked, who votes, from when to when, by which rule it passes, and what came of it."""

    kind: ClassVar[Kind] = Kind(
        name="ballot",
        plural="ballots",
        prefix="BAL",
        words=(),
        meaning="residents decide a question by a vote; who may vote is settled before, and how anybody voted is never told",
        example="/ballot Colour of the stair doors, opens 11/1, closes 1/2, local",
        lifecycle=LIFECYCLE,
        digits=2,
        due_field="closes",
        publishes=True,
        of_estate=True,
        good="It says what is asked, what can be answered, who may vote, from when to when and by which rule it passes.",
        poor="Door vote",
        better="Colour of the stair doors: Sage, Slate or Brick; one vote a household; 11 January to 1 February; most votes",
        becomes=(
            Becoming("action", "Add an action", "led to"),
            Becoming("decision", "Record the decision", "led to", when=(DECLARED, PUBLISHED)),
        ),
        order=235,
        days="set off",
        only_by_deed={DECLARED: "declare the result of {ref}"},
    )

    title: Annotated[Title, Ask("Ballot", "What is decided")]
    owner: OwnerIfNamed = None
    question: Annotated[Text, Ask("Question", "As it stands on the paper", words=("question",))] = ""
    options: Annotated[Text, Ask("Answers", "With ; between: Yes; No", words=("options", "answers"))] = ""
    sort: Annotated[
        Literal["GLA", "TMO", "local", "advisory"] | None,
        Ask(
            "Sort",
            "GLA: estate regeneration that the GLA helps to pay for",
            input="choice",
            words=("sort",),
            choices={GLA: ("regeneration",), TMO: ("continuation",), LOCAL: (), ADVISORY: ()},
            headings=("kind", "ballot kind", "type"),
        ),
    ] = None
    eligibility: Annotated[
        Text, Ask("Who may vote", "In words: one per household", words=("voters", "eligibility", "who may vote"))
    ] = ""
    offer_on: Annotated[
        date | None,
        Ask("Landlord offer", "The day it was made", input="date", words=("offer", "offer date"), past=True),
    ] = None
    opens: Annotated[date | None, Ask("Opens", input="date", words=("opens", "opens on", "opening"))] = None
    closes: Annotated[date | None, Ask("Closes", input="date", words=("closes", "closes on", "closing"))] = None
    closes_time: Annotated[time | None, Ask("Closes at", "The hour; else the end of the day", input="time")] = None
    earliest_close: Annotated[date | None, Ask("Earliest close", input="none", on_card=False)] = None
    independent_body: Annotated[Text, Ask("Independent body", "Who runs it", words=("independent body", "run by"))] = ""
    methods: Annotated[Text, Ask("Ways to vote", "Post, online, phone", words=("methods", "ways to vote"))] = ""
    pass_rule: Annotated[
        Text, Ask("Pass rule", "Simple majority of votes cast", words=("pass rule", "rule", "passes by"))
    ] = ""
    eligible_count: Annotated[
        int | None,
        Ask("Can vote", "Counted when the register is frozen", input="number", words=("eligible", "can vote")),
    ] = None
    frozen_on: Annotated[date | None, Ask("Register frozen on", input="none")] = None
    issued: Annotated[int | None, Ask("Voting papers issued", input="number", words=("issued", "papers issued"))] = None
    project_manager: Annotated[
        PersonId | None,
        Ask("Project manager", "Who is told the result", input="person", words=("project manager",), on_card=False),
    ] = None
    secure_tenants: Annotated[
        Literal["in favour", "not in favour"] | None,
        Ask(
            "Secure tenants",
            "As the independent body certified: a TMO needs their majority",
            input="choice",
            words=("secure tenants",),
            choices={"in favour": (), "not in favour": ()},
        ),
    ] = None
    declare_by: Annotated[date | None, Ask("Declare the result by", input="none")] = None
    declared_on: Annotated[date | None, Ask("Result declared on", input="none")] = None
    result: Annotated[Text, Ask("Result", input="none")] = ""
    turnout: Annotated[Text, Ask("Turnout", input="none")] = ""
    report_by: Annotated[date | None, Ask("Report and publish by", input="none")] = None
    reported_on: Annotated[
        date | None,
        Ask(
            "Reported to the project manager on",
            input="none",
            words=("reported on", "reported to the project manager on"),
        ),
    ] = None
    published_on: Annotated[date | None, Ask("Result published on", input="none", words=("published on",))] = None
    status: Annotated[
        Literal["Planned", "Open", "Closed", "Result declared", "Published", "Cancelled"], Ask("Status", input="none")
    ] = "Planned"
    closure_reason: ClosureReason = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be voted for, one by one."""
        return tuple(dict.fromkeys(part.strip() for part in BETWEEN.split(self.options) if part.strip()))

    @property
    def due_now(self) -> str:
        if self.stopped:
            return super().due_now
        settled = self.reported_on and self.published_on
        nexts = {PLANNED: "opens", OPEN: "closes", CLOSED: "declare_by", DECLARED: "" if settled else "report_by"}
        return nexts.get(self.status, "")

    def timers(self) -> Iterator[Timer]:
        if self.opens:
            yield Timer("earliest_close", EARLIEST, self.opens)
        if self.closes:
            yield Timer("declare_by", "ballot.declare", self.closes)
        if self.status == DECLARED and (begun := self.declared_on or self.closes):
            yield Timer("report_by", "ballot.report", begun)

    def has_closed(self, now: datetime) -> bool:
        """Whether voting is over at a local moment: it was closed, and the hour at which it was to close has passed. Only then
        may anything be counted."""
        return self.status in (CLOSED, DECLARED, PUBLISHED) and not self._is_running(now)

    @property
    def is_declared(self) -> bool:
        return self.status in (DECLARED, PUBLISHED)

    def _is_running(self, now: datetime) -> bool:
        if self.closes is None or now.date() != self.closes:
            return self.closes is not None and now.date() < self.closes
        return self.closes_time is None or now.time() < self.closes_time

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        """That it is short, where that is allowed and residents may ask; that nothing is shown while people vote."""
        found = []
        earliest = self.earliest_close
        if self.status in (PLANNED, OPEN) and earliest and self.closes and self.closes < earliest and self.sort != GLA:
            told = (
                f"it runs for less than the 21 days that a GLA ballot must (until {spoken(earliest)} at the earliest)"
            )
            found.append(Fact("Check first", f"{told}; this ballot may, but people may ask why"))
        if self.status == OPEN:
            who = "nobody sees how many voted, or how, until voting has closed; then only those who may count see it"
            found.append(Fact("Secret", f"{who}, until the result is declared"))
        if self.status == CLOSED:
            found.append(
                Fact("Secret", "only those who may count see how many voted, and how, until the result is declared")
            )
        return tuple(found)

    def objection(self, before: Body | None, now: datetime, reckoning: Reckoning) -> str:
        if not isinstance(before, Ballot):
            return self._against_dates(reckoning)
        changed = {name for name in type(self).model_fields if getattr(self, name) != getattr(before, name)}
        against = self._against_dates(reckoning) if changed & {"opens", "closes", "sort"} else ""
        return against or self._against_step(before, changed, now, reckoning)

    def _against_dates(self, reckoning: Reckoning) -> str:
        if not (self.opens and self.closes):
            return ""
        if self.closes < self.opens:
            return f"it would close on {spoken(self.closes)}, before it opens on {spoken(self.opens)}"
        earliest = reckoning.by(EARLIEST, self.opens).day
        if self.sort != GLA or self.closes >= earliest:
            return ""
        rule = RULES[EARLIEST]
        return (
            f"a GLA ballot that opens on {spoken(self.opens)} may close on {spoken(earliest)} at the earliest "
            f"({rule.text.rstrip('.')}; rule {rule.id}, {rule.source}), not on {spoken(self.closes)}"
        )

    def _against_step(self, before: Ballot, changed: set[str], now: datetime, reckoning: Reckoning) -> str:
        settled = [name for name in SETTLED.get(before.status, ()) if name in changed and getattr(before, name)]
        if settled:
            labels = ", ".join(f"“{self.ask(name).label}”" for name in settled)
            return f"{labels}: voters have been told by now, so it stays (cancel this ballot and hold another)"
        if before.frozen_on and changed & set(DRAWN_BY):
            return (
                "the register of voters is frozen, so who may vote stays (somebody who was left out is added by hand)"
            )
        if "status" in changed:
            return self._against_move(before, now, reckoning)
        return ""

    def _against_move(self, before: Ballot, now: datetime, reckoning: Reckoning) -> str:
        if self.status == OPEN and self.sort == GLA:
            lacking = [self.ask(name).label.lower() for name in GLA_NEEDS if not getattr(self, name)]
            return f"a GLA ballot does not open without: {', '.join(lacking)}" if lacking else ""
        if self.status == CLOSED and before._is_running(now):
            return f"people were told that they can vote until {before.closing_words}"
        if self.status == CLOSED and self.sort == GLA and self.opens:
            earliest = reckoning.by(EARLIEST, self.opens).day
            return f"a GLA ballot closes on {spoken(earliest)} at the earliest" if now.date() < earliest else ""
        if self.status == PUBLISHED and not self.reported_on:
            return "the project manager hears of the result before the public does: press “Report to the project manager” first"
        return ""

    @property
    def closing_words(self) -> str:
        """`Fri 27 Nov 2026 17:00`, or the end of that day."""
        if self.closes is None:
            return "a day that nobody has set yet"
        return (
            f"{spoken(self.closes)} {self.closes_time:%H:%M}"
            if self.closes_time
            else f"the end of {spoken(self.closes)}"
        )

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        return PUBLISHED if values.get("published_on") and self.status == DECLARED else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        if to == PUBLISHED:
            return {"published_on": self.published_on or today}
        return {"closure_reason": reason} if to == CANCELLED else {}


GLA_NEEDS = ("question", "options", "opens", "closes", "independent_body", "frozen_on")
