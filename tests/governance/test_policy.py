"""Who may see what: members everything, what is confidential only those who are named on it or keep such things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance.errors import NoLongerActive, NotAMember, NotCleared
from governance.kinds import all_kinds
from governance.people import Person, Place
from governance.policy import cleared, may, named, readable
from governance.record import Record

CHANNEL = Place(1, "slack", "C1", "channel", workstream="WS1")
DIRECT = Place(2, "slack", "D1", "dm")
BODY = all_kinds()["risk"].model_validate(
    {"title": "A post is at risk", "status": "Open", "owner": "P1", "supporters": ("P2",)}
)
OPEN = Record(1, "R-001", BODY, "WS1", "P3", date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC), 1)
SECRET = replace(OPEN, confidential=True)


def _person(id: str, role: str = "Project Officer") -> Person:
    return Person(id, id, role=role)


def test_members_may_and_others_may_not() -> None:
    assert may(_person("P9"), "change", OPEN, CHANNEL) is None
    assert isinstance(may(None, "read"), NotAMember)
    assert isinstance(may(replace(_person("P9"), member=False), "read"), NotAMember)
    assert isinstance(may(replace(_person("P1"), active=False), "read", SECRET), NoLongerActive)


@pytest.mark.parametrize("id", ["P1", "P2", "P3"])
def test_whoever_is_named_is_cleared(id: str) -> None:
    assert named(SECRET) == {"P1", "P2", "P3"}
    assert may(_person(id), "change", SECRET, DIRECT) is None


def test_others_are_cleared_by_their_role_only() -> None:
    assert isinstance(may(_person("P9"), "read", SECRET, DIRECT), NotCleared)
    assert cleared(_person("P9", "Monitoring Officer"), SECRET)
    assert not cleared(_person("P9", "Contractor RLO"), SECRET)
    assert not cleared(_person("P9", "Assistant to the Programme Manager"), SECRET)


def test_nothing_confidential_where_others_read_along() -> None:
    assert readable(_person("P1"), SECRET)
    assert readable(_person("P1"), SECRET, DIRECT)
    assert not readable(_person("P1"), SECRET, CHANNEL)
    assert readable(_person("P9"), OPEN, CHANNEL)
    assert readable(None, OPEN, CHANNEL)
    assert isinstance(may(None, "receive", SECRET, CHANNEL), NotCleared)
