"""A document: what it is called, about what it is, who may have it, and how its values are put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from governance.errors import ChivvyError
from governance.people import Person
from governance.record import Record
from governance.roles import has_role
from reports.paper import Paper
from storage.register import Register


class NotOfThisKind(ChivvyError):
    """There is no {document} of {ref}: it is a {kind}. Nothing was drawn up. Type “{ref}” to see what can be done with it."""


class NoSuchFormat(ChivvyError):
    """A {document} can’t be drawn as “{suffix}”. Nothing was drawn up. It can be: {known}."""


class NotForYou(ChivvyError):
    """A {document} is drawn up for {whose} alone. Nothing was drawn up. Ask one of them, or type “chronology” and the ref for
    what happened, line by line."""


class NeedsRef(ChivvyError):
    """A {document} is about one record. Nothing was drawn up. Type, for example, “{document} {example}”."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked for. `record` is what it is about, where it is about one; `workstream` (an id) what it is narrowed
    to, and `part` to what of that (a block); `reader` is who will read it, None for an operator at the terminal; `aloud`: so will
    everybody else in a channel."""

    register: Register
    record: Record | None = None
    workstream: str | None = None
    reader: Person | None = None
    aloud: bool = False
    part: str = ""

    @property
    def held(self) -> Record:
        """The record, of a document that is about one."""
        assert self.record is not None
        return self.record


Compose = Callable[[Asked], Awaitable[Paper]]


@dataclass(frozen=True)
class Document:
    """One sort of document. `kinds` are those that it can be drawn up about; empty: it is about the register. `suffix` is what it
    is drawn as unless somebody says otherwise, `suffixes` all that it can be; `words` are what else people call it. `readers`:
    besides being allowed to read what it is about, whoever has it must have one of these roles, called `whose`. `ready` raises
    what stands against drawing it up now, for whoever asks to hear at once."""

    name: str
    meaning: str
    compose: Compose
    suffix: str = ".pdf"
    suffixes: tuple[str, ...] = (".pdf", ".png", ".svg")
    kinds: frozenset[str] = frozenset()
    words: tuple[str, ...] = field(default=())
    readers: frozenset[str] = frozenset()
    whose: str = ""
    ready: Callable[[Asked], Awaitable[None]] | None = None

    def may_have(self, reader: Person | None) -> bool:
        """Whether somebody's role lets them have it; an operator at the terminal (None) may."""
        return reader is None or not self.readers or has_role(reader, self.readers)

    def check_reader(self, reader: Person | None) -> None:
        """Raise NotForYou unless `reader` may have it."""
        if not self.may_have(reader):
            raise NotForYou(document=self.name, whose=self.whose)

    def check(self, record: Record | None) -> None:
        """Raise NeedsRef or NotOfThisKind unless it can be drawn up about `record`."""
        if not self.kinds:
            return
        if record is None:
            raise NeedsRef(document=self.name, example="CMP-0010")
        if record.kind.name not in self.kinds:
            raise NotOfThisKind(document=self.name, ref=record.ref, kind=record.kind.name)

    def suffix_of(self, wanted: str) -> str:
        """As what it is drawn. Raises NoSuchFormat."""
        suffix = wanted.casefold() or self.suffix
        if suffix not in self.suffixes:
            raise NoSuchFormat(document=self.name, suffix=wanted, known=self.suffixes)
        return suffix

    async def drawn_up(self, asked: Asked, suffix: str = "") -> Paper:
        """Its values, to be drawn as what was asked for. Raises NoSuchFormat."""
        suffix = self.suffix_of(suffix)
        paper = await self.compose(asked)
        return replace(paper, name=str(PurePath(paper.name).with_suffix(suffix)))
