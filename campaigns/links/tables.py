"""Tables of short links."""

from sqlmodel import BigInteger, Column, Field, ForeignKey, Index, Integer, SQLModel, Text


class Link(SQLModel, table=True):
    """A link of a campaign, by its number there. `scans` counts programs that looked where it leads."""

    __tablename__ = "campaign_link"
    __table_args__ = (Index("campaign_link_url", "campaign_id", "url", unique=True),)

    campaign_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("campaign.id"), primary_key=True, autoincrement=False
        )
    )
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    url: str = Field(sa_column=Column(Text, nullable=False))
    scans: int = Field(default=0, sa_column=Column(Integer, nullable=False))
