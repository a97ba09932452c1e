"""Grace, rehearsals, the rules a round began with, confirmations after the reference date, and waiting letters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Rounds that are there already were no rehearsals and had no grace."""
    with op.batch_alter_table("rounds") as table:
        table.add_column(sa.Column("grace_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("is_rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("rules_sha256", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("product_version", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("steps") as table:
        table.add_column(sa.Column("escalation_days", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("claimed_by", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "entry_confirmations",
        sa.Column("round_key", sa.String(), nullable=False),
        sa.Column("project_number", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_key", "project_number", "content_sha256", name=op.f("pk_entry_confirmations")),
    )

