"""Consequences: what follows when a case has reached a state, in the same deed."""

from __future__ import annotations

from governance.complaints.states import RESPONDED, S2_REQUESTED
from governance.people import Person, Place
from governance.record import Record
from governance.roles import CASE_MANAGERS, has_role
from handlers.access.following import after_rung
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, button, say
from handlers.cases.outstanding import log_promises
from handlers.commands import OpenForm
from handlers.people.telling import tell_news
from handlers.reply import Reply
from handlers.section20.serving import after_serving
from handlers.words.understanding import Surroundings
from storage.history import Scene
from storage.register import Register


async def consequences(
    register: Register,
    scene: Scene,
    record: Record,
    to: str,
    speaker: Person,
    place: Place,
    answer: Answer,
    around: Surroundings,
) -> Reply:
    """What follows from a case being `to` now; nothing for other records."""
    if record.status != to:
        return Reply()
    if record.kind.name == "access case":
        return await after_rung(register, record, to, speaker, answer)
    if record.kind.name == "section 20":
        return await after_serving(register, scene, record, to, speaker, answer)
    if record.kind.name != "complaint":
        return Reply()
    if to in RESPONDED:
        made = await log_promises(register, scene, record, speaker, place, around)
        if made:
            refs = ", ".join(each.ref for each in made)
            return await answer.about(record, say(f"What {record.ref} promises is in the register: {refs}."))
    if to == S2_REQUESTED:
        return await _needs_handler(register, record, speaker, answer)
    return Reply()


async def _needs_handler(register: Register, record: Record, speaker: Person, answer: Answer) -> Reply:
    """Stage 2 is for somebody else: the managers hear of it, and whoever noted it can choose at once."""
    first = await register.people.name(record.owner)
    remark = f"{record.ref} wants stage 2. It needs a handler who did not handle stage 1 ({first} did)."
    for person in (await register.people.all()).values():
        if has_role(person, CASE_MANAGERS):
            await tell_news(register, person, speaker, f"stage 2:{record.ref}", remark, record)
    if getattr(record.body, "s2_handler", None):
        return Reply()
    choose = button("Choose a handler", OpenForm("second handler", ref=record.ref), "primary")
    return await answer.about(
        record, Card(text=remark, parts=(Para((remark,)), Buttons((choose,))), refs=(record.ref,))
    )
