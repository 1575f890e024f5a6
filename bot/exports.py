"""`chivvy export`: the register as a workbook or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.terminal import console, open_database, read_settings, run_to_end, user
from governance.errors import ChivvyError
from handlers.exporting import Export, exported, write_folder, write_workbook
from storage.history import Scene

WORKBOOK = ".xlsx"


class FormatUnknown(ChivvyError):
    """I can't write “{ending}” files. Nothing was exported. Name a workbook that ends in .xlsx, or a folder for CSV files."""


def export_to(
    path: Annotated[Path, typer.Argument(help="A workbook (.xlsx), or a folder for CSV files.")],
) -> None:
    """Export every kind of record to spreadsheets, without what is confidential. They can be imported again."""
    if path.suffix and path.suffix.casefold() != WORKBOOK and not path.is_dir():
        raise FormatUnknown(ending=path.suffix)
    export = run_to_end(_export(path))
    console.print(f"{export.count} records are in {path}. Mark and share it as OFFICIAL.", highlight=False)


async def _export(path: Path) -> Export:
    """The history says that the register was taken out only where that was done: what can't be written is not told."""
    async with open_database(read_settings()) as database, database.transaction(SystemClock().now()) as register:
        export = await exported(register, Scene(via="command line", place="command line"), user())
        write = write_workbook if path.suffix.casefold() == WORKBOOK else write_folder
        write(export, path)
        return export
