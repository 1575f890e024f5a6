"""Search: every word of every record, found though it is spelled wrongly. SQLite's FTS5, or PostgreSQL's own full text.

Both keep the words that `storage.folding` makes of a text, stemmed as English. What is looked for is folded alike, so nothing
that is typed can be an operator. A word that is nowhere is taken for the beginning of one, then for a slip in one that is
somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Select, column, exists, func, literal, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from governance.record import Record
from storage.counters import insert_into
from storage.filters import Conditions
from storage.folding import LONGEST_WORD, free_text, heading, terms, words
from storage.tables import RecordRow, WordRow

ROW: Any = RecordRow
WORD: Any = WordRow

LITTLE = frozenset("a about an and are as at be by for from in is it of on or that the this to was with".split())
SHORTEST_BEGINNING = 2
SHORTEST_SLIP = 4  # in shorter words a slip makes another word
LONG = 6  # from this length on two slips are forgiven, else one
NEAREST = 5

SQLITE_TEXT = table("record_text", column("rowid"), column("record_text"))
POSTGRES_TEXT = table("record_text", column("record"), column("title"), column("words"))


@dataclass(frozen=True)
class Term:
    """One thing that must be there: any of `ways`, each a row of words; their last may go on where it is only a `beginning`."""

    ways: tuple[tuple[str, ...], ...]
    beginning: bool = False


@dataclass(frozen=True)
class Query:
    """What a text looks for. `corrected` says which of its words were taken for which."""

    terms: tuple[Term, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=dict)


class Search:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._postgres = session.get_bind().dialect.name == "postgresql"
        self._understood: dict[str, Query] = {}  # a list asks for its page, its number and what was corrected

    async def keep(self, record: Record) -> None:
        """Make a record findable by what it says now."""
        self._understood.clear()
        title, said = words(heading(record)), words(free_text(record))
        kept = {"record": record.id, "title": " ".join(title), "said": " ".join(said)}
        if self._postgres:
            await self._session.execute(text(KEEP_POSTGRES), kept)
        else:
            await self._session.execute(text(KEEP_SQLITE), kept)
        if not record.confidential:  # what a slip is taken for is told to whoever made it
            await self._learn({*title, *said})

    async def _learn(self, found: Iterable[str]) -> None:
        """Remember words that slips may have been meant for; none is ever forgotten, for it does no harm."""
        new = [
            {"word": word, "first": word[0], "length": len(word)}
            for word in found
            if len(word) >= SHORTEST_SLIP and word.isalpha()
        ]
        if new:
            await self._session.execute(insert_into(self._session, WordRow).on_conflict_do_nothing(), new)

    async def understand(self, said: str) -> Query:
        """What a text looks for; words that are nowhere in the register are taken for the nearest that are."""
        if said not in self._understood:
            self._understood[said] = await self._query(said)
        return self._understood[said]

    async def _query(self, said: str) -> Query:
        found = [tuple(word[:LONGEST_WORD] for word in term) for term in terms(said)]
        weighty = [term for term in found if term[0] not in LITTLE] or found
        made: list[Term] = []
        corrected: dict[str, str] = {}
        for words_said in dict.fromkeys(weighty):
            term = await self._term(words_said)
            if term.ways[0] != words_said:
                corrected[" ".join(words_said)] = " ".join(term.ways[0])
            made.append(term)
        return Query(tuple(made), corrected)

    async def _term(self, said: tuple[str, ...]) -> Term:
        exact, beginning = Term((said,)), Term((said,), beginning=True)
        if await self._is_there(exact):
            return exact
        if len(said[-1]) >= SHORTEST_BEGINNING and await self._is_there(beginning):
            return beginning
        near = await self._nearest(said[0]) if len(said) == 1 else []
        there = [word for word in near if await self._is_there(Term(((word,),)))]
        return Term(tuple((word,) for word in there)) if there else exact

    async def _is_there(self, term: Term) -> bool:
        found = self._found(Query((term,))).limit(1)
        return await self._session.scalar(found) is not None

    async def _nearest(self, word: str) -> list[str]:
        """The words of the register that differ from `word` by the fewest slips; its first letter is trusted first."""
        slips = 2 if len(word) >= LONG else 1
        if len(word) < SHORTEST_SLIP or not word.isalpha():
            return []
        alike = select(WORD.word).where(WORD.length.between(len(word) - slips, len(word) + slips))
        for query in (alike.where(WORD.first == word[0]), alike.where(WORD.first != word[0])):
            known = list(await self._session.scalars(query.order_by(WORD.word)))
            near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=NEAREST)
            if near:
                return [found for found, distance, _ in near if distance == near[0][1]]
        return []

    def matches(self, query: Query) -> ColumnElement[bool]:
        """Whether a row of the register is one of those that a query finds."""
        one_of: ColumnElement[bool] = ROW.id.in_(self._found(query))
        return one_of

    def found(self, query: Query, among: Conditions) -> Select[Any]:
        """The ids of rows that a query finds `among` those that fulfil conditions."""
        return self._found(query, among=among)

    def best_first(self, query: Query, among: Conditions) -> list[Select[Any]]:
        """The ids of rows that a query finds `among` those that fulfil conditions, newest first: those with all of it in their
        title, and then the others."""
        tiers = (self._found(query, tier, among) for tier in ("title", "rest"))
        return [tier.order_by(tier.selected_columns.id.desc()) for tier in tiers]

    def _found(self, query: Query, tier: str = "", among: Conditions | None = None) -> Select[Any]:
        return self._in_postgres(query, tier, among) if self._postgres else self._in_sqlite(query, tier, among)

    def _in_sqlite(self, query: Query, tier: str, among: Conditions | None) -> Select[Any]:
        wanted = " AND ".join(_fts5(term) for term in query.terms)
        wanted = {"title": f"title : ({wanted})", "rest": f"({wanted}) NOT (title : ({wanted}))"}.get(tier, wanted)
        rowid = SQLITE_TEXT.c.rowid
        found = select(rowid.label("id")).where(SQLITE_TEXT.c.record_text.op("MATCH")(literal(wanted)))
        return found if among is None else found.where(exists().where(ROW.id == rowid, *among))

    def _in_postgres(self, query: Query, tier: str, among: Conditions | None) -> Select[Any]:
        """The words are looked up before anything else: left to itself the planner would rather read the whole register
        backwards, hoping to meet a few of them soon."""
        kept = POSTGRES_TEXT.c
        wanted = func.to_tsquery("chivvy", " & ".join(_tsquery(term) for term in query.terms))
        titled, anywhere = (held.op("@@", is_comparison=True)(wanted) for held in (kept.title, kept.words))
        tiers: dict[str, Conditions] = {"": [anywhere], "title": [titled], "rest": [anywhere, ~titled]}
        looked_up = select(kept.record.label("id")).where(*tiers[tier])
        found = looked_up.cte().prefix_with("MATERIALIZED")
        ids = select(found.c.id)
        return ids if among is None else ids.where(exists().where(ROW.id == found.c.id, *among))


KEEP_SQLITE = "INSERT OR REPLACE INTO record_text (rowid, title, said) VALUES (:record, :title, :said)"
KEEP_POSTGRES = """
    INSERT INTO record_text (record, title, words)
    VALUES (:record, to_tsvector('chivvy', :title), to_tsvector('chivvy', :title) || to_tsvector('chivvy', :said))
    ON CONFLICT (record) DO UPDATE SET title = excluded.title, words = excluded.words
"""


def _fts5(term: Term) -> str:
    star = "*" if term.beginning else ""
    return "(" + " OR ".join(f'"{" ".join(way)}"{star}' for way in term.ways) + ")"


def _tsquery(term: Term) -> str:
    label = ":*" if term.beginning else ""
    return "(" + " | ".join(f"'{' '.join(way)}'{label}" for way in term.ways) + ")"
