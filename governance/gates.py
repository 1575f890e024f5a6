"""Gates: what must be on record before a case may go to a state. A gate that is shut says what is missing and what to type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.errors import ChivvyError


class GateShut(ChivvyError):
    """{ref} can’t become “{to}” yet: {missing}. Nothing was changed. {say}."""


@dataclass(frozen=True)
class Need:
    """One thing that must be on record. `missing` says what of it is not there ("" where all of it is), `say` what to type, in
    which {ref} stands for the record's; `form` is the dialog that asks for it, `label` the button that opens it."""

    missing: Callable[[Any], str]
    say: str
    form: str = ""
    label: str = ""


Gates = Mapping[str, tuple[Need, ...]]


def shut(body: Any, ref: str, to: str, gates: Gates) -> GateShut | None:
    """The gate that keeps a record, as it would be then, from the state `to`; None where nothing does."""
    lacking = [(need, said) for need in gates.get(to, ()) if (said := need.missing(body))]
    if not lacking:
        return None
    return GateShut(
        ref=ref,
        to=to,
        missing="; ".join(said for _, said in lacking),
        say=_typed([need.say.format(ref=ref) for need, _ in lacking]),
        forms=tuple({need.form: (need.label, need.form) for need, _ in lacking if need.form}.values()),
    )


def _typed(sayings: list[str]) -> str:
    """`Type, for example, “…”, then “…”`."""
    first, *rest = (f"“{saying}”" for saying in dict.fromkeys(sayings))
    return f"Type, for example, {first}{''.join(f', then {each}' for each in rest)}"
