"""Which of the programme's boards and roles a text names: “board”, “PM”, “chief execs”, “CEX group”."""

from __future__ import annotations

import re

from governance.programme import Programme

SHORT = {
    "cex": "chief executives",
    "ceos": "chief executives",
    "ceo": "chief executives",
    "mgr": "manager",
    "prog": "programme",
    "pgm": "programme manager",
}
LEAST = 4  # letters of a word that may stand for a longer one (“execs”, “exec”)
LONGEST_NAME = 6  # words
SMALL = frozenset("the our a of".split())


def body_named(said: str, programme: Programme) -> str | None:
    """The board or role that `said` names, or None. Initials that two of them share mean the higher."""
    words = [word for word in re.findall(r"\w+", said.casefold()) if word not in SMALL]
    if not words or len(words) > 6:
        return None
    plain = [part for word in words for part in SHORT.get(word, word).split()]
    fitting = [body for body in programme.bodies if _fits(plain, body.casefold().split())]
    if len(fitting) == 1 or plain == ["pm"]:
        return fitting[-1] if fitting else None
    whole = [body for body in fitting if len(body.split()) == len(plain)]
    return whole[0] if len(whole) == 1 else None


def body_at_start(text: str, programme: Programme) -> tuple[str, str] | None:
    """The board or role that a text begins by naming, and the rest of the text."""
    words = list(re.finditer(r"[\w&]+(?:['’]s\b)?", text))[:LONGEST_NAME]
    for word in reversed(words):
        said = text[: word.end()]
        if not re.search(r"[,:;–—.]|\s-\s", said) and (body := body_named(said, programme)):
            return body, text[word.end() :]
    return None


def _fits(words: list[str], body: list[str]) -> bool:
    """Whether every word stands for one of the body's, or all of them together are its initials."""
    if len(words) == 1 and words[0] == "".join(word[0] for word in body):
        return True
    return all(any(_stands_for(word, whole) for whole in body) for word in words)


def _stands_for(word: str, whole: str) -> bool:
    stem = word.rstrip("s")
    return word == whole or (len(stem) >= LEAST and (whole.startswith(stem) or whole.rstrip("s") == stem))
