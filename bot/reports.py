"""`chivvy report`: what the register says of itself, for people, for machines and as a file. Changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Awaitable, Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from openpyxl import Workbook
from rich.table import Table

from bot.clock import SystemClock
from bot.lookup import MORNING, surroundings
from bot.terminal import Json, Out, console, moment, open_database, print_json, read_settings, run_to_end
from governance.errors import ChivvyError
from governance.health import Score
from governance.health_rules import RULES
from handlers.exporting import harmless
from handlers.health.health_check import check_health
from handlers.health.raid_report import raid_report
from handlers.reporting.document import Asked, Document
from handlers.reporting.documents import document_named
from handlers.words.hearing import hear
from reports.drawing import drawn
from reports.paper import Paper
from reports.stationery import Stationery
from storage.health import PROGRAMME
from storage.register import Register

Row = tuple[Any, ...]
Found = TypeVar("Found")


class NoSuchWorkstream(ChivvyError):
    """There is no workstream “{name}” in this register. Nothing was written. There are: {known}."""


class NoSuchFormat(ChivvyError):
    """A {kind} report can't be written as “{suffix}”. Nothing was written. Name a file that ends in {known}."""


class WhereTo(ChivvyError):
    """A {kind} is a document. Nothing was written. Say where it is to go (chivvy report {kind} … --out FILE{suffix}), or
    --json for its values."""


def report(
    kind: Annotated[str, typer.Argument(help="Which report: health, raid, or a document such as chronology.")],
    about: Annotated[
        str,
        typer.Argument(help="A workstream's id or name, or the ref of a record; the whole programme when left out."),
    ] = "",
    on: Annotated[str, typer.Option(help="The day that counts as today.")] = "",
    out: Out = None,
    as_machine: Json = False,
) -> None:
    """Report on the register: its health, how much of what there is in which state, or a document about it or one record."""
    if kind in TABLES:
        _tabular(kind, about, on, out, as_machine=as_machine)
    else:
        _document(document_named(kind), about, on, out, as_machine=as_machine)


def _document(document: Document, about: str, on: str, out: Path | None, *, as_machine: bool) -> None:
    """A document into a file, or its values."""
    if out is None and not as_machine:
        raise WhereTo(kind=document.name, suffix=document.suffix)
    suffix = out.suffix.casefold() if out else document.suffix
    if suffix not in document.suffixes:
        raise NoSuchFormat(kind=document.name, suffix=suffix, known=document.suffixes)

    async def work(register: Register) -> Paper:
        await register.calendar()
        record = await register.records.get(about) if document.kinds and about else None
        document.check(record)
        strand = None if document.kinds else await _workstream(register, about)
        return await document.drawn_up(Asked(register, record, strand), suffix)

    paper = _read(on, work)
    if out is not None:
        out.write_bytes(drawn(paper, Stationery(read_settings().stationery)).content)
        console.print(f"Written: {out}")
    else:
        print_json(paper.values)


def _tabular(kind: str, about: str, on: str, out: Path | None, *, as_machine: bool) -> None:
    if out is not None and out.suffix.casefold() not in WRITERS:
        raise NoSuchFormat(kind=kind, suffix=out.suffix or out.name, known=tuple(WRITERS))
    values, lines = TABLES[kind]

    async def work(register: Register) -> dict[str, Any]:
        return await values(register, await _workstream(register, about))

    found = _read(on, work)
    rows = list(lines(found))
    if out is not None:
        WRITERS[out.suffix.casefold()](out, found, rows)
        console.print(f"Written: {out}")
    elif as_machine:
        print_json(found)
    else:
        console.print(_heading(found), highlight=False)
        console.print(_table(rows))


def _read(on: str, work: Callable[[Register], Awaitable[Found]]) -> Found:
    """What `work` finds in the register, as of a day."""

    async def reading() -> Found:
        settings = read_settings()
        now = moment(on, settings.zone, MORNING) if on else SystemClock().now()
        async with open_database(settings) as database, database.reading(now) as register:
            return await work(register)

    return run_to_end(reading())


