"""What somebody probably wanted to type: the nearest thing that can be said, and an example of it."""

from __future__ import annotations

from functools import cache

from rapidfuzz import fuzz, process

from governance.kind import Body
from governance.kinds import all_kinds
from handlers.commands import Misunderstood
from handlers.words.refs import refs_in
from handlers.words.understanding import Understanding
from handlers.words.verbs import is_verb

CLOSE_ENOUGH = 55

# What can be said, by words that people use for it, each with an example. {ref} is a record's.
SAYINGS = {
    "list overdue": "list overdue · list mine · list due this week",
    "show actions of somebody": "show sam's actions",
    "my worklist": "my list",
    "done complete finished close": "{ref} done",
    "due date deadline move postpone extend": "{ref} due Friday",
    "owner assign give reassign": "{ref} owner @sam",
    "note comment remark": "{ref} note Spoke to the supplier",
    "blocked waiting stuck": "{ref} blocked because …",
    "cancel delete remove drop": "{ref} cancel because …",
    "reopen open again": "{ref} reopen because …",
    "score likelihood impact": "R-025 L4 I5",
    "link mitigates resolves rests on": "A-012 mitigates R-025",
    "escalate up board programme manager": "escalate {ref} to the programme board - why",
    "snooze remind later": "{ref} snooze until Monday",
    "priority urgent": "{ref} priority high",
    "ballot count votes result tally turnout register of voters": "count BAL-01 · freeze the register of BAL-01",
    "survey what did people say comments themes compare by tenure": "what did people say in SUR-01 · compare SUR-01 and SUR-02",
    "proof what was sent told reminded about": "proof {ref}",
    "forecast what will you send": "forecast",
    "settings digest reminders quiet hours": "settings",
    "undo take back revert": "undo",
    "help what can you do": "help",
    "workstream create bind lead add members": "workstream create ICT",
}


@cache
def _ref_example() -> str:
    return next(iter(all_kinds().values())).kind.ref(12)


def misunderstood(text: str, kind: type[Body] | None = None) -> Understanding:
    """Words that mean nothing to us, with the nearest thing that does."""
    refs = refs_in(text)
    ref = refs[0] if refs else _ref_example()
    example = _nearest(text).replace("{ref}", ref)
    if refs and not example:
        example = f"{ref} done · {ref} due Friday · {ref} note …"
    if kind and not example:
        example = kind.kind.example
    suggestion = _runnable(text, refs, example)
    return Understanding("unknown", (Misunderstood(text, suggestion, example or "help"),))


def _nearest(text: str) -> str:
    best = process.extractOne(
        text.casefold()[:200], SAYINGS.keys(), scorer=fuzz.token_set_ratio, score_cutoff=CLOSE_ENOUGH
    )
    if best:
        return SAYINGS[best[0]]
    return ""


def _runnable(text: str, refs: tuple[str, ...], example: str) -> str:
    """Something that would work as it stands: the words as a note on the record they name, or as a new action."""
    words = text.split()
    if refs and len(words) > 1 and words[0].strip("#").upper().startswith(refs[0][0]):
        return f"{refs[0]} note {' '.join(words[1:])}"
    if not refs and len(words) > 2 and is_verb(words[0]):
        return f"{next(iter(all_kinds()))} {text}"
    return example if "…" not in example and "·" not in example else ""
