"""The page over HTTP: who may talk to it, what becomes of words, and that nothing is said twice or to the wrong one."""

from __future__ import annotations

import json
from collections.abc import Callable

import aiohttp
import pytest

from bot.web.guard import POLICY
from tests.web.conftest import House
from tests.web.user import User

Be = Callable[[str], User]

HOUSING = "channel:WS10"
ICT = "channel:WS05"


async def delivered(house: House) -> None:
    await house.demo.beat()


async def test_every_answer_carries_the_policy(house: House, be: Be) -> None:
    for path in ("/", "/static/chat.js", "/nowhere", "/healthz"):
        async with be("P012").session.get(path) as response:
            assert response.headers["Content-Security-Policy"] == POLICY, path
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    html = await be("P012").page(HOUSING)
    assert "<style" not in html
    assert " onclick" not in html
    assert html.count("<script") == 2  # chat.js, and data that no browser runs


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_what_comes_from_elsewhere_is_refused(house: House, headers: dict[str, str], status: int) -> None:
    said = {"id": "12345678", "me": "P012", "place": HOUSING, "do": "say", "text": "/action Sneak this in"}
    sent = {"Origin": house.address, "Content-Type": "application/json", **headers}
    address = f"{house.address}/turns"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=json.dumps(said), headers=sent) as response,
    ):
        assert response.status == status
        assert (await response.json())["error"]
    async with house.database.reading(house.demo.clock.now()) as register:
        assert (await register.records.next_wake()) is not None  # the register answers, and
        with pytest.raises(Exception, match="A-121"):
            await register.records.get("A-121")  # nothing was logged


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b"\xff", b'{"do":"say"}', b'{"do":"dance","id":"12345678"}', b"1"])
async def test_nonsense_gets_a_sentence(house: House, sent: bytes) -> None:
    headers = {"Origin": house.address, "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session:
        for path in ("/turns", "/clock", "/read"):
            async with session.post(f"{house.address}{path}", data=sent, headers=headers) as response:
                assert response.status == 400, path
                assert (await response.json())["error"].endswith(".")


async def test_unknown_people_and_places_are_refused(be: Be) -> None:
    assert (await be("P999").say(HOUSING, "/my"))["status"] == 404
    assert (await be("P012").say("channel:WS99", "/my"))["status"] == 404
    assert (await be("P012").say("dm:P006", "my"))["status"] == 404
    async with be("P012").session.get("/", params={"as": "P999"}, headers={"Accept": "text/html"}) as response:
        assert "nobody with the id" in await response.text()


async def test_an_action_logged_in_a_channel(house: House, be: Be) -> None:
    lead, owner = be("P006"), be("P005")
    told = await lead.say(ICT, "/action Fix the firewall rule @Meera Elderbeck by Friday", ("P005",))
    assert told == {"status": 200}
    await delivered(house)
    words, card = await lead.sees(ICT)
    assert "@Meera Elderbeck" in words.text
    assert all(said in card.text for said in ("A-121 Fix the firewall rule", "Meera Elderbeck", "Fri 27 Nov 2026"))
    assert [seen.id for seen in await owner.sees(ICT)] == [card.id]  # a slash command is between them and the bot
    assert "A-121" in (await owner.sees("dm:P005"))[-1].text


async def test_done_changes_the_same_message(house: House, be: Be) -> None:
    lead = be("P006")
    await lead.say(ICT, "/action Fix the firewall rule @Meera Elderbeck by Friday", ("P005",))
    await delivered(house)
    card = (await lead.sees(ICT))[-1]
    await be("P005").press(ICT, card, "Done")
    await delivered(house)
    (shown,) = await be("P012").sees(ICT)
    assert shown.id == card.id
    assert "Complete" in shown.text


async def test_sending_twice_is_once(house: House, be: Be) -> None:
    lead = be("P006")
    for _ in range(2):
        await lead.say(ICT, "/action Fix the firewall rule @Meera Elderbeck by Friday", ("P005",), id="once-and-only")
    await delivered(house)
    assert len(await lead.sees(ICT)) == 2  # the words and the card


async def test_words_that_merely_pass_by_are_left_alone(house: House, be: Be) -> None:
    await be("P006").say(ICT, "Shall we fix the firewall rule by Friday?")
    await delivered(house)
    assert [seen.text for seen in await be("P005").sees(ICT)] == [
        "Callum Fallowthwaite 09:00 Shall we fix the firewall rule by Friday?"
    ]


async def test_the_bot_is_talked_to_by_name(house: House, be: Be) -> None:
    await be("P006").say(ICT, "@Chivvy help")
    await delivered(house)
    said, answer = await be("P005").sees(ICT)
    assert said.text.startswith("Callum Fallowthwaite")
    assert "What you can say to me" in answer.text


async def test_a_whisper_is_for_one(house: House, be: Be) -> None:
    await be("P006").say(ICT, "/my")
    await delivered(house)
    assert "Only you can see this" in (await be("P006").sees(ICT))[-1].text
    assert await be("P005").sees(ICT) == []


async def test_a_whispered_card_lives_too(house: House, be: Be) -> None:
    lead = be("P006")
    await lead.say(ICT, "/action A-035")
    await delivered(house)
    card = (await lead.sees(ICT))[-1]
    assert "Only you can see this" in card.text
    await lead.press(ICT, card, "Done")
    await delivered(house)
    assert "Complete" in next(seen for seen in await lead.sees(ICT) if seen.id == card.id).text


async def test_buttons_of_messages_elsewhere_are_refused(house: House, be: Be) -> None:
    await be("P006").say(ICT, "/my")
    await delivered(house)
    whisper = (await be("P006").sees(ICT))[-1]
    assert (await be("P005").turn(ICT, "press", message=whisper.id, data="{}"))["status"] == 404
    assert (await be("P006").turn(HOUSING, "press", message=whisper.id, data="{}"))["status"] == 404


async def test_a_forged_button_changes_nothing(house: House, be: Be) -> None:
    lead = be("P006")
    await lead.say(ICT, "/action Fix the firewall rule @Meera Elderbeck by Friday", ("P005",))
    await delivered(house)
    card = (await lead.sees(ICT))[-1]
    other = card.data("Done").replace("A-121", "A-035")
    await lead.turn(ICT, "press", message=card.id, data=other)
    await lead.turn(ICT, "press", message=card.id, data="not a command")
    await delivered(house)
    async with house.database.reading(house.demo.clock.now()) as register:
        assert (await register.records.get("A-035")).is_open
    assert "Nothing was changed" in (await lead.sees(ICT))[-1].text


async def test_the_form_opens_and_is_sent_in(house: House, be: Be) -> None:
    lead = be("P006")
    told = await lead.say(ICT, "/action")
    assert "What needs doing" in told["form"]
    token = told["form"].split('data-token="')[1].split('"')[0].replace("&#34;", '"')
    wrong = await lead.turn(ICT, "submit", token=token, values={"title": "", "due": "2026-11-01"})
    assert set(wrong["errors"]) == {"title", "due"}
    right = await lead.turn(ICT, "submit", token=token, values={"title": "Order the switches", "due": "2026-12-01"})
    assert right == {"status": 200}
    await delivered(house)
    assert "A-121 Order the switches" in (await lead.sees(ICT))[-1].text


async def test_a_message_becomes_an_action(house: House, be: Be) -> None:
    await be("P005").say(ICT, "Can @Callum Fallowthwaite ring the supplier?", ("P006",))
    (message,) = await be("P006").sees(ICT)
    told = await be("P006").turn(ICT, "capture", message=message.id, kind="action")
    assert "Can @Callum Fallowthwaite ring the supplier?" in told["form"]
    assert f"/?in={ICT}#m{message.id}" in told["form"].replace("&#39;", "'")
    assert (await be("P006").turn(ICT, "capture", message=message.id, kind="sonnet"))["status"] == 400


async def test_home_is_ones_own_work(be: Be) -> None:
    html = await be("P006").page("home")
    assert "A-035" in html
    told = await be("P006").turn("home", "press", data=json.dumps({"do": "OpenForm", "form": "edit", "ref": "A-035"}))
    assert "Edit A-035" in told["form"]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b>x', "{{ 7*7 }}"])
async def test_what_people_write_stays_words(house: House, be: Be, words: str) -> None:
    lead = be("P006")
    await lead.say(ICT, words)
    await lead.say(ICT, f"/action {words} by Friday")
    await delivered(house)
    html = await lead.page(ICT)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert '"><b>x' not in html
    assert "49" not in "".join(seen.text for seen in await lead.sees(ICT))


async def test_only_web_addresses_become_links(house: House, be: Be) -> None:
    lead = be("P006")
    await lead.say(ICT, "see https://www.example.org/a, javascript:alert(1) and http://x.example/?q=<b>")
    (message,) = await lead.sees(ICT)
    assert message.html.count("<a href") == 2
    assert 'rel="noopener noreferrer"' in message.html
    assert 'href="javascript' not in message.html


async def events(
    house: House, me: str, place: str, since: int, wanted: int
) -> list[tuple[str, str, dict[str, object]]]:
    """The first events of a stream: id, name, data."""
    found: list[tuple[str, str, dict[str, object]]] = []
    async with aiohttp.ClientSession() as session:
        headers = {"Last-Event-ID": str(since)}
        async with session.get(f"{house.address}/stream", params={"as": me, "in": place}, headers=headers) as stream:
            assert stream.content_type == "text/event-stream"
            fields: dict[str, str] = {}
            async for line in stream.content:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "event" in fields:
                    found.append((fields.get("id", ""), fields["event"], json.loads(fields["data"])))
                    fields = {}
                    if len(found) == wanted:
                        break
    return found


async def test_a_page_that_was_away_catches_up(house: House, be: Be) -> None:
    for text in ("one", "two", "three"):
        await be("P006").say(ICT, text)
    await be("P006").say(HOUSING, "elsewhere")
    seen = await events(house, "P005", ICT, 1, 4)
    assert [(id, name) for id, name, _ in seen] == [("2", "message"), ("3", "message"), ("4", "counts"), ("", "clock")]
    assert "two" in str(seen[0][2]["html"])
    assert seen[2][2]["places"] == {ICT: 3, HOUSING: 1}


async def test_a_page_of_an_earlier_programme_starts_afresh(house: House) -> None:
    assert (await events(house, "P005", ICT, 9999, 1))[0][1] == "afresh"


async def test_what_was_read_no_longer_counts(house: House, be: Be) -> None:
    await be("P006").say(ICT, "news")
    (message,) = await be("P005").sees(ICT)
    _, counts = await be("P005").send("/read", {"me": "P005", "place": ICT, "upto": message.id})
    assert counts["places"] == {}
    _, counts = await be("P007").send("/read", {"me": "P007", "place": HOUSING, "upto": 0})
    assert counts["places"] == {ICT: 1}


async def test_a_register_that_cannot_be_written_says_so(house: House, be: Be) -> None:
    lead = be("P006")
    async with house.database.engine.connect() as connection:
        await connection.exec_driver_sql("DROP TABLE page_message")
        await connection.commit()
    told = await lead.say(ICT, "/action Fix the firewall rule by Friday")
    assert told["status"] == 503
    assert "nothing was changed" in told["error"]
