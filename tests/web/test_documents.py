"""Documents on the page: in their message, fetched by whoever may see it, and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import quote

import aiohttp
import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from bot.scheduler import Scheduler
from reports.paper import File
from storage.attachments import KEPT_FOR, Attachment
from storage.history import REFUSED
from storage.page import Page
from tests.web.conftest import House, Open
from tests.web.user import Seen, User

SECRET = "Scaffold left over a bedroom window"
OLU, SAM = "P005", "P012"
CHANNEL = "channel:WS05"
Be = Callable[[str], User]
LINK = re.compile(r'<a href="(/files/[^"]+)" download="([^"]+)"')


@pytest.fixture
async def case(house: House, be: Be) -> House:
    """CMP-0041 of P005, a liaison officer, who has asked for its chronology."""
    async with house.database.transaction(house.demo.clock.now()) as register:
        officer = await register.people.get(OLU)
        assert officer
        await register.people.save(replace(officer, role="Project Liaison Officer"))
    olu = be(OLU)
    await olu.say(olu.dm, f"complaint in today: {SECRET}")
    await delivered(house)
    await olu.press(olu.dm, (await olu.sees(olu.dm))[-1], "Save")
    await delivered(house)
    await ask(house, olu)
    return house


async def delivered(house: House) -> None:
    await house.demo.beat()


async def ask(house: House, user: User, said: str = "chronology CMP-0041", place: str = "") -> None:
    await user.say(place or user.dm, said)
    await delivered(house)


async def last(user: User, place: str = "") -> Seen:
    return (await user.sees(place or user.dm))[-1]


def address_of(message: Seen) -> str:
    found = LINK.search(message.html)
    assert found, message.text
    return unescape(found[1])


async def fetch(user: User, address: str) -> tuple[int, dict[str, str], bytes]:
    async with user.session.get(address) as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_the_message_shows_what_it_is_and_gives_it(case: House, be: Be) -> None:
    message = await last(be(OLU))
    assert "Chronology of CMP-0041 OFFICIAL-SENSITIVE: casework" in message.text
    assert re.search(r"Download Chronology of CMP-0041 PDF, \d+ KB", message.text)
    assert LINK.search(message.html)[2] == "CMP-0041 chronology.pdf"  # type: ignore[index]
    status, headers, content = await fetch(be(OLU), address_of(message))
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''CMP-0041%20chronology.pdf"
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    assert SECRET in words
    assert "Logged in this register" in words


async def test_the_message_keeps_nothing_of_what_the_document_says(case: House) -> None:
    async with case.database.reading(case.demo.clock.now()) as register:
        said = await Page(register).latest(f"dm:{OLU}", OLU)
    card = said[-1].card
    assert card is not None
    assert card["paper"]["values"] == {}
    assert SECRET not in str(card)


async def test_asked_for_in_a_channel_it_is_in_the_askers_direct_messages_alone(case: House, be: Be) -> None:
    olu, before = be(OLU), len(await be(OLU).sees(f"dm:{OLU}"))
    await ask(case, olu, "@chivvy chronology CMP-0041", CHANNEL)
    assert len(await olu.sees(olu.dm)) == before + 1
    assert "/files/" in (await last(olu)).html
    for reader in (OLU, SAM):
        page = await be(reader).page(CHANNEL)
        assert "/files/" not in page
        assert SECRET not in page


async def test_nobody_else_fetches_it(case: House, be: Be) -> None:
    address = address_of(await last(be(OLU)))
    for other in (SAM, "P001", "P999"):
        status, _, content = await fetch(be(other), address.replace(f"as={OLU}", f"as={other}"))
        assert status == 404
        assert not content.startswith(b"%PDF")
    assert (await fetch(be(OLU), f"/files/{quote('turn:nothing', safe='')}?as={OLU}"))[0] == 404
    async with (
        aiohttp.ClientSession(case.address) as stranger,
        stranger.get(address, headers={"Host": "evil.example"}) as answer,
    ):
        assert answer.status == 421


async def test_a_key_that_leads_to_no_message_leads_to_no_document(case: House, be: Be) -> None:
    """What waits for somebody in Teams is not the page's to give."""
    async with case.database.transaction(case.demo.clock.now()) as register:
        await register.attachments.keep(Attachment("document:teams:1", OLU, "a.pdf", "application/pdf", b"%PDF-"))
    assert (await fetch(be(OLU), f"/files/{quote('document:teams:1', safe='')}?as={OLU}"))[0] == 404


