"""The forms behind “Extend…” and “Refuse…” of an enquiry: the reason, the exemption, and the day."""

from __future__ import annotations

from governance.enquiries import EXTENDED_BY, NoExtension, why_not_extend
from governance.kinds.enquiry import WITHHELD, Enquiry
from handlers.cards import Option
from handlers.commands import Change, Command
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.wording import day

SHORT = 500
WHY_MORE = "FOI: weighing the public interest; EIR: complex and voluminous; SAR: complex"
OUTCOMES = (Option("refused", "refused"), Option("in part", "answered in part"), Option("not held", "nothing is held"))


async def draw_extend(desk: Desk) -> Form:
    """Why, and when whoever asked was told. Raises NoExtension where it can't be extended."""
    held, body, today = desk.held, desk.held.body, desk.register.today
    if not isinstance(body, Enquiry):
        raise ButtonUnreadable
    refused = why_not_extend(body, body.model_copy(update={"extended_on": min(today, body.due or today)}), held.ref)
    if isinstance(refused, NoExtension):
        raise refused
    given = desk.command.values
    by = f"Within the first period: by {day(body.due)}" if body.due else "Within the first period"
    told = str(given.get("extended_on") or today.isoformat())
    reason = str(given.get("extension_reason") or "") or None
    fields = (
        Field("extension_reason", "Why is more time needed?", "line", WHY_MORE, reason, required=True,
              max_length=SHORT),
        Field("extended_on", "Told them on", "date", by, told, required=True),
    )  # fmt: skip
    return about(desk, f"Extend {held.ref}", fields, submit="Extend")


def read_extend(sheet: Sheet) -> Command | Wrong:
    body, told, reason = sheet.held.body, day_of(sheet.values.get("extended_on")), sheet.text("extension_reason")
    if not isinstance(body, Enquiry):
        raise ButtonUnreadable
    if not reason:
        return {"extension_reason": "Say why; they are told it too."}
    if told is None or told > sheet.today:
        return {"extended_on": "Choose the day on which they were told: today or before."}
    new = body.model_copy(update={"extended_on": told, "extension_reason": reason})
    if refused := why_not_extend(body, new, sheet.held.ref):
        return {"extended_on": refused.message}
    return Change(sheet.held.ref, {"extended_on": told, "extension_reason": reason}, sheet.token.seen)


def may_extend(body: Enquiry) -> bool:
    return body.from_type in EXTENDED_BY and body.is_open and not body.extended_on and not body.review_on


async def draw_refuse(desk: Desk) -> Form:
    """What is held back, and by which exemption."""
    if not isinstance(desk.held.body, Enquiry):
        raise ButtonUnreadable
    given = desk.command.values
    answered = str(given.get("answered_on") or desk.register.today.isoformat())
    fields = (
        Field("outcome", "Answer", "choice", value=str(given.get("outcome") or "refused"), options=OUTCOMES, required=True),
        Field("exemption", "Exemption", "line", "Such as: section 43(2), commercial interests", max_length=SHORT),
        Field("answered_on", "Answered on", "date", value=answered, required=True),
    )  # fmt: skip
    return about(desk, f"Refuse {desk.held.ref}", fields, submit="Answered")


def read_refuse(sheet: Sheet) -> Command | Wrong:
    outcome, exemption, on = sheet.text("outcome"), sheet.text("exemption"), day_of(sheet.values.get("answered_on"))
    if outcome in WITHHELD and not exemption:
        return {"exemption": "Name the exemption; the refusal notice has to."}
    if on is None or on > sheet.today:
        return {"answered_on": "Choose the day on which it was answered: today or before."}
    if outcome not in {option.value for option in OUTCOMES}:
        raise ButtonUnreadable
    return Change(sheet.held.ref, {"outcome": outcome, "exemption": exemption, "answered_on": on}, sheet.token.seen)
