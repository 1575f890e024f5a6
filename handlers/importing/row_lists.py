"""Lists of rows that are no records of their own: what one record has many of, and who lives where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.importing.answers import ANSWERS
from handlers.importing.attempts import ATTEMPTS
from handlers.importing.columns import plain
from handlers.importing.estates import HOMES, RESIDENTS
from handlers.importing.happenings import HAPPENINGS
from handlers.importing.row_list import RowList
from handlers.importing.strategy_lines import LINES
from handlers.importing.voters import VOTERS
from handlers.importing.votes import VOTES

# Before the records come the homes that they are about; after them what they have many of.
BEFORE: tuple[RowList, ...] = (HOMES, RESIDENTS)
AFTER: tuple[RowList, ...] = (ANSWERS, ATTEMPTS, HAPPENINGS, LINES, VOTERS, VOTES)
ROW_LISTS: Mapping[str, RowList] = {each.sort: each for each in (*BEFORE, *AFTER)}
# Of these the history does not tell how many rows there were.
SECRET = frozenset(each.sort for each in ROW_LISTS.values() if each.secret)


def row_list_of(headings: Iterable[str]) -> RowList | None:
    """The list that has these headings; None where it is another sort of list."""
    said = {plain(heading) for heading in headings}
    return next((each for each in ROW_LISTS.values() if each.is_meant_by(said)), None)
