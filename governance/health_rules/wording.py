"""Rules about what is written: titles that say something, once, and nothing about private people."""

from __future__ import annotations

from functools import cache

from governance.health import Around, Fix, Wrong, rule
from governance.kind import Body
from governance.personal import personal
from governance.policy import is_confidential
from governance.record import Record
from governance.titles import vague

# Their titles say what happens; those of the others name a thing (“Newsletter 5”).
SAYING = ("action", "risk", "issue", "assumption", "decision")
WRITTEN = ("line", "text", "none")
NOT_WRITTEN = ("status", "source", "source_link")


@rule("H05", "Vague title", "A title says enough for somebody who was not there.", *SAYING, weight=1)
def vague_title(record: Record, around: Around) -> Wrong | None:
    why = vague(record.title, around.programme)
    return Wrong(f"its title {why}", Fix("fill", ("title",))) if why else None


@rule("H19", "Likely duplicate", "One thing is in the register once.", weight=2)
def likely_duplicate(record: Record, around: Around) -> Wrong | None:
    if record.ref not in around.twins:
        return None
    other, alike = around.twins[record.ref]
    return Wrong(f"it says nearly the same as {other} ({alike} % alike)", Fix("compare", (other,)))


@rule("H22", "Personal data", "The register holds work, not private people’s data.", weight=5, closed=True)
def personal_data(record: Record, around: Around) -> Wrong | None:
    if is_confidential(record):
        return None  # what must hold it is shut to those who need not see it
    written = {name: getattr(record.body, name) for name in _written(type(record.body))}
    held = {name: text for name, text in written.items() if isinstance(text, str)}
    if not personal("\n\n".join(held.values())):
        return None
    found = {name: sorts for name, text in held.items() if (sorts := personal(text))}
    body = type(record.body)
    said = [f"{' and '.join(sorts)} under “{body.ask(name).label}”" for name, sorts in found.items()]
    return Wrong(f"there seems to be {'; '.join(said)}", Fix("fill", tuple(found))) if found else None


@rule("H23", "Ref used twice", "A ref stands for one record for ever.", weight=4, closed=True)
def reused_ref(record: Record, around: Around) -> Wrong | None:
    other = around.reused.get(record.ref)
    return Wrong(f"{other} has the same number", Fix("compare", (other,))) if other else None


@cache
def _written(body: type[Body]) -> tuple[str, ...]:
    """The fields in which people may have written freely."""
    return tuple(name for name, ask in body.asks() if ask.input in WRITTEN and name not in NOT_WRITTEN)
