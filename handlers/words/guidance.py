"""Texts that ask to be taught: help with a kind, a word of the trade, the tour, one's own record."""

from __future__ import annotations

import re

from governance.glossary import explained
from governance.kinds import kind_named
from handlers.commands import Explain, Help, MyRecord, Tour
from handlers.words.hearing import Hearing
from handlers.words.refs import refs_at_start
from handlers.words.understanding import Understanding

PLEASE = r"(?:(?:please|pls|hi|hello|hey|can you|could you|chivvy)[\s,]+)*"
END = r"\s*[?!.]*"
A = r"(?:(?:an?|the|my|our)\s+)?"

WITH_A_KIND = re.compile(
    rf"{PLEASE}(?:help|guidance|advice|guide|tips)(?: me)?(?: (?:with|on|about|for|(?:to )?(?:write|log|word)))?\s+"
    rf"{A}(?:good\s+)?(?P<kind>[\w' -]+?){END}",
    re.IGNORECASE,
)
HOW_TO = re.compile(
    rf"{PLEASE}(?:how (?:do|can|should|would) (?:i|we|you)|how to|(?:show|tell) me how to|what makes|teach me(?: how)? to)\s+"
    rf"(?:(?:best\s+)?(?:write|log|word|raise|record|add|create|make|phrase|describe|manage|use)\s+)?{A}(?:new\s+)?"
    rf"(?:good|better|proper|decent)?\s*(?P<kind>[\w' -]+?)(?:\s+(?:properly|well))?{END}",
    re.IGNORECASE,
)
A_GOOD_ONE = re.compile(
    rf"{PLEASE}(?:(?:show|give|tell) me\s+)?(?:an?\s+)?(?:what(?:['’]s| is| does)\s+)?(?:an?\s+)?"
    rf"(?:example|sample|good example)s?\s+(?:of\s+)?(?:an?\s+)?(?:good\s+)?(?P<kind>[\w' -]+?){END}"
    rf"|{PLEASE}what (?:does|do|would|should) {A}good (?P<looks>[\w' -]+?) look like{END}"
    rf"|{PLEASE}what(?:['’]s| is) a good (?P<good>[\w' -]+?){END}",
    re.IGNORECASE,
)
WHAT_IS = re.compile(
    rf"{PLEASE}(?:what(?:['’]?s| is| are)|whats|who(?:['’]s| is))\s+{A}"
    rf"(?P<term>[\w.&' /-]{{2,60}}?)(?:\s+(?:again|anyway|please))?{END}",
    re.IGNORECASE,
)
SURELY = re.compile(
    rf"{PLEASE}(?:(?P<sure>define|glossary(?: of| for)?|(?:the\s+)?(?:meaning|definition) of|what(?:['’]?s| is) meant by)"
    rf"|explain(?: to me)?(?: what)?|what (?:does|do|did))\s+{A}"
    rf"(?P<term>[\w.&' /-]{{2,60}}?)(?P<mean>\s+(?:means?|stands? for))?{END}",
    re.IGNORECASE,
)
GLOSSARY = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|open|see|the)\s+)*(?:glossary|jargon(?: buster)?|terms|dictionary){END}", re.I
)
TOUR = re.compile(
    rf"{PLEASE}(?:(?:start|begin|take|give me|show me|restart|i(?:['’]d| would) like|i want)\s+)?(?:(?:the|a|me a)\s+)?tour{END}"
    rf"|{PLEASE}(?:show|walk|talk) me (?:round|around|through(?: it)?)(?:\s+(?:please|again|then))?{END}"
    rf"|{PLEASE}(?:get(?:ting)? started|i(?:['’]m| am) new(?: here)?|where do i (?:start|begin)|first steps){END}",
    re.IGNORECASE,
)
MY_RECORD = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|list|see|send me|give me|get)\s+)*"
    rf"(?:my (?:own )?(?:record|appraisal|achievements|year|track record)"
    rf"|what (?:have i|i(?:['’]ve| have)) (?:done|achieved)(?: here)?|what did i do)"
    rf"(?P<span>\s+(?:(?:for|in|over|this|the|my|last|past|appraisal|year|so far|\d{{1,2}}|months?|twelve|six|three)\s*)+)?{END}",
    re.IGNORECASE,
)
MONTHS = re.compile(r"(?P<number>\d{1,2}|twelve|six|three) months?", re.IGNORECASE)
COUNTED = {"three": 3, "six": 6, "twelve": 12}


def guide(text: str, hearing: Hearing) -> Understanding | None:
    """What a text asks to be taught; None when it asks for something else."""
    said = text.strip()
    if len(said) > 1000 or refs_at_start(said)[0]:
        return None
    if TOUR.fullmatch(said):
        return Understanding("help", (Tour(),))
    if match := MY_RECORD.fullmatch(said):
        return Understanding("query", (MyRecord(_months(match["span"] or "")),))
    return _with_a_kind(said) or _term(said, hearing)


def _months(span: str) -> int:
    match = MONTHS.search(span)
    if not match:
        return MyRecord.months
    number = match["number"].casefold()
    return COUNTED.get(number) or int(number)


def _with_a_kind(said: str) -> Understanding | None:
    for form in (A_GOOD_ONE, WITH_A_KIND, HOW_TO):
        match = form.fullmatch(said)
        named = next((word for word in match.groupdict().values() if word), "") if match else ""
        if named and (body := kind_named(named) or kind_named(named.removesuffix("s"))):
            return Understanding("help", (Help(body.kind.name),))
    return None


def _term(said: str, hearing: Hearing) -> Understanding | None:
    """“glossary”, “what is a RAG”, “define float”. What merely might be a term must be one; after “define” it is one we lack."""
    if GLOSSARY.fullmatch(said):
        return Understanding("help", (Explain(),))
    if match := SURELY.fullmatch(said):
        sure = bool(match["mean"] or match["sure"])
        if found := _explained(match["term"], hearing, sure=sure):
            return found
    match = WHAT_IS.fullmatch(said)
    if match is None or match["term"].casefold().endswith("ed"):  # “what's escalated” asks for a list
        return None
    return _explained(match["term"], hearing, sure=False)


def _explained(term: str, hearing: Hearing, *, sure: bool) -> Understanding | None:
    """A kind is explained by its help, a term by the glossary, a ref by neither."""
    if refs_at_start(term)[0]:
        return None
    body = kind_named(term)
    if body:
        return Understanding("help", (Help(body.kind.name),)) if term.casefold() != body.kind.plural or sure else None
    known = explained(term, hearing.around.programme)
    if known or (sure and len(term.split()) <= 5):
        return Understanding("help", (Explain(known.name if known else term),))
    return None
