"""Help with one kind: what a good one is, how it is logged, changed and moved on. Drawn from its declaration."""

from __future__ import annotations

from collections.abc import Iterator

from governance.kind import Ask, Body, Kind
from governance.kinds import all_kinds
from governance.programme import Programme
from handlers.cards import Buttons, Card, Heading, Inline, Para, Part, Small, Strong, button
from handlers.commands import Explain, OpenForm

EXAMPLE_NUMBER = 12
CHANGES_SHOWN = 3
CHOICES_SHOWN = 4
# What is typed for a field in an example, by how it is asked for.
SAMPLES = {
    "date": "3/12", "time": "16:00", "person": "@sam", "people": "@jo", "number": "5", "scale": "4", "flag": "yes",
    "workstream": "HR", "link": "https://…", "line": "…", "text": "…",
}  # fmt: skip
# The fields that are worth an example first: what is changed every day.
FIRST = ("date", "scale", "choice", "number", "person", "flag")


def kind_help(body: type[Body], programme: Programme) -> Card:
    """What a good one is, with a poor and a better example, then everything that can be typed about one."""
    kind = body.kind
    ref = kind.ref(EXAMPLE_NUMBER)
    parts: list[Part] = [Heading(f"{kind.noun.capitalize()}: {worded(kind, 'meaning', programme)}")]
    parts += _what_is_good(kind, programme)
    parts += [
        Para((Strong(worded(kind, "example", programme)), " logs it; ", Strong(f"/{kind.command}"), " alone opens the form")),
        Para((Strong(ref), " shows it; ", Strong(f"{kind.name} list {'overdue' if _is_dated(body) else 'mine'}"), " lists them")),
        Para((*_listed([f"{ref} {said}" for said in changes(body)] + [f"{ref} note …"]), " change it")),
        Para((*_listed([f"{ref} {said}" for said in moves(kind)]), " move it on")),
    ]  # fmt: skip
    if kind.reminds and _is_dated(body):
        quiet = f"snooze {ref} until Monday"
        parts.append(Para((Strong(quiet), " keeps its reminders quiet; the date stays")))
    parts += [Para((Strong(typed.format(ref=ref)), f" {meaning}")) for typed, meaning in kind.also]
    parts += [Small((text,)) for text in (_states(kind), _future(kind), _fields(body)) if text]
    log = button(f"Log {a(kind.noun)}", OpenForm("log", kind=kind.name))
    parts.append(Buttons((log, button("Glossary", Explain()))))
    told = (f"{kind.name.capitalize()}: {worded(kind, 'meaning', programme)}.", worded(kind, "good", programme))
    example = f"Log it like this: {worded(kind, 'example', programme)}"
    return Card(text=" ".join(part for part in (*told, example) if part), parts=tuple(parts))


def worded(kind: Kind, part: str, programme: Programme) -> str:
    """A sentence of a kind's guidance, in the programme's own words where it has any (`risk.good`)."""
    return programme.wordings.get(f"{kind.name}.{part}") or str(getattr(kind, part))


def a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def changes(body: type[Body]) -> list[str]:
    """A few examples of changing a field, as they are typed after the ref: `review 3/12`, `likelihood 4`."""
    asks = [(name, ask) for name, ask in body.asks() if ask.words and ask.input in FIRST and not ask.fixed]
    asks.sort(key=lambda one: (one[0] != body.kind.due_field, FIRST.index(one[1].input)))
    one_each = {ask.input: ask for _, ask in reversed(asks) if ask.input != "person"}
    shown = sorted(one_each.values(), key=lambda ask: FIRST.index(ask.input))[:CHANGES_SHOWN]
    owner = [ask for name, ask in asks if name == "owner"]
    return [f"{ask.words[0]} {_sample(ask)}" for ask in shown + owner]


def moves(kind: Kind) -> Iterator[str]:
    """One example of the words for each state that can be moved to, with “because …” where a reason is needed; going back from
    a closed state is to reopen."""
    lifecycle = kind.lifecycle
    for state in lifecycle.states:
        leading = [old for old in lifecycle.states if state in lifecycle.moves[old]]
        again = [old for old in leading if not lifecycle.is_open(old) and lifecycle.is_open(state)]
        onward = [old for old in leading if old not in again]
        if onward and state not in kind.only_by_becoming:
            yield _with_reason(kind, state, _word_for(kind, state), onward)
        if again:
            word = "reopen" if lifecycle.state_named("reopen") == state else _word_for(kind, state)
            yield _with_reason(kind, state, word, again)


def _with_reason(kind: Kind, state: str, word: str, leading: list[str]) -> str:
    needed = all(kind.lifecycle.needs_reason(old, state) for old in leading)
    return f"{word} because …" if needed else word


def _word_for(kind: Kind, state: str) -> str:
    """The state's own name; “done” where that is what people say, “back to” where it all began."""
    if state == kind.lifecycle.initial:
        return f"back to {state.casefold()}"
    if state == kind.lifecycle.done and kind.lifecycle.state_named("done") == state:
        return "done"
    return state.casefold()


def _sample(ask: Ask) -> str:
    if ask.choices:
        choice = next(iter(ask.choices))
        return choice.casefold() if choice.isalpha() else (ask.choices[choice] or (choice,))[0]
    if ask.past:
        return "yesterday"
    return SAMPLES.get(ask.input, "…")


def _what_is_good(kind: Kind, programme: Programme) -> Iterator[Part]:
    good, poor, better = (worded(kind, part, programme) for part in ("good", "poor", "better"))
    if good:
        yield Para((Strong("A good one: "), good))
    if poor and better:
        yield Para((Strong("Poor: "), f"“{poor}”"))
        yield Para((Strong("Better: "), f"“{better}”"))


def _states(kind: Kind) -> str:
    lifecycle = kind.lifecycle
    return f"It begins as {lifecycle.initial}. Its states: {', '.join(lifecycle.states)}."


def _future(kind: Kind) -> str:
    """What it may become, by the buttons on its card."""
    named = [f"{a(becoming.kind)} (“{becoming.label}”)" for becoming in kind.becomes if becoming.kind in all_kinds()]
    return f"A button on its card makes of it {', or '.join(named)}; the two stay linked." if named else ""


def _fields(body: type[Body]) -> str:
    told = [
        f"{ask.label}{' (' + ', '.join(ask.choices) + ')' if 0 < len(ask.choices) <= CHOICES_SHOWN else ''}"
        for _, ask in body.asks()
        if ask.input != "none"
    ]
    return f"Its fields: {', '.join(told)}."


def _is_dated(body: type[Body]) -> bool:
    return body.kind.due_field in body.model_fields


def _listed(sayings: list[str]) -> tuple[Inline, ...]:
    said: list[Inline] = []
    for saying in sayings:
        said += [Strong(saying), ", "]
    return tuple(said[:-1])
