"""The glossary in chat: what a word of the trade means."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from governance.glossary import explained, names, spellings
from governance.programme import Programme
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Small, Strong, button
from handlers.commands import Explain, Help
from handlers.reply import Reply
from storage.register import Register

CLOSE_ENOUGH = 75
NEAREST = 4


async def explain(command: Explain, register: Register, answer: Answer) -> Reply:
    """One term, or the list of all; for a word that is in neither glossary, the nearest that are."""
    programme = await register.programme()
    return await answer.normally(term_card(command.term, programme) if command.term else glossary_card(programme))


def term_card(word: str, programme: Programme) -> Card:
    term = explained(word, programme)
    if term is None:
        return _unknown(word, programme)
    heading = term.name[:1].upper() + term.name[1:]
    parts: list[Part] = [Heading(heading), Para((term.means,))]
    buttons = [button(f"Help with {term.kind}", Help(term.kind))] if term.kind else []
    parts.append(Buttons((*buttons, button("Whole glossary", Explain()))))
    return Card(text=f"{heading}: {term.means}", parts=tuple(parts))


def glossary_card(programme: Programme) -> Card:
    listed = ", ".join(names(programme))
    parts: tuple[Part, ...] = (
        Heading("Glossary"),
        Para((listed,)),
        Small(("Type ", Strong("what is float"), " or ", Strong("define TUPE"), " to have one explained.")),
    )
    return Card(text=f"Glossary: {listed}. Type “what is float” to have one explained.", parts=parts)


def _unknown(word: str, programme: Programme) -> Card:
    shown = word if len(word) <= 80 else word[:79] + "…"
    text = f"“{shown}” is not in the glossary."
    near = _near(word, programme)
    parts: list[Part] = [Para((text,))]
    if near:
        parts += [Small(("Perhaps one of these:",)), Buttons(tuple(_about(name) for name in near))]
    example = f"settings glossary {shown} means …"
    parts.append(Small(("The programme office can add it: ", Strong(example))))
    perhaps = f" Perhaps you mean {' or '.join(near)}." if near else ""
    return Card(text=f"{text}{perhaps} The programme office can add it: {example}", parts=tuple(parts))


def _about(name: str) -> Button:
    return button(name, Explain(name))


def _near(word: str, programme: Programme) -> list[str]:
    known = spellings(programme)
    found = process.extract(
        word.casefold(), known.keys(), scorer=fuzz.WRatio, score_cutoff=CLOSE_ENOUGH, limit=2 * NEAREST
    )
    return list(dict.fromkeys(known[spelled] for spelled, _, _ in found))[:NEAREST]
