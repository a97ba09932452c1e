"""Whether an entry that was published elsewhere was an unconfirmed forecast."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Of what is there already nobody said so."""
    with op.batch_alter_table("entries") as table:
        table.add_column(sa.Column("is_forecast", sa.Boolean(), nullable=True))
