"""Audiences: which homes something goes to, and what those who live there want, counted and never named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.audience import addressed, blocks_named, copies_for, formats_wanted, languages_wanted, listed_in
from governance.homes import Home, Resident

TENURES = ("secure tenant", "resident leaseholder", "non-resident leaseholder", "introductory tenant")
HOMES = [
    Home(f"{block[0]}{number}", "MW", f"{number} {block}", block, tenure=TENURES[number % 4])
    for block in ("Campion Court", "Teasel Point")
    for number in range(20)
]


@pytest.mark.parametrize(
    ("audience", "number"),
    [
        ("all homes", 40),
        ("All residents of the estate", 40),
        ("residents", 40),
        ("every door", 40),
        ("communal boards", 40),
        ("Campion Court", 20),
        ("residents of campion court and Teasel Point", 40),
        ("leaseholders", 20),
        ("non-resident leaseholders", 10),
        ("resident leaseholders", 10),
        ("secure tenants in Teasel Point", 5),
        ("tenants and leaseholders", 40),
        ("Larkspur TRA", 0),
        ("Ward councillors", 0),
        ("Campion Courtyard gardeners", 0),
        ("", 0),
    ],
)
def test_whom_it_means(audience: str, number: int) -> None:
    assert len(addressed(audience, HOMES)) == number


def test_blocks_are_named_whole() -> None:
    assert blocks_named("Campion Court, teasel point", ("Campion Court", "Teasel Point")) == (
        "Campion Court",
        "Teasel Point",
    )
    assert blocks_named("Campion", ("Campion Court",)) == ()


@given(st.sampled_from(["newsletter", "leaflet", "letter"]), st.integers(1, 20_000))
def test_there_is_a_copy_for_every_door_and_a_few_to_spare(form: str, homes: int) -> None:
    copies = copies_for(form, homes)
    assert copies is not None
    assert copies % 10 == 0
    assert homes < copies <= homes * 1.05 + 11


def test_what_does_not_go_through_doors_has_no_copies_by_the_homes() -> None:
    assert copies_for("poster", 240) is None
    assert copies_for("letter", 0) is None
    assert copies_for("newsletter", 240) == 260


LANGUAGES = st.sampled_from(["", "Bengali", "Somali", "Spanish"])
NEEDS = st.sampled_from(["", "large print", "BSL interpreter", "Large-print and easy read", "carer must be present"])
PEOPLE = st.lists(st.tuples(st.integers(1, 12), LANGUAGES, NEEDS), max_size=60)


@given(PEOPLE)
def test_no_group_of_fewer_than_five_homes_is_told_and_no_home_counts_twice(people: list[tuple[int, str, str]]) -> None:
    residents = [
        Resident(f"R{number}", f"U{home}", "Dev Dummett", language=language, access_needs=needs)
        for number, (home, language, needs) in enumerate(people)
    ]
    for wanted in (*languages_wanted(residents), *formats_wanted(residents)):
        assert wanted.homes >= 5
        assert wanted.homes <= len({resident.uprn for resident in residents})
    for language in ("Bengali", "Somali", "Spanish"):
        homes = {resident.uprn for resident in residents if resident.language == language}
        told = {one.what: one.homes for one in languages_wanted(residents)}
        assert told.get(language, 0) == (len(homes) if len(homes) >= 5 else 0)


def test_a_need_of_one_person_is_no_format() -> None:
    residents = [Resident(str(number), str(number), access_needs="carer must be present") for number in range(9)]
    assert formats_wanted(residents) == ()


def test_what_a_field_lists() -> None:
    assert listed_in("Somali, Turkish and Bengali") == ("Somali", "Turkish", "Bengali")
    assert listed_in("") == ()
