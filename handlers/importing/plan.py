"""Planning an import: what each sheet holds, and how its rows are to be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from governance.kinds import all_kinds
from handlers.importing.columns import mapped, sorts
from handlers.importing.known import Known
from handlers.importing.layouts import form_in, is_form, map_in
from handlers.importing.links import kind_in
from handlers.importing.reading import Reading
from handlers.importing.recognising import ABOUT, LINK, is_about, linked_kinds, sort_of, why_not
from handlers.importing.report import FileReport
from handlers.importing.row_lists import ROW_LISTS, row_list_of
from handlers.importing.sheet import Grid, Sheet
from handlers.importing.table import table_in

# People belong to workstreams and organisations, records to all of them, links to records.
ORDER = ("organisation", "workstream", "person")
MAPPED = "dependency"  # what a map of workstreams holds


@dataclass(frozen=True)
class Task:
    """One sheet that is to be imported. `sort` is "" for a grid that only the register's own workstreams can explain."""

    grid: Grid
    sheet: Sheet
    sort: str
    report: FileReport
    readings: list[Reading] = field(default_factory=list)


def task_of(grid: Grid, told: FileReport) -> Task | None:
    """What is to be done with a sheet; None where nothing is, with the reason in its report."""
    if grid.hidden:
        told.problem(0, "", grid.name, "This sheet is hidden, so it was left alone. Unhide it in Excel to import it.")
        return None
    if not any(any(line) for line in grid.lines):
        told.problem(0, "", "", f"This {'sheet' if grid.name else 'file'} is empty, so nothing was imported from it.")
        return None
    sheet = table_in(grid)
    if is_about(sheet):
        told.kind = ABOUT
        return None
    rows = row_list_of(sheet.headings)
    if sort := rows.sort if rows else sort_of(sheet):
        return _listed(grid, sheet, sort, told)
    if form := form_in(grid):
        single = table_in(form)
        if (sort := sort_of(single)) in all_kinds():
            return _listed(grid, single, sort, told)
    told.rows = len(sheet.rows)
    return Task(grid, sheet, "", told)


def explained(task: Task, known: Known) -> Task | None:
    """A grid that is a map of the register's workstreams; None, with the reason in its report, where it is not."""
    if sheet := map_in(task.grid, known):
        return _listed(task.grid, sheet, MAPPED, task.report)
    headings = ", ".join(heading for heading in task.sheet.headings if heading)
    task.report.problem(0, "", headings[:200], why_not(task.sheet, form=is_form(task.grid)))
    return None


def _listed(grid: Grid, sheet: Sheet, sort: str, told: FileReport) -> Task:
    told.kind, told.rows, told.columns = sort, len(sheet.rows), _columns(sheet, sort)
    for passed in sheet.passed_over:
        told.problem(passed.number, "", passed.text[:200], passed.reason)
    return Task(grid, sheet, sort, told, [Reading(row, told.columns, told) for row in sheet.rows])


def _columns(sheet: Sheet, sort: str) -> dict[str, str]:
    if sort in ROW_LISTS:
        return ROW_LISTS[sort].mapped(sheet.headings)
    if sort == LINK:
        return {heading: kind_in(heading) for heading in linked_kinds(sheet) or ()}
    return mapped(sheet.headings, sorts()[sort])
