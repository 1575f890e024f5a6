"""Draws docs/images/chat-page.png, the README's picture: the real page in a real Chromium, on the sample programme.

Type: .venv/bin/python -m scripts.draw_chat_page
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from bot.demo.serving import HOST, demonstration, only_the_page, served
from bot.settings import Settings

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "chat-page.png"
QUIETLY = ["--no-sandbox", "--disable-background-networking", "--disable-sync", "--no-first-run", "--lang=en-GB"]
ICT = "channel:WS05"


async def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no Chromium here: type “make browser-tools” to install it.")
    with tempfile.TemporaryDirectory() as folder:
        settings = only_the_page(Settings(_env_file=None), Path(folder) / "register.db")
        async with demonstration(settings) as demo, served(demo, 0) as port, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=QUIETLY)
            context = await browser.new_context(
                viewport={"width": 1280, "height": 860}, device_scale_factor=1.5, reduced_motion="reduce"
            )
            await context.add_init_script("localStorage.setItem('chivvy-welcome', 'seen')")
            await draw(await context.new_page(), f"http://{HOST}:{port}/")
            await browser.close()


async def draw(page: Page, address: str) -> None:
    """A morning in a channel: the weekly summary, words between colleagues, an action logged and another begun."""
    await page.goto(f"{address}?as=P006&in={ICT}")
    await page.get_by_role("button", name="+1 hour", exact=True).click()
    await expect(page.locator(".clock .long")).to_contain_text("10:00", timeout=60_000)
    await page.goto(f"{address}?as=P025&in={ICT}")
    await say(page, "The supplier can change the firewall rule this week, if somebody sends them the list.")
    await page.goto(f"{address}?as=P006&in={ICT}")
    await say(page, "/action Send the firewall list to the supplier @Nadeem Applegarth by Friday")
    await expect(page.get_by_role("heading", name="A-121")).to_be_visible()
    await page.locator(".arrived").evaluate_all("all => all.forEach((each) => each.classList.remove('arrived'))")
    await page.locator("#scroll").evaluate("box => { box.scrollTop = box.scrollHeight; }")
    await page.screenshot(path=PICTURE)


async def say(page: Page, text: str) -> None:
    await page.locator("#words").fill(text)
    await page.locator("#words").press("Escape")
    await page.locator("#words").press("Enter")
    await expect(page.locator("#words")).to_have_value("")


if __name__ == "__main__":
    asyncio.run(main())
