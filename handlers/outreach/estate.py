"""The estate of a works project: its homes, and what those who live there want to be written to in. Counts leave here, never
names."""

from __future__ import annotations

from dataclasses import dataclass

from governance.audience import Wanted, addressed, blocks_of, formats_wanted, languages_wanted
from governance.homes import Home, Resident
from storage.register import Register


@dataclass(frozen=True)
class Estate:
    homes: tuple[Home, ...] = ()
    residents: tuple[Resident, ...] = ()

    @property
    def blocks(self) -> tuple[str, ...]:
        return blocks_of(self.homes)

    @property
    def languages(self) -> tuple[Wanted, ...]:
        return languages_wanted(self.residents)

    @property
    def formats(self) -> tuple[Wanted, ...]:
        return formats_wanted(self.residents)

    def of(self, audience: str) -> Estate:
        """The part of it that an audience means; nothing where the audience is of other people."""
        homes = addressed(audience, self.homes)
        uprns = {home.uprn for home in homes}
        return Estate(homes, tuple(each for each in self.residents if each.uprn in uprns))


async def estate_of(register: Register, workstream: str | None) -> Estate:
    """The homes of a workstream and who lives in them; empty where it is no works project."""
    if workstream is None:
        return Estate()
    homes = await register.homes.of_estate(workstream)
    residents = await register.homes.residents_of([home.uprn for home in homes]) if homes else []
    return Estate(tuple(homes), tuple(residents))
