"""What a list is of, in words: `4 overdue red risks in ICT without an owner, by score`."""

from __future__ import annotations

from datetime import date

from governance.kinds import all_kinds
from governance.kinds.dependency import Dependency
from handlers.commands import Find
from handlers.wording import day_short, from_to
from storage.register import Register

SORTS = {"score": "highest score first", "ref": "by ref", "updated": "last changed first", "due": "due first"}


async def list_title(command: Find, register: Register, total: int, *, more: bool = False) -> str:
    """How many were found, and of what. `more`: there may be more than that."""
    kind = all_kinds()[command.kind].kind if command.kind in all_kinds() else None
    noun = (kind.name if total == 1 else kind.plural) if kind else "record" if total == 1 else "records"
    number = f"{total:,} or more" if more else str(total or "No")
    said = " ".join(word for word in (number, *_adjectives(command), noun) if word)
    said += await _where(command, register) + await _whose(command, register)
    said += _range(" due", command.due_from, command.due_to)
    said += _range(" raised", command.raised_from, command.raised_to)
    said += _range(" closed", command.closed_from, command.closed_to)
    said += _range(" changed", command.changed_from, command.changed_to)
    said += f" with “{command.text}”" if command.text else ""
    return said + (f", {SORTS[command.sort]}" if command.sort in SORTS and total > 1 else "")


def _adjectives(command: Find) -> list[str]:
    state = "overdue" if command.overdue else "" if command.status == "any" else command.status.lower()
    colour = " and ".join(rag.lower() for rag in ((command.rag,) if command.rag else command.rags))
    priority = (
        f"{command.priority.lower() if len(command.priority) > 2 else command.priority} priority"
        if command.priority
        else ""
    )
    sorts = " and ".join(command.varieties)
    return [
        state,
        "escalated" if command.escalated else "",
        "unscored" if command.unscored else "",
        colour,
        priority,
        sorts,
    ]


async def _where(command: Find, register: Register) -> str:
    strands = await register.workstreams.all()
    labels = [strands[each].label for each in (command.workstream, *command.workstreams) if each in strands]
    owing = command.kind == Dependency.kind.name or command.counterpart
    said = ""
    if labels:
        said += f" {'of' if owing and command.counterpart else 'in'} {' and '.join(labels)}"
    if command.counterpart in strands:
        said += f" owed to {strands[command.counterpart].label}"
    return said + (f" of {command.council}" if command.council else "")


async def _whose(command: Find, register: Register) -> str:
    said = f" owned by {await register.people.name(command.owner)}" if command.owner else ""
    said += f" raised by {await register.people.name(command.raised_by)}" if command.raised_by else ""
    said += " without an owner" if command.unowned else ""
    if command.away_from or command.away_to:
        said += f" whose owner is away {from_to(command.away_from, command.away_to)}"
    said += " whose owner is away on the due date" if command.away_when_due else ""
    said += " without a date" if command.undated else ""
    return said + (f" that score {command.score_from} or more" if command.score_from else "")


def _range(verb: str, first: date | None, last: date | None) -> str:
    if first and last:
        return f"{verb} {day_short(first)}" if first == last else f"{verb} {day_short(first)} to {day_short(last)}"
    if first:
        return f"{verb} from {day_short(first)}"
    return f"{verb} by {day_short(last)}" if last else ""
