"""Importing files and folders: what each one holds, in which order they must go in, and what became of every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from governance.kinds import all_kinds
from handlers.importing.columns import mapped, sort_of, sorts
from handlers.importing.people import import_person, import_workstream
from handlers.importing.reading import Reading
from handlers.importing.records import import_record, refs_seen_twice
from handlers.importing.report import FileReport, Outcome, Report
from handlers.importing.sheet import FileUnreadable, Sheet, read_sheet
from storage.history import Scene
from storage.register import Register

SUFFIXES = (".csv",)
# People belong to workstreams, records to both.
ORDER = ("workstream", "person")

Progress = Callable[[str, int, int], None]  # the file's name, rows done, rows in all


@dataclass(frozen=True)
class _Task:
    sheet: Sheet
    sort: str
    report: FileReport


async def import_folder(register: Register, folder: Path, scene: Scene, progress: Progress | None = None) -> Report:
    """Every spreadsheet of a folder, in one transaction."""
    return await import_files(register, spreadsheets_in(folder), scene, progress)


def spreadsheets_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.casefold() in SUFFIXES)


async def import_files(
    register: Register, paths: Iterable[Path], scene: Scene, progress: Progress | None = None
) -> Report:
    """These spreadsheets, in one transaction. What is wrong with a row or a file is reported, never raised."""
    await register.calendar()  # records work out their next reminder with it
    report, tasks = Report(), []
    for path in paths:
        told = FileReport(path=str(path))
        report.files.append(told)
        if task := _task(path, told):
            tasks.append(task)
    tasks.sort(key=lambda task: ORDER.index(task.sort) if task.sort in ORDER else len(ORDER))
    for task in tasks:
        await _import(task, register, scene, progress)
    if report.changed:
        counts = {Path(file.path).name: [file.created, file.updated] for file in report.files}
        await register.history.add(scene, "import", after={"created, updated": counts})
    return report


def _task(path: Path, told: FileReport) -> _Task | None:
    try:
        sheet = read_sheet(path)
    except FileUnreadable as unreadable:
        told.problem(0, "", "", unreadable.message)
        return None
    if not any(sheet.headings):
        told.problem(0, "", "", "This file is empty, so nothing was imported from it.")
        return None
    told.rows = len(sheet.rows)
    told.kind = sort_of(sheet, all_kinds())
    if not told.kind:
        headings = ", ".join(heading for heading in sheet.headings if heading)
        told.problem(
            0, "", headings[:200], "I can't tell from these headings what this is a list of. Nothing was imported."
        )
        return None
    told.columns = mapped(sheet.headings, sorts(all_kinds())[told.kind])
    return _Task(sheet, told.kind, told)


async def _import(task: _Task, register: Register, scene: Scene, progress: Progress | None) -> None:
    readings = [Reading(row, task.report.columns, task.report) for row in task.sheet.rows]
    twice = refs_seen_twice(readings) if task.sort in all_kinds() else {}
    for done, reading in enumerate(readings, start=1):
        if earlier := twice.get(reading.row.number):
            reading.problem("ref", f"row {earlier} has this ref already; this row was not imported")
        elif outcome := await _import_row(task, reading, register, scene):
            task.report.count(outcome)
        if progress:
            progress(task.sheet.path.name, done, len(readings))


async def _import_row(task: _Task, reading: Reading, register: Register, scene: Scene) -> Outcome | None:
    if task.sort == "workstream":
        return await import_workstream(reading, register)
    if task.sort == "person":
        return await import_person(reading, register)
    return await import_record(reading, register, scene, all_kinds()[task.sort])
