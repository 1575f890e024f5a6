"""The living card of a record: one message that always shows it as it is now, with what can be done next."""

from __future__ import annotations

from collections.abc import Iterator

from governance.elections import election_words
from governance.kind import Ask
from governance.policy import is_confidential
from governance.record import Record
from governance.timed import CHASE
from handlers.ballots.buttons import ballot_buttons
from handlers.ballots.deeds import CORRECT, DECLARE, FREEZE, REPORT
from handlers.ballots.result_words import count_parts, declared_count, for_residents
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Rich, Row, Small, Strong, button, plain
from handlers.cases.clock_words import clock_facts
from handlers.cases.steps import case_buttons
from handlers.cases.survey_results import response_words, result_words, survey_buttons
from handlers.commands import OpenForm, Show, ShowLinks, Undo
from handlers.escalating.standing import answer_form, escalation_lines
from handlers.lock_screen import of_one
from handlers.outreach.proposals import of_outreach
from handlers.records.accepted import taken_up, taken_up_words
from handlers.records.moves import about_its_clocks, becomings, escalations, next_move, offers
from handlers.wording import Names, cut, day, day_short, due_fact, due_words, names_of, value, who
from storage.history import Event
from storage.links import Link
from storage.register import Register

DETAIL_SHOWN = 600
NOTES_SHOWN = 2
NOTE_SHOWN = 200
LINKS_SHOWN = 6
LINK_TITLE_SHOWN = 80
REFS_NAMED = 5


async def record_card(register: Register, record: Record) -> Card:
    """The card of `record` as it stands in this transaction."""
    await register.calendar()
    names = await names_of(register)
    facts = [*_leading(record, register, names), *clock_facts(record), *_worked_out(record, register, names)]
    facts += _held(record, register, names)
    workstream = await register.workstreams.get(record.workstream)
    if workstream:
        facts.append(("Workstream", (workstream.name,)))
    if is_confidential(record):
        facts.append(("Confidential", (for_whom(record),)))
    if election := election_words(record.body, names.programme):
        facts.append(("Check first", (election,)))
    if record.snoozed_until and record.is_open and record.snoozed_until > register.today:
        facts.append(("Snoozed", (f"reminders are quiet until {day_short(record.snoozed_until)}",)))
    parts: list[Part] = [Heading(f"{record.ref} {record.title}"), Facts(tuple(facts))]
    if (ballot := await declared_count(register, record)) is not None:
        parts += [*count_parts(record, ballot), Para((f"For residents: {for_residents(record, ballot)}",))]
    if found := await register.surveys.findings(record):
        parts.append(Facts(tuple((one.question, (result_words(one),)) for one in found.results)))
        parts.append(Para((response_words(found),)))
        parts.append(Buttons(survey_buttons(record)))
    if description := getattr(record.body, "description", ""):
        parts.append(Para((cut(description, DETAIL_SHOWN),)))
    links = await register.links.of(record)
    parts += _lineage(record, links)
    parts += [Small((line,)) for line in await escalation_lines(register, record)]
    raised = f"Raised by {await register.people.name(record.raised_by)}" if record.raised_by else "Logged"
    parts.append(Small((f"{raised} on {day(record.raised_on)}.",)))
    if record.is_open and (taken := await taken_up(register, record)) is not None:
        parts.append(Small((await taken_up_words(register, taken),)))
    parts += [
        Small((await _note(register, event),)) for event in await register.history.notes_of(record.ref, NOTES_SHOWN)
    ]
    undoable = await register.history.last_change_of(record.ref)
    undo = (
        (await _undo(register, record, undoable),)
        if undoable and undoable.verb not in (FREEZE, CORRECT, DECLARE, REPORT)
        else ()
    )
    waiting = await register.escalations.unanswered_of(record)
    answering = answer_form(record, waiting[-1]) if waiting else ()
    parts += await of_outreach(register, record, links)
    parts += [Buttons(row) for row in _buttons(record, links, undo, answering) if row]
    owner, due = plain((who(record.owner, names.people),)), due_fact(record, register.today, register.records.calendar)
    told = f"{record.ref} {record.title}: {_status(record)}; owner: {owner}; {_due_label(record).lower()}: {due}"
    text = of_one(register, record) if is_confidential(record) else told
    return Card(text=text, parts=tuple(parts), record=record.ref, version=record.version)


def for_whom(record: Record) -> str:
    """Who may open something confidential, as the policy has it."""
    if not record.kind.confidential:
        return "only for those who are named on it, and the programme office"
    whom = "the landlord’s case managers and the case officers of its estate"
    return f"only for those who are named on it, and {whom}"


def record_row(record: Record, register: Register, owner_shown: Rich = ()) -> Row:
    """One line of a list: ref, title, colour in words, when, whose; with the button that opens its card."""
    when = due_words(record, register.today, register.records.calendar)
    text: Rich = (Strong(record.ref), f" {record.title}{colour_words(record)}, {when}")
    if not record.is_open:
        text = (*text, f", {record.status.lower()}")
    if owner_shown:
        text = (*text, ", ", *owner_shown)
    return Row(text, (button("Show", Show(record.ref)),))


def colour_words(record: Record) -> str:
    """`, red 20` for what is scored or coloured: never a colour without its word."""
    said = " ".join(str(word) for word in (record.rag and record.rag.lower(), record.body.score) if word)
    return f", {said}" if said else ""


