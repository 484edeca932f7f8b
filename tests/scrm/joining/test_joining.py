"""Joining moves an address with all that was written there; separating gives it back exactly."""

import pytest
from sqlalchemy import inspect
from sqlmodel import Session

from config.migrations.tables import metadata
from scrm.contacts.reading import service as reading
from scrm.contacts.search import service as search
from scrm.contacts.tables import Contact
from scrm.conversations import service as conversations
from scrm.conversations.values import Draft
from scrm.joining.preview import service as preview
from scrm.joining.store import FOLLOWS, STAYS
from scrm.joining.tables import Joining
from scrm.kernel.errors import Conflict, Invalid, NotFound
from tests.scrm.joining.people import Pair
from tests.support.clock import NOON
from tests.support.scene import AGENT, arrived


async def test_the_survivor_has_the_addresses_and_what_was_written_there(pair: Pair) -> None:
    await pair.join(pair.ada, pair.bo)
    assert await pair.addresses(pair.ada) == ["501", "777"]
    assert await pair.said_to(pair.ada) == await pair.said_by(pair.ada) == ["Ada here", "Bo here"]
    assert await pair.addresses(pair.bo) == await pair.said_by(pair.bo) == []


async def test_the_timeline_has_what_happened_at_the_new_address_and_nothing_else_of_the_other(
    pair: Pair,
) -> None:
    await pair.know(pair.bo, name="Bo Chen")
    await pair.join(pair.ada, pair.bo)
    assert (await pair.facts(pair.ada)).count("message.received") == 2
    assert await pair.facts(pair.bo) == ["contact.created", "contact.joined", "contact.updated"]


async def test_the_other_is_listed_and_found_nowhere_and_leads_on(pair: Pair) -> None:
    await pair.join(pair.ada, pair.bo)

    def look(session: Session) -> tuple[list[str], list[int], str | None]:
        listed, _ = reading.page(session, "", None, 10)
        found = search.find(session, "Person 777", None, 10)
        return [one.id for one in listed], found, reading.contact(session, pair.bo).joined_into

    listed, found, leads_to = await pair.shop.database.read(look)
    assert (listed, found, leads_to) == ([str(pair.ada)], [pair.ada], str(pair.ada))


async def test_a_message_that_comes_later_is_the_survivors_and_goes_with_its_address(
    pair: Pair,
) -> None:
    joining = await pair.join(pair.ada, pair.bo)
    assert await pair.hear(pair.desk, "777", "Bo again") == pair.ada
    await pair.hear(pair.shop, "501", "Ada again")
    await pair.separate(joining)
    assert await pair.said_to(pair.bo) == await pair.said_by(pair.bo) == ["Bo again", "Bo here"]
    assert await pair.said_by(pair.ada) == ["Ada again", "Ada here"]
    assert (await pair.facts(pair.bo)).count("message.received") == 2
    assert (await pair.facts(pair.ada)).count("message.received") == 2


async def test_an_answer_sent_while_they_were_joined_goes_with_its_address(pair: Pair) -> None:
    joining = await pair.join(pair.ada, pair.bo)
    heard = await pair.desk.hear("and now?", who="777", external_id="9")
    await pair.desk.do(
        lambda s: conversations.send(s, heard.conversation_id, AGENT, Draft("soon"), NOON)
    )
    (delivery,) = await pair.desk.reserve()
    assert delivery.contact_id == pair.ada
    await pair.separate(joining)
    await _send(pair, delivery.id)
    assert "message.sent" in await pair.facts(pair.bo)
    assert "message.sent" not in await pair.facts(pair.ada)


async def _send(pair: Pair, delivery_id: int) -> None:
    """The worker still has the delivery as it was when it was reserved."""
    from scrm.channels.outbound import Sent
    from scrm.delivery.sending import service as sending
    from scrm.delivery.tables import Delivery

    reserved = await pair.desk.database.read(lambda s: s.get_one(Delivery, delivery_id))
    reserved.contact_id = pair.ada
    begun = await pair.desk.begin(reserved)
    await pair.desk.do(lambda s: sending.record(s, [arrived(begun, Sent("p1"))], NOON))


async def test_separated_they_are_as_they_were(pair: Pair) -> None:
    before = await pair.contact(pair.ada), await pair.contact(pair.bo)
    await pair.separate(await pair.join(pair.ada, pair.bo))
    assert (await pair.contact(pair.ada), await pair.contact(pair.bo)) == before
    assert await pair.addresses(pair.ada) == ["501"]
    assert await pair.addresses(pair.bo) == ["777"]


