"""The witness bundle of an access case, as a draft for Legal and the case manager: put together from the log, and from nothing
else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from governance.access.force import force_told
from governance.attempts import Attempt
from governance.homes import Home, Resident
from governance.kinds.access import AccessCase
from governance.people import Person
from handlers.reporting.access_log import gaps_of
from handlers.reporting.chronology import lines_of, plain
from handlers.reporting.document import Asked
from handlers.reporting.exhibits import Exhibit, exhibits_of
from handlers.reporting.letters import OPEN
from handlers.reporting.marks import SENSITIVE, footer_of
from handlers.reporting.statement import Witness, statement
from handlers.wording import day
from reports.paper import Paper

WARNING = (
    "This is a draft, put together from the register’s own log. It says nothing that is not on record there: what the log "
    "does not hold stands as [to be completed]. Whoever signs it puts it into their own words, checks every line, and "
    "strikes out what they do not know."
)
# As PD 32 has it since 6 April 2020.
TRUTH = (
    "I believe that the facts stated in this witness statement are true. I understand that proceedings for contempt of court "
    "may be brought against anyone who makes, or causes to be made, a false statement in a document verified by a statement "
    "of truth without an honest belief in its truth."
)
AFFIDAVIT = (
    "Does this have to be an affidavit? PD 32 paragraph 1.4 names one for an application for an order that an occupier permit "
    "another to enter. The text that this is drafted from may have changed: decide before anybody signs. And an order for "
    "access does not by itself allow force: say in the application what is asked for."
)
ANNEX = (
    "Held apart from the rest of the case, for this purpose alone: the legal claim, and the court’s weighing of what is "
    "asked. Legal decides whether it goes to the court. Take this page out of every other copy."
)
DRAFT = "DRAFT, not to be filed or served"


async def bundle(asked: Asked) -> Paper:
    record, register = asked.held, asked.register
    body = record.body
    assert isinstance(body, AccessCase)
    owner = await register.people.get(record.owner)
    witness = await _witness(asked, owner)
    tried = await register.attempts.of(record)
    people = await register.people.all()
    exhibits = exhibits_of(record, tried, witness.initials, register)
    home, resident = await register.homes.home(body.uprn), await register.homes.resident(body.resident_id)
    defendant = resident.name if resident and resident.name else OPEN
    values = {
        "mark": f"{DRAFT}. {SENSITIVE}",
        "footer": footer_of(asked),
        "pages_note": f"Page numbers: {OPEN} once the exhibits are attached, each behind its own front sheet.",
        "subtitle": f"{record.title}. Drawn from the log as it stands on {day(register.today)}.",
        "warning": WARNING,
        "cover": _cover(asked, body, home, witness),
        "exhibits": [_plain_exhibit(each) for each in exhibits],
        "corner": _corner(witness, exhibits),
        "court": f"In the County Court at {OPEN}. Claim number {OPEN}.",
        "claimant": f"{witness.landlord} (Claimant)",
        "defendant": f"{defendant} (Defendant)",
        "statement": statement(asked, body, tried, exhibits, witness, people, home, resident),
        "truth": TRUTH,
        "signature": "…" * 12,
        "witness": witness.name,
        "affidavit": AFFIDAVIT,
        "lines": [plain(line, asked) for line in await lines_of(asked)],
        "gaps": await gaps_of(asked),
        "attempts": [_in_full(each, people, exhibits, asked) for each in tried],
        "check": _check(body, tried),
        "proportionality": _proportionality(body, tried, resident, asked),
        "annex": [["What is known", body.special_category]] if body.special_category.strip() else [],
        "annex_note": ANNEX,
    }
    return Paper("bundle", f"{record.ref} witness bundle.pdf", f"Witness bundle, {record.ref}", values)


async def _witness(asked: Asked, owner: Person | None) -> Witness:
    """Whoever handles the case gives the statement, as far as the register knows them."""
    register = asked.register
    body = asked.held.body
    landlord = await register.organisations.name(getattr(body, "landlord", "")) or OPEN
    if owner is None:
        return Witness(landlord=landlord)
    employer = await register.organisations.name(owner.organisation) or OPEN
    return Witness(owner.id, owner.name, owner.role or OPEN, employer, landlord)


def _cover(asked: Asked, body: AccessCase, home: Home | None, witness: Witness) -> list[list[str]]:
    where = ", ".join(filter(None, (home.address, home.postcode))) if home else OPEN
    order = body.court_order or "none yet"
    return [
        ["Case", f"{asked.held.ref}, {asked.held.status}"],
        ["Legal reference", body.legal_ref or OPEN],
        ["Home", where],
        ["Works", f"{asked.held.title}{' (safety critical)' if body.safety_critical else ''}"],
        ["Witness", f"{witness.name}, {witness.occupation}"],
        ["Order", order],
        ["Force", force_told(body, asked.register.today)],
    ]


def _corner(witness: Witness, exhibits: list[Exhibit]) -> list[str]:
    """What stands at the top right of a statement."""
    marks = f"Exhibits {exhibits[0].number} to {exhibits[-1].number}" if exhibits else "No exhibits"
    return ["On behalf of the Claimant", witness.short, f"Statement no. {OPEN}", marks, f"Made on {OPEN}"]


def _plain_exhibit(each: Exhibit) -> dict[str, str]:
    proof = f"SHA-256 {in_groups(each.digest)}" if each.digest else "SHA-256 not known"
    return {
        "number": each.number,
        "what": each.what if each.file else f"{each.what}: the document is {OPEN}",
        "date": each.date or OPEN,
        "file": f"{each.file}; {proof}" if each.file else "",
    }


def in_groups(digest: str) -> str:
    """A digest as it can be read aloud and does not run over the edge of a page."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _in_full(each: Attempt, people: dict[str, Person], exhibits: list[Exhibit], asked: Asked) -> dict[str, Any]:
    zone = asked.register.zone
    start, end = (moment.astimezone(zone) if moment else None for moment in (each.at, each.ended_at))
    served = day(each.notice_served_on) if each.notice_served_on else OPEN
    served += f" at {each.notice_time:%H:%M}" if each.notice_time else ""
    marks = [mark.number for mark in exhibits if mark.attempt == each.number]
    facts = [
        ["Notice", f"served on {served}, {each.notice_method or OPEN}"],
        ["Certificate of service", each.certificate or OPEN],
        ["Visit", f"{day(each.day) if each.day else OPEN}, {_hour(start)} to {_hour(end)}"],
        ["Who went", people[each.by].name if each.by in people else each.by or OPEN],
        ["Outcome", each.outcome],
        ["Card left", each.card or "none on record"],
        ["Spoke to", each.spoke_to or "nobody on record"],
        ["What was said", each.said or "nothing on record"],
        ["What else was seen", each.note or "nothing on record"],
        ["Other contact tried", each.contact_tried or "none on record"],
        ["Language needed", each.language or "none on record"],
        ["File", each.evidence or OPEN],
        ["SHA-256", in_groups(each.digest) or "not known"],
        ["Exhibits", ", ".join(marks) or "none"],
    ]  # fmt: skip
    return {"heading": f"Attempt {each.number}: {each.outcome}", "facts": facts}


