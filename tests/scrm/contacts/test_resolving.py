"""Who stands behind an address: strangers become people, people stay who they are."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from scrm.channels.values import Person, SubscriptionChanged
from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.values import Known
from scrm.journal.tables import Event
from tests.support.clock import NOON
from tests.support.scene import Scene, set_scene

ADA = Person("501", "Ada", "ada")
BO = Person("502", "Bo", "bo")
LATER = NOON + timedelta(hours=1)


async def _resolve(
    scene: Scene, *people: Person, at: datetime = NOON, channel: int | None = None
) -> dict[str, Known]:
    seen = [(person, at) for person in people]
    return await scene.do(lambda s: contacts.resolve(s, channel or scene.channel_id, seen, NOON))


async def _turn(scene: Scene, person: Person, *, reachable: bool, at: datetime = NOON) -> None:
    change = SubscriptionChanged(person, reachable, at)
    await scene.do(lambda s: contacts.note_subscription(s, scene.channel_id, change, NOON))


async def _identities(scene: Scene) -> list[Identity]:
    return await scene.database.read(lambda s: list(s.exec(select(Identity))))


async def _facts(scene: Scene) -> list[str]:
    return await scene.database.read(
        lambda s: list(s.exec(select(Event.kind).order_by(Event.id)))  # type: ignore[arg-type]
    )


async def test_a_stranger_becomes_a_contact_with_one_address(scene: Scene) -> None:
    found = await _resolve(scene, ADA)
    assert found["501"].is_new
    (identity,) = await _identities(scene)
    assert (identity.display, identity.username) == ("Ada", "ada")
    assert await _facts(scene) == ["contact.created"]


async def test_the_same_address_again_is_the_same_person(scene: Scene) -> None:
    first = await _resolve(scene, ADA)
    second = await _resolve(scene, ADA, BO)
    assert second["501"].contact_id == first["501"].contact_id
    assert (second["501"].is_new, second["502"].is_new) == (False, True)


async def test_several_times_in_one_batch_is_one_person_with_the_newest_name(scene: Scene) -> None:
    renamed = Person("501", "Ada Lovelace", "ada")
    seen = [(renamed, LATER), (ADA, NOON)]
    await scene.do(lambda s: contacts.resolve(s, scene.channel_id, seen, NOON))
    (identity,) = await _identities(scene)
    assert (identity.display, identity.last_inbound_at) == ("Ada Lovelace", LATER)


async def test_a_new_name_renames_the_address_and_not_the_contact(scene: Scene) -> None:
    """Colleagues may have corrected the contact's name."""
    await _resolve(scene, ADA)
    await _resolve(scene, Person("501", "A. Lovelace", "ada"))
    (identity,) = await _identities(scene)
    assert identity.display == "A. Lovelace"
    contact = await scene.database.read(lambda s: s.exec(select(Contact)).one())
    assert contact.name == "Ada"


async def test_the_same_address_on_another_channel_is_somebody_else(scene: Scene) -> None:
    other = await set_scene(scene.database)
    first = await _resolve(scene, ADA)
    second = await _resolve(scene, ADA, channel=other.channel_id)
    assert first["501"].contact_id != second["501"].contact_id


async def test_who_blocks_us_is_not_reachable_until_they_write(scene: Scene) -> None:
    await _resolve(scene, ADA)
    await _turn(scene, ADA, reachable=False)
    assert (await _identities(scene))[0].unreachable_since == NOON
    await _resolve(scene, ADA, at=LATER)
    assert (await _identities(scene))[0].unreachable_since is None
    assert await _facts(scene) == ["contact.created", "identity.blocked", "identity.unblocked"]


async def test_a_message_from_before_the_block_does_not_lift_it(scene: Scene) -> None:
    await _resolve(scene, ADA)
    await _turn(scene, ADA, reachable=False, at=LATER)
    await _resolve(scene, ADA, at=NOON)
    assert (await _identities(scene))[0].unreachable_since == LATER


async def test_blocking_twice_is_blocking_once(scene: Scene) -> None:
    await _resolve(scene, ADA)
    for _ in range(2):
        await _turn(scene, ADA, reachable=False)
    assert (await _facts(scene)).count("identity.blocked") == 1


async def test_a_stranger_who_blocks_us_is_known_and_one_who_lets_us_in_is_not(
    scene: Scene,
) -> None:
    await _turn(scene, ADA, reachable=False)
    await _turn(scene, BO, reachable=True)
    assert [one.external_id for one in await _identities(scene)] == ["501"]


def _nothing(session: Session) -> None:
    contacts.resolve(session, 1, [], NOON)


async def test_nobody_is_resolved_to_nobody(scene: Scene) -> None:
    await scene.do(_nothing)
    assert await _identities(scene) == []


async def test_an_edit_of_an_old_message_does_not_set_back_when_they_wrote(scene: Scene) -> None:
    await scene.hear("Hello", external_id="1", at=NOON)
    await scene.hear("older", external_id="2", at=NOON - timedelta(days=2))
    last = select(Identity.last_inbound_at)
    assert await scene.database.read(lambda s: s.exec(last).one()) == NOON
