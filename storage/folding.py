"""Folding: a text as search keeps it and looks for it: plain lower-case words without accents, whatever the script."""

from __future__ import annotations

import re
import unicodedata

from governance.record import Record

LONGEST_WORD = 40  # what goes on without a break for longer is cut there
FREE = ("line", "text", "link", "ref", "none")  # the inputs of fields that hold people's own words

_REF = re.compile(r"\b([a-z]{1,4})-?0*(\d{1,9})\b")
_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['’ʼ`]")
# Scripts that put no spaces between words: each of their letters is a word, and what is looked for is a row of them.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def terms(text: str) -> list[list[str]]:
    """The words of a text, each as a list of one; what is written without spaces between words is one list of its letters. A ref
    is one word however it is spelled (`A-012`, `a12` → `a12`)."""
    plain = _APOSTROPHES.sub("", _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold()))
    plain = _REF.sub(r"\1\2", unicodedata.normalize("NFC", plain))
    pieces = "".join(letter if _belongs(letter) else " " for letter in plain).split()
    return [_UNSPACED.sub(r" \1 ", piece[: LONGEST_WORD * 10]).split() for piece in pieces]


def _belongs(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


def words(text: str) -> list[str]:
    """All words of a text in their order."""
    return [word[:LONGEST_WORD] for term in terms(text) for word in term]


def heading(record: Record) -> str:
    """What names a record: its ref and its title."""
    return f"{record.ref} {record.title}"


def free_text(record: Record) -> str:
    """What people wrote in a record besides its title; nothing of a confidential one."""
    if record.confidential:
        return ""
    values = [
        getattr(record.body, name)
        for name, ask in type(record.body).asks()
        if ask.input in FREE and name not in ("title", "status")
    ]
    return "\n".join(value for value in values if isinstance(value, str))
