"""Texts about records that exist: “A-012 done”, “A-012 due 3/12, owner @sam”, “give A-012 to sam”, “snooze A-012
until Monday”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from governance.kind import Body
from governance.kinds import all_kinds
from handlers.commands import Assign, Change, Command, Move, Note, OpenForm, Show, Undo
from handlers.words.dates import read
from handlers.words.hearing import Hearing, joined
from handlers.words.moving import due_instead, move_in, words_of
from handlers.words.refs import kind_of, own_ref, refs_at_start
from handlers.words.snoozing import snooze_in
from handlers.words.understanding import Doubt, Understanding
from handlers.words.values import Value, person, value_of

LINKING = re.compile(
    r"(?:[\s:,=>→–—-]+|\b(?:is now|has been|have been|should be|can be|needs? to be|must be|to be|new|is|are|now|was"
    r"|as|to|please|pls|i think|it's|it is)\b)+",
    re.IGNORECASE,
)
SHIFTED = re.compile(
    r"(?:now due|moved?|slip(?:s|ped)?|push(?:ed)?(?: back)?|delay(?:ed)?|extend(?:ed)?|rescheduled?|re-?dated?"
    r"|changed?|revised?|brought forward"
    r"|postponed?)\s+(?:to|until|till|by)?\s*(?=\S)",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"(?:(?:can|could|should|shall) (?:we|i)|is|are|has|have|was|did|when|who|what|whats|why|how|where|any)\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:(?:add )?(?:a )?(?:note|comment)\b[\s:–—-]*(?:that\s+)?|(?:update|fyi|progress)\s*[:–—-]+\s*)(?P<note>.+)",
    re.I | re.S,
)
GIVING = re.compile(r"(?:re)?assign(?:ed)?|give|given|hand(?: over)?|pass(?: on)?", re.IGNORECASE)
LATER = re.compile(
    r"(?:(?:back|by|out|forward|on|slip|slips|slipped|extend|extended|push(?:ed)?(?: back)?|delay(?:ed)?(?: by)?|add|\+)\s*)+"
    r"(?:a|an|one|two|three|\d+)\s*(?:more\s+)?(?:working\s+)?(?:day|week|fortnight|month|wd)s?",
    re.IGNORECASE,
)
THANKS = re.compile(r"[\s,]+(?:please|pls|plz|thanks|thank you|cheers|ta)[\s.!]*$", re.IGNORECASE)
BECAUSE = re.compile(r"\s*[,;–—]\s*(?:because\s+|as\s+)?|\s+-\s+|\s+(?:because|as|since|due to)\s+", re.IGNORECASE)
LONGEST_LIST = 2_000  # characters: a longer text is about one record (a long note)
MOST_STOPS = 8  # how many commas one value may hold
SPLIT = re.compile(r"\s*(?:[,;&]|\band\b)\s*", re.IGNORECASE)

# What a verb before a ref makes of the words after it.
BEFORE = {
    r"(?:add (?:a )?)?(?:note|comment)(?: to| on| for| against)?": "note ",
    r"snooze|mute|silence|remind me (?:about|of)": "snooze ",
    r"edit|amend": "edit ",
    r"give|assign|reassign|hand(?: over)?|pass|swap|transfer": "assign ",
    r"i['’]?ll (?:take|do|have|own|pick up)|i can (?:take|do)|i['’]?ve got|mine|take|claim": "assign me",
    r"push(?: back)?|bump|shift|extend|delay|postpone|bring forward|move|re-?date|reschedule|slip": "",
    r"mark|set|make|change|update|put": "",
    r"who['’]?s got|who has|show(?: me)?|open|view|see|display|status(?: of)?|what['’]?s|what is|where are we with|how['’]?s"
    r"|details? (?:of|for|on)|look at": "show ",
    r"delete|remove|bin": "delete ",
}


@dataclass
class Changes:
    """What the clauses about one record set so far."""

    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    given: bool = False

    def add(self, value: Value) -> None:
        self.values |= value.values
        self.doubts += value.doubts
        self.remarks += value.remarks


def change(text: str, hearing: Hearing) -> Understanding | None:
    """What a text says about existing records; None when it begins with no ref, or the rest makes no sense."""
    parts = []
    for piece in _per_ref(text):
        part = _one_piece(piece, hearing)
        if part is None:
            return None
        parts.append(part)
    return joined(parts) if parts else None


def _per_ref(text: str) -> list[str]:
    """“A-012 done; A-013 due Friday” as one piece a record. A list of refs with one meaning stays together."""
    found: list[str] = []
    if len(text) > LONGEST_LIST:
        return [text]
    for piece in re.split(rf"(?:[;\n]+|,|\.\s|\s+and\b)\s*(?=(?:[a-z]+\s+)?{own_ref()}\b)", text, flags=re.IGNORECASE):
        if found and not _says_something(found[-1]):
            found[-1] = f"{found[-1]}, {piece}"
        elif piece.strip():
            found.append(piece)
    if len(found) > 1 and not _says_something(found[-1]) and not refs_at_start(found[-1])[1].strip():
        return [text]
    return found


def _says_something(piece: str) -> bool:
    refs, rest = refs_at_start(piece)
    if refs:
        return bool(rest.strip(" ,.;"))
    return bool(refs_at_start(_verb_first(piece)[1])[0])


def _one_piece(text: str, hearing: Hearing) -> Understanding | None:
    refs, rest = refs_at_start(text)
    if not refs:
        verb, after = _verb_first(text)
        refs, tail = refs_at_start(after)
        if not refs or verb is None:
            return None
        rest = f"{verb}{LINKING.sub('', tail, count=1) if LINKING.match(tail) else tail}"
    if text.rstrip().endswith("?") and QUESTION.match(
        LINKING.sub("", text, count=1) if not QUESTION.match(text) else text
    ):
        rest = ""
    parts = [_about(ref, rest, hearing) for ref in refs]
    return joined([part for part in parts if part]) if all(parts) else None


def _verb_first(text: str) -> tuple[str | None, str]:
    """“mark A-012 as done” as (“”, “A-012 as done”); “close A-012” as (“close ”, “A-012”). (None, text) when it is neither."""
    match = _verbs().match(text)
    if not match:
        return None, text
    after = text[match.end() :]
    if named := match["field"]:
        return f"{named} ", after
    verb = match["verb"].casefold()
    for pattern, meaning in BEFORE.items():
        if re.fullmatch(pattern, verb):
            return meaning, after
    return f"{verb} ", after


@cache
def _verbs() -> re.Pattern[str]:
    """The words that may stand before a ref, from the kinds' lifecycles and fields."""
    states = {word for body in all_kinds().values() for word in words_of(body.kind.lifecycle)}
    kinds = {word for body in all_kinds().values() for word in (body.kind.name, body.kind.plural, *body.kind.words)}
    fields = "|".join(re.escape(word) for word in sorted(_all_field_words(), key=len, reverse=True))
    verbs = "|".join(
        [
            *BEFORE,
            *(re.escape(word) for word in sorted(states, key=len, reverse=True)),
            "is",
            "has",
            "who owns",
            "when is",
        ]
    )
    asked = (
        r"(?:(?:please|pls|sorry|can (?:you|we|i)|could (?:you|we)|should we|shall we|hi|ok|just"
        r"|i['’]?ve|i have|we['’]?ve|we have)[\s,]+)*"
    )
    setting = rf"(?:change|set|update|make|move|put)\s+(?:the\s+)?(?P<field>{fields})(?:\s+date)?\s+(?:of|on|for)"
    return re.compile(
        rf"{asked}(?:{setting}|(?P<verb>{verbs}))\s+(?:off\s+|out\s+|the\s+)*(?:(?:{'|'.join(kinds)})\s+)?",
        re.IGNORECASE,
    )


