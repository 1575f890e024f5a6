"""Several records of a list changed at once, with one undo."""

from __future__ import annotations

from tests.conversation.conftest import Office
from tests.fakes.slack_chat import Chat


async def a_list(office: Office) -> Chat:
    """Three records in a list whose form to change several stands open."""
    for title in ("Write the plan", "Print the plan", "Send the plan"):
        await office.says("U1", f"/action {title} <@U1> by Friday")
    channel = await office.says("U1", "/action list")
    await channel.whisper.press("Change several…")
    await office.settle()
    return channel


async def test_finished_together_and_taken_back_together(office: Office) -> None:
    channel = await a_list(office)
    await channel.modal.fill(refs=["A-001", "A-003"], deed="close").submit()
    await office.settle()
    assert channel.whisper.text == "2 items finished: A-001, A-003."
    assert [(await office.record(f"A-00{number}")).status for number in (1, 2, 3)] == [
        "Complete", "Not started", "Complete",
    ]  # fmt: skip
    await channel.whisper.press("Undo")
    await office.settle()
    assert {record.status for record in await office.records()} == {"Not started"}


async def test_given_to_somebody_who_hears_of_it_once(office: Office) -> None:
    channel = await a_list(office)
    before = len(office.dm("U2").cards)
    await channel.modal.fill(refs=["A-001", "A-002", "A-003"], deed="owner", person="Sam Patel").submit()
    await office.settle()
    assert {record.owner for record in await office.records()} == {"P003"}
    told = office.dm("U2").cards[before:]
    assert [each.text for each in told] == [
        "Olu Adeyemi gave you 3 items: A-001, A-002, A-003. Type “my list” to see them."
    ]


async def test_a_new_date_must_be_a_day_on_which_people_work(office: Office) -> None:
    channel = await a_list(office)
    modal = await channel.modal.fill(refs=["A-002"], deed="date", day="2026-12-05").submit()
    assert "Sat 5 Dec 2026 is a Saturday. Choose Fri 4 Dec 2026 or Mon 7 Dec 2026." in modal.errors["day"]
    await modal.fill(day="2026-12-07").submit()
    await office.settle()
    assert str((await office.record("A-002")).due) == "2026-12-07"


async def test_what_cannot_be_done_is_said_and_the_rest_is_done(office: Office) -> None:
    await office.says("U1", "/action Write the plan <@U1> by Friday")
    await office.says("U1", "/risk")
    channel = office.channel("U1")
    await channel.modal.fill(title="The printer may break").submit()
    await office.settle()
    await office.says("U1", "list")
    await channel.whisper.press("Change several…")
    await office.settle()
    await channel.modal.fill(refs=["A-001", "R-001"], deed="close").submit()
    await office.settle()
    assert "1 item finished: A-001." in channel.whisper.text
    assert "R-001: Moving R-001 from Open to Closed needs a reason" in channel.whisper.text
    assert (await office.record("R-001")).status == "Open"


async def test_undo_is_refused_as_a_whole_once_one_of_them_went_on(office: Office) -> None:
    channel = await a_list(office)
    await channel.modal.fill(refs=["A-001", "A-002"], deed="date", day="2026-12-07").submit()
    await office.settle()
    result = channel.whisper
    await office.says("U2", "/action A-001 due 8/12")
    await result.press("Undo")
    await office.settle()
    assert "A-001 has been changed since (due)" in channel.whisper.text
    assert str((await office.record("A-002")).due) == "2026-12-07"
