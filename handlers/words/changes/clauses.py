"""The clauses of a change, one after the other: “due 3/12, owner @sam”, “L4 I5”, “amber: path to green is …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from governance.kind import Ask, Body
from governance.kinds import all_kinds
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing
from handlers.words.items.choices import chosen
from handlers.words.items.due import backwards
from handlers.words.items.scales import rated
from handlers.words.understanding import Doubt
from handlers.words.values import Value, person, value_of

SHIFTED = re.compile(
    r"(?:now due|moved?|slip(?:s|ped|ping)?|push(?:ed)?(?: back)?|delay(?:ed)?|extend(?:ed)?|rescheduled?|re-?dated?"
    r"|changed?|revised?|brought forward|now forecast|now expected|postponed?|put back|back|out|forward"
    r"|(?:(?:wo|ca)n['’]?t|will not|cannot|not)(?:\s+(?:be|make|it|going|to|get|have|gets?|happen))*"
    r"(?:\s+(?:done|ready|finished|complete[d]?|available|possible|there|happening|due))?(?=\s+(?:until|till|before))"
    r"|(?:(?:is|are|still)\s+)?(?:running|going|slipping|forecast slipping|forecast|now)?(?:\s+(?:to be"
    r"|be))?\s*(?:late|behind|over|slipping)[\s,;:–—-]+(?:now|until|till|to|more like|will be|likely)"
    r"|more like|earliest(?: is)?|(?:now )?(?:likely|looking(?: like| at)?|aiming(?: for)?))\s+(?:to|until|till|by"
    r"|before)?\s*(?=\S)",
    re.IGNORECASE,
)
GIVING = re.compile(r"(?:(?:re)?assign(?:ed)?|give|given|hand(?: over)?|pass(?: on)?)\b", re.IGNORECASE)
SPLIT = r"\s*(?:[,;&]|\band\b)\s*"
# “… and keep red” says that something stays as it is.
KEPT = re.compile(
    r"(?:but\s+)?(?:keep(?:s|ing)?|leave|leaving|still|stays?|remains?|no change to)\s*"
    r"(?:it|the rest|everything else|all else|rag|status)?\s*"
    r"(?:(?:at|on|as|a|the)\s+)*(?:red|amber|green|same|open|is|unchanged|status|owner|rest|everything else)?(?:\s+as is)?",
    re.IGNORECASE,
)
NO_DATE = re.compile(r"no (?:due )?date|(?:remove|clear) (?:the )?(?:due )?date", re.IGNORECASE)
NEGATED = re.compile(r"(?:not|no longer|is not|isn['’]t|not on(?: the)?|off(?: the)?)\s+", re.IGNORECASE)
AFTER_FIELD = (
    r"\s*(?:(?:date\s+)?(?:(?:is|was) wrong[\s,;–-]*(?:it\s+)?)?"
    r"(?:(?:is|are|to|by|on|now|at|of|for|becomes|up to|down to|should(?: now)? be|will be|to be|must be)\b\s*)*"
    r"|[=:→])[\s=:]*(?=\S)"
)
OTHER_SCORES = re.compile(
    r"(?:(?:new|set)\s+)?(?P<which>target|inherent|gross|residual)(?:\s+(?:risk|score|scores|rating))?"
    r"\s*(?:is|to|now|at|[:=])?\s+(?P<rest>.+)",
    re.IGNORECASE,
)
SCORE_FIELDS = {"target": "target_{}", "residual": "target_{}", "inherent": "inherent_{}", "gross": "inherent_{}"}
MOST_SCORES = 4
MOST_CLAUSES = 20
OF_FIVE = re.compile(r"\s*(?:/|out of)\s*5$")
DUE_WORDS = ("due", "due date", "date", "by", "deadline", "due by", "due on", "due for review")
NOW_SCORED = re.compile(
    r"^(?:(?:now|re-?scored?|scored?|re-?rated?|rated?|at|goes|down|up|reduced|raised|back|to)\s+)+", re.IGNORECASE
)
TARGET_BY = re.compile(r"\s+by\s+(?P<day>.+)$", re.IGNORECASE)
REASONS = ("because", "as", "since")  # these begin the reason of a change, whatever a field is called
MOST_STOPS = 12  # how many commas or field words one value may hold


@dataclass
class Changes:
    """What the clauses about one record set so far."""

    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    given: bool = False
    kept: bool = False

    def add(self, value: Value) -> None:
        self.values |= value.values
        self.doubts += value.doubts
        self.remarks += value.remarks


def all_field_words() -> set[str]:
    """The words of every kind's fields."""
    return {word for body in all_kinds().values() for word in field_words(body)}


