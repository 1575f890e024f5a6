"""Checks, without a network, that the lock files answer what pyproject.toml asks, agree, and name no place.

A package is found by its name and hash alone, from whichever index a machine uses.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
PLACE = re.compile(r"^\s*--(?!hash=)\S+|\w+://\S+|(?:^|\s)/\S+", re.MULTILINE)

Pins = dict[str, set[Version]]


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    runtime = project["project"]["dependencies"] + groups["build"]
    locks = {name: (ROOT / name).read_text() for name in ("requirements.lock", "requirements-dev.lock")}
    small, large = (pins(text) for text in locks.values())

    problems = [*unanswered("requirements.lock", small, runtime), *unlike(small, large)]
    problems += unanswered("requirements-dev.lock", large, runtime + groups["dev"])
    for name, text in locks.items():
        problems += [f"{name} names a place: {found.strip()}" for found in PLACE.findall(text)]
    for problem in problems:
        print(problem, file=sys.stderr)
    print("The lock files do not fit: type “make lock”." if problems else "The lock files fit pyproject.toml.")
    return bool(problems)


def pins(text: str) -> Pins:
    """Every package of a lock file with its version; several where it differs between Pythons or systems."""
    found: Pins = {}
    for name, version in PIN.findall(text):
        found.setdefault(canonicalize_name(name), set()).add(Version(version))
    return found


def unanswered(lock: str, found: Pins, asked: list[str]) -> Iterator[str]:
    for requirement in map(Requirement, asked):
        versions = found.get(canonicalize_name(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version, prereleases=True) for version in versions):
            held = ", ".join(sorted(map(str, versions))) or "nothing"
            yield f"pyproject.toml asks for {requirement}; {lock} has {held}"


def unlike(small: Pins, large: Pins) -> Iterator[str]:
    for name, versions in small.items():
        if large.get(name) != versions:
            yield f"{name} is not the same in both lock files"


if __name__ == "__main__":
    sys.exit(main())