def _all_field_words() -> set[str]:
    return {word for body in all_kinds().values() for word in field_words(body)}


@cache
def field_words(body: type[Body]) -> dict[str, str]:
    """The words that name a field of a kind, each with the field: declared words, its label and its own name."""
    found: dict[str, str] = {}
    for name, ask in body.asks():
        if name == "status" or (ask.input == "none" and not ask.words):
            continue
        for word in (*ask.words, ask.label.casefold(), name.replace("_", " ")):
            found.setdefault(word, name)
    found.setdefault("rename to", "title")
    found.setdefault("rename", "title")
    found.setdefault("due date", "due")
    return found


def _about(ref: str, rest: str, hearing: Hearing) -> Understanding | None:
    """What the words after (or around) a ref say about that record."""
    body = kind_of(ref)
    text = LINKING.sub("", rest, count=1) if LINKING.match(rest) else rest
    text = re.sub(r"^status\b[\s:=]*(?:to\s+)?(?=\w)", "", text, flags=re.IGNORECASE).strip()
    text = due_instead(text, body, hearing)
    if text.casefold().strip(" ?.!") in ("", "show"):
        return Understanding("show", (Show(ref),))
    if text.casefold().strip(" .") == "edit":
        return Understanding("form", (OpenForm("edit", kind=body.kind.name, ref=ref),))
    if text.casefold().strip(" .") == "undo":
        return Understanding("undo", (Undo(),))
    if match := NOTE.fullmatch(text):
        return Understanding("update", (Note(ref, match["note"].strip()),))
    text = THANKS.sub("", text)
    if snoozed := snooze_in(text, ref, hearing):
        return snoozed
    return _percent(ref, text, body) or _fields(ref, text, body, hearing) or _moved(ref, text, body, hearing)


