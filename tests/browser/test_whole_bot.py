"""The whole program as `make run` starts it, used in a browser by an owner."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import PATIENCE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PHONE: ViewportSize = {"width": 390, "height": 844}
START_SECONDS = 120


class Running:
    """A `bot.py run` without a token, and the address of its chat page."""

    def __init__(self, process: Process, page: str) -> None:
        self.process = process
        self.page = page


@asynccontextmanager
async def running(folder: Path, port: int = 0) -> AsyncIterator[Running]:
    """The program on the database in `folder`; stopped politely."""
    environment = {
        **os.environ,
        "BOT_TOKEN": "",
        "DATABASE_URL": f"sqlite:///{folder / 'clinic.sqlite3'}",
        "SIMULATOR_PORT": str(port),
        "HEALTH_PORT": "0",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "bot.py", "run", cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            while True:
                line = (await process.stdout.readline()).decode()
                assert line, "the bot ended before it was ready"
                if found := re.search(r"chat page: (http://\S+)", line):
                    break
        yield Running(process, found[1])
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 60)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A phone in the owner's hand."""
    context = await browser.new_context(viewport=PHONE, locale="ru-RU")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    await context.close()


async def type_(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.keyboard.press("Enter")


async def press(page: Page, label: str) -> None:
    await page.locator("#history button", has_text=label).last.click()


async def test_an_owner_gets_the_plan_and_its_picture_in_ten_taps(page: Page, tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        await page.goto(bot.page)
        history = page.locator("#history")
        await page.click("#start")
        await press(page, "Начать")
        for number, (figure, upcoming) in enumerate(
            (
                ("2000", "2 из 5"),
                ("1850", "3 из 5"),
                ("575", "4 из 5"),
                ("60 млн", "5 из 5"),
                ("462", "10 лидов"),
            )
        ):
            await expect(history).to_contain_text(f"{number + 1} из 5")
            await type_(page, figure)
            await expect(history).to_contain_text(upcoming)
        await page.locator("#history button", has_text=re.compile(r"^3$")).click()
        await press(page, "+20")
        await press(page, "Посчитать")
        await expect(history).to_contain_text(
            re.compile(r"План на \d{4} год: 444 новых пациента, 1\s480 лидов")
        )
        picture = page.locator("#history img").last
        await expect(picture).to_be_visible()
        size = await picture.evaluate("image => [image.naturalWidth, image.naturalHeight]")
        assert size == [1280, 960]
        await expect(page.locator("#history button", has_text="А если")).to_be_visible()
        wider = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wider
    assert bot.process.returncode == 0


async def test_the_page_is_answered_again_after_a_restart(page: Page, tmp_path: Path) -> None:
    for _ in range(2):
        async with running(tmp_path) as bot:
            await page.goto(bot.page)
            await page.click("#start")
            await expect(page.locator("#history")).to_contain_text("Начать")
