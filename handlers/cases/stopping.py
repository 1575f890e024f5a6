"""Stopping a clock while somebody is asked something, chasing the answer, and letting it run again."""

from __future__ import annotations

from datetime import date

from governance.people import Person
from governance.record import Record
from governance.stopping import chase_day, why_not_start, why_not_stop
from governance.timed import CHASE, ChaseRefused, NotStopped, StartRefused, StopRefused, Timed
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, Part, Small, button
from handlers.commands import ChaseOn, StartClock, StopClock, Undo
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Event, Scene
from storage.register import Register


async def stop_clock(
    command: StopClock, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """The clock stands still from a day on; nothing counts down meanwhile, and whoever answers for it is reminded to chase.
    Raises StopRefused."""
    on = command.on or register.today
    calendar = await register.calendar()
    chase = command.chase_on or max(chase_day(on, calendar), calendar.add(register.today, 1))
    if why := _why_not(record, command, on, chase, register.today):
        raise StopRefused(ref=record.ref, why=why)
    stopped = _timed(record).stopping(on, command.reason.strip(), speaker.id, chase)
    changed, event = await register.records.change(scene, record, stopped, "stop clock", reason=command.reason.strip())
    said = f"The clock of {record.ref} stands still from {day(on)}: {command.reason.strip()}."
    more = f"I’ll remind you to chase on {day(chase)}. When the answer is there, type “{record.ref} clock runs again”."
    return await answer.changed(changed, _card(said, event, more))


def _why_not(record: Record, command: StopClock, on: date, chase: date, today: date) -> str:
    if why := why_not_stop(record.body, on, today):
        return why
    if not command.reason.strip():
        return f"say what was asked, for example “stop the clock on {record.ref} because we asked for ID”"
    return f"whoever was asked is chased after {day(on)}, not on {day(chase)}" if chase <= on else ""


async def start_clock(
    command: StartClock, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """The clock runs again from a day, and its date moves by its rule. Raises NotStopped and StartRefused."""
    stop = _timed(record).stopped if isinstance(record.body, Timed) and record.is_open else None
    on = command.on or register.today
    if stop is None:
        raise NotStopped(ref=record.ref)
    if why := why_not_start(stop, on, register.today):
        raise StartRefused(ref=record.ref, day=day(on), why=why)
    await register.calendar()
    changed, event = await register.records.change(scene, record, _timed(record).running_again(on), "start clock")
    said = f"The clock of {record.ref} runs again from {day(on)}; it had been stopped since {day(stop.first)}."
    if changed.due:
        said += f" It is due on {day(changed.due)} now."
    more = f"“why {record.ref}” shows how that was worked out."
    if command.on is None:
        more = (
            f"If the answer came before today, press Undo and type “{record.ref} clock runs again from Friday”. {more}"
        )
    return await answer.changed(changed, _card(said, event, more))


async def chase_on(
    command: ChaseOn, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Whoever was asked was chased: the next time is on a day to come. Raises NotStopped and ChaseRefused."""
    if not isinstance(record.body, Timed) or record.body.stopped is None or not record.is_open:
        raise NotStopped(ref=record.ref)
    chase = command.on or chase_day(register.today, await register.calendar())
    if chase <= register.today:
        raise ChaseRefused(ref=record.ref, day=day(chase))
    changed, event = await register.records.change(scene, record, {CHASE: chase}, "chase")
    return await answer.changed(changed, _card(f"I’ll remind you to chase {record.ref} again on {day(chase)}.", event))


def _timed(record: Record) -> Timed:
    assert isinstance(record.body, Timed)
    return record.body


def _card(said: str, event: Event, more: str = "") -> Card:
    parts: list[Part] = [Para((said,)), *([Small((more,))] if more else [])]
    return Card(text=said, parts=(*parts, Buttons((button("Undo", Undo(event.id)),))))
