"""What may be done next with a case besides what every record knows, as buttons."""

from __future__ import annotations

from governance.enquiries import why_not_review
from governance.kinds.contact import Contact
from governance.kinds.enquiry import REVIEW, STATUTORY, Enquiry
from governance.record import Record
from governance.stopping import may_stop
from governance.timed import Timed
from handlers.cards import Button, button
from handlers.cases.enquiry_forms import may_extend
from handlers.commands import ChaseOn, Move, OpenForm, StartClock
from handlers.forms.names import EXTEND_REQUEST, REFUSE_REQUEST, STOP


def case_buttons(record: Record) -> tuple[Button, ...]:
    """The steps of a case as it stands."""
    return (*_of_a_contact(record), *_clock(record), *_of_an_enquiry(record))


def _of_a_contact(record: Record) -> tuple[Button, ...]:
    """One that was closed from the start may still be put right."""
    closed = isinstance(record.body, Contact) and not record.is_open
    return (button("Edit", OpenForm("edit", ref=record.ref)),) if closed else ()


def _clock(record: Record) -> tuple[Button, ...]:
    """Where its clock may stop, or stands still."""
    body = record.body
    if isinstance(body, Timed) and record.is_open and body.stopped is not None:
        return (button("Clock runs again", StartClock(record.ref)), button("Chased", ChaseOn(record.ref)))
    return (button("Stop the clock…", OpenForm(STOP, ref=record.ref)),) if may_stop(body) else ()


def _of_an_enquiry(record: Record) -> tuple[Button, ...]:
    """More time, a refusal, and once it was answered an internal review, where the law knows these."""
    body = record.body
    if not isinstance(body, Enquiry):
        return ()
    if not body.is_open:
        asked = button(REVIEW, Move(record.ref, REVIEW))
        return () if why_not_review(body, record.ref) else (asked,)
    more = (button("Extend…", OpenForm(EXTEND_REQUEST, ref=record.ref)),) if may_extend(body) else ()
    refusable = body.from_type in STATUTORY and body.status != REVIEW
    return (*more, *((button("Refuse…", OpenForm(REFUSE_REQUEST, ref=record.ref)),) if refusable else ()))
