"""Forms drawn as Slack's modals, and what was filled in read back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.slack import limits
from bot.slack.blocks import Block, draw_option, plain_text, section, select_options
from bot.slack.limits import shorten
from bot.slack.origin import Origin
from handlers.cards import Option
from handlers.forms.dialogs import FormUnreadable, token_of
from handlers.forms.form import Field, Form
from handlers.turn import Submitted

Answered = str | list[str] | None

CALLBACK = "form"
TICKED = "yes"
SHORTENED = "… (shortened; the link leads to the whole message)"
CONTINUED = "~"  # between a field's name and the number of its next part; no field's own name has it


def draw(form: Form, origin: Origin) -> dict[str, Any]:
    """A form as a modal. Where it came from travels in it, so that any process can take the answers."""
    form = _fitting(form)
    asked = [field for field in form.fields if not _too_long(field)][: limits.MODAL_BLOCKS - 2]
    left = [field.label for field in form.fields if _too_long(field)]
    blocks = [section(words) for words in (form.intro, _left_out(left)) if words.strip()]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(form.title, limits.MODAL_TITLE, "Chivvy"),
        "submit": plain_text(form.submit, limits.MODAL_TITLE, "Save"),
        "close": plain_text("Cancel", limits.MODAL_TITLE),
        "private_metadata": _pack(form.token, origin),
        "blocks": blocks + [_input(field) for field in asked] or [section("There is nothing to fill in here.")],
    }


def _pack(token: str, origin: Origin) -> str:
    packed = json.dumps({"token": token, "origin": origin.packed()}, ensure_ascii=False, separators=(",", ":"))
    if len(packed) > limits.PRIVATE_METADATA:
        raise ValueError(
            f"a form's token and place take {len(packed)} characters, Slack keeps {limits.PRIVATE_METADATA}"
        )
    return packed


def _fitting(form: Form) -> Form:
    """A form for something new with its long texts made to fit: they are in no register yet, so leaving them out would lose
    them. Where there is a link to the whole, they are cut and say so; else they go on in a field below."""
    try:
        token = token_of(Submitted(form.token, {}))
    except FormUnreadable:
        return form
    if token.ref:
        return form
    fit = _shortened if token.keep.get("source_link") else _in_parts
    return replace(
        form, fields=tuple(part for field in form.fields for part in (fit(field) if _too_long(field) else [field]))
    )


def _shortened(field: Field) -> list[Field]:
    kept = _cut(str(field.value), limits.INPUT - len(SHORTENED))[0]
    return [replace(field, value=kept.rstrip() + SHORTENED)]


def _in_parts(field: Field) -> list[Field]:
    parts, rest = [], str(field.value)
    while rest:
        part, rest = _cut(rest, limits.INPUT)
        parts.append(part)
    more = [
        replace(
            field, name=f"{field.name}{CONTINUED}{at}", label=f"{field.label} (continued)", value=part, required=False
        )
        for at, part in enumerate(parts[1:], 2)
    ]
    return [replace(field, value=parts[0]), *more]


def _cut(text: str, limit: int) -> tuple[str, str]:
    """The first part of a text and the rest; cut between words where there are any."""
    if len(text) <= limit:
        return text, ""
    between = max(text.rfind(" ", 0, limit), text.rfind("\n", 0, limit)) + 1
    at = between if between > limit // 2 else limit
    return text[:at], text[at:]


def _too_long(field: Field) -> bool:
    """Whether editing the text here would cut it short. Then it is not asked, and so stays as it is."""
    return isinstance(field.value, str) and len(field.value) > limits.INPUT


def _left_out(labels: list[str]) -> str:
    if not labels:
        return ""
    return f"Too long to edit in Slack, so it stays as it is: {', '.join(labels)}."


def _input(field: Field) -> Block:
    drawn: Block = {
        "type": "input",
        "block_id": shorten(field.name, limits.BLOCK_ID),
        "label": plain_text(field.label, limits.INPUT_LABEL, field.name),
        "optional": not field.required,
        "element": {"action_id": field.name, **_element(field)},
    }
    if field.hint.strip():
        drawn["hint"] = plain_text(field.hint, limits.INPUT_HINT)
    return drawn


def _element(field: Field) -> Block:
    match field.widget:
        case "date":
            return {"type": "datepicker", **_initial("initial_date", field.value, _is_date)}
        case "time":
            return {"type": "timepicker", **_initial("initial_time", field.value, _is_time)}
        case "number":
            return {
                "type": "number_input",
                "is_decimal_allowed": True,
                **_initial("initial_value", field.value, _is_number),
            }
        case "flag":
            return _checkbox(field)
        case "several" if 0 < len(field.options) <= limits.CHECKBOXES:
            return _checkboxes(field)
        case "choice" | "person" | "people" | "several" if menu := select_options(field.options):
            return _menu(field, menu)
        case _:
            return _line(field)


def _initial(name: str, value: Any, valid: Any) -> Block:
    return {name: value} if isinstance(value, str) and valid(value) else {}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    return bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", text))


def _line(field: Field) -> Block:
    longest = max(1, min(field.max_length, limits.INPUT))
    drawn: Block = {"type": "plain_text_input", "multiline": field.widget == "text", "max_length": longest}
    if isinstance(field.value, str) and field.value:
        drawn |= {"initial_value": field.value, "max_length": max(longest, len(field.value))}
    return drawn


def _checkbox(field: Field) -> Block:
    option = draw_option(Option(TICKED, field.label))
    ticked = isinstance(field.value, str) and field.value.casefold() in (TICKED, "true", "1", "on")
    return {"type": "checkboxes", "options": [option], **({"initial_options": [option]} if ticked else {})}


def _checkboxes(field: Field) -> Block:
    options = [drawn for option in field.options if (drawn := draw_option(option))]
    ticked = [option for option in options if option["value"] in (field.value or ())]
    return {"type": "checkboxes", "options": options, **({"initial_options": ticked} if ticked else {})}


def _menu(field: Field, menu: Block) -> Block:
    """A list to choose from; what is chosen at first must be one of its options, or Slack refuses the whole form."""
    many = field.widget in ("people", "several")
    chosen = field.value if isinstance(field.value, tuple) else (field.value,)
    options = menu.get("options") or [option for group in menu["option_groups"] for option in group["options"]]
    initial = [option for option in options if option["value"] in chosen]
    drawn: Block = {"type": "multi_static_select" if many else "static_select", **menu}
    if initial:
        drawn |= {"initial_options": initial} if many else {"initial_option": initial[0]}
    return drawn


def read(view: Mapping[str, Any]) -> tuple[Submitted, Origin]:
    """The answers in a submitted modal, and where its form was opened."""
    packed = json.loads(view["private_metadata"])
    state = view["state"]["values"]
    values = _whole({name: _value(answer) for name, elements in state.items() for answer in elements.values()})
    origin = Origin.unpacked(packed["origin"])
    return Submitted(packed["token"], values), replace(origin, view=str(view["id"]))


def _whole(values: Mapping[str, Answered]) -> dict[str, Answered]:
    """The answers by field, those that went on below put together again."""
    whole: dict[str, Answered] = {}
    for name, value in values.items():
        field, more, _ = name.partition(CONTINUED)
        before = whole.get(field)
        if more and isinstance(before, str) and isinstance(value, str):
            whole[field] = before + ("" if before[-1:].isspace() else "\n") + value
        elif not more or value is not None:
            whole[field] = value
    return whole


def _value(answer: Mapping[str, Any]) -> Answered:
    match answer.get("type"):
        case "datepicker":
            return answer.get("selected_date")
        case "timepicker":
            return answer.get("selected_time")
        case "static_select":
            return (answer.get("selected_option") or {}).get("value")
        case "multi_static_select":
            return [option["value"] for option in answer.get("selected_options") or ()]
        case "checkboxes":
            ticked = [option["value"] for option in answer.get("selected_options") or ()]
            return TICKED if ticked == [TICKED] else ticked or None
        case _:
            return answer.get("value")


def errors(view: Mapping[str, Any], wrong: Mapping[str, str]) -> dict[str, Any]:
    """What is wrong, beside the field that it is about; what is about none of them stands at the first.
    Empty where the form asks nothing, so that nothing can stand beside it."""
    inputs = [block["block_id"] for block in view["blocks"] if block.get("type") == "input"]
    if not inputs:
        return {}
    placed: dict[str, str] = {}
    for name, words in wrong.items():
        at = name if name in inputs else inputs[0]
        placed[at] = f"{placed[at]} {words}" if at in placed else words
    return {
        "response_action": "errors",
        "errors": {at: shorten(words, limits.INPUT_HINT) for at, words in placed.items()},
    }
