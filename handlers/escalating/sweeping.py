"""Sweeping: what has come round is put before those who can move it; what nobody answered goes one step further, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from governance.calendar import WorkingCalendar
from governance.escalation import DUE, ENDED, OPEN, Escalation, answer_by, next_step, put_before, still_holds, triggers
from governance.programme import Programme
from governance.record import Record
from governance.reminders import Occasion
from handlers.escalating.alert import alerts
from handlers.escalating.audience import Audience, Step, audience
from handlers.escalating.escalated import to_people
from handlers.escalating.following_up import gone_further, in_the_board_pack, settled
from storage.history import Scene
from storage.outbox import Notice
from storage.register import Register

CLOCK = Scene(via="schedule")
HAND_UP, HAND_ON, BOARD = "hand up", "hand on", "board pack"


async def hand_up(register: Register, found: Sequence[tuple[Record, Occasion]]) -> list[Notice]:
    """Put records before a body whose day for that has come, each once, and give the notices that this gives rise to."""
    calendar, programme, there = await _rules(register)
    steps = []
    for record, occasion in found:
        for trigger in triggers(record, programme, calendar):
            if trigger.cause == occasion.cause and trigger.day is not None:
                first = put_before(record, trigger, programme, register.now, register.today)
                step = _told(register, calendar, programme, there, record, first)
                steps.append(Step(step, record, occasion.moment(register.zone)))
    return await _put_before(register, there, steps)


async def planned(register: Register, found: Sequence[tuple[Record, Occasion]]) -> list[Notice]:
    """The alerts that `hand_up` would give, of a day to come; nothing is written."""
    calendar, programme, there = await _rules(register)
    steps = [
        Step(
            put_before(record, trigger, programme, register.now, register.today), record, occasion.moment(register.zone)
        )
        for record, occasion in found
        for trigger in triggers(record, programme, calendar)
        if trigger.cause == occasion.cause and trigger.day is not None
    ]
    return await alerts(register, there, steps)


async def sweep_escalations(register: Register, limit: int) -> tuple[list[Notice], int]:
    """Look at those whose moment has come: tell who is to hear of a new one, let those go that no longer hold, and take one step
    further what nobody answered. The notices, and how many were looked at."""
    found = await register.escalations.to_wake(limit)
    if not found:
        return [], 0
    calendar, programme, there = await _rules(register)
    owed: list[Notice] = []
    new: list[Step] = []
    for each in found:
        record = await register.records.get(each.ref)
        if each.state == ENDED:
            owed += await settled(register, each, record)
            await register.escalations.rest(each)
        elif not still_holds(each, record, programme, calendar):
            await register.escalations.end(each)
        elif each.state == DUE:
            step = _told(register, calendar, programme, there, record, each)
            step = await register.escalations.told(step, step.to_people, step.next_wake)
            new.append(Step(step, record, register.now))
        else:
            owed += await _further(register, calendar, programme, there, record, each)
    return [*owed, *await _tell(register, there, new)], len(found)


async def _rules(register: Register) -> tuple[WorkingCalendar, Programme, Audience]:
    return await register.calendar(), await register.programme(), await audience(register)


def _told(
    register: Register,
    calendar: WorkingCalendar,
    programme: Programme,
    there: Audience,
    record: Record,
    escalation: Escalation,
) -> Escalation:
    """The same as it is once its people have been told: who they are is settled now, and so is when it goes further."""
    return replace(
        escalation,
        state=OPEN,
        to_people=tuple(person.id for person in there.holders(escalation, record).people),
        next_wake=answer_by(register.now, programme, calendar, register.zone, escalation.wanted_by),
    )


async def _put_before(register: Register, there: Audience, steps: Sequence[Step]) -> list[Notice]:
    """Keep those that are new, and tell of them."""
    started = await register.escalations.start_all([(each.record, each.escalation) for each in steps])
    new = {(each.ref, each.cause): each for each in started}
    told = [
        replace(each, escalation=new[key]) for each in steps if (key := (each.record.ref, each.escalation.cause)) in new
    ]
    return await _tell(register, there, told)


async def _tell(register: Register, there: Audience, steps: Sequence[Step]) -> list[Notice]:
    owed = await alerts(register, there, steps)
    await _write(register, HAND_UP, *(each.escalation for each in steps))
    for each in steps:
        owed += await to_people(register, there, each)
    return owed


async def _further(
    register: Register,
    calendar: WorkingCalendar,
    programme: Programme,
    there: Audience,
    record: Record,
    escalation: Escalation,
) -> list[Notice]:
    """One step further, or into the board pack where there is none."""
    further = next_step(escalation)
    if further is None:
        left = await register.escalations.to_board_pack(escalation)
        await _write(register, BOARD, left)
        return await in_the_board_pack(register, left, record)
    further = replace(further, raised_at=register.now, wanted_by=None)
    further = _told(register, calendar, programme, there, record, further)
    await register.escalations.pass_on(escalation)
    started = await register.escalations.start(record, further)
    if started is None:
        return []
    await _write(register, HAND_ON, started)
    told = await to_people(register, there, Step(started, record, register.now))
    return [*told, *await gone_further(register, escalation, started, record)]


async def _write(register: Register, verb: str, *escalations: Escalation) -> None:
    lines = [
        (each.ref, {"escalation": each.id, "to": each.to, "cause": each.cause}, each.reason) for each in escalations
    ]
    if lines:
        await register.history.add_all(CLOCK, verb, lines)
