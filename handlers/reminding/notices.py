"""Notices: what one that is due says now, and whether now is the time for it. Composed at delivery, from fresh rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from governance.calendar import WorkingCalendar
from governance.errors import NoLongerActive, NotAMember, NotCleared
from governance.hours import next_digest, next_open, office_open, reachable, works_on
from governance.people import Person, Place
from governance.policy import Deed, is_confidential, may
from governance.record import Record
from governance.reminders import ESCALATION
from handlers.access.visit_notice import VISIT, VISIT_ASKED, VISIT_SOON, visit_card
from handlers.calendar_days.news import CALENDAR, calendar_card
from handlers.cards import Card, Small, from_plain
from handlers.escalating.alert import alert_card, apart
from handlers.escalating.escalated import ESCALATED, escalated_card
from handlers.escalating.following_up import FOLLOW_UP, follow_up_card
from handlers.lock_screen import on_lock_screen
from handlers.people.handed_over import HANDOVER, handover_card
from handlers.people.telling import NEWS, news_card
from handlers.records.record_card import older_card, private_card, record_card
from handlers.reminding.answering import ANSWERING, answering_card
from handlers.reminding.assignment import ASSIGNMENT, assignment_card
from handlers.reminding.digest import DIGEST, digest_card, owe_digest
from handlers.reminding.nudge import ANY_HOUR, NUDGE, nudge_card
from handlers.reminding.outage import OUTAGE, outage_card
from handlers.reminding.summary import WEEKLY
from handlers.reminding.unreachable import UNREACHABLE, unreachable_card
from handlers.reminding.weekly import weekly_card
from handlers.reporting.document_notice import document_card
from storage.outbox import USUAL, Notice
from storage.places import Standing
from storage.register import Register

SAID, CARD, DOCUMENT = "said", "card", "document"

# Answers to what somebody has just done: they go at any hour, and the policy was asked when the turn was taken.
ANSWERS = (SAID, CARD, DOCUMENT, VISIT_ASKED)
# Messages whose face follows what they speak of.
LIVING = (
    CARD, ASSIGNMENT, ESCALATION, ESCALATED, DIGEST, NUDGE, ANSWERING, HANDOVER, OUTAGE, VISIT, VISIT_SOON, VISIT_ASKED,
)  # fmt: skip
# What its receiver must be allowed to do with what it is about, where that is less than to read it.
DEEDS: Mapping[str, Deed] = {VISIT: "visit", VISIT_SOON: "visit"}
# What leaves out by itself whatever its receiver may not read.
SELECTIVE = (DIGEST, WEEKLY, ESCALATION, HANDOVER, CALENDAR)
# Whose items come again by themselves, so that it need not be repeated when its arrival is in doubt.
NEVER_REPEATED = (DIGEST,)

# What a phone shows of them before it is unlocked is fit to be seen as it is.
FIT_TO_BE_SEEN = (CALENDAR, DIGEST, DOCUMENT, WEEKLY, VISIT, VISIT_SOON, VISIT_ASKED)
# What it shows of others that are about something confidential: its ref and this.
SEEN_OF: Mapping[str, str] = {
    SAID: "here is your answer",
    ASSIGNMENT: "given to you",
    NUDGE: "to be done",
    ESCALATION: "please look at it",
    ESCALATED: "escalated to you",
    FOLLOW_UP: "news of it",
    ANSWERING: "you answer for it",
    HANDOVER: "handed over",
    NEWS: "news of it",
    UNREACHABLE: "somebody could not be told",
}

# Why somebody may not receive something, said of them to a colleague.
THEY = {
    NotAMember: "they are not in this programme",
    NoLongerActive: "they have left the programme",
    NotCleared: "it is confidential and not for everybody there",
}

# Cards of one record that are kept up to date in one place; older ones say that there are newer.
CARDS_KEPT = 3

REPEATED = "Sent again: I could not tell whether the first one arrived."


@dataclass(frozen=True)
class Send:
    """It is to be said now, like this."""

    card: Card


@dataclass(frozen=True)
class Wait:
    """Its receiver is not to be disturbed now: it is due at `until` (UTC)."""

    until: datetime
    why: str


@dataclass(frozen=True)
class Drop:
    """There is nothing to say any more, and why."""

    why: str


@dataclass(frozen=True)
class Refuse:
    """It can never be said there, and why."""

    why: str


@dataclass(frozen=True)
class Leave:
    """This version of Chivvy does not know what it is: a newer one that runs beside it does."""

    why: str


Decision = Send | Wait | Drop | Refuse | Leave


class RuleUnknown(LookupError):
    """A notice was owed by a newer Chivvy, by a rule that this one does not know."""


async def compose(register: Register, notice: Notice, *, repeat: bool = False) -> Card | None:
    """What `notice` says, from the register as it stands; None when there is nothing to say any more. `repeat`: it may have
    arrived before, and says so. Raises RuleUnknown."""
    if notice.rule not in COMPOSERS:
        raise RuleUnknown(notice.rule)
    card = await COMPOSERS[notice.rule](register, notice)
    if card is not None and notice.rule not in FIT_TO_BE_SEEN:
        card = await on_lock_screen(register, card, SEEN_OF.get(notice.rule, ""))
    if card is not None and repeat:
        return replace(card, parts=(*card.parts, Small((REPEATED,))))
    return card


async def decide(register: Register, notice: Notice, *, repeat: bool = False) -> Decision:
    """Whether `notice` is to be said now, later or never. What is unasked waits for its receiver's working hours."""
    if notice.rule not in COMPOSERS:
        return Leave(f"this Chivvy does not know “{notice.rule}”; a newer one has to send it")
    person = await register.people.get(notice.person)
    place = await register.places.get(notice.place) if notice.place is not None else None
    if place is not None and place.archived:
        return Refuse("the channel is archived")
    if notice.rule not in ANSWERS:
        early = await _refused(register, notice, person, place) or await _untimely(register, notice, person)
        if early is not None:
            return early
    card = await compose(register, notice, repeat=repeat)
    return Send(card) if card is not None else Drop("there was nothing to say any more")


