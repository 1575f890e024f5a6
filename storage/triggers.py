"""Triggers: what a change of a record sets off by itself, and what it ends, in the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar import WorkingCalendar
from governance.escalation import (
    ENDED,
    GONE_UP,
    PASSED_ON,
    SAID,
    UNANSWERED,
    Escalation,
    answer_by,
    begun,
    put_before,
    rings_again,
    risen,
    still_holds,
)
from governance.programme import Programme
from governance.record import Record
from governance.trigger import Trigger
from storage.escalations import Escalations
from storage.history import IMPORT, UNDONE, History, Scene
from storage.tables import EventRow

EVENT: Any = EventRow

# A change of one sort sets off the other; whoever made it did neither.
BY_ITSELF = Scene(via="schedule")
END, BRING_BACK, WITHDRAW = "end escalation", "bring back escalation", "withdraw escalation"


@dataclass(frozen=True)
class Rules:
    """What the programme has decided, and the working days that it reckons with."""

    programme: Programme
    calendar: WorkingCalendar


class Triggers:
    def __init__(self, session: AsyncSession, history: History, now: datetime, zone: ZoneInfo) -> None:
        self._session = session
        self._history = history
        self._escalations = Escalations(session, now)
        self._now = now
        self._zone = zone

    @property
    def _today(self) -> date:
        return self._now.astimezone(self._zone).date()

    async def follow(
        self, scene: Scene, old: Record | None, new: Record, rules: Rules, undoes: int | None = None
    ) -> None:
        """`old` has just become `new` (None: it was logged). What was handed up and no longer holds ends, what holds again comes
        back, and what begins to hold is for the clock to tell. What a register holds when it is imported is old news."""
        held = await self._escalations.of(new) if old is not None else []
        if undoes is not None:
            held = await self._withdrawn(held, undoes, rules)
        for each in held:
            await self._settle(each, old, new, rules)
        if scene.via == IMPORT:
            return
        for trigger in await self._begun(old, new, rules):
            await self._start(trigger, new, held, rules)

    async def _withdrawn(self, held: list[Escalation], undone: int, rules: Rules) -> list[Escalation]:
        """What is left once the steps are gone that began with a line of history which is being taken back; the one from which
        a person had taken it higher waits again."""
        left: list[Escalation] = []
        for each in held:
            if each.cause == SAID and each.occasion.removesuffix(GONE_UP) == str(undone):
                await self._escalations.withdraw(each)
                await self._note(WITHDRAW, each)
            else:
                left.append(each)
        said = [each for each in left if each.cause == SAID]
        if len(left) < len(held) and said and said[-1].state == PASSED_ON:
            await self._bring_back(said[-1], rules)
        return left

    async def _settle(self, each: Escalation, old: Record | None, new: Record, rules: Rules) -> None:
        holds = still_holds(each, new, rules.programme, rules.calendar)
        if each.state in UNANSWERED and not holds:
            await self._escalations.end(each)
            await self._note(END, each)
        elif each.state == ENDED and holds and not self._rings_again(each, rules):
            if old is not None and still_holds(each, old, rules.programme, rules.calendar):
                return
            await self._bring_back(each, rules)

    async def _bring_back(self, each: Escalation, rules: Rules) -> None:
        wake = answer_by(self._now, rules.programme, rules.calendar, self._zone, each.wanted_by)
        await self._escalations.bring_back(each, wake)
        await self._note(BRING_BACK, each)

    def _rings_again(self, each: Escalation, rules: Rules) -> bool:
        return rings_again(each, self._today, self._zone, rules.programme, rules.calendar)

    async def _begun(self, old: Record | None, new: Record, rules: Rules) -> list[Trigger]:
        found = list(begun(old, new, rules.programme, rules.calendar, self._today))
        before, now = old.body.score if old is not None else None, new.body.score
        if found or before is None or now is None or now <= before or not new.is_open:
            return found
        rose = risen(await self._lowest(new, rules), new, rules.programme)
        return [rose] if rose is not None else []

    async def _lowest(self, record: Record, rules: Rules) -> int:
        """The lowest score that a record has had of late, by what its history says each change came from."""
        since = self._now - timedelta(days=rules.programme.escalating.score_rise_within)
        query = select(EVENT.verb, EVENT.before).where(EVENT.ref == record.ref, EVENT.at >= since)
        query = query.where(EVENT.undoes.is_(None), ~UNDONE)  # a slip that was taken back was no score
        scales: dict[str, Any] = {"likelihood": record.value("likelihood"), "impact": record.value("impact")}
        lowest = record.body.score or 0
        for verb, before in await self._session.execute(query.order_by(EVENT.id.desc())):
            if verb == "log":
                break
            scales |= {name: before[name] for name in scales if name in before}
            if all(scales.values()):
                lowest = min(lowest, scales["likelihood"] * scales["impact"])
        return lowest

    async def _start(self, trigger: Trigger, record: Record, held: list[Escalation], rules: Rules) -> None:
        """Once for each cause in a while, however often the record crosses the threshold; never beside one that waits."""
        if any(each.cause == trigger.cause and each.is_unanswered for each in held):
            return
        last = next((each for each in reversed(held) if each.cause == trigger.cause and not each.has_gone_up), None)
        if last is None or self._rings_again(last, rules):
            first = put_before(record, trigger, rules.programme, self._now, self._today)
            await self._escalations.start(record, first)

    async def _note(self, verb: str, each: Escalation) -> None:
        after = {"escalation": each.id, "to": each.to, "cause": each.cause}
        await self._history.add(BY_ITSELF, verb, each.ref, after=after, reason=each.reason)
