"""The local chat page's messages: who said what where, and how far everybody has read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.sql.functions import coalesce

from governance.text import keepable
from storage.counters import Counters, insert_into
from storage.register import Register
from storage.tables import PageMessageRow, PageReadRow

SHOWN = 200
# SQLModel tells mypy that a column is the value it holds; in a query it is a column.
MESSAGE: Any = PageMessageRow
READ: Any = PageReadRow

REVISIONS = "page"  # the counter that numbers every new or redrawn message


@dataclass(frozen=True)
class PageMessage:
    """A message on the page. `author` is a person's id or the bot's name; `whisper_to` the one person who may see it;
    `revision` grows with every message that appears or is redrawn, so “what is new since 41” has one answer."""

    id: int
    place: str
    author: str
    at: datetime
    text: str
    card: Mapping[str, Any] | None
    whisper_to: str | None
    thread: str | None
    key: str | None
    revision: int


class Page:
    """What one transaction may read and write of the page."""

    def __init__(self, register: Register) -> None:
        self._session = register.session
        self._now = register.now
        self._counters = Counters(register.session)

    async def post(
        self,
        place: str,
        author: str,
        *,
        text: str = "",
        card: Mapping[str, Any] | None = None,
        whisper_to: str | None = None,
        thread: str | None = None,
        key: str | None = None,
    ) -> PageMessage:
        """Add a message. With a `key` that is there already, nothing is added: the message that has it comes back."""
        if key and (there := await self.find(key)):
            return there
        values: dict[str, Any] = {
            "place": place,
            "author": author,
            "at": self._now,
            "text": keepable(text),
            "card": dict(card) if card is not None else None,
            "whisper_to": whisper_to,
            "thread": thread,
            "key": key,
            "revision": await self._counters.next(REVISIONS),
        }
        insert = insert_into(self._session, PageMessageRow).values(**values)
        new = await self._session.scalar(insert.on_conflict_do_nothing(index_elements=["key"]).returning(MESSAGE.id))
        if new is not None:
            return PageMessage(id=new, **values)
        assert key  # only a key can clash: somebody else was quicker
        there = await self.find(key)
        assert there
        return there

    async def find(self, key: str) -> PageMessage | None:
        row = await self._session.scalar(select(PageMessageRow).where(MESSAGE.key == key))
        return _message(row) if row else None

    async def get(self, message: int) -> PageMessage | None:
        row = await self._session.get(PageMessageRow, message)
        return _message(row) if row else None

    async def redraw(self, message: int, card: Mapping[str, Any]) -> bool:
        """Put another card in a message's place; False where there is no such message. An older version of a record
        never replaces a newer one: redrawing comes from two sides, from the press and from the delivery."""
        row = await self._session.get(PageMessageRow, message, with_for_update=True, populate_existing=True)
        if row is None:
            return False
        new, old = card.get("version"), (row.card or {}).get("version")
        if row.card == card or (new is not None and old is not None and new < old):
            return True
        row.card, row.revision = dict(card), await self._counters.next(REVISIONS)
        self._session.add(row)
        await self._session.flush()
        return True

    async def latest(self, place: str, reader: str, limit: int = SHOWN) -> list[PageMessage]:
        """The newest messages of a place that `reader` may see, oldest first."""
        query = select(PageMessageRow).where(MESSAGE.place == place, _visible_to(reader))
        rows = await self._session.scalars(query.order_by(MESSAGE.id.desc()).limit(limit))
        return [_message(row) for row in rows][::-1]

    async def since(self, revision: int, place: str, reader: str) -> list[PageMessage]:
        """The messages of a place that appeared or were redrawn after `revision`, oldest change first."""
        query = select(PageMessageRow).where(MESSAGE.revision > revision, MESSAGE.place == place, _visible_to(reader))
        return [_message(row) for row in await self._session.scalars(query.order_by(MESSAGE.revision))]

    async def revision(self) -> int:
        """The revision of the newest change."""
        return await self._session.scalar(select(func.max(MESSAGE.revision))) or 0

    async def unread(self, reader: str) -> dict[str, int]:
        """How many messages wait for `reader`, by place; those without any are left out, and so are others' DMs."""
        seen = (READ.place == MESSAGE.place) & (READ.person == reader)
        query = (
            select(MESSAGE.place, func.count())
            .outerjoin(PageReadRow, seen)
            .where(
                MESSAGE.id > coalesce(READ.upto, 0),
                MESSAGE.author != reader,
                _visible_to(reader),
                or_(MESSAGE.place == f"dm:{reader}", MESSAGE.place.not_like("dm:%")),
            )
            .group_by(MESSAGE.place)
        )
        rows: Any = (await self._session.execute(query)).all()
        return dict(rows)

    async def waiting(self) -> dict[str, int]:
        """How many messages wait for each person in the DM with the bot; those without any are left out."""
        seen = (READ.place == MESSAGE.place) & (MESSAGE.place == "dm:" + READ.person)
        query = (
            select(MESSAGE.place, func.count())
            .outerjoin(PageReadRow, seen)
            .where(
                MESSAGE.id > coalesce(READ.upto, 0),
                MESSAGE.place.like("dm:%"),
                "dm:" + MESSAGE.author != MESSAGE.place,
            )
            .group_by(MESSAGE.place)
        )
        return {place.removeprefix("dm:"): count for place, count in (await self._session.execute(query)).all()}

    async def read(self, reader: str, place: str, upto: int) -> None:
        """`reader` has the messages of a place up to `upto` on the screen. Never goes back."""
        insert = insert_into(self._session, PageReadRow).values(person=reader, place=place, upto=upto)
        await self._session.execute(insert.on_conflict_do_nothing())
        mine = (READ.person == reader) & (READ.place == place) & (READ.upto < upto)
        await self._session.execute(update(PageReadRow).where(mine).values(upto=upto))


def _visible_to(reader: str) -> ColumnElement[bool]:
    return or_(MESSAGE.whisper_to.is_(None), MESSAGE.whisper_to == reader)


def _message(row: PageMessageRow) -> PageMessage:
    assert row.id is not None
    return PageMessage(
        row.id, row.place, row.author, row.at, row.text, row.card, row.whisper_to, row.thread, row.key, row.revision
    )
