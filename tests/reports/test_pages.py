"""Pages as they are drawn: their words are there, tagged for screen readers, and what people typed is text and never markup."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.drawing import CannotDraw, drawn
from reports.paper import Paper

NASTY = '#let x = panic("no") *not bold* $e = m c^2$ @label <img> \\u{41} "quoted"'


def chronology(name: str = "chronology.pdf", what: str = "Complaint received", lines: int = 1) -> Paper:
    line = {"when": "Mon 9 Nov 2026 14:02", "what": what, "who": "Tamsin", "source": "this register"}
    values = {
        "mark": "OFFICIAL-SENSITIVE",
        "footer": "Drawn up by Chivvy",
        "facts": [["About", what]],
        "lines": [line] * lines,
        "gaps": ["No attempt after 17:00"],
        "note": "",
    }
    return Paper("chronology", name, "Chronology of CMP-0010", values)


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_a_page_says_what_it_was_given_and_is_tagged_for_screen_readers() -> None:
    file = drawn(chronology())
    reader = PdfReader(BytesIO(file.content))
    said = words(file.content)
    for expected in ("Chronology of CMP-0010", "Complaint received", "OFFICIAL-SENSITIVE", "No attempt after 17:00"):
        assert expected in said
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - PDF has a truth of its own
    assert reader.trailer["/Root"]["/Lang"].startswith("en")  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == "Chronology of CMP-0010"
    assert file.media == "application/pdf"


def test_what_people_typed_is_text_and_never_markup() -> None:
    said = words(drawn(chronology(what=NASTY)).content).replace("\n", " ")
    for piece in ("#let x = panic", "*not bold*", "$e = m c^2$", "@label <img>"):
        assert piece in said


def test_the_heading_of_a_long_table_is_on_every_page() -> None:
    pages = PdfReader(BytesIO(drawn(chronology(lines=120)).content)).pages
    assert len(pages) > 2
    assert all("Known from" in page.extract_text() for page in pages)


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.svg", b"<svg")])
def test_a_paper_can_be_a_picture(name: str, begins: bytes) -> None:
    assert drawn(chronology(name)).content.startswith(begins)


def test_what_nobody_can_draw_is_refused() -> None:
    with pytest.raises(CannotDraw):
        drawn(chronology("a.gif"))
