"""A phone or mail address is a claim of its owner, or proven; each once."""

import pytest
from sqlmodel import Session, select

from scrm.contacts.points import policy
from scrm.contacts.points import service as points
from scrm.contacts.reading import service as reading
from scrm.contacts.reading.values import PointView
from scrm.contacts.tables import ContactPoint, Identity
from tests.scrm.joining.people import Pair, met
from tests.support.scene import Scene

MAIL = "ada@shop.example"


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    return await met(scene)


async def _said(pair: Pair, who: str, by: str) -> bool:
    """Claimed where nothing proves it; whether it is theirs now."""

    def work(session: Session) -> bool:
        question = select(Identity.id).where(Identity.external_id == who)
        identity = session.exec(question).one()
        if not by:
            points.claim(session, identity, "email", MAIL)
            return False
        return points.prove(session, identity, "email", MAIL, by=by)

    return await pair.shop.do(work)


async def _points(pair: Pair) -> list[tuple[int, str]]:
    rows = await pair.shop.database.read(lambda s: list(s.exec(select(ContactPoint))))
    return sorted((one.contact_id, one.verified_by) for one in rows)


async def test_what_is_proven_is_no_claim_any_more(pair: Pair) -> None:
    await _said(pair, "501", "")
    assert await _said(pair, "501", "link")
    assert await _points(pair) == [(pair.ada, "link")]


async def test_what_another_has_proven_stays_a_claim(pair: Pair) -> None:
    assert await _said(pair, "777", "link")
    assert not await _said(pair, "501", "letter")
    assert await _points(pair) == sorted([(pair.ada, ""), (pair.bo, "link")])


async def test_a_claim_of_who_was_joined_with_them_goes_back_as_a_claim(pair: Pair) -> None:
    await _said(pair, "777", "")
    joining = await pair.join(pair.ada, pair.bo)
    assert await _said(pair, "501", "link")
    await pair.separate(joining)
    assert await _points(pair) == sorted([(pair.ada, "link"), (pair.bo, "")])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+49 170 1234567", "+491701234567"),
        ("491701234567", "+491701234567"),
        ("0049-170-1234567", "+491701234567"),
        ("+1 (202) 555-0142", "+12025550142"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("0170 1234567", None),
        ("+0170 1234567", None),
        ("12345", None),
        ("+1234567890123456", None),
        ("+49 170 CALL ME", None),
        ("+٤٩١٧٠١٢٣٤٥٦٧", None),
        ("", None),
    ],
)
def test_a_number_is_read_only_where_it_is_plainly_international(
    written: str, number: str | None
) -> None:
    assert policy.e164(written) == number


async def test_somebody_is_found_by_what_they_left_and_it_is_shown_once(pair: Pair) -> None:
    await _said(pair, "777", "")
    await pair.join(pair.ada, pair.bo)
    await _said(pair, "501", "link")
    page, _ = await pair.shop.database.read(lambda s: reading.page(s, "ada@sho", None, 10))
    assert [one.id for one in page] == [str(pair.ada)]
    shown = await pair.shop.database.read(lambda s: reading.points(s, pair.ada))
    assert shown == [PointView("email", MAIL, verified=True)]
