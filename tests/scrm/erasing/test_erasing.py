"""Whoever is erased is gone with all that was theirs; nobody else notices."""

import pytest
from sqlmodel import SQLModel, col, select

from scrm.consent import service as consent
from scrm.consent.tables import Suppression
from scrm.contacts.search import service as search
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.conversations.search import service as index
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Attempt, Delivery
from scrm.erasing.tables import Erasure
from scrm.joining.tables import Joining
from scrm.journal.tables import Event
from scrm.kernel.errors import Conflict, NotFound
from scrm.staff.tables import AuditLine
from tests.scrm.erasing.ledger import erase, rows, wrong
from tests.scrm.joining.people import LATER, Pair, said
from tests.support.clock import NOON

THEIRS: tuple[type[SQLModel], ...] = (
    *(Contact, Identity, ContactPoint, Conversation, Message),
    *(Delivery, Attempt, Event, Joining, Suppression),
)


async def test_nothing_is_left_but_an_empty_row_and_the_ledger(pair: Pair) -> None:
    await pair.know(pair.ada, attributes={"size": "M"}, stage="customer")
    heard = await pair.shop.hear("And a saucer", external_id="again")
    await pair.shop.answer(heard.conversation_id, "Of course")
    done = await erase(pair, pair.ada, reason="asked for it")
    left = await pair.contact(pair.ada)
    assert (left.name, left.attributes, left.stage) == ("", {}, "")
    assert left.erased_at == left.first_seen == LATER
    assert await pair.addresses(pair.ada) == await pair.said_to(pair.ada) == []
    assert await pair.facts(pair.ada) == ["contact.erased"]
    assert (done.contact_id, done.reason, done.by["name"]) == (pair.ada, "asked for it", "Kim")
    assert (done.what["conversations"], done.what["messages"]) == (1, 3)
    assert (done.what["addresses"], done.what["deliveries"]) == (1, 1)
    assert await wrong(pair.shop.database) == []


async def test_it_is_on_the_audit_line_without_a_word_of_the_person(pair: Pair) -> None:
    done = await erase(pair, pair.ada, reason="Ada Lovelace asked")
    lines = (await rows(pair.shop.database, AuditLine))["AuditLine"]
    (line,) = [one for one in lines if one["action"] == "contact.erased"]
    assert (line["actor"], line["target"]) == ("user:7", f"contact:{pair.ada}")
    assert line["data"] == {"erasure": str(done.id)}


async def test_nobody_elses_rows_change(pair: Pair) -> None:
    await pair.separate(await pair.join(pair.bo, pair.ada))
    theirs = await pair.desk.hear("Bo again", who="777", external_id="more")
    await pair.desk.answer(theirs.conversation_id, "Hello Bo")

    async def of_bo() -> dict[str, list[dict[str, object]]]:
        whole = await rows(pair.shop.database, *THEIRS)
        told = ("contact.joined", "contact.separated")
        return {
            table: [
                row
                for row in found
                if pair.bo in (row.get("contact_id"), row.get("author_id"), row["id"])
                and row.get("kind") not in told
            ]
            for table, found in whole.items()
        }

    before = await of_bo()
    assert [len(before[name]) for name in ("Identity", "Conversation", "Message")] == [1, 1, 2]
    await erase(pair, pair.ada)
    assert await of_bo() == before
    assert await pair.joinings() == []


async def test_what_others_were_told_of_them_by_name_is_gone(pair: Pair) -> None:
    await pair.separate(await pair.join(pair.bo, pair.ada))
    assert "contact.separated" in await pair.facts(pair.bo)
    await erase(pair, pair.ada)
    events = (await rows(pair.shop.database, Event))["Event"]
    assert "Person 501" not in str(events)
    assert sorted(await pair.facts(pair.bo)) == [
        *("contact.created", "conversation.opened", "message.received")
    ]


@pytest.mark.parametrize("by_shell", [True, False])
async def test_who_turned_out_to_be_them_is_erased_with_them(pair: Pair, *, by_shell: bool) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    await pair.join(pair.ada, pair.bo)
    await pair.join(cy, pair.ada)
    await erase(pair, pair.bo if by_shell else cy)
    for one in (pair.ada, pair.bo, cy):
        left = await pair.contact(one)
        assert (left.erased_at, left.joined_into, left.name) == (LATER, None, "")
    (line,) = (await rows(pair.shop.database, Erasure))["Erasure"]
    assert (line["contact_id"], line["what"]["contacts"]) == (cy, 3)
    assert await wrong(pair.shop.database) == []


