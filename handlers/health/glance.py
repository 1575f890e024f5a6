"""`/raid`: a workstream's register at a glance, or the whole programme's. Restricted records are neither counted nor named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from governance.kinds import all_kinds
from governance.kinds.dependency import Dependency
from governance.kinds.milestone import Milestone
from governance.kinds.risk import Risk
from governance.people import Person, Place, Workstream
from governance.policy import readable
from governance.programme import Programme
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Rich, Row, Small, Strong, button
from handlers.commands import CheckHealth, Find, Glance, Show
from handlers.health.health_check import kept_scores
from handlers.records.record_card import colour_words
from handlers.reply import Reply
from handlers.wording import count, day_short, due_words, who
from storage.filters import Filter
from storage.health import PROGRAMME, Health
from storage.register import Register

TOP_RISKS = 5
FEW = 3
CELLS_SHOWN = 8
REFS_IN_A_CELL = 6
# So many risks and milestones are looked at one by one; a register that has more open is shown by its worst and its next.
LOOKED_AT = 500
COLOURS = ("Red", "Amber", "Green", "Grey", "Blue")


@dataclass(frozen=True)
class Sight:
    """What a glance sees. `counts` are of open records by kind and colour ("" for none), `late` by kind; the lists are
    the first few of `totals`, by heading."""

    counts: dict[str, Counter[str]]
    late: Counter[str]
    totals: dict[str, int]
    overdue: list[Record]
    due: list[Record]
    risks: list[Record]
    coming: list[Record]
    slipping: list[Record]
    owed: list[Record]
    owing: list[Record]
    decisions: list[Record]
    health: Health | None = None
    people: dict[str, Person] = field(default_factory=dict)


async def glance(command: Glance, register: Register, speaker: Person, place: Place, answer: Answer) -> Reply:
    """To whoever asks; by a mention or the button, to everybody in the channel, and then without people's names."""
    command = at_home(command, place)
    workstream = await register.workstreams.get(command.workstream)
    aloud = answer.in_company and (command.share or not answer.quiet)
    sight = await _look(register, workstream, speaker, place if aloud else None)
    card = _card(command, sight, workstream, register, await register.programme(), aloud=aloud)
    if aloud:
        return await answer.aloud(card)
    return await answer.alone(card if answer.audience is None else _shareable(card, command))


def at_home(command: Glance, place: Place) -> Glance:
    """A channel's own workstream where none was named, unless everything was asked for."""
    if command.everything or command.workstream or not place.workstream:
        return command
    return replace(command, workstream=place.workstream)


async def _look(register: Register, workstream: Workstream | None, speaker: Person, place: Place | None) -> Sight:
    await register.calendar()
    here = Filter(workstream=workstream.id if workstream else None, owed_only=True, confidential=False)
    today = register.today
    late = replace(here, due_to=today - timedelta(days=1))
    week = replace(here, due_from=today, due_to=today + timedelta(days=6 - today.weekday()))
    records = register.records

    async def found(wanted: Filter, limit: int = FEW) -> list[Record]:
        return [each for each in await records.find(wanted, limit=limit) if readable(speaker, each, place)]

    counts: dict[str, Counter[str]] = {}
    for kind, _, rag, _, number in await records.tally(here):
        counts.setdefault(kind, Counter())[rag or ""] += number
    overdue_by_kind: Counter[str] = Counter()
    for kind, _, _, _, number in await records.tally(late):
        overdue_by_kind[kind] += number
    milestones = await found(replace(here, kind="milestone"), LOOKED_AT)
    dependencies = replace(here, kind="dependency")
    owing = replace(here, kind="dependency", workstream=None, counterpart=workstream.id) if workstream else None
    decisions = replace(here, kind="decision")
    kept = await kept_scores(register)
    return Sight(
        counts=counts,
        late=overdue_by_kind,
        totals={
            "overdue": sum(overdue_by_kind.values()),
            "due": await records.count(week),
            "decisions": await records.count(decisions),
        },
        overdue=await found(late),
        due=await found(week),
        risks=await found(replace(here, kind="risk", sort="score", score_from=1), LOOKED_AT),
        coming=[each for each in milestones if each.due is not None and each.due >= today][:FEW],
        slipping=sorted((each for each in milestones if _slip(each) > 0), key=_slip, reverse=True),
        owed=await found(dependencies, LOOKED_AT),
        owing=await found(owing, LOOKED_AT) if owing else [],
        decisions=await found(decisions),
        health=kept.get(workstream.id if workstream else PROGRAMME),
        people=await register.people.all(),
    )


