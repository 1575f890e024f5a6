"""Visits: when somebody may come at the earliest after a written notice, and when it must be posted at the latest."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from governance.access.states import HAS_ORDER
from governance.attempts import by_post
from governance.calendar import ONE_DAY, spoken
from governance.clocks.deadline import POSTING_DAYS
from governance.clocks.reckoning import Reckoning
from governance.errors import ChivvyError

if TYPE_CHECKING:
    from governance.kinds.access import AccessCase

LAST_MINUTE = time(23, 59)


class VisitTooEarly(ChivvyError):
    """{ref}: a visit on {visit} is too early. {why}, so it can be {earliest} at the earliest (24 hours’ written notice,
    {source}). Nothing was changed. Type, for example, “visit {ref} {typed}”."""


class NoNoticeYet(ChivvyError):
    """{ref}: a visit on {visit} is too early, for no notice has been served. Handed over or e-mailed now, it allows a visit
    {by_hand}; posted first class today, {posted} ({source}). Nothing was changed. Type, for example, “visit {ref} {typed}”."""


def earliest_visit(body: AccessCase, reckoning: Reckoning) -> datetime | None:
    """The earliest moment (local) that the notice which was served allows; None where none was. A notice whose hour nobody noted
    counts from the end of its day; a served order is notice enough."""
    if body.status in HAS_ORDER and body.order_served_on is not None:
        return _after(datetime.combine(body.order_served_on, time()), reckoning)
    if body.notice_on is None:
        return None
    if by_post(body.notice_how):
        delivered = reckoning.calendar.add(body.notice_on, POSTING_DAYS)
        return _after(datetime.combine(delivered, time()), reckoning)
    if body.notice_time is None:
        return _after(datetime.combine(body.notice_on + ONE_DAY, time()), reckoning)
    return _after(datetime.combine(body.notice_on, body.notice_time), reckoning)


def _after(served: datetime, reckoning: Reckoning) -> datetime:
    due = reckoning.by("access.notice", served).due
    assert isinstance(due, datetime)
    return due


def too_early(body: AccessCase, ref: str, now: date | datetime, reckoning: Reckoning) -> ChivvyError | None:
    """Why the visit that is planned comes too early; None where it does not. `now` is a local moment, or only the day."""
    if body.visit_on is None:
        return None
    planned = datetime.combine(body.visit_on, body.visit_time or LAST_MINUTE)
    earliest = earliest_visit(body, reckoning)
    source = reckoning.by("access.notice", planned).rule.source
    if earliest is None:
        return _without_notice(body, ref, now, planned, reckoning, source)
    if planned >= earliest:
        return None
    return VisitTooEarly(
        ref=ref, visit=_visit(body), why=_why(body, reckoning), earliest=_at(earliest), source=source, typed=_typed(earliest)
    )  # fmt: skip


def _without_notice(
    body: AccessCase, ref: str, now: date | datetime, planned: datetime, reckoning: Reckoning, source: str
) -> ChivvyError | None:
    """A notice can still be served, unless the visit is too near for that; one that is to go by post, unless it is too near for
    the post."""
    moment = now if isinstance(now, datetime) else datetime.combine(now, time())
    soonest = _after(moment, reckoning)
    posted = _after(datetime.combine(reckoning.calendar.add(moment.date(), POSTING_DAYS), time()), reckoning)
    if planned >= (posted if body.notice_how and by_post(body.notice_how) else soonest):
        return None
    by_hand = _at(soonest) if isinstance(now, datetime) else f"from the same hour on {spoken(soonest.date())}"
    return NoNoticeYet(
        ref=ref, visit=_visit(body), by_hand=by_hand, posted=_at(posted), source=source, typed=_typed(posted)
    )  # fmt: skip


def _why(body: AccessCase, reckoning: Reckoning) -> str:
    if body.status in HAS_ORDER and body.order_served_on is not None:
        return f"The order was served on {spoken(body.order_served_on)}"
    assert body.notice_on is not None
    served = spoken(body.notice_on)
    if by_post(body.notice_how):
        return f"The notice was posted on {served} and is deemed delivered on " + spoken(
            reckoning.calendar.add(body.notice_on, POSTING_DAYS)
        )
    hour = f" at {body.notice_time:%H:%M}" if body.notice_time else ", at an hour that nobody noted"
    return f"The notice was served on {served}{hour}"


def _visit(body: AccessCase) -> str:
    assert body.visit_on is not None
    return f"{spoken(body.visit_on)}, {body.visit_time:%H:%M}" if body.visit_time else spoken(body.visit_on)


def _at(moment: datetime) -> str:
    """`on Thu 3 Dec 2026`, with the hour unless it is the whole day."""
    return f"on {spoken(moment.date())}" + (f" at {moment:%H:%M}" if moment.time() != time() else "")


def _typed(moment: datetime) -> str:
    hour = f"{moment:%H:%M}" if moment.time() != time() else "10:00"
    return f"{moment.day} {moment:%b} {hour}"
