"""Text files with a value in each column: CSV with commas or semicolons, and what Excel calls “Unicode text”."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from handlers.importing.sheet import LARGEST, FileUnreadable, Grid

DELIMITERS = ",;\t|"
SNIFFED_LINES = 20
FIRST_BYTES = 4096
# Excel writes a mark in front of what it calls Unicode; without one it is UTF-8, or else what Windows in Britain writes.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How an export keeps a text from being taken for a formula, and how many apostrophes it had before.
QUOTED = re.compile(r"'+[=+\-@\t\r]")


def read_delimited(path: Path) -> Grid:
    """The grid of a text file, whatever its encoding and delimiter. Raises FileUnreadable."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileUnreadable(path=path.name, why="it is larger than 20 MB")
        raw = path.read_bytes()
    except OSError as missing:
        raise FileUnreadable(path=path.name, why=missing.strerror or "it cannot be opened") from missing
    text = decoded(raw, path).replace("\0", "")
    csv.field_size_limit(LARGEST)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    except csv.Error as broken:
        raise FileUnreadable(path=path.name, why=f"it is not a CSV file ({broken})") from broken
    return Grid(path, [[_unquoted(cell) for cell in line] for line in lines])


def has_columns(path: Path) -> bool:
    """Whether a text file's first line has a tab, as Excel's “Unicode text” has; notes of a meeting have none."""
    try:
        with path.open("rb") as file:
            head = decoded(file.read(FIRST_BYTES), path)
    except (OSError, FileUnreadable):
        return False
    return "\t" in head.strip("\r\n").partition("\n")[0]


def decoded(raw: bytes, path: Path) -> str:
    """The text of a file: by its mark, as UTF-8, or as Windows-1252. Raises FileUnreadable for what is no text."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as broken:
                raise FileUnreadable(path=path.name, why="it is cut off or damaged") from broken
    for encoding in ("utf-8", _without_mark(raw)):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or text.count("\0") * 20 <= len(text):
            return text
    raise FileUnreadable(path=path.name, why="it is not a text file")


def _without_mark(raw: bytes) -> str:
    """UTF-16 without its mark has a zero in every other byte of plain English."""
    head = raw[:2000]
    if head.count(0) * 3 > len(head):
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return "cp1252" if b"\0" not in raw else "utf-8"


def delimiter_of(text: str) -> str:
    """The delimiter that splits the first lines into most columns, the same number in most of them."""
    best, chosen = (0, 0), ","
    for delimiter in DELIMITERS:
        try:
            widths = [
                len(line) for line, _ in zip(_reader(text, delimiter), range(SNIFFED_LINES), strict=False) if line
            ]
        except csv.Error:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        fits = (widths.count(usual), usual) if usual > 1 else (0, 0)
        if fits > best:
            best, chosen = fits, delimiter
    return chosen


def _reader(text: str, delimiter: str) -> csv.Reader:  # type: ignore[name-defined]
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _unquoted(cell: str) -> str:
    return cell[1:] if QUOTED.match(cell) else cell
