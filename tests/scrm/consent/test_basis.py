"""What people allow and take back: each act is kept, the strictest of joined people counts, and only
an admin lifts what somebody has ended."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from scrm.consent.basis import service
from scrm.consent.basis.policy import Act, standing
from scrm.consent.basis.tables import Consent
from scrm.consent.basis.values import ConsentState
from tests.support.cast import ADA, CY
from tests.support.hub import Reply, RunningHub

GRANTED, WITHDRAWN = ConsentState.GRANTED, ConsentState.WITHDRAWN


@pytest.mark.parametrize(
    ("acts", "on"),
    [
        ([], None),
        ([(1, None, GRANTED)], GRANTED),
        ([(1, 5, GRANTED)], GRANTED),
        ([(1, 6, GRANTED)], None),
        ([(1, None, GRANTED), (1, 5, WITHDRAWN)], WITHDRAWN),
        ([(1, 5, WITHDRAWN), (1, None, GRANTED)], GRANTED),
        ([(1, 5, WITHDRAWN), (1, 5, GRANTED)], GRANTED),
        ([(1, 5, GRANTED), (1, None, WITHDRAWN)], WITHDRAWN),
        ([(1, None, GRANTED), (2, 5, WITHDRAWN)], WITHDRAWN),
        ([(2, None, WITHDRAWN), (1, 5, GRANTED)], WITHDRAWN),
    ],
)
def test_the_last_word_counts_and_of_joined_people_the_strictest(
    acts: list[tuple[int, int | None, ConsentState]], on: ConsentState | None
) -> None:
    assert standing(Act(*one) for one in acts).on(5) is on


@given(st.lists(st.builds(Act, st.just(1), st.none(), st.sampled_from(ConsentState)), min_size=1))
def test_of_words_on_all_channels_the_last_stands(acts: list[Act]) -> None:
    assert standing(acts).on(5) == acts[-1].state


async def _contact(hub: RunningHub, who: Any = ADA) -> str:
    conversation = await hub.conversation_of(who)
    found: str = (await hub.client.get(f"/conversations/{conversation}"))["contact_id"]
    return found


async def _say(hub: RunningHub, verb: str, contact: str, **more: Any) -> Reply:
    return await hub.client.post(f"/consents{verb}", {"contact_id": contact, "how": "form"} | more)


async def _listed(hub: RunningHub, what: str, contact: str) -> list[Any]:
    found: list[Any] = (await hub.client.get(f"/{what}?contact={contact}"))["items"]
    return found


async def test_each_act_is_kept_and_told(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    ada, channel = await _contact(hub), str(hub.client.channel_id)
    granted = await _say(hub, "", ada, note="Paper form of 3 May")
    back = await _say(hub, "/withdraw", ada, channel_id=channel)
    assert (granted.status, back.status) == (201, 201)
    acts = [(one["state"], one["channel_id"]) for one in await _listed(hub, "consents", ada)]
    assert acts == [("withdrawn", channel), ("granted", None)]
    assert granted.json["evidence"] == {"note": "Paper form of 3 May"}
    assert await _listed(hub, "suppressions", ada) == []
    stands = await hub.hub.database.read(lambda s: service.standings(s, [int(ada)]))
    assert stands[int(ada)].on(int(channel)) is WITHDRAWN
    kinds = [one["kind"] for one in (await hub.client.get(f"/contacts/{ada}/timeline"))["items"]]
    assert {"consent.granted", "consent.withdrawn"} <= set(kinds)


async def test_what_somebody_ended_stands_until_it_is_lifted_with_a_reason(hub: RunningHub) -> None:
    await hub.hear(CY, "STOP")
    cy = await _contact(hub, CY)
    (stop,) = await _listed(hub, "suppressions", cy)
    assert (stop["why"], stop["evidence"]["text"]) == ("opt_out_word", "STOP")
    assert (await _say(hub, "", cy)).status == 409
    path = f"/suppressions/{stop['id']}/lift"
    assert (await hub.client.post(path, {"reason": ""})).status == 422
    assert (await hub.client.post(path, {"reason": "Asked for it by mail"})).status == 200
    assert await _listed(hub, "suppressions", cy) == []
    assert (await hub.client.post(path, {"reason": "Again"})).status == 404
    assert (await _say(hub, "", cy)).status == 201


async def test_whoever_asked_to_stop_gets_nothing_anywhere(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    ada = await _contact(hub)
    for _ in range(2):
        assert (await _say(hub, "/withdraw", ada, note="On the phone")).status == 201
    (stop,) = await _listed(hub, "suppressions", ada)
    assert (stop["kind"], stop["channel_id"], stop["why"]) == ("contact", None, "form")


async def test_a_person_says_where_marketing_may_be_sent_and_what_stops_it(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    ada, channel = await _contact(hub), str(hub.client.channel_id)

    async def ways() -> tuple[bool, list[tuple[str, str]]]:
        found = await hub.client.get(f"/contacts/{ada}/marketing")
        return found["opted_out"], [(one["channel_id"], one["why"]) for one in found["ways"]]

    assert await ways() == (False, [(channel, "")])
    await _say(hub, "/withdraw", ada, channel_id=channel)
    assert await ways() == (False, [(channel, "no_basis")])
    await _say(hub, "", ada, channel_id=channel)
    assert await ways() == (False, [(channel, "")])
    await _say(hub, "/withdraw", ada)
    assert await ways() == (True, [(channel, "opted_out")])


async def test_of_whom_nobody_knows_nothing_is_kept(hub: RunningHub) -> None:
    assert (await _say(hub, "", "4711")).status == 404
    await hub.hear(ADA, "Hello")
    assert (await _say(hub, "", await _contact(hub), channel_id="4711")).status == 404


async def test_who_is_separated_has_what_was_theirs(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    await hub.hear(CY, "Hello")
    ada, cy = await _contact(hub), await _contact(hub, CY)
    channel = hub.client.channel_id
    await _say(hub, "", ada)
    await _say(hub, "/withdraw", cy, channel_id=str(channel))

    async def stands(*people: str) -> list[ConsentState | None]:
        ids = [int(one) for one in people]
        found = await hub.hub.database.read(lambda s: service.standings(s, ids))
        return [found[one].on(int(channel)) for one in ids]

    joined = await hub.client.post(f"/contacts/{ada}/join", {"other": cy})
    assert joined.status == 201, joined.text
    assert await stands(ada) == [WITHDRAWN]
    undone = await hub.client.post(f"/joinings/{joined.json['joining']['id']}/separate", {})
    assert undone.status == 200, undone.text
    assert await stands(ada, cy) == [GRANTED, WITHDRAWN]


async def test_of_the_erased_no_act_is_left(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    ada = await _contact(hub)
    await _say(hub, "/withdraw", ada, note="She told Kim")
    erased = await hub.client.ask("DELETE", f"/api/v1/contacts/{ada}", json={})
    assert erased.status < 300, erased.text
    left = await hub.read(lambda s: list(s.exec(select(Consent))))
    assert left == []
