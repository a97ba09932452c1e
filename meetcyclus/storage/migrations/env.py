"""Alembic's entry point: runs the migrations on the connection that `storage.engine.migrate` gives."""

from alembic import context

from meetcyclus.storage import record_tables, register_tables, round_tables
from meetcyclus.storage.base import Base

TABLES = (register_tables, round_tables, record_tables)

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
