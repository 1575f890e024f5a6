"""The one policy function: may this person do this to this record in this place. Every handler and every notice asks it.

What is confidential (a whole kind, or a record that was marked restricted) is for those who are named on it and for the roles
that keep such things; and it is shown in private only, never where others read along. A resident's case is its landlord's: of its
people, the case managers may open it, and the officers who are assigned to its estate. An auditor of the landlord may look at one
that they name. Whoever is only to visit for it is told where and when, and may say how the visit went.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from governance.clearance import clearance_of
from governance.errors import (
    ChivvyError,
    NoLongerActive,
    NotAMember,
    NotCleared,
    NotConfirmed,
    NotYoursToLetBack,
    NotYoursToOpen,
    OnlyForCounters,
)
from governance.people import Person, Place, Workstream
from governance.record import Record
from governance.roles import AUDITORS, CASE_MANAGERS, CASE_OFFICERS, COUNTERS, KEEPERS, OFFICE, has_role

Deed = Literal["read", "log", "change", "receive", "set up", "undo", "visit"]


def may(
    person: Person | None, deed: Deed, record: Record | None = None, place: Place | None = None
) -> ChivvyError | None:
    """None when `person` may do `deed`; otherwise the error that says why not.

    A programme's active members may; strangers, guests and people who have left may not. Of a confidential record only
    those who are cleared for it may do anything. What is posted in a channel has no one `person` to receive it: its readers
    may, where the channel is bound to a workstream or to the whole programme and the record is for all of them.
    """
    if person is None and deed == "receive" and place is not None and _is_of_programme(place):
        return NotCleared(ref=record.ref) if record is not None and is_confidential(record) else None
    if person is None or not person.member:
        return NotAMember()
    if not person.active:
        return NoLongerActive(name=person.name)
    if record is not None and not person.sure and is_confidential(record):
        return NotConfirmed(ref=record.ref)
    if record is not None and not cleared(person, record) and not _has_business(person, deed, record):
        return NotCleared(ref=record.ref)
    return None


def may_count(person: Person, ballot: Record, landlord: str) -> ChivvyError | None:
    """None when `person` may freeze this ballot's register of voters, put it right and count the votes: by their role, for their
    own landlord; otherwise the error that says why not."""
    ours = landlord in ("", person.organisation)
    if person.active and person.sure and ours and has_role(person, COUNTERS):
        return None
    return OnlyForCounters(ref=ballot.ref)


def may_put_on(person: Person, newcomer: Person, workstream: Workstream) -> ChivvyError | None:
    """None when `person` may put `newcomer` on a workstream. Who handles cases may open those of the estates that they are on,
    so an estate's are let in by its landlord's case managers or the programme office alone."""
    if not workstream.landlord or not has_role(newcomer, CASE_OFFICERS):
        return None
    ours = has_role(person, CASE_MANAGERS) and person.organisation == workstream.landlord
    if person.active and person.sure and (ours or has_role(person, OFFICE)):
        return None
    return NotYoursToOpen(name=newcomer.name, workstream=workstream.name)


def may_let_back(person: Person, leaver: Person) -> ChivvyError | None:
    """None when `person` may let somebody in again who has left. Who opens what is confidential by their role is let back by the
    programme office, or by a case manager of their own landlord, alone."""
    opens = has_role(leaver, KEEPERS | CASE_MANAGERS | CASE_OFFICERS | AUDITORS | COUNTERS)
    if leaver.active or not opens:
        return None
    ours = (
        has_role(person, CASE_MANAGERS) and person.organisation == leaver.organisation and not has_role(leaver, KEEPERS)
    )
    if person.active and person.sure and (ours or has_role(person, OFFICE)):
        return None
    return NotYoursToLetBack(name=leaver.name)


def _has_business(person: Person, deed: Deed, record: Record) -> bool:
    """Whether somebody who is not cleared for a case may do this one thing to it."""
    if deed == "visit":
        return person.id in visitors(record)
    return (
        deed == "read"
        and record.kind.confidential
        and has_role(person, AUDITORS)
        and clearance_of(person).is_landlords(record)
    )


def _is_of_programme(place: Place) -> bool:
    return not place.private and (place.workstream is not None or place.whole)


def permit(person: Person | None, deed: Deed, record: Record | None = None, place: Place | None = None) -> Person:
    """`person`, once `may` has agreed; otherwise raise its refusal."""
    if refusal := may(person, deed, record, place):
        raise refusal
    assert person is not None
    return person


def readable(person: Person | None, record: Record, place: Place | None = None) -> bool:
    """Whether `record` may be drawn for `person` in `place` (None: for them alone) unasked: lists, searches, digests and redrawn
    cards ask it. Where others read along, nothing confidential is."""
    if is_confidential(record) and place is not None and not place.private:
        return False
    return may(person, "receive", record, place) is None


def is_confidential(record: Record) -> bool:
    """Whether it is for few eyes: by its kind, or because it was marked so."""
    return record.confidential or record.kind.confidential


def cleared(person: Person, record: Record) -> bool:
    """Whether `person` is among those for whom a record is; everybody is, where it is not confidential."""
    if not is_confidential(record) or person.id in named(record):
        return True
    return clearance_of(person).covers(record)


def visitors(record: Record) -> frozenset[str]:
    """Those who visit for it, and may not open it for that."""
    return frozenset(_held(record, visits=True))


def named(record: Record) -> frozenset[str]:
    """Everybody whom a record names as its own: who raised it, who owns it, who helps or approves."""
    return frozenset(filter(None, (record.raised_by, *_held(record, visits=False))))


def _held(record: Record, *, visits: bool) -> Iterator[str]:
    for name, ask in type(record.body).asks():
        if ask.input in ("person", "people") and ask.visits == visits:
            held = getattr(record.body, name) or ()
            yield from (held,) if isinstance(held, str) else held
