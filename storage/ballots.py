"""Ballots: the register of voters as it was frozen, and the votes that came in.

A vote is kept as an envelope (who, when, whether it counts) and a slip (what was chosen). Nothing here gives back the two
together; slips are only ever added up, and not before voting has closed. Once the result is declared the slips are thrown away
and their sums stay, so that nobody can put them together again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.ballots import Count, Envelope, Judged, Roll, decided, rejected_by
from governance.eligibility import Entry, is_per_person
from governance.errors import ChivvyError
from governance.kinds.ballot import Ballot
from governance.record import Record
from storage.case_tables import ElectorRow, SlipRow, TallyRow, VoteFileRow, VoteRow

Kept = Literal["created", "updated", "unchanged"]

DIGITS = 8  # of a voter's ref of our own


class StillOpen(ChivvyError):
    """Voting in {ref} runs until {until}, and before it has closed nothing is counted: not how many have voted, and not for
    what. Nobody is shown it."""


class VotesSealed(ChivvyError):
    """The result of {ref} has been declared, so its votes stay as they were counted. Nothing of this was kept."""


class VoterTaken(ChivvyError):
    """That voter’s ref is somebody else’s on the register of {ref}. Nothing was changed."""


@dataclass(frozen=True)
class Cast:
    """A vote on its way in: the envelope, what was chosen, and by which method it came."""

    envelope: Envelope
    choice: str
    method: str = ""


@dataclass(frozen=True)
class Elector:
    """One line of the register of voters, for whoever sends out the papers."""

    uprn: str
    voter: str
    basis: str


class Ballots:
    def __init__(self, session: AsyncSession, now: datetime, zone: ZoneInfo) -> None:
        self._session = session
        self._local = now.astimezone(zone)

    # The register of voters

    async def freeze(self, ballot: Record, entries: Sequence[Entry]) -> None:
        """Put down who may vote. It is done once; later it is only put right, line by line."""
        self._session.add_all([ElectorRow(ballot=ballot.id, uprn=each.uprn, basis=each.basis) for each in entries])
        await self._session.flush()

    async def size(self, ballot: Record) -> int:
        """How many are on it."""
        query = select(func.count()).where(col(ElectorRow.ballot) == ballot.id, ~col(ElectorRow.struck))
        return await self._session.scalar(query) or 0

    async def has_voter(self, ballot: Record, voter: str) -> bool:
        """Whether a voter's ref is on it."""
        query = select(col(ElectorRow.id)).where(
            col(ElectorRow.ballot) == ballot.id,
            func.lower(col(ElectorRow.voter)) == voter.strip().lower(),
            ~col(ElectorRow.struck),
        )
        return await self._session.scalar(query) is not None

    async def knows_refs(self, ballot: Record) -> bool:
        """Whether any voter's ref is known."""
        query = select(col(ElectorRow.id)).where(
            col(ElectorRow.ballot) == ballot.id, col(ElectorRow.voter).is_not(None)
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def add(self, ballot: Record, entry: Entry, reason: str, voter: str = "") -> None:
        """Put somebody on it who was left out. Raises VoterTaken."""
        if voter and await self._of_voter(ballot, voter):
            raise VoterTaken(ref=ballot.ref)
        row = ElectorRow(ballot=ballot.id, uprn=entry.uprn, basis=entry.basis, voter=voter or None, reason=reason)
        self._session.add(row)
        await self._session.flush()

    async def strike(self, ballot: Record, said: str, reason: str) -> bool:
        """Take off it whoever has this voter's ref or lives in the home with this UPRN; False where nobody does. The line is
        kept, with the reason."""
        rows = [row for row in await self._electors(ballot) if said in (row.voter, row.uprn)]
        for row in rows:
            row.struck, row.reason = True, reason
            self._session.add(row)
        await self._session.flush()
        return bool(rows)

    async def name_voter(self, ballot: Record, uprn: str, voter: str) -> Kept | None:
        """Give the voter of a home the ref that they vote under; None where nobody of that home is on it, or all have one. Raises
        VoterTaken."""
        held = await self._of_voter(ballot, voter)
        if held is not None:
            if held.uprn != uprn:
                raise VoterTaken(ref=ballot.ref)
            return "unchanged"
        row = next((one for one in await self._electors(ballot) if one.uprn == uprn and not one.voter), None)
        if row is None:
            return None
        row.voter = voter
        self._session.add(row)
        await self._session.flush()
        return "updated"

    async def electors(self, ballot: Record) -> list[Elector]:
        """The register as it goes to whoever sends out the papers. Whoever has no ref yet is given one."""
        rows = await self._electors(ballot)
        taken = {row.voter for row in rows}
        for row in rows:
            while row.voter is None:
                new = f"V{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
                row.voter = new if new not in taken else None
                taken.add(new)
            self._session.add(row)
        await self._session.flush()
        return [Elector(row.uprn, row.voter or "", row.basis) for row in rows]

    async def _electors(self, ballot: Record) -> list[ElectorRow]:
        query = select(ElectorRow).where(col(ElectorRow.ballot) == ballot.id, ~col(ElectorRow.struck))
        return list(await self._session.scalars(query.order_by(col(ElectorRow.uprn), col(ElectorRow.id))))

    async def _of_voter(self, ballot: Record, voter: str) -> ElectorRow | None:
        query = select(ElectorRow).where(col(ElectorRow.ballot) == ballot.id, col(ElectorRow.voter) == voter)
        return await self._session.scalar(query)

    async def _roll(self, ballot: Record, *, per_person: bool) -> Roll:
        rows = await self._electors(ballot)
        voters = {row.voter: row.uprn for row in rows if row.voter}
        return Roll(bool(rows), voters, frozenset(row.uprn for row in rows), per_person)

    # The votes

    async def take_in(self, ballot: Record, file: str, votes: Sequence[Cast]) -> Kept:
        """Keep the votes of one file, in their order. The same file again changes nothing; one of the same name takes its place.
        Raises VotesSealed."""
        digest = _digest(votes)
        held = await self._file(ballot, file)
        if await self._has_digest(ballot, digest):
            return "unchanged"
        if await self._is_sealed(ballot, held):
            raise VotesSealed(ref=ballot.ref)
        if held is not None:
            await self._forget(held)
        row = held or VoteFileRow(ballot=ballot.id, name=file, digest=digest)
        row.digest = digest
        self._session.add(row)
        await self._session.flush()
        assert row.id is not None
        for vote in votes:
            await self._put_in(ballot, row.id, vote)
        await self._session.flush()
        return "updated" if held else "created"

    async def _put_in(self, ballot: Record, file: int, vote: Cast) -> None:
        """The envelope, and its slip where it names an option. What a spoilt paper says is not kept."""
        one, slip = vote.envelope, None
        if one.marked:
            slip = SlipRow(ballot=ballot.id, choice=vote.choice)
            self._session.add(slip)
            await self._session.flush()
        row = VoteRow(
            ballot=ballot.id,
            file=file,
            voter=one.voter,
            uprn=one.uprn,
            method=vote.method,
            received_on=one.received_on,
            received_time=one.received_time,
            marked=one.marked,
            judged_valid=one.judged.valid,
            judged_reason=one.judged.reason,
            judged_eligible=one.judged.eligible,
            slip=slip.id if slip else None,
        )
        self._session.add(row)

    async def _file(self, ballot: Record, name: str) -> VoteFileRow | None:
        query = select(VoteFileRow).where(col(VoteFileRow.ballot) == ballot.id, col(VoteFileRow.name) == name)
        return await self._session.scalar(query)

    async def _has_digest(self, ballot: Record, digest: str) -> bool:
        query = select(col(VoteFileRow.id)).where(
            col(VoteFileRow.ballot) == ballot.id, col(VoteFileRow.digest) == digest
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def _is_sealed(self, ballot: Record, held: VoteFileRow | None) -> bool:
        """Whether no more votes may come: the result was declared here, or those of this file have been added up for good."""
        assert isinstance(ballot.body, Ballot)
        if ballot.body.result or held is None:
            return bool(ballot.body.result)
        query = select(col(VoteRow.id)).where(col(VoteRow.file) == held.id, col(VoteRow.sealed)).limit(1)
        return await self._session.scalar(query) is not None

    async def _forget(self, file: VoteFileRow) -> None:
        rows = list(await self._session.scalars(select(VoteRow).where(col(VoteRow.file) == file.id)))
        slips = [row.slip for row in rows if row.slip is not None]
        await self._session.execute(delete(VoteRow).where(col(VoteRow.file) == file.id))
        await self._session.execute(delete(SlipRow).where(col(SlipRow.id).in_(slips)))

    async def settle(self, ballot: Record) -> list[str]:
        """Decide which votes count, all of them together. What our own reading has against whoever counted before ("" where
        nothing), in the order in which the votes came in. Of what was added up for good the verdict stands."""
        assert isinstance(ballot.body, Ballot)
        rows = await self._votes(ballot)
        roll = await self._roll(ballot, per_person=is_per_person(ballot.body.eligibility))
        envelopes = [_envelope(order, row) for order, row in enumerate(rows)]
        verdicts = decided(envelopes, roll, ballot.body.closes, ballot.body.closes_time)
        for order, row in enumerate(rows):
            row.valid, row.reason = verdicts[order].valid, verdicts[order].reason
            self._session.add(row)
        await self._session.flush()
        counted = [row.slip for row in rows if row.valid and row.slip is not None]
        await self._session.execute(update(SlipRow).where(col(SlipRow.ballot) == ballot.id).values(counted=False))
        await self._session.execute(update(SlipRow).where(col(SlipRow.id).in_(counted)).values(counted=True))
        return [verdicts[order].objection for order in range(len(rows))]

    async def of_file(self, ballot: Record, file: str) -> list[int]:
        """Where the votes of a file stand among all of the ballot's, in the file's order."""
        held = await self._file(ballot, file)
        return [
            order for order, row in enumerate(await self._votes(ballot)) if held is not None and row.file == held.id
        ]

    async def count(self, ballot: Record) -> Count:
        """What the votes add up to. Raises StillOpen while people can vote."""
        body = ballot.body
        assert isinstance(body, Ballot)
        if not body.has_closed(self._local):
            raise StillOpen(ref=ballot.ref, until=body.closing_words)
        rows = await self._votes(ballot)
        by_reason = rejected_by([(row.valid, row.reason) for row in rows])
        valid = sum(row.valid for row in rows)
        eligible = await self.size(ballot) if body.frozen_on else body.eligible_count
        return Count(eligible, len(rows), valid, by_reason, await self._sums(ballot, body))

    async def _sums(self, ballot: Record, body: Ballot) -> Mapping[str, int]:
        """How many votes each option has, in the order of the options."""
        sums: Counter[str] = Counter(dict.fromkeys(body.choices, 0))
        kept = select(col(TallyRow.choice), col(TallyRow.votes)).where(col(TallyRow.ballot) == ballot.id)
        slips = select(col(SlipRow.choice), func.count()).where(col(SlipRow.ballot) == ballot.id, col(SlipRow.counted))
        for query in (kept, slips.group_by(col(SlipRow.choice))):
            for choice, votes in await self._session.execute(query):
                sums[choice] += votes
        return dict(sums)

    async def seal(self, ballot: Record) -> None:
        """The result is declared: the slips are thrown away, and their sums stay. Raises StillOpen."""
        sums = (await self.count(ballot)).tally
        for choice, votes in sums.items():
            await self._session.merge(TallyRow(ballot=ballot.id, choice=choice, votes=votes))
        await self._session.execute(
            update(VoteRow).where(col(VoteRow.ballot) == ballot.id).values(slip=None, sealed=True)
        )
        await self._session.execute(delete(SlipRow).where(col(SlipRow.ballot) == ballot.id))
        await self._session.flush()

    async def _votes(self, ballot: Record) -> list[VoteRow]:
        query = select(VoteRow).where(col(VoteRow.ballot) == ballot.id).order_by(col(VoteRow.id))
        return list(await self._session.scalars(query.execution_options(populate_existing=True)))


def _envelope(order: int, row: VoteRow) -> Envelope:
    """A row as it is judged; of one that was added up for good its verdict is what was said of it."""
    judged = Judged(row.judged_valid, row.judged_reason, row.judged_eligible)
    if row.sealed:
        judged = Judged(row.valid, row.reason, row.judged_eligible)
    return Envelope(order, row.voter, row.uprn, row.received_on, row.received_time, row.marked, judged)


def _digest(votes: Sequence[Cast]) -> str:
    """What tells one file from another, whatever the order of its rows."""
    rows = sorted(
        json.dumps([str(part) for part in (*vars(vote.envelope).values(), vote.choice, vote.method)][1:])
        for vote in votes
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
