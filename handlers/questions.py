"""Questions: what was in doubt is asked, one short question at a time, and remembered in the database until answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from governance.errors import ChivvyError
from governance.kind import Body
from governance.kinds import all_kinds
from governance.people import Person, Place
from governance.policy import is_confidential
from handlers.answer import Answer, merged
from handlers.cards import Buttons, Card, Option, Para, Part, Rich, Small, button, choice, plain, say
from handlers.commands import AnswerQuestion, Cancel, Change, Command, Log
from handlers.encoding import decode, encode
from handlers.reply import Reply
from handlers.wording import cut, day, names_of, value
from handlers.words.answering import answers, is_person, resolve
from handlers.words.understanding import Doubt, Surroundings
from storage.questions import Question
from storage.register import Register

SAVE = "save"
SAVE_WORDS = frozenset({SAVE, "yes", "y", "ok", "save all", "save them"})
BUTTONS_SHOWN = 8
COLLEAGUES_LISTED = 100
TITLE_SHOWN = 150
ONE_BY_ONE, ONE_BY_ONE_LABEL = "one by one", "Ask one by one"
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
CASE_ASKED = "I have a question about what you wrote; nothing is saved yet."
SETTING_UP = {
    "SetLead": "who leads",
    "AddMembers": "who is in the workstream",
    "BindPlace": "this channel's workstream",
    "TakeLeave": "leave",
    "HandOver": "the handover",
    "Deploy": "who is on which workstream",
    "AddDays": "the calendar",
    "RemoveDays": "the calendar",
    "AddLine": "a line of the strategy",
}

CarryOut = Callable[[Command], Awaitable[Reply]]


class QuestionClosed(ChivvyError):
    """That question has been answered or dropped already. Nothing more was changed. Type it again if it is still to be
    done."""


class NotYourQuestion(ChivvyError):
    """I asked {name} that, so only they can answer it. Nothing was changed."""


async def ask(
    commands: tuple[Command, ...],
    doubts: tuple[Doubt, ...],
    register: Register,
    speaker: Person,
    place: Place,
    answer: Answer,
) -> Reply:
    """Keep what was understood, and ask the first thing that is in doubt. Nothing is saved before the last answer."""
    earlier = await register.questions.open_for(speaker.id, place.id)
    question = await register.questions.ask(
        speaker.id, place.id, [encode(command) for command in commands], [asdict(doubt) for doubt in doubts]
    )
    card = await question_card(question, register)
    if earlier is not None:
        dropped = "I have dropped my earlier question; nothing of it was saved."
        card = replace(card, text=f"{card.text} {dropped}", parts=(*card.parts, Small((dropped,))))
    return await answer.normally(card)


async def answer_question(
    command: AnswerQuestion,
    register: Register,
    speaker: Person,
    answer: Answer,
    around: Surroundings,
    carry_out: CarryOut,
) -> Reply:
    """Take one answer. What is still in doubt is asked next; when nothing is, the commands are carried out. A question whose
    button was pressed turns into the next one, and at the end says that it is settled."""
    question = await _still_open(register, command.question, speaker)
    commands, doubts = _kept(question)
    if doubts:
        commands, doubts = _taken(commands, doubts, command.value, around)
        question = await register.questions.update(
            question.id, [encode(each) for each in commands], [asdict(doubt) for doubt in doubts]
        )
        if doubts or len(commands) > 1:
            return await answer.in_place(await question_card(question, register))
    elif command.value.strip().casefold() not in SAVE_WORDS:
        return await answer.in_place(await question_card(question, register))
    await register.questions.close(question.id)
    settled = [await _title(each, register) for each in commands]
    reply = Reply()
    for each in commands:
        reply = merged(reply, await carry_out(each))
    return merged(reply, answer.settled(say(f"Thank you, that is done: {'; '.join(settled)}.")))


async def _still_open(register: Register, question: int, speaker: Person) -> Question:
    found = await register.questions.get(question)
    if found is None or found.state != "open":
        raise QuestionClosed
    if found.person != speaker.id:
        raise NotYourQuestion(name=await register.people.name(found.person))
    return found


def fits(question: Question, said: str, around: Surroundings) -> bool:
    """Whether words that could mean something by themselves answer this question as they stand."""
    _, doubts = _kept(question)
    return bool(doubts) and answers(doubts[0], said, around)


async def cancel(command: Cancel, register: Register, speaker: Person, place: Place, answer: Answer) -> Reply:
    """Drop the open question; what was typed is not saved."""
    if command.question is not None:
        question = await register.questions.get(command.question)
    else:
        question = await register.questions.open_for(speaker.id, place.id)
    if question is None or question.state != "open" or question.person != speaker.id:
        return await answer.normally(say("There is nothing to cancel."))
    await register.questions.close(question.id, "dropped")
    return await answer.in_place(say("Cancelled. Nothing was saved."))


async def question_card(question: Question, register: Register) -> Card:
    """The next question with its answers as buttons; without doubts left, the list to confirm."""
    commands, doubts = _kept(question)
    said = [await in_words(command, register) for command in commands]
    if not doubts:
        return _on_lock_screen(commands, _confirmation(question, said))
    doubt, alike = doubts[0], _alike(doubts)
    asked = _for_all(doubt.question, len(alike))
    parts: list[Part] = [Para((asked,))]
    parts += [
        Small(await in_words(commands[each.item], register, but=each.field)) for each in alike if each.item < len(said)
    ]
    if not doubt.options and is_person(doubt) and (colleagues := await _colleagues(register)):
        parts.append(choice("Choose a colleague", colleagues, AnswerQuestion(question.id, ""), "value"))
    buttons = [
        button(option.label, AnswerQuestion(question.id, option.value)) for option in doubt.options[:BUTTONS_SHOWN]
    ]
    if len(alike) > 1:
        buttons.append(button(ONE_BY_ONE_LABEL, AnswerQuestion(question.id, ONE_BY_ONE)))
    parts.append(Buttons((*buttons, button("Cancel", Cancel(question.id)))))
    place = await register.places.get(question.place)
    how = "type the answer" if place.private else "mention me and type the answer"
    parts.append(Small((f"Nothing is saved yet. You can also {how}.",)))
    return _on_lock_screen(commands, Card(text=asked, parts=tuple(parts)))


def _on_lock_screen(commands: list[Command], card: Card) -> Card:
    """What was said of a case stands on the card; a phone that is locked shows that there is a question."""
    hidden = any(isinstance(each, Log) and all_kinds()[each.kind].kind.confidential for each in commands)
    return replace(card, text=CASE_ASKED) if hidden else card


def _alike(doubts: list[Doubt]) -> list[Doubt]:
    """The first doubt, and those of other items that ask for the same person in the same words: one answer does for them all.
    What is asked of each thing by itself (how likely it is, when it is due) is not among them."""
    first, *rest = doubts
    return [first, *(each for each in rest if is_person(first) and replace(each, item=first.item) == first)]


def _for_all(question: str, number: int) -> str:
    """`Who owns these three?`"""
    if number == 1:
        return question
    many = NUMBERS.get(number, str(number))
    if " this?" not in question:
        return f"{question} It is for all {many}."
    return question.replace(" this?", f" these {many}?")


async def _colleagues(register: Register) -> tuple[Option, ...]:
    """Everybody who can be given something, where a list of them can be looked through."""
    people = [person for person in (await register.people.all()).values() if person.member and person.active]
    return tuple(Option(person.id, person.name) for person in people) if len(people) <= COLLEAGUES_LISTED else ()


def _confirmation(question: Question, said: list[Rich]) -> Card:
    alone = len(said) == 1
    asks = "Shall I save this?" if alone else f"I understood {len(said)} things. Shall I save them?"
    parts: list[Part] = [Para((asks,))]
    parts += [Para(line if alone else (f"{number}. ", *line)) for number, line in enumerate(said, 1)]
    save = button("Save" if alone else f"Save all {len(said)}", AnswerQuestion(question.id, SAVE), "primary")
    parts.append(Buttons((save, button("Cancel", Cancel(question.id)))))
    parts.append(Small(("Nothing is saved yet.",)))
    return Card(
        text=plain((f"Shall I save {'this' if alone else 'these'}? ", *("; ".join(plain(line) for line in said),))),
        parts=tuple(parts),
    )


async def in_words(command: Command, register: Register, but: str = "") -> Rich:
    """What a command would do, to read before agreeing: `Board pack, Owner Aisha Calderstone, Due Fri 4 Dec 2026`; without
    the field `but`, which is what is being asked."""
    if not isinstance(command, Log | Change):
        return (await _title(command, register),)
    names = await names_of(register)
    record = None if isinstance(command, Log) else await register.records.get(command.ref)
    body = all_kinds()[command.kind] if isinstance(command, Log) else type(record.body)  # type: ignore[union-attr]
    said: list[Any] = [await _title(command, register)]
    for name, ask_ in body.asks():
        held = command.values.get(name)
        if name in ("title", "description", but) or held in (None, "", (), []):
            continue
        said += [f", {ask_.label} ", *value(ask_, body.taken(name, held), names)]
    if isinstance(command, Log):
        said += [f"; {words}" for words in await _clocks(command, body, register)]
    return tuple(said)


async def _clocks(command: Log, body: type[Body], register: Register) -> list[str]:
    """The days that a new record's clocks would give, so that they are seen before it is saved: `Acknowledge by Mon 30 Nov`."""
    await register.calendar()
    own = {name: held for name, held in command.values.items() if name in body.model_fields}
    try:
        begun = body.model_validate({**own, "title": own.get("title", "…"), "status": body.starts_as(command.values)})
    except ValidationError:
        return []  # what is wrong with it is said when it is saved
    found = begun.worked_out(await register.records.reckoning())
    asks = dict(body.asks())
    return [f"{asks[name].label} {day(each.day)}" for name, each in found.items() if name in asks and name not in own]


