"""A council's own stationery: its letterhead, and its own wording of letters. Without any, the house's is used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stationery:
    """A folder that may hold `letterhead.docx`, whose header, footer and styles every letter gets, and a text for a letter
    (`acknowledgement.txt`), which is used in place of the one that ships."""

    folder: Path | None = None

    @property
    def letterhead(self) -> Path | None:
        found = self.folder / "letterhead.docx" if self.folder else None
        return found if found is not None and found.is_file() else None


PLAIN = Stationery()
