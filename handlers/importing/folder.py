"""Importing files and folders: what each one holds, in which order they must go in, and what became of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from governance.kinds import all_kinds
from handlers.importing.assigning import assign_officers
from handlers.importing.delimited import has_columns, read_delimited
from handlers.importing.estates import import_project, is_project
from handlers.importing.known import known_to
from handlers.importing.links import Linking, kind_in
from handlers.importing.people import import_organisation, import_person, import_workstream, staff_of
from handlers.importing.plan import ORDER, Task, explained, task_of
from handlers.importing.recognising import LINK, linked_kinds
from handlers.importing.records import Imported, Present, import_record, ref_in, refs_seen_twice
from handlers.importing.report import FileReport, Outcome, Report
from handlers.importing.row_list import RowList
from handlers.importing.row_lists import AFTER, BEFORE, SECRET
from handlers.importing.sheet import FileUnreadable, Grid
from handlers.importing.workbook import read_workbook
from storage.history import Scene
from storage.register import Register

WORKBOOKS = (".xlsx", ".xlsm")
SUFFIXES = (".csv", ".tsv", *WORKBOOKS)

Progress = Callable[[str, int, int], None]  # what the sheet is called, rows done, rows in all


@dataclass
class _Import:
    """One run: what it writes to, and which records it has put there."""

    register: Register
    scene: Scene
    workstream: str
    progress: Progress | None
    projects: list[tuple[Path, FileReport]] = field(default_factory=list)
    imported: list[tuple[FileReport, Imported]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    async def run(self, tasks: list[Task]) -> None:
        for sort in ORDER:
            for task in (task for task in tasks if task.sort == sort):
                await self._list(task)
        for path, told in self.projects:
            await import_project(path, self.register, told)
        known = await known_to(self.register, self.workstream)
        lists = [found for task in tasks if (found := task if task.sort else explained(task, known))]
        present = Present(self.register, known, self.scene)
        await self._rows(lists, BEFORE, present)
        for bare in (False, True):  # rows without a ref get theirs after the highest of all the others
            for task in (task for task in lists if task.sort in all_kinds()):
                await self._records(task, present, bare=bare)
        await self._rows(lists, AFTER, present)
        await self._links(lists, Linking(self.register, self.scene, present))
        await assign_officers(self.register, [(report, one.record) for report, one in self.imported])

    async def _rows(self, lists: list[Task], sorts: Iterable[RowList], present: Present) -> None:
        for rows in sorts:
            for task in (task for task in lists if task.sort == rows.sort):
                async for outcome in rows.taken(task.readings, self.register, present, present.known.moment):
                    self._done(task, outcome)

    async def _links(self, lists: list[Task], linking: Linking) -> None:
        for report, one in self.imported:
            if await linking.of_row(one.reading, one.record) and one.outcome == "unchanged":
                report.unchanged -= 1
                report.updated += 1
        for task in (task for task in lists if task.sort == LINK):
            first, second = (kind_in(heading) for heading in linked_kinds(task.sheet) or ("", ""))
            for reading in task.readings:
                self._done(task, await linking.of_pair(reading, first, second))

    async def _list(self, task: Task) -> None:
        """Organisations, workstreams or people. Of two rows with one code the first counts."""
        staff, first = await staff_of(self.register), dict[str, int]()
        for reading in task.readings:
            named = "id" if reading.cell("id") else "email"
            earlier = first.get(reading.cell(named).casefold()) if reading.cell(named) else None
            for code in filter(None, (reading.cell("id").casefold(), reading.cell("email").casefold())):
                first.setdefault(code, reading.row.number)
            if earlier:
                reading.problem(named, f"row {earlier} has this already; this row was not imported")
                self._done(task, None)
            elif task.sort == "person":
                self._done(task, await import_person(reading, self.register, staff))
            elif task.sort == "workstream":
                self._done(task, await import_workstream(reading, self.register))
            else:
                self._done(task, await import_organisation(reading, self.register))

    async def _records(self, task: Task, present: Present, *, bare: bool) -> None:
        body = all_kinds()[task.sort]
        twice = refs_seen_twice(task.readings, body)
        for reading in task.readings:
            if (ref_in(reading.cell("ref"), body) is None) != bare:
                continue
            if earlier := twice.get(reading.row.number):
                reading.problem("ref", f"row {earlier} has this ref already; this row was not imported")
                self._done(task, None)
                continue
            one = await import_record(reading, self.register, self.scene, body, present)
            if one:
                self.imported.append((task.report, one))
            self._done(task, one.outcome if one else None)

    def _done(self, task: Task, outcome: Outcome | None) -> None:
        if outcome:
            task.report.count(outcome)
        name = task.report.title
        self.done[name] += 1
        if self.progress:
            self.progress(name, self.done[name], len(task.readings))


async def import_folder(register: Register, folder: Path, scene: Scene, progress: Progress | None = None) -> Report:
    """Every spreadsheet of a folder, in one transaction."""
    return await import_files(register, spreadsheets_in(folder), scene, progress)


def spreadsheets_in(folder: Path) -> list[Path]:
    """The spreadsheets of a folder; not those that Excel keeps beside a workbook while it is open."""
    visible = sorted(path for path in folder.iterdir() if not path.name.startswith(("~$", ".")))
    return [
        path
        for path in visible
        if path.suffix.casefold() in SUFFIXES
        or (path.suffix.casefold() == ".txt" and has_columns(path))
        or is_project(path)
    ]


async def import_files(
    register: Register,
    paths: Iterable[Path],
    scene: Scene,
    progress: Progress | None = None,
    *,
    workstream: str = "",
) -> Report:
    """These spreadsheets, in one transaction. What is wrong with a row or a file is reported, never raised.

    `workstream` is where records belong whose rows name none; raises NoSuchWorkstream.
    """
    await register.calendar()  # records work out their next reminder with it
    report, tasks, projects = Report(), [], []
    for path in paths:
        if is_project(path):
            report.files.append(told := FileReport(path=str(path)))
            projects.append((path, told))
            continue
        for grid, told in _grids(path, report):
            if task := task_of(grid, told):
                tasks.append(task)
    await _Import(register, scene, workstream, progress, projects).run(tasks)
    for file in report.files:
        file.problems.sort(key=lambda problem: problem.row)
    if report.changed:
        counts = {file.title: [file.created, file.updated] for file in report.files if file.kind not in SECRET}
        await register.history.add(scene, "import", after={"created, updated": counts})
    return report


def _grids(path: Path, report: Report) -> list[tuple[Grid, FileReport]]:
    """The sheets of a file, each with its entry in the report."""
    try:
        grids = read_workbook(path) if path.suffix.casefold() in WORKBOOKS else [read_delimited(path)]
    except FileUnreadable as unreadable:
        told = FileReport(path=str(path))
        told.problem(0, "", "", unreadable.message)
        report.files.append(told)
        return []
    found = [(grid, FileReport(path=str(path), sheet=grid.name, notes=list(grid.notes))) for grid in grids]
    report.files.extend(told for _, told in found)
    return found
