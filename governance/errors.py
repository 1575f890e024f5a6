"""Facts that stop a command. One class a fact; its docstring is the message that the person reads."""

from __future__ import annotations

import inspect
from typing import Any


class ChivvyError(Exception):
    """Something went wrong. Nothing was changed."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The docstring with the facts filled in, on one line a paragraph."""
        text = " ".join(inspect.getdoc(type(self)).split())  # type: ignore[union-attr]
        return text.format(**{name: _plain(value) for name, value in self.facts.items()})


def _plain(value: Any) -> str:
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(str(item) for item in value) or "nothing"
    return str(value)


class MoveRefused(ChivvyError):
    """{ref} is {old}, so it can't become {new}. Nothing was changed. From {old} it can go to: {allowed}."""


class FollowsFrom(ChivvyError):
    """{ref} becomes {new} only together with what follows from it. Nothing has been changed yet. Choose one:
    {choices}."""


class ReasonNeeded(ChivvyError):
    """Moving {ref} from {old} to {new} needs a reason. Nothing has been changed yet. Type, for example,
    “{ref} {new} because …”."""


class MoveLacks(ChivvyError):
    """{ref} can't become {new} yet: {what} says nothing. Nothing was changed. Fill it in first, with Edit on its card or by
    typing “{ref} {word} …”."""


class NotCleared(ChivvyError):
    """{ref} is kept for the people who work on it, and you are not one of them, so I can't show or change it here. Nothing was
    changed. If you need it, ask whoever manages it to name you on it."""


class OnlyForCounters(ChivvyError):
    """Who may vote in {ref}, and the votes before the result is declared, are for the ballot officer and the case manager of that
    landlord alone. Nothing was changed or shown. Ask one of them."""


class NotYoursToOpen(ChivvyError):
    """{name} handles residents’ cases, and may open those of {workstream} while they are on it, so only a case manager of that
    landlord or the programme office puts them there. Nothing was changed. Ask one of them."""


class NotYoursToLetBack(ChivvyError):
    """{name} is marked as having left, and would open confidential records again, so only the programme office or a case manager
    of their landlord lets them back in. Nothing was changed. Ask one of them."""


class NotConfirmed(ChivvyError):
    """{ref} is confidential, and you have not said yet whether the account that you use here is yours. Nothing was changed.
    Answer my question (“Are you …?”) with Yes, then try again."""


class NotAMember(ChivvyError):
    """I don't know you in this programme yet, so I can't do that. Nothing was changed. Ask a workstream lead to type
    “/workstream add @you”, then try again."""


class NoLongerActive(ChivvyError):
    """{name} is marked as having left the programme, so I can't do that. Nothing was changed. If that is wrong, ask the
    programme office to put it right."""
