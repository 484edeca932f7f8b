"""Answers kept for clients that repeat a request."""

from datetime import datetime

from sqlalchemy import Column, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Instant


class KeptAnswer(SQLModel, table=True):
    """What a request with an Idempotency-Key was answered, kept 48 hours in its effect's commit."""

    __tablename__ = "kept_answer"

    actor: str = Field(sa_column=Column(Text, primary_key=True))
    key: str = Field(sa_column=Column(Text, primary_key=True))
    request_hash: str = Field(sa_column=Column(Text, nullable=False))
    status: int = Field(sa_column=Column(Integer, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
