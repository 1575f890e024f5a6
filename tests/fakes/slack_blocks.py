"""What Slack accepts: a strict reading of Block Kit's reference. Anything that is not said there is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

MESSAGE_TEXT = 13_200
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
TOKEN = re.compile(r"<([^<>]*)>")
MENTION = re.compile(r"@[UW][A-Z0-9]+")
LINK = re.compile(r"https?://[^\s|<>]+(\|[^|<>]+)?", re.IGNORECASE)

BLOCK_KEYS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set(),
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}
ELEMENT_KEYS = {
    "button": {"text", "value", "style", "confirm", "accessibility_label", "url"},
    "static_select": {"placeholder", "options", "option_groups", "initial_option", "confirm"},
    "multi_static_select": {"placeholder", "options", "option_groups", "initial_options", "max_selected_items"},
    "datepicker": {"initial_date", "placeholder"},
    "timepicker": {"initial_time", "placeholder"},
    "checkboxes": {"options", "initial_options"},
    "plain_text_input": {"multiline", "max_length", "min_length", "initial_value", "placeholder"},
    "number_input": {"is_decimal_allowed", "initial_value", "min_value", "max_value", "placeholder"},
}
PRESSABLE = ("button", "static_select", "datepicker", "timepicker", "checkboxes")


class Invalid(Exception):
    """Slack would refuse this, or show something else than was meant."""


def check_message(text: Any, blocks: Any) -> None:
    """A message's text and blocks."""
    need(isinstance(text, str) and text.strip(), "no_text: every message needs a text that is read aloud")
    need(len(text) <= 4_000, f"msg_too_long: {len(text)} characters of text")
    check_mrkdwn(text, "the message's text")
    if blocks is None:
        return
    check_blocks(blocks, 50, inputs=False)
    letters = sum(len(each["text"]) for each in texts(blocks))
    need(letters <= MESSAGE_TEXT, f"msg_blocks_too_long: {letters} characters")


