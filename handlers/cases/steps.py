"""What may be done next with a case besides what every record knows, as buttons."""

from __future__ import annotations

from governance.record import Record
from governance.stopping import may_stop
from governance.timed import Timed
from handlers.cards import Button, button
from handlers.cases.stop_form import STOP
from handlers.commands import ChaseOn, OpenForm, StartClock


def case_buttons(record: Record) -> tuple[Button, ...]:
    """The steps of a case as it stands."""
    return (*_clock(record),)


def _clock(record: Record) -> tuple[Button, ...]:
    """Where its clock may stop, or stands still."""
    body = record.body
    if isinstance(body, Timed) and record.is_open and body.stopped is not None:
        return (button("Clock runs again", StartClock(record.ref)), button("Chased", ChaseOn(record.ref)))
    return (button("Stop the clock…", OpenForm(STOP, ref=record.ref)),) if may_stop(body) else ()
