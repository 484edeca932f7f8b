"""What was made of objects, kept to be used again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was used last, `most` of it. It is found by which objects these are, not by how they look:
    to Python 1, 1.0 and true are the same. The objects are kept too, so that no other gets their
    place in memory. For several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, tuple[tuple[object, ...], T]] = OrderedDict()
        self._lock = Lock()

    def get(self, of: Sequence[object], make: Callable[[], T], *also: Hashable) -> T:
        """`also` tells apart what is made of the same objects. What `make` raises is raised."""
        key = (*also, *map(id, of))
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key][1]
        made = make()
        with self._lock:
            self._made[key] = (tuple(of), made)
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
