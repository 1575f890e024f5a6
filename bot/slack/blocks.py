"""Cards drawn in Block Kit. Whatever a card holds, what is drawn keeps to Slack's limits and says what it left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import structlog

from bot.slack import limits
from bot.slack.limits import shorten
from bot.slack.mrkdwn import split, write
from handlers.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Facts,
    Heading,
    Option,
    Para,
    Part,
    Rich,
    Row,
    Small,
    Strong,
    plain,
)

Block = dict[str, Any]

log = structlog.get_logger("chivvy.slack")

HOME_TEXT = 100_000  # a view may have 250 kB; its text has no limit of its own
_MORE = 40  # characters and one block kept free for “… and N more”
_CHUNK = 240  # of a choice's data, in an id of at most 255 beside its number

strict = False  # tests set it: there, data that does not fit is a mistake to mend, not a button to leave out


class TooMuchData(Exception):
    """A button or choice carries more data than Slack keeps with it."""


def message(card: Card) -> dict[str, Any]:
    """A card as the arguments of a message: its blocks, and the text that notifications and screen readers read."""
    return {"text": fallback(card), "blocks": draw(card)}


def home(card: Card, private_metadata: str = "") -> dict[str, Any]:
    """A card as App Home."""
    return {
        "type": "home",
        "private_metadata": private_metadata,
        "blocks": draw(card, limits.HOME_BLOCKS, HOME_TEXT),
    }


def fallback(card: Card) -> str:
    words = card.text.strip() or " ".join(_words(part) for part in card.parts).strip() or "Chivvy"
    return write((words,), limits.FALLBACK_TEXT)


def comment(card: Card) -> str:
    """A card's words as one text: all that there is room for beside a file."""
    lines = "\n".join(filter(None, map(_words, card.parts)))
    return write((lines or card.text.strip() or "Chivvy",), limits.FALLBACK_TEXT)


def draw(card: Card, blocks: int = limits.MESSAGE_BLOCKS, letters: int = limits.MESSAGE_TEXT) -> list[Block]:
    """The blocks of a card. What can be pressed and the small print are kept; rows that do not fit are counted."""
    numbers = count(1)
    drawn = [(part, _draw(part, numbers)) for part in card.parts]
    sheet = _Sheet(blocks, letters)
    kept = _what_must_stay(drawn, sheet)
    for part, wanted in drawn:
        if isinstance(part, kept):
            sheet.release(wanted)
            sheet.add(wanted)
        else:
            sheet.fit(part, wanted)
    return sheet.finished() or [_section(write((card.text.strip() or "Chivvy",), limits.SECTION))]


def _what_must_stay(drawn: list[tuple[Part, list[Block]]], sheet: _Sheet) -> tuple[type[Part], ...]:
    """The sorts of part that no list may push out, unless they would fill half of the message themselves."""
    sorts: tuple[tuple[type[Part], ...], ...] = ((Buttons, Choice, Small), (Buttons, Choice))
    for kept in sorts:
        needed = [block for part, wanted in drawn if isinstance(part, kept) for block in wanted]
        if len(needed) <= sheet.blocks_left // 2 and _letters(needed) <= sheet.letters_left // 2:
            sheet.reserve(needed)
            return kept
    return ()


