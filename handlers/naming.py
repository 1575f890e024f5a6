"""Naming people the way the platform does: the ids it knows them by are filled in just before a card is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.cards import Card, Facts, Para, Part, Rich, Row, Small, Who
from handlers.reply import Reply
from storage.register import Register


async def card_with_users(card: Card, register: Register, platform: str) -> Card:
    """`card` with every person in it known by the platform's own id, where it has one."""
    people = {piece.id for part in card.parts for text in _texts(part) for piece in text if isinstance(piece, Who)}
    return _named(card, await register.people.users(platform, people))


async def reply_with_users(reply: Reply, register: Register, platform: str) -> Reply:
    async def named(card: Card | None) -> Card | None:
        return await card_with_users(card, register, platform) if card else None

    return replace(
        reply,
        whisper=await named(reply.whisper),
        face=await named(reply.face),
        home=await named(reply.home),
        results=tuple([await card_with_users(card, register, platform) for card in reply.results]),
    )


def _texts(part: Part) -> tuple[Rich, ...]:
    if isinstance(part, Para | Small | Row):
        return (part.text,)
    return tuple(text for _, text in part.pairs) if isinstance(part, Facts) else ()


def _named(card: Card, users: Mapping[str, str]) -> Card:
    def rich(text: Rich) -> Rich:
        return tuple(
            replace(piece, user=users.get(piece.id, "")) if isinstance(piece, Who) else piece for piece in text
        )

    def part(each: Part) -> Part:
        if isinstance(each, Para | Small | Row):
            return replace(each, text=rich(each.text))
        if isinstance(each, Facts):
            return replace(each, pairs=tuple((label, rich(text)) for label, text in each.pairs))
        return each

    return replace(card, parts=tuple(part(each) for each in card.parts))
