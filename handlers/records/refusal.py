"""Refusals: what stopped a command, said with the next step as buttons where there is one."""

from __future__ import annotations

from governance.errors import ChivvyError, FollowsFrom, MoveLacks, MoveRefused, ReasonNeeded
from governance.gates import GateShut
from governance.kinds import all_kinds, kind_and_number
from handlers.cards import Button, Buttons, Card, Para, button, say
from handlers.commands import OpenForm, Show
from handlers.records.moves import becoming_button, towards
from storage.records import OneOpenAlready


def refusal_card(error: ChivvyError) -> Card:
    """The error's message; a refused move comes with the allowed ones to press, one that lacks a reason with its form, one
    that something else follows from with what it may become, one that a gate holds back with the dialogs for what is missing."""
    buttons = _ways_on(error)
    if not buttons:
        return say(error.message)
    return Card(text=error.message, parts=(Para((error.message,)), Buttons(buttons)))


def _ways_on(error: ChivvyError) -> tuple[Button, ...]:
    if isinstance(error, GateShut):
        ref = str(error.facts["ref"])
        return tuple(button(label, OpenForm(form, ref=ref)) for label, form in error.facts["forms"])
    if isinstance(error, MoveLacks):
        return (button("Fill it in", OpenForm("edit", ref=str(error.facts["ref"]))),)
    if isinstance(error, OneOpenAlready):
        return (button(f"Show {error.facts['other']}", Show(str(error.facts["other"]))),)
    if not isinstance(error, MoveRefused | ReasonNeeded | FollowsFrom):
        return ()
    ref = str(error.facts["ref"])
    named = kind_and_number(ref)
    if named is None:
        return ()
    kind = all_kinds()[named[0]].kind
    if isinstance(error, FollowsFrom):
        wanted = [one for one in kind.becomes if one.state == error.facts["new"]]
        return tuple(becoming_button(ref, kind, one, str(error.facts["reason"])) for one in wanted)
    old, lifecycle = str(error.facts["old"]), kind.lifecycle
    states = error.facts["allowed"] if isinstance(error, MoveRefused) else (error.facts["new"],)
    return tuple(button(lifecycle.label(old, to), towards(lifecycle, ref, old, to, kind.checked)) for to in states)
