"""Steps of a programme's scales in a text: “L4 I5”, “3 x 4”, “high likelihood, major impact”, “likely / severe”."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from governance.kind import Ask, Body
from governance.programme import Programme, Scale
from handlers.words.hearing import asked_fields
from handlers.words.items.choices import chosen
from handlers.words.patterns import compiled

OPEN_MARK = r"(?:^|(?<=[\s,;(\[/&+|=x×–—-]))"
NOW = "now|current|currently|residual|net|score[ds]?|rated|scoring"
MEASURES = "mm?|cm|km|ft|feet|inch(?:es)?|tonnes?|tons?|kg|litres?|vehicles?|vans?|cars?|days?|weeks?"
END_MARK = r"(?=\s*(?:$|[,;:)\]\n/|]|[.!](?:\s|$)|[-–—]\s|<?@|(?:owner|review|by|due|and|for|in)\b))"
IS = r"\s*(?:is|are|now|of|at|[:=-])?\s*"
JOINT = r"\s*(?:[x×*/,;&+-]|\band\b|\bbut\b)?\s*"


@dataclass(frozen=True)
class Rated:
    """A step said of a scale at [start, end) of a text; 1 to 5, any other number as it was written, None for words that could
    mean a step of more than one scale. `field` is empty where they name none."""

    field: str
    step: int | None
    start: int
    end: int


def step_of(said: str, scale: Scale) -> int | None:
    """The step from 1 to 5 that a number, a label or another word for it means."""
    plain = " ".join(said.casefold().replace("-", " ").split())
    if plain.isdecimal():
        return int(plain) if 1 <= int(plain) <= 5 else None
    words = ((at, (step.label, *step.words)) for at, step in enumerate(scale, 1))
    return next((at for at, named in words if plain in (word.casefold() for word in named)), None)


def rated(text: str, body: type[Body], programme: Programme, known: Container[str] = ()) -> list[Rated]:
    """What a text says first on the scales of a kind that are not known yet: one step, or two that were said together."""
    fields = asked_fields(body, "scale")
    found = _pair(text, fields, programme, known)
    one = found or _named(text, fields, programme, known) or _bare(text, body, programme)
    return one if isinstance(one, list) else [one] if one and one.field not in known else []


def _words(programme: Programme, scale: str) -> str:
    return _alternatives(programme.scale(scale))


@cache
def _alternatives(scale: Scale) -> str:
    words = {word.casefold() for step in scale for word in (step.label, *step.words)}
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in sorted(words, key=len, reverse=True))


def _pairs(fields: dict[str, Ask]) -> Iterator[tuple[str, str, str]]:
    """Fields that are scored together, as declared one after the other, with the word that both begin with (“target”)."""
    names = list(fields)
    found = []
    for one, two in zip(names[::2], names[1::2], strict=False):
        first = {word.split()[0] for word in fields[one].words if " " in word}
        shared = first & {word.split()[0] for word in fields[two].words if " " in word}
        found.append((one, two, "|".join(sorted(map(re.escape, shared)))))
    yield from sorted(found, key=lambda pair: not pair[2])  # “target 2x3” before “2x3”


def _pair(text: str, fields: dict[str, Ask], programme: Programme, known: Container[str]) -> list[Rated] | None:
    """“4x5”, “target 2 x 4”, “likely / severe”, “high/high”."""
    for one, two, before in _pairs(fields):
        if one in known or two in known:
            continue
        ones, twos = (_words(programme, fields[name].scale) for name in (one, two))
        word = rf"(?:{before})\s*(?:score)?{IS}" if before else rf"(?:(?:{NOW})\b[\s:=]*)?"
        labels = [_labels(fields, name) for name in list(fields)[:2]]
        labelled = JOINT.join(
            rf"(?:{label})\s*[:=]?\s*(?P<{at}>\d{{1,2}})" for at, label in zip("ab", labels, strict=True)
        )
        patterns = (
            rf"{OPEN_MARK}{word}(?P<a>\d{{1,2}})\s*[x×*]\s*(?P<b>\d{{1,2}})(?!\w|\.\d)(?!\s*(?:{MEASURES})\b)",
            rf"{OPEN_MARK}{word}{labelled}(?!\w)",
            rf"(?:^|(?<=[.,;(\[\n–—])|(?<=[.,;]\s)|(?<=\s[-]))\s*{word}(?P<a>{ones}){JOINT}(?P<b>{twos}){END_MARK}",
            rf"(?<=\w\s)(?:is\s+|it['’]s\s+)?{word}(?P<a>{ones})(?:\s*(?:[/,]|\bbut\b|\band\b)\s*"
            rf"|\s+)(?P<b>{twos})(?:\s+(?:if it (?:happens|does)|impact))?(?=[\s.!)]*$)",
        )
        for pattern in patterns:
            for match in compiled(pattern).finditer(text):
                steps = [_number(match["a"], fields[one], programme), _number(match["b"], fields[two], programme)]
                return [Rated(name, step, *match.span()) for name, step in zip((one, two), steps, strict=True)]
    return None


def _is_before_or_after(ask: Ask) -> bool:
    """Whether a field holds a score before controls or a target, and not the score as it is: all its words say which."""
    return all(" " in word for word in ask.words)


def _labels(fields: dict[str, Ask], name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(fields[name].words, key=len, reverse=True))


def _number(said: str, ask: Ask, programme: Programme) -> int | None:
    """The step, or a number that is none as it stands: it must be asked about, never clamped."""
    return step_of(said, programme.scale(ask.scale)) or (int(said) if said.isdecimal() else None)


def _named(text: str, fields: dict[str, Ask], programme: Programme, known: Container[str]) -> Rated | None:
    """“L4”, “impact: 5”, “likelihood likely”, “major impact”."""
    for name, ask in sorted(fields.items(), key=lambda item: -max(map(len, item[1].words), default=0)):
        if name in known:
            continue
        words = _words(programme, ask.scale)
        long = (
            "|".join(re.escape(word) for word in sorted(ask.words, key=len, reverse=True) if len(word) > 1) or r"(?!)"
        )
        short = "|".join(re.escape(word) for word in ask.words if len(word) == 1) or r"(?!)"
        others = "|".join(
            re.escape(word) for other, its in fields.items() if other != name for word in its.words if len(word) > 1
        )
        patterns = (
            rf"{OPEN_MARK}(?P<said>\d)\s*(?:/|out of)\s*5\s+(?:for\s+)?(?:{long})\b",
            rf"{OPEN_MARK}(?:{long})(?:\s+(?:score|rating|now|level))?{IS}(?P<said>\d{{1,2}})(?![\d%.])(?:\s*(?:/|out of)\s*5)?",
            rf"{OPEN_MARK}(?:{short})\s*[:=]?\s*(?P<said>\d{{1,2}})(?![\d%])(?!\.\d)",
            rf"{OPEN_MARK}(?:{long}){IS}(?P<said>{words})\b(?!\s+(?:{others or '(?!)'})\b)",
            rf"^(?P<said>{words})[\s-]+(?:{long})\s*[:,–—-]\s+(?!\d|(?:{words})\b)",
            rf"{OPEN_MARK}(?:an?\s+|of\s+)?(?P<said>{words})[\s-]+(?:{long})\b(?!\s*(?:\d|[:=]))",
        )
        for pattern in patterns:
            if match := compiled(pattern).search(text):
                return Rated(name, _number(match["said"], ask, programme), *match.span())
    return None


def _bare(text: str, body: type[Body], programme: Programme) -> Rated | None:
    """“…, severe”, “likely: …”: a word of one scale that stands by itself; of two scales it only says that one must ask."""
    fields = asked_fields(body, "scale")
    scales = {ask.scale for ask in fields.values()}
    words = "|".join(_words(programme, scale) for scale in scales)
    if not scales:
        return None
    apart = rf"(?:[,;(\[\n]|\.\s|\s[-–—])\s*(?P<last>{words})(?:\s+risk)?[)\]]?[.!]*$"
    first = rf"(?:(?:rated|scored|score)\s+)?(?P<first>{words})(?:\s+risk)?\s*(?:[:,–—]|-\s)"
    match = compiled(first).match(text) or compiled(apart).search(text)
    if not match:
        return None
    said = match["last"] if "last" in match.groupdict() else match["first"]
    if any(chosen(ask, said) for ask in asked_fields(body, "choice").values()):
        return None  # “high” is a priority of an issue before it is a severity
    meant = [(scale, step) for scale in sorted(scales) if (step := step_of(said, programme.scale(scale)))]
    if (
        len(meant) != 1
        or len([ask for ask in fields.values() if ask.scale == meant[0][0] and not _is_before_or_after(ask)]) > 1
    ):
        return Rated("", None, *match.span())
    name = next(name for name, ask in fields.items() if ask.scale == meant[0][0])
    return Rated(name, meant[0][1], *match.span())
