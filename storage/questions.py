"""Half-answered questions: in the database, so that any process can take the answer, also after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.text import all_keepable
from storage.tables import QuestionRow

# Words typed later than this answer no question any more; its buttons still do.
ANSWERABLE_BY_WORDS = timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """What was understood so far (`commands`) and what is still to be asked (`doubts`), both JSON-ready."""

    id: int
    person: str
    place: int
    commands: list[Any]
    doubts: list[Any]
    state: str


class Questions:
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self._session = session
        self._now = now

    async def ask(self, person: str, place: int, commands: list[Any], doubts: list[Any]) -> Question:
        """Keep a question; the same person's older open one in that place is dropped, for the new words replace it."""
        await self._session.execute(
            update(QuestionRow)
            .where(col(QuestionRow.person) == person, col(QuestionRow.place) == place, col(QuestionRow.state) == "open")
            .values(state="dropped")
        )
        held = {"commands": all_keepable(commands), "doubts": all_keepable(doubts)}
        row = QuestionRow(person=person, place=place, asked_at=self._now, **held)
        self._session.add(row)
        await self._session.flush()
        return _question(row)

    async def open_for(self, person: str, place: int) -> Question | None:
        """The question that this person was asked lately in this place and has not answered yet."""
        query = (
            select(QuestionRow)
            .where(
                col(QuestionRow.person) == person,
                col(QuestionRow.place) == place,
                col(QuestionRow.state) == "open",
                col(QuestionRow.asked_at) > self._now - ANSWERABLE_BY_WORDS,
            )
            .order_by(col(QuestionRow.id).desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        return _question(row) if row else None

    async def get(self, question: int) -> Question | None:
        row = await self._session.get(QuestionRow, question)
        return _question(row) if row else None

    async def update(self, question: int, commands: list[Any], doubts: list[Any]) -> Question:
        """The question with what is understood by now, and what is still in doubt."""
        row = await self._session.get_one(QuestionRow, question)
        row.commands, row.doubts = all_keepable(commands), all_keepable(doubts)
        await self._session.flush()
        return _question(row)

    async def close(self, question: int, state: str = "answered") -> None:
        await self._session.execute(update(QuestionRow).where(col(QuestionRow.id) == question).values(state=state))


def _question(row: QuestionRow) -> Question:
    assert row.id is not None
    return Question(row.id, row.person, row.place, row.commands, row.doubts, row.state)
