"""What Teams accepts in a card: Microsoft's schema where it is at hand, and the limits that no schema
tells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.schemas import problems

SCHEMA = "adaptive-card-1.5.0.schema.json"
CARD = "application/vnd.microsoft.card.adaptive"
LARGEST = 40_000
MENTION = re.compile(r"<at>[^<>]*</at>")
BARE_TAG = re.compile(r"<(?!/?at>)")


class CardRefused(Exception):
    """Teams would refuse this card, or show something else than was meant."""


def check(card: Any) -> None:
    need(isinstance(card, dict) and card.get("type") == "AdaptiveCard", "this is not an Adaptive Card")
    need(card.get("version") == "1.5", f"version 1.5 is wanted, not {card.get('version')}")
    need(len(json.dumps(card, ensure_ascii=False).encode()) <= LARGEST, "the card is larger than 40 KB")
    need(bool(card.get("fallbackText")) and bool(card.get("speak")), "words for who cannot see it are missing")
    bare = {key: value for key, value in card.items() if key != "msteams"}
    need(not (wrong := problems(SCHEMA, bare)), f"the schema says: {wrong[:3]}")
    _check_inputs(card)
    _check_mentions(card)
    for element in walk(card):
        if isinstance(actions := element.get("actions"), list):
            need(len(actions) <= 6, f"{len(actions)} actions in one set, six are drawn")
        if element.get("type") == "Action.OpenUrl":
            need(re.match(r"https?://", element["url"]) is not None, f"a link to {element['url']}")
        if element.get("type") == "Action.Execute":
            need("fallback" in element, "old clients need a fallback for Action.Execute")


def _check_inputs(card: dict[str, Any]) -> None:
    ids = [element["id"] for element in walk(card) if str(element.get("type", "")).startswith("Input.")]
    need(len(ids) == len(set(ids)), f"two inputs share an id: {ids}")
    for element in walk(card):
        if str(element.get("type", "")).startswith("Input."):
            need(bool(element.get("label")), f"the input {element['id']} has no label")
        if element.get("type") == "Input.ChoiceSet" and element.get("value"):
            offered = {choice["value"] for choice in element["choices"]}
            need(set(element["value"].split(",")) <= offered, f"{element['value']} is none of the choices")


def _check_mentions(card: dict[str, Any]) -> None:
    """The words `<at>Name</at>` and the entity must be the same, and nothing else may look like markup."""
    told = {entity["text"] for entity in card.get("msteams", {}).get("entities", []) if entity["type"] == "mention"}
    said = set()
    for element in walk(card):
        for words in (element.get("text"), element.get("value")):
            if element.get("type") in ("TextBlock", None) and isinstance(words, str):
                said |= set(MENTION.findall(words))
                need(not BARE_TAG.search(words), f"markup in {words!r}")
    need(told == said, f"mentions told {told} and said {said}")


def walk(element: Any) -> Iterator[dict[str, Any]]:
    """Every element, action and fact of a card, outermost first; data is not looked into."""
    if isinstance(element, dict):
        yield element
        for key, value in element.items():
            if key not in ("data", "msteams"):
                yield from walk(value)
    elif isinstance(element, list):
        for item in element:
            yield from walk(item)


def words(card: dict[str, Any]) -> str:
    """All that is read on a card, one line an element."""
    lines = []
    for element in walk(card):
        kind = element.get("type")
        if kind == "TextBlock":
            lines.append(unescaped(element["text"]))
        elif kind == "RichTextBlock":
            lines.append("".join(run if isinstance(run, str) else run["text"] for run in element["inlines"]))
        elif kind == "FactSet":
            lines += [f"{unescaped(fact['title'])}: {unescaped(fact['value'])}" for fact in element["facts"]]
    return "\n".join(lines)


def unescaped(words: str) -> str:
    """Markdown's escapes and mention tags as they are shown."""
    shown = re.sub(r"\\([\\`*_\[\]~#>+\-.)])", r"\1", words).replace("&lt;", "<")
    return re.sub(r"</?at>", "", shown)


def actions(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Buttons by what is written on them, those behind a question too."""
    found: dict[str, dict[str, Any]] = {}
    for element in walk(card):
        for action in element.get("actions", ()):
            found.setdefault(action["title"], action)
    return found


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {element["id"]: element for element in walk(card) if str(element.get("type", "")).startswith("Input.")}


def need(fine: Any, problem: str) -> None:
    if not fine:
        raise CardRefused(problem)
