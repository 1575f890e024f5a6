"""The judge: whether anything was lost, sent twice or sent at a bad moment, from what Slack received and what the outbox says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from governance.kinds import all_kinds
from tests.simulation.hours import LONDON, Hours
from tests.simulation.ledger import OPEN, Held, Owed
from tests.simulation.weather import Received

ANSWERS = ("said", "card")  # what somebody has just asked for comes at any hour
GRACE = timedelta(days=3)  # what fell due so shortly before the end may still be under way
ESCALATED_AFTER, ESCALATION_GRACE = 5, 2  # working days
NAMED = 10
# Why a notice may rightly end without being sent.
LEFT_OUT = "not named in "
RIGHTLY = (
    "there was nothing to say any more",
    "its day passed; what it had to say goes with",
    "it may have arrived or not; what it had to say comes again with",
    "they have left the programme",
    "their Slack account is deactivated",
    "the channel is archived",
)


@dataclass
class Evidence:
    """All that the judge is shown. `snapshots` are the records on each working morning, before the digests go; `doors` say
    whose DM (a person's id) a channel of Slack's is; `barred` are the people whose accounts were switched off, and since when."""

    received: list[Received]
    notices: list[Owed]
    snapshots: list[tuple[datetime, Mapping[str, Held]]]
    hours: Hours
    doors: Mapping[str, str]
    began: datetime
    ended: datetime
    barred: Mapping[str, datetime] = field(default_factory=dict)


class Judge:
    def __init__(self, evidence: Evidence) -> None:
        self.seen = evidence
        self.rules = {notice.key: notice for notice in evidence.notices}
        self.arrived = {message.key for message in evidence.received}
        self.reminding = {name for name, body in all_kinds().items() if body.kind.reminds}
        # Reviews are chased, and heard of by the lead; what nobody reviewed is no reason to call a board.
        reviewed = {name for name, body in all_kinds().items() if body.kind.ladder == "review"}
        self.handed_up = self.reminding - reviewed
        self.private = {name for name, body in all_kinds().items() if body.kind.confidential}
        self.checked: Counter[str] = Counter()

    def findings(self) -> dict[str, list[str]]:
        """What is wrong, by promise; each with the keys by which it can be looked up."""
        return {
            "lost": list(self._lost()),
            "escalations lost": list(self._escalations_lost()),
            "digests lost": list(self._digests_lost()),
            "twice": list(self._twice()),
            "out of hours": list(self._out_of_hours()),
        }

    def _lost(self) -> Iterator[str]:
        for notice in self.seen.notices:
            self.checked["notices"] += 1
            if notice.state in OPEN and notice.due_at < self.seen.ended - GRACE:
                yield f"{notice.key} is {notice.state} since {notice.due_at:%a %d %b %H:%M}: {notice.outcome}"
            if notice.state == "sent":
                carrier = notice.outcome.removeprefix("in ") if notice.outcome.startswith("in ") else notice.key
                if carrier not in self.arrived:
                    yield f"{notice.key} is said to be sent and never arrived"
            if notice.state in ("failed", "lapsed"):
                if notice.key in self.arrived:
                    yield f"{notice.key} arrived and is {notice.state}: {notice.outcome}"
                elif not notice.outcome.startswith(RIGHTLY) and not self._rightly_left_out(notice):
                    yield f"{notice.key} is {notice.state}: {notice.outcome}"
        yield from (f"{key} arrived and was never owed" for key in self.arrived - set(self.rules))

    def _rightly_left_out(self, notice: Owed) -> bool:
        """Whether a digest had reason not to name it: that morning or the next it was settled, or no longer its reader's."""
        if notice.state != "lapsed" or not notice.outcome.startswith(LEFT_OUT):
            return False
        day = date.fromisoformat(notice.outcome.rpartition(":")[2])
        mornings = [records for moment, records in self.seen.snapshots if moment.astimezone(LONDON).date() >= day][:2]
        still = [
            all(
                (held := records.get(ref)) is not None and held.open and held.owner == notice.person
                for ref in notice.refs
            )
            for records in mornings
        ]
        return not (still and all(still))

    def _twice(self) -> Iterator[str]:
        counted = Counter(message.key for message in self.seen.received if not message.repeated)
        yield from (f"{key} arrived {number} times" for key, number in counted.items() if number > 1)
        days: dict[tuple[str, date], set[str]] = defaultdict(set)
        for message in self.seen.received:
            notice = self.rules.get(message.key)
            if notice is None or notice.rule != "digest":
                continue
            if message.repeated:
                yield f"{message.key} was repeated"
            days[message.channel, message.at.astimezone(LONDON).date()].add(message.key)
        yield from (f"{channel} got {sorted(keys)} on {day}" for (channel, day), keys in days.items() if len(keys) > 1)

    def _out_of_hours(self) -> Iterator[str]:
        for message in self.seen.received:
            notice = self.rules.get(message.key)
            if notice is None or notice.rule in ANSWERS:
                continue
            self.checked["moments"] += 1
            person = self.seen.doors.get(message.channel)
            hours = self.seen.hours
            good = hours.may_hear(person, message.at) if person else hours.in_hours(message.at)
            if not good:
                yield f"{message.key} reached {person or message.channel} at {message.at.astimezone(LONDON):%a %d %b %H:%M}"

    def _escalations_lost(self) -> Iterator[str]:
        """Whatever stood overdue for five working days was put before somebody, snoozed or not."""
        alerts: dict[str, list[Received]] = defaultdict(list)
        for message in self.seen.received:
            notice = self.rules.get(message.key)
            if notice is not None and notice.rule == "escalation":
                for ref in notice.refs:
                    alerts[ref].append(message)
        for ref, due, first, last in self._standing():
            late = self.seen.hours.after(due, ESCALATED_AFTER, last)
            imported = first == self.seen.snapshots[0][0] and late < first.astimezone(LONDON).date()
            since = max(late, first.astimezone(LONDON).date())
            deadline = self.seen.hours.after(since, ESCALATION_GRACE, last)
            if imported or last.astimezone(LONDON).date() <= deadline:
                continue
            self.checked["escalations"] += 1
            if not any(late <= message.at.astimezone(LONDON).date() <= deadline for message in alerts[ref]):
                yield f"{ref} was due {due}, open to {last:%d %b}, and not escalated by {deadline}"

    def _standing(self) -> Iterator[tuple[str, date, datetime, datetime]]:
        """Each spell in which an open record kept its due date and its workstream: ref, due, first and last morning."""
        running: dict[str, tuple[tuple[date, str], datetime, datetime]] = {}
        for moment, records in self.seen.snapshots:
            for ref in list(running):
                if ref not in records:
                    (due, _), first, last = running.pop(ref)
                    yield ref, due, first, last
            for ref, held in records.items():
                now = self._escalating(held)
                known = running.get(ref)
                if known is not None and known[0] != now:
                    yield ref, known[0][0], known[1], known[2]
                    del running[ref]
                if now is not None:
                    begun = running[ref][1] if ref in running else moment
                    running[ref] = (now, begun, moment)
        for ref, ((due, _), first, last) in running.items():
            yield ref, due, first, last

    def _escalating(self, held: Held) -> tuple[date, str] | None:
        """The due date and the workstream of a record that is to be handed up when it is long overdue."""
        confidential = held.confidential or held.kind in self.private
        if not held.open or held.due is None or held.workstream is None or confidential:
            return None
        return (held.due, held.workstream) if held.kind in self.handed_up else None

    def _digests_lost(self) -> Iterator[str]:
        """Whoever had something due on a day on which they work was told that day, or on their next."""
        told: dict[tuple[str | None, date], list[Owed]] = defaultdict(list)
        for message in self.seen.received:
            notice = self.rules.get(message.key)
            if notice is not None and notice.rule == "digest":
                told[notice.person, message.at.astimezone(LONDON).date()].append(notice)
        mornings = self.seen.snapshots
        for (_, before), (moment, now), (_, after) in zip(mornings, mornings[1:], mornings[2:], strict=False):
            day = moment.astimezone(LONDON).date()
            for ref, held in now.items():
                if not (held == before.get(ref) == after.get(ref) and self._reminds(held, day, moment)):
                    continue
                self.checked["due days"] += 1
                following = self.seen.hours.next_day_of(held.owner or "", day, moment)
                days: Iterable[date] = [day, *([following] if following else [])]
                digests = [notice for each in days for notice in told[held.owner, each]]
                # A long digest names the first few and counts the rest.
                if not any(ref in notice.refs or len(notice.refs) >= NAMED for notice in digests):
                    yield f"{held.owner} was not told on {day} that {ref} is due ({following} at the latest)"

    def _reminds(self, held: Held, day: date, moment: datetime) -> bool:
        if not held.open or held.due != day or held.owner is None or held.kind not in self.reminding:
            return False
        if held.snoozed_until is not None and held.snoozed_until > day:
            return False
        barred = self.seen.barred.get(held.owner)
        if barred is not None and barred <= moment + timedelta(days=4):
            return False
        return self.seen.hours.works(held.owner, day, moment)
