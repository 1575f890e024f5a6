"""The news that a record was escalated, for its workstream's lead and whoever it goes to."""

from __future__ import annotations

from handlers.cards import Buttons, Card, Para, Part, Small, Strong, button
from handlers.commands import Show
from handlers.records.moves import ESCALATED as ESCALATED_STATE
from handlers.wording import cut
from storage.outbox import Notice
from storage.register import Register

ESCALATED = "escalated"


async def escalated_card(register: Register, notice: Notice) -> Card | None:
    """`Olu Adeyemi escalated R-012 … to the Programme Board`, with what can be done; later also what became of it."""
    record = await register.records.get(notice.refs[0])
    payload = notice.payload
    if record.withdrawn and notice.sent_at is None:
        return None
    by = await register.people.name(payload.get("by"))
    opening = f"{by} escalated {record.ref} {record.title} to the {payload['to']}."
    parts: list[Part] = [
        Para((f"{by} escalated ", Strong(record.ref), f" {record.title} to the {payload['to']}.")),
        Para((f"Because: {cut(str(payload['reason']), 600)}",)),
    ]
    if record.status != ESCALATED_STATE:
        parts.append(Small((f"It is {record.status.lower()} now.",)))
    parts.append(Buttons((button("Show", Show(record.ref)),)))
    return Card(text=opening, parts=tuple(parts), record=record.ref, version=record.version, refs=(record.ref,))
