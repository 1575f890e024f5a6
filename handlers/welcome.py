"""The first words to somebody new."""

from __future__ import annotations

from handlers.cards import Card, Heading, Para, Part, Small, Strong
from storage.register import Register


async def welcome_card(register: Register) -> Card:
    """Who the bot is, and the next step: found the programme, or be let into it."""
    parts: list[Part] = [
        Heading("Hello, I'm Chivvy"),
        Para(("I keep the programme's actions where you already talk: I log them, work out the dates and remind whoever",
              " promised them, kindly, until they are done.")),
    ]  # fmt: skip
    if await register.people.is_empty():
        parts.append(Para(("To begin, go to a workstream's channel and type ", Strong("/workstream create ICT"), ".")))
        begin = "To begin, go to a workstream's channel and type “/workstream create ICT”."
    else:
        begin = "You are not in this programme yet. Ask a workstream lead to type “/workstream add @you”."
        parts.append(
            Para(
                (
                    "You are not in this programme yet. Ask a workstream lead to type ",
                    Strong("/workstream add @you"),
                    ".",
                )
            )
        )
    parts.append(Small(("Type “help” at any time.",)))
    return Card(
        text=f"Hello, I'm Chivvy. I keep the programme's actions and remind people of them. {begin} Type “help” any time.",
        parts=tuple(parts),
    )
