"""What proves that nothing was sent."""

import asyncio
import datetime as dt
import logging
import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scrm.channels.failures import (
    NotAccepted,
)
from scrm.conformance.wire import (
    Wire,
    wire,
)
from tests.connectors.telegram.conftest import NO_CONNECTION, open_bot
from tests.connectors.telegram.test_outcomes import assert_silent, failure


class Resolver(AbstractResolver):
    """Finds nothing, at once or ever."""

    def __init__(self, *, answers: bool) -> None:
        self._answers = answers

    async def resolve(self, *_: Any, **__: Any) -> list[ResolveResult]:
        if not self._answers:
            await asyncio.Event().wait()
        raise OSError("Name or service not known")

    async def close(self) -> None:
        """Nothing is held."""


async def test_a_refused_connection_is_not_accepted() -> None:
    async with wire() as gone:
        url = gone.url
    async with ClientSession() as session:
        assert type(await failure(open_bot(session, url))) is NotAccepted


@pytest.mark.parametrize("answers", [True, False], ids=["dns-fails", "connect-times-out"])
async def test_a_connection_that_never_was_is_not_accepted(answers: bool) -> None:
    connector = TCPConnector(resolver=Resolver(answers=answers))
    async with ClientSession(connector=connector) as session:
        bot = open_bot(session, "http://bots.example", NO_CONNECTION)
        assert type(await failure(bot)) is NotAccepted


async def test_tls_that_fails_before_the_request_is_not_accepted(
    telegram: Wire, tmp_path: Path
) -> None:
    async with ClientSession() as session, wire(ssl=self_signed(tmp_path)) as impostor:
        plain = open_bot(session, f"https://127.0.0.1:{telegram.port}", NO_CONNECTION)
        forged = open_bot(session, f"https://127.0.0.1:{impostor.port}")
        assert type(await failure(plain)) is NotAccepted
        assert type(await failure(forged)) is NotAccepted
        assert impostor.calls == []


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "impostor.pem"
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


async def test_no_connection_shows_no_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    connector = TCPConnector(resolver=Resolver(answers=False))
    async with ClientSession(connector=connector) as session:
        assert_silent(
            await failure(open_bot(session, "http://bots.example", NO_CONNECTION)), caplog
        )
