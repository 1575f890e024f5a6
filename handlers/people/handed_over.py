"""The message about what was handed over: one for the new owner, with the list, however much it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from governance.kinds import all_kinds
from governance.people import Person
from governance.policy import is_confidential, may
from governance.record import Record
from handlers.cards import Buttons, Card, Para, Part, Rich, Small, button, plain
from handlers.commands import Worklist
from handlers.people.telling import tell, tell_news
from handlers.records.record_card import record_row
from handlers.reminding.assignment import tell_owner
from handlers.wording import count, listed, who
from storage.outbox import Notice
from storage.register import Register

HANDOVER = "handover"
ROWS_SHOWN = 12
REFS_SHOWN = 15


async def handover_card(register: Register, notice: Notice) -> Card | None:
    """One message with the list: what became theirs, what they stand in for, or what they no longer have. Before it is sent,
    None once nothing of it is true any more."""
    by = await register.people.get(notice.payload.get("by"))
    giver = await register.people.get(notice.payload["from"])
    people = await register.people.all()
    await register.calendar()
    person = await register.people.get(notice.person)
    named = [await register.records.get(ref) for ref in notice.refs]
    records = [record for record in named if may(person, "receive", record) is None]
    owner = notice.payload["owner"]
    still = [record for record in records if record.owner == owner and record.is_open]
    if not still and notice.sent_at is None:
        return None
    remark = notice.payload.get("remark")
    opening: Rich = (
        (str(remark),)
        if remark
        else (
            who(by.id if by else None, people, "Somebody"),
            f" handed {_whose(giver, by)}{_counted(records)} over to you.",
        )
    )
    parts: list[Part] = [Para(opening), *_rows(register, still, records)]
    if owner == notice.person:
        parts.append(Buttons((button("Show my work", Worklist()),)))
    return Card(text=plain(opening), parts=tuple(parts), refs=notice.refs)


def by_kind(records: Sequence[Record]) -> str:
    """`8 actions, 3 risks and 1 decision`, in the order in which the kinds stand in help."""
    counted = Counter(record.kind.name for record in records)
    kinds = [body.kind for body in all_kinds().values()]
    return listed(count(counted[kind.name], kind.name, kind.plural) for kind in kinds if counted[kind.name])


async def tell_cover(
    register: Register, person: Person, cover: Person, by: Person, when: str, key: str, records: Sequence[Record]
) -> bool:
    """The cover sees what falls due while `person` is away, so far as they may read it; it stays theirs. True when it will be
    told."""
    records = [record for record in records if may(cover, "receive", record) is None]
    if not records:
        return False
    remark = f"While {person.name} is away {when} you stand in. Due meanwhile, and still theirs: {refs_of(records)}."
    payload = {"by": by.id, "from": person.id, "owner": person.id, "remark": remark}
    return await tell(register, cover, by, _notice(register, f"cover:{key}", cover, records, payload))


async def tell_both(
    register: Register, key: str, giver: Person, taker: Person, by: Person, records: list[Record]
) -> None:
    """One message for the new owner, and one for the old one where somebody else did it."""
    payload = {"by": by.id, "from": giver.id, "owner": taker.id}
    await tell(register, taker, by, _notice(register, key, taker, records, payload))
    remark = f"{by.name} handed what you owned over to {taker.name}: {refs_of(records)}."
    known = [record for record in records if not is_confidential(record)]  # of the rest they may have read the last
    if known:
        await tell(register, giver, by, _notice(register, key, giver, known, {**payload, "remark": remark}))
    else:
        await tell_news(register, giver, by, f"{HANDOVER}:{key}", remark)


async def tell_returned(register: Register, key: str, by: Person, records: Sequence[Record]) -> None:
    """What came back to its owners when a deed was undone: of one record as always, of several in one message."""
    for owner in dict.fromkeys(record.owner for record in records):
        theirs = [record for record in records if record.owner == owner]
        if len(theirs) == 1:
            await tell_owner(register, theirs[0], by)
        else:
            remark = f"{by.name} took something back: {refs_of(theirs)} are yours again. Type “my list” to see them."
            await tell_news(register, await register.people.get(owner), by, f"undo:{key}", remark)


def _notice(register: Register, key: str, person: Person, records: Sequence[Record], payload: dict[str, str]) -> Notice:
    return Notice(
        key=f"{HANDOVER}:{key}:{person.id}",
        rule=HANDOVER,
        due_at=register.now,
        person=person.id,
        refs=tuple(record.ref for record in records),
        payload=payload,
    )


def _rows(register: Register, still: list[Record], records: list[Record]) -> list[Part]:
    parts: list[Part] = [record_row(record, register) for record in still[:ROWS_SHOWN]]
    if len(still) > ROWS_SHOWN:
        parts.append(Small((f"… and {len(still) - ROWS_SHOWN} more.",)))
    if settled := len(records) - len(still):
        parts.append(
            Small((f"{settled} of these {'is' if settled == 1 else 'are'} settled or somebody else’s by now.",))
        )
    return parts


def refs_of(records: Sequence[Record]) -> str:
    """`A-001, A-004 and 3 more`."""
    named = [record.ref for record in records[:REFS_SHOWN]]
    more = len(records) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _counted(records: Sequence[Record]) -> str:
    return f"{count(len(records), 'item')} ({by_kind(records)})"


def _whose(giver: Person | None, by: Person | None) -> str:
    return "" if giver is None or giver == by else f"{giver.name}’s "
