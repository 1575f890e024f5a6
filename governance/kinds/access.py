"""Access cases: a home that must be got into for works, and a resident who does not let anybody in. The ladder to a court's
order, its gates, and what an order allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from governance.access.force import GUARDED, force_told
from governance.access.gates import CHECK, GATES
from governance.access.states import (
    APPOINTMENT,
    ATTEMPTING,
    CLAIM,
    FINAL,
    HAS_ORDER,
    HEARING,
    LEGAL,
    LIFECYCLE,
    NEXT,
    ORDERED,
    SERVED,
    STEPS,
    TODAY,
    UNDER_ORDER,
    WARNED,
    is_ahead,
)
from governance.access.visits import too_early
from governance.attempts import BOTH, EMAIL, HAND, METHODS, POST, Tried, by_post, one_part_only, parts_told
from governance.calendar import WorkingCalendar, spoken
from governance.clocks.reckoning import Reckoning
from governance.clocks.timer import Timer, moment
from governance.errors import ChivvyError
from governance.fields import Details, Handler, Source, SourceLink, Supporters, Tags
from governance.gates import shut
from governance.kind import Ask, Becoming, Body, Fact, Kind, Offer, PersonId, Text, Title
from governance.programme import Programme
from governance.timed import CHASE, Case

BEFORE_ORDER = (APPOINTMENT, ATTEMPTING, WARNED, FINAL, LEGAL)


class ServedUnsealed(ChivvyError):
    """{ref}: the order can’t have been served on {served}, before it was sealed ({sealed}). Nothing was changed. Type, for
    example, “{ref} order served on …”."""


class AccessCase(Case):
    """An access case. Its title says which works need access, and never who lives there; what is known of their health or
    capacity stands in fields of its own. `tried` are the attempts that count (each whole in a table of its own), `plan`
    numbers the visits that were planned."""

    kind: ClassVar[Kind] = Kind(
        name="access case",
        plural="access cases",
        prefix="ACC",
        words=("access",),
        meaning="a home must be got into for works, and nobody lets us in",
        example="/access-case Fire door replacement, safety critical",
        lifecycle=LIFECYCLE,
        digits=2,
        due_field="visit_on",
        good="It says which works need access, without a name or an address, and whether safety depends on it.",
        poor="Mrs B won't let us in again",
        better="Fire door replacement (safety critical)",
        becomes=(Becoming("action", "Add an action", "led to"),),
        order=240,
        days="set off",
        confidential=True,
        offers=(
            Offer("Log an attempt…", "attempt"),
            Offer("Plan a visit…", "visit"),
            Offer("Record the check…", CHECK, BEFORE_ORDER),
            Offer("Warning sent", "", (ATTEMPTING,), WARNED),
            Offer("Final warning sent…", "final warning", (WARNED,)),
            Offer("Hand to Legal…", "to legal", (FINAL,)),
            Offer("Claim issued…", "claim", (LEGAL,)),
            Offer("Hearing…", "hearing", (CLAIM,)),
            Offer("Order made…", "order", (CLAIM, HEARING)),
            Offer("Order served…", "order served", (ORDERED,)),
            Offer("Visited under the order", "", (SERVED,), UNDER_ORDER),
            Offer("Forced entry…", "forced entry", HAS_ORDER),
        ),
        also=(
            (
                "attempt {ref} no answer, card 1123 left, 14:10 today",
                "logs an attempt; a few words of what was said are kept whole",
            ),
            ("visit {ref} 3 Dec 10:00 @colm, notice by post", "plans a visit: the earliest day, the last day to post, who goes"),
            ("check {ref}", "records the vulnerability and capacity check, without which nothing goes to Legal"),
            ("can we force entry at {ref}", "says what an order does and does not allow"),
            ("notice letter {ref}", "drafts the 24-hour notice; also: warning letter, final warning letter"),
            ("chronology {ref}", "what happened, and what is missing in it; for Legal and case managers: bundle {ref}"),
        ),
    )  # fmt: skip
    inner: ClassVar[frozenset[str]] = Case.inner | {"tried", "plan"}
    guarded: ClassVar[frozenset[str]] = GUARDED

    tried: tuple[Tried, ...] = ()
    plan: int = 0
    title: Annotated[
        Title,
        Ask(
            "Why access is needed", "The works: no names, no addresses", column="Reason",
            headings=("reason", "reason for access", "works"),
        ),
    ]  # fmt: skip
    owner: Handler = None
    safety_critical: Annotated[
        bool, Ask("Safety critical", "Gas, fire, electrics", input="flag", words=("safety critical",))
    ] = False
    visit_on: Annotated[
        date | None,
        Ask("Visit on", "After 24 hours’ written notice", input="date", words=("visit", "visit on", "next visit")),
    ] = None
    visit_time: Annotated[time | None, Ask("Visit at", input="time", words=("visit at",))] = None
    visitors: Annotated[
        tuple[PersonId, ...],
        Ask(
            "Who visits", "They are told where and when, and see nothing of the case", input="people",
            words=("visitor", "visitors", "who visits"), visits=True,
        ),
    ] = ()  # fmt: skip
    notice_on: Annotated[
        date | None,
        Ask("Notice served on", "In writing", input="date", words=("notice served", "notice served on"), past=True),
    ] = None
    notice_time: Annotated[time | None, Ask("Notice served at", "The hour", input="time", on_card=False)] = None
    notice_how: Annotated[
        Literal["", "by hand", "first class post", "email", "email and letter"],
        Ask("Notice served how", input="choice", words=("notice method", "notice how"), choices={
            method: METHODS[method] for method in (HAND, POST, EMAIL, BOTH)
        }),
    ] = ""  # fmt: skip
    post_by: Annotated[date | None, Ask("Post the notice by", input="none")] = None
    visit_from: Annotated[date | None, Ask("Visit at the earliest", input="none", on_card=False)] = None
    visit_from_time: Annotated[time | None, Ask("Visit at the earliest, hour", input="none", on_card=False)] = None
    tenancy_clause: Annotated[
        Text, Ask("Tenancy clause", "Which clause gives access", words=("clause", "tenancy clause"))
    ] = ""
    letters_sent: Annotated[
        Annotated[int, Field(ge=0)], Ask("Letters sent", input="number", words=("letters", "letters sent"))
    ] = 0
    warning_on: Annotated[date | None, Ask("Warning sent on", input="none", words=("warning sent on",))] = None
    vulnerability_check: Annotated[Text, Ask("Vulnerability check", input="none", on_card=False)] = ""
    check_on: Annotated[
        date | None, Ask("Check made on", input="date", words=("check made", "check made on"), past=True, on_card=False)
    ] = None
    check_by: Annotated[Text, Ask("Check made by", "Name and post", on_card=False)] = ""
    check_outcome: Annotated[
        Text,
        Ask(
            "What the check found",
            "Age, dependants, support; health has a field of its own",
            input="text",
            on_card=False,
        ),
    ] = ""
    capacity_concern: Annotated[
        Text, Ask("Concern about capacity", "And what was done about it", input="text", on_card=False)
    ] = ""
    reasonable_adjustment: Annotated[
        Text,
        Ask(
            "Reasonable adjustments", "What was offered, and what came of it", input="text",
            words=("adjustment", "adjustments"), on_card=False,
        ),
    ] = ""  # fmt: skip
    special_category: Annotated[
        Text,
        Ask(
            "Health and other special category data", "Only what the case needs, and what for", input="text",
            on_card=False, apart=True,
        ),
    ] = ""  # fmt: skip
    final_warning_on: Annotated[
        date | None, Ask("Final warning on", input="none", words=("final warning sent on", "final warned on"))
    ] = None
    final_warning_until: Annotated[
        date | None, Ask("Access by, in the final warning", input="date", words=("access by", "final warning until"))
    ] = None
    legal_ref: Annotated[Text, Ask("Legal reference", words=("legal ref", "legal reference"))] = ""
    legal_officer: Annotated[
        PersonId | None,
        Ask("Legal officer", "May open the case", input="person", words=("legal officer", "solicitor", "lawyer")),
    ] = None
    legal_on: Annotated[date | None, Ask("With Legal since", input="none", words=("with legal since",))] = None
    claim_on: Annotated[
        date | None, Ask("Claim issued on", input="none", words=("claim issued", "claim issued on"))
    ] = None
    hearing_on: Annotated[date | None, Ask("Hearing on", input="date", words=("hearing", "hearing on"))] = None
    hearing_time: Annotated[time | None, Ask("Hearing at", input="time", on_card=False)] = None
    court_order: Annotated[
        Text, Ask("Order", "What was ordered", words=("court order", "order is"), headings=("order",))
    ] = ""
    order_sealed_on: Annotated[
        date | None, Ask("Order sealed on", input="none", words=("order sealed", "order sealed on", "sealed"))
    ] = None
    order_served_on: Annotated[
        date | None, Ask("Order served on", input="none", words=("order served", "order served on"))
    ] = None
    order_served_how: Annotated[Text, Ask("Order served how", words=("order served how",), on_card=False)] = ""
    access_on: Annotated[
        date | None, Ask("Access date in the order", input="date", words=("access date", "access on"))
    ] = None
    access_time: Annotated[time | None, Ask("Access at", input="time", on_card=False)] = None
    penal_notice: Annotated[bool, Ask("Penal notice", "The order has one", input="flag", words=("penal notice",))] = (
        False
    )
    forced_entry_authorised: Annotated[bool, Ask("Forced entry authorised", input="none", on_card=False)] = False
    forced_entry_from: Annotated[date | None, Ask("Forced entry from", input="none", on_card=False)] = None
    forced_entry_to: Annotated[date | None, Ask("Forced entry until", input="none", on_card=False)] = None
    forced_entry_words: Annotated[Text, Ask("What the order says of force", input="none", on_card=False)] = ""
    forced_entry_by: Annotated[Text, Ask("Forced entry noted by", input="none", on_card=False)] = ""
    gained_on: Annotated[date | None, Ask("Access gained on", input="none", words=("gained on",), on_card=False)] = None
    status: Annotated[
        Literal[
            "Appointment offered",
            "Attempting",
            "Warning letter sent",
            "Final warning sent",
            "With Legal",
            "Claim issued",
            "Hearing listed",
            "Order made",
            "Order served",
            "Visit under order",
            "Access gained",
            "Closed",
        ],
        Ask("Status", input="none"),
    ] = "Appointment offered"
    supporters: Supporters = ()
    closure_reason: Annotated[
        Text,
        Ask("Reason for closing", input="none", headings=("reason for closure", "closure reason"), on_card=False),
    ] = ""
    description: Details = ""
    tags: Tags = ""
    source: Source = ""
    source_link: SourceLink = ""

    @property
    def due_now(self) -> str:
        """The soonest of the days that lie ahead on its rung; until the notice is posted, the last day for that."""
        if self.stopped:
            return CHASE
        waiting = [(held, name) for name in self._ahead() if (held := getattr(self, name)) is not None]
        return min(waiting)[1] if waiting and self.is_open else ""

    def _ahead(self) -> Iterator[str]:
        if self.visit_on is not None:
            yield "post_by" if self._to_be_posted else "visit_on"
        if self.status == FINAL:
            yield "final_warning_until"
        if self.status in (CLAIM, HEARING):
            yield "hearing_on"
        if self.status in (ORDERED, SERVED) and self.visit_on is None:
            yield "access_on"

    @property
    def _to_be_posted(self) -> bool:
        """Whether the notice of the next visit waits to be posted."""
        under_order = self.status in HAS_ORDER and self.order_served_on is not None
        return self.visit_on is not None and self.notice_on is None and by_post(self.notice_how) and not under_order

    def timers(self) -> Iterator[Timer]:
        if self.visit_on is not None and self._to_be_posted:
            yield Timer("post_by", "access.post_by", self.visit_on)
        if self.notice_on is not None and self.notice_time is not None and not by_post(self.notice_how):
            yield Timer("visit_from", "access.notice", moment(self.notice_on, self.notice_time))

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        found = [Fact("Next step", NEXT[self.status])] if self.status in NEXT else []
        if self.visit_on is not None:
            hour = f", {self.visit_time:%H:%M}" if self.visit_time else ""
            found.append(Fact("Next visit", f"{spoken(self.visit_on)}{hour}", ("visit_on", "visit_time")))
        if self.tried:
            found.append(Fact("Attempts", self._attempts_told()))
        if self.is_open and (part := one_part_only(self.tried)):
            found.append(Fact("Before it goes on", f"every attempt was in the {part}: try another part of the day"))
        if self.check_on is not None:
            found.append(Fact("Vulnerability check", f"made on {spoken(self.check_on)}"))
        elif self.vulnerability_check:
            found.append(
                Fact("Vulnerability check", f"{self.vulnerability_check}; who, when and what came of it is not said")
            )
        if self.status in HAS_ORDER or self.forced_entry_authorised:
            found.append(Fact("Force", force_told(self, today)))
        return tuple(found)

    def _attempts_told(self) -> str:
        """`4 (3 in the afternoon, 1 in the morning), the last on Fri 30 Oct 2026`: when, and nothing of what was said."""
        parts = f" ({told})" if (told := parts_told(self.tried)) else ""
        days = [each.day for each in self.tried if each.day]
        last = f", the last on {spoken(max(days))}" if days else ""
        return f"{len(self.tried)}{parts}{last}"

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        if values.get("hearing_on") and self.status == CLAIM:
            return HEARING
        to = next((state for name, state in STEPS.items() if values.get(name)), None)
        return to if to and is_ahead(to, self.status) else None

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        told: dict[str, Any] = {
            name: getattr(self, name) or today for name, state in STEPS.items() if state == to and name in TODAY
        }
        if to in (WARNED, FINAL):
            told["letters_sent"] = self.letters_sent + 1
        if not self.kind.lifecycle.is_open(to):
            told |= {"closure_reason": reason, "visit_on": None, "visit_time": None, **NO_NOTICE}
        elif not self.is_open:
            told["closure_reason"] = ""
        return told

    def on_change(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        checked = ("check_on", "check_by", "check_outcome")
        done = set(checked) & set(changes) and all(changes.get(name, getattr(self, name)) for name in checked)
        return {**({"vulnerability_check": "done"} if done else {}), **self._replanned(changes)}

    def _replanned(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """A visit on another day is another visit, whose notice is yet to be served unless that is said with it; one at another
        hour is told anew to whoever goes."""
        if not {"visit_on", "visit_time"} & set(changes):
            return {}
        day, hour = (
            type(self).taken(name, changes.get(name, getattr(self, name))) for name in ("visit_on", "visit_time")
        )
        if (day, hour) == (self.visit_on, self.visit_time):
            return {}
        begins = self.visit_on is None or day == self.visit_on
        fresh = {} if begins else {name: held for name, held in NO_NOTICE.items() if name not in changes}
        return {**fresh, "plan": self.plan + (day is not None)}

    def refusal(self, old: Body, ref: str, today: date, reckoning: Reckoning) -> ChivvyError | None:
        assert isinstance(old, AccessCase)
        if self.order_served_on and self.order_sealed_on and self.order_served_on < self.order_sealed_on:
            return ServedUnsealed(ref=ref, served=spoken(self.order_served_on), sealed=spoken(self.order_sealed_on))
        if self.status != old.status and old.is_open and (gate := shut(self, ref, self.status, GATES)):
            return gate
        visit = ("visit_on", "visit_time", "notice_on", "notice_time", "notice_how")
        if any(getattr(self, name) != getattr(old, name) for name in visit):
            return too_early(self, ref, today, reckoning)
        return None

    def as_imported(self) -> Self:
        """As a sheet has it that calls a claim and an order by one name."""
        if self.status != CLAIM or not (self.court_order.strip() or self.hearing_on):
            return self
        return self.model_copy(update={"status": ORDERED if self.court_order.strip() else HEARING})


NO_NOTICE: Mapping[str, Any] = {
    "notice_on": None,
    "notice_time": None,
    "notice_how": "",
    "post_by": None,
    "visit_from": None,
    "visit_from_time": None,
}
