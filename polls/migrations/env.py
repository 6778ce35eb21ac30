"""What Alembic runs: the migrations, on the connection that the runner hands over."""

from alembic import context

from polls.db.schema import metadata

attributes = context.config.attributes
if context.is_offline_mode():
    context.configure(
        dialect_name=attributes["dialect"],
        target_metadata=metadata,
        literal_binds=True,
    )
else:
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
    )

with context.begin_transaction():
    context.run_migrations()
