"""Letters in Word: whole sentences, real headings, nothing made up, and the council's own stationery where it has any."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from reports.drawing import drawn
from reports.letter import blocks
from reports.paper import Paper
from reports.stationery import Stationery

REFUSAL: dict[str, Any] = {
    "mark": "DRAFT, to be checked before it is sent",
    "address": ["Thea Madeup", "1 Larkspur House", "ZZ1 1AB"],
    "date": "23 November 2026",
    "ref": "CMP-0038",
    "name": "Thea Madeup",
    "about": "Dust in the kitchen",
    "received": "8 November 2026",
    "ground": "over 12 months ago",
    "reason": "It happened in 2024.\n\nNothing new has come up.",
    "ombudsmen": ["Housing Ombudsman Service, 0300 111 3000"],
    "handler": "Jonah Ickenthwaite",
    "landlord": "London Borough of Tamesgate",
}


def paper(**values: Any) -> Paper:
    return Paper("refusal", "CMP-0038 refusal.docx", "Refusal", {**REFUSAL, **values})


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def test_a_letter_has_whole_sentences_and_real_headings() -> None:
    page = Document(BytesIO(drawn(paper()).content))
    said = [paragraph.text for paragraph in page.paragraphs]
    assert said[:3] == ["Thea Madeup", "1 Larkspur House", "ZZ1 1AB"]
    assert "Dear Thea Madeup" in said
    headings = [each.text for each in page.paragraphs if each.style is not None and each.style.name == "Heading 2"]
    assert headings == [
        "About your complaint: Dust in the kitchen",
        "Why, in your case",
        "Your right to go to the Ombudsman",
    ]
    assert "Nothing new has come up." in said, "a paragraph of its own"
    assert page.sections[0].header.paragraphs[0].text.startswith("DRAFT")
    assert page.core_properties.title == "Refusal"


def test_what_was_typed_is_no_template_and_no_control_character_breaks_the_file() -> None:
    said = "\n".join(lines(drawn(paper(reason="{{ ground }} {% raw %}\x00\x0b")).content))
    assert "{{ ground }} {% raw %}" in said


def test_the_council_s_own_wording_and_letterhead_take_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "refusal.txt").write_text("Dear {{ name }}\n\nNo, and here is why: {{ reason }}\n", encoding="utf-8")
    head = Document()
    head.sections[0].header.paragraphs[0].text = "Tamesgate Council"
    head.save(str(tmp_path / "letterhead.docx"))
    page = Document(BytesIO(drawn(paper(), Stationery(tmp_path)).content))
    assert "No, and here is why: It happened in 2024." in [paragraph.text for paragraph in page.paragraphs]
    assert [each.text for each in page.sections[0].header.paragraphs] == [
        "DRAFT, to be checked before it is sent",
        "Tamesgate Council",
    ]


def test_points_headings_and_paragraphs_are_told_apart() -> None:
    text = "First\nstill first\n\n# Head\nbelow\n\n- one\n- two\nafter"
    assert list(blocks(text)) == [
        ("paragraph", "First\nstill first"),
        ("Heading 2", "Head"),
        ("paragraph", "below"),
        ("List Bullet", "one"),
        ("List Bullet", "two"),
        ("paragraph", "after"),
    ]
