"""A form, packed small enough to travel with its dialog: when something in it is wrong, it is drawn again
from what came back, for nothing about a dialog is kept here."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers.cards import Option
from handlers.forms.form import Field, Form, Widget

# title, submit, intro, then the different lists of options, then each field with the number of its list
_Packed = tuple[str, str, str, list[list[tuple[str, str]]], list[tuple[str, str, Widget, str, int, bool, int]], str]
_shape: TypeAdapter[_Packed] = TypeAdapter(_Packed)


def pack(form: Form) -> list[Any]:
    lists: list[tuple[Option, ...]] = []
    fields = []
    for field in form.fields:
        if field.options not in lists:
            lists.append(field.options)
        at = lists.index(field.options)
        fields.append([field.name, field.label, field.widget, field.hint, at, field.required, field.max_length])
    options = [[[option.value, option.label] for option in each] for each in lists]
    return [form.title, form.submit, form.intro, options, fields, form.token]


def unpack(packed: Any) -> Form | None:
    """The form, without what was filled in; None when there is none or it is not as it was packed."""
    try:
        title, submit, intro, lists, fields, token = _shape.validate_python(packed)
        options = [tuple(Option(value, label) for value, label in each) for each in lists]
        drawn = tuple(
            Field(name, label, widget, hint, None, options[at], required, longest)
            for name, label, widget, hint, at, required, longest in fields
        )
    except (ValidationError, IndexError):
        return None
    return Form(title, token, drawn, submit, intro)
