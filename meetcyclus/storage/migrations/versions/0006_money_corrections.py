"""Why an extract was loaded after an earlier one was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Nothing was loaded after a signature before."""
    with op.batch_alter_table("finance_uploads") as table:
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
