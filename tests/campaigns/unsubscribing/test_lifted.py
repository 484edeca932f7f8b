"""Whom an admin let in again can end it again, whoever they were taken for meanwhile."""

from tests.campaigns.unsubscribing.stopper import Stopper
from tests.support.cast import ADA, BO


async def _lifted(stopper: Stopper, contact: str) -> None:
    client = stopper.shop.running.client
    found = await client.get(f"/suppressions?contact={contact}")
    path = f"/suppressions/{found['items'][0]['id']}/lift"
    reply = await client.post(path, {"reason": "asked us to"})
    assert reply.status == 200, reply.body


async def _joined(stopper: Stopper) -> tuple[str, str, str]:
    ada, bo = await stopper.contact(ADA), await stopper.contact(BO)
    body = {"other": bo, "despite": True}
    reply = await stopper.shop.running.client.post(f"/contacts/{ada}/join", body)
    assert reply.status == 201, reply.body
    return ada, bo, reply.json["joining"]["id"]


async def test_who_was_separated_and_let_in_ends_it_anew(stopper: Stopper) -> None:
    await stopper.sent(ADA, BO)
    ada, bo, joining = await _joined(stopper)
    await stopper.stops(BO)  # under Bo's address, as Ada
    await stopper.shop.running.client.post(f"/joinings/{joining}/separate", {})
    await _lifted(stopper, bo)
    assert [who for _, who in await stopper.standing()] == [int(ada)]  # nobody let Ada in
    assert "It has stopped" in (await stopper.stops(BO)).text
    assert {who for _, who in await stopper.standing()} == {int(ada), int(bo)}


async def test_of_who_was_joined_all_is_lifted_and_ends_anew(stopper: Stopper) -> None:
    await stopper.sent(ADA, BO)
    await stopper.says(BO)
    ada, _, _ = await _joined(stopper)
    await _lifted(stopper, ada)
    assert await stopper.standing() == []
    await stopper.says(BO)
    assert await stopper.standing() == [("opt_out_word", int(ada))]


async def test_what_is_another_s_under_their_address_ends_nothing_less(stopper: Stopper) -> None:
    await stopper.sent(ADA, BO)
    await stopper.says(BO)
    ada, bo, joining = await _joined(stopper)
    await stopper.shop.running.client.post(f"/joinings/{joining}/separate", {})
    await _lifted(stopper, ada)
    assert {who for _, who in await stopper.standing()} == {int(bo)}
    assert "It has stopped" in (await stopper.stops(ADA)).text
    assert {who for _, who in await stopper.standing()} == {int(ada), int(bo)}
