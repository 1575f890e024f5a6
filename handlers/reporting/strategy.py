"""A communication strategy on paper, for the client: what it is for, who is told what and how often, what is next, what is
missing."""

from __future__ import annotations

from governance.errors import ChivvyError
from governance.outreach import Course, Piece
from governance.people import Person
from handlers.outreach.standing import Plan, open_strategy, plan_of
from handlers.reporting.document import Asked
from handlers.reporting.marks import footer_of, mark_of
from handlers.wording import day
from reports.paper import Paper
from storage.filters import Filter

SENT_SHOWN = 12


class NoStrategyHere(ChivvyError):
    """There is no communication strategy {where}, so nothing was drawn up. Start one with “/strategy …”."""


async def strategy(asked: Asked) -> Paper:
    register = asked.register
    record = await open_strategy(register, asked.workstream)
    if record is None and asked.workstream is None:
        found = await register.records.find(Filter(kind="strategy", confidential=False), limit=2)
        record = found[0] if len(found) == 1 else None
    strand = await register.workstreams.get(asked.workstream)
    if record is None:
        raise NoStrategyHere(where=f"for {strand.name}" if strand else "that you could mean; name its project")
    plan = await plan_of(register, record)
    people = await register.people.all()
    project = await register.workstreams.get(record.workstream)
    values = {
        "mark": mark_of(record),
        "footer": footer_of(asked),
        "project": project.name if project else await register.programme_name(),
        "facts": _facts(plan, people),
        "lines": [_line(course, plan, people) for course in plan.outreach.courses],
        "late": [_piece(piece) for piece in plan.outreach.late],
        "next": [
            *(_piece(piece) for piece in plan.outreach.coming),
            *(
                [day(each.expected), each.line.named, "to be planned"]
                for each in plan.outreach.to_plan
                if each.expected
            ),
        ],
        "sent": [_sent(piece) for piece in plan.outreach.sent[:SENT_SHOWN]],
        "more": max(0, len(plan.outreach.sent) - SENT_SHOWN),
        "gaps": [gap.says for gap in plan.outreach.gaps],
        "wanted": _wanted(plan),
    }
    return Paper("strategy", f"{record.ref} communication strategy.pdf", f"{record.ref} {record.title}", values)


def _facts(plan: Plan, people: dict[str, Person]) -> list[list[str]]:
    body, record = plan.body, plan.record
    told = {
        "What it is for": body.purpose,
        "How we write": body.tone,
        "Standing rules": body.rules,
        "Signs off": people[body.signs_off].name if body.signs_off in people else "",
        "Seen to by": people[record.owner].name if record.owner in people else "nobody yet",
        "Status": record.status,
        "Looked at again": day(body.review_on) if body.review_on else "",
    }
    return [[label, said] for label, said in told.items() if said]


def _line(course: Course, plan: Plan, people: dict[str, Person]) -> list[str]:
    line = course.line
    approver = plan.body.approver_of(line)
    how_often = line.how.removeprefix(line.channel).lstrip(", ") or "not said yet"
    last = f"{course.last.ref}, {day(course.last.on)}" if course.last and course.last.on else "nothing yet"
    return [
        str(line.number),
        line.audience,
        line.message or "–",
        line.channel or "–",
        how_often,
        people[approver].name if approver in people else "nobody yet",
        last,
    ]


def _piece(piece: Piece) -> list[str]:
    assert piece.on is not None
    lacks = f"; lacks {', '.join(piece.body.lacks)}" if piece.body.lacks else ""
    return [day(piece.on), f"{piece.ref} {piece.body.title}", f"{piece.body.status}{lacks}"]


def _sent(piece: Piece) -> list[str]:
    assert piece.on is not None
    body = piece.body
    languages = f"; in {body.languages} too" if body.languages else ""
    copies = f"; {body.print_run} copies" if body.print_run else ""
    return [day(piece.on), f"{piece.ref} {body.title}", f"{body.audience or 'nobody named'}{copies}{languages}"]


def _wanted(plan: Plan) -> str:
    """`Of 240 homes 29 want Bengali and 19 Somali; 17 need large print.`"""
    estate = plan.estate
    if not estate.homes:
        return ""
    languages = ", ".join(f"{one.homes} want {one.what}" for one in estate.languages)
    formats = ", ".join(f"{one.homes} need {one.what}" for one in estate.formats)
    told = "; ".join(part for part in (languages, formats) if part) or "no language or format is wanted by five or more"
    return f"Of {len(estate.homes)} homes {told}. Groups of fewer than five homes are not counted."
