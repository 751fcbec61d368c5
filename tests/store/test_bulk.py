import re
from collections.abc import Callable
from typing import Any

import pytest
from store_samples import a_card, an_interview, furnish, some_signals

from interview import StoreError
from store import (
    ScoredInterview,
    Store,
    add_person,
    card,
    erase_person,
    events,
    interview,
    listing,
    person_name,
    save_card,
    save_interview,
    save_many,
    save_signals,
    signals,
    verify,
)
from store.tables import METADATA


def _items(count: int) -> list[ScoredInterview]:
    return [
        ScoredInterview(
            interview=an_interview(f"b{n}", f"p{n % 7}"),
            signals=some_signals(),
            card=a_card(f"b{n}"),
            name=f"Name {n % 7}",
        )
        for n in range(count)
    ]


def test_many_at_once_are_the_same_as_one_by_one(store: Store) -> None:
    furnish(store, ())
    with store.transaction("demo") as tx:
        assert save_many(tx, iter(_items(12))) == 12
    bulk = _contents(store, "b")
    with store.transaction("demo") as tx:
        for n in range(12):
            if n < 7:
                add_person(tx, f"q{n}", f"Name {n}")
            one = an_interview(f"s{n}", f"q{n % 7}")
            save_interview(tx, one)
            save_signals(tx, one.id, some_signals())
            save_card(tx, one.id, a_card(one.id))
    single = _contents(store, "s")
    assert bulk == single
    assert verify(store).ok


def _contents(store: Store, letter: str) -> dict[str, list[str]]:
    """Rows of the interviews whose id begins with this letter, without what differs anyway."""
    found: dict[str, list[str]] = {}
    with store.read() as reading:
        for table in METADATA.sorted_tables:
            for row in reading.all(table.select()):
                key = row.get("interview_id") or row.get("id") or row.get("subject") or ""
                if not str(key).startswith(letter) or not str(key)[1:].isdigit():
                    continue
                kept = {
                    name: _plain(value)
                    for name, value in row.items()
                    if name not in ("event_seq", "seq", "at", "added_at", "made_at", "draw")
                    and "digest" not in name
                    and name not in ("previous", "candidate_id")
                }
                found.setdefault(table.name, []).append(
                    re.sub(rf"'{letter}(\d)", r"'\1", str(kept))
                )
    return {name: sorted(rows) for name, rows in found.items()}


def _plain(value: Any) -> Any:
    return "sealed" if isinstance(value, bytes) else value


def test_what_was_saved_in_bulk_reads_like_any_other(store: Store) -> None:
    furnish(store, ())
    with store.transaction() as tx:
        save_many(tx, _items(3))
    with store.read() as reading:
        assert interview(reading, "b1", with_transcripts=True) == an_interview("b1", "p1")
        assert signals(reading, "b1") == some_signals()
        assert card(reading, "b1") == a_card("b1")
        assert person_name(reading, "p1") == "Name 1"
        assert listing(reading, units=("sales",)).total == 3


def test_an_interrupted_build_is_finished_without_doubles(store: Store) -> None:
    furnish(store, ())
    with store.transaction() as tx:
        save_many(tx, _items(5))
    with store.transaction() as tx:
        assert save_many(tx, _items(9)) == 4
        assert save_many(tx, [*_items(10), *_items(10)]) == 1
    with store.read() as reading:
        assert listing(reading, units=None).total == 10
    assert verify(store).ok


def test_interviews_without_signals_or_card_are_saved_too(store: Store) -> None:
    furnish(store, ())
    with store.transaction() as tx:
        save_many(tx, [ScoredInterview(interview=an_interview(), signals=(), card=None)])
    with store.read() as reading:
        assert card(reading, "i1") is None
        assert [event.action.value for event in events(reading, subject="i1")] == [
            "consent.given",
            "interview.added",
        ]


def test_an_erased_person_is_not_brought_back_in_bulk(store: Store) -> None:
    furnish(store, ())
    with store.transaction() as tx:
        save_many(tx, _items(2))
        erase_person(tx, "p1")
    again = ScoredInterview(interview=an_interview("b9", "p1"), signals=(), card=None)
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        save_many(tx, [again])
    assert refused.value.code == "person.erased"


def test_a_store_killed_while_saving_holds_nothing_of_it(
    store: Store, reopen: Callable[[], Store]
) -> None:
    furnish(store, ())
    open_transaction = store.transaction()
    tx = open_transaction.__enter__()
    save_many(tx, _items(5))
    # the program ends here; the database forgets what was not committed
    tx.connection.invalidate()
    store.engine.dispose()
    with reopen() as again:
        with again.read() as reading:
            assert listing(reading, units=None).total == 0
        assert verify(again).ok
