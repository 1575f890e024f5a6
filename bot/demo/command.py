"""`chivvy demo`: the local chat page with the sample programme and a clock that can be moved."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
import urllib.request
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from bot.app import until_told_to_stop
from bot.demo.serving import HOST, demonstration, only_the_page, served
from bot.logs import set_up_logs
from bot.terminal import console, read_settings, run_to_end
from governance.errors import ChivvyError

DEFAULT_PORT = 8000
PORTS_TRIED = 20
DEFAULT_FOLDER = Path(".chivvy-demo")
REGISTER = "register.db"


class PortTaken(ChivvyError):
    """Port {port} is in use by another program, so nothing was started. Type “chivvy demo --port {other}”, or leave
    --port out and a free one is taken."""


class FolderUnusable(ChivvyError):
    """The demonstration keeps its register in {folder}, and that can't be written: {why}. Nothing was started. Go to a
    folder of your own, or name one: chivvy demo --folder PATH."""


def demo(
    port: Annotated[
        int | None,
        typer.Option(
            help=f"The port to serve on; {DEFAULT_PORT} or the next free one when left out.", min=1, max=65535
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over with the sample as it was.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the demonstration keeps its register.")] = DEFAULT_FOLDER,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser, where there is one.")] = True,
) -> None:
    """Try Chivvy without any account: the local chat page with a sample programme and a clock that can be moved.

    Serves on this machine only. What you do is kept in .chivvy-demo/ in the current folder until you start over.
    """
    register = prepared(folder, fresh=False)
    if running := running_demo(port or DEFAULT_PORT, register):
        console.print(f"The demonstration is running already: {running}", highlight=False)
        open_browser(running, wanted=browser)
        return
    prepared(folder, fresh=fresh)
    run_to_end(serve(free_port(port), register, browser=browser))


async def serve(port: int, register: Path, *, browser: bool) -> None:
    settings = only_the_page(read_settings(), register)
    if "log_level" not in settings.model_fields_set:
        settings = settings.model_copy(update={"log_level": "WARNING"})
    set_up_logs(settings)
    loading = Loading()
    async with demonstration(settings, loading.told) as running:
        loading.done()
        async with served(running, port) as at:
            now = running.clock.now().astimezone(settings.zone)
            address = f"http://{HOST}:{at}/"
            console.print(f"Chivvy is here: [bold]{address}[/bold]", highlight=False)
            console.print(
                f"It is {now:%A} {now.day} {now:%B %Y}, {now:%H:%M} in the sample programme.", highlight=False
            )
            console.print(f"What you do is kept in {register}; --fresh starts over. Ctrl+C ends.", highlight=False)
            await asyncio.to_thread(open_browser, address, wanted=browser)
            await until_told_to_stop()


class Loading:
    """How far the sample has been read, shown only while there is something to read."""

    def __init__(self) -> None:
        self._bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console)
        self._tasks: dict[str, TaskID] = {}

    def told(self, name: str, done: int, rows: int) -> None:
        if not self._tasks:
            console.print("Setting up the sample programme. This happens once.")
            self._bar.start()
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(Path(name).stem.replace("_", " ").capitalize(), total=rows)
        self._bar.update(self._tasks[name], completed=done)

    def done(self) -> None:
        self._bar.stop()


def prepared(folder: Path, *, fresh: bool) -> Path:
    """The register's file in a folder that can be written; `fresh` removes what was there. Raises FolderUnusable."""
    register = folder / REGISTER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            for ending in ("", "-wal", "-shm"):
                register.with_name(REGISTER + ending).unlink(missing_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError as refused:
        raise FolderUnusable(folder=folder, why=refused.strerror or "no reason was given") from refused
    if not writable:
        raise FolderUnusable(folder=folder, why="it is read-only")
    return register.resolve()


def running_demo(port: int, register: Path) -> str | None:
    """The address of a demonstration that serves this very register already: two would have two clocks."""
    address = f"http://{HOST}:{port}/"
    try:
        with urllib.request.urlopen(f"{address}healthz", timeout=1) as answer:  # noqa: S310 - our own loopback address
            told = json.load(answer)
    except (OSError, ValueError):
        return None
    return address if isinstance(told, dict) and told.get("register") == str(register) else None


def free_port(wanted: int | None) -> int:
    """`wanted`, or the first free port from the usual one on. Raises PortTaken."""
    if wanted is not None:
        if not is_free(wanted):
            raise PortTaken(port=wanted, other=next(filter(is_free, range(wanted + 1, 65536)), DEFAULT_PORT))
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED):
        if is_free(port):
            if port != DEFAULT_PORT:
                console.print(f"Port {DEFAULT_PORT} is in use by another program; taking {port}.", highlight=False)
            return port
    raise PortTaken(port=DEFAULT_PORT, other=DEFAULT_PORT + 1000)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def open_browser(address: str, *, wanted: bool) -> None:
    """Open the page where there is a display; where there is none, the address has been printed."""
    display = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if wanted and display:
        with contextlib.suppress(webbrowser.Error, OSError):
            webbrowser.open(address)
