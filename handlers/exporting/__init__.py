"""Exporting: the register as spreadsheets that officers can read, and that can be imported again."""

from handlers.exporting.files import FolderUnwritable, harmless, write_folder, write_workbook
from handlers.exporting.tables import Export, Table, exported

__all__ = ["Export", "FolderUnwritable", "Table", "exported", "harmless", "write_folder", "write_workbook"]
