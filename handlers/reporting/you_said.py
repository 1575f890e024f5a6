"""“You said, we did” as one page for a notice board: big type, plain words, nobody's name; and its words for a newsletter."""

from __future__ import annotations

from governance.errors import ChivvyError
from governance.people import Organisation, Workstream
from governance.told import Told
from handlers.outreach.voices import newsletter_text, voices_of
from handlers.reporting.document import Asked
from handlers.wording import cut
from reports.paper import Paper

MOST_ON_A_PAGE = 6
LONGEST = 500  # letters of what was said, or of its answer
ROOM = 1_400  # letters that a page has room for, in the smallest type that is read from two steps away


class NothingToTell(ChivvyError):
    """Nothing that residents said {where} has an answer yet, so there is nothing for a poster. Nothing was drawn up. Say what
    came of it first: “YSWD-01 we did: …”."""


async def you_said(asked: Asked) -> Paper:
    """The newest that there is room for on one page; what has no answer yet stays off a wall."""
    register = asked.register
    voices = await voices_of(register, asked.workstream, asked.part)
    settled = [each for each in voices.told if each.settled]
    if not settled:
        raise NothingToTell(where=f"in {voices.where}")
    strand = await register.workstreams.get(voices.workstream)
    shown = fitting(settled)
    values = {
        "project": strand.name if strand else await register.programme_name(),
        "block": voices.block,
        "entries": [
            {
                "said": cut(each.said, LONGEST),
                "says": each.says,
                "answer": cut(each.answer, LONGEST),
                "heard": voices.counted[each.ref],
            }
            for each in shown
        ],
        "by": _by(strand, await register.organisations.all()),
        "month": f"{register.today:%B %Y}",
        "more": len(settled) - len(shown),
        "words": newsletter_text(voices) + "\n",
    }
    title = f"You said, we did: {voices.where}"
    told = " ".join(" ".join(each.lines) for each in shown)
    name = f"You said, we did {strand.label if strand else ''}{' ' + voices.block if voices.block else ''}".strip()
    return Paper("you-said", f"{name}.pdf", title, values, f"Poster. {title}. {told}")


def fitting(settled: list[Told]) -> list[Told]:
    """The first few that have room on one page together; at least one."""
    shown: list[Told] = []
    letters = 0
    for each in settled[:MOST_ON_A_PAGE]:
        letters += len(each.said) + len(each.answer)
        if shown and letters > ROOM:
            break
        shown.append(each)
    return shown


def _by(strand: Workstream | None, organisations: dict[str, Organisation]) -> str:
    """Whose notice it is: the landlord, where there is one."""
    landlord = strand.landlord if strand else ""
    return organisations[landlord].name if landlord in organisations else landlord
