"""What residents said in a project and what came of it, read from the register."""

from __future__ import annotations

from dataclasses import dataclass

from governance.errors import ChivvyError
from governance.kinds.you_said import YouSaid
from governance.told import Told, as_residents_read
from handlers.outreach.sources import sources_words
from storage.filters import Filter
from storage.register import Register

THEME = YouSaid.kind.name


class NoSuchBlock(ChivvyError):
    """I know no project and no block called “{said}”, so there is nothing to show. Type “you said we did” in the project’s
    channel, or name it: “you said we did for Larkspur”."""


@dataclass(frozen=True)
class Voices:
    """What residents said in a workstream (or one of its blocks) and what came of it. `heard` says by ref how often, for company,
    `counted` only what is many enough to be counted there; `left_out` are the refs of what must not be published."""

    workstream: str | None
    block: str
    where: str
    told: tuple[Told, ...]
    heard: dict[str, str]
    counted: dict[str, str]
    left_out: tuple[str, ...]


async def block_meant(register: Register, workstream: str | None, said: str) -> tuple[str | None, str]:
    """The block that is named, with the workstream of its estate: the one that was meant, else any other. Raises
    NoSuchBlock."""
    if not said:
        return workstream, ""
    homes = await register.homes.of_estate(None)
    homes.sort(key=lambda home: home.estate != workstream)
    found = next((home for home in homes if home.block.casefold() == said.strip().casefold()), None)
    if found is None:
        raise NoSuchBlock(said=said)
    return found.estate, found.block


async def voices_of(register: Register, workstream: str | None, block: str = "") -> Voices:
    """What everybody may read of it; counts as they are told in company. Raises NoSuchBlock."""
    workstream, block = await block_meant(register, workstream, block)
    wanted = Filter(kind=THEME, workstream=workstream, status="any", confidential=False, sort="ref")
    records = await register.records.find(wanted, limit=None)
    told, left_out = as_residents_read(records, register.today, await register.homes.names(), block)
    links = await register.links.of_many([record.id for record in records])
    own = {record.ref: links.get(record.id, []) for record in records}
    heard = {ref: sources_words(those, in_company=True) for ref, those in own.items()}
    counted = {ref: sources_words(those, in_company=True, few=False) for ref, those in own.items()}
    strand = await register.workstreams.get(workstream)
    name = strand.label if strand else await register.programme_name()
    return Voices(workstream, block, f"{block}, {name}" if block else name, told, heard, counted, left_out)


def newsletter_text(voices: Voices) -> str:
    """What is answered, in plain words: to be pasted into a newsletter."""
    settled = [each for each in voices.told if each.settled]
    blocks = ["\n".join(each.lines) for each in settled]
    return "\n\n".join(["You said, we did", *blocks])
