"""Whatever people do, whatever breaks, in whatever order: nothing lost, nothing twice, nothing at a bad moment."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.platform import Address, MaybeSent, Sent, TryLater
from governance.kinds.action import Action
from governance.people import Person
from governance.record import Record
from handlers.cards import Card
from handlers.commands import Acknowledge, Assign, Change, Command, Move, Snooze, TakeLeave
from handlers.conversation import Conversation
from handlers.encoding import encode
from handlers.reminding.assignment import tell_owner
from handlers.turn import Face, Pressed, Turn, Where
from storage.database import Database
from storage.filters import Filter
from tests.clock.house import GARETH, LENA, MEERA, SCENE, House
from tests.fakes.recorder import Recorder
from tests.simulation.hours import LONDON, Hours, Worker
from tests.simulation.judge import ANSWERS, RIGHTLY

T = TypeVar("T")

EVERYBODY = (MEERA, GARETH, LENA)
START = "2026-12-14T10:00"  # so that Christmas lies ahead
# What comes because somebody has just done something; all else is unprompted.
PROMPTED = (*ANSWERS, "assignment", "handover", "news", "escalation")
OPEN = ("due", "claimed", "uncertain")

EXAMPLES, STEPS = 12, 25

people = st.sampled_from([person.id for person in EVERYBODY])
BY_ID = {person.id: person for person in EVERYBODY}
days = st.integers(-12, 25)
numbers = st.integers(0, 99)


class Line(Recorder):
    """A Slack whose line can be cut, and that checks each message when it arrives."""

    def __init__(self, now: Any) -> None:
        super().__init__("slack")
        self.cut = ""
        self.hours = Hours()
        self.now = now
        self.unprompted: Counter[tuple[str, date]] = Counter()

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        if self.cut == "refused":
            raise TryLater(3)
        if self.cut == "silent":
            raise MaybeSent("the line is dead")
        before = len(self.messages)
        try:
            return await super().say(to, card, key)
        finally:
            if len(self.messages) > before:
                self._arrived(to, key)

    def _arrived(self, to: Address, key: str) -> None:
        moment, rule_name = self.now(), key.split(":")[0]
        if rule_name in ANSWERS:
            return
        person = to.external_id.removeprefix("U") if to.person else None
        good = self.hours.may_hear(person, moment) if person else self.hours.in_hours(moment)
        assert good, f"{key} came at {moment.astimezone(LONDON):%a %d %b %H:%M}"
        if person and rule_name not in PROMPTED:
            day = moment.astimezone(LONDON).date()
            self.unprompted[person, day] += 1
            assert self.unprompted[person, day] == 1, f"{person} was written to twice on {day}, unprompted: {key}"


class Clockwork(RuleBasedStateMachine):
    """A house in which anything may happen next. `template` is an empty register, `folder` where copies of it go."""

    template: Path
    folder: Path
    copies = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.turns = count(1)
        self.loop = asyncio.new_event_loop()
        self.path = self.folder / f"{next(self.copies)}.db"

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def open(self) -> None:
        shutil.copy(self.template, self.path)
        self.house = House(f"sqlite:///{self.path}", START)
        self.line = Line(self.house.clock.now)
        self.house.slack = self.line
        self.house.delivery = self.house.deliverer("first")
        self.do(self.house.open())
        self._remember_people()

    # What people do

    @rule(owner=people, by=people, due=days)
    def log(self, owner: str, by: str, due: int) -> None:
        body = Action(title=f"Thing {next(self.turns)}", owner=owner, due=self._today() + timedelta(days=due))

        async def work() -> None:
            async with self.house.database.transaction(self.house.clock.now()) as register:
                await register.calendar()
                record = await register.records.log(SCENE, body, workstream="WS01")
                await tell_owner(register, record, BY_ID[by])

        self.do(work())

    @rule(number=numbers, due=days)
    def re_date(self, number: int, due: int) -> None:
        self._on(number, lambda record: Change(record.ref, {"due": self._today() + timedelta(days=due)}))

    @rule(number=numbers, away=st.integers(1, 9))
    def snooze(self, number: int, away: int) -> None:
        self._on(number, lambda record: Snooze(record.ref, self._today() + timedelta(days=away), "waiting"))

    @rule(number=numbers, to=people)
    def hand_over(self, number: int, to: str) -> None:
        self._on(number, lambda record: Assign(record.ref, to))

    @rule(number=numbers)
    def close(self, number: int) -> None:
        self._on(number, lambda record: Move(record.ref, "Complete"))

    @rule(number=numbers)
    def reopen(self, number: int) -> None:
        self._on(number, lambda record: Move(record.ref, "In progress", "not done after all"), closed=True)

    @precondition(lambda self: self.line.of_key("escalation"))
    @rule(number=numbers)
    def acknowledge(self, number: int) -> None:
        alerts = self.line.of_key("escalation")
        key = alerts[number % len(alerts)].key
        self._press(GARETH, Acknowledge(key.split(":")[1], key))

    @rule(person=people, first=st.integers(0, 5), length=st.integers(0, 6))
    def go_on_leave(self, person: str, first: int, length: int) -> None:
        away = self._today() + timedelta(days=first)
        self._press(BY_ID[person], TakeLeave(away, away + timedelta(days=length)))
        self._remember_people()

    # What machines do

    @rule()
    def restart(self) -> None:
        """The process is gone and another one stands in its place; what it had claimed, it had claimed."""
        self.do(self.house.database.stop())
        self.house.database = Database(f"sqlite:///{self.path}")
        self.house.delivery = self.house.deliverer(f"life {next(self.turns)}")

    @rule(how=st.sampled_from(["refused", "silent"]))
    def lose_the_network(self, how: str) -> None:
        self.line.cut = how

    @rule(how=st.lists(st.sampled_from(["busy", "lost before", "lost after"]), max_size=3))
    def network_returns(self, how: list[Any]) -> None:
        self.line.cut = ""
        self.line.faults = how

    @rule(hours=st.sampled_from([1, 3, 8, 16, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self._tick(self.house.clock.now() + timedelta(hours=hours))

    @rule()
    def another_morning(self) -> None:
        self._morning_in(1)

    def teardown(self) -> None:
        if not hasattr(self, "house"):
            return
        try:
            self.line.cut, self.line.faults = "", []
            for days_on in (1, 1, 5, 9, 1, 1):
                self._morning_in(days_on)
            self._nothing_is_lost()
        finally:
            self.do(self.house.close())
            self.loop.close()
            for ending in ("", "-wal", "-shm"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)

    # How

    def _nothing_is_lost(self) -> None:
        arrived = {message.key for message in self.line.messages}
        notices = self.do(self.house.notices())
        for key, notice in notices.items():
            late = notice.due_at < self.house.clock.now() - timedelta(days=5)
            assert not (notice.state in OPEN and late), f"{key} is still {notice.state}: {notice.outcome}"
            if notice.state == "sent":
                assert notice.outcome.removeprefix("in ") in arrived or key in arrived, f"{key} never arrived"
            if notice.state in ("failed", "lapsed"):
                assert notice.outcome.startswith(RIGHTLY), f"{key} is {notice.state}: {notice.outcome}"
        alerts = [notice for notice in notices.values() if notice.rule == "escalation" and notice.sent_at]
        for record in self._records():
            if not (record.is_open and record.due):
                continue
            late, latest = (self.line.hours.after(record.due, count, self.house.clock.now()) for count in (5, 8))
            told = [alert.sent_at for alert in alerts if record.ref in alert.refs]
            in_time = any(moment and moment.astimezone(LONDON).date() >= late for moment in told)
            assert in_time or latest >= self._today(), f"{record.ref} was not escalated"

    def _on(self, number: int, command: Any, *, closed: bool = False) -> None:
        """Somebody does something about one of the records, if there is any."""
        found = [record for record in self._records() if record.is_open != closed]
        if found:
            record = found[number % len(found)]
            owner = BY_ID.get(record.owner or "", GARETH)
            self._press(owner, command(record))

    def _press(self, person: Person, command: Command) -> None:
        turn = Turn(
            f"turn-{next(self.turns)}",
            Face("slack", f"U{person.id}", person.name),
            Where("slack", f"dm-U{person.id}", "dm"),
            Pressed(encode(command)),
        )
        self.do(Conversation(self.house.database, self.house.clock).take(turn))

    def _records(self) -> list[Record]:
        async def work() -> list[Record]:
            async with self.house.database.reading(self.house.clock.now()) as register:
                return await register.records.find(Filter(status="any"), limit=None)

        return self.do(work())

    def _remember_people(self) -> None:
        async def work() -> dict[str, Person]:
            async with self.house.database.reading(self.house.clock.now()) as register:
                return await register.people.all()

        known = {
            person.id: Worker(person.active, person.working_days, tuple((one.first, one.last) for one in person.leave))
            for person in self.do(work()).values()
        }
        self.line.hours.people.append((self.house.clock.now(), known))

    def _today(self) -> date:
        return self.house.clock.now().astimezone(LONDON).date()

    def _morning_in(self, days_on: int) -> None:
        morning = datetime.combine(self._today() + timedelta(days=days_on), time(9, 20), LONDON)
        self._tick(morning.astimezone(UTC))

    def _tick(self, moment: datetime) -> None:
        """The programme's clock and the machine's go on alike."""
        self.house.machine.moment += moment - self.house.clock.now()
        self.house.clock.set(moment)
        self.do(self.house.tick())


@pytest.mark.timeout(300)
def test_any_order_of_things(sqlite_template: Path, tmp_path: Path) -> None:
    Clockwork.template, Clockwork.folder = sqlite_template, tmp_path
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Clockwork,
        # Not shrunk: that would take minutes. The steps that led there are told, and whoever looks into it can add Phase.shrink.
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