async def redraw(register: Register, standing: Standing) -> Card | None:
    """The face that a living card should show now; None when nothing is known of what it showed."""
    if standing.notice:
        notice = await register.outbox.by_key(standing.notice)
        return await _live(register, notice) if notice is not None else None
    if standing.record is None:
        return None
    record = await register.records.by_id(standing.record)
    place = await register.places.find(standing.platform, standing.external_id)
    face = await _face(register, record, place)
    if await register.places.newer(standing) >= CARDS_KEPT:
        return older_card(record, face)
    return face


async def _live(register: Register, notice: Notice) -> Card | None:
    """The face of a message as of now; of one record that its reader may not read any more, what stands in its place."""
    if notice.rule not in ANSWERS and len(notice.refs) == 1:
        person = await register.people.get(notice.person)
        place = await register.places.get(notice.place) if notice.place is not None else None
        record = await register.records.get(notice.refs[0])
        if isinstance(may(person, DEEDS.get(notice.rule, "receive"), record, place), NotCleared):
            return private_card(record)
    return await compose(register, notice)


def is_retired(standing: Standing, face: Card) -> bool:
    """Whether a card has just said that newer ones of its record stand in its place, and is redrawn no more."""
    return standing.record is not None and not standing.notice and face.record is None


async def _record_card(register: Register, notice: Notice) -> Card | None:
    place = await register.places.get(notice.place) if notice.place is not None else None
    card = await _face(register, await register.records.get(notice.payload["ref"]), place)
    return replace(card, refs=notice.refs)


async def _face(register: Register, record: Record, place: Place | None) -> Card:
    """A record's card, or what stands for it where others read along and it is confidential now."""
    if place is not None and not place.private and is_confidential(record):
        return private_card(record)
    return await record_card(register, record)


async def _said(_register: Register, notice: Notice) -> Card | None:
    return from_plain(dict(notice.payload))


COMPOSERS: dict[str, Callable[[Register, Notice], Awaitable[Card | None]]] = {
    SAID: _said,
    CARD: _record_card,
    ASSIGNMENT: assignment_card,
    DIGEST: digest_card,
    ANSWERING: answering_card,
    NUDGE: nudge_card,
    ESCALATION: alert_card,
    ESCALATED: escalated_card,
    FOLLOW_UP: follow_up_card,
    WEEKLY: weekly_card,
    UNREACHABLE: unreachable_card,
    OUTAGE: outage_card,
    HANDOVER: handover_card,
    NEWS: news_card,
    CALENDAR: calendar_card,
    DOCUMENT: document_card,
    VISIT: visit_card,
    VISIT_SOON: visit_card,
    VISIT_ASKED: visit_card,
}


async def _refused(register: Register, notice: Notice, person: Person | None, place: Place | None) -> Decision | None:
    """Of what is about several records, those that its receiver may not read (any more) are left out, as its composer does."""
    records = [await register.records.get(ref) for ref in notice.refs]
    deed = DEEDS.get(notice.rule, "receive")
    hidden = [record for record in records if may(person, deed, record, place)]
    first = hidden[0] if hidden and (len(hidden) == len(records) or notice.rule not in SELECTIVE) else None
    if refusal := may(person, deed, first, place):
        return Refuse(THEY[type(refusal)])
    if hidden and notice.rule == ESCALATION and place is not None:
        await register.outbox.owe_all(await apart(register, notice, hidden))
    return None


async def _untimely(register: Register, notice: Notice, person: Person | None) -> Decision | None:
    """Until when it must wait, None when now is a good time. A digest whose day has passed goes with the next one."""
    calendar = await register.calendar()
    now, zone = register.now, register.zone
    if person is None:
        return (
            None if office_open(calendar, now, zone) else Wait(next_open(calendar, now, zone), "the office is closed")
        )
    if notice.rule == ASSIGNMENT and notice.urgency < USUAL:
        return None  # a P1 is for the same day: it can't wait for the morning
    if notice.rule == NUDGE and ANY_HOUR in notice.payload:
        return None  # a clock that runs in hours waits for nobody
    there = reachable(person, calendar, now, zone)
    if notice.rule == DIGEST:
        today = date.fromisoformat(notice.payload["day"]) == register.today
        return None if there and today else await _roll_over(register, notice, person, calendar)
    if there:
        return None
    until = next_digest(person, calendar, now, zone)
    return Wait(until, f"{person.name} is not at work") if until else Refuse("they are away for a year or more")


async def _roll_over(register: Register, notice: Notice, person: Person, calendar: WorkingCalendar) -> Decision:
    """One digest for today, not one for each day that was missed."""
    following = await owe_digest(register, person, calendar)
    if following is None:
        return Refuse("they are away for a year or more")
    await register.outbox.carry_over(notice.key, following)
    await _say_late(register, notice, person, calendar, following)
    return Drop(f"its day passed; what it had to say goes with {following.key}")


async def _say_late(
    register: Register, notice: Notice, person: Person, calendar: WorkingCalendar, following: Notice
) -> None:
    """What takes the place of a digest that could have come and did not says so; the week that it was to tell of, it tells."""
    passed = {name: notice.payload[name] for name in ("late", "week") if name in notice.payload}
    if works_on(person, calendar, date.fromisoformat(notice.payload["day"])):
        passed.setdefault("late", notice.due_at.isoformat())
    if passed:
        await register.outbox.note(following.key, **passed)
