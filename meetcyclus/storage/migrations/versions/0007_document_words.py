"""Names and titles that only the documents of a programme use."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. A programme that was imported before has none until it is imported again."""
    with op.batch_alter_table("programmes") as table:
        table.add_column(sa.Column("document_words", sa.JSON(), nullable=False, server_default="{}"))
