"""Tables of dates of people."""

from sqlalchemy import BigInteger, Column, Index, Integer
from sqlmodel import Field, SQLModel


class Turn(SQLModel, table=True):
    """That somebody had their turn, and by which run. The key is the guard that a campaign goes to
    nobody twice a year, or twice at all, whatever day their date is moved to."""

    __tablename__ = "campaign_turn"
    __table_args__ = (
        Index("campaign_turn_of_run", "occurrence_id"),
        {"sqlite_with_rowid": False},
    )

    campaign_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    turn: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    contact_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    occurrence_id: int = Field(sa_column=Column(BigInteger, nullable=False))
