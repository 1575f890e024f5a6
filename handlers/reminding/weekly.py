"""The weekly summary of the whole programme in its own channel: by workstream, in numbers; nobody is named."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from governance.calendar import local
from governance.people import Workstream
from handlers.cards import Buttons, Card, Heading, Para, Part, Row, Strong, button
from handlers.commands import Find, ListEscalations
from handlers.reminding.summary import few, late_words, since_last, summary_card, wanted_of
from handlers.wording import count, day_short, listed
from storage.filters import Filter
from storage.outbox import Notice
from storage.register import Register

OWED = Filter(owed_only=True, confidential=False)
SHOWN = 3


async def weekly_card(register: Register, notice: Notice) -> Card | None:
    """The weekly summary of a channel: its workstream’s, or the programme’s where it is that of the whole programme."""
    assert notice.place is not None
    place = await register.places.get(notice.place)
    return await (_programme_card(register, notice) if place.whole else summary_card(register, notice))


async def _programme_card(register: Register, notice: Notice) -> Card | None:
    """By workstream what is new, closed, overdue and due next; then what the programme itself must know."""
    day = date.fromisoformat(notice.payload["day"])
    since = await since_last(register, notice)
    counts = await _counts(register, since)
    known, refs = await _to_know(register, since)
    if not counts and not known:
        return None
    name = await register.programme_name()
    title = f"{name}: the week from {day_short(since)}"
    rows, lines = _rows(counts, await register.workstreams.all())
    late = late_words(day, register.today)
    overdue = button("Show overdue", Find(overdue=True, owed_only=True))
    buttons = Buttons((button("Show all", Find()), overdue, button("Escalations", ListEscalations())))
    parts: list[Part] = [Heading(title), *late, *rows, *(Para((Strong(head), said)) for head, said in known), buttons]
    text = [title, *lines, *(head + said for head, said in known)]
    return Card(text="\n".join(text), parts=tuple(parts), refs=refs)


async def _counts(register: Register, since: date) -> dict[str | None, Counter[str]]:
    """How much of each heading every workstream has."""
    found: dict[str | None, Counter[str]] = {}
    for heading, wanted in wanted_of(OWED, since, register.today).items():
        for _, _, _, workstream, number in await register.records.tally(wanted):
            found.setdefault(workstream, Counter())[heading] += number
    return found


def _rows(counts: dict[str | None, Counter[str]], strands: dict[str, Workstream]) -> tuple[list[Part], list[str]]:
    """One line a workstream, in order of name; last what is of none."""
    rows: list[Part] = []
    lines = []
    named = sorted((id not in strands, strands[id].label if id in strands else "No workstream", id) for id in counts)
    for _, name, id in named:
        said = ", ".join(f"{number} {heading.lower()}" for heading, number in counts[id].items())
        shown = (button("Show", Find(workstream=id, owed_only=True)),) if id else ()
        rows.append(Row((Strong(name), f": {said}"), shown))
        lines.append(f"{name}: {said}")
    return rows, lines


async def _to_know(register: Register, since: date) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """Escalations that nobody answered, red risks that are new, milestones reached and slipped; and the refs named."""
    yesterday = register.today - timedelta(days=1)
    wanted = {
        "New red risks": Filter(
            kind="risk", rag="Red", confidential=False, raised_from=since, raised_to=yesterday, by_hand=True
        ),
        "Milestones reached": Filter(
            kind="milestone", status="Complete", confidential=False, closed_from=since, closed_to=yesterday
        ),
    }
    said: list[tuple[str, str]] = []
    refs: list[str] = []
    if waiting := await _unanswered(register):
        said.append(waiting)
    for heading, each in wanted.items():
        if total := await register.records.count(each):
            records = await register.records.find(each, limit=SHOWN)
            said.append((f"{heading}: {total}", few(records, total)))
            refs += [record.ref for record in records]
    slipped = await register.agendas.redated(
        _midnight(register, since), _midnight(register, register.today), SHOWN, kind="milestone", later=True
    )
    if slipped.total:
        said.append((f"Milestones that slipped: {slipped.total}", few(list(slipped.records), slipped.total)))
        refs += [record.ref for record in slipped.records]
    return said, tuple(dict.fromkeys(refs))


async def _unanswered(register: Register) -> tuple[str, str] | None:
    """How many escalations wait for an answer, and before whom; those of confidential records are not counted here."""
    waiting = await register.escalations.unanswered()
    refs = tuple({each.ref for each in waiting})
    if not refs:
        return None
    plain = await register.records.find(Filter(refs=refs, confidential=False), limit=None)
    told = {record.ref for record in plain}
    before = Counter(each.to for each in waiting if each.ref in told)
    if not before:
        return None
    named = listed(f"{number} with the {body}" for body, number in before.items())
    return f"{count(before.total(), 'escalation waits', 'escalations wait')} for an answer", f": {named}"


def _midnight(register: Register, day: date) -> datetime:
    return local(day, time(), register.zone)
