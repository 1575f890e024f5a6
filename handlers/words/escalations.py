"""Texts about what was handed up: “answer R-012: decision: go with option B”, “R-012 decided: …”, “acknowledge R-012”, “list
escalations”, “what is with the board?”. Handing up itself is in `changes/escalating.py`."""

from __future__ import annotations

import re

from governance.kind import Body
from handlers.cards import Option
from handlers.commands import Acknowledge, AnswerEscalation, ListEscalations
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.items.bodies import body_named
from handlers.words.refs import kind_of, own_ref, refs_at_start
from handlers.words.understanding import Doubt, Understanding

SEPARATOR = r"[\s:;,.–—-]*"
ANSWER = re.compile(
    rf"{PLEASE}(?:answer|reply to|respond to)\s+(?:on\s+)?(?P<refs>{own_ref()})(?![\w/]){SEPARATOR}(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
ANSWERED = re.compile(
    rf"(?P<refs>{own_ref()})\s+(?P<verb>answer(?:ed)?|decided|decision|noted)\s*(?::|–|—|\s-\s|,\s|\bis\b|\bthat\b)\s*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
RESPONSE = re.compile(
    rf"(?:with\s+)?(?:an?\s+|the\s+)?(?:(?P<decision>decision|decided|decide|agreed|approved)"
    r"|(?P<resource>resources?|people|money|people or money|funding|budget|given)"
    rf"|(?P<awareness>awareness|noted|aware|known|seen|thanks(?:,? noted)?))\b{SEPARATOR}(?:(?:is|that)\s+)?",
    re.IGNORECASE,
)
ACKNOWLEDGE = re.compile(
    rf"{PLEASE}(?:(?:acknowledge|ack)\s+(?P<refs>{own_ref()})|(?P<after>{own_ref()})\s+(?:acknowledged?|ack(?:ed)?|seen)){END}",
    re.IGNORECASE,
)
LEAD = (
    rf"{PLEASE}(?:(?:raid|list|show(?: me| us)?|see|all|what(?:['’]?s| is| are)|any)\s+)*"
    r"(?:(?:the|our|my|open|unanswered|pending)\s+)*"
)
LIST = re.compile(
    rf"{LEAD}escalations?(?:\s+(?:not|without|that (?:are|have) not(?: been)?)\s+(?:an?\s+)?answer(?:ed)?)?"
    rf"(?:\s+(?:in|of|for|from)\s+(?P<where>.+?))?{END}",
    re.IGNORECASE,
)
UNANSWERED = re.compile(
    rf"{PLEASE}(?:what|which(?: escalations?)?|who)\s+(?:has|have|is|are)\s+(?:not|n['’]t|still not)\s+(?:yet\s+)?(?:been\s+)?"
    rf"(?:answered|had an answer)(?:\s+yet)?{END}|{PLEASE}(?:what|which)(?:\s+is|['’]s)?\s+(?:still\s+)?"
    rf"(?:unanswered|waiting for an answer){END}",
    re.IGNORECASE,
)
WITH = re.compile(
    rf"{PLEASE}(?:what|which|anything)(?:['’]?s|\s+is|\s+are)?\s+(?:(?:still|now)\s+)?(?:with|before|waiting for)\s+(?:the\s+)?"
    rf"(?P<to>[\w ]{{2,40}}?){END}",
    re.IGNORECASE,
)
PACK = re.compile(rf"{LEAD}(?:in\s+)?(?:the\s+)?board(?:['’]s)?\s+pack{END}", re.IGNORECASE)


def escalations(text: str, hearing: Hearing) -> Understanding | None:
    """What a text says of an escalation that there is; None when it is about something else."""
    said = text.strip()
    return _answer(said) or _acknowledged(said) or _listed(said, hearing)


def _answer(said: str) -> Understanding | None:
    if (match := ANSWER.fullmatch(said)) and not _knows(kind_of(_ref(match["refs"])), "answered"):
        return _answered(match["refs"], match["rest"])
    match = ANSWERED.fullmatch(said)
    if match is None or _knows(kind_of(_ref(match["refs"])), match["verb"]):
        return None
    verb = match["verb"].casefold()
    return _answered(match["refs"], match["rest"] if verb.startswith("answer") else f"{verb}: {match['rest']}")


def _answered(refs: str, rest: str) -> Understanding:
    """The sort of answer, where it says one, and its words."""
    ref, kind = _ref(refs), RESPONSE.match(rest)
    words = rest[kind.end() :].strip() if kind else rest.strip()
    command = AnswerEscalation(ref, (kind and kind.lastgroup) or "", words)
    doubts = () if command.response else (Doubt("response", f"What sort of answer to {ref} is that?", OPTIONS),)
    return Understanding("answer", (command,), doubts)


OPTIONS = (
    Option("decision", "a decision"),
    Option("resource", "people or money"),
    Option("awareness", "that they know"),
)


def _acknowledged(said: str) -> Understanding | None:
    match = ACKNOWLEDGE.fullmatch(said)
    ref = _ref(match["refs"] or match["after"]) if match else ""
    if not ref or _knows(kind_of(ref), "acknowledged"):
        return None
    return Understanding("update", (Acknowledge(ref),))


def _listed(said: str, hearing: Hearing) -> Understanding | None:
    if PACK.fullmatch(said):
        return Understanding("query", (ListEscalations(board=True),))
    if UNANSWERED.fullmatch(said):
        return Understanding("query", (ListEscalations(),))
    if match := WITH.fullmatch(said):
        to = body_named(match["to"], hearing.around.programme)
        return Understanding("query", (ListEscalations(to=to),)) if to else None
    match = LIST.fullmatch(said)
    if match is None:
        return None
    if not match["where"]:
        return Understanding("query", (ListEscalations(),))
    strand = hearing.strands.find(match["where"], loose=True)
    return Understanding("query", (ListEscalations(strand.id),)) if strand else None


def _ref(said: str) -> str:
    return refs_at_start(said)[0][0]


def _knows(kind: type[Body], verb: str) -> bool:
    """Whether a kind has a word of its own for that: a decision is decided, a complaint acknowledged."""
    stem = verb.casefold()[:6]
    own = (*kind.kind.lifecycle.words, *(word for _, ask in kind.asks() for word in ask.words))
    return any(word.casefold().startswith(stem) for word in own)
