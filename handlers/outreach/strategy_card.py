"""A communication strategy as a plan: what is late, what is next, what is missing, and its lines."""

from __future__ import annotations

from governance.kind import Body
from governance.kinds import all_kinds
from governance.outreach import Course, Gap, Outreach, Piece
from governance.people import Person, Place
from governance.policy import permit
from governance.strategy_line import Line
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Rich, Row, Small, Strong, button
from handlers.commands import OpenForm, PlanNext, Report, Show, ShowStrategy
from handlers.outreach.standing import (
    COMMUNICATION,
    STRATEGY,
    NoStrategy,
    Plan,
    plan_of,
    strategy_meant,
    where_meant,
)
from handlers.reply import Reply
from handlers.wording import Names, count, day_short, names_of, value
from storage.register import Register

EACH_SHOWN = 6
GAPS_SHOWN = 8
LINES_SHOWN = 15


async def show_strategy(
    command: ShowStrategy, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """The plan; where there is no strategy yet, the way to begin one."""
    try:
        record = await strategy_meant(register, command.workstream, place, speaker)
    except NoStrategy as none:
        workstream = where_meant(command.workstream, place, speaker)
        start = button("Start one", OpenForm("log", kind=STRATEGY, values={"workstream": workstream}), "primary")
        text = none.message.replace(" Nothing was changed.", "")
        return await answer.normally(Card(text=text, parts=(Para((text,)), Buttons((start,)))))
    permit(speaker, "read", record, place)
    await register.calendar()
    card = plan_card(await plan_of(register, record), await names_of(register), command.part)
    return await answer.normally(card)


def plan_card(plan: Plan, names: Names, part: str = "") -> Card:
    record, stands = plan.record, plan.outreach
    title = f"{record.ref} {record.title}"
    counts = _counts(stands, plan)
    parts: list[Part] = [Heading(title), Small((counts,))]
    if not part:
        parts += _says(plan, names)
        parts += _section("Late", [_piece(each, late=True) for each in stands.late[:EACH_SHOWN]], len(stands.late))
        coming = [*(_piece(each) for each in stands.coming), *(_expected(each, record.ref) for each in stands.to_plan)]
        parts += _section("Next", coming[:EACH_SHOWN], len(coming))
    if part != "lines":
        shown = stands.gaps if part == "gaps" else stands.gaps[:GAPS_SHOWN]
        parts += _section("Gaps", [_gap(each, plan) for each in shown], len(stands.gaps))
        if part == "gaps" and not stands.gaps:
            parts.append(Para(("Nothing is missing: every line is planned or has been kept to.",)))
    if part != "gaps":
        rows = [_line(course, plan, names) for course in stands.courses[:LINES_SHOWN]]
        parts += _section("Lines", rows, len(stands.courses))
        if not stands.courses:
            parts.append(Para(("It has no lines yet. Say who is told what, how and how often:",)))
            parts.append(Small(("add to the strategy: TRA, progress, meeting, monthly, Vera approves",)))
    parts.append(Buttons(_buttons(plan, part)))
    said = [title, counts, *(f"Gap: {gap.says}." for gap in stands.gaps[:GAPS_SHOWN])]
    refs = (record.ref, *(piece.ref for piece in (*stands.late, *stands.coming)[:EACH_SHOWN]))
    return Card(text="\n".join(said), parts=tuple(parts), refs=tuple(dict.fromkeys(refs)))


def _counts(stands: Outreach, plan: Plan) -> str:
    """`Draft. 4 lines, 2 communications planned, 1 late, 3 gaps.`"""
    told = [
        count(len(stands.courses), "line"),
        f"{len(stands.coming)} planned",
        f"{len(stands.late)} late",
        count(len(stands.gaps), "gap"),
    ]
    return f"{plan.record.status}. {', '.join(told)}."


def _says(plan: Plan, names: Names) -> list[Part]:
    """What it is for, how we write, the standing rules, who signs off."""
    body: type[Body] = all_kinds()[STRATEGY]
    pairs: list[tuple[str, Rich]] = []
    for name in ("purpose", "tone", "rules", "signs_off"):
        if held := getattr(plan.body, name):
            pairs.append((body.ask(name).label, value(body.ask(name), held, names)))
    return [Facts(tuple(pairs))] if pairs else []


def _section(name: str, rows: list[Row], total: int) -> list[Part]:
    if not total:
        return []
    more = [Small((f"… and {total - len(rows)} more.",))] if total > len(rows) else []
    return [Para((Strong(f"{name}: {total}"),)), *rows, *more]


def _piece(piece: Piece, *, late: bool = False) -> Row:
    assert piece.on is not None
    lacks = f". {piece.body.chasing(piece.on)}" if piece.body.lacks else f", {piece.body.status.lower()}"
    when = f"was to go out on {day_short(piece.on)}" if late else day_short(piece.on)
    return Row((Strong(piece.ref), f" {piece.body.title}, {when}{lacks}"), (button("Show", Show(piece.ref)),))


def _expected(course: Course, ref: str) -> Row:
    assert course.expected is not None
    said = f"{course.line.named}: expected by {day_short(course.expected)}, not planned yet"
    return Row((said,), (_plan(ref, course.line),))


def _plan(ref: str, line: Line) -> Button:
    return button("Plan the next one", PlanNext(ref, line.number), "primary")


def _gap(gap: Gap, plan: Plan) -> Row:
    """A gap with what fills it."""
    ref = plan.record.ref
    if gap.ref:
        return Row((f"{gap.says}",), (button("Show", Show(gap.ref)),))
    line = plan.body.line(gap.line) if gap.line else None
    if line is None:
        logging = OpenForm("log", kind=COMMUNICATION, values={"workstream": plan.record.workstream})
        return Row((f"{gap.says}",), (button("Plan one", logging),))
    if gap.silent:
        return Row((f"{gap.says}",), (_plan(ref, line),))
    return Row((f"{gap.says}",), (_edit(ref, line),))


def _edit(ref: str, line: Line) -> Button:
    return button("Edit", OpenForm("line", ref=ref, values={"number": line.number}))


def _line(course: Course, plan: Plan, names: Names) -> Row:
    """`2. TRA: progress. Meeting, every month; Vera approves. Last: Tue 3 Nov.`"""
    line = course.line
    approver = plan.body.approver_of(line)
    people = names.people
    approves = f"{people[approver].name} approves" if approver and approver in people else "nobody approves it yet"
    how = line.how[:1].upper() + line.how[1:] if line.how else "No channel yet"
    said: Rich = (Strong(f"{line.number}."), f" {line.what}. {how}; {approves}.{_kept(course)}")
    return Row(said, (_plan(plan.record.ref, line), _edit(plan.record.ref, line)))


def _kept(course: Course) -> str:
    last = f" Last: {course.last.ref} on {day_short(course.last.on)}." if course.last and course.last.on else ""
    if course.planned:
        day = f" on {day_short(course.planned.on)}" if course.planned.on else ", without a day yet"
        return f"{last} Next: {course.planned.ref}{day}."
    return last


def _buttons(plan: Plan, part: str) -> tuple[Button, ...]:
    ref = plan.record.ref
    found = [button("Add a line…", OpenForm("line", ref=ref))]
    if part:
        found.append(button("The whole plan", ShowStrategy(plan.record.workstream)))
    elif len(plan.outreach.gaps) > GAPS_SHOWN:
        found.append(button("All gaps", ShowStrategy(plan.record.workstream, "gaps")))
    if plan.record.workstream:
        found.append(button("As a PDF", Report("strategy", workstream=plan.record.workstream)))
    return (*found, button("Show the record", Show(ref)))
