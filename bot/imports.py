"""`chivvy import`: spreadsheets and folders of them into the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from bot.clock import SystemClock
from bot.terminal import Json, console, open_database, print_json, read_settings, run_to_end
from handlers.importing import FileReport, Report, import_files
from handlers.importing.folder import spreadsheets_in
from storage.history import Scene

PROBLEMS_SHOWN = 20


def import_paths(
    paths: Annotated[list[Path], typer.Argument(help="Excel workbooks, CSV files, or folders of them.", exists=True)],
    workstream: Annotated[str, typer.Option(help="Where records belong whose rows name no workstream.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_machine: Json = False,
) -> None:
    """Import councils, workstreams, people and records from spreadsheets. Importing the same again changes nothing."""
    files = [file for path in paths for file in (spreadsheets_in(path) if path.is_dir() else [path])]
    report = run_to_end(_import(files, workstream, dry_run=dry_run, quiet=as_machine))
    if as_machine:
        print_json(report.plain())
        return
    for file in report.files:
        _tell_problems(file)
    console.print(_table(report))
    if dry_run:
        console.print("This was a dry run: nothing was changed.")


async def _import(files: list[Path], workstream: str, *, dry_run: bool, quiet: bool) -> Report:
    """All files in one transaction; a dry run reads and writes in one that is thrown away."""
    now = SystemClock().now()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=quiet,
    )
    tasks: dict[str, TaskID] = {}

    def told(name: str, done: int, rows: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=rows)
        bar.update(tasks[name], completed=done)

    async with open_database(read_settings()) as database:
        opened = database.reading(now) if dry_run else database.transaction(now)
        with bar:
            async with opened as register:
                scene = Scene(via="import", place="command line")
                return await import_files(register, files, scene, told, workstream=workstream)


def _table(report: Report) -> Table:
    table = Table("File", "Holds", "Rows", "New", "Changed", "As before", "Problems")
    for file in report.files:
        counts = (file.rows, file.created, file.updated, file.unchanged, len(file.problems))
        table.add_row(file.title, file.kind or "?", *(str(count) for count in counts))
    return table


def _tell_problems(file: FileReport) -> None:
    name = file.title
    for note in file.notes:
        console.print(f"{name}: {note}", highlight=False, markup=False, soft_wrap=True)
    for problem in file.problems[:PROBLEMS_SHOWN]:
        at = f"{name}, row {problem.row}" if problem.row else name
        what = f", {problem.column} “{problem.value}”" if problem.column else ""
        console.print(f"{at}{what}: {problem.reason}", highlight=False, markup=False, soft_wrap=True)
    more = len(file.problems) - PROBLEMS_SHOWN
    if more > 0:
        console.print(f"{name}: and {more} more; --json lists them all.", highlight=False, markup=False)
