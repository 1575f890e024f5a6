"""My record: what one person did in the past months, by kind and month, to take to an appraisal. Their own only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from governance.kinds import all_kinds
from governance.people import Person
from handlers.answer import Answer
from handlers.cards import Card, Heading, Para, Part, Small, Strong
from handlers.commands import MyRecord
from handlers.direct import in_private
from handlers.reply import Reply
from handlers.wording import count
from storage.history import Deeds
from storage.register import Register

MOST_MONTHS = 36
# What each verb of the history is called here; others are updates. A move into a closed state is a closing.
CALLED = {
    "log": "logged",
    "assign": "handed on",
    "hand over": "handed on",
    "escalate": "escalated",
    "agree": "agreed",
    "rebaseline": "re-baselined",
    "link": "linked",
    "unlink": "linked",
    "note": "noted",
    "acknowledge": "answered for",
}
ORDER = ("logged", "closed", "decided", "moved on", "updated", *dict.fromkeys(list(CALLED.values())[1:]))

Tally = Counter[str]


async def my_record(command: MyRecord, register: Register, speaker: Person, answer: Answer) -> Reply:
    """The speaker's own deeds of the last twelve months (or as many as were asked for), in their direct messages."""
    months = months_back(register.today, max(1, min(command.months, MOST_MONTHS)))
    deeds = await register.history.deeds_of(speaker.id, [_begins(month, register.zone) for month in months])
    return await in_private(record_of_deeds(speaker, months, deeds), register, speaker, answer)


def record_of_deeds(person: Person, months: list[date], deeds: Iterable[Deeds]) -> Card:
    """By kind, then by month, the newest first; months without a deed are left out."""
    by_kind: dict[str, Tally] = {}
    by_month: dict[int, dict[str, Tally]] = {}
    for deed in deeds:
        what = _called(deed)
        by_kind.setdefault(deed.kind, Counter())[what] += deed.count
        by_month.setdefault(deed.span, {}).setdefault(deed.kind, Counter())[what] += deed.count
    title = f"What you did, {months[0]:%B %Y} to {months[-1]:%B %Y}"
    if not by_kind:
        text = f"{title}: nothing in this register yet. What you log, change and close is counted from now on."
        return Card(text=text, parts=(Heading(title), Para((text.removeprefix(f"{title}: ").capitalize(),))))
    parts: list[Part] = [
        Heading(title),
        Para((f"{person.name}, in figures from the register’s history. Only you see this.",)),
    ]
    parts += [Para((Strong(f"{_plural(kind).capitalize()}: "), _told(by_kind[kind]))) for kind in _in_order(by_kind)]
    parts.append(Small(("By month:",)))
    for span in sorted(by_month, reverse=True):
        said = "; ".join(f"{_plural(kind)}: {_told(by_month[span][kind])}" for kind in _in_order(by_month[span]))
        parts.append(Para((Strong(f"{months[span]:%b %Y}: "), said)))
    whole = sum(by_kind.values(), Counter())
    parts.append(Small(("For another span, type for example ", Strong("my record 6 months"), ".")))
    return Card(text=f"{title}: {_told(whole)}, in {count(len(by_month), 'month')}.", parts=tuple(parts))


def months_back(today: date, months: int) -> list[date]:
    """The first days of this month and of those before it, oldest first."""
    here = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(here - months + 1, here + 1)]


def _begins(month: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(month, time(), zone)


def _called(deed: Deeds) -> str:
    """What a deed is counted as: by its verb where that says enough, else by where it led."""
    body = all_kinds().get(deed.kind)
    if deed.verb in CALLED or not deed.status or body is None:
        return CALLED.get(deed.verb, "updated")
    if body.kind.lifecycle.is_open(deed.status):
        return "moved on"
    return "decided" if deed.kind == "decision" else "closed"


def _told(tally: Tally) -> str:
    return ", ".join(f"{tally[what]} {what}" for what in ORDER if tally[what])


def _in_order(by_kind: Mapping[str, Tally]) -> list[str]:
    return [kind for kind in all_kinds() if kind in by_kind]


def _plural(kind: str) -> str:
    return all_kinds()[kind].kind.plural
