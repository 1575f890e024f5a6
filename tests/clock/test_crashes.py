"""`kill -9` at any instant, then started again: nothing is lost, nothing arrives twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# Every so manieth point of about a hundred; `python -m tests.clock.crashes` with stride 1 dies at each (a minute or two).
STRIDE = "8"


def killed_everywhere(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.clock.crashes", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.timeout(600)
def test_where_messages_can_be_looked_up_each_arrives_once(tmp_path: Path) -> None:
    found = killed_everywhere(str(tmp_path), "sqlite", STRIDE)
    assert found["points"] > 40
    assert found["failures"] == {}


@pytest.mark.timeout(600)
def test_where_they_cannot_only_repeats_that_say_so(tmp_path: Path) -> None:
    assert killed_everywhere(str(tmp_path), "sqlite", STRIDE, "forgetful")["failures"] == {}


@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_the_same_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    assert killed_everywhere(str(tmp_path), postgres_server, STRIDE)["failures"] == {}
