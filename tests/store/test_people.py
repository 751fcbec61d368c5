import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import NOON, SECRET, an_interview, furnish

from interview import Action, Appeal, Decision, IntegrityBroken, Rating, Review, StoreError
from store import (
    Store,
    Transaction,
    add_person,
    appeals,
    attributes,
    candidate_of,
    card,
    decisions,
    erase_person,
    erasure_plan,
    events,
    frames,
    interview,
    is_erased,
    listing,
    open_blob,
    person_name,
    person_names,
    put_blob,
    ratings,
    remove_traces,
    reviews,
    save_appeal,
    save_attributes,
    save_decision,
    save_interview,
    save_ratings,
    save_review,
    signals,
    verify,
)
from store.blobs import blob_path
from store.keys import unwrap
from store.tables import PERSON_KEY, TRANSCRIPT


def test_names_are_kept_and_corrected(store: Store) -> None:
    with store.transaction() as tx:
        add_person(tx, "c1", "张三")
        add_person(tx, "c2")
        add_person(tx, "c1")
    with store.read() as reading:
        assert person_name(reading, "c1") == "张三"
        assert person_name(reading, "c2") is None
        assert person_name(reading, "nobody") is None
    with store.transaction() as tx:
        add_person(tx, "c1", "张珊")
    with store.read() as reading:
        assert person_names(reading, ["c1", "c2"]) == {"c1": "张珊"}
    assert verify(store).ok


def test_nothing_personal_is_readable_in_the_files(store: Store) -> None:
    furnish(store)
    put_blob(store, "c1", "media", SECRET.encode(), "text/plain")
    store.close()
    for path in store.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert SECRET.encode() not in content, path.name
            assert b"Zhang San" not in content, path.name


def _full(store: Store) -> str:
    furnish(store, ("i1", "i2"))
    stored = put_blob(store, "c1", "media", b"moving pictures", "video/mp4")
    with store.transaction("m1") as tx:
        save_attributes(tx, "c1", {"sex": "women"})
        save_attributes(tx, "c2", {"sex": "men"})
        save_ratings(
            tx,
            [
                Rating(
                    interview="i1",
                    rater="m1",
                    competency="teamwork",
                    score=7,
                    at=NOON,
                    blind=True,
                    note=SECRET,
                )
            ],
        )
        save_review(
            tx,
            Review(
                interview="i1",
                reviewer="m1",
                competency="teamwork",
                score=5,
                reason=SECRET,
                card_digest="i1-1",
                at=NOON,
            ),
        )
        save_decision(
            tx,
            Decision(
                interview="i1",
                stage="hire",
                outcome="no",
                reasons=SECRET,
                actor="m1",
                card_digest="i1-1",
                at=NOON,
            ),
        )
        save_appeal(
            tx, Appeal(id="p1", interview="i1", text=SECRET, about=("teamwork",), raised_at=NOON)
        )
    return stored.digest


def test_an_erased_person_cannot_be_read_and_the_trail_still_verifies(store: Store) -> None:
    digest = _full(store)
    with store.read() as reading:
        plan = erasure_plan(reading, "c1")
    with store.transaction("dpo") as tx:
        erased = erase_person(tx, "c1")
    assert erased == plan
    assert (erased.interviews, erased.attributes, erased.appeals) == (1, True, 1)
    assert erased.blobs == (digest,)
    remove_traces(store, erased)
    assert not blob_path(store, digest).exists()

    result = verify(store)
    assert result.ok, result.breaks
    with store.read() as reading:
        assert is_erased(reading, "c1")
        assert person_name(reading, "c1") is None
        assert card(reading, "i1") is None
        left = interview(reading, "i1", with_transcripts=True)
        assert all(answer.transcript is None for answer in left.answers)
        assert all(not one.evidence and not one.flags for one in signals(reading, "i1"))
        assert [one.note for one in ratings(reading, "i1")] == [""]
        assert [one.reason for one in reviews(reading, "i1")] == [""]
        assert [one.reasons for one in decisions(reading, "i1")] == [""]
        assert [one.text for one in appeals(reading)] == [""]
        assert events(reading, subject="c1")[0].action == Action.PERSON_ERASED
        # what audits need is still there, and nobody is lost from them
        assert {row.interview for row in listing(reading, units=None).rows} == {"i1", "i2"}
        assert set(frames(reading, "score")["candidate_id"]) == {"c1", "c2"}
        assert person_name(reading, "c2") == "Zhang San c2", "the others are untouched"
    with store.transaction("audit") as tx:
        table = attributes(tx, purpose="check").set_index("candidate_id")
    assert table.loc["c1", "attr_sex"] is None
    assert table.loc["c2", "attr_sex"] == "men"
    with pytest.raises(StoreError) as refused:
        open_blob(store, digest)
    assert refused.value.code == "person.erased"


