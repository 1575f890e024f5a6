"""A list of rows that are no records: how it is recognised, and how a row of it is taken."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.importing.columns import plain
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.words.days.dates import Moment
from storage.register import Register

Take = Callable[[Reading, Register, Present, Moment], Awaitable[Outcome | None]]
TakeAll = Callable[[Sequence[Reading], Register, Present, Moment], Awaitable[list[Outcome | None]]]


@dataclass(frozen=True)
class RowList:
    """`needs` are groups of headings, of each of which a sheet must have one to be such a list; `lacks` are those of another that
    is much like it. `columns` says which heading means what, spelled plainly; `take` keeps one row, None where it could not
    be; `take_all` all rows of a sheet, where one tells of another. `secret`: how many rows there were is not told in the
    history."""

    sort: str
    needs: tuple[frozenset[str], ...]
    columns: Mapping[str, str]
    take: Take | None = None
    lacks: frozenset[str] = frozenset()
    read_heading: Callable[[str], str] = field(default=lambda heading: "")
    take_all: TakeAll | None = None
    secret: bool = False

    async def taken(
        self, readings: Sequence[Reading], register: Register, present: Present, moment: Moment
    ) -> AsyncIterator[Outcome | None]:
        """What became of each row."""
        if self.take_all is not None:
            for outcome in await self.take_all(readings, register, present, moment):
                yield outcome
        elif self.take is not None:
            for reading in readings:
                yield await self.take(reading, register, present, moment)

    def is_meant_by(self, said: Collection[str]) -> bool:
        """Whether headings (plain) are this list's."""
        return all(group & set(said) for group in self.needs) and not self.lacks & set(said)

    def mapped(self, headings: Iterable[str]) -> dict[str, str]:
        """Heading → what it holds; the first that means it. What is not known is left where it is."""
        found: dict[str, str] = {}
        for heading in headings:
            meaning = self.columns.get(plain(heading)) or self.read_heading(heading)
            if meaning and meaning not in found.values():
                found[heading] = meaning
        return found


def headings(*groups: str) -> tuple[frozenset[str], ...]:
    """`"uprn", "address|property address"` as groups of which one is needed each."""
    return tuple(frozenset(group.split("|")) for group in groups)
