"""What a move means for what goes out: who may approve a communication, that its approver hears of it, and that residents count
as told once what tells them has gone out."""

from __future__ import annotations

from typing import Any

from governance.errors import ChivvyError
from governance.kinds.communication import APPROVED, AWAITING, DRAFT, ON_PAPER, PRINTED, PUBLISHED, Communication
from governance.kinds.you_said import TOLD, YouSaid
from governance.people import Person
from governance.record import Record
from handlers.people.telling import tell_news
from handlers.wording import listed
from storage.filters import Filter
from storage.history import Scene
from storage.register import Register

ACTION = "action"


class NotTheApprover(ChivvyError):
    """{ref} is for {approver} to approve, not for you. Nothing was changed. Ask them; or, where somebody else signs it off,
    name them first: “{ref} approver @…”."""


class OwnDesign(ChivvyError):
    """You designed {ref}, so somebody else has to approve it: it needs a second pair of eyes. Nothing was changed. Name who does:
    “{ref} approver @…”."""


class NobodyApproved(ChivvyError):
    """Nobody has approved {ref}, so it can’t go out. Nothing was changed. Name who approves it (“{ref} approver @…”), who then
    says “{ref} approved”."""


async def before_move(register: Register, record: Record, to: str, speaker: Person) -> dict[str, Any]:
    """What else is set by whoever takes a record to a state. Raises NotTheApprover, OwnDesign, NobodyApproved."""
    body = record.body
    if not isinstance(body, Communication):
        return {}
    if to == APPROVED:
        return await _signed(register, record, body, speaker)
    if to in (PRINTED, PUBLISHED) and body.approver is None:
        raise NobodyApproved(ref=record.ref)
    return {}


async def _signed(register: Register, record: Record, body: Communication, speaker: Person) -> dict[str, Any]:
    """Whoever was named approves, or who stands in for them while they are away; where nobody was, whoever does it first."""
    if body.designed_by == speaker.id:
        raise OwnDesign(ref=record.ref)
    if body.approver in (None, speaker.id):
        return {"approver": speaker.id}
    approver = await register.people.get(body.approver)
    if approver is None or approver.deputy_on(register.today) != speaker.id:
        raise NotTheApprover(ref=record.ref, approver=await register.people.name(body.approver))
    return {}


async def after_move(register: Register, scene: Scene, before: Record, after: Record, speaker: Person) -> str:
    """What follows elsewhere from a move, all of it in the same deed; what to say of that."""
    body, was = after.body, before.body
    if isinstance(body, Communication) and isinstance(was, Communication):
        if body.status in (AWAITING, DRAFT) and body.status != was.status:
            await _tell_of_approval(register, after, was, speaker)
            if body.status == AWAITING and body.proof_read_by is None and body.form in ON_PAPER:
                return f"Nobody has proof read it yet: type “{after.ref} proof read by @…” once somebody has."
        if was.is_planned and body.distributed_on and not body.is_planned:
            return await _told_by(register, scene, after)
    elif before.is_open and not after.is_open:
        return await _settled(register, scene, after)
    return ""


async def _tell_of_approval(register: Register, record: Record, was: Communication, speaker: Person) -> None:
    """The approver hears that it is ready for them; its owner, that it was sent back."""
    if record.status == AWAITING:
        who = await register.people.get(record.value("approver"))
        said = f"{record.ref} {record.title} is ready for you to approve. Type “{record.ref}” to see it, “{record.ref} approved”"
        said += f" to approve it, or “{record.ref} sent back because …”."
    elif was.status == AWAITING:
        who = await register.people.get(record.owner)
        said = f"{speaker.name} sent {record.ref} {record.title} back: it is a draft again."
    else:
        return
    await tell_news(register, who, speaker, f"approval:{record.ref}:{record.version}", said, record)


async def _told_by(register: Register, scene: Scene, communication: Record) -> str:
    """Every theme that this communication was to tell residents of has been told now."""
    assert isinstance(communication.body, Communication)
    themes = [theme for theme in await themes_told_by(register, communication.ref) if theme.is_open]
    told = [theme for theme in themes if isinstance(theme.body, YouSaid) and theme.body.can_be_told]
    for theme in told:
        await tell_theme(register, scene, theme, communication)
    said = [f"Residents now count as told of {listed(theme.ref for theme in told)}."] if told else []
    if waiting := [theme.ref for theme in themes if theme not in told]:
        said.append(f"{listed(waiting)} stays open: nothing is under way yet that they could be told of.")
    return " ".join(said)


async def themes_told_by(register: Register, ref: str) -> list[Record]:
    """The themes of “you said, we did” that a communication tells of."""
    found = await register.records.find(Filter(kind=YouSaid.kind.name, status="any", sort="ref"), limit=None)
    return [theme for theme in found if theme.value("told_by") == ref]


async def tell_theme(register: Register, scene: Scene, theme: Record, communication: Record) -> Record:
    """A theme that residents have been told of, by a communication that has gone out."""
    on = communication.value("distributed_on") or register.today
    reason = f"told by {communication.ref}"
    follows = {**theme.body.on_move(TOLD, reason, register.today), "told_on": on, "told_by": communication.ref}
    changed, _ = await register.records.change(scene, theme, {"status": TOLD, **follows}, "move", reason=reason)
    return changed


async def _settled(register: Register, scene: Scene, record: Record) -> str:
    """What residents were promised is done, where the record is the action of a theme: now they are to be told."""
    themes = []
    for theme in await register.records.find(Filter(kind=YouSaid.kind.name), limit=None):
        body = theme.body
        if isinstance(body, YouSaid) and body.action == record.ref and body.settled_on is None:
            values: dict[str, Any] = {"settled_on": record.closed_on or register.today}
            to = body.moved_by(values)
            await register.records.change(scene, theme, values | ({"status": to} if to else {}))
            themes.append(theme.ref)
    return f"Now residents are to be told what came of {listed(themes)}." if themes else ""


async def after_becoming(register: Register, scene: Scene, record: Record, new: Record) -> Record:
    """A theme keeps the action that it led to, which is to be done by its day, and the communication that is to tell of it."""
    body = record.body
    if not isinstance(body, YouSaid):
        return record
    values: dict[str, Any] = {}
    if new.kind.name == ACTION and not body.action:
        values = {"action": new.ref, "act_by": body.act_by or new.due}
        values |= {"status": to} if (to := body.moved_by(values)) else {}
    elif isinstance(new.body, Communication) and not body.told_by:
        values = {"told_by": new.ref}
    return (await register.records.change(scene, record, values))[0] if values else record
