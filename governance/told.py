"""What residents read of a theme: what they said, and what came of it, in the words of a notice board. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from governance.audience import blocks_named
from governance.kinds.you_said import DECIDED, DOING, HEARD, YouSaid
from governance.publishing import unfit
from governance.record import Record

WE_DID, WE_ARE_DOING, WE_WILL, WE_CANNOT, WE_LOOK = (
    "We did",
    "We are doing",
    "We will",
    "We can’t, because",
    "We are looking into it",
)

ORDER = (WE_DID, WE_ARE_DOING, WE_WILL, WE_CANNOT, WE_LOOK)


@dataclass(frozen=True)
class Told:
    """One theme as residents read it: `says` is the heading of the answer. `settled`: something came of it, or will not; `at`
    is the day by which it is sorted."""

    ref: str
    said: str
    says: str
    answer: str
    at: date
    settled: bool
    told: bool

    @property
    def lines(self) -> tuple[str, str]:
        """`You said: …`, `We did: …`."""
        join = " " if self.says == WE_LOOK else ": "
        end = f"{join}{self.answer}" if self.answer else "."
        return f"You said: {self.said}", self.says + end


def told_of(record: Record, today: date) -> Told | None:
    """A theme as residents read it; None where the record is none, or was taken back."""
    body = record.body
    if not isinstance(body, YouSaid) or record.withdrawn:
        return None
    says, answer = _answer(body, today)
    at = body.told_on or body.settled_on or record.raised_on
    said = _sentence(body.you_said or body.title)
    return Told(record.ref, said, says, answer, at, bool(body.answer), body.told_on is not None)


def _sentence(text: str) -> str:
    """Words as they stand on a wall: a capital first letter, and a full stop where nothing else ends them."""
    said = text.strip()
    return said[:1].upper() + said[1:] + ("" if said[-1:] in ".!?…" else ".")


def _answer(body: YouSaid, today: date) -> tuple[str, str]:
    """The heading and the sentence; what nobody has answered yet is being looked into, by a day that has not passed."""
    if body.not_doing_because:
        because = body.not_doing_because.strip()
        return WE_CANNOT, because + ("" if because[-1:] in ".!?…" else ".")
    if body.we_did:
        heading = {HEARD: WE_WILL, DECIDED: WE_WILL, DOING: WE_ARE_DOING}.get(body.status, WE_DID)
        return (WE_DID if body.is_done else heading), _sentence(body.we_did)
    if body.status == HEARD and body.decide_by and body.decide_by >= today:
        return WE_LOOK, f"and will tell you what we decide by {body.decide_by.day} {body.decide_by:%B}."
    return WE_LOOK, ""


def as_residents_read(
    records: Iterable[Record], today: date, names: Collection[str] = (), block: str = ""
) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    """The themes that residents may read, what was done first and the newest before the older; of one `block` where that is
    named. Besides, the refs of those in which somebody's name, home or health seems to stand: they are left out."""
    shown, left_out = [], []
    for record in records:
        told = told_of(record, today)
        if told is None or not _is_of(record, block):
            continue
        if unfit(f"{told.said}\n{told.answer}", names):
            left_out.append(told.ref)
        else:
            shown.append(told)
    shown.sort(key=lambda each: (ORDER.index(each.says), -each.at.toordinal(), each.ref))
    return tuple(shown), tuple(left_out)


def _is_of(record: Record, block: str) -> bool:
    """Whether a theme concerns a block: it names it, or names none."""
    where = str(record.value("blocks"))
    return not block or not where or bool(blocks_named(where, (block,)))
