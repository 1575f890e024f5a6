"""Who may see what: members everything, what is confidential only those who are named on it or keep such things."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance.errors import NoLongerActive, NotAMember, NotCleared, NotYoursToLetBack, NotYoursToOpen
from governance.kinds import all_kinds
from governance.people import Person, Place, Workstream
from governance.policy import cleared, may, may_let_back, may_put_on, named, readable
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


ESTATE = Workstream("MW-1", "Larkspur", "Larkspur", landlord="TMG")
OFFICER = replace(_person("P5", "Project Liaison Officer"), organisation="TMG")
MANAGER = replace(_person("P6", "Case Manager"), organisation="TMG")


def test_whoever_handles_cases_is_put_on_an_estate_by_those_who_answer_for_them() -> None:
    assert may_put_on(MANAGER, OFFICER, ESTATE) is None
    assert may_put_on(_person("P7", "Programme Manager"), OFFICER, ESTATE) is None
    for nobody in (OFFICER, _person("P9"), replace(MANAGER, organisation="OTH"), replace(MANAGER, sure=False)):
        assert isinstance(may_put_on(nobody, OFFICER, ESTATE), NotYoursToOpen)
        assert may_put_on(nobody, _person("P8", "Surveyor"), ESTATE) is None
        assert may_put_on(nobody, OFFICER, replace(ESTATE, landlord="")) is None


def test_whoever_would_open_cases_again_is_let_back_by_them_too() -> None:
    left = replace(MANAGER, active=False)
    assert may_let_back(replace(MANAGER, id="P7"), left) is None
    assert isinstance(may_let_back(_person("P9"), left), NotYoursToLetBack)
    assert isinstance(may_let_back(MANAGER, replace(_person("P8", "PMO"), active=False)), NotYoursToLetBack)
    assert may_let_back(_person("P9"), replace(_person("P8", "Surveyor"), active=False)) is None
    assert may_let_back(_person("P9"), MANAGER) is None
