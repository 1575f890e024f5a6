"""Documents in Slack: asked for in words, drawn, and in the hands of whoever asked; once, and nobody else's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.delivery import Delivery
from reports.paper import File
from storage.outbox import Notice
from tests.clock.house import Machine
from tests.conversation.conftest import Office
from tests.fakes.slack import Barred, Broken, Fault, Held, LostReply, RateLimited
from tests.fakes.slack_chat import Chat

SECRET = "Dust and debris after window works"
STEPS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")


@pytest.fixture
async def case(office: Office) -> Office:
    """CMP-0001, logged by Olu, a liaison officer, in a direct message."""
    await office.says("U1", "/action Something for everybody <@U2> by Friday")
    async with office.app.database.transaction(office.clock.now()) as register:
        for person in (await register.people.all()).values():
            if person.name == "Olu Adeyemi":
                await register.people.save(replace(person, role="Project Liaison Officer", organisation="TMG"))
    asked = await office.writes("U1", f"complaint in today: {SECRET}")
    await asked.last.press("Save")
    await office.settle()
    await office.writes("U1", "CMP-0001 note The resident asked to be rung in the evening")
    return office


def read(content: bytes) -> str:
    """A PDF's words, however its lines are broken."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def everything(office: Office) -> list[Chat]:
    """Every place that there is."""
    return [office.channel("U1", channel) for channel in office.slack.workspace.channels]


async def documents(office: Office) -> list[Notice]:
    async with office.app.database.reading(office.clock.now()) as register:
        return [notice for notice in await register.outbox.all() if notice.rule == "document"]


async def test_a_chronology_comes_as_a_pdf_that_says_what_happened(case: Office) -> None:
    dm = await case.writes("U1", "chronology CMP-0001")
    assert dm.last.text == "Chronology of CMP-0001\nOFFICIAL-SENSITIVE: casework, for those alone who need to know"
    assert dm.last.file.title == "Chronology of CMP-0001"
    assert dm.last.file.name.startswith("CMP-0001 chronology ")
    assert dm.last.file.name.endswith(".pdf")
    words = read(dm.last.file.content or b"")
    assert "Chronology of CMP-0001" in words
    assert SECRET in words
    assert "Logged in this register" in words
    assert "The resident asked to be rung in the evening" in words
    assert "OFFICIAL-SENSITIVE" in words
    assert "Drawn up by Chivvy for Olu Adeyemi on Mon 23 Nov 2026" in words
    (notice,) = await documents(case)
    assert (notice.state, notice.message) == ("sent", dm.last.ts)
    assert notice.text == "Chronology of CMP-0001", "the ledger keeps what it was, and nothing of what it says"


async def test_as_a_picture(case: Office) -> None:
    dm = await case.writes("U1", "chronology CMP-0001 as a picture")
    assert dm.last.file.name.endswith(".png")
    assert (dm.last.file.content or b"").startswith(b"\x89PNG")


@pytest.mark.parametrize("said", ["chronology CMP-0001", "/report chronology CMP-0001"])
async def test_asked_for_in_a_channel_it_comes_in_the_askers_direct_messages_alone(case: Office, said: str) -> None:
    channel = await case.says("U1", said)
    assert case.dm("U1").last.file.title == "Chronology of CMP-0001"
    assert "in a direct message" in channel.whisper.text
    assert [chat.channel.id for chat in everything(case) if chat.with_files] == [case.dm("U1").channel.id]
    for chat in (channel, case.channel("U1", "C2")):
        said_there = [str(message) for message in chat.channel.messages]
        assert not [each for each in said_there if SECRET in each or "Chronology" in each]


async def test_whoever_may_not_open_the_case_gets_words_and_nothing_else(case: Office) -> None:
    dm = await case.writes("U2", "chronology CMP-0001")
    assert not dm.with_files
    assert not case.slack.files
    assert SECRET not in dm.last.words + dm.last.text
    assert await documents(case) == []


