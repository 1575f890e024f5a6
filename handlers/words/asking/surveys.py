"""Questions about surveys: “survey results windows % satisfied”, “how many were kept informed in the door entry survey”."""

from __future__ import annotations

import re

from handlers.commands import Find, ShowSurvey
from handlers.words.hearing import Hearing
from handlers.words.named import called, words_in
from handlers.words.refs import refs_in
from handlers.words.understanding import KnownSurvey, Understanding

LONGEST = 200  # characters
SURVEY = re.compile(r"\bsurveys?\b", re.IGNORECASE)
ASKS = re.compile(
    r"\bresults?\b|\bfindings?\b|%|\bper ?cent(?:age)?\b|\bsatisf\w+|\bresponse rate\b|\bhow (?:many|did|satisfied)\b|\bscores?\b"
    r"|\bwhat did (?:they|residents|people|tenants) (?:say|think)\b|\bbase\b|\bby (?:tenure|block|method)\b",
    re.IGNORECASE,
)
LITTLE = re.compile(
    r"\b(?:survey|surveys|results?|findings?|percent|per|cent|percentage|satisfied|satisfaction|response|rate|how|many|did|were|was|what"
    r"|the|of|for|in|on|from|show|me|please|is|are|whats|give|with|residents?|tenants?|people|and|who|do|we|have)\b|[^\w\s]",
    re.IGNORECASE,
)


BY = re.compile(
    r"\b(?:by|per|for each|split by|broken down by)\s+"
    r"(?P<by>tenures?|blocks?|buildings?|methods?|how they (?:answered|replied)|ways?)\b",
    re.IGNORECASE,
)


def _by(said: str) -> str:
    plain = said.casefold()
    return "tenure" if plain.startswith("tenure") else "block" if plain.startswith(("block", "building")) else "method"


def surveys(text: str, hearing: Hearing) -> Understanding | None:
    """Which survey's results are asked for, and of which question; the list, where that is not said. None for anything else."""
    refs = [ref for ref in refs_in(text) if ref.startswith("SUR-")]
    if len(text) > LONGEST or not ASKS.search(text) or not (refs or SURVEY.search(text)):
        return None
    known = hearing.around.surveys
    grouped = BY.search(text)
    by = _by(grouped["by"]) if grouped else ""
    said = " ".join(LITTLE.sub(" ", BY.sub(" ", text)).split()).casefold()
    survey = next((one for one in known if one.ref in refs), None) or called(said, known)
    if survey is None:
        return Understanding("query", (Find(kind="survey", status="any"),))
    return Understanding("query", (ShowSurvey(survey.ref, _question(said, survey), by),))


def _question(said: str, survey: KnownSurvey) -> str:
    """The one of its questions whose every word was said, "" where none was."""
    words = said.split()
    found = [
        one
        for one in survey.questions
        if words_in([*map(str.casefold, re.findall(r"\w+", one))], " ".join(words)) == len(one.split())
    ]
    return found[0] if len(found) == 1 else ""