def _hour(local: datetime | None) -> str:
    return f"{local:%H:%M}" if local else OPEN


def _check(body: AccessCase, tried: list[Attempt]) -> list[list[str]]:
    contacts = [f"attempt {each.number}: {each.contact_tried}" for each in tried if each.contact_tried]
    languages = sorted({each.language for each in tried if each.language})
    return [
        ["Check made on", day(body.check_on) if body.check_on else OPEN],
        ["By", body.check_by or OPEN],
        ["What it found", body.check_outcome or OPEN],
        ["Concern about capacity", body.capacity_concern or "none on record"],
        ["Reasonable adjustments", body.reasonable_adjustment or OPEN],
        ["Other contact tried", "; ".join(contacts) or "none on record"],
        ["Language needed", ", ".join(languages) or "none on record"],
    ]


def _proportionality(
    body: AccessCase, tried: list[Attempt], resident: Resident | None, asked: Asked
) -> list[list[str]]:
    """What judges ask: who lives there, what else was tried, and why nothing less will do."""
    letters = [
        f"{words} {day(on)}"
        for words, on in (("warning", body.warning_on), ("final warning", body.final_warning_on))
        if on is not None
    ]
    needs = resident.access_needs if resident and resident.access_needs else "none on record"
    return [
        ["Age and dependants", OPEN],
        ["Access needs", needs],
        [
            "Why the works are needed",
            f"{asked.held.title}{', and safety depends on it' if body.safety_critical else ''}; {OPEN}",
        ],
        ["What happens without", OPEN],
        ["Attempts", str(len(tried))],
        ["Letters", f"{'; '.join(letters) or 'none with a day on record'} ({body.letters_sent} by the count)"],
        ["Alternatives offered", body.reasonable_adjustment or OPEN],
        ["What is asked for", f"access on {OPEN}, between {OPEN}; no more than the works need"],
        ["Force", "not asked for unless Legal decides otherwise: an order for access does not by itself allow it"],
    ]
