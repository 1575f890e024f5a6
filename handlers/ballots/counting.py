"""The count: shown to nobody before voting has closed, then to those who count, and to everybody once the result is declared.
Until then it is said to the speaker alone and never goes through the outbox, where it would be kept."""

from __future__ import annotations

from governance.ballots import Count
from governance.errors import ChivvyError
from governance.kinds.ballot import CANCELLED, CLOSED, DECLARED, Ballot
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.ballots.buttons import ballot_buttons
from handlers.ballots.counters import permit_counting
from handlers.ballots.deeds import COUNTED, DECLARE
from handlers.ballots.result_words import (
    count_parts,
    count_words,
    declared_count,
    for_residents,
    outcome_of,
    turnout_words,
)
from handlers.cards import Buttons, Card, Heading, Para, Part, Small, button, say
from handlers.commands import CountVotes, DeclareResult, Show
from handlers.encoding import ButtonUnreadable
from handlers.records.changing import set_fields
from handlers.reply import Reply
from storage.ballots import StillOpen
from storage.history import Scene
from storage.register import Register

ALONE = "Only you see this message. Until the result is declared, only those who may count are shown it."
ELSEWHERE = "Ask me that in a direct message: here others would read along."


class WasCancelled(ChivvyError):
    """{ref} was cancelled, so its votes are never counted."""


class NoVotes(ChivvyError):
    """No votes of {ref} have been imported, so there is nothing to count or declare. Nothing was changed. Whoever runs Chivvy
    imports the list that the votes are kept in (“chivvy import votes.csv”)."""


async def count_votes(
    command: CountVotes, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """The count, to whoever may see it."""
    if (found := await declared_count(register, record)) is not None:
        return await answer.normally(result_card(record, found))
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    if body.status == CANCELLED:
        raise WasCancelled(ref=record.ref)
    if not body.has_closed(register.now.astimezone(register.zone)):
        raise StillOpen(ref=record.ref, until=body.closing_words)
    await permit_counting(register, record, speaker)
    await register.ballots.settle(record)
    found = await _counted(register, record)
    await register.history.add(scene, COUNTED, record.ref)
    return _to_the_counter(answer, _count_card(record, found))


async def _counted(register: Register, record: Record) -> Count:
    found = await register.ballots.count(record)
    if not found.received:
        raise NoVotes(ref=record.ref)
    return found


def _to_the_counter(answer: Answer, card: Card) -> Reply:
    if answer.in_company and not answer.turn.where.whispers:
        return answer.privately(say(ELSEWHERE))
    return answer.privately(card)


def _count_card(record: Record, found: Count) -> Card:
    title = f"The count of {record.ref} {record.title}"
    parts: list[Part] = [Heading(title), *count_parts(record, found), Small((ALONE,))]
    asks = (
        "Declare this result? Everybody can see it from then on, and the record of how each voter voted is deleted. "
        "This can’t be undone."
    )
    if record.status == CLOSED:
        parts.append(
            Buttons((button("Declare this result", DeclareResult(record.ref, sure=True), "primary", asks=asks),))
        )
    text = f"{title}: {count_words(found)}; {turnout_words(found)}. {outcome_of(record, found).words}"
    return Card(text=text, parts=tuple(parts), refs=(record.ref,))


def result_card(record: Record, found: Count) -> Card:
    """A declared result, with the sentences for residents."""
    title = f"The result of {record.ref} {record.title}"
    told = for_residents(record, found)
    parts: list[Part] = [Heading(title), *count_parts(record, found), Para((f"For residents: {told}",))]
    parts.append(Buttons((*ballot_buttons(record), button("Show the ballot", Show(record.ref)))))
    text = f"{title}: {count_words(found)}; {turnout_words(found)}. {outcome_of(record, found).words}"
    return Card(text=text, parts=tuple(parts), refs=(record.ref,))


async def declare(
    command: DeclareResult, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Show the count first; once they are sure, the result is everybody's, and what each voted is thrown away."""
    await permit_counting(register, record, speaker)
    body = record.body
    if not isinstance(body, Ballot):
        raise ButtonUnreadable
    record.kind.lifecycle.check(record.ref, record.status, DECLARED, "")
    await register.ballots.settle(record)
    found = await _counted(register, record)
    if not command.sure:
        return _to_the_counter(answer, _count_card(record, found))
    decided = outcome_of(record, found)
    wanted = {
        "status": DECLARED,
        "declared_on": register.today,
        "result": " ".join((f"{count_words(found)}.", decided.words, *decided.remarks)),
        "turnout": turnout_words(found),
    }
    await register.ballots.seal(record)
    return await set_fields(register, scene, record, wanted, DECLARE, speaker, answer)
