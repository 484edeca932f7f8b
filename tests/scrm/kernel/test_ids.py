"""Ids grow, whatever the clock does."""

from scrm.kernel.ids import NODE_BITS, SEQUENCE_BITS, IdMaker

HOUR_MS = 3_600_000


def test_ids_go_on_after_one_that_a_clock_of_the_future_made() -> None:
    ahead = IdMaker(1)()
    ahead += HOUR_MS << (NODE_BITS + SEQUENCE_BITS)
    maker = IdMaker(2)
    maker.go_on_after(ahead)
    made = maker.several(10_000)
    assert made[0] > ahead
    assert made == sorted(set(made))


def test_an_old_id_holds_nothing_up() -> None:
    now = IdMaker()()
    maker = IdMaker()
    maker.go_on_after(now - (HOUR_MS << (NODE_BITS + SEQUENCE_BITS)))
    assert maker() >= now
