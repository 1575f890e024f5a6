"""Every document there is, by the name under which it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from governance.errors import ChivvyError
from governance.kinds import all_kinds
from governance.roles import CASE_MANAGERS, LEGAL
from handlers.reporting import access_letters, letters
from handlers.reporting.ballot import ballot_report, is_declared
from handlers.reporting.bundle import bundle
from handlers.reporting.chronology import chronology
from handlers.reporting.complaints import complaints
from handlers.reporting.consultation import consultation
from handlers.reporting.document import Compose, Document
from handlers.reporting.findings import findings_report, has_answers
from handlers.reporting.stakeholder_map import stakeholder_map
from handlers.reporting.strategy import strategy
from handlers.reporting.you_said import you_said

CASES = frozenset(name for name, body in all_kinds().items() if body.kind.confidential)


def _letter(name: str, meaning: str, compose: Compose) -> Document:
    """A letter about a complaint, in Word, for somebody to finish."""
    words = (f"{name} letter", f"letter of {name}")
    return Document(name, meaning, compose, ".docx", (".docx",), frozenset({"complaint"}), words)


def _access_letter(name: str, meaning: str, compose: Compose, *words: str) -> Document:
    """A letter about access, in Word, for somebody to finish."""
    return Document(name, meaning, compose, ".docx", (".docx",), frozenset({"access case"}), words)


_ALL = (
    Document("chronology", "what happened in a case, line by line", chronology, kinds=CASES, words=("timeline",)),
    Document(
        "complaints",
        "a year of complaints: how many, how fast, what came of them",
        complaints,
        words=("complaints self-assessment", "self-assessment", "complaint figures"),
    ),
    _letter("acknowledgement", "the letter that acknowledges a complaint", letters.acknowledgement),
    _letter("extension", "the letter that says that an answer takes longer", letters.extension),
    _letter("response", "the letter that answers a complaint", letters.response),
    _letter("refusal", "the letter that says that a complaint is not accepted", letters.refusal),
    _access_letter(
        "notice",
        "the 24-hour notice of a visit",
        access_letters.notice,
        "notice letter",
        "24-hour notice",
        "24 hour notice",
        "access notice",
        "24-hour notice letter",
    ),
    _access_letter(
        "warning letter",
        "the letter that warns of a final warning",
        access_letters.warning,
        "access warning",
        "warning",
    ),
    _access_letter(
        "final warning letter",
        "the last letter before Legal",
        access_letters.final_warning,
        "final warning",
        "access final warning",
    ),
    Document(
        "bundle",
        "the draft witness bundle of an access case",
        bundle,
        kinds=frozenset({"access case"}),
        words=("witness bundle", "witness statement", "court bundle"),
        readers=LEGAL | CASE_MANAGERS,
        whose="Legal and case managers",
    ),
    Document(
        "section20",
        "the consultation of one works: notices, dates, counts, what is still to do",
        consultation,
        kinds=frozenset({"section 20"}),
        words=("section 20 consultation", "section 20 report", "s20 consultation", "s20 report", "consultation"),
    ),
    Document(
        "ballot",
        "a ballot’s result, once it is declared",
        ballot_report,
        kinds=frozenset({"ballot"}),
        words=("ballot result", "ballot report"),
        ready=is_declared,
    ),
    Document(
        "findings",
        "what a survey found, with what people said and what will change",
        findings_report,
        kinds=frozenset({"survey"}),
        words=("report of findings", "findings report"),
        ready=has_answers,
    ),
    Document(
        "strategy",
        "a project’s communication strategy, with what is next and what is missing",
        strategy,
        words=("communication strategy", "communications strategy", "comms strategy"),
    ),
    Document(
        "stakeholders",
        "the stakeholders by influence and interest, as a map and in words",
        stakeholder_map,
        words=("stakeholder map", "stakeholders map", "power and interest"),
    ),
    Document(
        "you-said",
        "what residents said and what was done, as a poster for a notice board",
        you_said,
        suffixes=(".pdf", ".png", ".svg", ".txt"),
        words=("you said we did", "you said", "yswd"),
    ),
)

DOCUMENTS: Mapping[str, Document] = {each.name: each for each in _ALL}


class NoSuchDocument(ChivvyError):
    """There is no document called “{name}”. Nothing was drawn up. There are: {known}."""


def document_named(name: str) -> Document:
    """The document that is called so. Raises NoSuchDocument."""
    plain = " ".join(name.casefold().split())
    found = next((each for each in _ALL if plain in (each.name, *each.words)), None)
    if found is None:
        raise NoSuchDocument(name=name, known=tuple(DOCUMENTS))
    return found
