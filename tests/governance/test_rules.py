"""What a programme decides for itself: each setting by its name, checked, said back, and put back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from governance.errors import ChivvyError
from governance.office import NotTheOffice, may_decide
from governance.people import Person
from governance.programme import Programme
from governance.rules import RULES, NoSuchRule, RuleRefused, decided, rule_named, said

USUAL = Programme()


def now(programme: Programme, name: str) -> str:
    found = rule_named(name)
    assert found is not None
    return said(programme, *found)


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("bands green", "6", "6"),
        ("amber", "to 12", "12"),
        ("bands impact 5", "on", "on"),
        ("appetite", "12", "12"),
        ("appetite finance", "6", "6"),
        ("impact 4", "Serious", "Serious"),
        ("slips critical", "0 days", "0"),
        ("dependency amber", "5", "5"),
        ("confidence points", "5", "5"),
        ("health vague", "5 words", "5"),
        ("bodies", "Workstream Lead, Joint Committee", "Workstream Lead, Joint Committee"),
        ("wording risk.good", "It says why and what then.", "It says why and what then."),
        ("glossary day one", "1 April 2028", "1 April 2028"),
    ],
)
def test_a_setting_is_changed_and_said_and_put_back(name: str, value: str, held: str) -> None:
    changed, _ = decided(USUAL, name, value)
    assert now(changed, name) == held
    assert changed != USUAL
    back, _ = decided(changed, name, now(USUAL, name))
    assert back == USUAL
    reset, _ = decided(changed, name, "reset")
    assert reset == USUAL


def test_every_example_in_the_list_of_settings_works() -> None:
    for rule in RULES:
        found = rule_named(rule.example.removeprefix("settings "))
        assert found is not None
        assert found[0] is rule


def test_one_body_is_renamed_and_its_place_kept() -> None:
    changed, _ = decided(USUAL, "bodies", "Programme Board is Joint Committee")
    assert changed.bodies == (*USUAL.bodies[:3], "Joint Committee", USUAL.bodies[4])
    assert decided(USUAL, "board", "name Joint Committee")[0] == changed


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("bands green", "20", "green must end below"),
        ("bands amber", "30", "at most 25"),
        ("bands green", "lots", "a whole number"),
        ("bands impact 5", "maybe", "on or off"),
        ("slips green", "20", "green must end before amber"),
        ("confidence points", "7", "at most 5"),
        ("impact 9", "Huge", "from 1 to 5"),
        ("impact", "Huge", "from 1 to 5"),
        ("bodies", "Only One", "at least two"),
        ("bodies", "Board, board", "named once"),
        ("wording wombat.good", "x", "named like risk.good"),
        ("wording risk.prefix", "x", "named like risk.good"),
        ("glossary", "x", "which one"),
        ("glossary long", "x" * 601, "too much"),
        ("bands green tea", "6", "means nothing here"),
    ],
)
def test_what_will_not_do_is_refused_with_the_reason(name: str, value: str, why: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        decided(USUAL, name, value)
    assert why in refused.value.message
    assert "Nothing was changed" in refused.value.message


def test_an_unknown_setting_is_said() -> None:
    with pytest.raises(NoSuchRule):
        decided(USUAL, "wombles", "4")


LEAD = Person("P1", "Olu", role="Workstream Lead")
OFFICE = Person("P2", "Priya", role="Programme Director")
PMO = Person("P3", "Peter", role="PMO officer")
GONE = Person("P4", "Rosa", role="Programme Manager", active=False)


def test_only_the_programme_office_decides() -> None:
    assert may_decide(OFFICE, (LEAD, OFFICE, PMO)) is None
    assert may_decide(PMO, (LEAD, OFFICE, PMO)) is None
    assert may_decide(replace(LEAD, role="programme  office"), (LEAD, OFFICE)) is None
    assert may_decide(replace(LEAD, role="Assistant to the Programme Manager"), (LEAD, OFFICE)) is not None
    refusal = may_decide(LEAD, (LEAD, OFFICE, PMO))
    assert isinstance(refusal, NotTheOffice)
    assert "Ask Peter or Priya" in refusal.message


def test_while_there_is_no_programme_office_every_member_decides() -> None:
    refusal: ChivvyError | None = may_decide(LEAD, (LEAD, GONE))
    assert refusal is None
