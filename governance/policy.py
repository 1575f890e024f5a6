"""The one policy function: may this person do this to this record in this place. Every handler and every notice asks it."""

from __future__ import annotations

from typing import Literal

from governance.errors import ChivvyError, NoLongerActive, NotAMember
from governance.people import Person, Place
from governance.record import Record

Deed = Literal["read", "log", "change", "receive", "set up", "undo"]


def may(
    person: Person | None, deed: Deed, record: Record | None = None, place: Place | None = None
) -> ChivvyError | None:
    """None when `person` may do `deed`; otherwise the error that says why not.

    A programme's active members may; strangers, guests and people who have left may not. `record` and `place` are part of
    the question from the first day, for confidential kinds narrow the answer by both. What is posted in a channel has no
    one `person` to receive it: its readers may, where the channel is bound to a workstream of the programme.
    """
    if person is None and deed == "receive" and place is not None and place.workstream and not place.private:
        return None
    if person is None or not person.member:
        return NotAMember()
    if not person.active:
        return NoLongerActive(name=person.name)
    return None


def permit(person: Person | None, deed: Deed, record: Record | None = None, place: Place | None = None) -> Person:
    """`person`, once `may` has agreed; otherwise raise its refusal."""
    if refusal := may(person, deed, record, place):
        raise refusal
    assert person is not None
    return person
