"""The consultation of one works: every notice, its dates with each step of the reckoning, the counts, and what is still to do."""

from __future__ import annotations

from typing import Any

from governance.clocks.kept import Kept
from governance.clocks.rules import RULES
from governance.kinds.section20 import SectionTwenty
from governance.record import Record
from governance.section20.gates import PRINTED
from governance.section20.printing import advice, next_stage_from
from governance.section20.routes import REASONS, ROUTES, SOURCE
from governance.section20.states import COMPLETE, DRAFT, ENDED, SERVED, VOID
from handlers.reporting.document import Asked
from handlers.reporting.marks import OFFICIAL, footer_of
from handlers.section20.liable import liable_homes
from handlers.wording import count, day
from reports.paper import Paper
from storage.filters import Filter
from storage.register import Register

UNSAID = "not said"
NOTE = (
    "From the register. Observations are each an enquiry of their own, and confidential; here they are counted. Trafford v "
    "Rubinstein (UKUT 2013): the 30 days begin with the day of receipt; if they are one day short, what leaseholders pay can "
    "be capped."
)


async def consultation(asked: Asked) -> Paper:
    record, register = asked.held, asked.register
    body = record.body
    assert isinstance(body, SectionTwenty)
    notices = await _of_same_works(register, record)
    route = ROUTES[body.route]
    liable = len(await liable_homes(register, record))
    values = {
        "mark": OFFICIAL,
        "footer": footer_of(asked),
        "facts": [
            ["Works", record.title],
            ["Route", f"{route.name}: {route.meaning}"],
            ["Nominations", route.nominations],
            ["Stages", ", then ".join(route.stages)],
            ["Homes that pay towards them", f"{liable} in the register today" if liable else "none in the register"],
        ],
        "notices": [await _notice(each, register) for each in notices],
        "todo": [words for each in notices for words in _to_do(each, register)] + _not_begun(notices),
        "note": f"{NOTE} {SOURCE}.",
    }
    return Paper("consultation", f"{record.ref} consultation.pdf", f"Section 20 consultation: {record.title}", values)


async def _of_same_works(register: Register, record: Record) -> list[Record]:
    """Every notice for the same works on the same estate, in the order in which they went."""
    wanted = Filter(kind=record.kind.name, status="any", sort="ref")
    found = [
        each
        for each in await register.records.find(wanted, limit=None)
        if each.title.casefold() == record.title.casefold() and each.workstream == record.workstream
    ]
    return sorted(found, key=lambda each: (str(getattr(each.body, "posted_on", "") or "9999"), each.id))


async def _notice(record: Record, register: Register) -> dict[str, Any]:
    body = record.body
    assert isinstance(body, SectionTwenty)
    served = f"{body.leaseholders_served} homes" if body.leaseholders_served is not None else UNSAID
    if body.liable is not None:
        served += f", of {body.liable} that were liable then"
    facts = [
        ["Served", f"{day(body.posted_on)}, {body.posted_how or 'how is not said'}" if body.posted_on else "not yet"],
        ["Leaseholders", served],
        *([["Received or deemed", day(on)]] if (on := body.received_on or body.deemed_on) else []),
        *([["Period ends, at the earliest", day(body.period_ends)]] if body.period_ends else []),
        *([["Prints", day(body.printed_end)]] if body.printed_end else []),
        ["What it prints", _prints(body)],
        ["Observations", f"{body.observations} received, {body.replied} answered{await _linked(record, register)}"],
        *([["Contract entered into", day(body.contract_on)]] if body.contract_on else []),
        *([["Reasons for the award by", day(body.reasons_by)]] if body.reasons_by else []),
        *([["Reasons given", day(body.reasons_given_on)]] if body.reasons_given_on else []),
    ]
    steps = [line for kept in body.clocks.values() for line in _reckoned(kept)]
    return {"heading": f"{record.ref} {body.notice}", "status": record.status, "facts": facts, "steps": steps}


def _prints(body: SectionTwenty) -> str:
    """What was confirmed of its wording."""
    held = {"yes": "confirmed", "no": "not confirmed", "": UNSAID}
    return "; ".join(f"{words}: {held[getattr(body, name)]}" for name, words in PRINTED)


def _reckoned(kept: Kept) -> list[str]:
    """How a date was counted, with its rule."""
    rule = RULES.get(kept.rule)
    title = rule.title if rule else kept.rule
    return [f"{title} ({kept.rule}, {kept.version}): {' '.join(kept.basis)}"]


async def _linked(record: Record, register: Register) -> str:
    """How many enquiries are linked with it, and how many of them are closed; nothing of what they say."""
    linked = [each for each in await register.links.of(record) if each.ref.startswith("ENQ-")]
    if not linked:
        return ""
    closed = [each for each in linked if not (await register.records.get(each.ref)).is_open]
    return f"; {count(len(linked), 'enquiry', 'enquiries')} linked, {len(closed)} closed"


def _to_do(record: Record, register: Register) -> list[str]:
    """What one notice still asks for."""
    body = record.body
    assert isinstance(body, SectionTwenty)
    if record.status == VOID:
        return []
    found = []
    if record.status == DRAFT:
        found.append("serve it: the wording, the address and the end date confirmed, when and how")
    if record.status in (DRAFT, SERVED) and (remark := advice(body, register.records.calendar)):
        found.append(f"about the printed date: {remark}")
    if body.posted_on is not None and not body.posted_how:
        found.append("note how it was served")
    if record.status in (SERVED, ENDED) and (left := body.observations - body.replied) > 0:
        found.append(f"answer {count(left, 'observation')}{f' by {day(body.reply_by)}' if body.reply_by else ''}")
    if record.status == SERVED and body.has_period:
        found.append(
            f"take observations until the end of {day(body.printed_end or body.period_ends or register.today)}"
        )
    if body.reasons_by is not None and body.reasons_given_on is None:
        found.append(f"give the reasons for the award by {day(body.reasons_by)}")
    return [f"{record.ref}: {words}." for words in found]


def _not_begun(notices: list[Record]) -> list[str]:
    """The next stage, where the last notice is over and no other has begun."""
    last = notices[-1]
    body = last.body
    assert isinstance(body, SectionTwenty)
    if last.status not in (SERVED, ENDED, COMPLETE) or not body.next_notice:
        return []
    if body.next_notice == REASONS:
        lenient = "unless it goes to the lowest estimate or a nominated contractor"
        return [] if body.reasons_by else [f"{REASONS}: within 21 days of the contract, {lenient}."]
    first = next_stage_from(body)
    return [f"{body.next_notice}: from {day(first)}."] if first else []
