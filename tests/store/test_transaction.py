"""What the store says when a database refuses, and what stays: nothing of that step."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from store_samples import furnish

from interview import Action, Actor, StoreError
from store import (
    Store,
    Transaction,
    append,
    departments,
    events,
    open_store,
    put_blob,
    save_department,
    verify,
)
from store.refusals import translated


def test_a_full_database_keeps_nothing_of_the_step(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite's own page limit stands for the full disk; its error is the very same."""
    with open_store(folder=tmp_path_factory.mktemp("full")) as store:
        furnish(store)
        before = verify(store)
        with pytest.raises(StoreError) as refused, store.transaction() as tx:
            _fill_up(tx)
        assert refused.value.code == "store.disk_full"
        store.engine.dispose()
        assert verify(store) == before
        # the remedy: with space again, the same step works
        with store.transaction() as tx:
            save_department(tx, "d0", {"en": "x" * 900})


def _fill_up(tx: Transaction) -> None:
    pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    for n in range(3000):
        save_department(tx, f"d{n}", {"en": "x" * 900})


class Refusal(Exception):
    """What a driver raises, with PostgreSQL's code for it."""

    def __init__(self, words: str, sqlstate: str) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("words", "state", "code"),
    [
        ("could not extend file: No space left on device", "53100", "store.disk_full"),
        ("database is locked", "", "store.busy"),
        ("deadlock detected", "40P01", "store.busy"),
        ("violates a foreign key", "23503", "store.unknown_reference"),
    ],
)
def test_what_a_database_says_is_put_in_our_words(words: str, state: str, code: str) -> None:
    with pytest.raises(StoreError) as refused, translated():
        raise DBAPIError("INSERT", {}, Refusal(words, state))
    assert refused.value.code == code


def test_what_nobody_foresaw_passes_unchanged() -> None:
    with pytest.raises(DBAPIError), translated():
        raise DBAPIError("INSERT", {}, Refusal("something new", "XX000"))


def test_the_actor_stands_in_the_trail(store: Store) -> None:
    hr = Actor(id="hr7", roles=("hr_leader",), units=("*",))
    with store.transaction(hr) as tx:
        save_department(tx, "a", {"en": "A"})
    with store.transaction() as tx:
        save_department(tx, "b", {"en": "B"})
    put_blob(store, "c1", "media", b"x", "video/mp4", actor=hr)
    with store.read() as reading:
        who = {event.subject: event.actor for event in events(reading)}
    assert (who["a"], who["b"], who["c1"]) == ("hr7", "system", "hr7")


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.read() as reading:
        assert departments(reading) == ()

        def write() -> None:
            with store.transaction() as tx:
                save_department(tx, "late", {"en": "Late"})

        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert departments(reading) == ()
    with store.read() as reading:
        assert [one.key for one in departments(reading)] == ["late"]


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    with store.transaction() as tx:
        save_department(tx, "open", {"en": "Open"})

        def look() -> int:
            with store.read() as reading:
                return len(departments(reading))

        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(look).result(timeout=20) == 0


def test_a_view_cannot_write_on_a_team_database(store: Store) -> None:
    if store.kind == "sqlite":
        # nothing in the program writes through a view: the types forbid it
        with store.read() as reading:
            assert not hasattr(reading, "add")
        return
    with pytest.raises(DBAPIError), store.read() as reading:
        reading.connection.execute(text("DELETE FROM department"))


def test_gathered_rows_are_seen_by_the_next_question(store: Store) -> None:
    with store.transaction() as tx, tx.gathering():
        append(tx, "x", "i1", Action.MEDIA_VIEWED)
        assert [event.subject for event in events(tx, subject="i1")] == ["i1"]
        append(tx, "x", "i1", Action.MEDIA_VIEWED)
    assert verify(store).events == 3
