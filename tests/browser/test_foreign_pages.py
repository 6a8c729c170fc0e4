"""What a web page of somebody else's, open in the same browser, can do to the simulator: nothing.

Both attacks begin at names ending in `.test`, which the browser of these tests resolves to this machine.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page

from simulator import server
from simulator.account import SimulatedBot
from simulator.core import Simulator, new_token

pytestmark = pytest.mark.browser

_TRIES_ALL = """
<img id="img" src="{api}/setWebhook?url=http://127.0.0.1:9/stolen">
<iframe name="for-api"></iframe><iframe name="for-deed"></iframe>
<form id="api" method="post" target="for-api" action="{api}/setWebhook">
  <input name="url" value="http://127.0.0.1:9/stolen">
</form>
<form id="deed" method="post" target="for-deed" enctype="text/plain" action="{chat}/text">
  <input name='{{"text": "forged", "x": "' value='"}}'>
</form>
"""


@dataclass
class Target:
    """A running simulator with one chat."""

    url: str
    account: SimulatedBot

    @property
    def api(self) -> str:
        """The Bot API, with the token an attacker would have to know."""
        return f"{self.url}/bot{self.account.token}"

    def is_untouched(self) -> bool:
        """Whether nothing was done in the chat or to the bot."""
        return self.account.updates.webhook is None and len(self.account.updates) == 0


@pytest_asyncio.fixture(loop_scope="session")
async def target() -> AsyncIterator[Target]:
    simulator = Simulator()
    account = simulator.add_bot(new_token(), username="clinic_pulse_bot", first_name="Clinic Pulse")
    simulator.chat(account, simulator.add_user("Ольга", "ru"))
    started = await server.start(simulator, port=0)
    yield Target(started.url, account)
    await started.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context()
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def foreign(target: Target) -> AsyncIterator[str]:
    """The address of somebody's page that knows even the token."""

    async def show(_: web.Request) -> web.Response:
        chat = f"{target.url}/page/1/1001"
        return web.Response(text=_TRIES_ALL.format(api=target.api, chat=chat), content_type="text/html")

    application = web.Application()
    application.router.add_get("/", show)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://evil.test:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def test_a_foreign_page_cannot_set_a_webhook_or_act_in_a_chat(
    target: Target, foreign: str, page: Page
) -> None:
    statuses: dict[str, int] = {}
    page.on("response", lambda response: statuses.update({response.url: response.status}))
    await page.goto(foreign, wait_until="load")
    for form in ("api", "deed"):
        async with page.expect_response(lambda response: response.request.method == "POST"):
            await page.evaluate("id => document.getElementById(id).submit()", form)
    read = await page.evaluate(
        "url => fetch(url, {method: 'POST'}).then(() => 'read', () => 'refused')", f"{target.api}/getUpdates"
    )
    assert {url: status for url, status in statuses.items() if url.startswith(target.url)} == {
        f"{target.api}/setWebhook?url=http://127.0.0.1:9/stolen": 403,
        f"{target.api}/setWebhook": 403,
        f"{target.url}/page/1/1001/text": 403,
    }
    assert read == "refused"
    assert target.is_untouched()


async def test_a_name_that_resolves_to_this_machine_opens_nothing(target: Target, page: Page) -> None:
    port = urlsplit(target.url).port
    response = await page.goto(f"http://rebound.test:{port}/")
    assert response is not None
    assert response.status == 421
    statuses = await page.evaluate(
        """async () => {
            const people = await fetch("/page/people");
            const body = JSON.stringify({text: "forged"});
            const deed = await fetch("/page/1/1001/text", {method: "POST", body});
            return [people.status, deed.status];
        }"""
    )
    assert statuses == [421, 421]
    assert target.is_untouched()


async def test_an_image_on_the_own_page_changes_nothing_either(target: Target, page: Page) -> None:
    await page.goto(target.url)
    status = await page.evaluate(
        "url => fetch(url).then(answer => answer.status)", f"{target.api}/setWebhook?url=http://127.0.0.1:9/"
    )
    assert status == 405
    assert target.is_untouched()


async def test_the_page_cannot_be_put_into_a_frame(target: Target, foreign: str, page: Page) -> None:
    await page.goto(foreign)
    frame = page.frame("for-api")
    assert frame is not None
    async with page.expect_event("requestfailed") as refused:
        await page.evaluate("url => { document.querySelector('iframe').src = url }", target.url)
    assert (await refused.value).failure == "net::ERR_BLOCKED_BY_RESPONSE"
    assert await frame.locator("#history").count() == 0
