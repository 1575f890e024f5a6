"""Questions about the register: “list overdue”, “whats overdue for ICT?”, “show sam's actions”, “what's due next week”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from governance.kinds import all_kinds, kind_named
from handlers.commands import Find, Worklist
from handlers.words.hearing import Hearing, person_doubt
from handlers.words.moving import words_of
from handlers.words.people import MENTIONED_OR_TYPED
from handlers.words.periods import period
from handlers.words.understanding import Doubt, Understanding

TRIGGER = re.compile(
    r"(?:(?:please|pls|can you|could you|hi|hey|hello)[\s,]+)*"
    r"(?:list|show(?: me| us)?|what['’]?s|whats|what (?:is|are|have|has|do|does|am|else is|will)|which|who['’]?s"
    r"|who (?:is|has|owns)|"
    r"whose|anything(?: else)?|is there anything|any|are there any|have we (?:got )?any|do (?:i"
    r"|we) have any(?:thing)?|how many|give me|get me|get|"
    r"see|view|display|count|everything|all|find|search(?: for)?|tell me|where are|how are)\b",
    re.IGNORECASE,
)
SEARCH = re.compile(r"(?:find|search(?: for)?)\s+[\"“]?(?P<text>.+?)[\"”]?$", re.IGNORECASE)
ABOUT = re.compile(
    r"(?:about|mentioning|containing|matching|with the words?|to do with|re)\s+[\"“]?(?P<text>.+?)[\"”]?\s*\?*$",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"(?:me|us|all|the|of|for|in|on|to|with|is|are|am|do|does|we|have|has|had|got|that|which|who|still|there|left|items?|things?|stuff|"
    r"everything|anything|something|outstanding|open|owned by|assigned to|belonging to|by|list|log|register"
    r"|tasks?|need(?:s|ed)?|doing|"
    r"please|pls|currently|now|right now|at the moment|be|done|and|else|against|under|late ones|ones|what|my list"
    r"|due|coming up|upcoming|a|an|any|"
    r"status|state|workstream|programme|team|going on|on at|so far|owes?|today's|actually)\b",
    re.IGNORECASE,
)
OVERDUE = re.compile(
    r"(?:overdue|over due|late|past (?:its |their |the )?due(?: date)?|behind|slipped|missed|out of date)\b",
    re.IGNORECASE,
)
UNOWNED = re.compile(
    r"(?:un-?(?:assigned|owned|allocated)|nobody['’]?s|no ?body owns|no-?one owns|(?:with(?:out)?(?: an?| no)?|no"
    r"|has no|have no) owners?|ownerless|"
    r"not assigned)\b",
    re.IGNORECASE,
)
MINE = re.compile(r"(?:mine|my|i['’]m|i|me|assigned to me|owned by me)\b", re.IGNORECASE)
HERE = re.compile(r"(?:here|this (?:workstream|channel|team|place)|our|ours|us|we)\b", re.IGNORECASE)
EVERY = re.compile(r"(?:all|any|everything|whatever status|any status)\b", re.IGNORECASE)
CLOSED = re.compile(r"(?:closed|not open|finished)\b", re.IGNORECASE)
WORKLIST = re.compile(
    r"(?:(?:please )?(?:list|show(?: me)?|see|view|open|get)\s+)?(?:my (?:work ?)?list|my (?:open )?(?:work|stuff"
    r"|jobs|to-?dos?|to do list|things|plate|"
    r"{kinds})|worklist|what['’]?s on my (?:plate|list)|what (?:do i|have i|i) (?:need to do|have to do|got on"
    r"|got to do|got|have on)|"
    r"what am i doing|what should i (?:be doing|do)(?: today| next)?)\s*[?.!]*".replace("{kinds}", "KINDS"),
    re.IGNORECASE,
)
LONGEST = 200  # characters: no question is longer
# Words for a move that mean no state in a question.
NO_STATES = frozenset({"doing", "start", "close", "drop", "cancel", "block", "finish"})


@dataclass
class Filter:
    """What a list asks for so far. `told` counts the parts that say something."""

    facts: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    told: int = 0
    due: bool = False

    def set(self, **facts: Any) -> bool:
        if any(name in self.facts for name in facts):
            return False
        self.facts |= facts
        self.told += 1
        return True


@cache
def _worklist() -> re.Pattern[str]:
    kinds = "|".join(
        sorted(
            {word for body in all_kinds().values() for word in (body.kind.plural, *body.kind.words)},
            key=len,
            reverse=True,
        )
    )
    return re.compile(WORKLIST.pattern.replace("KINDS", kinds), re.IGNORECASE)


def ask(text: str, hearing: Hearing) -> Understanding | None:
    """The list that a text asks for. None unless every word of it is understood, so that a title is never taken for a
    question."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    if _worklist().fullmatch(said):
        return Understanding("query", (Worklist(),))
    trigger = TRIGGER.match(said)
    rest = said[trigger.end() :] if trigger else said
    wanted = Filter()
    if not _consume(rest.strip(" ?!.:"), wanted, hearing):
        return _search(said, hearing)
    if not trigger and not (wanted.due or {"overdue", "unowned", "status"} & set(wanted.facts)):
        return _possessive(said, wanted, hearing)
    return _answer(wanted, hearing)


