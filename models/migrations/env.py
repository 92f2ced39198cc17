"""Alembic's entry: runs on the connection that `bot.migration` hands over."""

from alembic import context
from sqlalchemy import Connection

from models.schema import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
