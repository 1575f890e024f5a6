"""Draws docs/kinds.md, the reference page of every kind of record, from what the kinds declare.

Type: .venv/bin/python -m scripts.draw_kinds_page
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from governance.kind import Ask, Body, Kind
from governance.kinds import all_kinds
from governance.lifecycle import Lifecycle
from governance.programme import Programme

PAGE = Path(__file__).resolve().parent.parent / "docs" / "kinds.md"
BEGINNING = """# The kinds of record

What the register keeps, one section a kind. This page is drawn from the declarations in `governance/kinds/`; after a change
there, type `.venv/bin/python -m scripts.draw_kinds_page`.

Each field is set by one of its words and a value after the ref: `R-007 likelihood 4`. Those without a word stand in the form,
or follow from what is done.
"""
WIDGETS = {"line": "text", "text": "longer text", "choice": "", "flag": "yes or no"}


def page() -> str:
    """The whole page."""
    kinds = list(all_kinds().values())
    lines = [BEGINNING, *_contents(body.kind for body in kinds)]
    for body in kinds:
        lines += ["", *_section(body)]
    return "\n".join([*lines, "", *_scales(), ""])


def _contents(kinds: Iterator[Kind]) -> Iterator[str]:
    yield "| kind | ref | what it is |"
    yield "|---|---|---|"
    for kind in kinds:
        yield f"| [{kind.name}](#{kind.name}) | `{kind.ref(12)}` | {_cell(kind.meaning)} |"


def _section(body: type[Body]) -> Iterator[str]:
    kind = body.kind
    yield f"## {kind.name.capitalize()}"
    yield ""
    yield f"{kind.meaning[:1].upper()}{kind.meaning[1:]}. {kind.good}".rstrip()
    yield ""
    if kind.poor and kind.better:
        yield f"- Poor: “{kind.poor}”"
        yield f"- Better: “{kind.better}”"
    yield f"- Log it: `{kind.example}`; in a form: `/{kind.command}`"
    yield from _habits(kind)
    yield ""
    yield "| field | words | value |"
    yield "|---|---|---|"
    for name, ask in body.asks():
        if name != "status":
            yield f"| {_cell(ask.label)} | {_cell(', '.join(ask.words))} | {_cell(_value(ask))} |"
    yield ""
    yield from _moves(kind.lifecycle)


def _habits(kind: Kind) -> Iterator[str]:
    if kind.words:
        yield f"- Also called: {', '.join(kind.words)}"
    for becoming in kind.becomes:
        moved = f", and is then {becoming.state}" if becoming.state else ""
        yield f"- “{becoming.label}” makes {_a(becoming.kind)} of it{moved}"
    told = []
    if kind.capture:
        told.append("a message can be logged as one")
    if kind.confidential:
        told.append("it is confidential: shown in private only")
    if not kind.reminds:
        told.append("nobody is reminded of it")
    if told:
        yield f"- {'; '.join(told).capitalize()}"


def _value(ask: Ask) -> str:
    if ask.input == "none" and not ask.choices:
        said = "in chat only" if ask.words else "follows from what is done"
    elif ask.scale:
        said = f"{ask.scale}, 1 to 5"
    else:
        said = ", ".join(ask.choices) or WIDGETS.get(ask.input, ask.input)
    hint = ask.hint.removeprefix("1 to 5").lstrip(", ") if ask.scale else ask.hint
    return f"{': '.join(part for part in (said, hint) if part)}{' (set once)' if ask.fixed else ''}"


def _moves(lifecycle: Lifecycle) -> Iterator[str]:
    yield f"It begins as {' or '.join((lifecycle.initial, *lifecycle.starts))}."
    yield ""
    yield "| from | to | words |"
    yield "|---|---|---|"
    for old, allowed in lifecycle.moves.items():
        to = [f"{new} (with a reason)" if lifecycle.needs_reason(old, new) else new for new in allowed]
        words = [word for word, state in lifecycle.words.items() if state == old]
        closed = "" if lifecycle.is_open(old) else " (closed)"
        yield f"| {old}{closed} | {', '.join(to) or 'nothing'} | {', '.join(words)} |"


def _scales() -> Iterator[str]:
    programme = Programme()
    yield "## Scales"
    yield ""
    yield "Each programme may word them anew (`settings`)."
    yield ""
    yield "| scale | 1 | 2 | 3 | 4 | 5 |"
    yield "|---|---|---|---|---|---|"
    for name in ("likelihood", "impact", "degree"):
        steps = [f"{step.label}{f' ({step.means})' if step.means else ''}" for step in programme.scale(name)]
        yield f"| {name} | {' | '.join(_cell(step) for step in steps)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<").replace(">", "\\>")


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


if __name__ == "__main__":
    PAGE.write_text(page())
