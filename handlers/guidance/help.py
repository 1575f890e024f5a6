"""Help, everywhere and never silence: what can be said, how one kind works, and what was not understood."""

from __future__ import annotations

from governance.glossary import explained
from governance.kind import Kind
from governance.kinds import all_kinds, kind_named
from handlers.answer import Answer
from handlers.cards import Card, Heading, Inline, Option, Para, Part, Small, Strong, choice
from handlers.commands import Help, Misunderstood
from handlers.guidance.glossary import term_card
from handlers.guidance.kind_help import EXAMPLE_NUMBER, a, kind_help
from handlers.reply import Reply
from storage.register import Register

GENERAL = (
    ("/my", "your work, by when it is due"),
    ("/raid", "the register at a glance; /raid health: what is wrong with it"),
    ("/action list overdue", "a list; also: list mine, list due this week in HR"),
    ("/chivvy leave 21/12 to 1/1", "when you are away, and who stands in; also: hand over my work to @sam"),
    ("/chivvy workload", "how much there is to do, and who has it; also: who’s away next week"),
    ("/workstream", "set up a workstream, its channel, lead and members; also: channel settings"),
    ("/chivvy undo", "take back the last thing you did"),
    ("/chivvy tour", "the five things to know, in five minutes; also: glossary, what is float"),
    ("/chivvy forecast", "what I will send you, and why; also: proof A-012, what was sent about it"),
    ("/chivvy my record", "what you did in the past year, for your appraisal"),
    ("/chivvy settings", "when and how I write to you: digest at 10, quiet until 9; also: programme settings"),
    ("/chivvy help action", "what a good one is, and everything you can do with one"),
)
# Where a kind stands in the general help, by its place in the order of kinds.
GROUPS = (
    (50, "Promises, and what could go wrong"),
    (90, "What is decided, planned and learnt"),
    (10_000, "People, papers and everything else"),
)


async def help_card(command: Help, register: Register, answer: Answer) -> Reply:
    """General help, that of one kind, or a word of the trade."""
    programme = await register.programme()
    if body := kind_named(command.topic):
        return await answer.normally(kind_help(body, programme))
    commands = {typed.split()[0].removeprefix("/") for typed, _ in GENERAL}
    if command.topic and command.topic not in commands and explained(command.topic, programme):
        return await answer.normally(term_card(command.topic, programme))
    return await answer.normally(general_help())


def general_help() -> Card:
    """What can be said, in the order in which people need it. It stays short however many kinds there are."""
    kinds = [body.kind for body in all_kinds().values()]
    first = kinds[0]
    ref = first.ref(EXAMPLE_NUMBER)
    parts: list[Part] = [
        Heading("What you can say to me"),
        Para((Strong(first.example), f" logs {a(first.name)}; ", Strong(f"/{first.command}"), " on its own opens the form")),
        Para((Strong(ref), " shows it; ", Strong(f"{ref} done"), " finishes it; ", Strong(f"{ref} due 3/12"), " changes it")),
    ]  # fmt: skip
    lines = [f"{first.example} · {ref} done · {ref} due 3/12"]
    for label, grouped in _grouped(kinds):
        parts.append(Para((f"{label}: ", *_commands(grouped))))
        lines.append(f"{label}: {', '.join(f'/{kind.command}' for kind in grouped)}")
    parts += [Para((Strong(typed), f": {meaning}")) for typed, meaning in GENERAL]
    options = tuple(Option(kind.name, kind.name.capitalize()) for kind in kinds)
    parts.append(choice("More about one kind", options, Help(), "topic"))
    parts.append(
        Small(("In a thread or a message, mention me and leave out the slash. In a direct message, just type it.",))
    )
    lines += [f"{typed}: {meaning}" for typed, meaning in GENERAL]
    return Card(text="What you can say to me:\n" + "\n".join(lines), parts=tuple(parts))


def _grouped(kinds: list[Kind]) -> list[tuple[str, list[Kind]]]:
    found: list[tuple[str, list[Kind]]] = []
    lowest = -1
    for highest, label in GROUPS:
        grouped = [kind for kind in kinds if lowest < kind.order <= highest]
        found += [(label, grouped)] if grouped else []
        lowest = highest
    return found


def _commands(kinds: list[Kind]) -> list[Inline]:
    said: list[Inline] = []
    for kind in kinds:
        said += [Strong(f"/{kind.command}"), ", "]
    return said[:-1]


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
