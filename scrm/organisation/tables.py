"""Tables of the organisation."""

from typing import Any

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Json


class Setting(SQLModel, table=True):
    """One setting of the organisation that people change in the console."""

    __tablename__ = "setting"

    name: str = Field(sa_column=Column(Text, primary_key=True))
    value: Any = Field(default=None, sa_column=Column(Json))
