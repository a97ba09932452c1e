"""A letter that did not arrive is chased until somebody releases or settles it: who settled it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. No letter was settled before."""
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("settled_by", sa.String(), nullable=False, server_default=""))