async def test_both_remember_that_they_were_joined_and_separated(pair: Pair) -> None:
    await pair.separate(await pair.join(pair.ada, pair.bo))
    told = {"contact.joined", "contact.separated"}
    for one in (pair.ada, pair.bo):
        assert told <= set(await pair.facts(one))


async def test_a_joining_is_separated_once(pair: Pair) -> None:
    joining = await pair.join(pair.ada, pair.bo)
    await pair.separate(joining)
    with pytest.raises(Conflict, match="separated already"):
        await pair.separate(joining)
    with pytest.raises(NotFound):
        await pair.separate(joining + 1)


async def test_separated_they_can_be_joined_the_other_way_round(pair: Pair) -> None:
    await pair.separate(await pair.join(pair.ada, pair.bo))
    await pair.join(pair.bo, pair.ada)
    assert await pair.addresses(pair.bo) == ["501", "777"]


async def test_what_the_survivor_lacks_is_taken_over_and_goes_back_unless_it_was_changed(
    pair: Pair,
) -> None:
    await pair.know(pair.ada, attributes={"city": "Bonn"})
    await pair.know(pair.bo, zone="Asia/Tokyo", attributes={"city": "Rom", "size": "M", "shoe": 4})
    joining = await pair.join(pair.ada, pair.bo)
    ada = await pair.contact(pair.ada)
    assert (ada.zone, ada.attributes) == ("Asia/Tokyo", {"city": "Bonn", "size": "M", "shoe": 4})
    await pair.know(pair.ada, attributes={"shoe": 5})
    await pair.separate(joining)
    ada, bo = await pair.contact(pair.ada), await pair.contact(pair.bo)
    assert (ada.zone, ada.attributes) == ("", {"city": "Bonn", "shoe": 5})
    assert (bo.zone, bo.attributes) == ("Asia/Tokyo", {"city": "Rom", "size": "M", "shoe": 4})


@pytest.mark.parametrize("inner_first", [True, False])
async def test_a_chain_is_undone_in_either_order(pair: Pair, *, inner_first: bool) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    inner = await pair.join(pair.bo, cy)
    outer = await pair.join(pair.ada, pair.bo)
    assert (await pair.contact(cy)).joined_into == pair.ada
    assert await pair.addresses(pair.ada) == ["501", "777", "888"]
    first, second = (inner, outer) if inner_first else (outer, inner)
    await pair.separate(first)
    between = {pair.ada: ["501", "777"], cy: ["888"]} if inner_first else {pair.bo: ["777", "888"]}
    for one, addresses in between.items():
        assert await pair.addresses(one) == addresses
    await pair.separate(second)
    for one, address in ((pair.ada, "501"), (pair.bo, "777"), (cy, "888")):
        assert await pair.addresses(one) == [address]
        assert (await pair.contact(one)).joined_into is None


async def test_what_went_up_a_chain_comes_down_with_the_branch_it_came_from(pair: Pair) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    await pair.know(cy, zone="Asia/Tokyo", attributes={"size": "M"})
    inner = await pair.join(pair.bo, cy)
    await pair.join(pair.ada, pair.bo)
    await pair.separate(inner)
    for one in (pair.ada, pair.bo):
        contact = await pair.contact(one)
        assert (contact.zone, contact.attributes) == ("", {})


async def test_an_address_separated_and_joined_elsewhere_is_not_taken_back(pair: Pair) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    inner = await pair.join(pair.bo, cy)
    outer = await pair.join(pair.ada, pair.bo)
    await pair.separate(inner)
    await pair.join(pair.ada, cy)
    await pair.separate(outer)
    assert await pair.addresses(pair.bo) == ["777"]
    assert await pair.addresses(pair.ada) == ["501", "888"]


async def test_who_is_joined_away_takes_part_in_no_other_joining(pair: Pair) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    await pair.join(pair.ada, pair.bo)
    for survivor, other in ((cy, pair.bo), (pair.bo, cy), (pair.bo, pair.ada)):
        with pytest.raises(Conflict) as refused:
            await pair.join(survivor, other)
        assert refused.value.code == "joined_away"


