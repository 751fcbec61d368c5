"""Alembic's entry: runs inside the connection that the store hands in, in its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="migration",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
