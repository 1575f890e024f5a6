"""An understanding as the plain values of `chivvy understand --json` (the shape of design.md, the spellings of
examples/utterances.jsonl)."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import commands as do
from handlers.words.logged import logged_item, plain
from handlers.words.refs import kind_of
from handlers.words.understanding import Surroundings, Understanding

# What a question about lateness covers when it names no kind.
ALL_DATED = ("action", "issue", "milestone", "risk_review")


def as_json(understanding: Understanding, around: Surroundings) -> dict[str, Any]:
    """`{"intent", "items", "ask"}`; a record shown is a query too."""
    intent = {"show": "query"}.get(understanding.intent, understanding.intent)
    items = _with_their_notes([item for command in understanding.commands if (item := _item(command, around))])
    asked = [doubt.ask or doubt.field for doubt in understanding.doubts]
    return {"intent": intent, "items": items, "ask": list(dict.fromkeys(asked))}


def _with_their_notes(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """“due 11/12, supplier late” is one item: what is set, and the note."""
    found: list[dict[str, Any]] = []
    for item in items:
        if found and "note" in item and "set" in found[-1] and found[-1]["ref"] == item["ref"]:
            found[-1]["note"] = item["note"]
        else:
            found.append(item)
    return found


def _item(command: do.Command, around: Surroundings) -> dict[str, Any] | None:
    if isinstance(command, do.Log):
        return logged_item(command, around)
    if isinstance(command, do.Find):
        return _filter(command, around)
    if isinstance(command, do.Worklist):
        person = command.person or (around.speaker.id if around.speaker else None)
        return _filter(do.Find(owner=person), around)
    if isinstance(command, do.Undo):
        return {"kind": "undo", "target": "last change by sender"}
    return _about_a_record(command) or _other(command)


def _about_a_record(command: do.Command) -> dict[str, Any] | None:
    """A change to a record that exists, as what is set."""
    ref = getattr(command, "ref", "")
    if not ref:
        return None
    item: dict[str, Any] = {"kind": kind_of(ref).kind.name, "ref": ref}
    if isinstance(command, do.Change):
        item["set"] = plain(command.values)
    elif isinstance(command, do.Move):
        item["set"] = {"status": command.to}
        if command.reason:
            item["reason"] = command.reason
    elif isinstance(command, do.Assign):
        item["set"] = {"owner": command.owner}
    elif isinstance(command, do.Note):
        item["note"] = command.text
    elif isinstance(command, do.Snooze):
        item |= {"until": command.until.isoformat(), **({"reason": command.reason} if command.reason else {})}
    return item


def _filter(command: do.Find, around: Surroundings) -> dict[str, Any]:
    item: dict[str, Any] = {"kind": "filter"}
    for name in ("workstream", "owner", "due_from", "due_to", "text"):
        if value := getattr(command, name):
            item[name] = value.isoformat() if isinstance(value, date) else value
    if command.overdue:
        item["due_before"] = around.now.date().isoformat()
    if command.unowned:
        item["unowned"] = True
    if command.status in ("open", "closed"):
        item["open"] = command.status == "open"
    elif command.status != "any":
        item["status"] = command.status
    item["types"] = [command.kind] if command.kind else list(ALL_DATED)
    return item


def _other(command: do.Command) -> dict[str, Any] | None:
    """Setting up, help and forms, under the command's own name; what was not understood has no items."""
    if isinstance(command, do.Misunderstood | do.Cancel):
        return None
    facts = {name: value for name, value in vars(command).items() if value not in (None, "", (), {})}
    return {"kind": type(command).__name__, **plain(facts)}
