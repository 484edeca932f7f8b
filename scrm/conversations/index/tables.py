"""Tables of search. On SQLite the terms lie in an FTS5 index that keeps them, on PostgreSQL under a
GIN index."""

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class SearchCursor(SQLModel, table=True):
    """How far messages are indexed: everything up to this id."""

    __tablename__ = "search_cursor"

    name: str = Field(sa_column=Column(Text, primary_key=True))
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
