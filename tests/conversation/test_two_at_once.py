"""Two people change one record in the same moment: both changes are kept, or the second is told precisely what changed."""

from __future__ import annotations

import pytest

from governance.kind import Body
from governance.kinds import all_kinds
from tests.conversation.conftest import Office
from tests.conversation.test_every_kind import log_by_form
from tests.fakes.slack_chat import Modal

# Of a confidential record others see no card that they could press.
OPEN_TO_ALL = {name: body for name, body in all_kinds().items() if not body.kind.confidential}
KINDS = pytest.mark.parametrize("body", OPEN_TO_ALL.values(), ids=list(OPEN_TO_ALL))


async def _two_forms(office: Office, body: type[Body]) -> tuple[Modal, Modal]:
    channel = await log_by_form(office, body, "Something for two")
    card = channel.cards[-1]
    await card.press("Edit")
    await card.by("U2").press("Edit")
    await office.settle()
    return channel.modal, office.channel("U2").modal


@KINDS
async def test_different_fields_are_both_kept_and_one_field_is_told(office: Office, body: type[Body]) -> None:
    first, second = await _two_forms(office, body)
    due, label = body.kind.due_field, body.ask(body.kind.due_field).label
    await first.fill(title="Something for both", **{due: "2026-12-02"}).submit()
    told = await second.fill(**{due: "2026-12-03"}).submit()
    await office.settle()
    said = " ".join(told.errors.values())
    assert f"Olu Adeyemi changed {body.kind.ref(1)} just before you: {label}: not set → Wed 2 Dec 2026" in said
    assert f"your own change ({label}: not set → Thu 3 Dec 2026) was not saved" in said

    await second.fill(**{due: None}, owner="Sam Okoro").submit()
    await office.settle()
    record = await office.record(body.kind.ref(1))
    assert (record.title, str(record.value(due)), record.owner) == ("Something for both", "2026-12-02", "P002")
