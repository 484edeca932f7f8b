"""write articles.

Categories, articles, and their texts in each language: what is written beside what is published."""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_category",
        sa.Column("id", Id, nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["article_category.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_article_category_id", "article", ["category_id"])
    op.create_index("ix_article_edition", "article", ["edition"])
    op.create_table(
        "article_text",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("live_title", sa.Text(), nullable=False),
        sa.Column("live_body", sa.Text(), nullable=False),
        sa.Column("live_at", Instant(), nullable=True),
        sa.CheckConstraint("language IN ('en', 'zh')", name="language_known"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "article_text_language", "article_text", ["article_id", "language"], unique=True
    )
