"""A real Chromium for the tests of the chat page.

Every test here runs in the session's event loop; async fixtures need `loop_scope="session"` to share it.
"""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
)


PATIENCE = 60_000
"""Milliseconds: a busy machine makes everything long, a process that warms up above all."""
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here share one event loop, because they share one browser: starting it takes seconds."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The Chromium of this machine.

    Without one the test is skipped, except in CI, where it fails.
    """
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        own = playwright.chromium.executable_path
        executable = next(filter(None, map(shutil.which, (*_NAMES, own))), None)
        if executable is None:
            message = f"none of {', '.join(_NAMES)} is installed"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        launched = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield launched
        await launched.close()
