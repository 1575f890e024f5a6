"""The real demonstration, served on a free port; users who talk to it over HTTP, or in a real Chromium."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.demo.seed import seed
from bot.demo.serving import Demo, demonstration, only_the_page, served
from bot.settings import Settings
from storage.database import Database
from tests.web.user import User

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=en-GB",
)


@dataclass(frozen=True)
class House:
    """The demonstration as it is served."""

    demo: Demo
    address: str

    @property
    def database(self) -> Database:
        return self.demo.app.database


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the sample programme in it, made once and copied for each test."""
    register = tmp_path_factory.mktemp("sample") / "register.db"

    async def make() -> None:
        database = Database(f"sqlite:///{register}")
        await database.start()
        await seed(database)
        await database.stop()

    asyncio.run(make())
    return register


@pytest.fixture
def register_file(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample, tmp_path / "register.db"))


@pytest.fixture
async def house(register_file: Path) -> AsyncIterator[House]:
    settings = only_the_page(Settings(_env_file=None), register_file)
    async with demonstration(settings) as demo, served(demo, 0) as port:
        yield House(demo, f"http://127.0.0.1:{port}")


@pytest.fixture
async def be(house: House) -> AsyncIterator[Callable[[str], User]]:
    """`be("P012")` is that person, talking to the page over HTTP."""
    async with aiohttp.ClientSession(house.address, headers={"Origin": house.address}) as session:
        yield lambda person: User(session, person)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Where there is none these tests are passed over, but not in CI."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        missing = "there is no Chromium here: type “make browser-tools” to install it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=list(QUIETLY))
        yield running
        await running.close()


Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def visit(house: House, browser: Browser) -> AsyncIterator[Open]:
    """`await visit("P012", "channel:WS10")` is a page in the browser; whatever it complains of fails the test."""
    complaints: list[str] = []

    async def opened(
        person: str = "", place: str = "", width: int = 1280, height: int = 800, *, welcomed: bool = True
    ) -> Page:
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        if welcomed:
            await context.add_init_script("localStorage.setItem('chivvy-welcome', 'seen')")
        page = await context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        query = "&".join(part for part in (person and f"as={person}", place and f"in={place}") if part)
        await page.goto(f"{house.address}/?{query}")
        return page

    yield opened
    assert complaints == []
