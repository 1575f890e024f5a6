"""Attachments: kept under the key of their notice until they are fetched, or for a fortnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.attachments import KEPT_FOR, Attachment
from storage.database import Database

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PDF = Attachment("document:1", "P001", "CMP-0001 chronology.pdf", "application/pdf", b"%PDF- \x00\xff what happened")


@pytest.fixture
async def database(database_url: str):  # type: ignore[no-untyped-def]
    made = Database(database_url)
    await made.start()
    yield made
    await made.stop()


async def test_kept_as_it_was_drawn_until_it_is_forgotten(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.attachments.keep(PDF)
    async with database.reading(NOW) as register:
        assert await register.attachments.get("document:1") == PDF
        assert await register.attachments.sizes(["document:1", "document:2"]) == {"document:1": len(PDF.content)}
        assert await register.attachments.sizes([]) == {}
    async with database.transaction(NOW) as register:
        await register.attachments.forget("document:1")
        assert await register.attachments.get("document:1") is None


async def test_drawn_again_it_takes_the_place_of_the_first_and_waits_anew(database: Database) -> None:
    later, drawn_again = NOW + timedelta(days=3), Attachment("document:1", None, "b.png", "image/png", b"\x89PNG")
    async with database.transaction(NOW) as register:
        await register.attachments.keep(PDF)
    async with database.transaction(later) as register:
        await register.attachments.keep(drawn_again)
    async with database.transaction(NOW + KEPT_FOR + timedelta(seconds=1)) as register:
        await register.attachments.forget_old()
        assert await register.attachments.get("document:1") == drawn_again
    async with database.transaction(later + KEPT_FOR + timedelta(seconds=1)) as register:
        await register.attachments.forget_old()
        assert await register.attachments.get("document:1") is None