def _card(
    command: Glance,
    sight: Sight,
    workstream: Workstream | None,
    register: Register,
    programme: Programme,
    *,
    aloud: bool,
) -> Card:
    whose = workstream.label if workstream else "The programme"
    title = f"{whose} at a glance, {day_short(register.today)}"
    said = _open_words(sight)
    parts: list[Part] = [Heading(title)]
    if sight.health is not None:
        parts.append(Para((Strong("Health: "), f"{sight.health.score} of 100 on {day_short(sight.health.week)}.")))
    if not sight.counts:
        parts.append(Para(("Nothing is open here. To log something, type “/action …” or “/risk …”.",)))
    parts += [Facts(tuple(said))] if said else []
    parts += _risks(sight, programme, aloud)
    parts += _dates(sight, register)
    parts += _dependencies(sight, workstream)
    parts.append(Buttons(_buttons(command, sight)))
    shown = (
        *sight.risks[:TOP_RISKS],
        *sight.overdue,
        *sight.due,
        *sight.coming,
        *sight.slipping[:FEW],
        *sight.decisions,
    )
    text = "\n".join([title, *(f"{name}: {''.join(str(piece) for piece in words)}" for name, words in said)])
    return Card(text=text, parts=tuple(parts), refs=tuple(dict.fromkeys(record.ref for record in shown)))


def _open_words(sight: Sight) -> list[tuple[str, Rich]]:
    """`Risks: 12 open, of them 4 red, 6 amber, 2 green; 3 past their review`, kind by kind."""
    pairs: list[tuple[str, Rich]] = []
    for name, body in all_kinds().items():
        colours = sight.counts.get(name)
        if not colours:
            continue
        said = f"{sum(colours.values())} open"
        if told := [f"{colours[colour]} {colour.lower()}" for colour in COLOURS if colours[colour]]:
            said += f": {', '.join(told)}"
        if late := sight.late[name]:
            said += f"; {late} {'past review' if body.kind.due_field == 'review_on' else 'overdue'}"
        pairs.append((body.kind.plural.capitalize(), (said,)))
    return pairs


def _risks(sight: Sight, programme: Programme, aloud: bool) -> list[Part]:
    """The highest scores, and the matrix: the cells of likelihood and impact that risks stand in, worst first."""
    if not sight.risks:
        return []
    parts: list[Part] = [Para((Strong("Highest risks"),))]
    for record in sight.risks[:TOP_RISKS]:
        owner: Rich = () if aloud else (", ", who(record.owner, sight.people, "no owner"))
        row: Rich = (Strong(record.ref), f" {record.title}{colour_words(record)}", *owner)
        parts.append(Row(row, (button("Show", Show(record.ref)),)))
    cells = _cells(sight.risks, programme)
    parts.append(Para((Strong("Likelihood × impact"), f", {count(len(sight.risks), 'scored risk')}")))
    parts.append(Facts(tuple(cells[:CELLS_SHOWN])))
    if more := len(cells) - CELLS_SHOWN:
        parts += [Small((f"… and {count(more, 'lower cell')}.",))] if more > 0 else []
    return parts


def _cells(risks: Iterable[Record], programme: Programme) -> list[tuple[str, Rich]]:
    """`Red 20`: `likely × severe: R-001`. Words rather than a grid, which not every surface can draw."""
    held: dict[tuple[int, int, int], list[str]] = {}
    for record in risks:
        body = record.body
        if isinstance(body, Risk) and body.likelihood and body.impact:
            held.setdefault((body.likelihood * body.impact, body.impact, body.likelihood), []).append(record.ref)
    cells: list[tuple[str, Rich]] = []
    for (score, impact, likelihood), refs in sorted(held.items(), reverse=True):
        words = f"{programme.likelihood[likelihood - 1].label} × {programme.impact[impact - 1].label}".lower()
        colour = programme.bands.rag(score, impact)
        more = f" and {len(refs) - REFS_IN_A_CELL} more" if len(refs) > REFS_IN_A_CELL else ""
        cells.append((f"{colour} {score}", (f"{words}: {', '.join(sorted(refs)[:REFS_IN_A_CELL])}{more}",)))
    return cells


