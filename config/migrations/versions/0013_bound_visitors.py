"""bound visitors.

What is forgotten of visitors is found by its age, and an address belongs to one account."""

from alembic import op

from scrm.kernel.columns import only_where

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SECOND = (
    "DELETE FROM visitor_account WHERE EXISTS (SELECT 1 FROM visitor_account AS first "
    "WHERE first.channel_id = visitor_account.channel_id "
    "AND first.address = visitor_account.address AND first.subject < visitor_account.subject)"
)
"""Two that signed in at one moment may have been given one address. The second gets its own when it
signs in again."""


def upgrade() -> None:
    op.create_index(
        "attachment_unsent", "attachment", ["created_at"], **only_where("message_id IS NULL")
    )
    op.create_index("visitor_expiry", "visitor", ["expires_at"])
    op.execute(_SECOND)
    op.create_index("visitor_account_at", "visitor_account", ["address", "channel_id"], unique=True)
