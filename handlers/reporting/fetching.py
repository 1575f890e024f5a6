"""Fetching a document that was sent a while ago: its reader may have lost sight of what it is about since."""

from __future__ import annotations

from governance.people import Person
from governance.policy import is_confidential, may
from handlers.reading import note_refusal
from storage.attachments import Attachment
from storage.history import Scene
from storage.records import NoSuchRecord
from storage.register import Register


async def fetched(register: Register, key: str, reader: Person | None, scene: Scene) -> Attachment | None:
    """The document that went with the notice of this key, if it is still there for `reader`; `reader` None is whoever reads the
    place where it was posted. That somebody asked who may not have it is noted."""
    held, notice = await register.attachments.get(key), await register.outbox.by_key(key)
    if held is None or notice is None or held.person not in (None, reader.id if reader else None):
        return None
    try:
        record = await register.records.get(notice.payload["ref"]) if notice.payload["ref"] else None
    except NoSuchRecord:
        return None
    if held.person is None:
        hidden = record is not None and is_confidential(record)
        return None if hidden else held
    if may(reader, "read", record) is None:
        return held
    if record is not None:
        await note_refusal(register, scene, record.ref)
    return None
