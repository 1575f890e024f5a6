"""Texts that settle something for a channel: “name people here”, “counts only”, “this is the programme's channel”."""

from __future__ import annotations

import re

from handlers.commands import SetPlace, ShowPlace
from handlers.words.guidance import END, PLEASE
from handlers.words.hearing import Hearing
from handlers.words.understanding import Understanding

_HERE = r"(?:\s+(?:here|in (?:this|the|our) (?:channel|chat|group)))?"
SHOW = re.compile(
    rf"{PLEASE}(?:(?:show(?: me)?|open|see|change|edit|what are)\s+)*(?:the\s+|this\s+|our\s+)*"
    rf"(?:(?:channel|place|room)(?:['’]s)?\s+(?:settings|preferences|options)"
    rf"|(?:settings|preferences|options)\s+(?:(?:of|for|in) (?:this|the) (?:channel|chat|group)|here)){END}",
    re.I,
)
_WHO = r"(?:people|names?|owners?|colleagues|everybody|everyone|individuals|anybody|anyone|us)"
NAMES = re.compile(
    rf"{PLEASE}(?:you (?:may|can) )?(?:(?:name|show|use|give|mention|include)\s+(?:the\s+|people(?:['’]s)?\s+)?{_WHO}{_HERE}"
    rf"|(?:turn |switch )?names on{_HERE}|(?:turn|switch) on names{_HERE}|with names{_HERE}){END}",
    re.I,
)
COUNTS = re.compile(
    rf"{PLEASE}(?:(?:do(?:n['’]?t| not)|never|no longer|stop)\s+(?:name|show|use|give|mention|(?:nam|show|us|giv|mention)ing)\s+"
    rf"(?:the\s+|people(?:['’]s)?\s+)?{_WHO}{_HERE}(?:\s+any ?more)?"
    rf"|(?:just\s+|only\s+)?(?:counts?|numbers)(?: only)?(?:\s+please)?{_HERE}"
    rf"|(?:turn |switch )?names off{_HERE}|(?:turn|switch) off names{_HERE}|(?:no|without) names{_HERE}){END}",
    re.I,
)
_THIS = r"(?:this|here|this channel|this chat|this group)"
_PROGRAMMES = (
    r"(?:(?:the|our)\s+)?(?:(?:whole|entire)\s+)?programme(?:['’]?s)?"
    r"(?:\s+(?:own\s+)?(?:channel|chat|group)|\s+as a whole)?"
)
WHOLE = re.compile(
    rf"{PLEASE}(?:{_THIS}\s+(?:is|belongs to)(?:\s+for)?\s+{_PROGRAMMES}|(?:make|set) {_THIS}\s+{_PROGRAMMES}"
    rf"|(?:bind|link|connect)\s+(?:{_THIS}\s+)?(?:to\s+)?the (?:whole )?programme){END}",
    re.I,
)
NOT_WHOLE = re.compile(
    rf"{PLEASE}(?:{_THIS}\s+(?:is|belongs)(?:n['’]?t| not| no longer)(?:\s+to)?\s+{_PROGRAMMES}(?:\s+any ?(?:more|longer))?"
    rf"|(?:no longer|not) {_PROGRAMMES}(?:\s+any ?more)?){END}",
    re.I,
)
SETTLED: tuple[tuple[re.Pattern[str], SetPlace], ...] = (
    (NAMES, SetPlace("names", True)),
    (COUNTS, SetPlace("names", False)),
    (WHOLE, SetPlace("whole", True)),
    (NOT_WHOLE, SetPlace("whole", False)),
)


def settle_channel(text: str, _hearing: Hearing) -> Understanding | None:
    """What a text settles for the channel in which it is said; None when it is about something else."""
    said = text.strip()
    if SHOW.fullmatch(said):
        return Understanding("query", (ShowPlace(),))
    found = next((command for form, command in SETTLED if form.fullmatch(said)), None)
    return Understanding("setup", (found,)) if found else None
