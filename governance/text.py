"""Text that every database keeps: without zero bytes and halves of letters, which come out of broken pastes and old exports."""

from __future__ import annotations

from typing import Any


def keepable(text: str) -> str:
    """A text without what no database keeps."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def all_keepable(value: Any) -> Any:
    """A value as JSON has it (a text, a list, a mapping …) with every text in it `keepable`."""
    if isinstance(value, str):
        return keepable(value)
    if isinstance(value, list | tuple):
        return type(value)(all_keepable(each) for each in value)
    if isinstance(value, dict):
        return {all_keepable(name): all_keepable(each) for name, each in value.items()}
    return value
