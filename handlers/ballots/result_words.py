"""A ballot's result in words: for whoever counts, for everybody once it is declared, for residents, and for machines."""

from __future__ import annotations

from typing import Any

from governance.ballot_outcome import Outcome, outcome
from governance.ballots import Count
from governance.kinds.ballot import Ballot
from governance.record import Record
from handlers.cards import Facts, Para, Part, Rich, Small
from handlers.wording import count as counted
from storage.register import Register

BAR = 20  # squares of the longest bar


async def declared_count(register: Register, record: Record) -> Count | None:
    """The count of a ballot whose result is for everybody; None of any other, or where no votes were ever imported."""
    body = record.body
    local = register.now.astimezone(register.zone)
    if not isinstance(body, Ballot) or not body.is_declared or not body.has_closed(local):
        return None
    found = await register.ballots.count(record)
    return found if found.received else None


def outcome_of(record: Record, found: Count) -> Outcome:
    body = record.body
    assert isinstance(body, Ballot)
    return outcome(found, body.choices, body.pass_rule, body.sort, body.secure_tenants)


def count_parts(record: Record, found: Count) -> list[Part]:
    """Turnout, what was rejected and why, each option, and what that decides."""
    decided = outcome_of(record, found)
    most = max(found.tally.values(), default=0)
    parts: list[Part] = [
        Facts(tuple(_papers(found))),
        Facts(tuple((option, (_votes(votes, most, found),)) for option, votes in found.tally.items())),
        Para((decided.words,)),
    ]
    return [*parts, *(Small((remark,)) for remark in decided.remarks)]


def _papers(found: Count) -> list[tuple[str, Rich]]:
    rejected = "; ".join(f"{number} {reason}" for reason, number in found.rejected_by.items())
    return [
        ("Turnout", (turnout_words(found),)),
        ("Votes that came in", (str(found.received),)),
        ("Rejected", (f"{found.rejected} ({rejected})" if rejected else "0",)),
    ]


def turnout_words(found: Count) -> str:
    """`56.4 % (114 valid votes of 202 voters on the register)`."""
    if found.turnout is None:
        return f"{counted(found.valid, 'valid vote')}; nobody knows how many could vote"
    return f"{found.turnout} % ({counted(found.valid, 'valid vote')} of {found.eligible} voters on the register)"


def _votes(votes: int, most: int, found: Count) -> str:
    """`66 (57.9 %) ████████`: the bar only draws what the words say."""
    share = round(100 * votes / found.valid, 1) if found.valid else 0.0
    bar = "█" * max(round(BAR * votes / most) if most else 0, 1 if votes else 0)
    return f"{votes} ({share} %) {bar}".rstrip()


def count_words(found: Count) -> str:
    """`Yes 66, No 48`."""
    return ", ".join(f"{option} {votes}" for option, votes in found.tally.items())


def for_residents(record: Record, found: Count) -> str:
    """The sentences that go to everybody who could vote."""
    body = record.body
    assert isinstance(body, Ballot)
    asked = f"We asked: “{body.question}” " if body.question else ""
    who = f"{found.valid} of the {found.eligible} voters on the register gave a valid vote" if found.eligible else ""
    voted = f"{who} ({found.turnout} %). " if who else f"{counted(found.valid, 'valid vote')} came in. "
    spoilt = f"{counted(found.rejected, 'vote')} could not be counted. " if found.rejected else ""
    return f"{record.title}. {asked}{voted}{count_words(found)}. {spoilt}{outcome_of(record, found).words}"


def plain_count(record: Record, found: Count) -> dict[str, Any]:
    """The count, JSON-ready."""
    decided = outcome_of(record, found)
    return {
        "eligible": found.eligible,
        "received": found.received,
        "valid": found.valid,
        "rejected": found.rejected,
        "turnout_pct": found.turnout,
        "tally": dict(found.tally),
        "rejected_by": dict(found.rejected_by),
        "result": decided.words,
        "option": decided.option,
        "decided": decided.decided,
        "remarks": list(decided.remarks),
    }


async def plain_ballot(register: Register, record: Record) -> dict[str, Any] | None:
    """What machines may know of a ballot's count: before the result is declared, only how many can vote."""
    if not isinstance(record.body, Ballot):
        return None
    found = await declared_count(register, record)
    return plain_count(record, found) if found is not None else {"eligible": record.body.eligible_count}