def test_the_ciphertext_stays_shut_even_for_who_kept_a_copy_of_the_key_row(store: Store) -> None:
    """The wrapped key is gone from the store; another person's key does not open the text."""
    _full(store)
    with store.transaction() as tx:
        erase_person(tx, "c1")
    with store.read() as reading:
        left = [row["candidate_id"] for row in reading.all(PERSON_KEY.select())]
        other = reading.all(PERSON_KEY.select())[0]["wrapped"]
        assert reading.first(TRANSCRIPT.select()) is not None, "the ciphertext itself stays"
    assert left == ["c2"]
    with pytest.raises(IntegrityBroken):
        unwrap(store.key, "c1", other)


def test_the_destroyed_key_is_overwritten_in_the_database_file(tmp_path: Path) -> None:
    from store import open_store

    with open_store(folder=tmp_path) as store:
        _full(store)
        with store.read() as reading:
            rows = {row["candidate_id"]: row["wrapped"] for row in reading.all(PERSON_KEY.select())}
        with store.transaction() as tx:
            erased = erase_person(tx, "c1")
        remove_traces(store, erased)
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("candor.db*"))
    assert rows["c2"] in kept, "else this test would prove nothing"
    assert rows["c1"] not in kept
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_a_log_that_cannot_be_emptied_yet_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store import engine, open_store

    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    with open_store(folder=tmp_path) as store:
        _full(store)
        with store.read() as reading:
            wrapped = {r["candidate_id"]: r["wrapped"] for r in reading.all(PERSON_KEY.select())}
            with store.transaction() as tx:
                erased = erase_person(tx, "c1")
            with pytest.raises(StoreError) as refused:
                remove_traces(store, erased)
        assert refused.value.code == "store.log_in_use"
    # the advice: closed and opened again
    with open_store(folder=tmp_path) as store:
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("candor.db*"))
    assert wrapped["c2"] in kept
    assert wrapped["c1"] not in kept


def test_an_erased_id_cannot_be_used_again(store: Store) -> None:
    furnish(store)
    with store.transaction() as tx:
        erase_person(tx, "c1")
    attempts: list[Callable[[Transaction], object]] = [
        lambda tx: erase_person(tx, "c1"),
        lambda tx: add_person(tx, "c1", "Zhang San"),
        lambda tx: save_interview(tx, an_interview("i9", "c1")),
    ]
    for attempt in attempts:
        with pytest.raises(StoreError) as refused, store.transaction() as tx:
            attempt(tx)
        assert refused.value.code == "person.erased"
    # the remedy: a new id
    with store.transaction() as tx:
        save_interview(tx, an_interview("i9", "c1b"))
        assert candidate_of(tx, "i9") == "c1b"


def test_an_unknown_person_is_named(store: Store) -> None:
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        erase_person(tx, "nobody")
    assert refused.value.code == "person.unknown"
    with pytest.raises(StoreError), store.read() as reading:
        is_erased(reading, "nobody")
