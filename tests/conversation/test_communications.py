"""What goes out to residents: who approves it, what it still lacks, what the homes ask for, and what is followed up."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Office
from tests.conversation.estate import with_estate
from tests.fakes.slack_chat import Chat

HERE = "C2"


@pytest.fixture
async def project(office: Office) -> Office:
    return await with_estate(office)


async def says(office: Office, text: str, user: str = "U1") -> Chat:
    return await office.says(user, text, channel=HERE)


async def status(office: Office, ref: str = "COM-01") -> str:
    return (await office.record(ref)).status


async def test_the_card_says_what_the_homes_of_its_audience_ask_for(project: Office) -> None:
    channel = await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U2>")
    words = channel.cards[-1].words
    assert "It is for 48 homes in Campion Court and Teasel Point." in words
    assert "12 of 48 homes want Bengali and 8 Somali. 6 of 48 homes need large print." in words
    assert "Groups of fewer than five homes are not counted." in words
    for never in ("Spanish", "Dummett", "Pretendham", "carer"):
        assert never not in words
    assert "*Still missing*\nan approver and a print run" in words
    await channel.cards[-1].press("Print 60 copies")
    await project.settle()
    await channel.cards[-1].press("In Bengali and Somali too")
    await project.settle()
    await channel.cards[-1].press("In large print too")
    await project.settle()
    record = await project.record("COM-01")
    assert (record.value("print_run"), record.value("languages"), record.value("formats")) == (
        60, "Bengali, Somali", "large print",
    )  # fmt: skip
    assert not {"Print 60 copies", "In Bengali and Somali too"} & set(channel.cards[-1].buttons)


async def test_of_one_block_only_its_own_homes_are_counted(project: Office) -> None:
    channel = await says(project, "/communication Leaflet to Teasel Point about scaffold, publish 4/12, owner <@U2>")
    assert "It is for 24 homes in Teasel Point." in channel.cards[-1].words
    assert "Bengali" not in channel.cards[-1].words
    assert "Print 30 copies" in channel.cards[-1].buttons
    await says(project, "/communication Briefing to ward councillors about scaffold, publish 4/12, owner <@U2>")
    assert "homes" not in channel.cards[-1].words


async def test_who_is_named_approves_and_nobody_else(project: Office) -> None:
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>, approver Sam Patel")
    channel = await says(project, "COM-01 published")
    assert "it can't become Published" in channel.whisper.text
    await says(project, "COM-01 approved")
    assert "COM-01 is for Sam Patel to approve, not for you" in channel.whisper.text
    assert await status(project) == "Draft"
    await says(project, "COM-01 approved", user="U2")
    record = await project.record("COM-01")
    assert (record.status, str(record.value("approved_on"))) == ("Approved", "2026-11-23")
    await says(project, "COM-01 published")
    assert await status(project) == "Published"


async def test_whoever_stands_in_for_the_approver_may(project: Office) -> None:
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>, approver Sam Patel")
    await project.writes("U2", "I'm away from today to 27/11, Olu covers")
    await says(project, "COM-01 approved")
    assert await status(project) == "Approved"


async def test_where_nobody_was_named_whoever_approves_is_kept_but_not_its_designer(project: Office) -> None:
    channel = await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>")
    await says(project, "COM-01 designed by Sam Patel")
    await says(project, "COM-01 approved", user="U2")
    assert "You designed COM-01, so somebody else has to approve it" in project.channel("U2", HERE).whisper.text
    await says(project, "COM-01 approved")
    record = await project.record("COM-01")
    assert (record.status, record.value("approver")) == ("Approved", "P001")
    assert "Approved by: not set → Olu Adeyemi" in channel.cards[-1].words


async def test_the_approver_hears_of_it_and_its_owner_that_it_came_back(project: Office) -> None:
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>")
    channel = await says(project, "COM-01 for approval")
    assert "can't become Awaiting approval yet: “Approved by” says nothing" in channel.whisper.text
    assert "Fill it in" in channel.whisper.buttons
    await says(project, "COM-01 approver Sam Patel")
    await says(project, "COM-01 for approval")
    assert "Nobody has proof read it yet" in channel.cards[-1].words
    assert "COM-01 Newsletter 5 is ready for you to approve" in project.dm("U2").last.words
    await says(project, "COM-01 sent back because the dates are wrong", user="U2")
    assert "Sam Patel sent COM-01 Newsletter 5 back" in project.dm("U1").last.words
    assert await status(project) == "Draft"


async def test_what_was_approved_is_what_goes_out(project: Office) -> None:
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>")
    await says(project, "COM-01 approved")
    await says(project, "COM-01 copies 300")
    assert await status(project) == "Approved"
    channel = await says(project, "COM-01 message the scaffold goes up on 8 December")
    assert "Status: Approved → Draft" in channel.cards[-1].words
    assert (await project.record("COM-01")).value("approved_on") is None


async def test_how_it_went_out_is_kept_and_what_is_to_be_followed_up_is_chased(project: Office) -> None:
    await says(project, "/communication Leaflet to all homes about scaffold, publish 23/11, owner <@U1>")
    channel = await says(project, "COM-01 approved")
    await says(project, "COM-01")
    await channel.cards[-1].press("It went out…")
    await project.settle()
    modal = channel.modal
    assert modal.value("blocks") == ["Campion Court", "Teasel Point"]
    modal.fill(blocks=["Campion Court"], channel="hand to every door", distributed_by="Bridlebuild")
    await modal.fill(follow_up="Answer the parking query", follow_up_by="2026-11-27").submit()
    assert modal.errors == {}
    await project.settle()
    record = await project.record("COM-01")
    assert (record.status, record.is_open, str(record.due)) == ("Following up", True, "2026-11-27")
    assert (record.value("blocks"), record.value("distributed_by")) == ("Campion Court", "Bridlebuild")
    await says(project, "COM-01")
    assert "on Mon 23 Nov 2026, by Bridlebuild, to Campion Court" in channel.cards[-1].words
    await project.tick("2026-11-27T09:20")
    assert "COM-01 Leaflet to all homes about scaffold: follow-up due today" in project.dm("U1").last.text
    await says(project, "COM-01 queries 12")
    await says(project, "COM-01 followed up")
    assert not (await project.record("COM-01")).is_open


async def test_what_lacks_something_is_chased_well_before_its_day(project: Office) -> None:
    await says(project, "/communication Newsletter 5 to all homes, publish 14/12, owner <@U1>")
    await project.tick("2026-11-30T09:40")
    assert (
        "COM-01 Newsletter 5: due Mon 14 Dec. It still lacks an approver and a print run." in project.dm("U1").last.text
    )


async def test_what_has_no_day_is_chased_until_it_has_one(project: Office) -> None:
    await says(project, "/communication Newsletter 6 to all homes, owner <@U1>")
    assert str((await project.record("COM-01")).due) == "2026-11-30"
    await project.tick("2026-11-30T09:40")
    told = project.dm("U1").last
    assert (
        "COM-01 Newsletter 6: a day for it due today. It still lacks an approver, a day to go out and a print run."
        in told.text
    )
    await told.press("New date")
    await project.settle()
    await project.dm("U1").modal.fill(day="2026-12-14").submit()
    await project.settle()
    assert str((await project.record("COM-01")).due) == "2026-12-14"


async def test_many_at_once_need_an_approver_too(project: Office) -> None:
    for number in (1, 2):
        await says(project, f"/communication Newsletter {number} to all homes, publish 4/12, owner <@U1>")
    await says(project, "COM-01 approved")
    channel = await says(project, "/communication list")
    await channel.whisper.press("Change several…")
    await project.settle()
    modal = channel.modal
    await modal.fill(refs=["COM-01", "COM-02"], deed="close").submit()
    assert modal.errors == {}
    await project.settle()
    assert [await status(project, ref) for ref in ("COM-01", "COM-02")] == ["Published", "Draft"]


async def test_a_pre_election_period_is_told_of_the_day_it_goes_out_alone(project: Office) -> None:
    await says(project, "/chivvy pre-election period 1/12/2026 to 10/12/2026")
    channel = await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>")
    assert "It falls in the pre-election period" in channel.cards[-1].words
    await says(project, "/communication Newsletter 6 to all homes, owner <@U1>")
    assert "pre-election" not in channel.cards[-1].words


async def test_the_week_of_the_project_says_what_goes_out_and_what_was_not_told(project: Office) -> None:
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>, approver Sam Patel")
    await says(project, "/you-said Dust after the works, they said: it is dusty, owner <@U1>")
    await project.tick("2026-11-30T09:35")
    words = project.channel("U1", HERE).cards[-1].words
    assert "*Goes out in the next 7 days: 1*. COM-01 Newsletter 5, Fri 4 Dec, still lacks a print run" in words
    assert "*Residents not told yet: 1*. YSWD-01 Dust after the works, heard" in words
