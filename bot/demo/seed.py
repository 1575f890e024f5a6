"""The sample programme: put into an empty register, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.web.platform import NAME
from bot.web.screen import FIRST_PERSONA
from governance.reminders import next_summary
from handlers.importing import Report, import_folder
from handlers.importing.folder import Progress
from storage.database import Database
from storage.history import Scene
from storage.register import Register

FOLDER = Path(__file__).parent
PROGRAMME = "Northvale LGR"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday; in November UTC is what clocks in London show
SOMEBODY = "P012"  # who one is on the first visit: a workstream's lead with work that is due
CLOCK = "demo_clock"  # the programme's setting: where the clock stood last


async def seed(database: Database, progress: Progress | None = None) -> Report | None:
    """Put the sample into the register, unless there is something in it already (then None)."""
    async with database.transaction(START) as register:
        if not await register.people.is_empty():
            return None
        report = await import_folder(register, FOLDER, Scene(via="import", place="demo"), progress)
        await register.set_programme(PROGRAMME, **{CLOCK: START.isoformat(), FIRST_PERSONA: SOMEBODY})
        await open_channels(register)
        await introduce(register)
    return report


async def open_channels(register: Register) -> None:
    """A channel on the page for each workstream, bound to it."""
    calendar = await register.calendar()
    for workstream in (await register.workstreams.all()).values():
        place = await register.places.meet(
            NAME, f"channel:{workstream.id}", "channel", name=workstream.label, address={}
        )
        await register.places.bind(place.id, workstream.id, next_summary(calendar, register.now, register.zone))


async def introduce(register: Register) -> None:
    """Everybody is known on the page, by their own id."""
    for person in (await register.people.all()).values():
        await register.people.identify(person.id, NAME, person.id, name=person.name)


async def clock_of(database: Database) -> datetime:
    """Where the demonstration's clock stood last."""
    async with database.reading(START) as register:
        kept = (await register.settings()).get(CLOCK)
    return datetime.fromisoformat(kept) if kept else START