def _leading(record: Record, register: Register, names: Names) -> list[tuple[str, Rich]]:
    due = due_fact(record, register.today, register.records.calendar)
    owner = type(record.body).ask("owner").label
    found: list[tuple[str, Rich]] = [
        (owner, (who(record.owner, names.people),)),
        (_due_label(record), (due,)),
        ("Status", (_status(record),)),
    ]
    # Of what is settled nobody looks any more for an owner or a day that it never had.
    shown = (record.is_open or record.owner, record.is_open or record.due, True)
    return [each for each, held in zip(found, shown, strict=True) if held]


def _due_label(record: Record) -> str:
    """What the kind calls its day; simply “Due” where another of its fields stands in for it."""
    field = CHASE if record.body.due_now == CHASE else record.kind.due_field
    asks = dict(type(record.body).asks())
    own = getattr(record.body, field, None)
    return asks[field].label if field in asks and own == record.due else "Due"


def _worked_out(record: Record, register: Register, names: Names) -> list[tuple[str, Rich]]:
    facts = record.body.facts(names.programme, register.records.calendar, register.today)
    return [(fact.label, (fact.words,)) for fact in facts]


def _held(record: Record, register: Register, names: Names) -> Iterator[tuple[str, Rich]]:
    """What the fields hold that is not said elsewhere on the card."""
    body = record.body
    said = {"owner", "status", "title", "description", body.kind.due_field}
    for fact in body.facts(names.programme, register.records.calendar, register.today):
        said.update(fact.instead)
    for name, ask in type(body).asks():
        held = getattr(body, name)
        if ask.on_card and name not in said and not _is_empty(ask, held):
            yield ask.label, _shown(ask, held, names)


def _is_empty(ask: Ask, held: object) -> bool:
    return held in (None, "", (), False) or (held == 0 and ask.input == "none")


def _shown(ask: Ask, held: object, names: Names) -> Rich:
    return value(ask, cut(held) if isinstance(held, str) and not held.startswith("http") else held, names)


def _lineage(record: Record, links: list[Link]) -> list[Part]:
    """What it has to do with other records. Of a confidential one, its ref alone; where such cases are gathered, not even
    that."""
    parts: list[Part] = []
    links = [link for link in links if not (record.kind.gathers and link.confidential)]
    for link in links[:LINKS_SHOWN]:
        said = "" if link.confidential else f" {cut(link.title, LINK_TITLE_SHOWN)} ({link.status.lower()})"
        parts.append(Para((f"{link.words[0].upper()}{link.words[1:]} ", Strong(link.ref), said)))
    if len(links) > LINKS_SHOWN:
        more = button(f"All {len(links)} links", ShowLinks(record.ref))
        parts.append(Row((f"… and {len(links) - LINKS_SHOWN} more links",), (more,)))
    return parts


async def _note(register: Register, event: Event) -> str:
    """`Note by Olu Adeyemi, Mon 23 Nov: rang the supplier`."""
    text = str(event.after.get("note", ""))
    when = day_short(event.at.astimezone(register.zone).date())
    return f"Note by {await register.people.name(event.actor)}, {when}: {cut(text, NOTE_SHOWN)}"


def _status(record: Record) -> str:
    if record.withdrawn:
        return "Withdrawn (it was undone; its ref is not used again)"
    return record.status


async def _undo(register: Register, record: Record, last: Event) -> Button:
    """Take back the last change; what was done together with it goes back too, and the question says so."""
    lines = await register.history.of_batch(last.batch) if last.batch else []
    others = list(dict.fromkeys(line.ref for line in lines if line.ref and line.ref != record.ref))
    asks = f"Take back the last change to {record.ref}?"
    if others:
        shown = ", ".join(others[:REFS_NAMED]) + (
            f" and {len(others) - REFS_NAMED} more" if others[REFS_NAMED:] else ""
        )
        asks += f" It was done together with {shown}: that goes back too."
    return button("Undo", Undo(last.id), asks=asks)


def _buttons(
    record: Record, links: list[Link], undo: tuple[Button, ...], answering: tuple[Button, ...]
) -> tuple[tuple[Button, ...], ...]:
    """What is pressed every day, what it may turn into or be answered; of a case, what its kind offers besides."""
    onward = (one,) if (one := next_move(record)) else ()
    if record.withdrawn:
        return (undo,)
    if not record.is_open:
        return ((*onward, *undo), becomings(record, links), _of_a_case(record))
    snooze = (button("Snooze", OpenForm("snooze", ref=record.ref)),) if record.kind.reminds else ()
    daily = (
        *onward,
        button("Edit", OpenForm("edit", ref=record.ref)),
        *snooze,
        button("Reassign", OpenForm("reassign", ref=record.ref)),
        *undo,
    )
    besides = (*ballot_buttons(record), *becomings(record, links), *escalations(record), *answering)
    return (daily, besides, _of_a_case(record))


def _of_a_case(record: Record) -> tuple[Button, ...]:
    """The steps that its kind offers besides, its clock, and how its day came about."""
    return (*offers(record), *case_buttons(record), *about_its_clocks(record))


def older_card(record: Record, face: Card) -> Card:
    """What becomes of a card that several newer ones of the same record have followed: how things stood, and where to look."""
    newer = "Newer cards of it stand below; this one is kept up to date no longer."
    parts = (Para((face.text,)), Small((newer,)), Buttons((button("Show", Show(record.ref)),)))
    return Card(text=f"{face.text}. {newer}", parts=parts)


def private_card(record: Record) -> Card:
    """What stands where others read along, in place of the card of something confidential."""
    text = f"{record.ref} is confidential, so I don’t show it here."
    return Card(text=text, parts=(Para((text,)),), record=record.ref, version=record.version)
