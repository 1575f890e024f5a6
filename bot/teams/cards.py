"""Cards as Adaptive Cards 1.5: drawn once, for every place that Teams shows a card in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.teams import text
from bot.teams.limits import ACTIONS_IN_A_SET, CARD_BYTES, CARD_VERSION, ROWS_IN_A_CARD
from handlers.cards import Button, Buttons, Card, Choice, Facts, Heading, Para, Part, Rich, Row, Small, Who, plain

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
VERB = "chivvy"
OURS = "chivvy"  # the key in a button's data under which everything of ours is; inputs stand beside it

_STYLES = {"plain": "default", "primary": "positive", "danger": "destructive"}

Drawn = dict[str, Any]


def draw(card: Card, *, mention: bool = False) -> Drawn:
    """`card` as an Adaptive Card under Teams' limits: rows that do not fit are counted instead. `mention`
    is True where the people in it are to be notified."""
    shown = min(sum(isinstance(part, Row) for part in card.parts), ROWS_IN_A_CARD)
    drawn = _draw(card, shown, mention)
    while size(drawn) > CARD_BYTES and shown > 0:
        shown -= 1
        drawn = _draw(card, shown, mention)
    return drawn if size(drawn) <= CARD_BYTES else _words_only(card)


def attachment(drawn: Drawn) -> Drawn:
    return {"contentType": CONTENT_TYPE, "content": drawn}


def message(card: Card, *, mention: bool = False) -> Drawn:
    """`card` as a message activity. One plain sentence is a plain message, as a colleague would write it."""
    if (sentence := _sentence(card)) is not None:
        return {"type": "message", "text": text.literal(sentence), "textFormat": "plain", "attachments": []}
    return {"type": "message", "summary": card.text, "attachments": [attachment(draw(card, mention=mention))]}


def is_words(card: Card) -> bool:
    """Whether nothing in the card can be pressed, so that its words alone say it."""
    return not any(
        isinstance(part, Buttons | Choice) or (isinstance(part, Row) and part.buttons) for part in card.parts
    )


def size(drawn: Drawn) -> int:
    return len(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode())


def skeleton(body: list[Drawn], words: str) -> Drawn:
    """A card around `body`. `words` are what is read where it cannot be shown."""
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": CARD_VERSION,
        "body": body,
        "speak": text.literal(words),
        "fallbackText": text.literal(words),
    }


def paragraph(words: Rich, *, small: bool = False) -> list[Drawn]:
    """One RichTextBlock a line: they read no Markdown, so what people typed is shown as they typed it."""
    return [
        {"type": "RichTextBlock", "inlines": text.runs(line, small=small)} | ({} if first else {"spacing": "None"})
        for first, line in _with_first(text.lines(words))
    ]


def heading(words: str) -> Drawn:
    return {
        "type": "TextBlock",
        "text": text.escape(words),
        "style": "heading",
        "size": "Medium",
        "weight": "Bolder",
        "wrap": True,
    }


def press(button: Button) -> Drawn:
    """A button as an action: a dialog is fetched, a question asked first is opened below, all else is
    executed."""
    if button.opens_form:
        return opens(button.label, {"press": button.data}) | _style(button)
    if button.asks:
        return _asked_first(button)
    return _execute(button.label, {"press": button.data}) | _style(button)


def opens(label: str, data: Drawn) -> Drawn:
    """An action that fetches a dialog. Teams knows it by `msteams`; our own data comes back beside it."""
    return {
        "type": "Action.Submit",
        "title": label,
        "data": {"msteams": {"type": "task/fetch"}, OURS: data},
        "associatedInputs": "none",
    }


def _draw(card: Card, shown: int, mention: bool) -> Drawn:
    mentions = text.Mentions(wanted=mention)
    drawn = skeleton(list(_body(card, shown, mentions)), card.text)
    if mentions.entities:
        drawn["msteams"] = {"entities": mentions.entities}
    return drawn


def _body(card: Card, shown: int, mentions: text.Mentions) -> Iterator[Drawn]:
    rows = [part for part in card.parts if isinstance(part, Row)]
    last = rows[-1] if len(rows) > shown else None
    fitting = set(map(id, rows[:shown]))
    for at, part in enumerate(card.parts):
        if not isinstance(part, Row) or id(part) in fitting:
            yield from _part(part, f"choice{at}", mentions)
        if part is last:
            yield from paragraph((f"… and {len(rows) - shown} more",), small=True)


def _part(part: Part, name: str, mentions: text.Mentions) -> Sequence[Drawn]:
    match part:
        case Heading():
            return [heading(part.text)]
        case Para():
            return _para(part.text, mentions)
        case Small():
            return paragraph(part.text, small=True)
        case Facts():
            pairs = [{"title": text.escape(label), "value": text.marked(value)} for label, value in part.pairs]
            return [{"type": "FactSet", "facts": pairs}] if pairs else []
        case Row():
            return [_row(part)]
        case Buttons():
            return action_sets([press(button) for button in part.buttons])
        case Choice():
            return _choice(part, name)


def _para(words: Rich, mentions: text.Mentions) -> list[Drawn]:
    if mentions.wanted and any(isinstance(piece, Who) and piece.user for piece in words):
        return [
            {"type": "TextBlock", "text": text.marked(words, mentions), "wrap": True}
        ]  # a RichTextBlock cannot mention
    return paragraph(words)


def _row(row: Row) -> Drawn:
    words = paragraph(row.text)
    if not row.buttons:
        return {"type": "Container", "items": words, "separator": True}
    sets = action_sets([press(button) for button in row.buttons])
    if len(row.buttons) > 1:
        return {"type": "Container", "items": [*words, *sets], "separator": True}
    return {
        "type": "ColumnSet",
        "separator": True,
        "columns": [
            {"type": "Column", "width": "stretch", "items": words, "verticalContentAlignment": "Center"},
            {"type": "Column", "width": "auto", "items": sets, "verticalContentAlignment": "Center"},
        ],
    }


def _choice(choice: Choice, name: str) -> list[Drawn]:
    picker: Drawn = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": choice.label,
        "placeholder": "Choose…",
        "choices": [{"title": option.label, "value": option.value} for option in choice.options],
        "style": "compact",
    }
    go = _execute("Choose", {"press": choice.data, "choice": name}, inputs=True)
    return [picker, *action_sets([go])]


def _execute(label: str, data: Drawn, *, inputs: bool = False) -> Drawn:
    common: Drawn = {"title": label, "data": {OURS: data}, "associatedInputs": "auto" if inputs else "none"}
    old = {"type": "Action.Submit", **common}  # for clients before Universal Actions: it comes back as a message
    return {"type": "Action.Execute", "verb": VERB, **common, "fallback": old}


def _asked_first(button: Button) -> Drawn:
    """Adaptive Cards cannot ask "are you sure": the button opens the question with the button that does
    it, and pressing it again folds it away with nothing done."""
    yes = _execute(f"Yes, {button.label[:1].lower()}{button.label[1:]}", {"press": button.data}) | _style(button)
    inner = {"type": "AdaptiveCard", "body": [*paragraph((button.asks,)), *action_sets([yes])]}
    return {"type": "Action.ShowCard", "title": button.label, "card": inner}


def _style(button: Button) -> Drawn:
    return {} if button.style == "plain" else {"style": _STYLES[button.style]}


def action_sets(actions: Sequence[Drawn]) -> list[Drawn]:
    """Clients drop what is beyond the sixth action of a set: more go into sets of their own."""
    step = ACTIONS_IN_A_SET
    return [{"type": "ActionSet", "actions": list(actions[at : at + step])} for at in range(0, len(actions), step)]


def _words_only(card: Card) -> Drawn:
    """What is left of a card that is too big even without its rows."""
    return skeleton(paragraph((card.text,)), card.text)


def _sentence(card: Card) -> str | None:
    if card.record or len(card.parts) > 1:
        return None
    if not card.parts:
        return card.text
    part = card.parts[0]
    if isinstance(part, Para) and all(isinstance(piece, str) for piece in part.text):
        return plain(part.text)
    return None


def _with_first(items: Iterable[Rich]) -> Iterator[tuple[bool, Rich]]:
    for at, item in enumerate(items):
        yield at == 0, item
