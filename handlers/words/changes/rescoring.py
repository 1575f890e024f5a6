"""A new score that words alone do not give: “R-009 should be amber”, “R-016 impact down one”. What it is now is asked for."""

from __future__ import annotations

import re

from governance.kind import Body
from handlers.commands import Change
from handlers.words.hearing import Hearing, asked_fields
from handlers.words.items.missing import options_of
from handlers.words.understanding import Doubt, Understanding

COLOUR = re.compile(
    r"(?:(?:now|really|only|just|rag|down|up|to|as|a|an|score[d]?|rated?|should be|downgraded?|upgraded?|back|goes?"
    r"|gone|going)\s+)*"
    r"(?P<colour>red|amber|yellow|green)(?:\s+(?:now|instead|please|risk|rag))*[\s.!]*",
    re.IGNORECASE,
)
SCORE = re.compile(
    r"(?:(?:the|its|risk|score[d]?|rating|rated|now|up|down|to|at|is|of|goes|should be)\s+)*(?:[1-9]|1\d"
    r"|2[0-5])(?:\s+now)?[\s.!]*",
    re.IGNORECASE,
)
BY_HOW_MUCH = r"(?:\s+(?:by|a|an|one|two|three|[1-4]|notch(?:es)?|steps?|points?|bit|little|level|slightly|again|now))*"
DIRECTION = re.compile(
    rf"\s*(?:(?:has|is|have|gone|goes|going|been|needs? to (?:come|go)|should (?:come|go)|now)\s+)*"
    rf"(?:up|down|higher|lower|increased?|raised?|rising|reduced?|lowered?|dropped?|falling|plus|minus|[+-])(?:{BY_HOW_MUCH}|\s*[1-4])[\s.!]*"
    rf"|\s*by{BY_HOW_MUCH}[\s.!]*",
    re.IGNORECASE,
)


# “R-012 now 4/5”: said of a score by “now”; without it, 4/5 is the fourth of May.
NOW_SLASHED = re.compile(
    r"^(?P<before>[\s:,–—-]*(?:(?:is|it['’]?s|it is|should be|to be|re-?scored|re-?rated|scores?|scored|rated|at)\s+)*"
    r"now\s+(?:(?:scores?|scored|rated|at|is|a|to)\s+)*)(?P<likelihood>[1-5])\s*/\s*(?P<impact>[1-5])(?![\d/.])",
    re.IGNORECASE,
)


def now_scored(text: str, body: type[Body]) -> str:
    """The text with “now 4/5” written as a score, likelihood times impact, of a kind that is scored by these."""
    if body.score is Body.score or not {"likelihood", "impact"} <= set(body.model_fields):
        return text
    return NOW_SLASHED.sub(r"\g<before>\g<likelihood>x\g<impact>", text)


def unscored(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """A colour that follows from a score, or a step counted from the present one: each field it rests on is asked."""
    scored: list[str] = [name for name in ("likelihood", "impact") if name in asked_fields(body, "scale")]
    if (
        scored
        and body.score is not Body.score
        and "said_rag" not in body.model_fields
        and (match := COLOUR.fullmatch(text))
    ):
        colour = match["colour"].capitalize().replace("Yellow", "Amber")
        return _asked(ref, scored, f"{ref} is {colour.lower()} by its score. ", body, hearing)
    if scored and body.score is not Body.score and SCORE.fullmatch(text):
        return _asked(ref, scored, "A score is likelihood times impact. ", body, hearing)
    for name, ask in asked_fields(body, "scale").items():
        for word in sorted((word for word in ask.words if len(word) > 1), key=len, reverse=True):
            match = re.match(rf"{re.escape(word)}\b", text, re.IGNORECASE)
            if match and DIRECTION.fullmatch(text, match.end()):
                return _asked(ref, [name], "", body, hearing)
    return None


def _asked(ref: str, names: list[str], why: str, body: type[Body], hearing: Hearing) -> Understanding:
    doubts = []
    for name in names:
        ask = body.ask(name)
        question = (
            f"{why}What is its {ask.label.casefold()} now, from 1 to 5?"
            if why
            else f"What is the new {ask.label.casefold()} of {ref}, from 1 to 5?"
        )
        doubts.append(Doubt(name, question, options_of(ask, hearing)))
    return Understanding("update", (Change(ref, {}),), tuple(doubts))
