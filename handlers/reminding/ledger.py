"""The ledger: what was or will be sent, to whom, when, why and with what outcome, in the one shape that everybody reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from governance.people import Place
from storage.outbox import Notice
from storage.register import Register

PLANNED = "planned"  # the state of what is yet to be owed


@dataclass(frozen=True)
class Line:
    """One notice. `to` is a person's id and `name` their name, `place` a channel's name; moments are local. `why` is the rule
    in words where it is a forecast, `outcome` what became of it where it did not simply arrive; `carrier` the key of the
    digest that it goes with."""

    key: str
    rule: str
    to: str | None
    place: str | None
    due_at: datetime
    state: str
    sent_at: datetime | None
    refs: tuple[str, ...]
    text: str
    name: str | None = None
    why: str = ""
    outcome: str = ""
    platform: str = ""
    carrier: str | None = None

    def as_json(self) -> dict[str, Any]:
        """JSON-ready, in the order of its fields."""
        plain = asdict(self)
        for moment in ("due_at", "sent_at"):
            plain[moment] = plain[moment].isoformat() if plain[moment] else None
        return {**plain, "refs": list(self.refs)}


async def line_of(register: Register, notice: Notice, *, state: str = "", text: str = "", why: str = "") -> Line:
    """A notice as a line; `state` and `text` say what it would be, where that is not written down yet."""
    place = await register.places.get(notice.place) if notice.place is not None else None
    person = await register.people.get(notice.person)
    return Line(
        key=notice.key,
        rule=notice.rule,
        to=notice.person,
        place=_place_name(place) if place else None,
        due_at=notice.due_at.astimezone(register.zone),
        state=state or notice.state,
        sent_at=notice.sent_at.astimezone(register.zone) if notice.sent_at else None,
        refs=notice.refs,
        text=text or notice.text,
        name=person.name if person else None,
        why=why,
        outcome=notice.outcome,
        platform=notice.platform,
        carrier=notice.carrier,
    )


def _place_name(place: Place) -> str:
    """A channel's name, or what else it is: nobody knows a direct message by its platform's id."""
    return place.name or ("direct messages" if place.private else place.external_id)


async def lines_of(register: Register, notices: Iterable[Notice]) -> list[Line]:
    return [await line_of(register, notice) for notice in notices]


async def proof(register: Register, ref: str) -> list[Line]:
    """Everything that was owed about a record, oldest first. Raises NoSuchRecord."""
    record = await register.records.get(ref)
    return await lines_of(register, await register.outbox.of_ref(record.ref))
