"""Alembic's way in. The connection is the caller's; the ``alembic`` command finds the database in ``TIMELINE_DB``."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from timeline import db


def migrate(connection: Connection) -> None:
    """Run the migrations asked for, inside the caller's transaction where there is one."""
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    engine = db.connect(os.environ["TIMELINE_DB"], check=False)
    with engine.begin() as connection:
        migrate(connection)
