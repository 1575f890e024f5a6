"""Freezing: the register of voters is drawn from the homes by the ballot's own rule, once, after whoever does it has seen how
many come out and how many are left out. In chat it is only ever counted; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping

from governance.eligibility import Drawn, Eligibility, drawn, eligibility_of
from governance.errors import ChivvyError
from governance.kinds.ballot import OPEN, PLANNED, Ballot
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.ballots.counters import estate_of, permit_counting
from handlers.ballots.deeds import FREEZE
from handlers.cards import Buttons, Card, Facts, Heading, Para, Part, Small, button
from handlers.commands import FreezeRegister
from handlers.encoding import ButtonUnreadable
from handlers.records.changing import set_fields
from handlers.reply import Reply
from handlers.wording import count, day
from storage.history import Scene
from storage.register import Register


class FrozenAlready(ChivvyError):
    """The register of {ref} was frozen on {when} with {size} on it, and that is done once. Nothing was changed. Whoever was left
    out is added by hand, with a reason: press “Correct the register” on the card of {ref}."""


class TooLateToFreeze(ChivvyError):
    """{ref} is {status}, so its register of voters is not drawn any more. Nothing was changed."""


class NoHomes(ChivvyError):
    """I know of no homes that could vote in {ref}. Nothing was changed. Import the estate’s homes first (a list with UPRN,
    address and tenure), and say in which project the ballot is: “{ref} workstream …”."""


class NobodyEntitled(ChivvyError):
    """By “{rule}” nobody could vote in {ref}. Nothing was changed. Say who may: “{ref} voters …”."""


async def freeze(
    command: FreezeRegister, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Say how the register comes out; once they are sure, freeze it."""
    await permit_counting(register, record, speaker)
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    if body.frozen_on:
        size = await register.ballots.size(record)
        raise FrozenAlready(ref=record.ref, when=day(body.frozen_on), size=size)
    if body.status not in (PLANNED, OPEN):
        raise TooLateToFreeze(ref=record.ref, status=body.status)
    rule, found = await _drawn(register, record, body)
    if not command.sure:
        return await answer.in_place(_proposal(record, rule, found))
    await register.ballots.freeze(record, found.entries)
    wanted = {"frozen_on": register.today, "eligible_count": len(found.entries)}
    reply = await set_fields(register, scene, record, wanted, FREEZE, speaker, answer, reason=rule.words)
    await register.ballots.settle(await register.records.get(record.ref))
    return reply


async def _drawn(register: Register, record: Record, body: Ballot) -> tuple[Eligibility, Drawn]:
    estate = await estate_of(register, record)
    homes = await register.homes.of_estate(estate.id if estate else None)
    if not homes or len({home.estate for home in homes}) > 1:
        raise NoHomes(ref=record.ref)
    rule = eligibility_of(record.ref, body.eligibility, body.sort, (home.block for home in homes))
    found = drawn(record.ref, rule, homes, body.offer_on)
    if not found.entries:
        raise NobodyEntitled(ref=record.ref, rule=rule.words)
    return rule, found


def _proposal(record: Record, rule: Eligibility, found: Drawn) -> Card:
    """Who would be on it, by numbers, and who would not."""
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    title = f"The register of voters of {record.ref} {record.title}"
    size = len(found.entries)
    said = f"{count(size, 'household')} would be on it."
    parts: list[Part] = [
        Heading(title),
        Para((said,)),
        Facts((("By the rule", (rule.words,)), *_numbers(found.by_basis))),
    ]
    if found.left_out:
        parts += [Para((f"Left out: {sum(found.left_out.values())}",)), Facts(_numbers(found.left_out))]
    if body.eligible_count not in (None, size):
        parts.append(Para((f"The ballot said {body.eligible_count} until now: find out why before you freeze it.",)))
    once = "It is frozen once. Later it is only put right line by line, with a reason."
    asks = f"Freeze the register with {count(size, 'household')}? It is done once."
    freeze_it = button("Freeze it", FreezeRegister(record.ref, sure=True), "primary", asks=asks)
    parts += [Small((once,)), Buttons((freeze_it,))]
    return Card(text=f"{title}: {said} By the rule: {rule.words}.", parts=tuple(parts), refs=(record.ref,))


def _numbers(counted: Mapping[str, int]) -> tuple[tuple[str, tuple[str]], ...]:
    return tuple((name[:1].upper() + name[1:], (str(number),)) for name, number in counted.items())
