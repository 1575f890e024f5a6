"""Questions about the register: “list overdue”, “whats overdue for ICT?”, “show sam's actions”, “what's due next week”."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers.commands import Find, Worklist
from handlers.words.asking.asked import Filter
from handlers.words.asking.asked_of import strand_at
from handlers.words.asking.filters import KEPT, SHARE, consume, priority_of
from handlers.words.hearing import Hearing
from handlers.words.people import MENTIONED_OR_TYPED
from handlers.words.understanding import Understanding

TRIGGER = re.compile(
    r"(?:(?:please|pls|can you|could you|hi|hey|hello)[\s,]+)*"
    r"(?:list|show(?: me| us)?|what['’]?s|whats|what (?:is|are|have|has|do|does|am|else is|will)|which|who['’]?s"
    r"|who (?:is|has|owns)|"
    r"whose|anything(?: else)?|is there anything|any|are there any|have we (?:got )?any|do (?:i"
    r"|we) have any(?:thing)?|how many|give me|get me|get|"
    r"see|view|display|count|everything|all|find|search(?: for)?|tell me|where are|how are|what)\b",
    re.IGNORECASE,
)
SEARCH = re.compile(r"(?:find|search(?: for)?)\s+[\"“]?(?P<text>.+?)[\"”]?$", re.IGNORECASE)
# “what does HR owe finance this month”, “what is finance owed by HR”, “what do we need from legal”, “who owes us”.
OWES = re.compile(
    r"(?:what|which \w+)\s+(?:does|do|did|will|has|have|is|are)\s+(?P<who>.{1,40}?)\s+"
    r"(?:owe[sd]?|owing|give[ns]?|giving|deliver(?:s|ing)?|promised?|due to give)\b(?!\s+(?:by|from)\b)(?P<rest>.*)",
    re.IGNORECASE,
)
OWED = re.compile(
    r"(?:what|which \w+)\s+(?:does|do|is|are|will)\s+(?P<who>.{1,40}?)\s+"
    r"(?:owed|needs?|waiting (?:for|on)|expect(?:ing)?|get(?:ting)?|due)\b\s*(?:by|from)?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
WHO_OWES = re.compile(
    r"(?:who owes|what(?:['’]?s| is| do people) owe?d? to|what is owed to)\s+(?P<who>.+?)[\s?.!]*", re.IGNORECASE
)
OURS = frozenset({"we", "us", "our workstream", "i", "me", "they"})
WORKLIST = re.compile(
    r"(?:(?:please )?(?:list|show(?: me)?|see|view|open|get)\s+)?(?:my (?:work ?)?list|(?:what['’]?s )?my work ?load"
    r"|my (?:open )?(?:work|stuff"
    r"|jobs|to-?dos?|to do list|things|plate|"
    r"{kinds})|worklist|what['’]?s on my (?:plate|list)|what (?:do i|have i|i) (?:need to do|have to do|got on"
    r"|got to do|got|have on)|"
    r"what am i doing|what should i (?:be doing|do)(?: today| next)?)\s*[?.!]*".replace("{kinds}", "KINDS"),
    re.IGNORECASE,
)
LONGEST = 200  # characters: no question is longer
# What makes a text a question without a word that asks: by itself, or where a kind is named.
STRONG = frozenset({"overdue", "unowned", "undated", "unscored", "escalated", "status", "away_from", "away_when_due"})
WEAK = frozenset(
    "rag score_from priority sort council raised_by raised_from raised_to closed_from closed_to changed_from changed_to".split()
)


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
    shared = None if SEARCH.fullmatch(said) else SHARE.search(said)
    if shared and shared.start():
        found = _list(said[: shared.start()].strip(), hearing)
        return _shared(found) if found else None
    return _list(said, hearing)


def _shared(found: Understanding) -> Understanding:
    commands = tuple(replace(one, share=True) if isinstance(one, Find) else one for one in found.commands)
    return Understanding(found.intent, commands, found.doubts, found.remarks)


def _list(said: str, hearing: Hearing) -> Understanding | None:
    if owed := _owed(said, hearing):
        return owed
    trigger = TRIGGER.match(said)
    rest = said[trigger.end() :] if trigger else said
    wanted = Filter()
    named = hearing if hearing.kind else _about_a_kind(rest, hearing)
    if not consume(rest.strip(" ?!.:"), wanted, named):
        return _search(said, hearing)
    everything = trigger is not None and trigger[0].casefold().endswith("everything") and "text" in wanted.facts
    if everything:
        wanted.facts.setdefault("status", "any")
    if not trigger and not _is_a_question(said, wanted, hearing):
        return None
    return _answer(wanted, hearing)


def _about_a_kind(text: str, hearing: Hearing) -> Hearing:
    """The hearing with the kind that is named somewhere in a question: its states are meant by the words before it, too."""
    words = re.findall(r"[\w-]+", text)
    bodies = (kind_named(word) or kind_named(word.removesuffix("s")) for word in words)
    found = next((body for body in bodies if body), None)
    return hearing.of(found) if found else hearing


def _is_a_question(said: str, wanted: Filter, hearing: Hearing) -> bool:
    """Without a word that asks: “overdue”, “red risks”, “sam's actions”, “actions for ICT”, “mine”."""
    told = set(wanted.facts) | ({"priority"} if wanted.rated else set())
    if wanted.due or told & STRONG or said.casefold() in ("mine", "my"):
        return True
    if wanted.vague and not wanted.plural:
        return False
    if "kind" in told and ({"owner", "workstream", "workstreams"} & told or wanted.plural):
        return True
    return bool(told & WEAK) and ("kind" in told or hearing.kind is not None)


