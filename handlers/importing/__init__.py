"""Importing: spreadsheets into the register. Good rows are kept, bad ones reported with their number and reason."""

from handlers.importing.folder import import_files, import_folder
from handlers.importing.report import FileReport, Problem, Report

__all__ = ["FileReport", "Problem", "Report", "import_files", "import_folder"]
