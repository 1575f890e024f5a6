"""Holders: who has the role of a body that a record is put before. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.escalation import Escalation
from governance.office import may_decide
from governance.people import Membership, Person, Workstream
from governance.policy import cleared
from governance.record import Record
from governance.roles import OFFICE, has_role

# What somebody's role is called who sits on a body.
SEATS = ("", " member", " chair", " chairman", " chairwoman", " chairperson", " secretary")


@dataclass(frozen=True)
class Office:
    """Everybody who may come into question, and where they are deployed."""

    people: tuple[Person, ...]
    workstreams: tuple[Workstream, ...]
    memberships: tuple[Membership, ...]
    today: date

    def workstream(self, id: str | None) -> Workstream | None:
        return next((each for each in self.workstreams if each.id == id), None)


@dataclass(frozen=True)
class Holders:
    """Those who hold a body's role for a record. `stands_in`: nobody has that role, so the programme office has it."""

    people: tuple[Person, ...]
    stands_in: bool = False


def holders(body: str, record: Record, office: Office) -> Holders:
    """Who is to hear that a record was put before `body`: of a role that workstreams have, those of its own; of the rest, all.
    Only people who may read it. Whoever is on leave is joined by their deputy."""
    members = [each for each in office.people if each.member and each.active and cleared(each, record)]
    found = _in_role(body, record, office, members)
    if not found:
        return Holders(
            _with_deputies([each for each in members if has_role(each, OFFICE)], members, office.today), True
        )
    return Holders(_with_deputies(found, members, office.today))


def may_answer(person: Person, escalation: Escalation, record: Record, office: Office) -> bool:
    """Whether an answer is somebody's to give: they were told of it, hold the role of its body or of one above, or are of the
    programme office."""
    if not (person.member and person.active and cleared(person, record)):
        return False
    if person.id in escalation.to_people or may_decide(person, office.people) is None:
        return True
    bodies = escalation.ladder[escalation.step :]
    return any(person in _in_role(body, record, office, office.people) for body in bodies)


def is_leads(body: str) -> bool:
    """Whether a body is the workstream's own: its lead."""
    return _plain(body) in ("workstream lead", "workstream leads", "theme lead", "project lead", "lead")


def _in_role(body: str, record: Record, office: Office, members: Iterable[Person]) -> list[Person]:
    if is_leads(body):
        workstream = office.workstream(record.workstream)
        return [each for each in members if workstream is not None and each.id == workstream.lead]
    roles = {_plain(body) + seat for seat in SEATS}
    held = [
        each for each in office.memberships
        if each.workstream == record.workstream and each.covers(office.today) and _plain(each.role) in roles
    ]  # fmt: skip
    there = {each.person for each in held}
    found = [each for each in members if _plain(each.role) in roles or each.id in there]
    own = [each for each in found if each.id in there or each.is_on(record.workstream)]
    return own or found


def _with_deputies(found: Iterable[Person], members: Iterable[Person], today: date) -> tuple[Person, ...]:
    by_id = {each.id: each for each in members}
    joined: dict[str, Person] = {}
    for person in found:
        joined[person.id] = person
        if (deputy := by_id.get(person.deputy_on(today) or "")) is not None:
            joined.setdefault(deputy.id, deputy)
    return tuple(joined.values())


def _plain(role: str) -> str:
    return " ".join(role.split()).casefold()
