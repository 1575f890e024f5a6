"""Help, everywhere and never silence: what can be said, how one kind works, and what was not understood."""

from __future__ import annotations

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers.answer import Answer
from handlers.cards import Card, Heading, Para, Part, Small, Strong
from handlers.commands import Help, Misunderstood
from handlers.reply import Reply

GENERAL = (
    ("/my", "your work, by when it is due"),
    ("/action list overdue", "a list; also: list mine, list due this week in HR"),
    ("/workstream", "set up a workstream, its channel, lead and members"),
    ("/chivvy undo", "take back the last thing you did"),
    ("/chivvy help action", "more about actions"),
)


async def help_card(command: Help, answer: Answer) -> Reply:
    """General help, or that of one kind."""
    body = kind_named(command.topic) if command.topic else None
    return await answer.normally(kind_help(body) if body else general_help())


def general_help() -> Card:
    """What can be said, in the order in which people need it."""
    parts: list[Part] = [Heading("What you can say to me")]
    for body in all_kinds().values():
        parts.append(Para((Strong(body.kind.example), f" logs {_article(body.kind.name)}: {body.kind.meaning}")))
        parts.append(Para((Strong(f"/{body.kind.name}"), " on its own opens the form")))
        ref = body.kind.ref(12)
        parts.append(Para((Strong(f"{ref} done"), " finishes it; ", Strong(f"{ref} due 3/12"), " changes it")))
    parts += [Para((Strong(typed), f": {meaning}")) for typed, meaning in GENERAL]
    parts.append(
        Small(("In a thread or a message, mention me and leave out the slash. In a direct message, just type it.",))
    )
    lines = [f"{body.kind.example} · {body.kind.ref(12)} done" for body in all_kinds().values()]
    lines += [f"{typed}: {meaning}" for typed, meaning in GENERAL]
    return Card(text="What you can say to me:\n" + "\n".join(lines), parts=tuple(parts))


def kind_help(body: type[Body]) -> Card:
    """How records of one kind are logged, shown and changed; drawn from its declaration."""
    kind = body.kind
    ref = kind.ref(12)
    states = ", ".join(kind.lifecycle.states)
    parts: list[Part] = [
        Heading(f"{kind.name.capitalize()}: {kind.meaning}"),
        Para((Strong(kind.example), " logs it")),
        Para((Strong(f"{ref}"), " shows it; ", Strong(f"{ref} done"), " finishes it")),
        Para(
            (Strong(f"{ref} due 3/12"), ", ", Strong(f"{ref} owner @sam"), ", ", Strong(f"{ref} note …"), " change it")
        ),
        Para((Strong(f"snooze {ref} until Monday"), " keeps its reminders quiet; the due date stays")),
        Para(
            (Strong(f"{kind.name} list overdue"), ", ", Strong("list mine"), ", ", Strong("list due this week in HR"))
        ),
        Small((f"Its states are: {states}. Its fields: {', '.join(_fields(body))}.",)),
    ]
    return Card(text=f"{kind.name.capitalize()}: {kind.meaning}. Log it like this: {kind.example}", parts=tuple(parts))


async def misunderstood(command: Misunderstood, answer: Answer) -> Reply:
    """Words that mean nothing to the bot, with the nearest thing it knows and an example."""
    said = command.text if len(command.text) <= 200 else command.text[:199] + "…"
    text = f"I didn't understand “{said}”, so nothing was changed."
    parts: list[Part] = [Para((text,))]
    if command.suggestion:
        parts.append(Para(("Did you mean ", Strong(command.suggestion), "?")))
    if command.example and command.example != command.suggestion:
        parts.append(Small((f"For example: {command.example}",)))
    parts.append(Small(("Type “help” to see what I can do.",)))
    hint = f" Did you mean “{command.suggestion}”?" if command.suggestion else ""
    hint += f" For example: {command.example}." if command.example else ""
    return answer.privately(Card(text=f"{text}{hint} Type “help” to see what I can do.", parts=tuple(parts)))


def _fields(body: type[Body]) -> list[str]:
    return [f"{ask.label}{' (' + ', '.join(ask.choices) + ')' if ask.choices else ''}" for _, ask in body.asks()]


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
