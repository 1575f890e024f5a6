"""You said, we did: from what residents said in cases to the day on which they heard what came of it; never a name on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from tests.conversation.conftest import Office
from tests.conversation.estate import with_estate
from tests.fakes.slack_chat import Chat

HERE = "C2"


@pytest.fixture
async def project(office: Office) -> Office:
    """Larkspur; Olu keeps its cases, Sam does not."""
    await with_estate(office)
    await office.says("U1", "/action Something for everybody <@U2> by Friday", channel=HERE)
    async with office.app.database.transaction(office.clock.now()) as register:
        olu = (await register.people.all())["P001"]
        manager = replace(olu, role="Resident liaison manager", organisation="TMG", workstream="MW-2031")
        await register.people.save(manager)
    return office


async def says(office: Office, text: str, user: str = "U1") -> Chat:
    return await office.says(user, text, channel=HERE)


async def complaints(office: Office, number: int) -> None:
    for each in range(1, number + 1):
        await office.takes_in("U1", f"complaint in today: Dust after window works, number {each}")


async def kept(office: Office) -> str:
    """All that the database keeps, as text."""
    async with office.app.database.reading(office.clock.now()) as register:
        tables = ("record", "event", "question", "notice", "word", "card")
        rows = [str(row) for name in tables for row in await register.session.execute(sql(f"SELECT * FROM {name}"))]
    return "\n".join(rows).casefold()


async def test_a_complaint_begins_a_theme_and_others_join_it(project: Office) -> None:
    await complaints(project, 2)
    dm = project.dm("U1")
    card = next(card for card in dm.cards if card.words.startswith("CMP-0001"))
    await card.press("You said, we did…")
    await project.settle()
    modal = dm.modal
    assert "Dust after window works" not in str(modal.value("you_said")), "nothing of the case is filled in"
    await modal.fill(title="Dust after the works", you_said="Our homes are left dusty").submit()
    assert modal.errors == {}
    await project.settle()
    theme = await project.record("YSWD-01")
    assert (theme.status, theme.owner, str(theme.due), theme.confidential) == ("Heard", "P001", "2026-12-07", False)

    card = next(card for card in dm.cards if card.words.startswith("CMP-0002"))
    await card.press("You said, we did…")
    await project.settle()
    await dm.modal.fill(theme="YSWD-01 Dust after the works").submit()
    await project.settle()
    assert "CMP-0002 belongs to YSWD-01 Dust after the works now. It was heard in 2 complaints." in dm.last.words
    await project.writes("U1", "add CMP-0002 to YSWD-01")
    assert "CMP-0002 belongs to YSWD-01 already" in dm.last.words


async def test_few_are_not_counted_where_others_read_along(project: Office) -> None:
    await complaints(project, 5)
    await says(project, "/you-said Dust after the works, they said: it is dusty, owner <@U1>")
    await project.writes("U1", "add CMP-0001, CMP-0002, CMP-0003 and CMP-0004 to YSWD-01")
    channel = await says(project, "YSWD-01")
    assert "Heard in fewer than 5 complaints." in channel.cards[-1].words
    assert "CMP-" not in channel.cards[-1].words.split("Undo")[0]
    await says(project, "links YSWD-01")
    assert "CMP-" not in channel.cards[-1].words
    await project.writes("U1", "links YSWD-01")
    assert "CMP-0003" in project.dm("U1").last.words
    await project.writes("U1", "add CMP-0005 to YSWD-01")
    await says(project, "you said we did")
    assert "It is dusty. (heard in 5 complaints)" in channel.cards[-1].words
    assert "CMP-" not in channel.cards[-1].words


async def test_it_is_chased_from_what_was_heard_to_what_was_told(project: Office) -> None:
    await says(project, "/you-said Dust after the works, they said: it is dusty, owner <@U1>")
    await project.tick("2026-12-07T09:40")
    assert "YSWD-01 Dust after the works: decision due today" in project.dm("U1").last.text
    channel = await says(project, "YSWD-01 we did: Bridlebuild sweeps up each day")
    await says(project, "YSWD-01 act by 11/12")
    assert ((await project.record("YSWD-01")).status, str((await project.record("YSWD-01")).due)) == (
        "Decided",
        "2026-12-11",
    )
    await says(project, "YSWD-01 told")
    assert "it can't become Told" in channel.whisper.text
    await says(project, "YSWD-01 done")
    record = await project.record("YSWD-01")
    assert (record.status, str(record.due)) == ("Doing", "2026-12-21")
    await project.tick("2026-12-21T09:40")
    told = project.dm("U1").last.text
    assert (
        "telling residents due today. Residents have not been told yet, and nothing is planned that tells them." in told
    )
    await says(project, "YSWD-01 told on 18/12")
    record = await project.record("YSWD-01")
    assert (record.status, record.is_open, str(record.value("told_on"))) == ("Told", False, "2026-12-18")


async def test_its_action_is_chased_and_when_it_is_done_residents_are_to_be_told(project: Office) -> None:
    channel = await says(project, "/you-said Dust after the works, they said: it is dusty, owner <@U1>")
    await says(project, "add an action to YSWD-01: Agree daily cleaning with Bridlebuild <@U2> by 27/11")
    theme = await project.record("YSWD-01")
    assert (theme.status, theme.value("action"), str(theme.due)) == ("Decided", "A-002", "2026-11-27")
    await says(project, "A-002 done", user="U2")
    assert "Now residents are to be told what came of YSWD-01." in project.channel("U2", HERE).cards[-1].words
    theme = await project.record("YSWD-01")
    assert (theme.status, str(theme.value("settled_on")), str(theme.due)) == ("Doing", "2026-11-23", "2026-12-07")
    await says(project, "undo", user="U2")
    theme = await project.record("YSWD-01")
    assert ((await project.record("A-002")).is_open, theme.status, theme.value("settled_on")) == (True, "Decided", None)
    assert "A-002" in channel.cards[-1].words


async def test_they_count_as_told_once_what_tells_them_has_gone_out(project: Office) -> None:
    await says(project, "/you-said Dust after the works, they said: it is dusty, we did: they sweep up, owner <@U1>")
    await says(
        project, "/you-said Parking, they said: there is none, we will: we open the yard, act by 4/12, owner <@U1>"
    )
    await says(project, "YSWD-01 doing")
    await says(project, "/communication Newsletter 5 to all homes, publish 4/12, owner <@U1>")
    channel = await says(project, "YSWD-01 told by COM-01")
    assert "Residents will hear of YSWD-01 in COM-01 on Fri 4 Dec 2026." in channel.cards[-1].words
    await says(project, "YSWD-02 told by COM-01")
    assert (await project.record("YSWD-01")).is_open
    await says(project, "COM-01 approved")
    await says(project, "COM-01 published")
    words = channel.cards[-1].words
    assert "Residents now count as told of YSWD-01." in words
    assert "YSWD-02 stays open: nothing is under way yet that they could be told of." in words
    assert [(await project.record(ref)).status for ref in ("YSWD-01", "YSWD-02")] == ["Told", "Decided"]
    await says(project, "undo")
    assert [(await project.record(ref)).status for ref in ("COM-01", "YSWD-01")] == ["Approved", "Doing"]


async def test_who_is_told_no_is_told_why(project: Office) -> None:
    channel = await says(project, "/you-said Parking, they said: there is nowhere to park, owner <@U1>")
    await says(project, "YSWD-01 not doing")
    assert "needs a reason" in channel.whisper.text
    await says(project, "YSWD-01 not doing because the hoist stands there until May")
    assert (await project.record("YSWD-01")).is_open
    await says(project, "you said we did")
    words = channel.cards[-1].words
    assert "*You said:* There is nowhere to park." in words
    assert "*We can’t, because*: the hoist stands there until May." in words
    await says(project, "YSWD-01 told")
    assert not (await project.record("YSWD-01")).is_open


@pytest.mark.parametrize(
    "said",
    [
        "/you-said Dust, they said: Dev Dummett is left with dust, owner <@U1>",
        "/you-said Dust, they said: D Dummett is left with dust",
        "/you-said Dust for Dev Dummett, owner <@U1>",
        "/you-said Dust, we did: we sweep at 5 Campion Court for Dummett, owner <@U1>",
        "/you-said Dust, they said: my asthma got worse and Dummett knows, owner <@U1>",
        "/you-said Dust, they said: Mrs Dummett is upset, owner <@U1>",
    ],
)
async def test_a_name_a_home_or_an_illness_is_neither_kept_nor_asked_about(project: Office, said: str) -> None:
    channel = await says(project, said)
    told = channel.whisper.text
    assert "I have not kept it" in told
    assert "Dummett" not in told
    before = await kept(project)
    assert "dummett" not in before
    assert [one for one in await project.records() if one.kind.name == "you said"] == []


async def test_nor_is_it_let_in_later_or_by_the_reason(project: Office) -> None:
    channel = await says(project, "/you-said Dust, they said: it is dusty, owner <@U1>")
    for said in ("YSWD-01 we did: we helped Fergal Pretendham", "YSWD-01 not doing because Fergal Pretendham said no"):
        await says(project, said)
        assert "residents will read" in channel.whisper.text
    await says(project, "YSWD-01")
    await channel.cards[-1].press("Edit")
    await project.settle()
    modal = await channel.modal.fill(you_said="Fergal Pretendham is left with dust").submit()
    assert "somebody’s name" in " ".join(modal.errors.values())
    assert "pretendham" not in await kept(project)


async def test_cases_stay_out_of_the_channel_and_of_whoever_may_not_open_them(project: Office) -> None:
    await complaints(project, 1)
    await says(project, "/you-said Dust, they said: it is dusty, owner <@U1>")
    channel = await says(project, "add CMP-0001 to YSWD-01")
    assert "I have not kept it" in channel.whisper.text
    await project.writes("U2", "add CMP-0001 to YSWD-01")
    assert "CMP-0001 is kept for the people who work on it" in project.dm("U2").last.words
    async with project.app.database.reading(project.clock.now()) as register:
        assert await register.links.of(await register.records.get("YSWD-01")) == []


async def test_what_is_asked_for_a_poster_and_there_is_nothing_for_is_said_at_once(project: Office) -> None:
    channel = await says(project, "you said we did poster")
    assert "there is nothing for a poster" in channel.whisper.text
    await says(project, "you said we did for Rose Cottage")
    assert "I know no project and no block called “Rose Cottage”" in channel.whisper.text
    await says(project, "strategy as a PDF")
    assert "There is no communication strategy for Larkspur Estate major works" in channel.whisper.text


async def test_the_text_for_a_newsletter_has_what_is_answered_alone(project: Office) -> None:
    await says(project, "/you-said Dust, they said: it is dusty, we did: they sweep up, owner <@U1>")
    await says(project, "/you-said Noise, they said: it is loud, owner <@U1>")
    channel = await says(project, "you said we did for the newsletter")
    assert channel.cards[-1].text == "You said, we did\n\nYou said: It is dusty.\nWe will: They sweep up."