def _owed(said: str, hearing: Hearing) -> Understanding | None:
    """What one workstream gives another: the dependencies between them, by the giver, the receiver, or both."""
    for pattern, mine, other in ((OWES, "workstream", "counterpart"), (OWED, "counterpart", "workstream")):
        match = pattern.fullmatch(said.rstrip(" ?.!"))
        strand = match and _strand_named(match["who"], hearing)
        if match and strand:
            wanted = Filter({"kind": "dependency", mine: strand}, told=1)
            rest = re.sub(r"^\s*(?:to|by|from)\s+", "", match["rest"], flags=re.IGNORECASE).strip()
            rest = _second(rest, other, wanted, hearing)
            return _answer(wanted, hearing) if consume(rest, wanted, hearing) else None
    match = WHO_OWES.fullmatch(said)
    strand = match and _strand_named(match["who"], hearing)
    return Understanding("query", (Find(kind="dependency", counterpart=strand),)) if strand else None


def _second(rest: str, name: str, wanted: Filter, hearing: Hearing) -> str:
    """The text without the other workstream, where it begins with one."""
    ours = re.match(r"(?:us|we|me)\b", rest, re.IGNORECASE)
    if ours and (strand := _strand_named("we", hearing)):
        wanted.facts[name] = strand
        return rest[ours.end() :]
    if found := strand_at(rest, hearing):
        wanted.facts[name] = found[0].id
        return found[1]
    return rest


def _strand_named(who: str, hearing: Hearing) -> str | None:
    """A workstream's id; “we” is the place's own, else the speaker's."""
    if who.strip().casefold() in OURS:
        speaker = hearing.around.speaker
        return hearing.around.here or (speaker.workstream if speaker else None)
    found = hearing.strands.find(who, loose=True)
    return found.id if found else None


def _answer(wanted: Filter, hearing: Hearing) -> Understanding | None:
    facts = dict(wanted.facts)
    if "kind" not in facts and hearing.kind:
        facts["kind"] = hearing.kind.kind.name
    body = all_kinds().get(str(facts.get("kind")))
    if wanted.rated:
        rated = _rated(wanted.rated, body)
        if rated is None:
            return None
        facts |= rated
    facts = _bounds_meant(facts, wanted)
    if facts.get("sort") == "score" and body is None:
        facts["kind"] = "risk"
    if body and body.kind.name in KEPT:
        facts = _of_what_is_kept(facts, wanted, hearing)
    if not wanted.told:
        facts.setdefault("status", "open")
    return Understanding("query", (Find(**facts),), tuple(wanted.doubts))


def _bounds_meant(facts: dict[str, Any], wanted: Filter) -> dict[str, Any]:
    """The days of “new risks this week” and “closed risks last month” bound when they were raised or closed, not when due."""
    closed = facts.get("status") not in (None, "open", "any") and _is_over(str(facts["status"]))
    event = wanted.event or ("closed" if closed else "")
    if wanted.dated or not event or not {"due_from", "due_to"} & set(facts):
        return facts
    days = {f"{event}_{side}": facts.pop(f"due_{side}", None) for side in ("from", "to")}
    return {**facts, **days}


def _is_over(status: str) -> bool:
    """Whether a status is “closed”, or a state that closes a record of every kind that has it."""
    lifecycles = [body.kind.lifecycle for body in all_kinds().values() if status in body.kind.lifecycle.states]
    return status == "closed" or (bool(lifecycles) and not any(one.is_open(status) for one in lifecycles))


def _rated(said: str, body: type[Body] | None) -> dict[str, Any] | None:
    """What a priority means for the kind that is asked about; of a kind that has none and is scored, the colour it stands for."""
    if body and "priority" not in body.model_fields and body.score is not Body.score:
        colour = {"critical": "Red", "high": "Red", "medium": "Amber", "low": "Green"}.get(said)
        return {"rag": colour} if colour else None
    priority = priority_of(body, said) if body else _priority(said)
    return {"priority": priority} if priority else None


def _priority(said: str) -> str | None:
    """A priority of no kind in particular: that of the kind that calls it so itself, else of the first that knows the word."""
    found = [value for one in all_kinds().values() if (value := priority_of(one, said))]
    return next((value for value in found if value.casefold() == said), found[0] if found else None)


def _of_what_is_kept(facts: dict[str, Any], wanted: Filter, hearing: Hearing) -> dict[str, Any]:
    """Decisions and lessons are asked for when they are made: “decisions by the board in November”, “lessons about suppliers”."""
    first = facts.get("due_from")
    if first and not wanted.dated and first <= hearing.moment.today:
        facts |= {"closed_from": facts.pop("due_from"), "closed_to": facts.pop("due_to", None)}
        return {"status": "closed", **facts}
    return {"status": "any", **facts} if "text" in facts else facts


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