@dataclass
class _Sheet:
    """A message being filled: what stands in it, and what room is left."""

    blocks_left: int
    letters_left: int
    blocks: list[Block] = field(default_factory=list)
    left_out: int = 0
    cut_at: int | None = None

    def reserve(self, wanted: list[Block]) -> None:
        self.blocks_left -= len(wanted)
        self.letters_left -= _letters(wanted)

    def release(self, wanted: list[Block]) -> None:
        self.blocks_left += len(wanted)
        self.letters_left += _letters(wanted)

    def add(self, wanted: list[Block]) -> None:
        self.reserve(wanted)
        self.blocks += wanted

    def fit(self, part: Part, wanted: list[Block]) -> None:
        """Add what fits; from the first part that does not fit on, count instead."""
        if not wanted:
            return
        if self.cut_at is None and _is_line(part) and self._lengthen(wanted[0]):
            return
        room = len(wanted) < self.blocks_left and _letters(wanted) + _MORE <= self.letters_left
        if self.cut_at is None and room:
            self.add(wanted)
            return
        if self.cut_at is None:
            self.cut_at = len(self.blocks)
        self.left_out += isinstance(part, Row)

    def _lengthen(self, line: Block) -> bool:
        """Put a line of a list under the lines before it, in the same block."""
        last = self.blocks[-1] if self.blocks else {}
        if not last.get("lines"):
            return False
        text, more = last["text"]["text"], "\n" + line["text"]["text"]
        if len(text) + len(more) > limits.SECTION or len(more) + _MORE > self.letters_left:
            return False
        last["text"]["text"] = text + more
        self.letters_left -= len(more)
        return True

    def finished(self) -> list[Block]:
        if self.cut_at is not None:
            more = f"… and {self.left_out} more" if self.left_out else "… and more than fits here"
            self.blocks.insert(self.cut_at, _context(more))
        return [{name: value for name, value in block.items() if name != "lines"} for block in self.blocks]


