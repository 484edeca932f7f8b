"""Tables of links. A token is kept as its hash only."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Instant


class StartLink(SQLModel, table=True):
    """A link that nobody has used yet; `identity_id` asked for it. Using it takes the row away."""

    __tablename__ = "start_link"
    __table_args__ = (Index("start_link_expires", "expires_at"),)

    token_hash: str = Field(sa_column=Column(Text, primary_key=True))
    identity_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("identity.id"), nullable=False)
    )
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False))
