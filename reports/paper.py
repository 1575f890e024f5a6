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


@dataclass(frozen=True)
class Paper:
    """A document as values: `template` says how it is laid out, `name` is the file's, whose suffix says as what it is drawn;
    `values` are JSON-ready. `shows` is what a picture shows, in words for people who do not see it, where its title is not
    enough."""

    template: str
    name: str
    title: str
    values: Mapping[str, Any]
    shows: str = ""

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix.casefold()


@dataclass(frozen=True)
class File:
    """A document as it was drawn. `title` is what it is, in words for people who do not see it."""

    name: str
    title: str
    content: bytes

    @property
    def media(self) -> str:
        return MEDIA[PurePath(self.name).suffix.casefold()]
