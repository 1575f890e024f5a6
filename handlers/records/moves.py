"""What may be done next with a record, as buttons: from its kind's lifecycle and from what it may become."""

from __future__ import annotations

from collections.abc import Container, Iterable

from governance.kind import Becoming, Kind, Offer
from governance.kinds import all_kinds
from governance.kinds.ballot import DECLARED, Ballot
from governance.lifecycle import Lifecycle
from governance.record import Record
from handlers.cards import Button, button
from handlers.commands import Agree, Become, Command, CountVotes, Move, OpenForm, Report, Why
from storage.links import Link

ESCALATED = "Escalated"
AGREED = "Agreed"
CHECKLIST = "checklist"  # the dialog of a reply that a checklist holds back
REASON_CARRIED = 500  # characters of a reason that travel in a button


def next_move(record: Record, *, primary: bool = True) -> Button | None:
    """The move that usually comes next (Done, Close, Resolve, Validate …); None where there is none."""
    to = record.kind.lifecycle.onward(record.status)
    if to is None or record.withdrawn:
        return None
    if to == DECLARED and isinstance(record.body, Ballot):
        return button("Count the votes", CountVotes(record.ref), "primary" if primary else "plain")
    if to == AGREED and record.body.counterpart:
        return button("Agree", Agree(record.ref), "primary" if primary else "plain")
    return move_to(record, to, primary=primary and record.is_open)


def move_to(record: Record, to: str, *, primary: bool = False) -> Button:
    """A button that takes a record to another state; where a reason is needed it opens the form for it."""
    lifecycle = record.kind.lifecycle
    command = towards(lifecycle, record.ref, record.status, to, record.kind.checked)
    return button(lifecycle.label(record.status, to), command, "primary" if primary else "plain")


def becomings(record: Record, links: Iterable[Link] = ()) -> tuple[Button, ...]:
    """What a record may turn into now, one press each; where its title has to be said first, a form. What `links` say it became
    already, on the way to where it is, is not offered again."""
    became = {link.relation for link in links if link.forward}
    return tuple(
        becoming_button(record.ref, record.kind, one)
        for one in record.kind.becomes
        if is_offered(record, one) and not ((one.once or one.state == record.status) and one.relation in became)
    )


def is_offered(record: Record, one: Becoming) -> bool:
    """Whether a record may turn into something in the state that it is in."""
    if record.withdrawn or one.kind not in all_kinds() or not record.body.can_become(one.kind):
        return False
    if one.when:
        return record.status in one.when
    return record.is_open or record.status == one.state


def becoming_button(ref: str, kind: Kind, one: Becoming, reason: str = "") -> Button:
    """One press where all that the new record needs is known; a form where it has to be said what it is."""
    if one.form:
        return button(one.label, OpenForm(one.form, kind=one.kind, ref=ref))
    if "title" in one.fields and one.kind != kind.name:
        return button(one.label, Become(ref, one.kind, reason=reason[:REASON_CARRIED]))
    return button(one.label, OpenForm("become", kind=one.kind, ref=ref))


def offers(record: Record) -> tuple[Button, ...]:
    """The kind's own dialogs and moves that are of use in the state that a record is in."""
    found = [one for one in record.kind.offers if record.status in one.when or (not one.when and record.is_open)]
    return tuple(_offer(record, one) for one in found if not record.withdrawn)


def _offer(record: Record, one: Offer) -> Button:
    if one.document:
        return button(one.label, Report(one.document, record.ref))
    if not one.form:
        command = towards(record.kind.lifecycle, record.ref, record.status, one.to, record.kind.checked)
        return button(one.label, command)
    return button(one.label, OpenForm(one.form, ref=record.ref, values={"to": one.to} if one.to else {}))


def about_its_clocks(record: Record) -> tuple[Button, ...]:
    """Of a case: how its date was worked out, and all that happened in it."""
    if not record.kind.confidential or record.withdrawn:
        return ()
    why = (button("Why this date?", Why(record.ref)),) if record.body.timer is not None else ()
    return (*why, button("Chronology", Report("chronology", record.ref)))


def escalations(record: Record) -> tuple[Button, ...]:
    """The button that hands a record up, where its kind knows that and it is not the usual next move already."""
    if ESCALATED not in record.kind.lifecycle.moves.get(record.status, ()) or not record.is_open:
        return ()
    return (button("Escalate", OpenForm("escalate", ref=record.ref)),)


def item_buttons(record: Record) -> tuple[Button, ...]:
    """What can be done with one item of a list, without retyping its ref."""
    onward = next_move(record)
    snooze = (button("Snooze", OpenForm("snooze", ref=record.ref)),) if record.kind.reminds else ()
    return (*((onward,) if onward else ()), button("Edit", OpenForm("edit", ref=record.ref)), *snooze)


def towards(lifecycle: Lifecycle, ref: str, old: str, to: str, checked: Container[str] = ()) -> Command:
    """What a button does that takes a record to another state: at once, or through a form where a reason is needed, or a reply
    whose checklist holds it back."""
    if to in checked:
        return OpenForm(CHECKLIST, ref=ref, values={"to": to})
    if lifecycle.needs_reason(old, to):
        return OpenForm("move", ref=ref, values={"to": to})
    return Move(ref, to)
