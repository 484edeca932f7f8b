"""The kit finds each fault that it looks for: connectors with one fault each."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from connectors.telegram.conformance import SUBJECT
from connectors.telegram.connector import TelegramConnector
from connectors.telegram.settings import TelegramSettings
from scrm.channels.failures import (
    BadSignature,
    MalformedPayload,
    NotAccepted,
    OutcomeUnknown,
    RecipientGone,
    Refused,
    SendFailed,
)
from scrm.channels.outbound import Outbound, OutboundContent, Sent
from scrm.channels.values import HookRequest, Inbound, RawEvent, Received
from scrm.conformance import CHECKS, Nonconformity, Subject, find_subject
from scrm.conformance.__main__ import examine, main

BY_NAME = {check.__name__: check for check in CHECKS}


class LetsEverybodyIn(TelegramConnector):
    def receive(self, request: HookRequest) -> Received:
        header = {"x-telegram-bot-api-secret-token": "canary-SECRET_2"}
        return super().receive(replace(request, headers=header))


class AcceptsAnEmptySecret(TelegramConnector):
    def receive(self, request: HookRequest) -> Received:
        if not self._secret:
            return Received(())
        return super().receive(request)


class CountsEvents(TelegramConnector):
    seen = 0

    def receive(self, request: HookRequest) -> Received:
        (event,) = super().receive(request).events
        self.seen += 1
        return Received((replace(event, external_id=str(self.seen)),))


class ThrowsUnreadableAway(TelegramConnector):
    def receive(self, request: HookRequest) -> Received:
        received = super().receive(request)
        if received.events[0].kind == "unreadable":
            raise BadSignature
        return received


class ReadsOnlyTheMemo(TelegramConnector):
    def parse(self, event: RawEvent) -> list[Inbound]:
        return super().parse(event) if event.payload else []


class TrustsItsInput(TelegramConnector):
    def parse(self, event: RawEvent) -> list[Inbound]:
        try:
            return super().parse(event)
        except MalformedPayload as error:
            raise KeyError("message") from error


class NeverSplits(TelegramConnector):
    def split(self, content: OutboundContent) -> list[OutboundContent]:
        return [content]


class LosesTheEnd(TelegramConnector):
    def split(self, content: OutboundContent) -> list[OutboundContent]:
        return super().split(content)[:1]


class SendsAgain(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        try:
            return await super().send(outbound)
        except OutcomeUnknown:
            return await super().send(outbound)


class CallsUnknownNotAccepted(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        try:
            return await super().send(outbound)
        except OutcomeUnknown as unknown:
            raise NotAccepted(str(unknown)) from unknown


class CallsNotAcceptedUnknown(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        try:
            return await super().send(outbound)
        except NotAccepted as failure:
            raise OutcomeUnknown(str(failure)) from failure


class ForgetsWhoIsGone(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        try:
            return await super().send(outbound)
        except RecipientGone as gone:
            raise Refused(str(gone)) from gone


class ForgetsTheId(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        return replace(await super().send(outbound), external_id="")


class QuotesTheAddress(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        try:
            return await super().send(outbound)
        except SendFailed:
            raise SendFailed(self._url("sendMessage")) from None


class QuotesTheAddressInItsCause(TelegramConnector):
    async def send(self, outbound: Outbound) -> Sent:
        try:
            return await super().send(outbound)
        except OutcomeUnknown as failure:
            raise OutcomeUnknown(str(failure)) from OSError(self._url("sendMessage"))


class ShowsItsToken(TelegramConnector):
    def __repr__(self) -> str:
        return f"<bot {self._token}>"


class StartsATask(TelegramConnector):
    def __init__(self, settings: TelegramSettings, session: ClientSession) -> None:
        super().__init__(settings, session)
        self.task = asyncio.get_running_loop().create_task(session.close())


@pytest.mark.parametrize(
    ("faulty", "check"),
    [
        (LetsEverybodyIn, "a_forged_webhook_is_turned_away"),
        (AcceptsAnEmptySecret, "without_a_secret_nobody_comes_in"),
        (CountsEvents, "the_same_webhook_twice_is_the_same_event"),
        (ThrowsUnreadableAway, "an_unreadable_body_is_kept"),
        (ReadsOnlyTheMemo, "each_payload_is_understood_or_declared_unsupported"),
        (TrustsItsInput, "a_twisted_payload_is_malformed_or_understood"),
        (NeverSplits, "a_text_of_any_length_goes_out_whole"),
        (LosesTheEnd, "a_text_of_any_length_goes_out_whole"),
        (SendsAgain, "no_clear_answer_is_an_unknown_outcome"),
        (CallsUnknownNotAccepted, "no_clear_answer_is_an_unknown_outcome"),
        (CallsNotAcceptedUnknown, "a_platform_out_of_reach_took_nothing"),
        (ForgetsWhoIsGone, "each_refusal_has_its_class"),
        (ForgetsTheId, "a_message_that_was_taken_has_an_id"),
        (QuotesTheAddress, "no_failure_shows_a_secret"),
        (QuotesTheAddressInItsCause, "no_failure_shows_a_secret"),
        (ShowsItsToken, "it_opens_and_closes_cleanly"),
        (StartsATask, "it_opens_and_closes_cleanly"),
    ],
)
async def test_the_fault_is_found(faulty: Callable[[Any, ClientSession], Any], check: str) -> None:
    with pytest.raises((Nonconformity, BadSignature)):
        await BY_NAME[check](_with(faulty))


async def test_a_readme_without_steps_is_found(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(SUBJECT.readme.read_text(encoding="utf-8").replace("1. ", "- "))
    with pytest.raises(Nonconformity, match="numbered steps"):
        await BY_NAME["the_readme_has_set_up_steps"](replace(SUBJECT, readme=readme))


async def test_a_setting_without_a_sentence_is_found() -> None:
    platform = replace(SUBJECT.platform, help={"token": "?"})
    with pytest.raises(Nonconformity, match="help"):
        await BY_NAME["settings_are_explained_and_sealed"](replace(SUBJECT, platform=platform))


async def test_a_missing_folder_of_payloads_is_found(tmp_path: Path) -> None:
    with pytest.raises(Nonconformity, match="no recorded payloads"):
        await BY_NAME["a_forged_webhook_is_turned_away"](replace(SUBJECT, payloads=tmp_path))


async def test_an_examination_goes_on_after_a_finding_and_counts() -> None:
    out = io.StringIO()
    assert await examine(_with(ForgetsTheId), out) == 1
    lines = out.getvalue().splitlines()
    assert lines[-1] == f"{len(CHECKS) - 1} of {len(CHECKS)} checks passed"
    assert [line for line in lines if line.startswith("FAIL")] == [
        "FAIL  a message that was taken has an id: a message that was taken has no id"
    ]


def test_a_good_connector_passes_by_name() -> None:
    out = io.StringIO()
    assert main(["telegram"], out) == 0
    assert f"{len(CHECKS)} of {len(CHECKS)} checks passed" in out.getvalue()


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["carrier_pigeon"]])
def test_wrong_use_is_said(arguments: list[str]) -> None:
    assert main(arguments, io.StringIO()) == 2


def test_a_module_without_a_subject_is_no_connector() -> None:
    with pytest.raises(LookupError, match="no module"):
        find_subject("carrier_pigeon")


def _with(faulty: Callable[[Any, ClientSession], Any]) -> Subject:
    return replace(SUBJECT, platform=replace(SUBJECT.platform, open=faulty))
