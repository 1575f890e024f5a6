"""A fortnight across Good Friday, the change of the clocks, Easter Monday and a proclaimed holiday, in bad weather.

The whole year is `make bench BENCH_ARGS=year`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FORTNIGHT = (
    "--start", "2027-03-22", "--days", "14", "--holiday", "2027-04-01", "--scale", "0.12", "--deeds", "3", "--crashes", "0.004",
)  # fmt: skip


def simulated(folder: Path, *arguments: str) -> dict[str, Any]:
    """The figures, once nothing was found wrong."""
    told = folder / "told.json"
    command = [sys.executable, "-m", "tests.simulation", *FORTNIGHT, "--json", str(told), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    figures: dict[str, Any] = json.loads(told.read_text())["figures"]
    assert figures["checked"]["moments"] > 20, "hardly anything was sent"
    assert figures["checked"]["escalations"] >= 1
    return figures


@pytest.mark.timeout(300)
def test_one_process_on_sqlite(tmp_path: Path) -> None:
    simulated(tmp_path, "--database", "sqlite", "--processes", "1")


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_two_processes_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    figures = simulated(tmp_path, "--server", postgres_server, "--processes", "2", "--restarts", "4")
    assert figures["counted"]["connections cut"] >= 1
