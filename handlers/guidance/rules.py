"""The programme's settings: what it has decided for itself, and changing it."""

from __future__ import annotations

from itertools import groupby

from governance.office import may_decide
from governance.people import Person
from governance.programme import Programme
from governance.rules import RULES, Rule, decided, entries, rule_named, said
from handlers.answer import Answer
from handlers.calendar_days.news import tell_moved
from handlers.cards import Buttons, Card, Facts, Heading, Para, Part, Rich, Small, Strong, button, plain, say
from handlers.commands import SetRule, ShowSettings
from handlers.reply import Reply
from handlers.wording import count
from storage.history import Scene
from storage.register import Register

ENTRIES_SHOWN = 12
ENTRY_LENGTH = 160
# The parts of a programme that records take their colour from.
RECOLOURING = ("bands", "slips", "dependency_amber_days")


async def show(command: ShowSettings, register: Register, answer: Answer) -> Reply:
    """All settings by group, each group with how to change one of it."""
    return await answer.normally(settings_card(await register.programme()))


def settings_card(programme: Programme) -> Card:
    parts: list[Part] = [
        Heading("What this programme has decided"),
        Para(("They count for everybody. The programme office changes them by typing, for example, ",
              Strong("settings bands green to 6"), "; ", Strong("settings bands green reset"), " goes back to the usual.")),
        Small(("When and where I write to you is your own: type ", Strong("settings"), ".")),
    ]  # fmt: skip
    lines: list[str] = []
    for group, rules in groupby(RULES, lambda rule: rule.group):
        listed = list(rules)
        pairs = [pair for rule in listed for pair in _facts(programme, rule)]
        parts += [Small((group,)), Facts(tuple(pairs)), Small(("To change: ", Strong(listed[0].example)))]
        lines += [f"{label}: {plain(value)}" for label, value in pairs]
    return Card(text="What this programme has decided:\n" + "\n".join(lines), parts=tuple(parts))


def _facts(programme: Programme, rule: Rule) -> list[tuple[str, Rich]]:
    """What a rule is set to, and what is typed to set it; a map by its entries."""
    if rule.sort != "map":
        return [_fact(rule.label, f"{said(programme, rule)} {rule.unit}".strip(), rule.name)]
    held = entries(programme, rule)
    shown = [
        _fact(f"{rule.label}: {name}".removesuffix(": "), _cut(str(held[name])), f"{rule.name} {name}".strip())
        for name in list(held)[:ENTRIES_SHOWN]
    ]
    more = f"and {len(held) - ENTRIES_SHOWN} more" if len(held) > ENTRIES_SHOWN else "" if held else "none yet"
    return [*shown, _fact(rule.label, more, rule.name)] if more else shown


def _fact(label: str, value: str, name: str) -> tuple[str, Rich]:
    return label, (f"{value} · ", Strong(f"settings {name} …"))


async def set_rule(command: SetRule, register: Register, speaker: Person, scene: Scene, answer: Answer) -> Reply:
    """Change one setting. Colours that follow from it are worked out anew at once; the answer carries the way back."""
    if refusal := may_decide(speaker, (await register.people.all()).values()):
        raise refusal
    before = await register.programme()
    after, rule = decided(before, command.name, command.value)
    if after == before:
        return await answer.normally(say(f"{_called(command.name)} is like that already, so nothing was changed."))
    old, new = _held(before, command.name), _held(after, command.name)
    moved = await register.decide(scene, after)
    told = f"{_called(command.name)}: {old or 'not set'} → {new or 'not set'}."
    parts: list[Part] = [Para((told,))]
    if rule.path[0] in RECOLOURING:
        parts.append(Small(("Colours that follow from it are worked out anew already.",)))
    if moved:
        await tell_moved(register, speaker, answer.batch(), "The bank holidays that count here are others now.", moved)
        parts.append(Small((f"{count(len(moved), 'case')} moved by it; I tell those concerned.",)))
    parts.append(Buttons((button("Set it back", SetRule(command.name, old)),)))
    return await answer.normally(Card(text=told, parts=tuple(parts)))


def _held(programme: Programme, name: str) -> str:
    found = rule_named(name)
    return said(programme, found[0], found[1]) if found else ""


def _called(name: str) -> str:
    return name[:1].upper() + name[1:]


def _cut(text: str) -> str:
    return text if len(text) <= ENTRY_LENGTH else text[: ENTRY_LENGTH - 1].rstrip() + "…"