def _possessive(said: str, wanted: Filter, hearing: Hearing) -> Understanding | None:
    """Without a word that asks: “sam's actions”, “HR actions”, “actions for ICT”, “mine”."""
    named = {"owner", "workstream"} & set(wanted.facts)
    if named and ("kind" in wanted.facts or said.casefold() in ("mine", "my")):
        return _answer(wanted, hearing)
    return None


def _answer(wanted: Filter, hearing: Hearing) -> Understanding:
    facts = dict(wanted.facts)
    if "kind" not in facts and hearing.kind:
        facts["kind"] = hearing.kind.kind.name
    if not wanted.told:
        facts.setdefault("status", "open")
    return Understanding("query", (Find(**facts),), tuple(wanted.doubts))


def _search(said: str, hearing: Hearing) -> Understanding | None:
    """“find TUPE”: words to look for. In a kind's own command “find a venue” is a title: there, only in quotes or one word."""
    match = SEARCH.fullmatch(said)
    if not match:
        return None
    words = match["text"]
    if said.casefold().startswith("find") and MENTIONED_OR_TYPED.search(words):  # “find a venue @sam by Friday”
        return None
    quoted = said.rstrip()[-1:] in '"”'
    if hearing.kind and not quoted and not said.casefold().startswith("search") and len(words.split()) > 1:
        return None
    return Understanding(
        "query", (Find(kind=hearing.kind.kind.name if hearing.kind else None, text=words, status="any"),)
    )


def _consume(text: str, wanted: Filter, hearing: Hearing) -> bool:
    """Read filters from the front until nothing is left; False at the first word that means none."""
    while text := text.strip(" ,?!.:;"):
        for step in (_about, _overdue, _unowned, _states, _person, _mine, _when, _here, _kind, _strand, _filler):
            rest = step(text, wanted, hearing)
            if rest is not None:
                text = rest
                break
        else:
            return False
    return True


def _about(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = ABOUT.match(text)
    return "" if match and wanted.set(text=match["text"]) else None


def _overdue(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = OVERDUE.match(text)
    return text[match.end() :] if match and wanted.set(overdue=True) else None


def _unowned(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = UNOWNED.match(text)
    return text[match.end() :] if match and wanted.set(unowned=True) else None


def _states(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    if match := CLOSED.match(text):
        return text[match.end() :] if wanted.set(status="closed") else None
    plain = text.casefold()
    for word in words_of(hearing.body.kind.lifecycle):
        if word not in NO_STATES and plain.startswith(word) and not plain[len(word) : len(word) + 1].isalnum():
            state = "open" if word == "open" else hearing.body.kind.lifecycle.state_named(word)
            return text[len(word) :] if wanted.set(status=state) else None
    match = EVERY.match(text)
    if match and not text[match.end() :].strip():
        return "" if wanted.told or wanted.set(status="any") else None
    return None


def _mine(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = MINE.match(text)
    speaker = hearing.around.speaker
    if not match or not speaker:
        return None
    if wanted.facts.get("owner") == speaker.id or wanted.set(owner=speaker.id):
        return text[match.end() :]
    return None


def _person(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A person, also “sam's”. Several of that name: ask."""
    if re.match(r"(?:me|my|i|mine|myself)\b", text, re.IGNORECASE):
        return None
    named = hearing.people.at_start(text)
    if named is None or "owner" in wanted.facts:
        return None
    doubt = person_doubt(named, hearing)
    if doubt and not named.sure:
        wanted.doubts.append(doubt)
    wanted.set(owner=named.sure.id if named.sure else None)
    return re.sub(r"^['’]s\b", "", text[named.end :])


def _when(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A period, after “due” or on its own."""
    match = re.match(r"(?:(?:is |are )?(?:due|falling due|coming up)\b\s*)?", text, re.IGNORECASE)
    start = match.end() if match else 0
    words = list(re.finditer(r"\S+", text[start:]))[:8]
    for word in reversed(words):
        found = period(text[start : start + word.end()], hearing.moment)
        if found and wanted.set(due_from=found[0], due_to=found[1]):
            wanted.due = bool(start) or (None not in found and found[0] != found[1])
            return text[start + word.end() :]
    if start:
        wanted.due = True
        return text[start:]
    return None


def _here(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = HERE.match(text)
    if not match or not hearing.around.here or not wanted.set(workstream=hearing.around.here):
        return None
    return text[match.end() :]


def _kind(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = re.match(r"[\w-]+", text)
    body = kind_named(match[0]) or kind_named(match[0].removesuffix("s")) if match else None
    return text[match.end() :] if match and body and wanted.set(kind=body.kind.name) else None


def _strand(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    """A workstream's name of up to five words."""
    text = re.sub(r"^(?:the|#)\s*", "", text, flags=re.IGNORECASE)
    words = list(re.finditer(r"[^\s,?]+", text))[:5]
    for word in reversed(words):
        strand = hearing.strands.find(text[: word.end()], loose=True)
        if strand and wanted.set(workstream=strand.id):
            return text[word.end() :]
    return None


def _filler(text: str, wanted: Filter, hearing: Hearing) -> str | None:
    match = FILLER.match(text)
    return text[match.end() :] if match else None
