"""Exhibits: what shows that something was so, numbered, each with its file and that file's SHA-256 where they are on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from governance.attempts import Attempt
from governance.kinds.access import AccessCase
from governance.record import Record
from handlers.reporting.letters import OPEN
from handlers.wording import day
from storage.register import Register


@dataclass(frozen=True)
class Exhibit:
    """One exhibit. `attempt` is the number of the attempt that it belongs to; `sort` says what it is (notice, file …)."""

    number: str
    what: str
    date: str = ""
    file: str = ""
    digest: str = ""
    attempt: int = 0
    sort: str = ""


def exhibits_of(record: Record, tried: list[Attempt], initials: str, register: Register) -> list[Exhibit]:
    """All that the log says there is, in the order of the statement."""
    assert isinstance(record.body, AccessCase)
    found = [*_of_agreement(record.body), *(mark for each in tried for mark in _of_attempt(each, register))]
    found += _of_letters(record.body)
    return [replace(each, number=f"{initials}{number}") for number, each in enumerate(found, 1)]


def _of_agreement(body: AccessCase) -> Iterator[Exhibit]:
    clause = f", clause {body.tenancy_clause}" if body.tenancy_clause.strip() else ""
    yield Exhibit("", f"Tenancy agreement or lease{clause}", OPEN, sort="agreement")


def _of_attempt(each: Attempt, register: Register) -> Iterator[Exhibit]:
    if each.notice_served_on is not None:
        on, how = day(each.notice_served_on), f" ({each.notice_method})" if each.notice_method else ""
        yield Exhibit("", f"Notice for attempt {each.number}{how}", on, attempt=each.number, sort="notice")
    if each.certificate:
        yield Exhibit(
            "",
            f"Certificate of service for attempt {each.number}",
            "",
            each.certificate,
            "",
            each.number,
            "certificate",
        )
    if each.evidence:
        when = each.at.astimezone(register.zone).date() if each.at else each.day
        on = day(when) if when else OPEN
        yield Exhibit("", f"File of attempt {each.number}", on, each.evidence, each.digest, each.number, "file")


def _of_letters(body: AccessCase) -> Iterator[Exhibit]:
    if body.check_on is not None:
        yield Exhibit("", "Record of the vulnerability and capacity check", day(body.check_on), sort="check")
    if body.warning_on is not None:
        yield Exhibit("", "Warning letter", day(body.warning_on), sort="warning")
    if body.final_warning_on is not None:
        yield Exhibit("", "Final warning letter", day(body.final_warning_on), sort="final warning")
