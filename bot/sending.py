"""Sending one notice: decide, begin, send, confirm. Each step is a transaction of its own, and none is open while a platform
is spoken to; wherever the process ends, what is known in the register tells the next one how to go on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.addresses import address_begun, addresses, first_not_tried
from bot.clock import Clock, RealNow
from bot.platform import Address, LookupImpossible, MaybeSent, NotSent, Platform, Sent, TryLater
from handlers.cards import Card
from handlers.naming import card_with_users
from handlers.reminding.digest import DIGEST, owe_digest
from handlers.reminding.notices import LIVING, NEVER_REPEATED, Drop, Refuse, Send, Wait, decide
from handlers.reminding.unreachable import tell_unreachable
from storage.database import Database, DatabaseUnavailable
from storage.outbox import DUE, FAILED, LAPSED, SENT, UNCERTAIN, Notice
from storage.places import Standing
from storage.register import Register

log = structlog.get_logger("chivvy.delivery")

LEASE = timedelta(seconds=30)
SEND_LIMIT_S = 20.0  # shorter than the lease, so that a slow platform never lets another process think this one dead
DOUBT_PAUSE = timedelta(seconds=5)  # after which a message that is still under way has landed, if it ever does
ELSEWHERE_PAUSE = timedelta(minutes=5)  # its platform is not set up in this process
LONGEST_PAUSE = timedelta(minutes=5)
CONFIRM_TRIES = 4
MOST_ATTEMPTS = 8  # of one whose outcome stays unknown


@dataclass(frozen=True)
class Begun:
    """A notice whose sending has begun: what, to whom, and what it carries (ids of the notices that go with a digest)."""

    notice: Notice
    address: Address
    card: Card
    carries: tuple[int, ...] = ()


class Sender:
    """Sends the notices that `holder` has claimed. `put_off` is True after a platform asked to be left alone."""

    def __init__(
        self, database: Database, platforms: Mapping[str, Platform], clock: Clock, holder: str, real_now: RealNow
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._holder = holder
        self._real_now = real_now

    async def deliver(self, notice: Notice) -> Notice | None:
        """See one claimed notice through. The notice as it was settled; None when it has to wait or is somebody else's now."""
        try:
            return await self._deliver(notice)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            log.exception("a notice could not be composed", key=notice.key)
            return await self._settle(notice, FAILED, outcome=f"it could not be composed: {error!r}")

    async def release(self, notice: Notice, retry_at: datetime | None) -> None:
        """Give a claimed notice back unsent, to be tried again after `retry_at` (real time)."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            state = UNCERTAIN if notice.begun else DUE
            values = {"retry_at": retry_at, "attempts": notice.attempts - 1}
            await register.outbox.settle(notice.id, state, self._holder, **values)

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
                return await self._refused(notice, refusal)
            except TryLater as busy:
                return await self._put_off(notice, DUE, self._pause(notice, busy.seconds), "the platform was busy")
            except (MaybeSent, TimeoutError) as doubt:
                return await self._in_doubt(notice, str(doubt) or "the platform did not answer")
            return await self._confirm(begun, sent)

    async def _say(self, begun: Begun) -> Sent:
        """Speak to the platform. What goes wrong in ways that nobody foresaw leaves it in doubt whether it arrived."""
        platform = self._platforms[begun.address.platform]
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                return await platform.say(begun.address, begun.card, begun.notice.key)
        except (NotSent, TryLater, MaybeSent, TimeoutError):
            raise
        except Exception as error:
            log.exception("a platform failed while it was sending", key=begun.notice.key, platform=platform.name)
            raise MaybeSent(f"sending failed: {error!r}") from error

    async def _begin(self, notice: Notice, tried: list[Address], *, repeat: bool) -> Begun | Notice | None:
        """Decide from fresh rows what is said, to which address, and write that sending begins."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            decision = await decide(register, notice, repeat=repeat)
            match decision:
                case Wait(until, why):
                    await register.outbox.settle(notice.id, DUE, self._holder, due_at=until, outcome=why)
                    return None
                case Drop(why):
                    return await self._drop(register, notice, why)
                case Refuse(why):
                    return await self._fail(register, notice, why)
                case Send(card):
                    return await self._begin_saying(register, notice, card, tried)

    async def _begin_saying(
        self, register: Register, notice: Notice, card: Card, tried: list[Address]
    ) -> Begun | Notice | None:
        known = await addresses(register, notice)
        address = first_not_tried(known, self._platforms.keys(), tried)
        if address is None and known and not tried:
            pause = self._real_now() + ELSEWHERE_PAUSE
            why = f"{known[0].platform} is not set up in this process"
            await register.outbox.settle(notice.id, DUE, self._holder, retry_at=pause, outcome=why)
            return None
        if address is None:
            return await self._fail(register, notice, "no chat account of theirs is known")
        carries = await register.outbox.carried(notice.key) if notice.rule == DIGEST else []
        new = [each.refs[0] for each in carries if each.refs and "remark" not in each.payload]
        payload = {**notice.payload, **({"carries": [each.id for each in carries], "new": new} if carries else {})}
        values = {"platform": address.platform, "external_id": address.external_id, "text": card.text}
        if card.refs:
            values["refs"] = list(card.refs)  # type: ignore[assignment]
        mine = await register.outbox.begin(notice.id, self._holder, self._real_now() + LEASE, payload=payload, **values)
        card = await card_with_users(card, register, address.platform)
        return (
            Begun(replace(notice, payload=payload), address, card, tuple(each.id for each in carries)) if mine else None
        )

    async def _drop(self, register: Register, notice: Notice, why: str) -> Notice | None:
        if notice.rule == DIGEST:
            carried = [each.id for each in await register.outbox.carried(notice.key)]
            await register.outbox.settle_all(carried, LAPSED, outcome=why)
        if not await register.outbox.settle(notice.id, LAPSED, self._holder, outcome=why):
            return None
        return await register.outbox.get(notice.id)

    async def _fail(self, register: Register, notice: Notice, why: str) -> Notice | None:
        if not await register.outbox.settle(notice.id, FAILED, self._holder, outcome=why, begun=False):
            return None
        if notice.rule == DIGEST:
            carried = [each.id for each in await register.outbox.carried(notice.key)]
            await register.outbox.settle_all(carried, FAILED, outcome=why)
        await tell_unreachable(register, notice, why)
        log.warning("a notice could not be delivered", key=notice.key, why=why)
        return await register.outbox.get(notice.id)

    async def _refused(self, notice: Notice, refusal: NotSent) -> Notice | None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            if refusal.gone and notice.place is not None:
                await register.places.archive(notice.place)
            return await self._fail(register, notice, refusal.reason)

    async def _has_other(self, notice: Notice, tried: list[Address]) -> bool:
        async with self._database.reading(self._clock.now()) as register:
            known = await addresses(register, notice)
        return first_not_tried(known, self._platforms.keys(), tried) is not None

    async def _confirm(self, begun: Begun, sent: Sent) -> Notice | None:
        """Write that it is there. Should the register not take it for a while, it is tried again: the message is out."""
        for attempt in range(CONFIRM_TRIES):
            try:
                async with self._database.transaction(self._clock.now(), background=True) as register:
                    await _write_sent(register, begun, sent)
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
            return await self._put_off(notice, UNCERTAIN, ELSEWHERE_PAUSE, "its platform is not set up in this process")
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                found = await self._platforms[address.platform].find(address, notice.key)
        except (LookupImpossible, NotSent):
            return await self._undecidable(notice)
        except TryLater as busy:
            return await self._put_off(notice, UNCERTAIN, self._pause(notice, busy.seconds), "the platform was busy")
        except (MaybeSent, TimeoutError):
            return await self._in_doubt(notice, "the platform did not answer")
        if found is None:
            return False
        text = Card(text=notice.text, refs=notice.refs)
        return await self._confirm(Begun(notice, address, text, tuple(notice.payload.get("carries", ()))), found)

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

    async def _in_doubt(self, notice: Notice, why: str) -> Notice | None:
        if notice.attempts >= MOST_ATTEMPTS:
            return await self._settle(notice, FAILED, outcome=f"after {notice.attempts} attempts: {why}")
        return await self._put_off(notice, UNCERTAIN, self._pause(notice, DOUBT_PAUSE.total_seconds()), why)

    async def _put_off(self, notice: Notice, state: str, pause: timedelta, why: str) -> Notice | None:
        """Try again after `pause` of real time. In `due` it is certainly not there; in `uncertain` it may be. None, for it is
        not settled."""
        async with self._database.transaction(self._clock.now(), background=True) as register:
            values: dict[str, Any] = {"retry_at": self._real_now() + pause, "outcome": why, "begun": state == UNCERTAIN}
            await register.outbox.settle(notice.id, state, self._holder, **values)
        return None

    async def _settle(self, notice: Notice, state: str, **values: Any) -> Notice | None:
        async with self._database.transaction(self._clock.now(), background=True) as register:
            mine = await register.outbox.settle(notice.id, state, self._holder, **values)
            return await register.outbox.get(notice.id) if mine else None

    @staticmethod
    def _pause(notice: Notice, seconds: float) -> timedelta:
        """As long as the platform asks, and longer each time from the fourth on. Spread a little by the notice's id, so that
        what was put off together does not come back together."""
        growing = min(2.0 ** max(0, notice.attempts - 3), LONGEST_PAUSE.total_seconds())
        return timedelta(seconds=max(seconds, growing) * (1 + notice.id % 10 / 100))


