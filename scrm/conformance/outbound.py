"""Checks of split, render and send."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from scrm.channels.failures import NotAccepted, OutcomeUnknown, SendFailed
from scrm.channels.outbound import Outbound, OutboundContent, SendMessage
from scrm.channels.splitting import text_length
from scrm.conformance.subject import Nonconformity, Subject, require
from scrm.conformance.wire import Act, raw_answer, reset, then_hang_up, wire

UNCLEAR: dict[str, Act] = {
    "a reset": reset,
    "the end of the connection": then_hang_up(),
    "half an answer": then_hang_up(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"),
    "an answer that is no HTTP": then_hang_up(b"220 smtp.example ESMTP\r\n"),
    "an answer that can't be read": raw_answer(b"<html>"),
    "an empty answer": raw_answer(b""),
    "an answer without end": raw_answer(b"{" + b" " * 1_000_000 + b"}"),
    "a redirect": raw_answer(b"{}", 307, location="/elsewhere"),
    "500": raw_answer(b"{}", 500),
    "502": raw_answer(b"<h1>Bad Gateway</h1>", 502),
}
_TEXTS = ("x", "é", "😀", "👨‍👩‍👧 ", "مرحبا ", "word\n\n", "**b** _i_ ")


async def a_text_of_any_length_goes_out_whole(subject: Subject) -> None:
    """At the limit, past it and far past it; plain and light; emoji and right to left."""
    limits = subject.platform.limits
    async with subject.opened() as connector:
        for sample in _TEXTS:
            fitting = limits.text // text_length(sample, limits.text_unit)
            for count in (1, fitting, fitting + 1, 3 * fitting):
                content = OutboundContent(sample * count + ".")
                parts = connector.split(content)
                for part in parts:
                    require(
                        text_length(part.text, limits.text_unit) <= limits.text,
                        f"a part of {sample!r} times {count} is past the limit",
                    )
                    connector.render(Outbound(subject.recipient, SendMessage(part)))
                whole = "".join("".join(part.text for part in parts).split())
                require(whole == "".join(content.text.split()), f"words of {sample!r} were lost")
            light = OutboundContent(sample * (fitting + 1) + ".", "light")
            for part in connector.split(light):
                connector.render(Outbound(subject.recipient, SendMessage(part)))


async def a_message_that_was_taken_has_an_id(subject: Subject) -> None:
    async with wire() as server, subject.opened(server.url) as connector:
        server.will(subject.taken)
        sent = await connector.send(subject.hello())
        require(bool(sent.external_id), "a message that was taken has no id")
        require(sent.at is None or sent.at.tzinfo is not None, "its time has no zone")
        calls = len(server.calls)
        require(calls == subject.calls, f"one message took {calls} calls")


async def a_platform_out_of_reach_took_nothing(subject: Subject) -> None:
    """One that is called, that is."""
    if not subject.calls:
        return
    async with wire() as gone:
        url = gone.url
    _require_class("a refused connection", await _failure(subject, url), NotAccepted)


async def no_clear_answer_is_an_unknown_outcome(subject: Subject) -> None:
    """Once the request went out, only the platform's own clear answer settles what happened."""
    if not subject.calls:
        return
    for name, act in UNCLEAR.items():
        async with wire() as server:
            server.will(act)
            _require_class(name, await _failure(subject, server.url), OutcomeUnknown)
            require(len(server.calls) == 1, f"after {name} the message was sent again")


async def each_refusal_has_its_class(subject: Subject) -> None:
    for name, (act, expected) in subject.refusals.items():
        async with wire() as server:
            server.will(act)
            failure = await _failure(subject, server.url)
            _require_class(name, failure, expected)
            require(bool(str(failure)), f"{name} says nothing")


async def no_failure_shows_a_secret(subject: Subject) -> None:
    """Neither in its words and traceback nor in any log, at the level where all is written."""
    unclear = UNCLEAR if subject.calls else {}
    acts = {**unclear, **{name: act for name, (act, _) in subject.refusals.items()}}
    for name, act in acts.items():
        async with wire() as server:
            server.will(act)
            with _all_logs() as logged:
                failure = await _failure(subject, server.url)
            shown = "".join(traceback.format_exception(failure)) + repr(failure) + "".join(logged)
            require(
                not any(secret in shown for secret in subject.secrets), f"{name} shows a secret"
            )


async def _failure(subject: Subject, url: str) -> SendFailed:
    async with subject.opened(url) as connector:
        try:
            await connector.send(subject.hello())
        except SendFailed as failure:
            return failure
    raise Nonconformity("send came back as if the platform had taken it")


def _require_class(name: str, failure: SendFailed, expected: type[SendFailed]) -> None:
    found = type(failure)
    require(
        issubclass(found, expected),
        f"{name} is {found.__name__} where it must be {expected.__name__}",
    )


@contextmanager
def _all_logs() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, keep = logging.getLogger(), Keep()
    level = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(keep)
