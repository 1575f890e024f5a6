"""Importing links: refs in the cells of a row, and tables of nothing but refs. Once all records are there, in whatever order
the files came."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from governance.kinds import kind_and_number, kind_named
from governance.lineage import RELATIONS, USUAL, usual
from governance.record import Record
from handlers.importing.reading import Reading
from handlers.importing.records import Present, plain_ref
from handlers.importing.report import Outcome
from storage.history import Scene
from storage.register import Register


@dataclass(frozen=True)
class Meaning:
    """What a column of refs says: the relation, and whether it goes from the row's own record to the other."""

    relation: str
    onward: bool = True


MEANINGS = {
    "from_risk": Meaning("became", onward=False),
    "became": Meaning("became"),
    "supersedes": Meaning("supersedes"),
    "predecessors": Meaning("follows"),
    "giver_milestone": Meaning("follows"),
    "receiver_milestone": Meaning("gives to"),
    "source_ref": Meaning("led to", onward=False),
}
LINKS, SOURCE = "links", "source_ref"
REF = re.compile(r"(?<![\w-])[A-Za-z]{1,6}\s?-?\s?\d{1,9}(?![\w-])")


@dataclass
class Linking:
    """Links to be made. Records are read once, for many rows name the same."""

    register: Register
    scene: Scene
    present: Present
    _records: dict[str, Record | None] = field(default_factory=dict)

    async def of_row(self, reading: Reading, record: Record) -> int:
        """The links that a row speaks of; how many of them are new."""
        new = 0
        for name, meaning in MEANINGS.items():
            for ref in REF.findall(reading.cell(name)):
                new += await self._one(reading, name, record, meaning, ref)
        for piece in filter(None, re.split(r"[;,\n]", reading.cell(LINKS))):
            for ref in REF.findall(piece):
                new += await self._one(reading, LINKS, record, self._said(piece, record, ref), ref)
        return new

    async def of_pair(self, reading: Reading, first: str, second: str) -> Outcome | None:
        """One row of a table of links, by its two headings; None where it could not be taken."""
        found = [await self._read(reading.cell(name)) for name in (first, second)]
        for name, record in zip((first, second), found, strict=True):
            if record is None:
                reading.problem(name, "there is no such record; this row was not imported")
        one, other = found
        if one is None or other is None:
            return None
        if (one.kind.name, other.kind.name) not in USUAL:
            one, other = other, one
        relation = usual(one.kind.name, other.kind.name)
        if one.id == other.id:
            reading.problem(first, "a record can't be linked to itself; this row was not imported")
            return None
        made = await self.register.links.add(self.scene, one, relation, other)
        return "created" if made else "unchanged"

    async def _one(self, reading: Reading, name: str, record: Record, meaning: Meaning, ref: str) -> int:
        other = await self._read(ref)
        if other is None:
            # Where something came from is kept as words in any case; so is the ref of a meeting or a case.
            if name != SOURCE and kind_and_number(ref):
                reading.problem(name, f"there is no {ref} in the register, so it was not linked")
            return 0
        if other.id == record.id:
            reading.problem(name, f"{ref} can't be linked to itself")
            return 0
        source, target = (record, other) if meaning.onward else (other, record)
        return int(await self.register.links.add(self.scene, source, meaning.relation, target) is not None)

    def _said(self, piece: str, record: Record, ref: str) -> Meaning:
        """The relation that stands before a ref (“mitigates R-007”), else the one that two such records usually have."""
        plain = " ".join(piece.casefold().split())
        for relation in RELATIONS.values():
            if plain.startswith(f"{relation.forward} "):
                return Meaning(relation.name)
        named = kind_and_number(ref)
        other = named[0] if named else ""
        if (record.kind.name, other) not in USUAL and (other, record.kind.name) in USUAL:
            return Meaning(usual(other, record.kind.name), onward=False)
        return Meaning(usual(record.kind.name, other))

    async def _read(self, ref: str) -> Record | None:
        ref = plain_ref("".join(ref.split()))
        if ref not in self._records:
            self._records[ref] = await self.present.any_with_ref(ref)
        return self._records[ref]


def kind_in(heading: str) -> str:
    """The kind that a heading of a table of links names."""
    body = kind_named(heading)
    return body.kind.name if body else heading
