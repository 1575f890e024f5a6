"""Snoozing: personal reminders stay quiet until a day. The due date never moves by it, and what law or code sets is never quiet
past it."""

from __future__ import annotations

from datetime import date

from governance.errors import ChivvyError
from governance.record import Record
from governance.reminders import quiet_until_at_most
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, Part, Small, button
from handlers.commands import Snooze, Undo
from handlers.reply import Reply
from handlers.wording import day, due_words, times
from storage.history import Event, Scene
from storage.register import Register

MOST_SNOOZES = 3
REASON_AFTER = 2


class SnoozeRefused(ChivvyError):
    """{ref} can't be snoozed: {why}. Nothing was changed."""


class SnoozeNeedsReason(ChivvyError):
    """{ref} has been snoozed twice, so a third time needs a reason. Nothing has been changed yet. Type, for example,
    “snooze {ref} until Monday because …”."""


async def snooze(command: Snooze, record: Record, register: Register, scene: Scene, answer: Answer) -> Reply:
    """Quiet until a later day; three times at most, the third with a reason."""
    if not record.is_open:
        raise SnoozeRefused(ref=record.ref, why=f"it is {record.status}, so nobody is being reminded of it")
    await check_snooze(register, record, command.until)
    if command.until <= register.today:
        raise SnoozeRefused(ref=record.ref, why=f"{day(command.until)} is not after today, so choose a later day")
    if record.times_snoozed >= MOST_SNOOZES:
        instead = f"give it another due date instead (“{record.ref} due next Friday”), or mark it blocked"
        why = f"it has been snoozed {MOST_SNOOZES} times, which is the most allowed; {instead}"
        raise SnoozeRefused(ref=record.ref, why=why)
    if record.times_snoozed >= REASON_AFTER and not command.reason.strip():
        raise SnoozeNeedsReason(ref=record.ref)
    wanted = {"snoozed_until": command.until, "times_snoozed": record.times_snoozed + 1}
    changed, event = await register.records.change(scene, record, wanted, "snooze", reason=command.reason)
    return await answer.changed(changed, _quiet(register, changed, event))


def _quiet(register: Register, record: Record, event: Event) -> Card:
    """Until when it is quiet, and that its day stays where it is."""
    assert record.snoozed_until is not None
    when = due_words(record, register.today, register.records.calendar)
    said = f"{record.ref} {record.title}: no reminders until {day(record.snoozed_until)}. "
    said += f"Its date stays: {when}." if record.due else "It has no date."
    parts: list[Part] = [Para((said,)), *([Small((f"Because: {event.reason}",))] if event.reason else [])]
    if left := MOST_SNOOZES - record.times_snoozed:
        parts.append(Small((f"You can snooze it {times(left)} more.",)))
    parts.append(Buttons((button("Undo", Undo(event.id)),)))
    return Card(text=said, parts=tuple(parts))


async def check_snooze(register: Register, record: Record, until: date) -> date | None:
    """The last day until which it may be quiet; None where any will do. Raises SnoozeRefused where `until` is beyond it."""
    last = quiet_until_at_most(record, await register.programme())
    if last is None or (until <= last and last > register.today):
        return last
    instead = f"press “In hand” in your digest to say so, or hand it over (“assign {record.ref} to @sam”)"
    if last <= register.today:
        why = f"it must be done by {day(last)}, and what the law, a code or a P1 asks for is not put off past its day; {instead}"
    else:
        why = f"it must be done by {day(last)}, so it can be quiet until then at most (“snooze {record.ref} until {day(last)}”)"
    raise SnoozeRefused(ref=record.ref, why=why)
