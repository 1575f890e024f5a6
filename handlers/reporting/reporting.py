"""Asking for a document: it is owed at once, drawn when it is sent, and what is confidential goes to whoever asked, alone."""

from __future__ import annotations

from governance.people import Person
from governance.policy import is_confidential
from governance.record import Record
from handlers.answer import Answer
from handlers.commands import Report
from handlers.reply import Reply
from handlers.reporting.documents import document_named


async def report(command: Report, record: Record | None, speaker: Person, answer: Answer) -> Reply:
    """Owe a document to whoever asks, in the place or, where it is confidential, in their direct messages."""
    document = document_named(command.document)
    document.check(record)
    document.check_reader(speaker)
    document.suffix_of(command.suffix)
    payload: dict[str, object] = {
        "document": document.name,
        "ref": record.ref if record else "",
        "workstream": command.workstream,
        "suffix": command.suffix,
        "reader": speaker.id,
    }
    hidden = record is not None and is_confidential(record)
    return await answer.with_document(payload, (record.ref,) if record else (), hidden=hidden)
