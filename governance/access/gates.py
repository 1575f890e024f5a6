"""The gates of an access case: what must be on record before it goes one rung further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.access.states import CLAIM, FINAL, HEARING, LEGAL, ORDERED, SERVED, UNDER_ORDER
from governance.attempts import FEWEST, documented
from governance.gates import Gates, Need

if TYPE_CHECKING:
    from governance.kinds.access import AccessCase

CHECK = "vulnerability check"  # the dialog that asks for it


def _attempts(body: AccessCase) -> str:
    done = len(documented(body.tried))
    if done >= FEWEST:
        return ""
    noun = "attempt is" if done == 1 else "attempts are"
    return f"{done or 'no'} documented {noun} on record, and at least {FEWEST} are needed (when, who, and with what outcome)"


def _check(body: AccessCase) -> str:
    lacks = [
        words
        for words, held in (
            ("who made it", body.check_by.strip()),
            ("when", body.check_on),
            ("what came of it", body.check_outcome.strip()),
        )
        if not held
    ]
    if len(lacks) == 3:
        return "the vulnerability and capacity check is not on record"
    return f"the vulnerability and capacity check does not say {' or '.join(lacks)}" if lacks else ""


def _adjustment(body: AccessCase) -> str:
    return "" if body.reasonable_adjustment.strip() else "nobody has noted which reasonable adjustments were offered"


def _held(name: str, missing: str) -> Need:
    say = {
        "final_warning_on": "{ref} final warning sent today, access by 4 Dec",
        "legal_ref": "{ref} legal ref LEG/2026/404",
        "hearing_on": "{ref} hearing 9 Dec",
        "court_order": "{ref} court order injunction, access only",
        "order_sealed_on": "{ref} order sealed on 9 Dec",
        "order_served_on": "{ref} order served today",
    }[name]
    form = ("order", "Order made…") if name in ("court_order", "order_sealed_on") else ("", "")
    return Need(lambda body: "" if getattr(body, name) else missing, say, *form)


ATTEMPTS = Need(_attempts, "attempt {ref} no answer, card 1123 left, 14:10 today", "attempt", "Log an attempt…")
CHECKED = Need(_check, "check {ref}", CHECK, "Record the check…")
ADJUSTED = Need(_adjustment, "{ref} adjustment offered a Saturday and a carer present", CHECK, "Record the check…")
WARNED = _held("final_warning_on", "no final warning is on record")
SEALED = _held("order_sealed_on", "nobody has noted when the order was sealed")

GATES: Gates = {
    FINAL: (ATTEMPTS, CHECKED, ADJUSTED),
    LEGAL: (ATTEMPTS, CHECKED, ADJUSTED, WARNED),
    CLAIM: (_held("legal_ref", "Legal’s reference is not noted"),),
    HEARING: (_held("hearing_on", "the day of the hearing is not noted"),),
    ORDERED: (_held("court_order", "nobody has noted what was ordered"), SEALED),
    SERVED: (SEALED, _held("order_served_on", "nobody has noted when the order was served")),
    UNDER_ORDER: (SEALED, _held("order_served_on", "the order was not served, so nobody may come under it")),
}