def _moved(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    found = move_in(text, body, hearing)
    return Understanding("update", (Move(ref, *found),)) if found else None


def _percent(ref: str, text: str, body: type[Body]) -> Understanding | None:
    """“50%”, “50% done”."""
    match = re.fullmatch(r"(\d{1,3})\s*%(?:\s+(?:done|complete|there|through))?[.!]?", text, re.IGNORECASE)
    name = next((name for name, ask in body.asks() if ask.unit == "%"), None)
    return Understanding("update", (Change(ref, {name: int(match[1])}),)) if match and name else None


def _fields(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“due 3/12, owner @sam”: clauses one after the other; a field of free text takes all that follows."""
    if LATER.fullmatch(text.strip(" .")):
        return _counted_from_old(ref, text)
    if re.fullmatch(r"(?:re)?assign|owner", text.strip(" ."), re.IGNORECASE):
        return Understanding("form", (OpenForm("reassign", ref=ref),))
    if text.strip(" .").casefold() in field_words(body):
        return Understanding("form", (OpenForm("edit", kind=body.kind.name, ref=ref),))
    if found := _clauses(text, body, hearing):
        return Understanding("update", (_command(ref, found),), tuple(found.doubts), tuple(found.remarks))
    return _with_a_reason(ref, text, body, hearing)


def _clauses(text: str, body: type[Body], hearing: Hearing) -> Changes | None:
    found = Changes()
    at = 0
    while at < len(text):
        end = _clause(text, at, body, hearing, found)
        if end is None:
            return None
        at = end
    return found if text else None


def _with_a_reason(ref: str, text: str, body: type[Body], hearing: Hearing) -> Understanding | None:
    """“due 11/12, supplier late”: what is changed, and why as a note."""
    for match in islice(BECAUSE.finditer(text), MOST_STOPS):
        found = _clauses(text[: match.start()], body, hearing)
        if found and found.values and text[match.end() :].strip():
            note = Note(ref, text[match.end() :].strip())
            return Understanding("update", (_command(ref, found), note), tuple(found.doubts), tuple(found.remarks))
    return None


def _command(ref: str, found: Changes) -> Command:
    if found.given and set(found.values) == {"owner"} and found.values["owner"]:
        return Assign(ref, found.values["owner"])
    return Change(ref, found.values)


def _counted_from_old(ref: str, text: str) -> Understanding:
    """“Back a week” counts from a day that words alone don't tell: ask for the day itself."""
    doubt = Doubt("due", f"What is the new due date of {ref}? I can't count from the old one.", said=text)
    return Understanding("update", (Change(ref, {}),), (doubt,))


def _clause(text: str, at: int, body: type[Body], hearing: Hearing, found: Changes) -> int | None:
    """Read the longest clause that starts at `at` into `found`; where the next one starts, or None when it makes no sense."""
    stops = [match for match in islice(SPLIT.finditer(text, at), MOST_STOPS) if match.start() > at]
    ends = [(len(text), len(text)), *((stop.start(), stop.end()) for stop in reversed(stops))]
    for end, following in ends:
        said = text[at:end].strip(" .")
        if value := _clause_value(said, body, hearing, found):
            found.add(value)
            return following
    return None


def _clause_value(said: str, body: type[Body], hearing: Hearing, found: Changes) -> Value | None:
    for word, name in sorted(field_words(body).items(), key=lambda pair: -len(pair[0])):
        match = re.match(rf"{re.escape(word)}\b\s*(?:(?:is|to|by|on)\b|[=:])?\s*(?=\S)", said, re.IGNORECASE)
        if match and (value := value_of(body, name, said[match.end() :], hearing)):
            found.given = found.given or word.startswith("assign")
            return value
    return _bare_value(said, body, hearing, found)


def _bare_value(said: str, body: type[Body], hearing: Hearing, found: Changes) -> Value | None:
    """A value that needs no field word: a day, a person, a workstream, “high”, “no due date”."""
    names = dict(body.asks())
    if re.fullmatch(r"no (?:due )?date|(?:remove|clear) (?:the )?(?:due )?date", said, re.IGNORECASE):
        return Value({"due": None})
    day = said[match.end() :] if (match := SHIFTED.match(said)) else said
    if "due" in names and read(day, hearing.moment):
        return value_of(body, "due", day, hearing)
    for name, ask in names.items():
        if ask.input == "choice":
            bare = re.sub(rf"\s+(?:{'|'.join(ask.words) or name})$", "", said, flags=re.IGNORECASE)
            if (len(bare) > 2 or bare != said) and (value := value_of(body, name, bare, hearing)):
                return value
    match = re.match(r"(?:workstream|ws|in|into|move to|under)\s+(.+)", said, re.IGNORECASE)
    if strand := hearing.strands.find(match[1] if match else said, loose=match is not None):
        return Value({"workstream": strand.id})
    return _bare_person(said, hearing, found) if "owner" in names else None


def _bare_person(said: str, hearing: Hearing, found: Changes) -> Value | None:
    giving = GIVING.match(said)
    text = re.sub(r"^(?:it\s+)?(?:over\s+)?(?:back\s+)?to\s+", "", said[giving.end() :].strip()) if giving else said
    text = re.sub(r"^(?:for|with)\s+", "", text)
    named = hearing.people.at_start(text, loose=bool(giving))
    if not giving and (named is None or text[named.end :].strip()):
        return None
    value = person("owner", text, hearing)
    found.given = found.given or value is not None
    return value
