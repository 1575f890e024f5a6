"""Importing voters' refs: whoever runs a ballot gives each household on its register the ref that it votes under."""

from __future__ import annotations

from governance.kinds.ballot import Ballot
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from storage.ballots import VoterTaken
from storage.register import Register

LONGEST = 80  # characters of a ref


async def import_voter(reading: Reading, register: Register, present: Present, _moment: Moment) -> Outcome | None:
    """One voter's ref; None where it could not be taken."""
    ballot = await present.any_with_ref(reading.cell("ballot"))
    if ballot is None or not isinstance(ballot.body, Ballot):
        reading.problem("ballot", "there is no such ballot in the register; this row was not imported")
        return None
    voter, uprn = reading.cell("voter")[:LONGEST], reading.cell("uprn")
    if not voter or not uprn:
        reading.problem(
            "voter" if uprn else "uprn", "it needs the voter’s ref and the home’s UPRN; this row was not imported"
        )
        return None
    try:
        kept = await register.ballots.name_voter(ballot, uprn, voter)
    except VoterTaken as taken:
        reading.problem("voter", taken.message)
        return None
    if kept is None:
        why = "no household of that home is waiting for a ref on the register of this ballot"
        reading.problem("uprn", f"{why}; this row was not imported")
    return kept


VOTERS = RowList(
    "voter",
    headings("ballot|ballot ref|ballot id", "voter ref|voter id|security code", "uprn"),
    {
        **dict.fromkeys(("ballot", "ballot ref", "ballot id"), "ballot"),
        **dict.fromkeys(("voter ref", "voter id", "security code"), "voter"),
        "uprn": "uprn",
    },
    import_voter,
    lacks=frozenset({"choice", "vote", "option", "voted for"}),
    secret=True,
)
