"""Letters about a complaint: what the checklist of a reply gathered, put into words for somebody to read, finish and send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from governance.checklist import told
from governance.complaints.replies import lines
from governance.errors import ChivvyError
from governance.kinds.complaint import Complaint
from governance.ombudsman import BY_ROUTE, HOUSING
from handlers.reporting.document import Asked
from handlers.reporting.marks import mark_of
from reports.paper import Paper

OPEN = "[to be completed]"  # what nobody has said yet: whoever finishes the letter sees it


class NotExtended(ChivvyError):
    """{ref} has not been extended, so there is no letter about it. Nothing was drawn up. Type “extend {ref} to … because …,
    resident told today” first."""


async def acknowledgement(asked: Asked) -> Paper:
    body = _complaint(asked)
    second = body.stage == 2
    due = body.s2_due if second else body.s1_due
    received = body.s2_requested_on if second else body.received_at
    if due is None:  # it runs from the day on which this letter goes
        rule = f"{body.code}.s2.response" if second else f"{body.code}.s1.response"
        due = (await asked.register.records.reckoning()).by(rule, asked.register.today).day
    values = {
        "stage": body.stage,
        "received": _day(received),
        "definition": told(body.definition) or OPEN,
        "outcome": told(body.outcome_sought) or OPEN,
        "responsibility": told(body.responsibility) or OPEN,
        "adjustments": told(body.reasonable_adjustment) if body.reasonable_adjustment.strip() else OPEN,
        "due": _day(due),
    }
    return await _letter(asked, "acknowledgement", f"Acknowledgement of {asked.held.ref}", values)


async def extension(asked: Asked) -> Paper:
    body = _complaint(asked)
    stage = "s2" if body.stage == 2 else "s1"
    until = getattr(body, f"{stage}_extended_to")
    if until is None:
        raise NotExtended(ref=asked.held.ref)
    values = {
        "stage": body.stage,
        "due": _day(getattr(body, f"{stage}_due")),
        "until": _day(until),
        "reason": getattr(body, f"{stage}_extension_reason") or OPEN,
        "good_reason": getattr(body, f"{stage}_extension_good_reason"),
    }
    return await _letter(asked, "extension", f"Extension of {asked.held.ref}", values)


async def response(asked: Asked) -> Paper:
    body = _complaint(asked)
    stage = "s2" if body.stage == 2 else "s1"
    answers = lines(getattr(body, f"{stage}_answers"))
    raised = lines(body.points)
    reckoning = await asked.register.records.reckoning()
    window = reckoning.by(f"{body.code}.ombudsman_window", asked.register.today).day
    values = {
        "stage": body.stage,
        "received": _day(body.received_at),
        "definition": told(body.definition) or OPEN,
        "decision": getattr(body, f"{stage}_decision") or OPEN,
        "reasons": told(getattr(body, f"{stage}_reasons")) or OPEN,
        "points": [[point, answers[at] if at < len(answers) else OPEN] for at, point in enumerate(raised)]
        or [[OPEN, OPEN]],
        "remedy": told(body.remedy),
        "actions": list(lines(told(body.outstanding_actions))),
        "ombudsman_by": _day(window),
    }
    return await _letter(asked, "response", f"Answer to {asked.held.ref}", values)


async def refusal(asked: Asked) -> Paper:
    body = _complaint(asked)
    values = {
        "received": _day(body.received_at),
        "ground": body.not_accepted_ground or OPEN,
        "reason": body.closure_reason or OPEN,
    }
    return await _letter(asked, "refusal", f"{asked.held.ref}: why it is not accepted", values)


def _complaint(asked: Asked) -> Complaint:
    assert isinstance(asked.held.body, Complaint)
    return asked.held.body


async def _letter(asked: Asked, template: str, title: str, values: Mapping[str, Any]) -> Paper:
    """With what stands in every letter: to whom, from whom, about what, and how to reach the Ombudsman."""
    record, register = asked.held, asked.register
    body = _complaint(asked)
    resident = await register.homes.resident(body.resident_id)
    home = await register.homes.home(body.uprn)
    name = resident.name if resident and resident.name else OPEN
    where = [home.address, home.postcode] if home else [OPEN]
    shared = {
        "mark": f"DRAFT, to be checked before it is sent. {mark_of(record)}",
        "date": _day(register.today),
        "ref": record.ref,
        "about": record.title,
        "name": name,
        "address": [name, *filter(None, where)],
        "handler": await register.people.name(record.owner) if record.owner else OPEN,
        "landlord": await register.organisations.name(body.landlord) or OPEN,
        "ombudsmen": [each.contact for each in BY_ROUTE.get(body.route, (HOUSING,))],
    }
    return Paper(template, f"{record.ref} {template}.docx", title, {**shared, **values})


def _day(value: date | None) -> str:
    """As letters write it: `23 November 2026`."""
    return f"{value.day} {value:%B %Y}" if value else OPEN