async def test_in_the_thread_in_which_it_was_asked_for(case: Office) -> None:
    dm = case.dm("U1")
    await dm.under(dm.cards[0]).say("chronology CMP-0001")
    await case.settle()
    assert dm.with_files[-1].message["thread_ts"] == dm.cards[0].ts


@pytest.mark.parametrize("step", STEPS)
async def test_lost_replies_at_any_step_and_it_is_there_once(case: Office, step: str) -> None:
    """Nothing is repeated unseen, and nothing that is there is sent again."""
    case.slack.fail(step, LostReply() if step != "upload" else Broken(502))
    dm = await case.writes("U1", "chronology CMP-0001")
    assert len(dm.with_files) == 1
    (notice,) = await documents(case)
    assert (notice.state, notice.message) == ("sent", dm.with_files[0].ts)
    assert "Sent again" not in dm.with_files[0].text
    completed = [call for call in case.slack.called("files.completeUploadExternal") if not call.error]
    assert len(completed) == 1


@pytest.mark.parametrize("fault", [RateLimited(7), Broken(503), Barred("internal_error")])
@pytest.mark.parametrize("step", STEPS)
async def test_trouble_at_any_step_and_it_still_comes_once(case: Office, step: str, fault: Fault) -> None:
    if step == "upload" and isinstance(fault, Barred):
        pytest.skip("the address that takes the bytes answers with a status alone")
    case.slack.fail(step, fault)
    dm = await case.writes("U1", "chronology CMP-0001")
    assert len(dm.with_files) == 1
    (notice,) = await documents(case)
    assert notice.state == "sent"


@pytest.mark.parametrize("step", [*STEPS, "conversations.history"])
async def test_a_process_that_dies_at_any_step_is_taken_over_from(case: Office, step: str) -> None:
    """It is gone while it waits for this step; what came before is done. The last one is the look at what was shown."""
    reached = asyncio.Event()
    case.slack.fail(step, Held(reached=reached.set))
    await case.dm("U1").say("chronology CMP-0001")
    assert case.app.slack is not None
    await case.app.slack.settle()
    machine, alive = Machine(), asyncio.all_tasks()
    machine.moment += timedelta(hours=1)  # whatever the office has used up of Slack's pace is free again
    dying = Delivery(case.app.database, case.app.platforms, case.app.clock, "dying", machine.now, machine.sleep)
    sending = asyncio.create_task(dying.run_once())
    await reached.wait()
    killed = asyncio.all_tasks() - alive
    for task in killed:
        task.cancel()
    await asyncio.gather(sending, *killed, return_exceptions=True)
    machine.moment += timedelta(minutes=2)
    other = Delivery(case.app.database, case.app.platforms, case.app.clock, "other", machine.now, machine.sleep)
    await other.drain()
    assert len(case.dm("U1").with_files) == len([each for each in case.slack.files.values() if each.completed]) == 1
    (notice,) = await documents(case)
    assert (notice.state, notice.message) == ("sent", case.dm("U1").with_files[0].ts)


async def test_what_slack_takes_and_shows_later_comes_once(case: Office) -> None:
    case.slack.slow_files()
    await case.dm("U1").say("chronology CMP-0001")
    sending = asyncio.create_task(case.settle())
    await case.slack.until(lambda: len(case.slack.called("conversations.history")) > 1)
    case.slack.show_files()
    await sending
    assert len(case.dm("U1").with_files) == 1
    (notice,) = await documents(case)
    assert (notice.state, notice.message) == ("sent", case.dm("U1").with_files[0].ts)
    assert len(case.slack.called("files.completeUploadExternal")) == 1


async def test_what_slack_takes_and_never_shows_is_sent_again_and_comes_once(case: Office) -> None:
    assert case.app.slack is not None
    case.app.slack.platform._looks = (0.0,)
    case.slack.slow_files()
    await case.dm("U1").say("chronology CMP-0001")
    sending = asyncio.create_task(case.settle())
    await case.slack.until(lambda: len(case.slack.called("files.completeUploadExternal")) == 3)
    case.slack.show_files()
    await sending
    assert len(case.dm("U1").with_files) == 1
    (notice,) = await documents(case)
    assert (notice.state, notice.message) == ("sent", case.dm("U1").with_files[0].ts)


