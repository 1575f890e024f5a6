"""Listening: everything that somebody was sent or shown, as words, so that secrets can be looked for in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader

from tests.privacy.people import Reader
from tests.privacy.secrets import Secrets


def written_in(content: bytes) -> str:
    """What can be read in a file: its bytes as they are, its pages, what is packed in it."""
    said = [content.decode("utf-8", "ignore")]
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        said += [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    elif is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as packed:
            said += [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    return " ".join(said)


def as_words(thing: Any) -> str:
    return thing if isinstance(thing, str) else json.dumps(thing, ensure_ascii=False, default=str)


def allowed(reader: Reader | None, secrets: Secrets) -> frozenset[str]:
    """What somebody may be told in private; nobody in particular (None), nothing."""
    match reader.hears if reader is not None else "nothing":
        case "cases":
            return frozenset(secrets.canaries)
        case "restricted":
            return secrets.of_restricted
        case "the door":
            return secrets.at_the_door
    return frozenset()


@dataclass(frozen=True)
class Heard:
    """Something that was said: to whom, or where, and what. `asked` is what it answers, where that is known."""

    where: str
    words: str
    asked: str = ""


def complaints(secrets: Secrets, who: str, asked: str, heard: Heard, but: frozenset[str] = frozenset()) -> list[str]:
    """The leaks in it, each in one line: who heard what, where, and what had been typed."""
    return [f"{who} was told {what}, {heard.where}, after “{asked}”" for what in secrets.found_in(heard.words, but)]
