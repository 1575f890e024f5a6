"""Databases: a register of its own for each test, on each database that Chivvy runs on; copied from one that was made before."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

# By database and by what made it: a register that is copied and never written to.
Kept = dict[tuple[str, Any], str]
Make = Callable[[str], Awaitable[None]]


class Databases(ABC):
    """Where the registers of one test are. `kept` are the templates of all tests of this process."""

    name: str

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def prepared(self, make: Make) -> str:
        """The address of a register of this test alone, as `make` leaves one whose address it is given; it does so once."""
        if (self.name, make) not in self._kept:
            first = self.fresh()
            await make(first)
            self._kept[self.name, make] = self.keep(first)
        return self.fresh(self._kept[self.name, make])

    @abstractmethod
    def fresh(self, template: str | None = None) -> str:
        """The address of a register of this test alone: empty with its schema in place, or as a template is."""

    @abstractmethod
    def keep(self, address: str) -> str:
        """Make a template of a register, to which nobody is connected now; it stays until the run is over."""

    @abstractmethod
    def drop(self) -> None:
        """Away with this test's registers."""


class SqliteDatabases(Databases):
    name = "sqlite"

    def __init__(self, kept: Kept, empty: Path, folder: Path) -> None:
        super().__init__(kept)
        self._empty, self._folder = empty, folder
        self._made = 0

    def fresh(self, template: str | None = None) -> str:
        register = self._folder / f"register{self._made or ''}.db"
        self._made += 1
        shutil.copy(template or self._empty, register)
        return f"sqlite:///{register}"

    def keep(self, address: str) -> str:
        kept = self._empty.parent / f"{uuid4().hex}.db"
        shutil.copy(address.removeprefix("sqlite:///"), kept)
        return str(kept)

    def drop(self) -> None:
        """The folder goes with the test."""


class PostgresDatabases(Databases):
    name = "postgresql"

    def __init__(self, kept: Kept, server: str, empty: str) -> None:
        super().__init__(kept)
        self._server, self._empty = server, empty
        self._made: list[str] = []

    def fresh(self, template: str | None = None) -> str:
        name = f"t{uuid4().hex}"
        self._copy(template or self._empty, name)
        self._made.append(name)
        return named(self._server, name)

    def keep(self, address: str) -> str:
        name = f"k{uuid4().hex}"
        self._copy(next(made for made in self._made if named(self._server, made) == address), name)
        return name

    def drop(self) -> None:
        for name in self._made:
            on(self._server, f"DROP DATABASE {name} WITH (FORCE)")

    def _copy(self, template: str, name: str) -> None:
        on(
            self._server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"
        )  # the quicker way for a small one


def named(server: str, database: str) -> str:
    """The address of a database on a server."""
    return server.replace("/postgres?", f"/{database}?")


def on(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
