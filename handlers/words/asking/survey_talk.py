"""What people said in surveys, and surveys side by side: “what did people say about windows”, “comments about dust in SUR-02”,
“compare SUR-02 and SUR-03”, “compare tenants and leaseholders in the windows survey”, “report of findings for SUR-02”."""

from __future__ import annotations

import re

from governance.comment_themes import NAMES
from handlers.commands import CompareGroups, CompareSurveys, Report, ShowComments
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.named import called, words_in
from handlers.words.refs import refs_in
from handlers.words.understanding import KnownSurvey, Understanding

LONGEST = 200  # characters
WHO = r"(?:they|people|residents|tenants|leaseholders|everybody|everyone|households)"
SAID = re.compile(
    rf"{PLEASE}what\s+(?:did|do|have|has|were|was)\s+{WHO}\s+(?:say|said|saying|tell us|write|complain|think)"
    r"(?:\s+about\s+(?P<what>.+?))?"
    rf"(?:\s+(?:in|of)\s+(?:the\s+)?(?P<where>(?:.+?\s+)?surveys?|sur-?\s?\d+))?{END}",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    rf"{PLEASE}(?:(?:show|give|list)(?:\s+me)?\s+)?(?:the\s+)?(?:comments?|themes?|quotes?)(?:\s+(?:about|on)\s+(?P<what>.+?))?"
    rf"(?:\s+(?:in|of|from|for)\s+(?:the\s+)?(?P<where>(?:.+?\s+)?surveys?|sur-?\s?\d+))?{END}",
    re.IGNORECASE,
)
COMPARE = re.compile(
    rf"{PLEASE}(?:compare\s+)?(?P<one>.+?)\s+(?:and|with|to|against|vs\.?|versus)\s+(?P<two>.+?)"
    rf"(?:\s+(?:in|of|from)\s+(?:the\s+)?(?P<where>(?:.+?\s+)?survey|sur-?\s?\d+))?{END}",
    re.IGNORECASE,
)
FINDINGS = re.compile(
    rf"{PLEASE}(?:(?:the|a)\s+)?(?:report\s+(?:of\s+)?findings|findings(?:\s+(?:report|paper))?)"
    rf"(?:\s+(?:of|for|on|from|about))?(?:\s+the)?\s+(?P<where>.+?)(?:\s+as\s+(?:an?\s+)?(?P<form>pdf|picture|png|svg))?{END}",
    re.IGNORECASE,
)
SURVEYS = re.compile(r"\b(?:the|surveys?|results?|of|our)\b", re.IGNORECASE)
FORMS = {"picture": ".png", "png": ".png", "svg": ".svg", "pdf": ".pdf"}


def survey_talk(text: str, hearing: Hearing) -> Understanding | None:
    """What a text asks of comments, of findings, or of two surveys or groups; None for anything else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    return _findings(said, hearing) or _comments(said, hearing) or _compared(said, hearing)


def _findings(said: str, hearing: Hearing) -> Understanding | None:
    match = FINDINGS.fullmatch(said)
    survey = _survey(match["where"], hearing) if match else None
    if match is None or survey is None:
        return None
    return Understanding("query", (Report("findings", survey, suffix=FORMS.get((match["form"] or "").casefold(), "")),))


def _comments(said: str, hearing: Hearing) -> Understanding | None:
    match = SAID.fullmatch(said) or COMMENTS.fullmatch(said)
    if match is None:
        return None
    what, where = (match["what"] or "").strip(), match["where"] or ""
    if where:
        survey, theme = _survey(where, hearing), what
    else:  # “about windows” names a survey; “about dust” a theme, of the only survey there is
        survey = _survey(what, hearing) if what else _only(hearing)
        theme = "" if survey else what
        survey = survey or (_only(hearing) if _is_theme(what) else None)
    return Understanding("query", (ShowComments(survey, theme),)) if survey else None


def _only(hearing: Hearing) -> str | None:
    known = hearing.around.surveys
    return known[0].ref if len(known) == 1 else None


def _is_theme(said: str) -> bool:
    words = said.casefold().split()
    return any(words_in(words, name) for name in NAMES)


def _compared(said: str, hearing: Hearing) -> Understanding | None:
    """Two surveys, or two groups of one. Without the word “compare” only where both are named by their refs."""
    match = COMPARE.fullmatch(said)
    if match is None:
        return None
    begins = re.match(rf"{PLEASE}compare\b", said, re.IGNORECASE) is not None
    one, two = match["one"].strip(), match["two"].strip()
    if match["where"] and (survey := _survey(match["where"], hearing)) and begins:
        return Understanding("query", (CompareGroups(survey, _plain(one), _plain(two)),))
    refs = refs_in(said)
    if not begins and not (len(refs) == 2 and all(ref.startswith("SUR-") for ref in refs)):
        return None
    first, second = _survey(one, hearing), _survey(two, hearing)
    if first and second and first != second:
        return Understanding("query", (CompareSurveys(first, second),))
    return None


def _plain(said: str) -> str:
    return re.sub(r"^(?:by|the)\s+", "", said, flags=re.IGNORECASE)


def _survey(said: str, hearing: Hearing) -> str | None:
    """The survey that is meant, by its ref or by words of its title."""
    refs = [ref for ref in refs_in(said) if ref.startswith("SUR-")]
    if refs:
        return refs[0] if len(refs) == 1 else None
    words = " ".join(SURVEYS.sub(" ", said).split())
    known: tuple[KnownSurvey, ...] = hearing.around.surveys
    found = called(words, known) if words else (known[0] if len(known) == 1 else None)
    return found.ref if found else None
