"""The database's own files."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import Store, open_store


def test_the_database_and_its_log_are_their_owners_alone_even_in_a_shared_folder(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o755)
    with open_store(folder=tmp_path) as store, store.transaction():
        files = sorted(tmp_path.glob("candor.db*"))
        assert {path.name for path in files} >= {"candor.db", "candor.db-wal"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_an_error_of_the_database_quotes_no_value(store: Store) -> None:
    with store.engine.connect() as connection, pytest.raises(DBAPIError) as error:
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Zhang San"})
    assert "Zhang San" not in str(error.value)
