"""A phone shared as one's own is proof; anybody else's card is only a message."""

import pytest
from sqlmodel import Session, select

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState, SharedContact
from scrm.contacts.tables import ContactPoint
from scrm.conversations.tables import Message
from scrm.joining import service
from scrm.joining.values import Evidence, EvidenceKind
from tests.scrm.joining.people import Pair, by_kim, said

PHONE = "+491701234567"


async def _points(pair: Pair) -> list[tuple[int, str, bool]]:
    rows = await pair.shop.database.read(lambda s: list(s.exec(select(ContactPoint))))
    return sorted((one.contact_id, one.value, bool(one.verified_by)) for one in rows)


async def test_ones_own_phone_becomes_a_verified_contact_point(pair: Pair) -> None:
    await pair.shares(pair.shop, "501", "49 170 1234567")
    assert await _points(pair) == [(pair.ada, PHONE, True)]


@pytest.mark.parametrize(("phone", "own"), [(PHONE, False), ("0170 1234567", True)])
async def test_somebody_elses_card_and_half_a_number_are_only_messages(
    pair: Pair, phone: str, *, own: bool
) -> None:
    await pair.proves(pair.bo, "phone", PHONE)
    await pair.shares(pair.shop, "501", phone, own=own)
    assert await _points(pair) == [(pair.bo, PHONE, True)]
    assert await pair.addresses(pair.ada) == ["501"]


async def test_the_phone_of_somebody_known_joins_them_with_the_message_as_evidence(
    pair: Pair,
) -> None:
    await pair.shares(pair.shop, "501", PHONE)
    await pair.shares(pair.desk, "777", PHONE)
    assert await pair.addresses(pair.ada) == ["501", "777"]
    (joining,) = await pair.joinings()
    said = int(joining.evidence["message_id"])
    card = await pair.shop.database.read(lambda s: s.get_one(Message, said))
    assert joining.evidence == {
        "kind": "own_phone",
        "message_id": str(said),
        "conversation_id": str(card.conversation_id),
        "seq": card.seq,
    }
    assert card.content["contact"]["phone"] == PHONE
    assert joining.by["kind"] == "system"


async def test_two_strangers_with_one_phone_in_one_batch_are_one_person(pair: Pair) -> None:
    card = SharedContact("Somebody", PHONE, own=True)
    one, two = await pair.arrive(said(pair.shop, "901", "", card), said(pair.desk, "902", "", card))
    assert one == two
    assert await pair.addresses(one) == ["901", "902"]


async def test_sharing_it_again_changes_nothing(pair: Pair) -> None:
    for _ in range(2):
        await pair.shares(pair.shop, "501", PHONE)
    assert await _points(pair) == [(pair.ada, PHONE, True)]


async def test_a_claim_is_no_proof_and_becomes_one(pair: Pair) -> None:
    def claim(session: Session) -> None:
        for one in (pair.ada, pair.bo):
            session.add(ContactPoint(contact_id=one, kind="phone", value=PHONE))

    await pair.shop.do(claim)
    await pair.shares(pair.shop, "501", PHONE)
    assert await _points(pair) == [(pair.ada, PHONE, True), (pair.bo, PHONE, False)]


async def test_who_proved_another_phone_before_is_not_joined_by_machine(pair: Pair) -> None:
    await pair.shares(pair.shop, "501", PHONE)
    await pair.shares(pair.desk, "777", "+491709999999")
    await pair.shares(pair.desk, "777", PHONE.replace("+", "00"))
    assert await pair.joinings() == []


async def test_another_phone_that_is_somebody_elses_stays_a_claim(pair: Pair) -> None:
    await pair.shares(pair.shop, "501", PHONE)
    await pair.proves(pair.bo, "phone", "+491709999999")
    await pair.shares(pair.desk, "777", PHONE)
    assert await pair.joinings() == []
    assert (pair.bo, PHONE, False) in await _points(pair)


async def test_a_number_that_two_accounts_of_a_channel_proved_has_changed_hands(
    pair: Pair,
) -> None:
    await pair.shares(pair.shop, "501", PHONE)
    cy = await pair.shares(pair.shop, "503", PHONE)
    assert await pair.joinings() == []
    assert await pair.phones(cy) == [PHONE]


async def test_a_name_in_imported_history_is_never_joined_by_machine(pair: Pair) -> None:
    def archive(session: Session) -> None:
        session.get_one(Channel, pair.desk.channel_id).state = ChannelState.ARCHIVE

    await pair.shop.do(archive)

    def link(session: Session) -> bool:
        evidence = Evidence(EvidenceKind.SIGNED_LINK)
        made = service.join_by_machine(session, pair.ada, pair.bo, evidence, by_kim())
        return made is not None

    assert not await pair.shop.do(link)
    await pair.join(pair.ada, pair.bo)


async def test_what_points_at_people_who_are_joined_already_joins_who_they_are_now(
    pair: Pair,
) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    await pair.join(pair.ada, pair.bo)

    def link(session: Session, one: int, two: int) -> bool:
        evidence = Evidence(EvidenceKind.SIGNED_LINK)
        return service.join_by_machine(session, one, two, evidence, by_kim()) is not None

    assert not await pair.shop.do(lambda s: link(s, pair.ada, pair.bo))
    assert await pair.shop.do(lambda s: link(s, cy, pair.bo))
    assert await pair.addresses(cy) == ["501", "777", "888"]


async def test_a_phone_goes_with_the_address_by_which_it_was_proved(pair: Pair) -> None:
    joining = await pair.join(pair.ada, pair.bo)
    await pair.shares(pair.desk, "777", PHONE)
    assert await pair.phones(pair.ada) == [PHONE]
    await pair.separate(joining)
    assert await pair.phones(pair.bo) == [PHONE]


async def test_stop_in_the_same_batch_as_the_phone_holds_for_the_joined_person(
    pair: Pair,
) -> None:
    await pair.shares(pair.shop, "501", PHONE)
    card = SharedContact("Somebody", PHONE, own=True)
    await pair.arrive(said(pair.desk, "777", "", card), said(pair.desk, "777", "STOP"))
    assert set(await pair.ended(pair.ada)) == {"marketing"}


async def test_a_phone_that_somebody_joined_only_claimed_is_the_provers_after_separating(
    pair: Pair,
) -> None:
    def claim(session: Session) -> None:
        session.add(ContactPoint(contact_id=pair.bo, kind="phone", value=PHONE))

    await pair.shop.do(claim)
    joining = await pair.join(pair.ada, pair.bo)
    await pair.shares(pair.shop, "501", PHONE)
    await pair.separate(joining)
    await pair.shares(pair.shop, "501", PHONE)
    assert await _points(pair) == sorted([(pair.ada, PHONE, True), (pair.bo, PHONE, False)])
    assert await pair.addresses(pair.ada) == ["501"]
