"""SQL of what packs made."""

from sqlmodel import Session

from tagging.packs.tables import PackItem
from tagging.packs.values import Item


def made_of(session: Session, pack: str, item: Item) -> int | None:
    found = session.get(PackItem, (pack, item.kind.value, item.key))
    return None if found is None else found.made_id


def add(session: Session, pack: str, item: Item, made_id: int) -> None:
    session.add(PackItem(pack=pack, kind=item.kind.value, key=item.key, made_id=made_id))
    session.flush()
