"""Where what was logged says that somebody is dissatisfied, the officer is offered the choice that they must be offered."""

from __future__ import annotations

from governance.dissatisfaction import dissatisfied
from governance.kinds.contact import Contact
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Para, Small, Strong, button
from handlers.commands import Become, Change
from handlers.direct import discreetly
from handlers.reply import Reply
from storage.register import Register

SOUNDS = "That sounds as if somebody is dissatisfied."
RULE = "Whoever is dissatisfied is offered the choice to complain; they need not say the word “complaint”."


async def offer_choice(register: Register, record: Record, answer: Answer) -> Reply:
    """After logging what may become a complaint: what its words sound like, and what may be done about that."""
    if not _sounds_like_one(record):
        return Reply()
    buttons = [button("They want to complain", Become(record.ref, "complaint"), "primary")]
    if isinstance(record.body, Contact):
        declined = Change(record.ref, {"complaint_offered": "does not want to"})
        buttons += [button("Offered, they don’t want to", declined)]
        buttons += [button("It is a service request", Become(record.ref, "service request"))]
    text = f"{record.ref} is logged. {SOUNDS} {RULE}"
    parts = (Para((Strong(record.ref), f" is logged. {SOUNDS}")), Small((RULE,)), Buttons(tuple(buttons)))
    card = Card(text=text, parts=parts, refs=(record.ref,))
    return await discreetly(card, register, answer, f"dissatisfied:{record.ref}")


def _sounds_like_one(record: Record) -> bool:
    body = record.body
    if not record.kind.confidential or not any(one.kind == "complaint" for one in record.kind.becomes):
        return False
    if isinstance(body, Contact) and body.complaint_offered:
        return False
    return dissatisfied(" ".join((record.title, getattr(body, "agreed", ""), getattr(body, "description", ""))))
