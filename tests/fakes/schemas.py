"""The vendors' own schemas, where they are at hand: `CHIVVY_SCHEMAS`, or the folder shared beside the
project."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

FOLDER = Path(os.environ.get("CHIVVY_SCHEMAS") or Path(__file__).parents[3] / "shared" / "schemas")


@cache
def validator(name: str) -> Any:
    """A validator of the schema in this file, or None where the file is absent."""
    path = FOLDER / name
    if not path.exists():
        return None
    schema = json.loads(path.read_text())
    return jsonschema.validators.validator_for(schema)(schema)


def problems(name: str, value: Any) -> list[str]:
    """What the schema says against `value`; nothing where the schema is absent."""
    found = validator(name)
    if found is None:
        return []
    return [f"{'/'.join(map(str, error.path))}: {error.message[:400]}" for error in found.iter_errors(value)]
