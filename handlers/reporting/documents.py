"""Every document there is, by the name under which it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from governance.errors import ChivvyError
from governance.kinds import all_kinds
from handlers.reporting import letters
from handlers.reporting.ballot import ballot_report, is_declared
from handlers.reporting.chronology import chronology
from handlers.reporting.complaints import complaints
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
