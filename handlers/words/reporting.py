"""Asking for a document: “chronology CMP-0010”, “report complaints for Larkspur”, “complaints report as a picture”."""

from __future__ import annotations

import re
from functools import cache

from governance.kinds import kind_named
from handlers.commands import CheckHealth, Glance, Report
from handlers.reporting.document import Document
from handlers.reporting.documents import DOCUMENTS
from handlers.words.hearing import Hearing
from handlers.words.refs import own_ref, refs_in
from handlers.words.understanding import Understanding

POLITE = re.compile(
    r"(?:(?:please|pls|can (?:you|i)(?: have)?|could (?:you|i)(?: have)?|give me|get me|send me|show me|draw up|make|i need|run"
    r"|an?|the)\s+)+",
    re.IGNORECASE,
)
REPORT = re.compile(r"reports?\b(?:\s+(?:on|of|about|the)\b)*[\s:–—-]*", re.IGNORECASE)
AS = re.compile(r"\s*\bas (?:an? )?(?P<form>picture|png|svg|pdf|word|docx|excel|xlsx)\b", re.IGNORECASE)
FORMS = {"picture": ".png", "word": ".docx", "excel": ".xlsx"}
JOINS = re.compile(r"^(?:(?:for|of|in|on|about|to|from|report|please|pls|thanks)\b|[\s:,–—?!.-])+|[\s?!.,]+$", re.I)
# What is answered in chat itself.
IN_CHAT = re.compile(r"(?P<what>raid|health)\b(?:\s+(?:log|check|report))*", re.IGNORECASE)


def reports(text: str, hearing: Hearing) -> Understanding | None:
    """A document that is named, about a record or a workstream; None for anything else."""
    said = POLITE.sub("", text.strip(), count=1)
    asked = REPORT.match(said)
    said = said[asked.end() :] if asked else said
    if asked and (match := IN_CHAT.match(said)):
        return _in_chat(match["what"], said[match.end() :], hearing)
    match = _names().match(said)
    if match is None:
        return None
    document = _named()[match["name"].casefold()]
    rest = said[match.end() :]
    form = AS.search(rest)
    suffix = FORMS.get(form["form"].casefold(), f".{form['form'].casefold()}") if form else ""
    rest = AS.sub("", rest)
    if not asked and kind_named(match["name"]):
        return None  # “ballot Colour of the doors: …” logs one
    if document.kinds:
        return _of_record(document, rest, suffix)
    if not asked and not re.match(r"\s+report\b", rest, re.IGNORECASE):
        return None  # “complaints in Larkspur” asks for a list
    return _of_register(document, JOINS.sub("", rest), suffix, hearing)


def _in_chat(what: str, rest: str, hearing: Hearing) -> Understanding | None:
    strand = hearing.strands.find(JOINS.sub("", rest), loose=True)
    where = strand.id if strand else None
    return Understanding("query", (CheckHealth(where) if what.casefold() == "health" else Glance(where),))


def _of_record(document: Document, rest: str, suffix: str) -> Understanding | None:
    """About the one record that is named; “acknowledgement sent for CMP-0001” tells of something that was done."""
    refs = refs_in(rest)
    if len(refs) > 1 or not _only_a_ref().fullmatch(rest):
        return None
    return Understanding("query", (Report(document.name, refs[0] if refs else "", suffix=suffix),))


def _of_register(document: Document, rest: str, suffix: str, hearing: Hearing) -> Understanding | None:
    strand = hearing.strands.find(rest, loose=True) if rest else None
    if rest and strand is None:
        return None
    return Understanding("query", (Report(document.name, workstream=strand.id if strand else None, suffix=suffix),))


@cache
def _only_a_ref() -> re.Pattern[str]:
    """What may stand after the name of a document about a record: its ref, and words that only join them."""
    joins = r"letter|for|of|in|on|about|to|from|report|please|pls|thanks"
    return re.compile(rf"(?:[\s:,–—?!.-]|(?:{joins}|{own_ref()})(?![\w-]))*", re.IGNORECASE)


@cache
def _named() -> dict[str, Document]:
    return {word: each for each in DOCUMENTS.values() for word in (each.name, *each.words)}


@cache
def _names() -> re.Pattern[str]:
    """Every document's names, longest first."""
    longest = "|".join(map(re.escape, sorted(_named(), key=len, reverse=True)))
    return re.compile(rf"(?P<name>{longest})(?![\w-])", re.IGNORECASE)