def _letters(value: Any) -> int:
    """How much text Slack counts: every text object, wherever it stands."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_letters(inner) for inner in value.values())
    return sum(_letters(inner) for inner in value) if isinstance(value, list) else 0


def _is_line(part: Part) -> bool:
    return isinstance(part, Row) and not part.buttons


def _words(part: Part) -> str:
    match part:
        case Heading():
            return part.text
        case Para() | Small() | Row():
            return plain(part.text)
        case Facts():
            return "; ".join(f"{label}: {plain(value)}" for label, value in part.pairs)
        case _:
            return ""


def _draw(part: Part, numbers: count[int]) -> list[Block]:
    match part:
        case Heading():
            text = shorten(part.text, limits.HEADER)
            return [{"type": "header", "text": _plain(text)}] if text else []
        case Para():
            return [_section(piece) for piece in split(part.text, limits.SECTION) if piece.strip()]
        case Small():
            text = write(part.text, limits.CONTEXT)
            return [_context(text)] if text.strip() else []
        case Facts():
            return list(_facts(part))
        case Row():
            return _row(part, numbers)
        case Buttons():
            return _actions(part.buttons, numbers)
        case Choice():
            return _choice(part, numbers)


def _facts(facts: Facts) -> Iterable[Block]:
    fields = [_mrkdwn(_fact(label, value)) for label, value in facts.pairs if label.strip() or plain(value).strip()]
    for start in range(0, len(fields), limits.FIELDS):
        yield {"type": "section", "fields": fields[start : start + limits.FIELDS]}


def _fact(label: str, value: Rich) -> str:
    return write((Strong(shorten(label, 200)), "\n", *(value if plain(value).strip() else ("–",))), limits.FIELD)


def _row(row: Row, numbers: count[int]) -> list[Block]:
    about = plain(row.text)
    if not row.buttons:
        return [{**_section("• " + write(row.text, limits.SECTION - 2)), "lines": True}] if about.strip() else []
    section = _section(write(row.text, limits.SECTION)) if about.strip() else None
    buttons = [drawn for button in row.buttons if (drawn := _button(button, numbers, about))]
    if section and len(buttons) == 1:
        return [{**section, "accessory": buttons[0]}]
    return ([section] if section else []) + _rows_of(buttons)


def _actions(buttons: tuple[Button, ...], numbers: count[int]) -> list[Block]:
    return _rows_of([drawn for button in buttons if (drawn := _button(button, numbers))])


def _rows_of(elements: list[Block]) -> list[Block]:
    return [
        {"type": "actions", "elements": elements[start : start + limits.ACTIONS]}
        for start in range(0, len(elements), limits.ACTIONS)
    ]


def _button(button: Button, numbers: count[int], about: str = "") -> Block | None:
    if len(button.data) > limits.BUTTON_VALUE:
        _refuse(f"a button that carries {len(button.data)} characters", button.label)
        return None
    label = shorten(button.label, limits.BUTTON_LABEL) or "OK"
    drawn: Block = {
        "type": "button",
        "text": _plain(label),
        "action_id": f"{next(numbers)}:press",
        "value": button.data,
    }
    if about.strip():  # screen readers hear which of a list's many “Done” this one is
        drawn["accessibility_label"] = shorten(f"{label}: {about}", limits.ACCESSIBILITY_LABEL)
    if button.style != "plain":
        drawn["style"] = button.style
    if button.asks.strip():
        drawn["confirm"] = {
            "title": _plain("Are you sure?"),
            "text": _plain(shorten(button.asks, limits.CONFIRM_TEXT)),
            "confirm": _plain(shorten(label, limits.CONFIRM_BUTTON)),
            "deny": _plain("Go back"),
        }
    return drawn


def _choice(choice: Choice, numbers: count[int]) -> list[Block]:
    if len(choice.data) > 2 * _CHUNK:
        _refuse(f"a choice that carries {len(choice.data)} characters", choice.label)
        return []
    label = shorten(choice.label, limits.SECTION) or "Choose one"
    options = select_options(choice.options)
    if not options:
        return []
    number = next(numbers)
    menu = {
        "type": "static_select",
        "action_id": f"{number}:choose:{choice.data[:_CHUNK]}",
        "placeholder": _plain(shorten(label, limits.PLACEHOLDER)),
        **options,
    }
    return [
        {
            **_section(write((label,), limits.SECTION)),
            "block_id": f"{number}:more:{choice.data[_CHUNK:]}",
            "accessory": menu,
        }
    ]


def choice_data(action: dict[str, Any]) -> str:
    """The data of a drawn choice, out of the two ids that carry it."""
    parts = (re.sub(r"^\d+:(choose|more):", "", str(action.get(name, ""))) for name in ("action_id", "block_id"))
    return "".join(parts)


def select_options(options: tuple[Option, ...]) -> dict[str, Any]:
    """A menu's options; above a hundred, in groups named by the first and last of each."""
    drawn = [
        drawn for option in {option.value: option for option in options}.values() if (drawn := draw_option(option))
    ]
    if len(drawn) <= limits.OPTIONS:
        return {"options": drawn} if drawn else {}
    pages = [drawn[start : start + limits.OPTIONS] for start in range(0, len(drawn), limits.OPTIONS)]
    return {
        "option_groups": [
            {"label": _plain(f"{_first(page[0])} – {_first(page[-1])}"), "options": page}
            for page in pages[: limits.OPTION_GROUPS]
        ]
    }


def _first(option: dict[str, Any]) -> str:
    return shorten(option["text"]["text"], 30)


def draw_option(option: Option) -> dict[str, Any] | None:
    if not option.value or len(option.value) > limits.OPTION_VALUE:
        _refuse(f"an option with a value of {len(option.value)} characters", option.label)
        return None
    return {"text": _plain(shorten(option.label, limits.OPTION_LABEL) or option.value), "value": option.value}


def _refuse(problem: str, label: str) -> None:
    if strict:
        raise TooMuchData(f"{problem}: {label}")
    log.error("left out of a Slack message", what=problem)


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}  # verbatim: a typed @channel or #name stays text


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}  # so that “10:30:” never turns into a picture


def section(text: str) -> Block:
    """Plain words as a block."""
    return _section(write((text,), limits.SECTION))


def plain_text(text: str, limit: int, otherwise: str = "–") -> dict[str, Any]:
    """A label: plain words, one line, within `limit`, and never empty."""
    return _plain(shorten(text, limit) or shorten(otherwise, limit))
