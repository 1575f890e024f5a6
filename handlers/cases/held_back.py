"""Held back: a reply that does not say yet what its checklist asks for. What was said is kept, and the form goes on from
there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from governance.checklist import Checklist, open_points
from governance.kind import Body
from governance.record import Record
from handlers.cards import Buttons, Card, Para, Small, button
from handlers.cases.outstanding import OUTSTANDING, lacking
from handlers.commands import OpenForm
from handlers.records.moves import CHECKLIST
from handlers.wording import day, listed
from handlers.words.understanding import Surroundings


def held_back(record: Record, to: str, values: Mapping[str, Any], around: Surroundings) -> Card | None:
    """What holds a case back from the state `to`, were these values set; None where nothing does."""
    checklist = record.body.checklist(to)
    if checklist is None:
        return None
    missing = still_open(with_values(record.body, values), checklist, around)
    return held_card(record, to, checklist, missing, values.get(checklist.sent)) if missing else None


def still_open(body: Body, checklist: Checklist, around: Surroundings) -> tuple[str, ...]:
    """What a reply does not say yet; of what it promises, also who does it by when, for that becomes actions."""
    missing = tuple(open_points(body, checklist))
    if OUTSTANDING not in (point.field for point in checklist.points):
        return missing
    told = lacking(getattr(body, OUTSTANDING), around)
    return (*missing, f"of the outstanding actions, {told}") if told else missing


def with_values(body: Body, values: Mapping[str, Any]) -> Body:
    """`body` as it would be with these of its fields set."""
    own = {name: held for name, held in values.items() if name in type(body).model_fields}
    return type(body).model_validate({**body.model_dump(), **own})


def held_card(record: Record, to: str, checklist: Checklist, missing: tuple[str, ...], on: Any = None) -> Card:
    """What is still open, with the way to go on. `on` is the day on which it is said to have gone, which the form keeps."""
    said = f"{record.ref}: the {checklist.name} is held back, because it does not say yet: {listed(missing)}."
    went = f" You said that it went on {day(on)}; the form keeps that." if isinstance(on, date) else ""
    kept = f"{record.ref} stays “{record.status}”, and its clock runs on.{went}"
    values = {"to": to, **({"on": on.isoformat()} if isinstance(on, date) else {})}
    go_on = button("Go on with the reply", OpenForm(CHECKLIST, ref=record.ref, values=values), "primary")
    rule = f"Each point is answered, or marked “n/a” with the reason ({checklist.source})."
    return Card(
        text=f"{said} {kept}",
        parts=(Para((said,)), Para((kept,)), Small((rule,)), Buttons((go_on,))),
        refs=(record.ref,),
    )
