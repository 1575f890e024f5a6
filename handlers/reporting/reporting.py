"""Asking for a document: it is owed at once, drawn when it is sent, and what is confidential goes to whoever asked, alone."""

from __future__ import annotations

from governance.people import Person
from governance.policy import is_confidential
from governance.record import Record
from handlers.answer import Answer
from handlers.commands import Report
from handlers.reply import Reply
from handlers.reporting.document import Asked
from handlers.reporting.documents import document_named
from storage.register import Register


async def report(command: Report, record: Record | None, register: Register, speaker: Person, answer: Answer) -> Reply:
    """Owe a document to whoever asks, in the place or, where it is confidential, in their direct messages. One of the register
    for which there is nothing to draw up says so at once."""
    document = document_named(command.document)
    document.check(record)
    document.check_reader(speaker)
    document.suffix_of(command.suffix)
    if document.ready is not None:
        await document.ready(Asked(register, record, command.workstream, speaker))
    if not document.kinds:
        await register.calendar()
        await document.compose(Asked(register, None, command.workstream, speaker, part=command.part))
    payload: dict[str, object] = {
        "document": document.name,
        "ref": record.ref if record else "",
        "workstream": command.workstream,
        "suffix": command.suffix,
        "part": command.part,
        "reader": speaker.id,
    }
    hidden = record is not None and is_confidential(record)
    return await answer.with_document(payload, (record.ref,) if record else (), hidden=hidden)
