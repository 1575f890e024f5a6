"""How a project's communications stand against its strategy, read from the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from governance.errors import ChivvyError
from governance.kinds.communication import Communication
from governance.kinds.strategy import Strategy
from governance.outreach import Outreach, outreach, pieces_of
from governance.people import Person, Place, Workstream
from governance.record import Record
from handlers.outreach.estate import Estate, estate_of
from storage.filters import Filter
from storage.register import Register

STRATEGY, COMMUNICATION = Strategy.kind.name, Communication.kind.name


class NoStrategy(ChivvyError):
    """{where} has no communication strategy yet. Nothing was changed. Start one: type “/strategy …” with its title, or
    “/strategy” for the form; then add to it: “add to the strategy: TRA, progress, meeting, monthly, Vera approves”."""


class WhichProject(ChivvyError):
    """I can’t tell which project you mean: there are several communication strategies. Nothing was changed. Say which, as in
    “strategy for {example}”, or type it in the project’s channel."""


@dataclass(frozen=True)
class Plan:
    """A strategy with how it stands."""

    record: Record
    outreach: Outreach
    estate: Estate

    @property
    def body(self) -> Strategy:
        return cast(Strategy, self.record.body)


def where_meant(workstream: str | None, place: Place, speaker: Person) -> str | None:
    """The workstream that was named, else the place's own, else the speaker's."""
    return workstream or place.workstream or speaker.workstream


async def open_strategy(register: Register, workstream: str | None) -> Record | None:
    """The strategy of a workstream that has not ended."""
    wanted = Filter(kind=STRATEGY, workstream=workstream, confidential=False)
    found = await register.records.find(wanted, limit=1) if workstream else []
    return found[0] if found else None


async def strategy_meant(register: Register, workstream: str | None, place: Place, speaker: Person) -> Record:
    """The strategy of the workstream that was named, of the place's or the speaker's own; where neither has one, the only one
    there is. Raises NoStrategy, WhichProject."""
    for each in (workstream,) if workstream else (place.workstream, speaker.workstream):
        if found := await open_strategy(register, each):
            return found
    everywhere = [] if workstream else await register.records.find(Filter(kind=STRATEGY, confidential=False), limit=2)
    if len(everywhere) == 1:
        return everywhere[0]
    strands = await register.workstreams.all()
    if everywhere:
        raise WhichProject(example=_name(strands.get(everywhere[0].workstream or "")))
    raise NoStrategy(where=_name(strands.get(where_meant(workstream, place, speaker) or "")))


def _name(workstream: Workstream | None) -> str:
    return workstream.label if workstream else "The programme"


async def communications_of(register: Register, workstream: str | None) -> list[Record]:
    """Every communication of a workstream that everybody may read."""
    wanted = Filter(kind=COMMUNICATION, workstream=workstream, status="any", confidential=False)
    return await register.records.find(wanted, limit=None)


async def plan_of(register: Register, record: Record) -> Plan:
    """How the communications of a strategy's project stand against it today."""
    body = cast(Strategy, record.body)
    estate = await estate_of(register, record.workstream)
    pieces = pieces_of(record.ref, await communications_of(register, record.workstream))
    stands = outreach(
        body,
        pieces,
        register.today,
        since=record.raised_on,
        homes=estate.homes,
        languages=estate.languages,
        formats=estate.formats,
    )
    return Plan(record, stands, estate)
