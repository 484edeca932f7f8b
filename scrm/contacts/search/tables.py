"""Tables of finding people. Their terms lie in `contact_search`: an FTS5 index on SQLite, on
PostgreSQL a table under a GIN index. It knows everybody up to its highest id."""

from sqlalchemy import BigInteger, Column, ForeignKey
from sqlmodel import Field, SQLModel


class RenamedContact(SQLModel, table=True):
    """Somebody whose names are no longer those under which the index has them."""

    __tablename__ = "renamed_contact"

    contact_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("contact.id"), primary_key=True, autoincrement=False
        )
    )
