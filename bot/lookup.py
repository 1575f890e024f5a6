"""The register from the terminal: what a text means, what there is, and one record with its history. Changes nothing; that
something confidential was read is a line of its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.clock import SystemClock
from bot.terminal import Json, console, moment, open_database, print_json, read_settings, run_to_end, user
from governance.errors import ChivvyError
from governance.people import Person
from governance.policy import is_confidential
from governance.programme import Programme
from governance.record import Record
from handlers.ballots.known import known_ballots
from handlers.ballots.result_words import plain_ballot
from handlers.cases.survey_results import known_surveys, plain_findings
from handlers.commands import Find, Worklist
from handlers.escalating.standing import plain_escalation
from handlers.records.finding import filter_of
from handlers.turn import Said
from handlers.typed import heard
from handlers.words.as_json import as_json
from handlers.words.understand import understand as understand_text
from handlers.words.understanding import Surroundings
from storage.database import Database
from storage.history import READ, Scene
from storage.links import Link
from storage.register import Register
from storage.rows import plain_fields

MORNING = time(9, 0)
LINK_KEYS = ("ref", "relation", "words", "forward", "kind", "title", "status", "open")
EVENT_KEYS = ("verb", "before", "after", "reason", "via", "place")


class NoSuchPerson(ChivvyError):
    """There is nobody with the id {who} in this register. Nothing was done. Give an id such as P004, or import people first."""


class PlatformName(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"


class PlaceName(StrEnum):
    CHANNEL = "channel"
    DM = "dm"


def understand(
    text: Annotated[str, typer.Argument(help="What somebody might type.")],
    speaker: Annotated[str, typer.Option("--as", help="Who types it: a person's id.")] = "",
    on: Annotated[str, typer.Option(help="The day or moment at which it is typed.")] = "",
    platform: Annotated[
        PlatformName, typer.Option(help="The platform whose way of writing mentions is used.")
    ] = PlatformName.SLACK,
    where: Annotated[PlaceName, typer.Option(help="Where it is typed.")] = PlaceName.DM,
    as_machine: Json = False,
) -> None:
    """Show what Chivvy would take a text to mean. Changes nothing."""

    async def work() -> dict[str, Any]:
        settings = read_settings()
        now = moment(on, settings.zone, MORNING) if on else SystemClock().now()
        async with open_database(settings) as database, database.reading(now) as register:
            around = await surroundings(register, speaker)
            said, around = await heard(text, platform.value, where.value, around, register)
            return as_json(understand_text(said, around), around)

    found = run_to_end(work())
    if as_machine:
        print_json(found)
        return
    console.print(f"[bold]{found['intent']}[/bold]")
    for item in found["items"]:
        console.print("  " + ", ".join(f"{name} {value}" for name, value in item.items()), highlight=False)
    for ask in found["ask"]:
        console.print(f"  to be asked: {ask}", highlight=False)


def find(
    text: Annotated[
        str, typer.Argument(help="A question (“red risks in ICT”) or words to look for; leave out for everything open.")
    ] = "",
    speaker: Annotated[str, typer.Option("--as", help="Whose “mine” is meant: a person's id.")] = "",
    on: Annotated[str, typer.Option(help="The day that counts as today.")] = "",
    as_machine: Json = False,
) -> None:
    """List the records that a question asks for, as in chat, or that hold these words. Changes nothing."""

    async def work() -> list[dict[str, Any]]:
        settings = read_settings()
        now = moment(on, settings.zone, MORNING) if on else SystemClock().now()
        async with open_database(settings) as database, database.reading(now) as register:
            asked = _asked(text, await surroundings(register, speaker))
            programme = await register.programme()
            found = await register.records.find(filter_of(asked, register.today), limit=None)
            listed = [_short(record, programme, register.today) for record in found]
            await note_read(database, found)
            return listed

    found = run_to_end(work())
    if as_machine:
        print_json(found)
        return
    table = Table(title=f"{len(found)} found")
    for heading in ("ref", "title", "status", "owner", "due", "workstream"):
        table.add_column(heading)
    for row in found:
        table.add_row(*(str(row[name] or "") for name in ("ref", "title", "status", "owner", "due", "workstream")))
    console.print(table)


def show(ref: Annotated[str, typer.Argument(help="A ref such as A-012.")], as_machine: Json = False) -> None:
    """Show one record with all its fields and its history. Changes nothing."""

    found = run_to_end(_whole(ref))
    if as_machine:
        print_json(found)
        return
    console.print(f"[bold]{found['ref']}[/bold] {found['title']}", highlight=False)
    for name, value in found.items():
        if name not in ("ref", "title", "links", "history", "escalations") and value not in (None, "", [], ()):
            console.print(f"  {name.replace('_', ' ')}: {value}", highlight=False)
    for link in found["links"]:
        console.print(f"  {link['words']} {link['ref']} {link['title']} ({link['status']})", highlight=False)
    for each in found["escalations"]:
        answer = each["response_words"] or each["response"] or each["state"]
        console.print(
            f"  escalated to {each['to']} {each['raised_at'][:10]} ({each['reason']}): {answer}", highlight=False
        )
    for event in found["history"]:
        console.print(
            f"  {event['at'][:16]} {event['who'] or 'Chivvy'} {event['verb']} {event['reason']}", highlight=False
        )


async def _whole(ref: str) -> dict[str, Any]:
    """One record with all its fields, links and history."""
    async with open_database(read_settings()) as database, database.reading(SystemClock().now()) as register:
        record = await register.records.get(ref)
        await note_read(database, [record])
        found = await register.surveys.findings(record)
        ballot = await plain_ballot(register, record)
        return {
            **_beside(ballot, plain_fields(record)),
            **_short(record, await register.programme(), register.today),
            "raised_by": record.raised_by,
            "confidential": record.confidential,
            "version": record.version,
            **({"findings": plain_findings(found)} if found else {}),
            **({"ballot": ballot} if ballot else {}),
            "escalations": [plain_escalation(each) for each in await register.escalations.of(record)],
            "links": [_plain(untitled(link), LINK_KEYS) for link in await register.links.of(record)],
            "history": [
                {"at": event.at.isoformat(), "who": event.actor, **_plain(event, EVENT_KEYS)}
                for event in await register.history.of(record.ref)
            ],
        }


def untitled(link: Link) -> Link:
    """A link as it is shown with another record: of a confidential one, not what it is called."""
    return replace(link, title="", status="") if link.confidential else link


async def note_read(database: Database, shown: Sequence[Record]) -> None:
    """The history says who read what is confidential at the terminal, as far as this machine knows them."""
    refs = [record.ref for record in shown if is_confidential(record)]
    if not refs:
        return
    async with database.transaction(SystemClock().now()) as register:
        scene = Scene(via="command line", place="command line")
        await register.history.add_all(scene, READ, ((ref, {"by": user()}, "") for ref in refs))


def _beside(counted: dict[str, Any] | None, fields: dict[str, Any]) -> dict[str, Any]:
    """A ballot's count beside the record's own fields, where those say nothing."""
    return {**fields, **{name: value for name, value in (counted or {}).items() if not fields.get(name)}}


def _plain(line: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: getattr(line, key) for key in keys}


def _asked(text: str, around: Surroundings) -> Find:
    """The list that a question asks for; what is no question is searched for."""
    if not text.strip():
        return Find()
    understood = understand_text(Said(text), around)
    command = understood.commands[0] if len(understood.commands) == 1 and not understood.doubts else None
    if isinstance(command, Worklist) and around.speaker:
        return Find(owner=command.person or around.speaker.id)
    return command if isinstance(command, Find) else Find(text=text, status="any")


def _short(record: Record, programme: Programme, today: date) -> dict[str, Any]:
    """One record as a line: what all kinds have in common, with the colour that it has on `today`."""
    return {
        "ref": record.ref,
        "kind": record.kind.name,
        "title": record.title,
        "status": record.status,
        "open": record.is_open,
        "owner": record.owner,
        "due": record.due.isoformat() if record.due else None,
        "workstream": record.workstream,
        "counterpart": record.body.counterpart,
        "score": record.body.score,
        "rag": record.body.rag(programme, today),
        "priority": getattr(record.body, "priority", None),
        "council": getattr(record.body, "council", ""),
        "raised_on": record.raised_on.isoformat(),
        "closed_on": record.closed_on.isoformat() if record.closed_on else None,
        "updated_at": record.updated_at.isoformat(),
    }


async def surroundings(register: Register, speaker: str) -> Surroundings:
    """What understanding may know when nobody in particular, or the person with the id `speaker`, types. Raises NoSuchPerson."""
    people = await register.people.all()
    person: Person | None = people.get(speaker) if speaker else None
    if speaker and person is None:
        raise NoSuchPerson(who=speaker)
    return Surroundings(
        now=register.now.astimezone(register.zone),
        calendar=await register.calendar(),
        people=tuple(people.values()),
        workstreams=tuple((await register.workstreams.all()).values()),
        speaker=person,
        programme=await register.programme(),
        surveys=await known_surveys(register, added_up=True),
        ballots=await known_ballots(register),
    )
