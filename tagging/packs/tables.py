"""Tables of packs."""

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class PackItem(SQLModel, table=True):
    """What was made of a part of a pack, so that it is known again under another name."""

    __tablename__ = "pack_item"

    pack: str = Field(sa_column=Column(Text, primary_key=True))
    kind: str = Field(sa_column=Column(Text, primary_key=True))
    key: str = Field(sa_column=Column(Text, primary_key=True))
    made_id: int = Field(sa_column=Column(BigInteger, nullable=False))
