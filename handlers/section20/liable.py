"""Which homes pay towards the works of a notice, by the register's own list of homes."""

from __future__ import annotations

from governance.homes import Home
from governance.record import Record
from storage.register import Register


async def liable_homes(register: Register, record: Record) -> list[Home]:
    """The homes of the record's estate that pay towards such works; of none, where nobody has said which estate it is."""
    if record.workstream is None:
        return []
    return [home for home in await register.homes.of_estate(record.workstream) if home.s20_liable]
