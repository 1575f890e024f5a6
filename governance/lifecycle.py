"""Lifecycles: the states a record passes through, and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from governance.errors import MoveRefused, ReasonNeeded


@dataclass(frozen=True)
class Lifecycle:
    """States and allowed moves of one kind. Anything not listed is refused, with the list.

    `words` maps what officers type (`done`) to a state (`Complete`); `reasons` are the moves that need a reason,
    as (from, to) pairs in which `*` stands for any state; `starts` are other states than `initial` that one may be logged in;
    `labels` is what a button says that leads to a state (or from one to another), where that is not the state itself; `asks` is
    what is asked for as the reason of a move to a state, where that is not simply why.
    """

    initial: str
    moves: Mapping[str, tuple[str, ...]]
    closed: frozenset[str]
    done: str
    reasons: frozenset[tuple[str, str]] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    starts: tuple[str, ...] = ()
    labels: Mapping[str | tuple[str, str], str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.moves)

    def is_open(self, state: str) -> bool:
        return state not in self.closed

    def state_named(self, word: str) -> str | None:
        """The state that `word` means, or None. Case and hyphens do not matter."""
        plain = word.strip().casefold().replace("-", " ")
        for state in self.states:
            if state.casefold() == plain:
                return state
        return self.words.get(plain)

    def label(self, old: str, new: str) -> str:
        """What a button says that takes a record from `old` to `new`."""
        if (old, new) in self.labels:
            return self.labels[old, new]
        if not self.is_open(old) and self.is_open(new):
            return "Reopen"
        return self.labels.get(new, new)

    def onward(self, old: str) -> str | None:
        """The move that usually comes next: to be done where it can be, else the first that is allowed; None at the end."""
        allowed = self.moves[old]
        return self.done if self.done in allowed else next(iter(allowed), None)

    def way(self, old: str, new: str) -> tuple[str, ...] | None:
        """The shortest allowed way from `old` to `new`, without `old`; None when there is none."""
        ways: dict[str, tuple[str, ...]] = {old: ()}
        waiting = [old]
        while waiting:
            state = waiting.pop(0)
            if state == new:
                return ways[state]
            for following in self.moves[state]:
                if following not in ways:
                    ways[following] = (*ways[state], following)
                    waiting.append(following)
        return None

    def needs_reason(self, old: str, new: str) -> bool:
        return (old, new) in self.reasons or ("*", new) in self.reasons

    def check(self, ref: str, old: str, new: str, reason: str | None) -> None:
        """Raise MoveRefused or ReasonNeeded unless a record may go from `old` to `new`."""
        allowed = self.moves[old]
        if new not in allowed:
            raise MoveRefused(ref=ref, old=old, new=new, allowed=allowed)
        if self.needs_reason(old, new) and not (reason or "").strip():
            raise ReasonNeeded(ref=ref, old=old, new=new)