async def test_whoever_may_not_open_the_case_any_more_does_not_get_it(case: House, be: Be) -> None:
    address = address_of(await last(be(OLU)))
    async with case.database.transaction(case.demo.clock.now()) as register:
        officer = await register.people.get(OLU)
        assert officer
        await register.people.save(replace(officer, active=False))
    status, _, content = await fetch(be(OLU), address)
    assert (status, content[:5] == b"%PDF-") == (404, False)
    async with case.database.reading(case.demo.clock.now()) as register:
        assert [event.verb for event in await register.history.of("CMP-0041")].count(REFUSED) == 1


async def test_after_a_fortnight_the_message_says_that_it_is_gone(case: House, be: Be) -> None:
    address = address_of(await last(be(OLU)))
    app = case.demo.app
    case.demo.clock.set(case.demo.clock.now() + KEPT_FOR + timedelta(minutes=1))
    await Scheduler(app.database, app.delivery, app.clock, 30).tidy()
    assert "the document is not kept any more. Ask for it again." in (await last(be(OLU))).text
    assert (await fetch(be(OLU), address))[0] == 404


async def test_what_is_for_everybody_is_in_the_channel(case: House, be: Be) -> None:
    await ask(case, be(OLU), "@chivvy report complaints", CHANNEL)
    message = await last(be(SAM), CHANNEL)
    status, _, content = await fetch(be(SAM), address_of(message))
    assert (status, content[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("form", ["png", "svg"])
async def test_a_picture_is_shown_with_its_words(case: House, be: Be, form: str) -> None:
    await ask(case, be(OLU), f"chronology CMP-0041 as {form}")
    message = await last(be(OLU))
    assert re.search(r'<img src="/files/[^"]+" alt="Chronology of CMP-0041"', message.html)
    status, headers, _ = await fetch(be(OLU), address_of(message))
    assert (status, headers["Content-Type"].split("/")[0]) == (200, "image")
    assert headers["Content-Disposition"].startswith("attachment"), "opened by itself, no drawing runs here"


async def test_what_cannot_be_drawn_is_said_to_the_asker(case: House, be: Be, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> File:
        raise RuntimeError("the template is broken")

    monkeypatch.setattr("bot.sending.drawn", broken)
    await ask(case, be(OLU))
    assert "I could not send you what you asked for (“chronology CMP-0041" in (await last(be(OLU))).text


@pytest.mark.browser
async def test_in_a_browser(case: House, be: Be, visit: Open) -> None:
    """It is downloaded under its own name, arrives live, and pictures are seen."""
    page = await visit(OLU, f"dm:{OLU}")
    link = page.get_by_role("link", name="Download Chronology of CMP-0041")
    async with page.expect_download() as downloading:
        await link.click()
    assert (await downloading.value).suggested_filename == "CMP-0041 chronology.pdf"
    for form in ("png", "svg"):
        await ask(case, be(OLU), f"chronology CMP-0041 as {form}")
    pictures = page.get_by_role("img", name="Chronology of CMP-0041")
    await expect(pictures).to_have_count(2)
    for number in range(2):
        await pictures.nth(number).scroll_into_view_if_needed()
        await expect(pictures.nth(number)).to_have_js_property("complete", True)
        assert await pictures.nth(number).evaluate("each => each.naturalWidth > 100")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
