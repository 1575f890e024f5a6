"""Who is known to the redactor: everybody who lives in the homes and everybody of the programme; and which words are nobody's."""

from __future__ import annotations

from governance.redaction import Redactor
from storage.register import Register


async def redactor(register: Register) -> Redactor:
    """A redactor that knows residents and officers by name. What workstreams, organisations and blocks are called stays."""
    officers = [person.name for person in (await register.people.all()).values()]
    strands = [each.name for each in (await register.workstreams.all()).values()]
    bodies = [each.name for each in (await register.organisations.all()).values()]
    blocks = {home.block for home in await register.homes.of_estate(None)}
    return Redactor([*await register.homes.names(), *officers], [*strands, *bodies, *blocks])
