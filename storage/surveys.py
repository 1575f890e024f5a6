"""Surveys: the questionnaires that came back, kept apart from the register's records and read only to be added up."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.kinds.survey import Survey
from governance.record import Record
from governance.surveys import Answered, Findings, findings
from storage.counters import insert_into
from storage.tables import SurveyAnswerRow

THEMES = "|"  # how several stand in one column


class Surveys:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, survey: Record, one: Answered) -> bool:
        """Keep a questionnaire; False when it is kept already as it is. The same one again takes its own place."""
        held = await self._session.get(SurveyAnswerRow, (survey.id, one.id))
        if held is not None and _answered(held) == one:
            return False
        plain = {name: getattr(one, name) for name in ("home", "tenure", "method", "comment")}
        new = {**plain, "day": one.on, "answers": list(one.answers), "themes": THEMES.join(one.themes)}
        insert = insert_into(self._session, SurveyAnswerRow).values(survey=survey.id, response=one.id, **new)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["survey", "response"], set_=new))
        return True

    async def has(self, survey: Record, response: str) -> bool:
        return await self._session.get(SurveyAnswerRow, (survey.id, response)) is not None

    async def findings(self, survey: Record) -> Findings | None:
        """What the answers to a survey add up to; None where nothing has come back, or the record is no survey."""
        if not isinstance(survey.body, Survey):
            return None
        query = select(SurveyAnswerRow).where(col(SurveyAnswerRow.survey) == survey.id)
        rows = await self._session.scalars(query.order_by(col(SurveyAnswerRow.response)))
        answered = [_answered(row) for row in rows]
        return findings(survey.body.asked, survey.body.population or 0, answered) if answered else None


def _answered(row: SurveyAnswerRow) -> Answered:
    return Answered(
        row.response,
        row.home,
        row.day,
        tuple(row.answers),
        row.tenure,
        row.method,
        row.comment,
        tuple(filter(None, row.themes.split(THEMES))),
    )
