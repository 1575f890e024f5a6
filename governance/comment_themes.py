"""Themes of comments: what a comment is about, proposed by its words and put right by an officer. Counted, and never shown of
fewer than five people. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from governance.surveys import FEWEST_SHOWN

PRAISE, OTHER = "praise", "something else"


@dataclass(frozen=True)
class Theme:
    """`says` are the beginnings of words that speak of it."""

    name: str
    says: str


THEMES: tuple[Theme, ...] = (
    Theme(
        "dust and dirt",
        r"dust|dirt|mess|rubble|debris|unclean|filth|untidy|rubbish|paint (?:splash|on)|left (?:tools|materials)",
    ),
    Theme("noise", r"nois|loud|drill|bang|hammer|din\b|racket|vibrat"),
    Theme(
        "dates and notice",
        r"dates?\b|notice|told us|told me|nobody told|not told|inform|letters?\b|late\b|delay|wait|appointment"
        r"|turn(?:ed)? up|no.?show|communicat|updates?\b|rebook|cancell|short notice|when (?:they|it|the)|over ?r[au]n",
    ),
    Theme(
        "doors and windows",
        r"doors?\b|windows?\b|fobs?\b|locks?\b|handle|hinge|sticks?\b|draught|glass|intercom|entry ?phone|key ?safe",
    ),
    Theme(
        "staff and contractors",
        r"liaison|officers?\b|staff|contractor|workm[ae]n|workers?\b|builders?\b|rude|polite|team\b|foreman|operative|fitters?\b|manager",
    ),
    Theme(
        "quality of work",
        r"quality|poor(?:ly)? (?:work|done|fitted)|bodge|botch|shoddy|finish|snag|crack|leak|re-?do|not fixed|broke|damag",
    ),
    Theme(
        "safety and security",
        r"scaffold|unsafe|safety|danger|trip(?:ped|ping)?\b|security|secure|fire\b|burglar|lighting",
    ),
    Theme("warmth and damp", r"cold\b|warm|heat|damp|mould|condensation|energy"),
    Theme("cost", r"cost|bills?\b|charge|rent\b|expensive|money|section 20|service charge|pay\b|paid\b"),
    Theme(
        "access and getting about", r"lifts?\b|parking|access\b|ramp|stairs?\b|blocked (?:path|entrance|way)|walkway"
    ),
    Theme(
        PRAISE,
        r"thank|good|great|excellent|happy|brilliant|lovely|well done|pleased|helpful|friendly|fantastic|perfect|amazing"
        r"|superb|tidy",
    ),
)
NAMES = tuple(theme.name for theme in THEMES)
_SAYS: Mapping[str, re.Pattern[str]] = {
    theme.name: re.compile(rf"\b(?:{theme.says})", re.IGNORECASE) for theme in THEMES
}
# “not good”, “never happy”, “no thanks to”: words of praise that are none.
_NO_PRAISE = re.compile(
    r"\b(?:not|no|never|hardly|nothing|isn['’]?t|wasn['’]?t|aren['’]?t|weren['’]?t|don['’]?t|didn['’]?t|un)\b(?:\s+\w+){0,2}?\s+"
    rf"(?:{THEMES[-1].says})\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Comment:
    """What one person said in words. `id` is the questionnaire's number; `themes` are what an officer said it is about (none:
    nobody has looked, so its words tell)."""

    id: str
    text: str
    themes: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        return self.themes or proposed(self.text)


@dataclass(frozen=True)
class Spoken:
    """One theme: how many people spoke of it (None: fewer than five), and their comments where they may be shown."""

    theme: str
    people: int | None
    comments: tuple[Comment, ...] = field(default=())


def proposed(text: str) -> tuple[str, ...]:
    """What a comment is about, by its words."""
    praising = _NO_PRAISE.sub(" ", text)
    found = (name for name in NAMES if _SAYS[name].search(praising if name == PRAISE else text))
    return tuple(found) or (OTHER,)


def by_theme(comments: Iterable[Comment]) -> tuple[Spoken, ...]:
    """The themes of comments, those that most spoke of first. Of fewer than five people neither number nor words are shown; they
    come last."""
    held: dict[str, list[Comment]] = {}
    for comment in comments:
        if comment.text.strip():
            for theme in dict.fromkeys(comment.about):
                held.setdefault(theme, []).append(comment)
    found = [
        Spoken(theme, len(some), tuple(some)) if len(some) >= FEWEST_SHOWN else Spoken(theme, None)
        for theme, some in held.items()
    ]
    return tuple(sorted(found, key=lambda one: (-(one.people or 0), one.theme == OTHER, one.theme)))


def alike(comments: Sequence[Comment]) -> list[tuple[Comment, int]]:
    """Comments of the same words as one, with how many there are; the most frequent first."""
    often = Counter(_plain(comment.text) for comment in comments)
    first: dict[str, Comment] = {}
    for comment in comments:
        first.setdefault(_plain(comment.text), comment)
    return sorted(
        ((first[words], times) for words, times in often.items()), key=lambda pair: (-pair[1], pair[0].text.casefold())
    )


def same_words(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
