"""Importing the votes of a ballot: one row for each paper, call or form that came back.

A file is taken whole, for one vote tells of another (two of one household). What whoever counted says of a vote stands; where
our own reading is another, that is a problem at its row. No problem repeats what was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from governance.ballots import Envelope, Judged
from governance.kinds.ballot import Ballot
from governance.record import Record
from handlers.importing.cells import Unclear, date_in, yes_in
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from storage.ballots import Cast, VotesSealed
from storage.register import Register

LONGEST = 80  # characters of a voter's ref, a UPRN or a method
VALID = ("valid", "accepted", "counted")
INVALID = ("invalid", "rejected", "spoilt", "void")


@dataclass(frozen=True)
class _Row:
    """A row that is a vote of this ballot: where it stands in the sheet, and what it says."""

    at: int
    reading: Reading
    cast: Cast


async def import_votes(
    readings: Sequence[Reading], register: Register, present: Present, moment: Moment
) -> list[Outcome | None]:
    """The votes of one sheet, ballot by ballot; what became of each row."""
    found: list[Outcome | None] = [None] * len(readings)
    ballots: dict[str, Record] = {}
    rows: dict[str, list[_Row]] = {}
    for at, reading in enumerate(readings):
        ballot = await _ballot(reading, present)
        if ballot is None:
            continue
        ballots[ballot.ref] = ballot
        of_ballot = rows.setdefault(ballot.ref, [])
        of_ballot.append(_Row(at, reading, _cast(reading, ballot, len(of_ballot), moment)))
    for ref, of_ballot in rows.items():
        outcome = await _keep(register, ballots[ref], of_ballot)
        for row in of_ballot:
            found[row.at] = outcome
    return found


async def _ballot(reading: Reading, present: Present) -> Record | None:
    ballot = await present.any_with_ref(reading.cell("ballot"))
    if ballot is None or not isinstance(ballot.body, Ballot):
        reading.problem("ballot", "there is no such ballot in the register; this row was not imported")
        return None
    if not ballot.body.choices:
        reading.problem("ballot", "nobody has said yet what can be voted for; this row was not imported")
        return None
    if not reading.cell("voter") and not reading.cell("uprn"):
        reading.problem("voter", "it says neither who voted nor for which home; this row was not imported")
        return None
    return ballot


def _cast(reading: Reading, ballot: Record, order: int, moment: Moment) -> Cast:
    assert isinstance(ballot.body, Ballot)
    said = " ".join(reading.cell("choice").split()).casefold()
    choice = next((one for one in ballot.body.choices if " ".join(one.split()).casefold() == said), "")
    day, hour = _received(reading, moment)
    envelope = Envelope(
        order=order,
        voter=reading.cell("voter")[:LONGEST],
        uprn=reading.cell("uprn")[:LONGEST],
        received_on=day,
        received_time=hour,
        marked=bool(choice),
        judged=_judged(reading),
    )
    return Cast(envelope, choice, reading.cell("method")[:LONGEST])


def _received(reading: Reading, moment: Moment) -> tuple[date | None, time | None]:
    """The day, and the hour where it says one; without a day a vote is taken to have come in time."""
    try:
        read = date_in(reading.cell("received"), moment, past=True)
    except Unclear as unclear:
        reading.problem("received", f"{unclear}; taken as received in time")
        return None, None
    return (read.day, read.clock) if read else (None, None)


def _judged(reading: Reading) -> Judged:
    """What the row says of its own vote. A reason without a word on whether it counts says that it does not."""
    valid = _yes(reading, "valid") if reading.has("valid") else None
    reason = reading.cell("reason")
    if valid is None and reason and reason.casefold() not in VALID:
        valid = False
    return Judged(valid, "" if valid else reason, _yes(reading, "eligible") if reading.has("eligible") else None)


def _yes(reading: Reading, field: str) -> bool | None:
    said = reading.cell(field).casefold()
    if not said:
        return None
    if said in VALID or said in INVALID:
        return said in VALID
    try:
        return yes_in(said, default=False)
    except Unclear as unclear:
        reading.problem(field, f"{unclear}; I decided it by the rules of the ballot")
        return None


async def _keep(register: Register, ballot: Record, rows: list[_Row]) -> Outcome | None:
    """Keep the votes of one ballot, and say where our own reading of them is another."""
    file = rows[0].reading.report.title
    try:
        outcome = await register.ballots.take_in(ballot, file, [row.cast for row in rows])
    except VotesSealed as sealed:
        rows[0].reading.problem("ballot", sealed.message)
        return None
    if outcome != "unchanged":
        objections = await register.ballots.settle(ballot)
        for row, order in zip(rows, await register.ballots.of_file(ballot, file), strict=True):
            if objections[order]:
                row.reading.problem("valid", objections[order])
        await _check_register(register, ballot, rows)
        assert isinstance(ballot.body, Ballot)
        local = register.now.astimezone(register.zone)
        if ballot.body.is_declared and ballot.body.has_closed(local):
            await register.ballots.seal(ballot)
    return outcome


async def _check_register(register: Register, ballot: Record, rows: list[_Row]) -> None:
    """Where there is no register and the file does not say who may vote, nobody has looked at that."""
    told = any(
        row.cast.envelope.judged.valid is not None or row.cast.envelope.judged.eligible is not None for row in rows
    )
    if not told and not await register.ballots.size(ballot):
        why = f"the register of voters of {ballot.ref} is not frozen, so I could not check who may vote"
        rows[0].reading.problem("voter", f"{why}; the votes are kept, and are checked once it is")


VOTES = RowList(
    "vote",
    headings(
        "ballot|ballot ref|ballot id", "voter ref|voter|voter id|security code|uprn", "choice|vote|option|voted for"
    ),
    {
        **dict.fromkeys(("ballot", "ballot ref", "ballot id"), "ballot"),
        **dict.fromkeys(("voter ref", "voter", "voter id", "security code"), "voter"),
        **dict.fromkeys(("choice", "vote", "option", "voted for"), "choice"),
        **dict.fromkeys(("received on", "received", "received at", "date", "date received"), "received"),
        **dict.fromkeys(("valid", "accepted", "counted"), "valid"),
        **dict.fromkeys(("reason", "rejected because", "reason rejected", "rejection reason"), "reason"),
        **{name: name for name in ("uprn", "method", "eligible")},
    },
    take_all=import_votes,
    secret=True,
)
