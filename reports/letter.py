"""Letters in Word, for people to finish: the wording is a text template, the layout plain paragraphs with real headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from reports.paper import Paper
from reports.stationery import PLAIN, Stationery

WORDING = Path(__file__).parent / "letters"
FONT, SIZE = "Arial", Pt(12)  # what public bodies' letters are advised to be set in
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# The same letter is the same file, whenever it is drawn.
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def letter(paper: Paper, stationery: Stationery = PLAIN) -> bytes:
    """A paper as a Word document."""
    page = Document(str(stationery.letterhead)) if stationery.letterhead else _blank()
    _properties(page, paper.title)
    if mark := paper.values.get("mark"):
        _marked(page, str(mark))
    for line in paper.values.get("address", ()):
        page.add_paragraph(str(line)).paragraph_format.space_after = Pt(0)
    page.add_paragraph()
    for kind, text in blocks(worded(paper, stationery)):
        page.add_paragraph(text, style=None if kind == "paragraph" else kind)
    whole = BytesIO()
    page.save(whole)
    return whole.getvalue()


def worded(paper: Paper, stationery: Stationery = PLAIN) -> str:
    """What a letter says: paragraphs with an empty line between, `# ` before a heading, `- ` before a point."""
    own = [FileSystemLoader(stationery.folder)] if stationery.folder else []
    loader = ChoiceLoader([*own, FileSystemLoader(WORDING)])
    wording = SandboxedEnvironment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return CONTROL.sub("", wording.get_template(f"{paper.template}.txt").render(paper.values))


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a letter, each with its style."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
        if lines and lines[0].startswith("# "):
            yield "Heading 2", lines[0][2:]
            lines = lines[1:]
        for points, run in _runs(lines):
            if points:
                yield from (("List Bullet", line[2:]) for line in run)
            else:
                yield "paragraph", "\n".join(run)


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Lines that follow one another and are all points, or all none."""
    run: list[str] = []
    for line in lines:
        if run and run[-1].startswith("- ") != line.startswith("- "):
            yield run[0].startswith("- "), run
            run = []
        run.append(line)
    if run:
        yield run[0].startswith("- "), run


def _blank() -> Page:
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name in ("Normal", "Heading 2", "List Bullet"):
        style = page.styles[name]
        style.font.name, style.font.size = FONT, SIZE
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    page.styles["Heading 2"].font.bold = True
    page.styles["Heading 2"].font.color.rgb = RGBColor(0, 0, 0)
    page.styles["Heading 2"].paragraph_format.space_before = Pt(12)
    page.styles["Normal"].paragraph_format.space_after = Pt(8)
    return page


def _marked(page: Page, mark: str) -> None:
    """The classification at the top of each page, above whatever the letterhead has there."""
    header = page.sections[0].header
    line = header.paragraphs[0].insert_paragraph_before(mark) if header.paragraphs else header.add_paragraph(mark)
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _properties(page: Page, title: str) -> None:
    told = page.core_properties
    told.title, told.author, told.language, told.comments = title, "Chivvy", "en-GB", ""
    told.created = told.modified = MADE.replace(tzinfo=None)
