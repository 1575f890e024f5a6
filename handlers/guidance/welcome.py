"""The first words to somebody new."""

from __future__ import annotations

from governance.kinds import all_kinds
from handlers.cards import Card, Heading, Para, Part, Rich, Small, Strong, plain
from storage.register import Register

NAMED = 5


async def welcome_card(register: Register) -> Card:
    """Who the bot is, what it keeps, and the next step: found the programme, or be let into it."""
    if await register.people.is_empty():
        begin: Rich = ("To begin, go to a workstream's channel and type ", Strong("/workstream create ICT"), ".")
    else:
        begin = (
            "You are not in this programme yet. Ask a workstream lead to type ",
            Strong("/workstream add @you"),
            ".",
        )
    keeps = f"I keep the programme's register where you already talk: {_kept()}."
    how = "I log them, work out the dates and remind whoever promised something, kindly, until it is done."
    parts: tuple[Part, ...] = (
        Heading("Hello, I'm Chivvy"),
        Para((f"{keeps} {how}",)),
        Para(begin),
        Small(("Type “help” at any time, or “tour” to be shown round.",)),
    )
    return Card(text=f"Hello, I'm Chivvy. {keeps} {plain(begin)} Type “help” any time.", parts=parts)


def _kept() -> str:
    """`actions, risks, issues … and 7 more kinds of record`."""
    plurals = [body.kind.plural for body in all_kinds().values()]
    more = len(plurals) - NAMED
    return f"{', '.join(plurals[:NAMED])} and {more} more kinds of record" if more > 1 else ", ".join(plurals)
