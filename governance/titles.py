"""Titles: whether one says enough, and how cause, event and effect are read out of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from governance.kind import Body
from governance.programme import Programme
from governance.verbs import is_verb_form

WORD = re.compile(r"[^\W_](?:[\w&/.’'-]*[^\W_])?")
UNDECIDED = re.compile(
    r"(?<!\w)(?:tbc|tba|tbd|t\.b\.c|xxx+|\?\?+|to be (?:confirmed|decided|advised|agreed|determined))(?!\w)", re.I
)
EMPTY = re.compile(
    r"\b(?:stuff|things?|misc(?:ellaneous)?|various|something|whatever|etc|problems?"
    r"|issues(?!\s+(?:an?|the|its|their|his|her|no|new|\d)\b)|concerns(?!\s+(?:an?|the)\b))(?!\w)",
    re.I,
)  # fmt: skip

# How people say why, that, and what follows.
CAUSE = r"(?:because(?: of)?|due to|owing to|as a result of|given(?: that)?|as|since)"
MAY = r"(?:may|might|could|will|would|can|cannot|can['’]t|won['’]t|is likely to|are likely to|is unlikely to)"
EFFECT = (
    r"(?:so(?: that)?|which (?:would|could|might|may|will) (?:mean|lead to|cause|result in)(?: that)?|which means(?: that)?"
    r"|meaning(?: that)?|leading to|resulting in|and (?:so|then|therefore)|therefore|causing)"
)
THERE_IS = r"(?:there(?: is|['’]s) (?:a|the) (?:risk|chance|danger|possibility) (?:that|of)\s+)?"

# First words that are certainly no names.
SMALL = frozenset(
    "a all an any both each every it its many most no none officers one our people residents several some staff that the their"
    " there these they this those two we".split()
)

FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # Because X, Y may happen, so Z.
        rf"{CAUSE}\s+(?P<cause>.+?),\s*(?:then\s+)?{THERE_IS}(?P<event>.+?),?\s+{EFFECT}\s+(?P<effect>.+)",
        # There is a risk that Y because X, so Z.
        rf"{THERE_IS}(?P<event>.+?),?\s+{CAUSE}\s+(?P<cause>.+?),\s*{EFFECT}\s+(?P<effect>.+)",
        # Y may happen, so Z, because X.
        rf"{THERE_IS}(?P<event>.+?\b{MAY}\b.+?),?\s+{EFFECT}\s+(?P<effect>.+?),?\s+(?:because(?: of)?|due to)\s+(?P<cause>.+)",
    )
)


def vague(title: str, programme: Programme) -> str | None:
    """Why a title says too little (rule H05), as the end of “It …”; None when it says enough.

    Fewer words than the programme asks for; “TBC” and its like; words that stand for nothing (“stuff”, “issues”); no verb.
    """
    words = WORD.findall(title)
    fewest = programme.health.vague_words
    if found := UNDECIDED.search(title):
        return f"still says “{found[0]}”"
    if found := EMPTY.search(title):
        return f"says “{found[0].lower()}”, which could be anything"
    if len(words) < fewest:
        return f"has only {len(words)} {'word' if len(words) == 1 else 'words'}"
    if not any(is_verb_form(word) for word in words):
        return "does not say what happens (it has no verb)"
    return None


def cause_event_effect(text: str) -> tuple[str, str, str] | None:
    """“Because X, Y may happen, so Z” as (cause, event, effect); None where one of the three is missing."""
    said = " ".join(text.split()).strip(" .;")
    for form in FORMS:
        if match := form.fullmatch(said):
            cause, event, effect = (_sentence(match[name]) for name in ("cause", "event", "effect"))
            if cause and event and effect:
                return cause, event, effect
    return None


def parts_of(body: type[Body], title: str) -> Mapping[str, str]:
    """What a title says of cause, event and effect, for kinds that keep the three apart; empty for others, and where the
    title does not say all of them."""
    names = ("cause", "event", "effect")
    found = cause_event_effect(title)
    return dict(zip(names, found, strict=True)) if found and set(names) <= set(body.model_fields) else {}


def with_parts(body: type[Body], values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the cause, event and effect that their title says; where cause and effect were said apart, the title is the
    event. What was given is kept."""
    title = str(values.get("title", ""))
    found = parts_of(body, title)
    if not found and "event" in body.model_fields and values.get("cause") and values.get("effect"):
        found = {"event": title}
    return {**values, **{name: text for name, text in found.items() if not values.get(name)}}


def sentence_of(cause: str, event: str, effect: str) -> str:
    """Cause, event and effect as one sentence, the form in which a risk is said."""
    because = f"Because {_inner(_without(CAUSE, cause))}, " if cause else ""
    so = f", so {_inner(_without(EFFECT, effect))}" if effect else ""
    said = f"{because}{_inner(event) if because else event.strip(' .,;')}{so}"
    return said[:1].upper() + said[1:]


def _without(opening: str, text: str) -> str:
    """“because the bank …” without the word that says it is the cause."""
    return re.sub(rf"^\s*{opening}\s+", "", text, flags=re.IGNORECASE)


def _inner(text: str) -> str:
    """A sentence as it stands inside another: a small first letter where its first word is no name."""
    said = text.strip(" .,;")
    first = said.split(" ", 1)[0]
    return said[:1].lower() + said[1:] if first.casefold() in SMALL else said


def _sentence(text: str) -> str:
    said = text.strip(" ,.;:–—-")
    return said[:1].upper() + said[1:]
