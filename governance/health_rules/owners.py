"""Rules about owners: somebody answers for every record, and is there to do so."""

from __future__ import annotations

from governance.calendar import spoken
from governance.health import Around, Fix, Wrong, rule
from governance.record import Record


@rule("H01", "No owner", "One person must answer for every open record.", weight=4)
def no_owner(record: Record, around: Around) -> Wrong | None:
    return Wrong("nobody owns it", Fix("owner")) if record.owner is None and record.kind.reminds else None


@rule("H02", "Owner gone or away", "The owner must be there to do it: not left, nor on leave when it is due.", weight=3)
def owner_away(record: Record, around: Around) -> Wrong | None:
    if record.owner is None:
        return None
    owner = around.people.get(record.owner)
    if owner is None or not owner.active or not owner.member:
        return Wrong(f"its owner, {owner.name if owner else record.owner}, is no longer here", Fix("owner"))
    due = record.due
    if due is None or due < around.today or not any(spell.covers(due) for spell in owner.leave):
        return None
    deputy = around.people.get(owner.deputy_on(due) or "")
    cover = f"; {deputy.name} stands in" if deputy else ""
    return Wrong(f"{owner.name} is on leave when it is due, on {spoken(due)}{cover}", Fix("owner"))
