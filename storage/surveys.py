"""Surveys: the questionnaires that came back, kept apart from the register's records and read only to be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.comment_themes import Comment, same_words
from governance.kinds.survey import Survey
from governance.record import Record
from governance.survey_groups import Breakdown, By, breakdowns
from governance.surveys import Answered, Findings, counted, findings
from storage.case_tables import PropertyRow
from storage.counters import insert_into
from storage.tables import SurveyAnswerRow

THEMES = "|"  # how several stand in one column


class Surveys:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, survey: Record, one: Answered) -> bool:
        """Keep a questionnaire; False when it is kept already as it is. The same one again takes its own place."""
        held = await self._session.get(SurveyAnswerRow, (survey.id, one.id), populate_existing=True)
        if held is not None and held.comment == one.comment:  # what an officer said it is about stays
            one = replace(one, themes=one.themes or _answered(held).themes)
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
        answered = await self._answers(survey)
        return findings(survey.body.asked, survey.body.population or 0, answered) if answered else None

    async def breakdowns(self, survey: Record, by: By) -> tuple[Breakdown, ...]:
        """Each question's results by tenure, by the block of the home, or by the way in which people answered."""
        assert isinstance(survey.body, Survey)
        homes = await self._session.scalars(select(PropertyRow)) if by == "block" else ()
        blocks = {home.uprn: home.block for home in homes}
        return breakdowns(survey.body.asked, await self._answers(survey), by, blocks)

    async def methods(self, survey: Record) -> dict[str, int]:
        """How many of the answers that count came in which way, most first."""
        often = Counter(one.method.strip().casefold() or "not known" for one in counted(await self._answers(survey)))
        return dict(often.most_common())

    async def comments(self, survey: Record) -> list[Comment]:
        """What people said in words, of the answers that count, without what else they answered and where they live."""
        answers = counted(await self._answers(survey))
        return [Comment(one.id, one.comment, one.themes) for one in answers if one.comment.strip()]

    async def set_themes(self, survey: Record, response: str, themes: Sequence[str]) -> int:
        """What a comment is about, as an officer says; the same holds for all comments of the same words. How many those are."""
        rows = list(await self._session.scalars(_of(survey)))
        said = next((row.comment for row in rows if row.response == response), "")
        alike = [row for row in rows if said.strip() and same_words(row.comment, said)]
        for row in alike:
            row.themes = THEMES.join(themes)
            self._session.add(row)
        await self._session.flush()
        return len(alike)

    async def _answers(self, survey: Record) -> list[Answered]:
        return [_answered(row) for row in await self._session.scalars(_of(survey))]


def _of(survey: Record) -> Select[SurveyAnswerRow]:
    query = select(SurveyAnswerRow).where(col(SurveyAnswerRow.survey) == survey.id)
    return query.order_by(col(SurveyAnswerRow.response)).execution_options(populate_existing=True)


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
