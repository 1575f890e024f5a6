"""Outstanding actions: what an answer promises becomes actions of the register, each with its owner and its day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.checklist import is_not_applicable
from governance.complaints.replies import lines
from governance.kinds import all_kinds
from governance.kinds.complaint import Complaint
from governance.people import Person, Place
from governance.record import Record
from governance.roles import CONTRACTORS, has_role
from handlers.commands import Log
from handlers.records.entering import enter
from handlers.reminding.assignment import tell_owner
from handlers.words.hearing import hear
from handlers.words.items.logging import log
from handlers.words.understanding import Surroundings
from storage.history import Scene
from storage.register import Register

LED_TO = "led to"
OUTSTANDING = "outstanding_actions"  # the field


@dataclass(frozen=True)
class Promise:
    """One line of what is still to be done: what, by whom and by when; `lacks` says what it does not tell."""

    said: str
    values: dict[str, Any]
    lacks: str = ""


def promises(text: str, around: Surroundings) -> list[Promise]:
    """What is still to be done, as it was typed, line by line. Where nobody is named it is whoever answers for the case."""
    return [] if is_not_applicable(text) else [_promise(line, around) for line in lines(text)]


def _promise(line: str, around: Surroundings) -> Promise:
    understood = log(line, hear(around, all_kinds()["action"]))
    if understood is None or len(understood.commands) != 1 or not isinstance(understood.commands[0], Log):
        return Promise(line, {}, "I can’t read it as an action")
    values = dict(understood.commands[0].values)
    doubtful = {doubt.field for doubt in understood.doubts}
    if "due" in doubtful or not values.get("due"):
        return Promise(line, values, "it has no day")
    said = next((doubt.said for doubt in understood.doubts if doubt.field == "owner"), "")
    if said and f"@{said}" in line:
        return Promise(line, values, f"I don’t know who {said} is")
    if said:  # “Deep clean the kitchen”: nobody is called so, and it is part of what is to be done
        values["title"] = line[line.index(said) :][: len(said)] + f" {values['title'][:1].lower()}{values['title'][1:]}"
    return Promise(line, {name: held for name, held in values.items() if name not in doubtful})


def lacking(text: str, around: Surroundings) -> str:
    """What the lines do not tell that they must, in words; nothing where all is told."""
    found = [f"“{each.said}”: {each.lacks}" for each in promises(text, around) if each.lacks]
    return "; ".join(found)


async def log_promises(
    register: Register, scene: Scene, record: Record, speaker: Person, place: Place, around: Surroundings
) -> list[Record]:
    """An action for each promise that is not one yet, for those who are named on it alone. Their owners are told."""
    if not isinstance(record.body, Complaint):
        return []
    known = {link.title.casefold() for link in await register.links.of(record) if link.relation == LED_TO}
    made = []
    for promise in promises(record.body.outstanding_actions, around):
        title = str(promise.values.get("title", ""))
        if promise.lacks or title.casefold() in known:
            continue
        values = {"owner": record.owner, **promise.values}
        values["description"] = await _where(register, record, values["owner"])
        action = await enter("action", values, record.workstream, register, scene, speaker, place, confidential=True)
        await register.links.add(scene, record, LED_TO, action)
        await tell_owner(register, action, speaker)
        made.append(action)
    return made


async def _where(register: Register, record: Record, owner: str | None) -> str:
    """The home, for a contractor who has to find it, with what to know at the door; colleagues look into the case."""
    person = await register.people.get(owner)
    home = await register.homes.home(getattr(record.body, "uprn", ""))
    if person is None or home is None or not has_role(person, CONTRACTORS):
        return ""
    resident = await register.homes.resident(getattr(record.body, "resident_id", ""))
    needs = f" At the door: {resident.access_needs}." if resident and resident.access_needs else ""
    return f"At {home.address}, {home.postcode}.{needs}"
