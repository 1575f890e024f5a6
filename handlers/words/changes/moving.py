"""Words that take a record to another state: done, blocked waiting for legal, cancel because …, reopen because …"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from governance.kind import Body
from governance.lifecycle import Lifecycle
from handlers.words.days.dates import read
from handlers.words.hearing import Hearing
from handlers.words.items.bodies import body_at_start

REASON = re.compile(
    r"[\s:;,.–—-]*(?:\b(?:because(?: of)?|as|since|due to|cos|owing to|reason(?: is)?|note)\b[\s:,-]*)?", re.IGNORECASE
)
NO_REASON = re.compile(
    r"(?:(?:off|out|now|already|please|pls|thanks(?: \w+)?|thank you(?: \w+)?|cheers|ta|today|just now|it|again)\b[\s,.!]*)+",
    re.IGNORECASE,
)
BACK_TO = re.compile(r"^(?:back|moves?|moved|goes|go|went|put)\s+(?:back\s+)?(?:to|in|on)\s+", re.IGNORECASE)
# Words for the state that a record begins in; a reason after them makes no sense (“open the letter”).
WHERE_IT_STARTS = re.compile(r"open|to-?do|not started|draft|proposed|planned|logged|active", re.IGNORECASE)
# After a state's word this begins something else: “start date …”.
DATE_WORD = re.compile(r"[\s-]+date\b", re.IGNORECASE)


def states_of(lifecycle: Lifecycle) -> dict[str, str]:
    """Everything people type for a state, longest first, each with the state."""
    found = {word: state for word in lifecycle.words if (state := lifecycle.state_named(word))}
    found |= {state.casefold(): state for state in lifecycle.states}
    if "reopen" in found:
        found |= dict.fromkeys(("reopened", "re open", "re opened", "open again", "back open"), found["reopen"])
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def words_of(lifecycle: Lifecycle) -> tuple[str, ...]:
    """Everything people type for a state, longest first."""
    return tuple(states_of(lifecycle))


def move_in(text: str, body: type[Body], hearing: Hearing) -> tuple[str, str] | None:
    """The state that a text begins by naming, and the reason that follows; None when it names none."""
    lifecycle = body.kind.lifecycle
    back = BACK_TO.match(text)
    text = text[back.end() :] if back else text
    found = _state_at_start(text, lifecycle)
    if not found:
        return None
    state, rest = found
    again = back is not None or not WHERE_IT_STARTS.fullmatch(text[: len(text) - len(rest)].strip())
    if DATE_WORD.match(rest) or _is_a_day(rest, body, hearing):
        return None
    reason = rest[match.end() :] if (match := REASON.match(rest)) else rest
    twice = _state_at_start(reason, lifecycle)
    if twice and twice[0] == state and read(twice[1], hearing.moment, cued=False):
        reason = twice[1]  # “close A-012, done yesterday”
    if read(reason, hearing.moment) and state == lifecycle.initial and not again:
        return None
    if not reason.strip(" ?!.") or NO_REASON.fullmatch(reason.strip()):
        reason = ""
    if state == lifecycle.initial and reason.strip() and not again:
        return None
    last = _state_at_start(reason, lifecycle)
    if last and not last[1].strip(" .!") and lifecycle.is_open(state) and not lifecycle.is_open(last[0]):
        return last[0], text[: len(text) - len(rest)].strip()  # “mitigated, close”
    return state, reason.strip()


def _is_a_day(rest: str, body: type[Body], hearing: Hearing) -> bool:
    """“blocked by legal” gives a reason; “done by Friday” gives a day; “approved by the board on 10 Nov” says who did."""
    by = re.match(r"\s*by\s+(?:the\s+)?", rest, re.IGNORECASE)
    decided = any(ask.among for _, ask in body.asks())
    if by and decided and body_at_start(rest[by.end() :], hearing.around.programme):
        return False
    return (
        bool(re.match(r"\s+(?:by|before|no later)\b", rest, re.IGNORECASE)) and read(rest, hearing.moment) is not None
    )


def due_instead(text: str, body: type[Body], hearing: Hearing) -> str:
    """“done by Friday” without “done”: it says by when, not that it is."""
    found = _state_at_start(text, body.kind.lifecycle)
    return found[1].strip() if found and _is_a_day(found[1], body, hearing) else text


def _state_at_start(text: str, lifecycle: Lifecycle) -> tuple[str, str] | None:
    plain = text.replace("-", " ").casefold()
    for word, state in states_of(lifecycle).items():
        if plain.startswith(word) and not plain[len(word) : len(word) + 1].isalnum():
            return state, text[len(word) :]
    return _nearly(text, lifecycle)


def _nearly(text: str, lifecycle: Lifecycle) -> tuple[str, str] | None:
    """A slip of the keyboard in a state's word of four letters or more (“doen”, “complte”)."""
    first = re.match(r"[A-Za-z]{4,}(?=\W|$)", text)
    if not first:
        return None
    word = first[0].casefold()
    near = {
        state
        for right, state in states_of(lifecycle).items()
        if len(right) >= 4 and right[0] == word[0] and OSA.distance(word, right, score_cutoff=1) <= 1
    }
    state = near.pop() if len(near) == 1 else None
    return (state, text[first.end() :]) if state else None
