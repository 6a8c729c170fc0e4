"""Calls, uploads and downloads through a real proxy, which asks for a password."""

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.types import BufferedInputFile
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handlers.transport.proxy import SCHEMES, ProxiedSession
from simulator import server
from simulator.core import Simulator
from simulator.server import Server
from tests.proxy_server import PASSWORD, USER, ProxyServer, proxy

TOKEN = "1:simulator"


@pytest.fixture
async def telegram() -> AsyncIterator[Server]:
    simulator = Simulator()
    account = simulator.add_bot(TOKEN, "clinic_pulse_bot", "Пульс")
    simulator.chat(account, simulator.add_user("Ольга")).send_text("/start")
    running = await server.start(simulator, port=0)
    yield running
    await running.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate of a proxy on this machine, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("proxy") / "proxy.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def through(scheme: str, proxy: ProxyServer, telegram: Server, password: str, certificate: Path) -> Bot:
    address = f"{scheme}://{USER}:{quote(password, safe='')}@localhost:{proxy.port}"
    session = ProxiedSession(address, api=TelegramAPIServer.from_base(telegram.url))
    if scheme == "https":
        session._connector_init["ssl"] = ssl.create_default_context(cafile=certificate)
    return Bot(TOKEN, session=session)


def serving(scheme: str, certificate: Path) -> ssl.SSLContext | None:
    if scheme != "https":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_everything_passes_the_proxy(telegram: Server, scheme: str, certificate: Path) -> None:
    async with (
        proxy(scheme, serving(scheme, certificate)) as door,
        through(scheme, door, telegram, PASSWORD, certificate).context() as bot,
    ):
        assert (await bot.get_me()).username == "clinic_pulse_bot"
        sent = await bot.send_document(1001, BufferedInputFile(b"1;2", "visits.csv"))
        assert sent.document is not None
        fetched = await bot.download(sent.document)
        assert fetched is not None
        assert fetched.read() == b"1;2"
        assert (door.passed > 0, door.refused) == (True, 0)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_proxy_that_refuses_is_a_network_that_fails(
    telegram: Server, scheme: str, certificate: Path
) -> None:
    async with (
        proxy(scheme, serving(scheme, certificate)) as door,
        through(scheme, door, telegram, "wrong", certificate).context() as bot,
    ):
        with pytest.raises(AiogramError) as failure:
            await bot.get_me()
        assert "wrong" not in str(failure.value)
        assert (door.passed, door.refused) == (0, 1)
