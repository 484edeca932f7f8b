"""Tables of articles."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json, one_of
from scrm.kernel.ids import new_id
from scrm.knowledge.values import Language


class ArticleCategory(SQLModel, table=True):
    """A shelf of the help page. `names` by language."""

    __tablename__ = "article_category"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    names: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False))


class Article(SQLModel, table=True):
    """What its texts in several languages have in common. `edition` is a new id each time something
    else is published of it than before."""

    __tablename__ = "article"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    category_id: int | None = Field(
        default=None, sa_column=Column(BigInteger, ForeignKey("article_category.id"), index=True)
    )
    edition: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, index=True))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    archived_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class ArticleText(SQLModel, table=True):
    """An article in one language: what is being written, and beside it what is published. A text that
    was taken out of the draft stays until the article is published anew."""

    __tablename__ = "article_text"
    __table_args__ = (
        one_of("language", Language),
        Index("article_text_language", "article_id", "language", unique=True),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    article_id: int = Field(sa_column=Column(BigInteger, ForeignKey("article.id"), nullable=False))
    language: str = Field(sa_column=Column(Text, nullable=False))
    title: str = Field(default="", sa_column=Column(Text, nullable=False))
    body: str = Field(default="", sa_column=Column(Text, nullable=False))
    live_title: str = Field(default="", sa_column=Column(Text, nullable=False))
    live_body: str = Field(default="", sa_column=Column(Text, nullable=False))
    live_at: datetime | None = Field(default=None, sa_column=Column(Instant))
