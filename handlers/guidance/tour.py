"""The first week's tour: five short steps in the direct messages, each with something to try. Offered once, never pressed."""

from __future__ import annotations

from dataclasses import dataclass

from governance.people import Person
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Small, Strong, button, say
from handlers.commands import Command, Find, Help, OpenForm, Tour, Worklist
from handlers.direct import in_private, owe_direct
from handlers.reply import Reply
from storage.register import Register


@dataclass(frozen=True)
class Step:
    """One thing to know: what it is good for, what to type, and a button that does it at once where that is safe."""

    heading: str
    why: str
    sayings: tuple[str, ...]
    label: str = ""
    tries: Command | None = None


STEPS = (
    Step(
        "Log something the moment it is promised",
        "Say what, who and by when, in your own words. I work out the date, post a card and tell the owner. Risks, issues and the"
        " others work alike; “help risk” says what a good one is.",
        ("/action Draft the TUPE letter @sam by Friday", "/risk Bank mandate may not be in place by vesting day L4 I5"),
        "Open the form",
        OpenForm("log", kind="action"),
    ),
    Step(
        "See your own work",
        "Everything you have promised, by when it is due. I bring it to you on the mornings that matter, so you need not look."
        " At another hour, or less of it, if you tell me so: “settings”.",
        ("/my", "settings"),
        "Show my work",
        Worklist(),
    ),
    Step(
        "Change it by its ref, in a few words",
        "Each record has a short name, such as A-012. Say it, and what has changed; if I am not sure what you mean, I ask.",
        ("A-012 done", "A-012 due 3/12", "A-012 owner @sam", "A-012 note Spoke to the supplier"),
    ),
    Step(
        "Ask for a list",
        "Any list, in words. In a channel, only you see it.",
        ("list overdue", "list due this week in HR", "red risks without an owner"),
        "List what is overdue",
        Find(overdue=True),
    ),
    Step(
        "Nothing is ever lost",
        "Whatever you did last can be taken back, and the history keeps both. When you are stuck, ask for help.",
        ("undo", "help", "help risk", "what is float"),
        "Show the help",
        Help(),
    ),
)


async def tour(command: Tour, register: Register, speaker: Person, answer: Answer) -> Reply:
    """One step, or the end of it. Steps count from 1; 0 (somebody said “tour”) begins it."""
    if command.stop:
        return await answer.in_place(say("That's the tour stopped. Type “tour” whenever you want it again."))
    number = max(1, min(command.step, len(STEPS)))
    return await in_private(step_card(number), register, speaker, answer)


def step_card(number: int) -> Card:
    step = STEPS[number - 1]
    parts: list[Part] = [Heading(f"{number} of {len(STEPS)}: {step.heading}"), Para((step.why,)), Small(("Try it:",))]
    parts += [Para((Strong(saying),)) for saying in step.sayings]
    parts.append(Buttons(_buttons(number, step)))
    text = f"{number} of {len(STEPS)}: {step.heading}. {step.why} For example: {' · '.join(step.sayings)}"
    return Card(text=text, parts=tuple(parts))


def _buttons(number: int, step: Step) -> tuple[Button, ...]:
    tried = (button(step.label, step.tries),) if step.tries else ()
    if number == len(STEPS):
        return (*tried, button("Finish", Tour(stop=True), "primary"))
    return (button("Next", Tour(step=number + 1), "primary"), *tried, button("Stop", Tour(stop=True)))


async def offer_tour(register: Register, speaker: Person) -> bool:
    """Offer the tour to somebody who opens the bot for the first time. The notice's key remembers it: nobody is asked twice."""
    return await owe_direct(offer_card(), register, speaker, f"tour:{speaker.id}")


def offer_card() -> Card:
    text = "New here? I can show you round: five short steps, about five minutes."
    later = "Or type “tour” when you have time. I won't ask again."
    take = Buttons((button("Show me round", Tour(step=1), "primary"), button("No, thanks", Tour(stop=True))))
    return Card(text=f"{text} {later}", parts=(Para((text,)), take, Small((later,))))