async def _title(command: Command, register: Register) -> str:
    """What a command is about, in a few words: a new record's title, a record's ref and title, or what is set up."""
    if isinstance(command, Log):
        title = str(command.values.get("title", ""))
        return cut(title, TITLE_SHOWN)
    if ref := getattr(command, "ref", ""):
        record = await register.records.get(ref)
        return ref if is_confidential(record) else f"{ref} {record.title}"
    return SETTING_UP.get(type(command).__name__, "your list")


def _kept(question: Question) -> tuple[list[Command], list[Doubt]]:
    commands = [decode(text) for text in question.commands]
    return commands, [TypeAdapter(Doubt).validate_python(doubt) for doubt in question.doubts]


def _taken(
    commands: list[Command], doubts: list[Doubt], said: str, around: Surroundings
) -> tuple[list[Command], list[Doubt]]:
    """The commands with the first doubt answered, and those like it; the doubts that are left. A doubtful answer is asked about
    again."""
    alike = _alike(doubts)
    rest = [each for each in doubts if each not in alike]
    if len(alike) > 1 and said.strip().casefold() in (ONE_BY_ONE, ONE_BY_ONE_LABEL.casefold()):
        return commands, [*(_by_itself(each, commands[each.item]) for each in alike), *rest]
    found = resolve(doubts[0], said, around)
    if isinstance(found, Doubt):
        return commands, [*(replace(found, item=each.item) for each in alike), *rest]
    commands = list(commands)
    for each in alike:
        commands[each.item] = _with(commands[each.item], found)
    return commands, rest


def _by_itself(doubt: Doubt, command: Command) -> Doubt:
    """The same doubt, asked of one thing by its name."""
    named = cut(str(getattr(command, "values", {}).get("title") or getattr(command, "ref", "this")), TITLE_SHOWN)
    if " this?" in doubt.question:
        return replace(doubt, question=doubt.question.replace(" this?", f" “{named}”?"))
    return replace(doubt, question=f"{doubt.question} (“{named}”)")


def _with(command: Command, values: dict[str, Any]) -> Command:
    if isinstance(command, Log | Change):
        return replace(command, values={**command.values, **values})
    return decode(encode(replace(command, **values)))  # type: ignore[type-var]  # what was pressed is text: a day becomes one
