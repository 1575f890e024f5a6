"""Pages: PDF and pictures, laid out by Typst from the templates in `typst/`. Values reach a template as data, never as markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, cast

import typst

from reports.paper import Paper

TEMPLATES = Path(__file__).parent / "typst"
PICTURE_DPI = 144
# Tagged for screen readers, as public bodies must publish.
ACCESSIBLE: Literal["ua-1"] = "ua-1"


def pages(paper: Paper) -> bytes:
    """A paper as a PDF, or its first page as a picture."""
    form = cast(Literal["pdf", "png", "svg"], paper.suffix.removeprefix("."))
    found: object = typst.compile(
        str(TEMPLATES / f"{paper.template}.typ"),
        root=str(TEMPLATES),
        format=form,
        ppi=PICTURE_DPI,
        sys_inputs={"values": json.dumps({"title": paper.title, **paper.values}, ensure_ascii=False)},
        pdf_standards=ACCESSIBLE if form == "pdf" else None,
    )
    return cast(
        bytes, found[0] if isinstance(found, list) else found
    )  # a picture of each page, where there are several
