"""Databases: a register of its own for each test, on each database that Chivvy runs on; copied from one that was made before."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg


class Databases(Protocol):
    """Where the registers of one test are. A template is a register that is copied and never written to."""

    name: str

    def fresh(self, template: str | None = None) -> str:
        """The address of a register of this test alone: empty with its schema in place, or as the template is."""

    def keep(self, address: str) -> str:
        """Make a template of a register, to which nobody is connected now; it stays until the run is over."""

    def drop(self) -> None:
        """Away with this test's registers."""


class SqliteDatabases:
    name = "sqlite"

    def __init__(self, empty: Path, folder: Path) -> None:
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


class PostgresDatabases:
    name = "postgresql"

    def __init__(self, server: str, empty: str) -> None:
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