@cache
def field_words(body: type[Body]) -> dict[str, str]:
    """The words that name a field of a kind, each with the field: declared words, its label and its own name. Words for the due
    date mean the field that holds it; a field that only a command of its own may change is not among them."""
    found: dict[str, str] = {}
    for name, ask in body.asks():
        if name == "status" or ask.fixed or (ask.input == "none" and not ask.words):
            continue
        for word in (*ask.words, ask.label.casefold(), name.replace("_", " ")):
            if word not in REASONS:
                found.setdefault(word.casefold(), name)
    found.setdefault("rename to", "title")
    found.setdefault("rename", "title")
    if body.kind.due_field in body.model_fields:
        for word in DUE_WORDS:
            found.setdefault(word, body.kind.due_field)
    return found


@cache
def _longest_first(body: type[Body]) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    pairs = sorted(field_words(body).items(), key=lambda pair: -len(pair[0]))
    ends = {True: r"(?:\b|(?=\d))", False: r"\b"}  # “v3”
    return tuple(
        (re.compile(re.escape(word) + ends[len(word) == 1] + AFTER_FIELD, re.IGNORECASE), word, name)
        for word, name in pairs
    )


@cache
def _stops(body: type[Body]) -> re.Pattern[str]:
    """Where a clause may end: at a comma or “and”, or before the next field's word or a choice that needs none (“sev 4 P2”)."""
    choices = {word for _, ask in body.asks() if ask.input == "choice" for word in ask.choices if len(word) > 1}
    words = "|".join(re.escape(word) for word in sorted({*field_words(body), *choices}, key=len, reverse=True))
    return re.compile(rf"{SPLIT}|\s+(?=(?:{words})\b)", re.IGNORECASE)


def clauses(text: str, body: type[Body], hearing: Hearing) -> Changes | None:
    """Everything that a text sets, clause after clause; None at the first that makes no sense."""
    found = Changes()
    at = 0
    for _ in range(MOST_CLAUSES):
        end = _clause(text, at, body, hearing, found) if at < len(text) else None
        if end is None:
            break
        at = end
    return found if at >= len(text) and (found.values or found.doubts or found.kept) else None


def _clause(text: str, at: int, body: type[Body], hearing: Hearing, found: Changes) -> int | None:
    """Read the longest clause that starts at `at` into `found`; where the next one starts, or None when it makes no sense."""
    for end, following in _ends(text, at, body):
        said = text[at:end].strip(" .")
        value = _clause_value(said, body, hearing, found)
        if value and end == len(text) and _holds_another(said, value, body, hearing):
            continue
        if value:
            found.add(value)
            return following
        if KEPT.fullmatch(said):
            found.kept = True
            return following
    return None


def _holds_another(said: str, value: Value, body: type[Body], hearing: Hearing) -> bool:
    """Whether a line of text goes on with another field (“audience all homes, publish 4/12”); a long text may hold anything."""
    name = next(iter(value.values), "title")
    if name == "title" or name not in body.model_fields or body.ask(name).input != "line":
        return False
    marks = [match.end() for match in islice(re.finditer(r"[,;]\s+", said), MOST_STOPS)]
    return any(_field_value(said[at:], body, hearing, Changes()) for at in marks)


def _ends(text: str, at: int, body: type[Body]) -> Iterator[tuple[int, int]]:
    """Where the clause at `at` may end and the next one begin, longest first."""
    stops = [match for match in islice(_stops(body).finditer(text, at), MOST_STOPS) if match.start() > at]
    yield len(text), len(text)
    yield from ((stop.start(), stop.end()) for stop in reversed(stops))


def _clause_value(said: str, body: type[Body], hearing: Hearing, found: Changes) -> Value | None:
    said = re.sub(r"^(?:also\s+)?(?:set|make|put|change|update)\s+(?:the\s+)?(?=\S+\s)", "", said, flags=re.IGNORECASE)
    return (
        _scores(said, body, hearing)
        or _field_value(said, body, hearing, found)
        or _flag(said, body)
        or _bare_value(said, body, hearing, found)
    )


def _field_value(said: str, body: type[Body], hearing: Hearing, found: Changes) -> Value | None:
    """A value after the word for its field."""
    for pattern, word, name in _longest_first(body):
        match = pattern.match(said)
        if match and (value := _value(body, name, said[match.end() :], hearing)):
            found.given = found.given or word.startswith("assign")
            return value
    return None


