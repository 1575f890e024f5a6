"""An understanding as the plain values of `chivvy understand --json` (the shape of design.md, the spellings of
examples/utterances.jsonl)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.clocks.reckoning import Reckoning
from handlers import commands as do
from handlers.words.items.logged import logged_item, plain, worked_out
from handlers.words.refs import kind_of
from handlers.words.understanding import Surroundings, Understanding

# What a question about lateness covers when it names no kind.
ALL_DATED = ("action", "issue", "milestone", "risk_review")
# What several commands about one record may say of it together.
MERGED = {"kind", "ref", "set", "note", "reason"}
# What a machine calls things that are no records.
NAMES: Mapping[type[do.Command], str] = {
    do.Glance: "glance",
    do.CheckHealth: "health",
    do.Explain: "glossary",
    do.ShowSettings: "settings",
    do.SetRule: "setting",
    do.AddDays: "days off",
    do.RemoveDays: "days off",
    do.ListDays: "days off",
    do.ShowPreferences: "own_settings",
    do.Prefer: "own_settings",
    do.ShowPlace: "channel_settings",
    do.SetPlace: "channel_settings",
    do.ShowForecast: "forecast",
    do.ListEscalations: "escalations",
    do.MyRecord: "my_record",
}
# A dependency is between two workstreams.
SIDES = {"workstream": "giver", "counterpart": "receiver"}
# Fields by the name that the trade gives them, where a kind keeps them under another.
SPOKEN = {"said_rag": "rag"}


def as_json(understanding: Understanding, around: Surroundings) -> dict[str, Any]:
    """`{"intent", "items", "ask"}`; a record shown is a query too."""
    intent = {"show": "query"}.get(understanding.intent, understanding.intent)
    items = _with_their_notes([item for command in understanding.commands if (item := _item(command, around))])
    asked = [doubt.ask or doubt.field for doubt in understanding.doubts]
    return {"intent": intent, "items": items, "ask": list(dict.fromkeys(asked))}


def _with_their_notes(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is said of one record in several ways (“due 11/12, supplier late”, “done on 19/10”) is one item."""
    found: list[dict[str, Any]] = []
    for item in items:
        last = found[-1] if found else {}
        if "ref" in item and item["ref"] == last.get("ref") and "set" in last and set(item) <= MERGED:
            found[-1] = {**last, **item, "set": {**last["set"], **item.get("set", {})}}
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
    if isinstance(command, do.AskDeadline):
        return _deadline(command, around)
    if isinstance(command, do.ShowSurvey):
        return _survey(command, around)
    if isinstance(command, do.Undo):
        return {"kind": "undo", "target": command.ref or "last change by sender"}
    return _about_people(command, around) or _about_a_record(command, around) or _other(command)


def _about_people(command: do.Command, around: Surroundings) -> dict[str, Any] | None:
    """Leave and who stands in, under the names that an absence has; whoever is not named is the speaker."""
    speaker = around.speaker.id if around.speaker else None
    if isinstance(command, do.TakeLeave):
        item: dict[str, Any] = {"kind": "absence", "person": command.person or speaker}
        item |= {"from_date": command.first.isoformat(), "to_date": (command.last or command.first).isoformat()}
        return item | _said({"deputy": command.deputy, "cancel": command.cancel, "shown": command.shown})
    if isinstance(command, do.HandOver):
        facts = {**vars(command), "person": command.person or speaker}
        return {"kind": "handover", **_said({name: facts[name] for name in facts if name != "sure"})}
    names = {
        do.Deploy: "deployment",
        do.SetPattern: "pattern",
        do.ShowPerson: "person",
        do.Workload: "workload",
        do.WhoIsAway: "away",
    }
    if name := names.get(type(command)):
        facts = dict(vars(command))
        if "person" in facts and name != "deployment":
            facts["person"] = facts["person"] or speaker
        return {"kind": name, **_said(facts)}
    return None


def _about_a_record(command: do.Command, around: Surroundings) -> dict[str, Any] | None:
    """A change to a record that exists, as what is set."""
    ref = getattr(command, "ref", "")
    if not ref:
        return None
    item: dict[str, Any] = {"kind": kind_of(ref).kind.name, "ref": ref}
    if isinstance(command, do.Change):
        item["set"] = {SPOKEN.get(name, name): value for name, value in plain(command.values).items()}
        item |= _said({"reason": command.reason}) | plain(worked_out(kind_of(ref), command.values, around))
    elif isinstance(command, do.Move):
        item["set"] = {"status": command.to, **plain(command.values)}
        item |= _said({"reason": command.reason})
    elif isinstance(command, do.Assign):
        item["set"] = {"owner": command.owner}
    elif isinstance(command, do.Note):
        item["note"] = command.text
    elif isinstance(command, do.Rebaseline):
        item |= {"set": {"baseline": command.day.isoformat()}, **_said({"by": command.by})}
    else:
        item |= _deed(command)
    return item


def _deadline(command: do.AskDeadline, around: Surroundings) -> dict[str, Any]:
    found = Reckoning(around.calendar, around.programme.clocks).by(command.rule, command.trigger)
    return {"kind": "deadline", "rule": found.rule.id, **plain({"trigger": found.trigger, "due": found.due})}


def _survey(command: do.ShowSurvey, around: Surroundings) -> dict[str, Any]:
    """The shares of the questions that are asked about, where they were added up."""
    known = next((one for one in around.surveys if one.ref == command.ref), None)
    shares = known.shares if known else {}
    shown = {name: share for name, share in shares.items() if command.question in ("", name)}
    return {"kind": "survey", "ref": command.ref, "answers": shown, **_said({"by": command.by})}


def _deed(command: do.Command) -> dict[str, Any]:
    """What is done with a record besides setting its fields."""
    if isinstance(command, do.Become):
        return {"becomes": command.kind, **_said({"values": command.values, "reason": command.reason})}
    if isinstance(command, do.LinkRecords):
        return {"unlink" if command.remove else "link": command.target, **_said({"relation": command.relation})}
    if isinstance(command, do.StopClock | do.StartClock):
        stops = isinstance(command, do.StopClock)
        told = {name: value for name, value in vars(command).items() if name != "ref"}
        return {"clock": "stops" if stops else "runs again", **_said(told)}
    if isinstance(command, do.Agree):
        return {"agreed_by": command.side or "own side"}
    if isinstance(command, do.ShowLinks):
        return {"links": command.relation or "any", **_said({"backward": command.backward})}
    return _said({name: value for name, value in vars(command).items() if name not in ("ref", "seen")})


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that say something, as plain values."""
    return plain({name: value for name, value in facts.items() if value not in (None, "", (), {}, False)})


def _filter(command: do.Find, around: Surroundings) -> dict[str, Any]:
    told = {name: value for name, value in vars(command).items() if name not in ("kind", "overdue", "status", "page")}
    item: dict[str, Any] = {"kind": "filter", **_said(told)}
    if command.kind == "dependency":
        item = {SIDES.get(name, name): value for name, value in item.items()}
    if command.overdue:
        item["due_before"] = around.now.date().isoformat()
    if command.status in ("open", "closed"):
        item["open"] = command.status == "open"
    elif command.status != "any":
        item["status"] = command.status
    item["types"] = [command.kind] if command.kind else list(ALL_DATED)
    return item


def _other(command: do.Command) -> dict[str, Any] | None:
    """Setting up, help and forms, under the command's own name; what was not understood has no items."""
    if isinstance(command, do.Misunderstood | do.Cancel | do.Refuse):
        return None
    return {"kind": NAMES.get(type(command), type(command).__name__), **_said(vars(command))}
