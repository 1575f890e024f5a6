"""Questions about surveys: “survey results windows % satisfied”, “how many were kept informed in the door entry survey”."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from handlers.commands import Find, ShowSurvey
from handlers.words.hearing import Hearing
from handlers.words.refs import refs_in
from handlers.words.understanding import KnownSurvey, Understanding

LONGEST = 200  # characters
SURVEY = re.compile(r"\bsurveys?\b", re.IGNORECASE)
ASKS = re.compile(
    r"\bresults?\b|\bfindings?\b|%|\bper ?cent(?:age)?\b|\bsatisf\w+|\bresponse rate\b|\bhow (?:many|did|satisfied)\b|\bscores?\b"
    r"|\bwhat did (?:they|residents|people|tenants) (?:say|think)\b|\bbase\b",
    re.IGNORECASE,
)
LITTLE = re.compile(
    r"\b(?:survey|surveys|results?|findings?|percent|per|cent|percentage|satisfied|satisfaction|response|rate|how|many|did|were|was|what"
    r"|the|of|for|in|on|from|show|me|please|is|are|whats|give|with|residents?|tenants?|people|and|who|do|we|have)\b|[^\w\s]",
    re.IGNORECASE,
)
LIKE = 80  # per cent


def surveys(text: str, hearing: Hearing) -> Understanding | None:
    """Which survey's results are asked for, and of which question; the list, where that is not said. None for anything else."""
    refs = [ref for ref in refs_in(text) if ref.startswith("SUR-")]
    if len(text) > LONGEST or not ASKS.search(text) or not (refs or SURVEY.search(text)):
        return None
    known = hearing.around.surveys
    said = " ".join(LITTLE.sub(" ", text).split()).casefold()
    survey = next((one for one in known if one.ref in refs), None) or _called(said, known)
    if survey is None:
        return Understanding("query", (Find(kind="survey", status="any"),))
    return Understanding("query", (ShowSurvey(survey.ref, _question(said, survey)),))


def _called(said: str, known: tuple[KnownSurvey, ...]) -> KnownSurvey | None:
    """The one survey whose title has most of the words that were said; None where two have as many, or none has any."""
    words = said.split()
    if not words:
        return known[0] if len(known) == 1 else None
    scored = sorted(((_share(words, one.title), one.ref) for one in known), reverse=True)
    if not scored or scored[0][0] == 0 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return next(one for one in known if one.ref == scored[0][1])


def _share(words: list[str], title: str) -> int:
    """How many of these words a title has, slips of typing and plurals forgiven."""
    theirs = re.findall(r"\w+", title.casefold())
    return sum(process.extractOne(word, theirs, scorer=fuzz.ratio, score_cutoff=LIKE) is not None for word in words)


def _question(said: str, survey: KnownSurvey) -> str:
    """The one of its questions whose every word was said, "" where none was."""
    words = said.split()
    found = [
        one
        for one in survey.questions
        if _share([*map(str.casefold, re.findall(r"\w+", one))], " ".join(words)) == len(one.split())
    ]
    return found[0] if len(found) == 1 else ""
