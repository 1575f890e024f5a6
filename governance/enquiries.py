"""The rules of enquiries: by which clock each sort runs, when one may be extended, and when an internal review is due. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from governance.calendar import WorkingCalendar, spoken
from governance.errors import ChivvyError

# By which rule an enquiry is answered, by who asks or what for.
RULES: Mapping[str, str] = {
    "councillor": "member.response",
    "MP": "member.response",
    "FOI": "foi.response",
    "EIR": "eir.response",
    "SAR": "sar.response",
    "letter of claim": "preaction.response",
    "Section 20 observation": "s20.observations_reply",
    "data protection complaint": "dp.complaint_outcome",
    "personal data breach": "dp.breach_ico",
}
USUAL_RULE = "enquiry.response"
# Those that are acknowledged by a day of their own, extended, or reviewed, and by which rule.
ACKNOWLEDGED_BY: Mapping[str, str] = {
    "councillor": "member.ack",
    "MP": "member.ack",
    "data protection complaint": "dp.complaint_ack",
}
EXTENDED_BY: Mapping[str, str] = {"FOI": "foi.extended", "EIR": "eir.extended", "SAR": "sar.extended"}
REVIEWED_BY: Mapping[str, str] = {"FOI": "foi.review", "EIR": "eir.review"}


class ExemptionNeeded(ChivvyError):
    """What is held back of {ref} needs its exemption named. Nothing has been changed yet. Type, for example, “{ref} refused under
    section 43(2)”, or “{ref} answered in part, section 40(2)”."""


class NoExtension(ChivvyError):
    """{ref} can't be extended: {why}. Nothing was changed. Type “why {ref}” to see how its date is worked out."""


class ExtensionReasonNeeded(ChivvyError):
    """Extending {ref} needs a reason that the law allows (FOI: the public interest is being weighed; EIR: complex and voluminous;
    SAR: complex, or many requests). Nothing has been changed yet. Type that reason: “extend {ref} because …, told them today”."""


class NoReview(ChivvyError):
    """{ref} can’t have an internal review: {why}. Nothing was changed. Type “{ref}” to see how it was answered."""


class Asked(Protocol):
    """What is known of an enquiry."""

    @property
    def from_type(self) -> str: ...
    @property
    def received_at(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def extended_on(self) -> date | None: ...
    @property
    def extension_reason(self) -> str: ...
    @property
    def review_answered_on(self) -> date | None: ...
    @property
    def is_open(self) -> bool: ...


def why_not_extend(held: Asked, new: Asked, ref: str) -> ChivvyError | None:
    """Why an enquiry may not be extended: only some sorts are, once, for a reason, and whoever asks is told within the first
    period."""
    told = new.extended_on
    assert told is not None
    why = ""
    if held.from_type not in EXTENDED_BY:
        why = f"only {' and '.join((', '.join([*EXTENDED_BY][:-1]), [*EXTENDED_BY][-1]))} requests are"
    elif not held.is_open:
        why = "it is closed"
    elif held.extended_on:
        why = f"it was extended already, and they were told on {spoken(held.extended_on)}; the law has no second time"
    elif held.received_at and told < held.received_at:
        why = f"it came in on {spoken(held.received_at)}, later than they were told"
    elif held.due and told > held.due:
        why = f"they had to be told by {spoken(held.due)}, within the first period, and were told on {spoken(told)}"
    if why:
        return NoExtension(ref=ref, why=why)
    return None if new.extension_reason.strip() else ExtensionReasonNeeded(ref=ref)


def why_not_review(held: Asked, ref: str) -> ChivvyError | None:
    """Why there is no internal review of an answer: it is of requests under the two Acts, and there is one."""
    if held.from_type not in REVIEWED_BY:
        why = "that is for requests under the Freedom of Information Act and the EIR"
        return NoReview(ref=ref, why=f"{why}. If they are unhappy with the answer, log a complaint")
    if held.review_answered_on:
        when = spoken(held.review_answered_on)
        return NoReview(ref=ref, why=f"the review was answered on {when}, and they can now complain to the ICO")
    return None


def acknowledgement(
    by: date | None, on: date | None, answered: date | None, calendar: WorkingCalendar, today: date
) -> tuple[str, str] | None:
    """How an acknowledgement stands, as a label and words: due, late, never sent; nothing where none is owed."""
    if by is None:
        return None
    if on is not None:
        return "Acknowledged", spoken(on) + (f", {_late(by, on, calendar)} late" if on > by else "")
    if answered is not None:
        return ("Acknowledged", f"not by {spoken(by)}, when it was due") if answered > by else None
    if today > by:
        return "Acknowledge by", f"{spoken(by)} (overdue by {_late(by, today, calendar)})"
    return "Acknowledge by", spoken(by) + (" (today)" if today == by else "")


def _late(by: date, on: date, calendar: WorkingCalendar) -> str:
    days = max(1, calendar.between(by, on))
    return f"{days} working day{'' if days == 1 else 's'}"
