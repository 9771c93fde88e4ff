"""Alembic's entry: run the revisions on the connection that `server.db.migrate` gives."""

from alembic import context

from server.db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