async def test_whoever_is_erased_is_not_there_to_be_erased_again(pair: Pair) -> None:
    await erase(pair, pair.ada)
    for contact_id in (pair.ada, 1):
        with pytest.raises(NotFound):
            await erase(pair, contact_id)
    assert len((await rows(pair.shop.database, Erasure))["Erasure"]) == 1


async def test_they_come_again_as_somebody_new(pair: Pair) -> None:
    await erase(pair, pair.ada)
    again = await pair.hear(pair.shop, "501", "Me again")
    assert again != pair.ada
    assert await pair.said_to(again) == ["Me again"]
    assert (await pair.contact(pair.ada)).name == ""
    assert await wrong(pair.shop.database) == []


async def test_while_something_is_being_sent_to_them_nothing_is_erased(pair: Pair) -> None:
    begun = await pair.shop.being_sent()
    with pytest.raises(Conflict) as refused:
        await erase(pair, pair.ada)
    assert refused.value.code == "being_sent"
    assert await pair.addresses(pair.ada) == ["501"]
    assert await pair.shop.state_of(begun.delivery.id) == "sending"


async def test_what_was_reserved_to_be_sent_is_not_begun(pair: Pair) -> None:
    heard = await pair.shop.hear("Hello", external_id="hello")
    await pair.shop.answer(heard.conversation_id, "Hi Ada")
    (delivery,) = await pair.shop.reserve()
    await erase(pair, pair.ada)
    with pytest.raises(AssertionError):
        await pair.shop.begin(delivery)


async def test_they_are_found_by_nothing(pair: Pair) -> None:
    async def look() -> tuple[list[int], list[str]]:
        return await pair.shop.database.read(
            lambda s: (
                search.find(s, "person", None, 10),
                [one.message.text for one in index.find(s, None, "here", None, 10)[0]],
            )
        )

    await pair.shop.do(lambda s: index.index_new(s, NOON.replace(year=2060)))
    assert await look() == ([pair.bo, pair.ada], ["Bo here", "Ada here"])
    await erase(pair, pair.ada)
    assert await look() == ([pair.bo], ["Bo here"])


async def test_who_had_ended_marketing_has_when_they_come_again(pair: Pair) -> None:
    await pair.hear(pair.shop, "501", "STOP")
    await erase(pair, pair.ada)
    (kept,) = (await rows(pair.shop.database, Suppression))["Suppression"]
    assert (kept["contact_id"], kept["evidence"]) == (None, {})
    again = await pair.hear(pair.shop, "501", "Me again")
    assert await pair.ended(again) == ["marketing"]
    stranger = await pair.hear(pair.shop, "502", "I am new")
    assert await pair.ended(stranger) == []


async def test_it_stays_ended_at_all_of_their_addresses(pair: Pair) -> None:
    await pair.hear(pair.shop, "501", "STOP")
    await pair.join(pair.ada, pair.bo)
    await erase(pair, pair.ada)
    again = await pair.hear(pair.desk, "777", "Bo again")
    assert await pair.ended(again) == ["marketing"]
    assert await pair.shop.database.read(lambda s: consent.ended(s, again)) == ["marketing"]


async def test_who_ended_it_with_them_keeps_that_without_their_words(pair: Pair) -> None:
    await pair.hear(pair.shop, "501", "STOP")
    await pair.separate(await pair.join(pair.bo, pair.ada))
    await erase(pair, pair.ada)
    assert await pair.ended(pair.bo) == ["marketing"]
    kept = (await rows(pair.shop.database, Suppression))["Suppression"]
    assert [one["evidence"] for one in kept] == [{}, {}]


async def test_a_subscriber_learns_whom_and_nothing_else(pair: Pair) -> None:
    await pair.join(pair.ada, pair.bo)
    done = await erase(pair, pair.bo)
    told = await pair.shop.database.read(
        lambda s: s.exec(select(Event).where(col(Event.kind) == "contact.erased")).one()
    )
    both = sorted(str(one) for one in (pair.ada, pair.bo))
    assert told.data == {"erasure_id": str(done.id), "contact_ids": both}


async def test_a_batch_with_the_erased_and_others_is_taken_as_ever(pair: Pair) -> None:
    await erase(pair, pair.ada)
    ada, bo = await pair.arrive(said(pair.shop, "501", "Me"), said(pair.desk, "777", "Me too"))
    assert ada != pair.ada
    assert bo == pair.bo