async def _write_sent(register: Register, begun: Begun, sent: Sent) -> None:
    notice, card = begun.notice, begun.card
    said: dict[str, Any] = {
        "sent_at": register.now,
        "platform": begun.address.platform,
        "external_id": sent.external_id,
        "text": card.text,
    }
    await register.outbox.settle(notice.id, SENT, message=sent.message, outcome="", retry_at=None, **said)
    await register.outbox.settle_all(begun.carries, SENT, outcome=f"in {notice.key}", message=sent.message, **said)
    if notice.person is not None:
        await _remember_dm(register, notice.person, begun.address, sent)
    if notice.rule in LIVING:
        await _remember_card(register, begun, sent)


async def _remember_dm(register: Register, person: str, address: Address, sent: Sent) -> None:
    """The DM that the platform opened, so that what is said there is known to be a DM, and so is the way back."""
    data = {**sent.data, "dm": sent.external_id}
    await register.people.identify(person, address.platform, address.external_id, address=data)
    await register.places.meet(
        address.platform, sent.external_id, "dm", tenant=address.tenant, address={**address.data, **sent.data}
    )


async def _remember_card(register: Register, begun: Begun, sent: Sent) -> None:
    """Where the living card stands. One that was found again shows who knows which version, so it is drawn afresh."""
    notice, card = begun.notice, begun.card
    ref = card.record or (notice.refs[0] if notice.rule != DIGEST and notice.refs else None)
    record = await register.records.get(ref) if ref else None
    await register.places.stand(
        Standing(
            id=0,
            platform=begun.address.platform,
            external_id=sent.external_id,
            message=sent.message,
            tenant=begun.address.tenant,
            address={**begun.address.data, **sent.data},
            record=record.id if record else None,
            drawn=card.version or 0,
            notice="" if notice.rule == "card" else notice.key,
        )
    )
