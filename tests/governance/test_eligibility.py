"""Who may vote: the rule that words mean, and the register that it gives."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from governance.eligibility import (
    LATE_OWNER,
    LATE_TENANCY,
    NO_DATE,
    OfferUnknown,
    VotersUnclear,
    drawn,
    eligibility_of,
    standing_of,
)
from governance.homes import Home

SAMPLE = Path(__file__).parents[3] / "shared" / "sample"
BLOCKS = ("Teasel Point", "Campion Court")
OFFER = date(2026, 9, 1)


def home(uprn: str, tenure: str, moved_in: date | None = date(2010, 1, 1), block: str = "Teasel Point") -> Home:
    return Home(uprn, "MW", f"{uprn} {block}", block, "ZZ1 1AB", tenure, moved_in=moved_in)


@pytest.mark.parametrize(
    ("tenure", "standing"),
    [
        ("secure tenant", "social tenant"),
        ("Introductory Tenant", "social tenant"),
        ("Assured tenancy", "social tenant"),
        ("resident leaseholder", "resident owner"),
        ("Freeholder", "resident owner"),
        ("non-resident leaseholder", "absent owner"),
        ("Leaseholder (sublet)", "absent owner"),
        ("temporary licensee", "another"),
        ("private tenant", "another"),
        ("assured shorthold", "another"),
        ("", "another"),
    ],
)
def test_a_tenure_is_known_however_it_is_spelled(tenure: str, standing: str) -> None:
    assert standing_of(tenure) == standing


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("one per household", "every household; one vote a household"),
        ("every household of Teasel Point", "every household of Teasel Point; one vote a household"),
        (
            "secure tenants and leaseholders of Teasel Point",
            "secure, introductory and assured tenants, leaseholders and freeholders who live there of Teasel Point; "
            "one vote a household",
        ),
        ("tenants, one vote per person", "secure, introductory and assured tenants; one vote a person"),
    ],
)
def test_words_are_a_rule(words: str, means: str) -> None:
    assert eligibility_of("BAL-03", words, "local", BLOCKS).words == means


@pytest.mark.parametrize("words", ["", "the usual people", "leaseholders of Thistle House"])
def test_what_cannot_be_read_is_said(words: str) -> None:
    with pytest.raises(VotersUnclear):
        eligibility_of("BAL-03", words, "local", BLOCKS)


def test_in_a_gla_ballot_the_gla_says_who_votes() -> None:
    rule = eligibility_of("BAL-01", "whoever turns up", "GLA", BLOCKS)
    homes = [
        home("1", "secure tenant", OFFER),
        home("2", "secure tenant", date(2026, 9, 2)),
        home("3", "resident leaseholder", date(2025, 9, 1)),
        home("4", "resident leaseholder", date(2025, 9, 2)),
        home("5", "non-resident leaseholder"),
        home("6", "temporary licensee"),
        home("7", "secure tenant", None),
    ]
    found = drawn("BAL-01", rule, homes, OFFER)
    assert [entry.uprn for entry in found.entries] == ["1", "3"]
    assert found.left_out[LATE_TENANCY] == found.left_out[LATE_OWNER] == found.left_out[NO_DATE] == 1
    assert sum(found.left_out.values()) == 5
    with pytest.raises(OfferUnknown):
        drawn("BAL-01", rule, homes, None)


def test_an_offer_on_the_29th_of_february() -> None:
    rule = eligibility_of("BAL-01", "", "GLA", ())
    homes = [home("1", "resident leaseholder", date(2027, 2, 28)), home("2", "resident leaseholder", date(2027, 3, 1))]
    assert [entry.uprn for entry in drawn("BAL-01", rule, homes, date(2028, 2, 29)).entries] == ["1"]


def sample(name: str) -> Iterator[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample estate is not beside this clone")
@pytest.mark.parametrize("ref", ["BAL-01", "BAL-02", "BAL-03", "BAL-04"])
def test_the_samples_numbers_come_out(ref: str) -> None:
    ballot = next(row for row in sample("ballots.csv") if row["ref"] == ref)
    homes = [
        Home(row["uprn"], None, row["address"], row["block"], row["postcode"], row["tenure"],
             moved_in=date.fromisoformat(row["moved_in"]))
        for row in sample("estate_properties.csv")
    ]  # fmt: skip
    rule = eligibility_of(ref, ballot["eligibility"], ballot["kind"], {home.block for home in homes})
    assert len(drawn(ref, rule, homes, OFFER).entries) == int(ballot["eligible_count"])
