"""Sending one notice: decide, begin, send, confirm. Each step is a transaction of its own, and none is open while a platform
is spoken to; wherever the process ends, what is known in the register tells the next one how to go on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import structlog

from bot.addresses import address_begun, addresses, first_not_tried
from bot.clock import Clock, RealNow
from bot.confirming import Begun, write_sent
from bot.platform import Address, Away, LookupImpossible, MaybeSent, NotDrawn, NotSent, Platform, Sent, TryLater
from bot.reaching import Reaching
from bot.resting import Resting
from handlers.cards import Card
from handlers.lock_screen import confidential_in
from handlers.naming import card_with_users
from handlers.reminding.digest import DIGEST, owe_digest
from handlers.reminding.notices import DOCUMENT, NEVER_REPEATED, Drop, Leave, Refuse, Send, Wait, decide
from handlers.reminding.outage import OUTAGE
from handlers.reminding.unreachable import tell_unreachable
from handlers.reporting.undelivered import tell_asker
from reports.drawing import drawn
from reports.paper import File
from reports.stationery import Stationery
from storage.database import Database, DatabaseUnavailable
from storage.outbox import DUE, FAILED, LAPSED, UNCERTAIN, Notice
from storage.paces import Limit
from storage.register import Register

log = structlog.get_logger("chivvy.delivery")

LEASE = timedelta(seconds=30)
SEND_LIMIT_S = 20.0  # shorter than the lease, so that a slow platform never lets another process think this one dead
DRAWING = timedelta(seconds=30)  # how long a document may take to draw; the lease is longer by that
DOUBT_PAUSE = timedelta(seconds=5)  # after which a message that is still under way has landed, if it ever does
ELSEWHERE_PAUSE = timedelta(minutes=5)  # its platform is not set up in this process
NEWER_PAUSE = timedelta(seconds=20)  # a newer Chivvy, which runs beside this one, has to send it
AWAY_PAUSE = timedelta(seconds=5)  # its platform is left alone, and will be asked
LONGEST_PAUSE = timedelta(minutes=5)
JITTER = 0.25  # a pause is up to so much longer than it need be, so that what was put off together does not come back together
CONFIRM_TRIES = 4
UNCOMPOSED = "something went wrong when I put it together; whoever looks after Chivvy finds it in the log"
TRACE = "trace"  # in a notice's payload: what its platform told of the attempt that is in doubt
MOST_ATTEMPTS = 40  # some three hours, of one that is known not to be there, or cannot be looked up for now
MOST_REPEATS = 8  # of one that may have arrived each time, where the platform cannot tell


class Sender:
    """Sends the notices that `holder` has claimed."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        holder: str,
        real_now: RealNow,
        reaching: Reaching,
        resting: Resting,
        random: Random,
        stationery: Stationery,
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._holder = holder
        self._real_now = real_now
        self._reaching = reaching
        self._resting = resting
        self._random = random
        self._stationery = stationery

    async def deliver(self, notice: Notice) -> Notice | None:
        """See one claimed notice through. The notice as it was settled; None when it has to wait or is somebody else's now."""
        try:
            return await self._deliver(notice)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            log.exception("a notice could not be composed", key=notice.key)
            return await self._give_up(notice, f"it could not be composed: {type(error).__name__}")

    async def _give_up(self, notice: Notice, why: str) -> Notice | None:
        """A poisoned notice ends here, whatever else goes wrong with it."""
        try:
            async with self._database.transaction(self._clock.now(), background=True) as register:
                return await self._fail(register, notice, why, UNCOMPOSED)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("nobody could be told of a notice that failed", key=notice.key)
        async with self._database.transaction(self._clock.now(), background=True) as register:
            await register.outbox.settle(notice.id, FAILED, self._holder, outcome=why, begun=False)
            return await register.outbox.get(notice.id)

    async def _deliver(self, notice: Notice) -> Notice | None:
        repeat = False
        if notice.begun:
            found = await self._look_up(notice)
            if not isinstance(found, bool):
                return found
            repeat = found
        tried: list[Address] = []
        while True:
            begun = await self._begin(notice, tried, repeat=repeat)
            if not isinstance(begun, Begun):
                return begun
            tried.append(begun.address)
            try:
                sent = await self._say(begun)
            except NotSent as refusal:
                if refusal.gone and notice.person is not None and await self._has_other(notice, tried):
                    continue
                return await self._refused(begun, refusal)
            except (TryLater, MaybeSent, TimeoutError) as failure:
                return await self._not_now(begun, failure, repeat=repeat)
            settled = await self._confirm(begun, sent)
            await self._reaching.heard(begun.address.platform)
            return settled

    async def _say(self, begun: Begun) -> Sent:
        """Speak to the platform. What goes wrong in ways that nobody foresaw leaves it in doubt whether it arrived."""
        platform, key = self._platforms[begun.address.platform], begun.notice.key
        file = await self._drawn(begun)
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                if file is not None:
                    return await platform.upload(begun.address, begun.card, file, key)
                return await platform.say(begun.address, begun.card, key)
        except (NotSent, TryLater, MaybeSent, TimeoutError):
            raise
        except Exception as error:
            log.exception("a platform failed while it was sending", key=key, platform=platform.name)
            raise MaybeSent(f"sending failed: {error!r}") from error

    async def _drawn(self, begun: Begun) -> File | None:
        """The document that goes with a message. One that cannot be drawn is certainly not sent. Raises NotDrawn."""
        if begun.card.paper is None:
            return None
        try:
            async with asyncio.timeout(DRAWING.total_seconds()):
                return await asyncio.to_thread(drawn, begun.card.paper, self._stationery)
        except Exception as error:
            log.exception("a document could not be drawn", key=begun.notice.key)
            raise NotDrawn(UNCOMPOSED) from error

    async def _begin(self, notice: Notice, tried: list[Address], *, repeat: bool) -> Begun | Notice | None:
        """Decide from fresh rows what is said, to which address, and write that sending begins."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            decision = await decide(register, notice, repeat=repeat)
            match decision:
                case Wait(until, why):
                    mine = {"begun": notice.begun, "due_at": until}
                    await register.outbox.settle(notice.id, DUE, self._holder, outcome=why, **mine)
                    return None
                case Drop(why):
                    return await self._drop(register, notice, why)
                case Refuse(why):
                    return await self._fail(register, notice, why)
                case Leave(why):
                    await self._wait(register, notice, self._real_now() + NEWER_PAUSE, why)
                    return None
                case Send(card):
                    address = await self._address(register, notice, card, tried)
                    if not isinstance(address, Address):
                        return address
                    return await self._begin_saying(register, notice, card, address)

    async def _address(
        self, register: Register, notice: Notice, card: Card, tried: list[Address]
    ) -> Address | Notice | None:
        """Where it is said now; where it is not, what became of the notice (None: it waits). What is confidential never goes to
        an account of which nobody has said yet whose it is, whatever becomes of the others."""
        known = await addresses(register, notice)
        if not all(each.sure for each in known) and await confidential_in(register, card):
            known = [each for each in known if each.sure]
        address = first_not_tried(known, self._platforms.keys(), tried)
        if address is None:
            if not known or tried:
                return await self._fail(register, notice, "no chat account of theirs is known")
            why = f"{known[0].platform} is not set up in this process"
            return await self._wait(register, notice, self._real_now() + ELSEWHERE_PAUSE, why)
        held = self._reaching.held()
        if address.platform in held and (notice.rule == OUTAGE or self._reaching.is_long_away(address.platform)):
            address = first_not_tried(known, self._platforms.keys() - held, tried) or address
        if address.platform in held:
            until = max(self._reaching.next_ask() or self._real_now(), self._real_now() + AWAY_PAUSE)
            return await self._wait(register, notice, until, f"{address.platform} cannot be reached")
        limits = self._platforms[address.platform].limits(address, uploading=card.paper is not None)
        full = await register.paces.reserve(limits, self._real_now())
        if full is not None:
            self._resting.leave((notice.place, notice.person), address.platform, full)
            return await self._wait(register, notice, full.until, f"{address.platform} takes only so many at a time")
        return address

    async def _begin_saying(self, register: Register, notice: Notice, card: Card, address: Address) -> Begun | None:
        carried = await register.outbox.carried(notice.key) if notice.rule == DIGEST else []
        carries = [each for each in carried if "remark" in each.payload or set(each.refs) & set(card.refs)]
        left_out = tuple(each.id for each in carried if each not in carries)
        new = [each.refs[0] for each in carries if each.refs and "remark" not in each.payload]
        told = {"carries": [each.id for each in carries], "left_out": list(left_out), "new": new} if carried else {}
        payload = {**{name: held for name, held in notice.payload.items() if name != TRACE}, **told}
        values: dict[str, Any] = {
            "platform": address.platform,
            "external_id": address.external_id,
            "thread": address.thread,
            "text": card.text,
        }
        if card.refs and card.refs != notice.refs:
            values["refs"] = list(card.refs)
        lease = LEASE + DRAWING if card.paper else LEASE
        mine = await register.outbox.begin(notice.id, self._holder, self._real_now() + lease, payload=payload, **values)
        if not mine:
            return None
        card = await card_with_users(card, register, address.platform)
        begun = replace(notice, payload=payload, attempts=notice.attempts + 1)
        return Begun(begun, address, card, tuple(each.id for each in carries), left_out)

    async def _wait(self, register: Register, notice: Notice, until: datetime, why: str) -> Notice | None:
        """It is not to blame, and is tried again at `until` (real time): what may have arrived is looked up again then; what an
        address has just refused is not there. None, for it is not settled."""
        state = UNCERTAIN if notice.begun else DUE
        await register.outbox.settle(notice.id, state, self._holder, begun=notice.begun, retry_at=until, outcome=why)
        return None

    async def _drop(self, register: Register, notice: Notice, why: str) -> Notice | None:
        carried = await register.outbox.carried(notice.key) if notice.rule == DIGEST else []
        if not await register.outbox.settle(notice.id, LAPSED, self._holder, outcome=why):
            return None
        await register.outbox.settle_all([each.id for each in carried], LAPSED, outcome=why)
        return await register.outbox.get(notice.id)

    async def _fail(self, register: Register, notice: Notice, why: str, told: str = "") -> Notice | None:
        """It is given up, and somebody is told: why, or `told` where that is nothing for people."""
        carried = await register.outbox.carried(notice.key) if notice.rule == DIGEST else []
        if not await register.outbox.settle(notice.id, FAILED, self._holder, outcome=why, begun=False):
            return None
        await register.outbox.settle_all([each.id for each in carried], FAILED, outcome=why)
        for lost in (notice, *carried):
            await (tell_asker if lost.rule == DOCUMENT else tell_unreachable)(register, lost, told or why)
        log.warning("a notice could not be delivered", key=notice.key, why=why)
        return await register.outbox.get(notice.id)

    async def _refused(self, begun: Begun, refusal: NotSent) -> Notice | None:
        notice = begun.notice
        async with self._database.transaction(self._clock.now(), background=True) as register:
            if refusal.gone and notice.place is not None:
                await register.places.archive(notice.place)
            failed = await self._fail(register, notice, refusal.reason)
        if not isinstance(refusal, NotDrawn):
            await self._reaching.heard(begun.address.platform, refusal)
        return failed

    async def _not_now(self, begun: Begun, failure: Exception, *, repeat: bool) -> Notice | None:
        """The platform is busy or away, or it is in doubt whether the message arrived."""
        notice, settled = begun.notice, None
        match failure:
            case Away():
                await self._put_off(notice, self._real_now() + AWAY_PAUSE, failure.reason, repeat=repeat)
            case TryLater():
                until = self._real_now() + self._spread(timedelta(seconds=failure.seconds))
                uploading = begun.card.paper is not None
                limits = self._platforms[begun.address.platform].limits(begun.address, uploading=uploading)
                await self._put_off(notice, until, "the platform was busy", hold=limits, repeat=repeat)
            case _:
                most = MOST_REPEATS if repeat else MOST_ATTEMPTS
                trace = failure.trace if isinstance(failure, MaybeSent) else {}
                settled = await self._in_doubt(notice, str(failure) or "the platform did not answer", most, trace)
        await self._reaching.heard(begun.address.platform, failure)
        return settled

    async def _put_off(
        self, notice: Notice, until: datetime, why: str, hold: tuple[Limit, ...] = (), *, repeat: bool
    ) -> None:
        """This time it certainly did not arrive, and it cost no attempt; a `repeat` stays in doubt, for the time before may have.
        `hold`: nobody says anything there before `until`."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            await register.paces.hold(hold, until)
            values = {"begun": repeat, "attempts": notice.attempts - 1, "retry_at": until}
            state = UNCERTAIN if repeat else DUE
            await register.outbox.settle(notice.id, state, self._holder, outcome=why, **values)
        self._resting.leave_receiver((notice.place, notice.person), until)

    async def _has_other(self, notice: Notice, tried: list[Address]) -> bool:
        async with self._database.reading(self._clock.now()) as register:
            known = await addresses(register, notice)
        return first_not_tried(known, self._platforms.keys(), tried) is not None

    async def _confirm(self, begun: Begun, sent: Sent) -> Notice | None:
        """Write that it is there. Should the register not take it for a while, it is tried again: the message is out."""
        for attempt in range(CONFIRM_TRIES):
            try:
                async with self._database.transaction(self._clock.now(), background=True) as register:
                    await write_sent(register, begun, sent)
                    return await register.outbox.get(begun.notice.id)
            except DatabaseUnavailable:
                if attempt == CONFIRM_TRIES - 1:
                    raise
                await asyncio.sleep(0.1 * 4**attempt)
        raise AssertionError

    async def _look_up(self, notice: Notice) -> Notice | bool | None:
        """What became of a notice whose sending was begun and never confirmed: the notice when that settles it, None when
        it has to wait, else whether it must be said again as a repeat."""
        async with self._database.reading(self._clock.now()) as register:
            address = await address_begun(register, notice)
        if address is None:
            return True
        if address.platform not in self._platforms:
            return await self._ask_later(notice, ELSEWHERE_PAUSE, "its platform is not set up in this process")
        if address.platform in self._reaching.held():
            return await self._ask_later(notice, AWAY_PAUSE, f"{address.platform} cannot be reached")
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                traced = replace(address, data={**address.data, **notice.payload.get(TRACE, {})})
                found = await self._find(traced, notice.key)
        except (LookupImpossible, NotSent):
            return await self._undecidable(notice)
        except TryLater as busy:
            pause = self._spread(timedelta(seconds=busy.seconds))
            settled = await self._ask_later(notice, pause, "the platform was busy")
            await self._reaching.heard(address.platform, busy)
            return settled
        except (MaybeSent, TimeoutError) as failure:
            settled = await self._in_doubt(replace(notice, attempts=notice.attempts + 1), "the platform did not answer")
            await self._reaching.heard(address.platform, failure)
            return settled
        if found is None:
            return False
        text = Card(text=notice.text, refs=notice.refs)
        carries, left_out = (tuple(notice.payload.get(name, ())) for name in ("carries", "left_out"))
        return await self._confirm(Begun(notice, address, text, carries, left_out), found)

    async def _find(self, address: Address, key: str) -> Sent | None:
        """Ask the platform. What goes wrong in ways that nobody foresaw leaves it in doubt as before."""
        try:
            return await self._platforms[address.platform].find(address, key)
        except (LookupImpossible, NotSent, TryLater, MaybeSent, TimeoutError):
            raise
        except Exception as error:
            log.exception("a platform failed while it was asked", key=key, platform=address.platform)
            raise MaybeSent(f"looking it up failed: {error!r}") from error

    async def _undecidable(self, notice: Notice) -> Notice | bool | None:
        """The platform cannot tell. A digest is not repeated, its items come with the next; anything else is."""
        if notice.rule not in NEVER_REPEATED:
            return True
        async with self._database.transaction(self._clock.now(), background=True) as register:
            person = await register.people.get(notice.person)
            calendar = await register.calendar()
            following = person and await owe_digest(register, person, calendar, after=register.now)
            if following:
                await register.outbox.carry_over(notice.key, following)
            why = (
                f"it may have arrived or not; what it had to say comes again with {following.key}"
                if following
                else "it may have arrived or not"
            )
            return await self._drop(register, notice, why)

    async def _in_doubt(
        self, notice: Notice, why: str, most: int = MOST_ATTEMPTS, trace: Mapping[str, str] | None = None
    ) -> Notice | None:
        """It may have arrived: looked up later, or tried again; after so many attempts somebody is told."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            if notice.attempts >= most:
                return await self._fail(register, notice, f"after {notice.attempts} attempts: {why}")
            values: dict[str, Any] = {"retry_at": self._real_now() + self._pause(notice.attempts)}
            values["attempts"] = notice.attempts
            if trace:
                values["payload"] = {**notice.payload, TRACE: dict(trace)}
            await register.outbox.settle(notice.id, UNCERTAIN, self._holder, outcome=why, begun=True, **values)
        return None

    async def _ask_later(self, notice: Notice, pause: timedelta, why: str) -> Notice | None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            return await self._wait(register, notice, self._real_now() + pause, why)

    def _pause(self, attempts: int) -> timedelta:
        """Twice as long each time."""
        return self._spread(min(DOUBT_PAUSE * 2 ** (max(attempts, 1) - 1), LONGEST_PAUSE))

    def _spread(self, pause: timedelta) -> timedelta:
        return pause * self._random.uniform(1, 1 + JITTER)
