"""keep campaigns.

Drafts, versions, occurrences, and a row for each person of a frozen audience.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json, only_where

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_WISHES = "wish IN ('', 'scheduled', 'paused', 'cancelled')"
_STATES = "state IN ('waiting', 'later', 'held', 'given', 'blocked', 'missed', 'cancelled')"
_OPEN = "state IN ('waiting', 'later', 'held')"


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("draft", Json, nullable=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("version_id", sa.BigInteger),
        sa.Column("created_by", Json, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("archived_at", Instant),
        sa.CheckConstraint("purpose IN ('marketing', 'service')", name="purpose_known"),
        sa.CheckConstraint(_WISHES, name="wish_known"),
    )
    op.create_table(
        "campaign_version",
        sa.Column("id", Id, primary_key=True),
        _campaign(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("made_by", Json, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index(
        "campaign_version_number", "campaign_version", ["campaign_id", "number"], unique=True
    )
    op.create_table(
        "campaign_occurrence",
        sa.Column("id", Id, primary_key=True),
        _campaign(),
        sa.Column(
            "version_id", sa.BigInteger, sa.ForeignKey("campaign_version.id"), nullable=False
        ),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("frozen_at", Instant),
        sa.Column("missed_at", Instant),
        sa.Column("size", sa.Integer),
    )
    op.create_index(
        "campaign_occurrence_key", "campaign_occurrence", ["campaign_id", "key"], unique=True
    )
    op.create_index(
        "campaign_occurrence_due",
        "campaign_occurrence",
        ["due_at"],
        **only_where("frozen_at IS NULL AND missed_at IS NULL"),
    )
    _recipients()


def _campaign() -> sa.Column[int]:
    return sa.Column("campaign_id", sa.BigInteger, sa.ForeignKey("campaign.id"), nullable=False)


def _recipients() -> None:
    op.create_table(
        "campaign_recipient",
        sa.Column("occurrence_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("contact_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("campaign_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("due_at", Instant),
        sa.Column("identity_id", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("version_id", sa.BigInteger, nullable=False),
        sa.Column("decided_at", Instant),
        sa.CheckConstraint(_STATES, name="state_known"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "campaign_recipient_open",
        "campaign_recipient",
        ["campaign_id", "due_at", "occurrence_id", "step", "contact_id"],
        **only_where(_OPEN),
    )
    op.create_index(
        "campaign_recipient_held",
        "campaign_recipient",
        ["contact_id"],
        **only_where("state = 'held'"),
    )
    op.create_index(
        "campaign_recipient_message",
        "campaign_recipient",
        ["message_id"],
        **only_where("message_id IS NOT NULL"),
    )