@pytest.fixture
async def undrawable(case: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Nothing can be drawn: the fonts are gone, or a template is broken."""

    def broken(*_: object) -> File:
        raise RuntimeError("the template is broken")

    monkeypatch.setattr("bot.sending.drawn", broken)
    return case


@pytest.mark.parametrize("where", ["dm", "channel"])
async def test_what_cannot_be_drawn_is_said_to_the_asker_and_nothing_hangs(undrawable: Office, where: str) -> None:
    if where == "dm":
        await undrawable.writes("U1", "chronology CMP-0001")
    else:
        await undrawable.says("U1", "chronology CMP-0001")
    said = undrawable.dm("U1").last.text
    assert said.startswith("I could not send you what you asked for (“chronology CMP-0001”): something went wrong")
    assert said.endswith("To have another try, type “chronology CMP-0001”.")
    assert "template" not in said
    assert not undrawable.slack.files
    (notice,) = await documents(undrawable)
    assert notice.state == "failed"
    async with undrawable.app.database.reading(undrawable.clock.now()) as register:
        assert await register.outbox.waiting(undrawable.clock.now()) == []


REFUSALS = {
    "files.getUploadURLExternal": {
        "file_uploads_disabled": "files are switched off in this workspace",
        "storage_limit_reached": "this workspace has no room left for files",
        "missing_scope": "I may not send files in Slack yet",
    },
    "files.completeUploadExternal": {"posting_to_channel_denied": "a workspace rule keeps me from posting there"},
}


@pytest.mark.parametrize(("step", "error"), [(step, error) for step, all_of in REFUSALS.items() for error in all_of])
async def test_a_refusal_is_said_to_the_asker_and_holds_up_nothing_else(case: Office, step: str, error: str) -> None:
    case.slack.fail(step, Barred(error))
    dm = await case.writes("U1", "chronology CMP-0001")
    assert REFUSALS[step][error] in dm.last.text
    assert not dm.with_files
    await case.writes("U1", "my")
    assert dm.last.ts != dm.cards[-2].ts, "Slack as such is not barred for it"
    async with case.app.database.reading(case.clock.now()) as register:
        assert all(reach.failing_since is None for reach in (await register.reaches.all()).values())


async def test_an_installation_without_the_new_permission_says_so(case: Office) -> None:
    case.slack.workspace.scopes.discard("files:write")
    dm = await case.writes("U1", "chronology CMP-0001")
    assert "installs it again from its manifest" in dm.last.text


async def test_what_a_document_is_refused_for_is_said_in_its_own_words(case: Office) -> None:
    """It was asked for, and by the time it is drawn up there is nothing to draw up."""
    dm = await case.writes("U1", "extension CMP-0001")
    assert "CMP-0001 has not been extended, so there is no letter about it" in dm.last.words
    assert not dm.with_files


async def test_a_letter_comes_in_word(case: Office) -> None:
    dm = await case.writes("U1", "acknowledgement letter CMP-0001")
    assert dm.last.file.name.endswith(".docx")
    assert (dm.last.file.content or b"").startswith(b"PK")


async def test_what_is_for_everybody_comes_in_the_channel_without_small_numbers(case: Office) -> None:
    async with case.app.database.transaction(case.clock.now()) as register:
        olu = next(each for each in (await register.people.all()).values() if each.name == "Olu Adeyemi")
        await register.people.save(replace(olu, role="Resident Liaison Manager"))
    channel = await case.says("U1", "report complaints")
    (seen,) = channel.with_files
    assert "1 received" not in read(seen.file.content or b"")
    dm = await case.writes("U1", "report complaints")
    assert read(seen.file.content or b"") != read(dm.last.file.content or b"")
