"""What can be done with a ballot besides moving it on, as buttons of its card."""

from __future__ import annotations

from governance.kinds.ballot import CLOSED, DECLARED, OPEN, PLANNED, Ballot
from governance.record import Record
from handlers.ballots.deeds import CORRECTING
from handlers.cards import Button, button
from handlers.commands import FreezeRegister, OpenForm, Report, ReportResult


def ballot_buttons(record: Record) -> tuple[Button, ...]:
    """Freeze its register or put it right while there is a vote to come; report the result and draw it up once it is declared."""
    body = record.body
    if not isinstance(body, Ballot):
        return ()
    if body.status in (PLANNED, OPEN) and not body.frozen_on:
        return (button("Freeze the register", FreezeRegister(record.ref)),)
    if body.status in (PLANNED, OPEN, CLOSED) and body.frozen_on:
        return (button("Correct the register", OpenForm(CORRECTING, ref=record.ref)),)
    if body.status != DECLARED:
        return ()
    report = () if body.reported_on else (button("Report to the project manager", ReportResult(record.ref)),)
    return (*report, button("As a paper", Report("ballot", record.ref)))
