import os
import socket
import sqlite3
import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from interview import Action, StoreError
from store import Store, events, open_store
from store.refusals import translated


def test_a_new_store_begins_its_trail_and_keeps_its_key_to_itself(
    empty_url: str | None, tmp_path: Path
) -> None:
    with open_store(empty_url, folder=tmp_path) as store, store.read() as reading:
        assert [event.action for event in events(reading)] == [Action.STORE_CREATED]
    key = tmp_path / "keys" / "installation.key"
    assert len(key.read_bytes()) == 32
    assert stat.S_IMODE(os.stat(key).st_mode) == 0o600


def test_a_new_folder_is_its_owners_alone_and_an_old_one_stays_as_it_was(
    empty_url: str | None, tmp_path: Path
) -> None:
    fresh, shared = tmp_path / "deep" / "fresh", tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    open_store(empty_url, folder=fresh, key=bytes(32)).close()
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700
    open_store(empty_url, folder=shared, key=bytes(32)).close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_opening_again_changes_nothing(empty_url: str | None, tmp_path: Path) -> None:
    open_store(empty_url, folder=tmp_path).close()
    with open_store(empty_url, folder=tmp_path, create=False) as store, store.read() as reading:
        assert len(events(reading)) == 1


def test_a_store_that_is_not_there_is_refused(empty_url: str | None, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(empty_url, folder=tmp_path / "nowhere", create=False)
    assert refused.value.code == "store.missing"
    assert empty_url is not None or not (tmp_path / "nowhere").exists()


def test_a_newer_schema_is_left_as_it_is(store: Store, address: tuple[str | None, Path]) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE migration SET version_num = '9999'"))
    url, folder = address
    with pytest.raises(StoreError) as refused:
        open_store(url, folder=folder)
    assert refused.value.code == "store.newer_schema"
    assert refused.value.slots["version"] == "9999"


def test_a_lost_key_is_not_replaced_by_a_new_one(address: tuple[str | None, Path]) -> None:
    url, folder = address
    key_file = folder / "keys" / "installation.key"
    key = key_file.read_bytes()
    key_file.unlink()
    with pytest.raises(StoreError) as refused:
        open_store(url, folder=folder)
    assert refused.value.code == "store.key_missing"
    # the remedy: put the key back
    key_file.write_bytes(key)
    open_store(url, folder=folder).close()


def test_a_foreign_or_broken_key_is_refused(address: tuple[str | None, Path]) -> None:
    url, folder = address
    with pytest.raises(StoreError) as refused:
        open_store(url, folder=folder, key=bytes(32))
    assert refused.value.code == "store.wrong_key"
    (folder / "keys" / "installation.key").write_bytes(b"short")
    with pytest.raises(StoreError) as broken:
        open_store(url, folder=folder)
    assert broken.value.code == "store.key_broken"


def test_a_key_kept_elsewhere_is_not_written_down(empty_url: str | None, tmp_path: Path) -> None:
    key = bytes(range(32))
    open_store(empty_url, folder=tmp_path, key=key).close()
    assert not (tmp_path / "keys").exists()
    open_store(empty_url, folder=tmp_path, key=key).close()


@pytest.mark.parametrize("url", ["mysql://user:secret@host/db", "not an address"])
def test_another_kind_of_database_is_refused_without_showing_its_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(url, folder=tmp_path)
    assert refused.value.code == "store.bad_url"
    assert "secret" not in str(refused.value)


def _open(url: str | None, folder: Path) -> int:
    with open_store(url, folder=folder) as store, store.read() as reading:
        return len(events(reading))


def test_several_programs_may_make_the_same_store_at_once(
    empty_url: str | None, tmp_path: Path
) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(_open, [empty_url] * 3, [tmp_path] * 3))
    assert counts == [1, 1, 1]


@pytest.mark.parametrize("said", ["disk I/O error", "unable to open database file"])
def test_what_sqlite_says_of_a_full_or_locked_folder_is_a_plain_sentence(said: str) -> None:
    refusal = OperationalError("PRAGMA", {}, sqlite3.OperationalError(said))
    with pytest.raises(StoreError) as refused, translated():
        raise refusal
    assert refused.value.code == "store.cannot_write"
    assert refused.value.slots["what"] == said


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("in the way")
    with pytest.raises(StoreError) as refused:
        open_store(folder=tmp_path / "here")
    assert refused.value.code == "store.cannot_write"


def test_a_database_of_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "candor.db").write_bytes(b"not a database at all" * 200)
    with pytest.raises(StoreError) as refused:
        open_store(folder=tmp_path)
    assert refused.value.code == "store.damaged"


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreError) as refused:
        open_store(f"postgresql://someone:secret@127.0.0.1:{port}/x", folder=tmp_path)
    assert refused.value.code == "store.unreachable"
    assert "secret" not in str(refused.value)
