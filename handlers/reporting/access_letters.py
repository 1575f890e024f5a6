"""Letters about access: the 24-hour notice, the warning and the final warning, for somebody to read, finish and send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from governance.attempts import AT_DOOR, BROKEN, BY_PHONE, CARD_LEFT, GIVEN, NO_ANSWER, REFUSED, Attempt
from governance.homes import Home, Resident
from governance.kinds.access import AccessCase
from governance.policy import visitors
from handlers.reporting.document import Asked
from handlers.reporting.letters import OPEN
from handlers.reporting.marks import mark_of
from handlers.wording import listed
from reports.paper import Paper

LAW = (
    "If you rent your home from us, section 11(6) of the Landlord and Tenant Act 1985 also lets us in to look at its condition "
    "and state of repair, at a reasonable time of day and after 24 hours’ written notice."
)


# What came of an attempt, as it is told to whoever lives there.
IN_A_LETTER = {
    NO_ANSWER: "nobody answered",
    CARD_LEFT: "nobody answered, and we left a card",
    REFUSED: "we came to the door and were not let in",
    BROKEN: "we came for an appointment and could not get in",
    BY_PHONE: "we spoke by phone and did not agree a time",
    AT_DOOR: "we spoke at the door and were not let in",
}


async def notice(asked: Asked) -> Paper:
    """The 24-hour notice of the next visit."""
    body = _case(asked)
    when = day_written(body.visit_on)
    hour = f", {body.visit_time:%H:%M}" if body.visit_time else f", at {OPEN}"
    values = {
        "when": f"{when}{hour}",
        "who": await _who_comes(asked),
        "needs": "",
    }
    resident = await asked.register.homes.resident(body.resident_id)
    if resident is not None and resident.access_needs:
        values["needs"] = resident.access_needs
    return await _letter(asked, "access_notice", f"Notice of a visit, {asked.held.ref}", values)


async def warning(asked: Asked) -> Paper:
    values = {"attempts": await _tried(asked), "until": OPEN}
    return await _letter(asked, "access_warning", f"Warning, {asked.held.ref}", values)


async def final_warning(asked: Asked) -> Paper:
    body = _case(asked)
    values = {
        "attempts": await _tried(asked),
        "until": _still_to_come(body.final_warning_until, asked.register.today),
        "adjustments": body.reasonable_adjustment.strip() or OPEN,
    }
    return await _letter(asked, "access_final_warning", f"Final warning, {asked.held.ref}", values)


def _still_to_come(until: date | None, today: date) -> str:
    """By when; where that day has passed, somebody has to say another."""
    return day_written(until) if until is not None and until > today else OPEN


def _case(asked: Asked) -> AccessCase:
    assert isinstance(asked.held.body, AccessCase)
    return asked.held.body


async def _who_comes(asked: Asked) -> str:
    """Whoever goes there, with whom they work for."""
    register = asked.register
    named = []
    for each in sorted(visitors(asked.held)):
        person = await register.people.get(each)
        if person is not None:
            firm = await register.organisations.name(person.organisation)
            named.append(f"{person.name} of {firm}" if firm else person.name)
    return listed(named) if named else OPEN


async def _tried(asked: Asked) -> list[str]:
    """When somebody came, and what came of it; what was said at the door is not put into a letter."""
    tried = await asked.register.attempts.of(asked.held)
    return [_tried_words(each, asked) for each in tried if each.outcome != GIVEN] or [OPEN]


def _tried_words(each: Attempt, asked: Asked) -> str:
    hour = f" at {each.at.astimezone(asked.register.zone):%H:%M}" if each.at else ""
    return f"{day_written(each.day)}{hour}: {IN_A_LETTER.get(each.outcome, OPEN)}"


async def _letter(asked: Asked, template: str, title: str, values: Mapping[str, Any]) -> Paper:
    """With what stands in every letter: to whom, from whom, and about which works."""
    record, register, body = asked.held, asked.register, _case(asked)
    resident = await register.homes.resident(body.resident_id)
    home = await register.homes.home(body.uprn)
    name = resident.name if resident and resident.name else OPEN
    where = [home.address, home.postcode] if home else [OPEN]
    shared = {
        "mark": f"DRAFT, to be checked before it is sent. {mark_of(record)}",
        "date": day_written(register.today),
        "ref": record.ref,
        "about": record.title,
        "name": name,
        "address": [name, *filter(None, where)],
        "safety_critical": body.safety_critical,
        "language": _language(resident),
        "clause": _clause(body, home),
        "handler": await register.people.name(record.owner) if record.owner else OPEN,
        "landlord": await register.organisations.name(body.landlord) or OPEN,
    }
    return Paper(template, f"{record.ref} {template.replace('_', ' ')}.docx", title, {**shared, **values})


def _language(resident: Resident | None) -> str:
    held = resident.language if resident else ""
    return "" if held.casefold() in ("", "english") else held


def _clause(body: AccessCase, home: Home | None) -> str:
    """By which right: the agreement's own clause, and the Act."""
    agreement = "lease" if home and "lease" in home.tenure.casefold() else "tenancy agreement"
    clause = body.tenancy_clause.strip() or OPEN
    return f"Your {agreement} (clause {clause}) says that you must let us in for such works. {LAW}"


def day_written(value: date | None) -> str:
    """As letters write it: `Thursday 3 December 2026`."""
    return f"{value:%A} {value.day} {value:%B %Y}" if value else OPEN
