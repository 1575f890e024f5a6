"""Slash commands as they are called in this workspace: where ours is /nv-action, every card says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from handlers.cards import Card, Facts, Inline, Para, Part, Rich, Row, Small, Strong

Spelling = Callable[[Card], Card]


def as_it_is(card: Card) -> Card:
    return card


def spelling(prefix: str, commands: Iterable[str]) -> Spelling:
    """What puts `prefix` before every slash command that a card names."""
    if not prefix:
        return as_it_is
    named = re.compile(rf"(?<![\w/.:-])/(?=(?:{'|'.join(map(re.escape, commands))})\b)")

    def spell(text: str) -> str:
        return named.sub(f"/{prefix}", text)

    return lambda card: replace(card, text=spell(card.text), parts=tuple(_part(part, spell) for part in card.parts))


def _part(part: Part, spell: Callable[[str], str]) -> Part:
    match part:
        case Para() | Small() | Row():
            return replace(part, text=_rich(part.text, spell))
        case Facts():
            return replace(part, pairs=tuple((label, _rich(value, spell)) for label, value in part.pairs))
        case _:
            return part


def _rich(text: Rich, spell: Callable[[str], str]) -> Rich:
    return tuple(_piece(piece, spell) for piece in text)


def _piece(piece: Inline, spell: Callable[[str], str]) -> Inline:
    if isinstance(piece, str):
        return spell(piece)
    return replace(piece, text=spell(piece.text)) if isinstance(piece, Strong) else piece
