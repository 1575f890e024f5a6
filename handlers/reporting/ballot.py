"""The report of a ballot, once its result is declared: for the project manager, and for whoever asks."""

from __future__ import annotations

from typing import Any

from governance.ballots import Count
from governance.errors import ChivvyError
from governance.kinds.ballot import Ballot
from governance.record import Record
from handlers.ballots.deeds import DECLARE
from handlers.ballots.result_words import declared_count, for_residents, outcome_of
from handlers.reporting.document import Asked
from handlers.reporting.marks import footer_of, mark_of
from handlers.wording import count as counted
from handlers.wording import day
from reports.paper import Paper

NOTE = (
    "Votes were checked by their voter’s ref or home alone. How anybody voted is not kept: when the result was declared, only "
    "the sums on this page were."
)


class NotDeclared(ChivvyError):
    """The result of {ref} has not been declared, so there is no report of it, and nothing that was counted is shown. Nothing was
    drawn up."""


async def is_declared(asked: Asked) -> None:
    """Raise NotDeclared unless the result is everybody's."""
    await _count_of(asked)


async def _count_of(asked: Asked) -> Count:
    found = await declared_count(asked.register, asked.held)
    if found is None:
        raise NotDeclared(ref=asked.held.ref)
    return found


async def ballot_report(asked: Asked) -> Paper:
    record = asked.held
    found = await _count_of(asked)
    decided = outcome_of(record, found)
    values = {
        "mark": mark_of(record),
        "footer": footer_of(asked),
        "facts": await _facts(asked, record),
        "result": decided.words,
        "remarks": list(decided.remarks),
        "chart": _told(found),
        "bars": _bars(found),
        "papers": _papers(record, found),
        "rejected": [[reason.capitalize(), str(number)] for reason, number in found.rejected_by.items()],
        "residents": for_residents(record, found),
        "note": NOTE,
    }
    return Paper("ballot", f"{record.ref} result.pdf", f"Result of {record.ref} {record.title}", values)


async def _facts(asked: Asked, record: Record) -> list[list[str]]:
    body = record.body
    assert isinstance(body, Ballot)
    days = [day(each) for each in (body.opens, body.closes) if each]
    hour = f" {body.closes_time:%H:%M}" if body.closes_time else ""
    frozen = f" The register was frozen on {day(body.frozen_on)}." if body.frozen_on else ""
    facts = [
        ["Question", body.question],
        ["Answers", ", ".join(body.choices)],
        ["Voting", f"{' to '.join(days)}{hour}"],
        ["Who could vote", f"{body.eligibility}.{frozen}" if body.eligibility else frozen.strip()],
        ["Ways to vote", body.methods],
        ["Passes by", body.pass_rule],
        ["Independent body", body.independent_body],
        ["Counted by", await _counter(asked, record)],
        ["Declared on", day(body.declared_on) if body.declared_on else ""],
    ]
    return [fact for fact in facts if fact[1]]


async def _counter(asked: Asked, record: Record) -> str:
    """Who declared it, where that was done here."""
    event = await asked.register.history.newest_of(record.ref, (DECLARE,))
    if event is None or event.actor is None:
        return ""
    people = await asked.register.people.all()
    person = people.get(event.actor)
    return f"{person.name}, {person.role}" if person and person.role else person.name if person else ""


def _bars(found: Count) -> list[dict[str, Any]]:
    most = max(found.tally.values(), default=0) or 1
    return [
        {"label": option, "share": votes / most, "words": f"{votes} ({_share(votes, found)} %)"}
        for option, votes in found.tally.items()
    ]


def _told(found: Count) -> str:
    """The chart in words."""
    said = "; ".join(
        f"{option} {counted(votes, 'vote')}, {_share(votes, found)} %" for option, votes in found.tally.items()
    )
    return f"Bar chart of {counted(found.valid, 'valid vote')}: {said}."


def _share(votes: int, found: Count) -> float:
    return round(100 * votes / found.valid, 1) if found.valid else 0.0


def _papers(record: Record, found: Count) -> list[list[str]]:
    body = record.body
    assert isinstance(body, Ballot)
    lines = [["Could vote", _number(found.eligible), ""]]
    if body.issued is not None:
        lines.append(["Voting papers issued", str(body.issued), ""])
    turnout = f"turnout {found.turnout} %" if found.turnout is not None else ""
    lines += [
        ["Votes that came in", str(found.received), ""],
        ["Rejected", str(found.rejected), ""],
        ["Valid votes", str(found.valid), turnout],
    ]
    return lines


def _number(value: int | None) -> str:
    return "not known" if value is None else str(value)
