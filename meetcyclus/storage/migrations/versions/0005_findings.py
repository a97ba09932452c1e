"""The conversation about findings: waivers with an end, closing; letters that a person reads and introduces first."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What was waived before counts in its own round only; nothing was closed, introduced or held for reading."""
    with op.batch_alter_table("findings") as table:
        table.add_column(sa.Column("waived_until", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("earlier", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("outcome", sa.String(), nullable=True))
        table.add_column(sa.Column("closed_by", sa.String(), nullable=True))
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("steps") as table:
        table.add_column(sa.Column("is_reviewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("introduction", sa.Text(), nullable=False, server_default=""))