def _value(body: type[Body], name: str, said: str, hearing: Hearing) -> Value | None:
    """The value of a field after its word. The day of what is over is looked back for, also where the bot fills it in itself; one
    that has not come is refused where the change is made, never taken for something else."""
    if body.ask(name).input == "none" and "date" in str(body.model_fields[name].annotation):
        reading = read(said, hearing.moment)
        day = backwards(reading, hearing.moment).day if reading else None
        return Value({name: day}) if day else None
    return value_of(body, name, said, hearing)


def _scores(said: str, body: type[Body], hearing: Hearing) -> Value | None:
    """“L4 I5”, “3x4”, “high likelihood”, “target 2x3”: steps on the scales of a kind, and nothing else."""
    other = OTHER_SCORES.fullmatch(said)
    rest = other["rest"] if other else NOW_SCORED.sub("", said)
    by = TARGET_BY.search(rest) if other and "target_by" in body.model_fields else None
    rest = rest[: by.start()] if by else rest
    into = SCORE_FIELDS[other["which"].casefold()] if other else "{}"
    values: dict[str, Any] = {}
    for _ in range(MOST_SCORES):
        each = rated(rest, body, hearing.around.programme)
        if not each:
            break
        if any(not one.field or one.step not in range(1, 6) for one in each):
            return None
        values |= {one.field: one.step for one in each}
        rest = rest[: each[0].start] + " " + rest[each[-1].end :]
    if not values or re.fullmatch(r"(?:[\s,;.()&]|\band\b)*", rest) is None:
        return None
    renamed = {into.format(name[0]) if other else name: step for name, step in values.items()}
    if not set(renamed) <= set(body.model_fields):
        return None
    until = value_of(body, "target_by", by["day"], hearing) if by else Value()
    return Value(renamed | until.values, until.doubts) if until else None


def _flag(said: str, body: type[Body]) -> Value | None:
    """“critical”, “not on the critical path”, “publishable”."""
    no = NEGATED.match(said)
    plain = re.sub(r"^on (?:the )?", "", said[no.end() :] if no else said).casefold()
    name = field_words(body).get(plain)
    return Value({name: no is None}) if name and body.ask(name).input == "flag" else None


def _bare_value(said: str, body: type[Body], hearing: Hearing, found: Changes) -> Value | None:
    """A value that needs no field word: a day, a person, a workstream, “high”, “no due date”."""
    due = body.kind.due_field
    if NO_DATE.fullmatch(said):
        return Value({due: None})
    if value := _measured(said, body, hearing):
        return value
    shifted = SHIFTED.match(said)
    day = said[shifted.end() :] if shifted else said
    if due in body.model_fields and read(day, hearing.moment):
        return _value(body, due, day, hearing)
    if value := _bare_choice(said, body):
        return value
    match = re.match(r"(?:workstream|ws|in|into|move to|under)\s+(.+)", said, re.IGNORECASE)
    if strand := hearing.strands.find(match[1] if match else said, loose=match is not None):
        return Value({"workstream": strand.id})
    return _bare_person(said, hearing, found) if "owner" in body.model_fields else None


def _measured(said: str, body: type[Body], hearing: Hearing) -> Value | None:
    """“30 days”: a number with the unit of a field."""
    match = re.fullmatch(r"[+-]?\d{1,4}\s*(?P<unit>[a-z]+)", said, re.IGNORECASE)
    units = {ask.unit.strip(): name for name, ask in body.asks() if ask.input == "number" and ask.unit.strip()}
    name = units.get(match["unit"].casefold()) if match else None
    return value_of(body, name, said, hearing) if name else None


def _bare_choice(said: str, body: type[Body]) -> Value | None:
    """One of a field's choices without the field's name; a choice's own name is surer than another word for one (“amber”)."""
    asks = {name: ask for name, ask in body.asks() if ask.input == "choice"}
    for labels_only in (True, False):
        for name, ask in asks.items():
            bare = re.sub(rf"[\s-]+(?:{'|'.join(map(re.escape, ask.words)) or name})$", "", said, flags=re.IGNORECASE)
            if len(bare) < 3 and bare == said and not re.fullmatch(r"[A-Za-z]\d", said):
                continue
            value = _label(ask, bare) if labels_only else chosen(ask, bare)
            if value:
                return Value({name: value})
    return None


def _label(ask: Ask, said: str) -> str | None:
    return next((value for value in ask.choices if value.casefold() == said.strip().casefold()), None)


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
