"""The glossary: every term in plain words, the programme's own before ours."""

from __future__ import annotations

import pytest

from governance.glossary import TERMS, explained, names, spellings
from governance.kinds import all_kinds
from governance.programme import Programme

USUAL = Programme()
OWN = Programme(glossary={"rag": "Red, yellow or green.", "Day One": "1 April 2028.", "Wombles": "The waste team."})


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("RAG", "RAG"),
        ("rag status", "RAG"),
        ("Section 151", "S151"),
        ("go live", "go-live"),
        ("net risk", "residual risk"),
    ],
)
def test_a_term_is_found_by_whatever_it_is_called(said: str, name: str) -> None:
    term = explained(said, USUAL)
    assert term is not None
    assert term.name == name


def test_the_programmes_own_words_come_first() -> None:
    for said, means in (
        ("RAG", "Red, yellow or green."),
        ("RAG status", "Red, yellow or green."),
        ("wombles", "The waste team."),
    ):
        term = explained(said, OWN)
        assert term is not None
        assert term.means == means
    assert "Wombles" in names(OWN)
    assert [name for name in names(OWN) if name.casefold() == "rag"] == ["rag"]
    assert explained("wombles", USUAL) is None


def test_the_words_that_officers_meet_are_there() -> None:
    words = "RAID RAG baseline slip float proximity appetite inherent residual target escalation tolerance LGR TUPE S151 SRO"
    for word in (*words.split(), "PMO", "S20", "TRA", "TMO", "RLO", "moscow", "critical path", "vesting day"):
        assert explained(word, USUAL), word


def test_no_word_means_two_terms_and_every_kind_is_one() -> None:
    assert len(spellings(USUAL)) == sum(1 + len(term.words) for term in TERMS)
    assert {term.kind for term in TERMS} <= {"", *all_kinds()}
