"""The page as people use it, in a real Chromium: words, cards, forms and the clock, live and without reloading."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.serving import HOST, served
from tests.web.conftest import House, Open

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

ICT = "channel:WS05"
HOUSING = "channel:WS10"
PATIENCE_MS = 20_000

expect.set_options(timeout=PATIENCE_MS)


def message(page: Page, text: str | re.Pattern[str]) -> Locator:
    return page.locator(".message").filter(has_text=text)


async def type_words(page: Page, text: str) -> None:
    await page.locator("#words").press_sequentially(text)


async def log_firewall(page: Page) -> None:
    """Logs an action for Meera with the help of both completions."""
    await page.locator("#words").focus()
    await type_words(page, "/ac")
    await expect(page.get_by_role("option", name="/action")).to_be_visible()
    await page.keyboard.press("Tab")
    await type_words(page, "Fix the firewall rule @elder")
    await expect(page.get_by_role("option", name="@Meera Elderbeck")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator("#words")).to_have_value("/action Fix the firewall rule @Meera Elderbeck ")
    await type_words(page, "by Friday")
    await page.keyboard.press("Enter")
    await expect(message(page, "A-121 Fix the firewall rule")).to_be_visible()


async def move(page: Page, step: str) -> None:
    """Presses a button of the clock, and waits until it has arrived."""
    before = await page.locator(".clock .long").text_content()
    await page.get_by_role("button", name=step, exact=True).click()
    await expect(page.locator(".clock .long")).not_to_have_text(before or "")
    await expect(page.get_by_role("button", name=step, exact=True)).to_be_enabled(timeout=60_000)


async def test_an_action_lives_for_everybody_at_once(visit: Open) -> None:
    lead, owner = await visit("P006", ICT), await visit("P005", "dm:P005")
    await log_firewall(lead)
    card = message(lead, "A-121 Fix the firewall rule")
    await expect(card).to_contain_text("Meera Elderbeck")
    await expect(card).to_contain_text("Fri 27 Nov 2026")

    told = message(owner, "A-121")
    await expect(told).to_have_count(1)
    await told.get_by_role("button", name="Done").click()
    await expect(card).to_contain_text("Complete")
    await expect(card).to_have_count(1)
    await expect(card.get_by_role("button", name="Reopen")).to_be_visible()
    await expect(lead.locator("#announce")).to_contain_text("Changed: A-121")


async def test_a_form_shows_what_is_wrong_and_keeps_what_was_typed(visit: Open) -> None:
    page = await visit("P006", ICT)
    await page.locator("#words").fill("/action")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Log an action")
    await expect(form.get_by_label("What needs doing")).to_be_focused()
    await form.get_by_label("Due").fill("2026-11-01")
    await form.get_by_label("Details").fill("Two in each hub.")
    await form.get_by_label("Find somebody for Supporters").fill("soph")
    await form.get_by_label("Sophie Oakshade").check()
    await expect(form).to_contain_text("Chosen: Sophie Oakshade")
    await form.get_by_role("button", name="Log it").click()

    title, due = form.get_by_label("What needs doing"), form.get_by_label("Due")
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(due).to_have_accessible_description(re.compile("This day has passed"))
    await expect(form.get_by_label("Details")).to_have_value("Two in each hub.")

    await title.fill("Order the switches")
    await due.fill("2026-12-01")
    await form.get_by_role("button", name="Log it").click()
    await expect(form).to_be_hidden()
    card = message(page, "A-121 Order the switches")
    await expect(card).to_contain_text("Tue 1 Dec 2026")
    await expect(card).to_contain_text("Sophie Oakshade")


async def test_time_passes(visit: Open) -> None:
    channel, dm = await visit("P012", HOUSING), await visit("P012", "dm:P012")
    await move(channel, "+1 hour")
    await expect(channel.locator(".clock .long")).to_have_text("Monday 23 November 2026, 10:00")
    await expect(message(channel, "Housing: the week")).to_have_count(1)
    digest = message(dm, "A-120")
    await expect(digest).to_have_count(1)
    await expect(digest.locator("time")).to_have_text("09:30")

    for _ in range(5):
        await move(channel, "+1 working day")
    await expect(channel.locator(".clock .long")).to_have_text("Monday 30 November 2026, 10:00")
    await expect(message(channel, "Housing: the week")).to_have_count(2)
    alert = channel.locator(".message").filter(has=channel.get_by_role("button", name="Acknowledge")).first
    await expect(alert).to_be_visible()
    await alert.get_by_role("button", name="Acknowledge").click()
    await expect(
        channel.locator(".message").filter(has_text=re.compile("acknowledged", re.IGNORECASE))
    ).not_to_have_count(0)


async def test_by_keyboard_alone(visit: Open) -> None:
    page = await visit("P006", ICT)
    await page.keyboard.press("Tab")  # the composer has the focus at first; what follows it is Send
    await expect(page.get_by_role("button", name="Send")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await log_firewall(page)
    await reach(page, "Skip to writing a message", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#words")).to_be_focused()
    await reach(page, "Undo", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name=re.compile("Take back"))).to_be_visible()
    await page.keyboard.press("Escape")
    await reach(page, "Edit", "Shift+Tab")
    await page.keyboard.press("Space")
    form = page.get_by_role("dialog", name="Edit A-121")
    await expect(form.get_by_label("What needs doing")).to_be_focused()
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type("Mend the firewall rule")
    await page.keyboard.press("Enter")
    await expect(form).to_be_hidden()
    await expect(page.get_by_role("heading", name="A-121 Mend the firewall rule")).to_be_visible()
    await expect(page.get_by_role("button", name="Edit")).to_be_focused()


async def reach(page: Page, name: str, key: str) -> None:
    """Goes on by keyboard until a button has the focus."""
    for _ in range(60):
        if await page.evaluate("document.activeElement.textContent.trim()") == name:
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{name} is out of the keyboard's reach")


async def test_becoming_somebody_else(visit: Open) -> None:
    page = await visit("P006", ICT)
    await log_firewall(page)
    await expect(page.locator(".persona .badge.others")).to_be_visible()
    await page.get_by_role("button", name="You are Callum Fallowthwaite").click()
    box = page.get_by_role("dialog", name="Who do you want to be?")
    await expect(box.get_by_role("listitem").first).to_contain_text("Meera Elderbeck")  # news come first
    await box.get_by_label("Find somebody").fill("lead hr")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("as=P005&in=dm%3AP005"))
    await expect(page.get_by_role("button", name="You are Meera Elderbeck")).to_be_visible()
    await expect(message(page, "A-121")).to_be_visible()


async def test_the_home_view(visit: Open) -> None:
    page = await visit("P012", "home")
    await expect(page.locator("main")).to_contain_text("A-120")
    await page.get_by_role("button", name="Log an action").click()
    form = page.get_by_role("dialog", name="Log an action")
    await form.get_by_label("What needs doing").fill("Book the hall")
    await form.get_by_role("button", name="Log it").click()
    await expect(page.locator(".messages.home")).to_contain_text("Book the hall")
    await page.get_by_role("button", name="Show").first.click()
    await expect(page).to_have_url(re.compile("in=dm:P012"))
    await expect(message(page, "A-120").get_by_role("button", name="Done")).to_be_visible()


async def test_a_message_becomes_an_action(visit: Open) -> None:
    page = await visit("P006", ICT)
    await page.locator("#words").fill("Could somebody ring the supplier about the switches?")
    await page.keyboard.press("Enter")
    said = message(page, "ring the supplier")
    await said.locator("summary").click()
    await said.get_by_role("button", name="Log as action").click()
    form = page.get_by_role("dialog", name="Log an action")
    await expect(form.get_by_label("What needs doing")).to_have_value("Ring the supplier about the switches")
    await form.get_by_role("button", name="Log it").click()
    card = message(page, "A-121")
    await expect(card.get_by_role("link")).to_have_attribute("href", re.compile(r"/\?in=channel:WS05#m\d+$"))


async def test_narrow_screens_never_scroll_sideways(visit: Open) -> None:
    page = await visit("P012", HOUSING, width=400)
    await move(page, "+1 hour")
    await page.locator("#words").fill("/action Agree " + "a-very-long-word-without-any-space" * 4 + " @Farah by Friday")
    await page.keyboard.press("Enter")
    await expect(message(page, "A-121")).to_be_visible()
    await no_sideways(page)
    await page.get_by_role("button", name="Edit").click()
    await expect(page.get_by_role("dialog", name="Edit A-121")).to_be_visible()
    await no_sideways(page)
    await page.keyboard.press("Escape")

    await page.get_by_role("button", name="Channels").click()
    await no_sideways(page)
    await expect(page.get_by_role("navigation", name="Channels and your work")).to_be_visible()
    await page.get_by_role("link", name="Your work").click()
    await expect(page.locator("main")).to_contain_text("A-120")
    await no_sideways(page)
    await page.get_by_role("button", name="You are Farah Larkhollow").click()
    await no_sideways(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("navigation").get_by_role("link", name=re.compile("^Chivvy")).click()
    await expect(message(page, "A-120").first).to_be_visible()
    await no_sideways(page)


async def no_sideways(page: Page) -> None:
    wide = await page.evaluate(
        """() => [...document.querySelectorAll("body, .messages, dialog[open], .side, .card")]
            .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className || each.tagName)"""
    )
    assert wide == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "words", ["<script>document.title = 'owned'</script>", "<img src=x onerror=\"document.title='owned'\">"]
)
async def test_script_in_words_stays_words(visit: Open, words: str) -> None:
    page = await visit("P006", ICT)
    for said in (words, f"/action {words} @Meera Elderbeck by Friday"):
        await page.locator("#words").fill(said)
        await page.keyboard.press("Enter")
        await expect(page.locator("#words")).to_have_value("")
    await expect(message(page, "A-121")).to_contain_text(words)
    await page.get_by_role("button", name="Edit").click()
    await expect(page.get_by_role("dialog").get_by_label("What needs doing")).to_have_value(words)
    await page.reload()
    await expect(message(page, "A-121")).to_contain_text(words)
    assert await page.title() != "owned"
    assert await page.locator(".message img, .message script").count() == 0


async def test_the_welcome_is_shown_until_it_is_put_away(visit: Open) -> None:
    page = await visit(welcomed=False)
    await expect(page.get_by_role("heading", name="Welcome. Three things to try")).to_be_visible()
    await page.get_by_role("button", name="Draft the TUPE letter @Meera").click()
    await expect(page.locator("#words")).to_have_value("/action Draft the TUPE letter @Meera by Friday")
    await page.get_by_role("button", name="Got it").click()
    await expect(page.get_by_text("Nothing has been said here yet.")).to_be_visible()
    await page.reload()
    await expect(page.locator("#words")).to_be_visible()
    await expect(page.locator("#welcome")).to_be_hidden()


async def test_a_broken_connection_is_said_and_mended(house: House, browser: Browser) -> None:
    async with served(house.demo, 0) as port:
        page = await browser.new_page()
        await page.goto(f"http://{HOST}:{port}/?as=P006&in={ICT}")
        await page.locator("#words").fill("Before")
        await page.keyboard.press("Enter")
        await expect(message(page, "Before")).to_be_visible()
    lost = page.get_by_role("alert")
    await expect(lost).to_have_text("The page lost its connection to Chivvy; trying again.")
    await page.locator("#words").fill("Meanwhile")
    await page.keyboard.press("Enter")
    async with served(house.demo, port):
        await expect(message(page, "Meanwhile")).to_have_count(1)
        await expect(lost).to_be_hidden()
        await expect(page.locator("#words")).to_have_value("")
        await page.close()
