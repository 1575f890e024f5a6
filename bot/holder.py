"""Who holds a claim: a process, named so that the others on its machine can tell when it is gone."""

from __future__ import annotations

import os
import socket
from pathlib import Path

# On Linux a process's start, in ticks since the machine's, is the 22nd field of its stat line; counted after its name here.
_START_FIELD = 19


def this_process() -> str:
    """`machine:pid:start`. The same pid later, by another process, has another start."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(holder: str) -> bool:
    """Whether `holder` is a process of this machine that no longer runs. Of other machines' processes nothing is known, so
    they are not dead: their claims end by themselves."""
    if holder.count(":") < 2:
        return False
    machine, pid, started = holder.rsplit(":", 2)
    if machine != _machine() or not pid.isdigit():
        return False
    return not _runs(int(pid)) or _started(int(pid)) != started


def _machine() -> str:
    """The host, and on Linux the process namespace: two containers may share a host's name, but not each other's pids."""
    try:
        return f"{socket.gethostname()}/{Path('/proc/self/ns/pid').readlink()}".replace(":", "")
    except OSError:
        return socket.gethostname()


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return True  # there, asking by a signal would end it
    try:
        os.kill(pid, 0)  # sends nothing: it only asks
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "?"
    fields = stat.rpartition(")")[2].split()
    return "ended" if fields[0] == "Z" else fields[_START_FIELD]
