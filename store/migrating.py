"""Bringing a database of any earlier version up to this program's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "migration"


@cache
def known_versions() -> tuple[str, ...]:
    """Every version this program knows, oldest first, from the file names.

    Examples
    --------
    >>> known_versions()[0]
    '0001'
    """
    return tuple(sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def version_of(connection: Connection) -> str | None:
    """The version a database is at, None when it holds no store."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def bring_up(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    from alembic import command  # slow to import, and needed only when there is work to do

    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
