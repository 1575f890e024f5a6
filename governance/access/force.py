"""Force: whether a home may be entered by force. An order for access alone does not say so; Legal notes it from the sealed
order, for certain days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from governance.calendar import spoken
from governance.errors import ChivvyError
from governance.people import Person
from governance.policy import named
from governance.record import Record
from governance.roles import LEGAL, has_role

if TYPE_CHECKING:
    from governance.kinds.access import AccessCase

CONFLICT = (
    "An access injunction does not by itself allow force. County-court decisions conflict: Sovereign v Hall (10 Jul 2024) "
    "allowed it, by CPR 70.2A; Southern v Emmanuel [2025] EWCC 58 did not."
)
ONLY_LEGAL = "Only Legal can note that an order allows it, from the sealed order, for certain days."
# What only its own command sets, whoever else may change the case.
GUARDED = frozenset(
    {"forced_entry_authorised", "forced_entry_from", "forced_entry_to", "forced_entry_words", "forced_entry_by"}
)


class OnlyLegal(ChivvyError):
    """{ref}: that an order allows force is for Legal alone to note, and for somebody of Legal who is named on the case.
    Nothing was changed. {conflict} Ask {officer}."""


class NoSealedOrder(ChivvyError):
    """{ref} has no sealed order, so nothing can allow force yet. Nothing was changed. Once there is one, type “{ref} order
    sealed on 3 Dec” first."""


class BadWindow(ChivvyError):
    """{ref}: force is allowed for certain days only, from the day on which the order was sealed ({sealed}) at the earliest.
    Nothing was changed. Say both days, for example “forced entry {ref} from 9 Dec to 11 Dec: paragraph 3 of the order”."""


class OrderSilent(ChivvyError):
    """{ref}: say where the sealed order allows force, in its own words. Nothing was changed. For example: “forced entry {ref}
    from 9 Dec to 11 Dec: paragraph 3, “by reasonable force if necessary””."""


def may_authorise(person: Person, record: Record) -> bool:
    """Whether somebody may note what an order says of force: of Legal, and named on the case."""
    return has_role(person, LEGAL) and person.id in named(record)


def authorisation(
    record: Record, person: Person, officer: str, first: date | None, last: date | None, words: str
) -> ChivvyError | None:
    """Why `person` may not note that force is allowed from `first` to `last`; None where they may. `officer` is whom to ask."""
    body: AccessCase = record.body  # type: ignore[assignment]
    if not may_authorise(person, record):
        return OnlyLegal(ref=record.ref, conflict=CONFLICT, officer=officer)
    if body.order_sealed_on is None:
        return NoSealedOrder(ref=record.ref)
    if first is None or last is None or not body.order_sealed_on <= first <= last:
        return BadWindow(ref=record.ref, sealed=spoken(body.order_sealed_on))
    if not words.strip():
        return OrderSilent(ref=record.ref)
    return None


def force_told(body: AccessCase, today: date) -> str:
    """What is so of force today, in one line."""
    if not body.forced_entry_authorised or body.order_sealed_on is None:
        return "not authorised: an access injunction does not by itself allow it"
    first, last = body.forced_entry_from, body.forced_entry_to
    if first is None or last is None:
        return "not authorised: no days are noted for it"
    days = f"from {spoken(first)} to {spoken(last)}" if first != last else f"on {spoken(first)}"
    if today > last:
        return f"no longer authorised: it was {days}, and has lapsed"
    if today < first:
        return f"not authorised yet: it will be {days}, noted by {body.forced_entry_by}"
    return f"authorised {days}, noted by {body.forced_entry_by}"


def is_authorised(body: AccessCase, today: date) -> bool:
    """Whether force is allowed on a day; outside of its days it has lapsed."""
    first, last = body.forced_entry_from, body.forced_entry_to
    sealed = body.forced_entry_authorised and body.order_sealed_on is not None
    return sealed and first is not None and last is not None and first <= today <= last
