"""Drawing: from a paper to a file. It takes a while, so whoever serves others meanwhile does it in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports.letter import letter
from reports.pages import pages
from reports.paper import File, Paper
from reports.stationery import PLAIN, Stationery


class CannotDraw(LookupError):
    """A paper asks for a format that nobody can draw."""


def drawn(paper: Paper, stationery: Stationery = PLAIN) -> File:
    """The file that a paper becomes, letters on the council's own stationery. Raises CannotDraw."""
    draw = DRAWERS.get(paper.suffix)
    if draw is None:
        raise CannotDraw(paper.name)
    return File(paper.name, paper.shows or paper.title, draw(paper, stationery), paper.reader)


def _pages(paper: Paper, _stationery: Stationery) -> bytes:
    return pages(paper)


def _words(paper: Paper, _stationery: Stationery) -> bytes:
    """The words of a paper that has them, to be pasted elsewhere. Raises CannotDraw."""
    said = paper.values.get("words")
    if not isinstance(said, str):
        raise CannotDraw(paper.name)
    return said.encode()


DRAWERS: Mapping[str, Callable[[Paper, Stationery], bytes]] = {
    ".pdf": _pages,
    ".png": _pages,
    ".svg": _pages,
    ".docx": letter,
    ".txt": _words,
}
