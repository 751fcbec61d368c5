from datetime import timedelta

import pytest
from conftest import START
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from interview import FIRST_PREVIOUS, Action, Event, StoreError
from store import Store, append, events, newest_digest
from store.events import CHANGED, KEPT, event_digest, head


def _append(store: Store, subject: str, action: Action = Action.CARD_EXPORTED) -> Event:
    with store.transaction("hr1") as tx:
        return append(tx, tx.actor, subject, action, "f" * 64)


def test_each_event_is_linked_to_the_one_before(store: Store) -> None:
    first, second = _append(store, "i1"), _append(store, "i2")
    assert (second.seq, second.previous) == (first.seq + 1, first.digest)
    with store.read() as reading:
        newest_first = events(reading)
        assert newest_digest(reading) == second.digest
    assert newest_first[0] == second
    assert newest_first[-1].previous == FIRST_PREVIOUS
    assert all(event.intact for event in newest_first)


def test_the_fast_digest_is_the_one_of_the_vocabulary() -> None:
    event = Event(
        seq=7,
        at=START,
        actor='m"é',
        subject="候选人",
        action=Action.MEDIA_VIEWED,
        object_digest="",
        previous="0" * 64,
    ).sealed()
    fast = event_digest(
        7, "2026-03-02T09:00:00.000000Z", 'm"é', "候选人", "media.viewed", "", "0" * 64
    )
    assert fast == event.digest


def test_events_are_found_by_subject_actor_action_and_time(store: Store) -> None:
    _append(store, "i1")
    viewed = _append(store, "i2", Action.MEDIA_VIEWED)
    with store.read() as reading:
        assert events(reading, subject="i2") == (viewed,)
        assert events(reading, action=Action.MEDIA_VIEWED) == (viewed,)
        assert len(events(reading, actor="hr1")) == 2
        assert events(reading, since=viewed.at) == (viewed,)
        assert events(reading, since=viewed.at + timedelta(seconds=1)) == ()
        assert [e.subject for e in events(reading, actor="hr1", limit=1, offset=1)] == ["i1"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET actor = 'nobody' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "INSERT INTO event (seq, at, actor, subject, action, object_digest, previous, digest) "
        "SELECT seq + 5, at, actor, subject, action, object_digest, previous, "
        "digest FROM event WHERE seq = 1",
        "INSERT INTO event (seq, at, actor, subject, action, object_digest, previous, digest) "
        "SELECT seq + 1, at, actor, subject, action, object_digest, 'x', "
        "digest FROM event WHERE seq = 1",
    ],
)
def test_the_trail_refuses_every_change_but_the_next_event(store: Store, change: str) -> None:
    before = _trail(store)
    # IntegrityError on SQLite, ProgrammingError or RaiseException on PostgreSQL
    with pytest.raises(DBAPIError, match="only be appended"), store.engine.begin() as connection:
        connection.execute(text(change))
    assert _trail(store) == before


def test_a_refusal_inside_a_transaction_is_said_in_our_words(store: Store) -> None:
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        tx.connection.execute(text("DELETE FROM event"))
    assert refused.value.code == "store.append_only"


def test_replacing_or_truncating_does_not_get_round_the_guards(store: Store) -> None:
    if store.kind == "sqlite":
        raw_change = (
            "INSERT OR REPLACE INTO event "
            "(seq, at, actor, subject, action, object_digest, previous, digest) SELECT "
            "seq, at, 'nobody', subject, action, object_digest, previous, digest "
            "FROM event WHERE seq = 1"
        )
        # also on a connection that did not switch recursive triggers on
        with store.engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA recursive_triggers=OFF")
            with pytest.raises(Exception, match="only be appended"):
                raw.execute(raw_change)
            raw.execute("PRAGMA recursive_triggers=ON")
    else:
        with (
            pytest.raises(DBAPIError, match="only be appended"),
            store.engine.begin() as connection,
        ):
            connection.execute(text("TRUNCATE event"))
    assert len(_trail(store)) == 1


@pytest.mark.parametrize("action", sorted(KEPT | CHANGED))
def test_an_event_that_stands_for_rows_cannot_be_appended_alone(
    store: Store, action: Action
) -> None:
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        append(tx, "hr1", "i1", action)
    assert refused.value.code == "event.needs_rows"
    with store.read() as reading:
        assert head(reading)[0] == 1


def _trail(store: Store) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT * FROM event ORDER BY seq"))]