async def health_report(register: Register, workstream: str | None) -> dict[str, Any]:
    """`{"on", "workstream", "findings": [{"rule", "ref", "why", "title", "workstream"}], "score": {"score", "judged", "findings",
    "points", "moved", "since", "workstreams": {id: the same}}}`."""
    check = await check_health(register, workstream, all_of_it=True)
    found = [
        {
            "rule": each.rule,
            "ref": each.ref,
            "why": each.why,
            "name": RULES[each.rule].name,
            "workstream": check.records[each.ref].workstream,
        }
        for each in check.findings
    ]

    def scored(key: str, score: Score) -> dict[str, Any]:
        by, since = check.moved(key) or (None, None)
        values = {
            "score": score.score,
            "judged": score.judged,
            "findings": score.findings,
            "points": dict(score.points),
        }
        return {**values, "moved": by, "since": since.isoformat() if since else None}

    strands = {key: scored(key, score) for key, score in check.scores.items() if key != PROGRAMME}
    return {
        "on": register.today.isoformat(),
        "workstream": workstream,
        "findings": found,
        "score": {**scored(PROGRAMME, check.score), "workstreams": strands},
    }


async def _workstream(register: Register, name: str) -> str | None:
    """The id of the workstream that is meant, None for the whole programme. Raises NoSuchWorkstream."""
    if not name.strip():
        return None
    around = await surroundings(register, "")
    found = hear(around).strands.find(name, loose=True)
    if found is None:
        raise NoSuchWorkstream(name=name, known=[strand.label for strand in around.workstreams])
    return found.id


def _findings(found: dict[str, Any]) -> Iterator[Row]:
    yield ("Rule", "Name", "Ref", "Why", "Workstream")
    for each in found["findings"]:
        yield (each["rule"], each["name"], each["ref"], each["why"], each["workstream"] or "")


def _numbers(found: dict[str, Any]) -> Iterator[Row]:
    yield ("Kind", "What", "Number", "Refs")
    for kind, held in found["kinds"].items():
        if held["total"]:
            yield (kind, "open", held["open"], "")
        groups = {**held["status"], **held["rag"], "overdue": held["overdue"], "without an owner": held["unowned"]}
        for name, group in groups.items():
            if group["count"]:
                yield (kind, name, group["count"], ", ".join(group["refs"]))
    late = found["dependencies_promise_after_need"]
    yield ("dependency", "promised after the need", len(late), ", ".join(late))


def _heading(found: dict[str, Any]) -> str:
    whose = found["workstream"] or "the whole programme"
    score = found.get("score")
    if score is None:
        return f"RAID of {whose} on {found['on']}"
    moved = f" ({score['moved']:+} since {score['since']})" if score["moved"] is not None else ""
    return f"Health of {whose} on {found['on']}: {score['score']} of 100{moved}, {score['findings']} findings"


def _table(rows: list[Row]) -> Table:
    heading, *lines = rows
    table = Table(*heading)
    for line in lines:
        table.add_row(*(str(cell) for cell in line))
    return table


def _write_json(path: Path, found: dict[str, Any], _rows: list[Row]) -> None:
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_csv(path: Path, _found: dict[str, Any], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # with the mark by which Excel knows it is UTF-8
        csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)


def _write_xlsx(path: Path, _found: dict[str, Any], rows: list[Row]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Report")
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    whole = BytesIO()  # a book whose saving breaks off half-way cannot be closed
    book.save(whole)
    path.write_bytes(whole.getvalue())


def _harmless(cell: Any) -> Any:
    return harmless(cell) if isinstance(cell, str) else cell


WRITERS: dict[str, Callable[[Path, dict[str, Any], list[Row]], None]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
}

TABLES: dict[
    str, tuple[Callable[[Register, str | None], Awaitable[dict[str, Any]]], Callable[[dict[str, Any]], Iterator[Row]]]
] = {
    "health": (health_report, _findings),
    "raid": (raid_report, _numbers),
}
