"""`chivvy demo`: what it sets up, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.demo.command import FolderUnusable, PortTaken, free_port, prepared
from bot.main import chivvy
from governance.kinds import all_kinds
from storage.records import Filter
from tests.web.conftest import House

START = [sys.executable, "-c", "from bot.main import main; main()", "demo", "--no-browser", "--port"]


async def test_the_sample_is_there(house: House) -> None:
    async with house.database.reading(house.demo.clock.now()) as register:
        assert await register.programme_name() == "Northvale LGR"
        assert await register.records.count(Filter(status="any")) == 332
        shown = [name for name, body in all_kinds().items() if not body.kind.confidential]
        assert all([await register.records.count(Filter(kind=kind, status="any")) for kind in shown])
        assert len(await register.people.all()) == 61
        assert len(await register.workstreams.all()) == 11
        channels = await register.places.channels("web")
        assert [place.workstream for place in channels] == ["MW-2031", *(f"WS{number:02}" for number in range(1, 11))]
        assert {row.platform for row in await register.people.identities("P004")} == {"slack", "teams", "web"}
        assert (await register.records.next_wake()) is not None
        # One digest each on Monday: of what is long overdue for nine people, their week for the others. No past floods in.
        owed = await register.outbox.all()
        assert {(notice.rule, f"{notice.due_at:%a %H:%M}") for notice in owed} == {("digest", "Mon 09:30")}
        assert len({notice.person for notice in owed}) == len(owed) == 34
        assert len([notice for notice in owed if "week" not in notice.payload]) == 9
        await register.history.verify()


@pytest.mark.timeout(180)
async def test_it_is_served_until_it_is_told_to_stop(register_file: Path) -> None:
    folder = str(register_file.parent)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *START, str(port), "--folder", folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, limit=2**20
    )
    assert process.stdout
    said = b""
    while f"http://127.0.0.1:{port}/".encode() not in said:
        line = await process.stdout.readline()
        assert line, said.decode()
        said += line
    page = await asyncio.to_thread(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode())
    assert "Northvale LGR" in page
    again = await asyncio.create_subprocess_exec(
        *START, str(port), "--folder", folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert b"is running already" in (await again.communicate())[0]
    process.terminate()
    rest = await process.stdout.read()
    assert await process.wait() == 0, rest.decode()
    assert b"Traceback" not in said + rest


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} is in use .*chivvy demo --port \d+"):
            free_port(port)


def test_starting_over_removes_the_register_and_nothing_else(tmp_path: Path) -> None:
    for name in ("register.db", "register.db-wal", "notes.txt"):
        (tmp_path / name).write_text("x")
    prepared(tmp_path, fresh=True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnusable, match="can't be written"):
        prepared(tmp_path / "file" / "folder", fresh=False)


def test_help() -> None:
    said = CliRunner().invoke(chivvy, ["demo", "--help"], env={"COLUMNS": "100", "NO_COLOR": "1"})
    assert said.exit_code == 0
    assert re.search(r"--fresh", said.output)
