"""Forms as dialogs ("task modules"), and what was filled in on its way back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.teams import luggage
from bot.teams.cards import OURS, Drawn, action_sets, attachment, paragraph, size, skeleton
from bot.teams.limits import CARD_BYTES
from handlers.cards import Strong
from handlers.forms.form import Field, Form
from handlers.turn import Submitted

_LISTED = ("person", "people", "several", "choice")
_FOLDED_FROM = 8  # people to tick: more than this would push the rest of the form out of sight


def dialog(
    form: Form,
    *,
    origin: Mapping[str, str | None] | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Drawn:
    """The answer that opens (or redraws) a dialog. `origin` is where it was opened from, `typed` what
    stood in it before."""
    drawn = _card(form, dict(origin or {}), dict(errors or {}), dict(typed or {}))
    height = "medium" if len(form.fields) <= 4 else "large"
    return _task("continue", {"title": form.title[:64], "height": height, "width": "medium", "card": attachment(drawn)})


def notice(words: str) -> Drawn:
    """The answer that shows a sentence where a dialog would be."""
    return _task("message", words)


def _task(kind: str, value: Any) -> Drawn:
    return {"task": {"type": kind, "value": value}}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back from a dialog: the deed, its one-time mark, where it was opened from, and the form as
    it was drawn."""

    deed: Submitted
    once: str
    origin: dict[str, str | None]
    form: Form | None


def submitted(value: Mapping[str, Any]) -> Sent | None:
    """What a dialog sent; None when it is not one of ours."""
    data = value.get("data")
    ours = data.get(OURS) if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(ours, Mapping) or not isinstance(ours.get("form"), str):
        return None
    fields, origin = ours.get("fields"), ours.get("origin")
    widgets = fields if isinstance(fields, Mapping) else {}
    values = {str(name): _value(str(widget), data.get(name)) for name, widget in widgets.items()}
    came_from = (
        {str(key): str(told) if told else None for key, told in origin.items()} if isinstance(origin, Mapping) else {}
    )
    return Sent(
        Submitted(ours["form"], values), str(ours.get("once") or ""), came_from, luggage.unpack(ours.get("again"))
    )


def _value(widget: str, given: Any) -> str | list[str] | None:
    if widget in ("people", "several"):
        chosen = given if isinstance(given, list) else str(given or "").split(",")
        return [str(item).strip() for item in chosen if str(item).strip()]
    if widget == "flag":
        return "true" if str(given).lower() == "true" else "false"
    if given is None or given == "":
        return None
    return str(given).strip() or None


def _card(form: Form, origin: dict[str, str | None], errors: dict[str, str], typed: dict[str, Any]) -> Drawn:
    body: list[Drawn] = []
    known = {field.name for field in form.fields}
    for name, problem in errors.items():
        if name not in known:
            body += _problem(problem)
    if form.intro:
        body += paragraph((form.intro,))
    for field in form.fields:
        body += _asked(field, errors.get(field.name, ""), typed)
    drawn = skeleton(body, form.intro or form.title)
    ours: Drawn = {
        "form": form.token,
        # one drawing is sent in once: a second press of Save is the same turn, not a second record
        "once": uuid.uuid4().hex,
        "fields": {field.name: field.widget for field in form.fields},
        "origin": origin,
        "again": luggage.pack(form),
    }
    save = {"type": "Action.Submit", "title": form.submit, "style": "positive", "data": {OURS: ours}}
    drawn["actions"] = [save]
    if size(drawn) > CARD_BYTES:  # then a mistake is told without the form, rather than the form not at all
        del ours["again"]
    return drawn


def _asked(field: Field, problem: str, typed: dict[str, Any]) -> list[Drawn]:
    value = typed.get(field.name, field.value)
    hint = paragraph((field.hint,), small=True) if field.hint and _hint_below(field) else []
    for line in hint:
        line["spacing"] = "None"
    asked = [_input(field, value), *hint]
    if field.widget == "people" and len(field.options) > _FOLDED_FROM:
        asked = _folded(field, asked, open_now=bool(problem))
    return [*(_problem(problem) if problem else []), *asked]


def _folded(field: Field, asked: list[Drawn], *, open_now: bool) -> list[Drawn]:
    """A long list to tick, folded away below who is ticked already: it is sent in either way."""
    ticked = str(asked[0].get("value", "")).split(",")
    names = ", ".join(option.label for option in field.options if option.value in ticked) or "nobody yet"
    name = f"{field.name}_list"
    fold = {
        "type": "Action.ToggleVisibility",
        "title": f"Choose {field.label.lower()}",
        "targetElements": [name],
    }
    return [
        *paragraph((f"{field.label}: {names}",)),
        *action_sets([fold]),
        {"type": "Container", "id": name, "isVisible": open_now, "items": asked},
    ]


def _hint_below(field: Field) -> bool:
    """Boxes to type in show their hint inside; a list or a calendar has no room for one."""
    return field.widget not in ("line", "text", "number", "link", "flag")


def _problem(words: str) -> list[Drawn]:
    drawn = paragraph((Strong("Please check: "), words))
    for block in drawn:
        for run in block["inlines"]:
            run["color"] = "Attention"
    return drawn


def _input(field: Field, value: Any) -> Drawn:
    drawn: Drawn = {"id": field.name, "label": field.label} | _INPUTS[field.widget](field, value)
    if field.required:
        drawn |= {"isRequired": True, "errorMessage": f"Please fill in “{field.label}”."}
    return drawn


def _typed_in(field: Field, value: Any) -> Drawn:
    words = _words(value)
    drawn: Drawn = {
        "type": "Input.Text",
        # never less than what stands in it: clients cut it off, or do not let it be sent
        "maxLength": max(field.max_length, len(words)),
        "placeholder": field.hint,
        "value": words,
    }
    if field.widget == "text":
        drawn["isMultiline"] = True
    if field.widget == "link":
        drawn["style"] = "url"
    return drawn


def _number(field: Field, value: Any) -> Drawn:
    drawn: Drawn = {"type": "Input.Number", "placeholder": field.hint}
    with suppress(TypeError, ValueError):
        drawn["value"] = int(value) if float(value).is_integer() else float(value)
    return drawn


def _calendar(field: Field, value: Any) -> Drawn:
    kind = "Input.Date" if field.widget == "date" else "Input.Time"
    return {"type": kind} | ({"value": _words(value)} if value else {})


def _flag(field: Field, value: Any) -> Drawn:
    return {
        "type": "Input.Toggle",
        "title": field.hint or field.label,
        "value": "true" if _words(value) == "true" else "false",
    }


def _list(field: Field, value: Any) -> Drawn:
    several = field.widget in ("people", "several")
    drawn: Drawn = {
        "type": "Input.ChoiceSet",
        "choices": [{"title": option.label, "value": option.value} for option in field.options],
        # Teams also knows "filtered", with a box to type in; the published schema of 1.5 does not, and refuses the card
        "style": "expanded" if field.widget == "several" else "compact",
        "placeholder": "Choose…",
    }
    if several:
        drawn["isMultiSelect"] = True
    known = {option.value for option in field.options}
    chosen = [item for item in (value if isinstance(value, list | tuple) else [_words(value)]) if item in known]
    if chosen:
        drawn["value"] = ",".join(chosen) if several else chosen[0]
    return drawn


def _words(value: Any) -> str:
    return "" if value is None else str(value)


_INPUTS = {
    "line": _typed_in,
    "text": _typed_in,
    "link": _typed_in,
    "number": _number,
    "date": _calendar,
    "time": _calendar,
    "flag": _flag,
    **dict.fromkeys(_LISTED, _list),
}
