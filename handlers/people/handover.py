"""Handing over: everything open that one person owns becomes another's, in one deed with one undo and one message."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.people import Person, Place
from governance.policy import may, readable
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Para, Part, Small, button, say
from handlers.commands import Find, HandOver, SetLead, Undo
from handlers.people.handed_over import by_kind, refs_of, tell_both
from handlers.reply import Reply
from handlers.wording import count, from_to, listed
from storage.filters import Filter
from storage.history import Scene
from storage.register import Register

REFUSED_SHOWN = 3


class NothingChangedHands(ChivvyError):
    """Nothing changed hands. {why}"""


class NobodyToTakeOver(ChivvyError):
    """I can't hand that over: {why}. Nothing was changed. Type, for example, “hand over everything I own to @sam”."""


async def hand_over(
    command: HandOver, register: Register, speaker: Person, place: Place, scene: Scene, answer: Answer
) -> Reply:
    """First say what would change hands, then, once that is confirmed, do it."""
    giver, taker = await _both(register, command, speaker)
    await register.calendar()
    owned = await owned_by(register, command, giver)
    theirs = [each for each in owned if readable(speaker, each, place) and _may_change_hands(each, speaker, taker)]
    if not theirs:
        nothing = f"{_owner(giver, speaker)} nothing open{await _where(register, command)}"
        nothing += f" that could change hands ({_why_kept(not place.private)})" if owned else ""
        return await answer.in_place(say(f"{nothing}, so nothing was changed."))
    command = replace(command, person=giver.id, to=taker.id)
    kept_back = len(owned) - len(theirs)
    if not command.sure:
        return await answer.in_place(
            await _offer(register, command, giver, taker, theirs, kept_back, company=not place.private)
        )
    batch = replace(scene, batch=answer.batch())
    last = 0
    done: list[Record] = []
    refused: list[str] = []
    for record in theirs:
        try:
            async with register.attempt():
                _, event = await register.records.change(batch, record, {"owner": taker.id}, "hand over")
        except ChivvyError as why:
            refused.append(why.message)
        else:
            last = event.id
            done.append(record)
    if not done:
        raise NothingChangedHands(why=" ".join(refused))
    await tell_both(register, batch.batch or "", giver, taker, speaker, done)
    return await answer.in_place(await _done(register, giver, taker, speaker, done, last, refused))


async def owned_by(register: Register, command: HandOver, giver: Person) -> list[Record]:
    """Everything open that `command` is about."""
    wanted = Filter(
        owner=giver.id,
        workstream=command.workstream,
        due_from=command.due_from,
        due_to=command.due_to,
        owed_only=True,
    )
    return await register.records.find(wanted, limit=None)


def _may_change_hands(record: Record, speaker: Person, taker: Person) -> bool:
    return may(speaker, "change", record) is None and may(taker, "receive", record) is None


async def _both(register: Register, command: HandOver, speaker: Person) -> tuple[Person, Person]:
    giver = await register.people.get(command.person or speaker.id)
    taker = await register.people.get(command.to)
    if giver is None or taker is None:
        raise NobodyToTakeOver(why="I don't know that person")
    if taker.id == giver.id:
        raise NobodyToTakeOver(why=f"it is {taker.name}’s already")
    if refusal := may(taker, "receive"):
        raise NobodyToTakeOver(why=refusal.message.split(". ")[0])
    return giver, taker


async def _where(register: Register, command: HandOver) -> str:
    workstream = await register.workstreams.get(command.workstream)
    days = from_to(command.due_from, command.due_to)
    return (f" in {workstream.label}" if workstream else "") + (f" that is due {days}" if days else "")


async def _offer(
    register: Register,
    command: HandOver,
    giver: Person,
    taker: Person,
    records: list[Record],
    kept_back: int,
    *,
    company: bool,
) -> Card:
    """What would change hands. Before others it is not said how much of it is late, nor what few may read."""
    late = sum(record.is_overdue(register.today) for record in records)
    where = await _where(register, command)
    text = f"{giver.name} owns {count(len(records), 'open item')}{where}: {by_kind(records)}."
    if late and not company:
        text += f" {late} of them {'is' if late == 1 else 'are'} overdue."
    text += f" Shall I make {taker.name} the owner? Nothing has been changed yet."
    find = Find(
        owner=giver.id,
        workstream=command.workstream,
        due_from=command.due_from,
        due_to=command.due_to,
        owed_only=True,
    )
    parts: list[Part] = [Para((text,))]
    if kept_back:
        parts.append(Small((f"{count(kept_back, 'item')} more would stay: {_why_kept(company)}.",)))
    go = button(f"Hand over {len(records)}", replace(command, sure=True), "primary")
    parts.append(Buttons((go, button("Show them", find))))
    return Card(text=text, parts=tuple(parts))


async def _done(
    register: Register,
    giver: Person,
    taker: Person,
    speaker: Person,
    records: list[Record],
    event: int,
    refused: list[str],
) -> Card:
    text = f"{taker.name} now owns {count(len(records), 'item')} that {'was' if len(records) == 1 else 'were'} "
    text += f"{giver.name}’s: {refs_of(records)}."
    if taker.id != speaker.id:
        text += " I’ll send them one message with the list."
    parts: list[Part] = [Para((text,)), *(Small((why,)) for why in refused[:REFUSED_SHOWN])]
    led = [each for each in (await register.workstreams.all()).values() if each.lead == giver.id]
    lead_too: tuple[Button, ...] = ()
    if led:
        parts.append(Small((f"{giver.name} still leads {listed(each.label for each in led)}.",)))
        lead_too = tuple(button(f"{taker.name} leads {each.label}", SetLead(each.id, taker.id)) for each in led[:3])
    parts.append(Buttons((button("Undo", Undo(event), asks="Give all of it back?"), *lead_too)))
    return Card(text=text, parts=tuple(parts), refs=tuple(record.ref for record in records))


def _why_kept(company: bool) -> str:
    return "not for everybody here, so ask me in a direct message" if company else "you or they may not read it"


def _owner(giver: Person, speaker: Person) -> str:
    return "You own" if giver.id == speaker.id else f"{giver.name} owns"
