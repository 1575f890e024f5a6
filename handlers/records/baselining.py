"""Baselines: the agreed day of a milestone moves by an approved change request only, and what it was is kept."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import ChivvyError
from governance.kinds import change as requests
from governance.kinds.milestone import Baseline, Milestone
from governance.people import Person
from governance.policy import permit
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, Part, button
from handlers.commands import Rebaseline, Undo
from handlers.records.changing import colour_remark
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Scene
from storage.register import Register

AGREED_STATES = (requests.APPROVED, requests.IMPLEMENTED, requests.VERIFIED)


class NoBaseline(ChivvyError):
    """{ref} is no milestone, so it has no baseline. Nothing was changed. To give it another day, type “{ref} due …”."""


class ChangeRequestNeeded(ChivvyError):
    """The baseline of {ref} was agreed ({held}), so it moves by an approved change request only. Nothing was changed. Log one
    with “/change …”; once it is approved, type “{ref} baseline {new} by CR-004”. If it is only expected later, type “{ref}
    forecast {new}”."""


class NoChangeRequest(ChivvyError):
    """{by} is no change request, so the baseline of {ref} stays as it is. Nothing was changed. Name one that is approved, such as
    “{ref} baseline {new} by CR-004”."""


class NotApprovedYet(ChivvyError):
    """{by} is {status}, so the baseline of {ref} can't move by it yet. Nothing was changed. Once it is approved (“{by}
    approved”), type “{ref} baseline {new} by {by}” again."""


async def rebaseline(
    command: Rebaseline, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Give a milestone another baseline; the old one is kept with the day and the change request that replaced it. A first one
    needs no request. All of it is one deed."""
    body = record.body
    if not isinstance(body, Milestone):
        raise NoBaseline(ref=record.ref)
    if command.day == body.baseline:
        same = f"The baseline of {record.ref} is {day(command.day)} already, so nothing was changed."
        return await answer.normally(Card(text=same, parts=(Para((same,)),)))
    await register.calendar()
    scene = replace(scene, batch=answer.batch())
    wanted: dict[str, object] = {"baseline": command.day}
    request = None
    if body.baseline is not None:
        request = await _request(command, record, register, speaker)
        kept = Baseline(day=body.baseline, replaced_on=register.today, by=request.ref)
        wanted["baselines"] = (*body.baselines, kept)
    reason = f"by {request.ref}" if request else ""
    changed, event = await register.records.change(scene, record, wanted, "rebaseline", reason=reason)
    if request is not None:
        await register.links.add(scene, request, "relates to", changed)
    return await answer.changed(changed, await _card(register, record, changed, request, event.id))


async def _request(command: Rebaseline, record: Record, register: Register, speaker: Person) -> Record:
    """The approved change request that the speaker names. Raises what stands against it."""
    new = day(command.day)
    assert isinstance(record.body, Milestone)
    if not command.by.strip():
        raise ChangeRequestNeeded(ref=record.ref, held=day(record.body.baseline or command.day), new=new)
    found = await register.records.with_ref(command.by)
    if not found or found[0].kind.name != "change":
        raise NoChangeRequest(by=command.by.strip(), ref=record.ref, new=new)
    request = found[0]
    permit(speaker, "read", request)
    if request.status not in AGREED_STATES:
        raise NotApprovedYet(by=request.ref, status=request.status.lower(), ref=record.ref, new=new)
    return request


async def _card(register: Register, before: Record, now: Record, request: Record | None, event: int) -> Card:
    old = before.value("baseline")
    said = f"{now.ref} {now.title}: the baseline is {day(now.value('baseline'))} now"
    said += f", by {request.ref}; it was {day(old)}." if request and old else "."
    if remark := colour_remark(register, before, now, await register.programme()):
        said = f"{said} {remark}"
    parts: list[Part] = [Para((said,)), Buttons((button("Undo", Undo(event)),))]
    return Card(text=said, parts=tuple(parts))