def _dates(sight: Sight, register: Register) -> list[Part]:
    """What is late, what is due, which milestones come and which slip, what must be decided."""
    today, calendar = register.today, register.records.calendar

    def dated(record: Record) -> Rich:
        return (Strong(record.ref), f" {record.title}, {due_words(record, today, calendar)}")

    told = [
        ("Overdue", sight.totals["overdue"], [dated(record) for record in sight.overdue]),
        ("Due this week", sight.totals["due"], [dated(record) for record in sight.due]),
        ("Next milestones", len(sight.coming), [dated(record) for record in sight.coming]),
        ("Milestones slipping", len(sight.slipping), [_slipping(record) for record in sight.slipping[:FEW]]),
        ("Decisions needed", sight.totals["decisions"], [dated(record) for record in sight.decisions]),
    ]
    return [part for name, total, lines in told if total for part in _few(name, total, lines)]


def _few(name: str, total: int, lines: list[Rich]) -> Iterator[Part]:
    """How many there are, and the first of them, each on a line of its own."""
    yield Para((Strong(f"{name}: {total}"),))
    yield from (Row(line) for line in lines)
    if lines and total > len(lines):
        yield Row((f"and {total - len(lines)} more",))


def _slip(record: Record) -> int:
    """How many days later than its baseline a milestone is expected."""
    return (record.body.slip_days or 0) if isinstance(record.body, Milestone) else 0


def _slipping(record: Record) -> Rich:
    return (Strong(record.ref), f" {record.title}, {count(_slip(record), 'day')} late against its baseline")


def _dependencies(sight: Sight, workstream: Workstream | None) -> list[Part]:
    """What is owed to others and by others, and how much of it is promised too late or not at all."""
    if workstream is None:
        told = [("Dependencies", sight.owed)]
    else:
        told = [(f"{workstream.label} owes", sight.owed), (f"{workstream.label} is owed", sight.owing)]
    return [Para((Strong(f"{name}: {len(held)}"), _promises(held))) for name, held in told if held]


def _promises(dependencies: list[Record]) -> str:
    late = [record.ref for record in dependencies if _too_late(record)]
    unsure = [record.ref for record in dependencies if _unpromised(record)]
    said = [
        f"{name} {', '.join(refs[:REFS_IN_A_CELL])}" + (" …" if len(refs) > REFS_IN_A_CELL else "")
        for name, refs in ((f"{len(late)} promised too late:", late), (f"{len(unsure)} not promised:", unsure))
        if refs
    ]
    return f". {'; '.join(said)}" if said else ", all promised in time"


def _too_late(record: Record) -> bool:
    body = record.body
    return isinstance(body, Dependency) and body.float_days is not None and body.float_days < 0


def _unpromised(record: Record) -> bool:
    return isinstance(record.body, Dependency) and record.body.promised is None


def _buttons(command: Glance, sight: Sight) -> tuple[Button, ...]:
    where = command.workstream
    found = [button("Health", CheckHealth(workstream=where, everything=command.everything))]
    if sight.counts.get("risk", Counter())["Red"]:
        found.append(button("Red risks", Find(kind="risk", workstream=where, rag="Red", sort="score")))
    if sight.totals["overdue"]:
        found.append(button("Overdue", Find(workstream=where, overdue=True, owed_only=True)))
    found.append(button("List", Find(workstream=where, owed_only=True)))
    return tuple(found)


def _shareable(card: Card, command: Glance) -> Card:
    """The same with a button that shows it to everybody in the channel."""
    *parts, buttons = card.parts
    assert isinstance(buttons, Buttons)
    share = button("Share with the channel", replace(command, share=True))
    return replace(card, parts=(*parts, Buttons((*buttons.buttons, share))))
