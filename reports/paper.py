"""Papers: documents that are to be drawn, and the files that they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

MEDIA: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# What each of them is called by people who are about to open one.
KINDS: Mapping[str, str] = {
    ".pdf": "PDF",
    ".png": "PNG picture",
    ".svg": "SVG picture",
    ".docx": "Word",
    ".xlsx": "Excel",
}
KB = 1024


@dataclass(frozen=True)
class Paper:
    """A document as values: `template` says how it is laid out, `name` is the file's, whose suffix says as what it is drawn;
    `values` are JSON-ready. `reader` is the one person (their id in the register) whom it is for, None: whoever reads the place
    that it goes to. `shows` is what a picture shows, in words for people who do not see it, where its title is not enough."""

    template: str
    name: str
    title: str
    values: Mapping[str, Any]
    reader: str | None = None
    shows: str = ""

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix.casefold()


@dataclass(frozen=True)
class File:
    """A document as it was drawn. `title` is what it is, in words for people who do not see it; `reader` as of its paper."""

    name: str
    title: str
    content: bytes
    reader: str | None = None

    @property
    def media(self) -> str:
        return MEDIA[PurePath(self.name).suffix.casefold()]


def sort_and_size(name: str, size: int) -> str:
    """What somebody is about to open: `PDF, 42 KB`."""
    sort = KINDS.get(PurePath(name).suffix.casefold(), "file")
    if size < KB:
        return f"{sort}, {size} bytes"
    return f"{sort}, {size / KB:.0f} KB" if size < KB * KB else f"{sort}, {size / KB / KB:.1f} MB"