def check_view(view: Any, kind: str) -> None:
    """A modal or App Home."""
    need(isinstance(view, dict) and view.get("type") == kind, f"a view of type {kind} is wanted")
    allowed = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    if kind == "modal":
        allowed |= {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
        plain(view.get("title"), 24, "title")
        for name in ("submit", "close"):
            if name in view:
                plain(view[name], 24, name)
    keys(view, allowed, "view")
    need(len(view.get("private_metadata", "")) <= 3_000, "private_metadata is longer than 3000")
    need(len(view.get("callback_id", "")) <= 255, "callback_id is longer than 255")
    check_blocks(view.get("blocks"), 100, inputs=kind == "modal")
    if kind == "modal" and any(block["type"] == "input" for block in view["blocks"]):
        need("submit" in view, "a modal with inputs needs a submit button")


def check_blocks(blocks: Any, most: int, *, inputs: bool) -> None:
    need(isinstance(blocks, list) and blocks, "blocks must be a list and not empty")
    need(len(blocks) <= most, f"{len(blocks)} blocks, {most} are allowed")
    for number, block in enumerate(blocks):
        check_block(block, f"block {number}", inputs=inputs)
    unique([block["block_id"] for block in blocks if "block_id" in block], "block_id")
    unique([element["action_id"] for element in elements(blocks) if "action_id" in element], "action_id")


def check_block(block: Any, at: str, *, inputs: bool) -> None:
    need(isinstance(block, dict) and block.get("type") in BLOCK_KEYS, f"{at}: unknown block {block!r}")
    kind = block["type"]
    need(kind != "input" or inputs, f"{at}: input blocks are for modals only")
    keys(block, BLOCK_KEYS[kind] | {"type", "block_id"}, at)
    identity(block, "block_id", at)
    match kind:
        case "header":
            plain(block.get("text"), 150, at)
        case "section":
            check_section(block, at)
        case "context":
            count(block.get("elements"), 10, at)
            for element in block["elements"]:
                text(element, 2_000, at)
        case "actions":
            count(block.get("elements"), 25, at)
            for element in block["elements"]:
                check_element(element, PRESSABLE, at)
        case "input":
            check_input(block, at)


def check_section(block: dict[str, Any], at: str) -> None:
    need("text" in block or "fields" in block, f"{at}: a section needs text or fields")
    if "text" in block:
        text(block["text"], 3_000, at)
    if "fields" in block:
        count(block["fields"], 10, at)
        for each in block["fields"]:
            text(each, 2_000, at)
    if "accessory" in block:
        check_element(block["accessory"], (*PRESSABLE, "multi_static_select"), at)


def check_input(block: dict[str, Any], at: str) -> None:
    plain(block.get("label"), 2_000, at)
    if "hint" in block:
        plain(block["hint"], 2_000, at)
    need(isinstance(block.get("optional", False), bool), f"{at}: optional must be true or false")
    check_element(block.get("element"), tuple(kind for kind in ELEMENT_KEYS if kind != "button"), at)


def check_element(element: Any, allowed: tuple[str, ...], at: str) -> None:
    need(isinstance(element, dict) and element.get("type") in allowed, f"{at}: no such element here: {element!r}")
    kind = element["type"]
    keys(element, ELEMENT_KEYS[kind] | {"type", "action_id"}, f"{at} {kind}")
    need("action_id" in element, f"{at}: {kind} without action_id")
    identity(element, "action_id", at)
    if "placeholder" in element:
        plain(element["placeholder"], 150, at)
    if "confirm" in element:
        check_confirm(element["confirm"], at)
    match kind:
        case "button":
            check_button(element, at)
        case "static_select" | "multi_static_select" | "checkboxes":
            check_options(element, at)
        case "datepicker":
            shape(element.get("initial_date"), r"\d{4}-\d\d-\d\d", at)
        case "timepicker":
            shape(element.get("initial_time"), r"\d\d:\d\d", at)
        case "number_input":
            need(isinstance(element.get("is_decimal_allowed"), bool), f"{at}: is_decimal_allowed is required")
            shape(element.get("initial_value"), r"-?\d+(\.\d+)?", at)
        case "plain_text_input":
            check_line(element, at)


def check_button(button: dict[str, Any], at: str) -> None:
    plain(button.get("text"), 75, at)
    need(len(button.get("value", "")) <= 2_000, f"{at}: a button's value is longer than 2000")
    need(button.get("style") in (None, "primary", "danger"), f"{at}: style {button.get('style')!r}")
    need(len(button.get("accessibility_label", "x")) in range(1, 76), f"{at}: accessibility_label is not 1 to 75 long")


def check_confirm(confirm: Any, at: str) -> None:
    keys(confirm, {"title", "text", "confirm", "deny", "style"}, at)
    for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        plain(confirm.get(name), limit, f"{at} confirm {name}")


def check_options(element: dict[str, Any], at: str) -> None:
    groups = element.get("option_groups")
    need((groups is None) == ("options" in element), f"{at}: options or option_groups, one of them")
    if groups is not None:
        count(groups, 100, at)
        for group in groups:
            keys(group, {"label", "options"}, at)
            plain(group["label"], 75, at)
            count(group["options"], 100, at)
    else:
        count(element.get("options"), 10 if element["type"] == "checkboxes" else 100, at)
    options = all_options(element)
    for option in options:
        keys(option, {"text", "value", "description"}, at)
        plain(option.get("text"), 75, at)
        need(1 <= len(option.get("value", "")) <= 75, f"{at}: an option's value is not 1 to 75 long")
    unique([option["value"] for option in options], "option value")
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
    need("initial_options" not in element or initial, f"{at}: initial_options is empty")
    for option in initial:
        need(option in options, f"{at}: the initial option {option!r} is not one of the options")


def check_line(element: dict[str, Any], at: str) -> None:
    longest = element.get("max_length", 3_000)
    need(1 <= longest <= 3_000, f"{at}: max_length {longest}")
    need(len(element.get("initial_value", "")) <= longest, f"{at}: initial_value is longer than max_length")


def all_options(element: dict[str, Any]) -> list[dict[str, Any]]:
    if "option_groups" in element:
        return [option for group in element["option_groups"] for option in group["options"]]
    return list(element["options"])


def elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed or filled in."""
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        elif "accessory" in block:
            yield block["accessory"]
        elif "element" in block:
            yield block["element"]


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every text object, wherever it stands."""
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def text(value: Any, limit: int, at: str) -> None:
    """A text object of either sort."""
    need(
        isinstance(value, dict) and value.get("type") in ("mrkdwn", "plain_text"), f"{at}: not a text object: {value!r}"
    )
    if value["type"] == "plain_text":
        plain(value, limit, at)
        return
    keys(value, {"type", "text", "verbatim"}, at)
    length(value.get("text"), limit, at)
    need(value.get("verbatim") is True, f"{at}: without verbatim, Slack makes mentions and links of plain words")
    check_mrkdwn(value["text"], at)


def plain(value: Any, limit: int, at: str) -> None:
    need(isinstance(value, dict) and value.get("type") == "plain_text", f"{at}: plain_text is wanted, not {value!r}")
    keys(value, {"type", "text", "emoji"}, at)
    length(value.get("text"), limit, at)


def length(value: Any, limit: int, at: str) -> None:
    need(isinstance(value, str) and value, f"{at}: empty text")
    need(len(value) <= limit, f"{at}: {len(value)} characters, {limit} are allowed")


def check_mrkdwn(words: str, at: str) -> None:
    """Only mentions of people and links to the web; anything else with < > & was not escaped."""
    rest = TOKEN.sub(lambda token: "" if MENTION.fullmatch(token[1]) or LINK.fullmatch(token[1]) else "<", words)
    need("<" not in rest and ">" not in rest, f"{at}: unescaped < or > in {words!r}")
    need(not ENTITY.search(rest), f"{at}: unescaped & in {words!r}")


def shape(value: Any, pattern: str, at: str) -> None:
    need(value is None or re.fullmatch(pattern, value), f"{at}: {value!r} is not like {pattern}")


def identity(value: dict[str, Any], name: str, at: str) -> None:
    if name in value:
        need(isinstance(value[name], str) and 1 <= len(value[name]) <= 255, f"{at}: {name} is not 1 to 255 long")


def keys(value: Any, allowed: set[str], at: str) -> None:
    need(isinstance(value, dict), f"{at}: an object is wanted")
    need(not set(value) - allowed, f"{at}: unknown {sorted(set(value) - allowed)}")


def count(value: Any, most: int, at: str) -> None:
    need(
        isinstance(value, list) and 1 <= len(value) <= most,
        f"{at}: 1 to {most} are allowed, not {value and len(value)}",
    )


def unique(values: list[str], what: str) -> None:
    twice = [value for value, times in Counter(values).items() if times > 1]
    need(not twice, f"{what} used twice: {twice[:3]}")


def need(true: Any, otherwise: str) -> None:
    if not true:
        raise Invalid(otherwise)