async def test_nobody_is_joined_with_themselves_with_nobody_or_with_the_erased(pair: Pair) -> None:
    with pytest.raises(Invalid):
        await pair.join(pair.ada, pair.ada)
    with pytest.raises(NotFound):
        await pair.join(pair.ada, 1)
    await pair.shop.do(lambda s: setattr(s.get_one(Contact, pair.bo), "erased_at", NOON))
    with pytest.raises(NotFound):
        await pair.join(pair.ada, pair.bo)


async def test_two_who_proved_different_phones_are_joined_only_on_a_colleagues_word(
    pair: Pair,
) -> None:
    await pair.proves(pair.ada, "phone", "+491701111111")
    await pair.proves(pair.bo, "phone", "+491702222222")
    with pytest.raises(Conflict) as refused:
        await pair.join(pair.ada, pair.bo)
    assert refused.value.code == "points_differ"
    assert await pair.addresses(pair.bo) == ["777"]
    joining = await pair.join(pair.ada, pair.bo, despite=True)
    assert len(await pair.phones(pair.ada)) == 2
    await pair.separate(joining)
    assert await pair.phones(pair.bo) == ["+491702222222"]


@pytest.mark.parametrize("who", ["501", "777"])
async def test_who_said_stop_has_said_it_for_both_and_for_good(pair: Pair, who: str) -> None:
    scene = pair.shop if who == "501" else pair.desk
    await pair.hear(scene, who, "STOP")
    joining = await pair.join(pair.ada, pair.bo)
    assert set(await pair.ended(pair.ada)) == {"marketing"}
    await pair.separate(joining)
    for one in (pair.ada, pair.bo):
        assert set(await pair.ended(one)) == {"marketing"}


async def test_stop_said_while_they_were_joined_holds_for_both_afterwards(pair: Pair) -> None:
    joining = await pair.join(pair.ada, pair.bo)
    await pair.hear(pair.desk, "777", "STOP")
    await pair.separate(joining)
    for one in (pair.ada, pair.bo):
        assert set(await pair.ended(one)) == {"marketing"}


async def test_what_is_known_of_a_person_is_not_changed_where_it_is_no_longer_kept(
    pair: Pair,
) -> None:
    await pair.join(pair.ada, pair.bo)
    with pytest.raises(Conflict) as refused:
        await pair.know(pair.bo, name="Nobody")
    assert refused.value.code == "joined_away"


async def test_the_preview_says_what_joining_would_do(pair: Pair) -> None:
    await pair.proves(pair.ada, "phone", "+491701111111")
    await pair.proves(pair.bo, "phone", "+491702222222")
    await pair.know(pair.bo, zone="Asia/Tokyo")
    await pair.hear(pair.desk, "777", "STOP")
    seen = await pair.shop.database.read(lambda s: preview.preview(s, None, pair.ada, pair.bo))
    assert (seen.taken, seen.differ, seen.needs_despite) == ({"zone": "Asia/Tokyo"}, ["name"], True)
    warned = [(one.code, one.kinds) for one in seen.warnings]
    assert warned == [("points_differ", ["phone"]), ("ended", ["marketing"])]
    assert [one.last_message.text for one in seen.other.conversations if one.last_message] == [
        "STOP"
    ]


async def test_a_person_knows_all_joinings_that_made_them(pair: Pair) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    inner = await pair.join(pair.bo, cy)
    outer = await pair.join(pair.ada, pair.bo)
    found = await pair.shop.database.read(lambda s: preview.joinings(s, pair.ada))
    assert [one.id for one in found] == [str(outer), str(inner)]
    assert found[1].identity_ids == [str(one) for one in map(int, found[1].identity_ids)]
    assert (found[0].by, found[0].evidence) == (
        {"kind": "user", "id": "7", "name": "Kim"},
        {"kind": "by_hand"},
    )


def test_every_row_that_says_whose_it_is_follows_or_stays_on_purpose() -> None:
    """A new table with a contact's id must say here what joining does to it."""
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in inspect(table).columns
        if column.name == "contact_id"
    }
    assert named == FOLLOWS | STAYS


async def test_the_record_says_what_moved(pair: Pair) -> None:
    await pair.proves(pair.bo, "email", "bo@example.org")
    await pair.join(pair.ada, pair.bo)
    (joining,) = await pair.joinings()
    assert isinstance(joining, Joining)
    assert (len(joining.identities), len(joining.points)) == (1, 1)
