"""A byte changed by hand is found, wherever it lies."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from store_samples import NOON, a_requisition, by_hand, furnish

from interview import Action, Appeal, Decision, Question, Rating, Review
from store import (
    Account,
    JobOutcome,
    Store,
    append,
    attributes,
    blobs,
    events,
    open_store,
    put_blob,
    save_account,
    save_appeal,
    save_attributes,
    save_decision,
    save_department,
    save_model,
    save_model_state,
    save_outcomes,
    save_question,
    save_question_status,
    save_ratings,
    save_report,
    save_requisition,
    save_review,
    verify,
)
from store.blobs import blob_path
from store.tables import METADATA


def _fill(store: Store) -> None:
    """Something in every table that an event names."""
    furnish(store, ("i1", "i2"))
    put_blob(store, "c1", "media", b"moving pictures", "video/mp4")
    with store.transaction("m1") as tx:
        save_department(tx, "sales", {"en": "Sales and more"})
        save_requisition(tx, a_requisition(closed_at=NOON))
        rating = Rating(
            interview="i1",
            rater="m1",
            competency="teamwork",
            score=7,
            at=NOON,
            blind=True,
            note="x",
        )
        save_ratings(tx, [rating])
        save_review(
            tx,
            Review(
                interview="i1",
                reviewer="m1",
                competency="teamwork",
                score=5,
                reason="told otherwise",
                card_digest="i1-1",
                at=NOON,
            ),
        )
        save_decision(
            tx,
            Decision(
                interview="i1",
                stage="hire",
                outcome="yes",
                reasons="best",
                actor="m1",
                card_digest="i1-1",
                at=NOON,
            ),
        )
        save_appeal(
            tx, Appeal(id="p1", interview="i2", text="why?", about=("teamwork",), raised_at=NOON)
        )
        save_outcomes(
            tx,
            [
                JobOutcome(
                    candidate="c1", requisition="r1", kind="90_days", kpi="x", value=3, at=NOON
                )
            ],
        )
        save_attributes(tx, "c1", {"sex": "women"})
        attributes(tx, purpose="test")
        save_report(tx, "audit", {"n": 3})
        save_model(tx, "rubric", "1", kind="scorer", facts={"n": 1}, content=b"weights")
        save_model_state(tx, "rubric", "1", "champion", reason="in use", because="r")
        save_question(
            tx,
            Question(
                key="q9", version=1, text={"en": "?"}, kind="open", criteria={"teamwork": 1.0}
            ),
        )
        save_question_status(tx, "q9", 1, "retired", reason="too easy", because="r")
        save_account(tx, Account(id="m1", roles=("hiring_manager",), units=("sales",)))
        append(tx, "m1", "i1", Action.CARD_EXPORTED, "i1-1")


def test_an_untouched_store_is_clean(store: Store) -> None:
    _fill(store)
    result = verify(store)
    assert result.ok
    assert result.first_break is None
    assert (result.cards_checked, result.blobs_checked, result.people_checked) == (2, 1, 2)
    with store.read() as reading:
        newest = events(reading, limit=1)[0]
    assert (result.events, result.newest_digest) == (newest.seq, newest.digest)


TRAIL_TABLES = [table.name for table in METADATA.sorted_tables if "event_seq" in table.c]


def test_a_value_changed_in_any_row_is_found(store: Store) -> None:
    _fill(store)
    for table in TRAIL_TABLES:
        with store.engine.connect() as connection:
            row = dict(connection.execute(text(f"SELECT * FROM {table}")).mappings().first() or {})
        assert row, f"nothing in {table} to change"
        column = next(name for name in CHANGED_COLUMNS if row.get(name) is not None)
        # one row of the act that has this very value
        where = f'event_seq = {row["event_seq"]} AND "{column}" = '
        old, new = _literal(store, row[column]), _literal(store, _other(row[column]))
        by_hand(store, f'UPDATE {table} SET "{column}" = {new} WHERE {where}{old}')
        breaks = [(one.code, one.seq) for one in verify(store).breaks]
        assert breaks == [("verify.rows_altered", row["event_seq"])], f"{table}.{column}"
        by_hand(store, f'UPDATE {table} SET "{column}" = {old} WHERE {where}{new}')
    assert verify(store).ok, "put back as it was, all is well again"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("card.overall_value", "'much'"),
        ("interview.event_seq", "'x'"),
        ("event.actor", "X'00'"),
        ("person_key.wrapped", "7"),
        ("evidence.contribution", "X'01'"),
    ],
)
def test_a_value_of_another_kind_is_found_and_not_stumbled_over(
    tmp_path: Path, column: str, value: str
) -> None:
    table, name = column.split(".")
    # the other engine keeps no such value
    with open_store(folder=tmp_path) as store:
        _fill(store)
        by_hand(store, f"UPDATE {table} SET {name} = {value}")
        breaks = [(one.code, one.where) for one in verify(store).breaks]
    assert breaks == [("verify.rows_altered", column)]


def test_a_file_that_cannot_be_read_counts_as_missing(store: Store) -> None:
    _fill(store)
    with store.read() as reading:
        path = blob_path(store, blobs(reading, "c1")[0].digest)
    path.unlink()
    path.mkdir()
    assert [one.code for one in verify(store).breaks] == ["verify.file_missing"]


def _other(value: object) -> object:
    """The same with its last byte, sign or unit changed."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, str):
        return value[:-1] + "~"
    assert isinstance(value, (int, float))
    return value + 1000


def _literal(store: Store, value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        digits = value.hex()
        return f"X'{digits}'" if store.kind == "sqlite" else f"decode('{digits}', 'hex')"
    return (
        str(value) if isinstance(value, (int, float)) else "'" + str(value).replace("'", "''") + "'"
    )


# the first of these that a table has is the one changed
CHANGED_COLUMNS = (
    "sealed",
    "note_sealed",
    "reason_sealed",
    "reasons_sealed",
    "text_sealed",
    "name_sealed",
    "overall_value",
    "contribution",
    "value",
    "feature_values",
    "content",
    "purpose",
    "scopes",
    "media_type",
    "roles",
    "name",
    "title",
    "position",
    "status",
    "role",
)


def test_rows_deleted_by_hand_are_found(store: Store) -> None:
    _fill(store)
    for table in TRAIL_TABLES:
        with store.engine.connect() as connection:
            rows = connection.execute(text(f"SELECT * FROM {table}")).mappings().all()
        by_hand(store, f"DELETE FROM {table}")
        codes = {one.code for one in verify(store).breaks}
        assert codes & {"verify.rows_missing", "verify.rows_altered"}, table
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(_literal(store, row[name]) for name in row)
            by_hand(store, f"INSERT INTO {table} ({names}) VALUES ({values})")
    assert verify(store).ok


def test_a_row_slipped_in_is_found(store: Store) -> None:
    _fill(store)
    by_hand(
        store,
        "INSERT INTO rating (event_seq, competency, interview_id, rater, score, at, blind) "
        "VALUES (9999, 'teamwork', 'i1', 'm2', 10, 'now', 0)",
        "INSERT INTO rating (event_seq, competency, interview_id, rater, score, at, blind) "
        "VALUES (2, 'teamwork', 'i1', 'm2', 10, 'now', 0)",
    )
    found = {(one.code, one.seq) for one in verify(store).breaks}
    assert ("verify.rows_unknown", 9999) in found
    assert ("verify.rows_altered", 2) in found


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_an_event_changed_by_hand_is_found_where_it_is(store: Store, place: str) -> None:
    _fill(store)
    seq = _place(store, place)
    by_hand(store, f"UPDATE event SET actor = 'nobody' WHERE seq = {seq}")
    broken = verify(store).first_break
    assert broken is not None
    assert (broken.code, broken.seq) == ("verify.event_altered", seq)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_forged_event_with_a_fitting_digest_breaks_the_link(store: Store, place: str) -> None:
    from dataclasses import replace

    _fill(store)
    seq = _place(store, place)
    with store.read() as reading:
        event = next(one for one in events(reading, limit=10_000) if one.seq == seq)
    forged = replace(event, actor="nobody", digest="").sealed()
    by_hand(
        store,
        f"UPDATE event SET actor = 'nobody', digest = '{forged.digest}' WHERE seq = {seq}",
    )
    result = verify(store)
    if place == "last":
        # nothing follows that could disagree; a digest noted earlier does
        assert result.ok
        assert verify(store, expected_digest=event.digest).breaks[0].code == "verify.tail_cut"
    else:
        assert result.first_break is not None
        assert result.first_break.code == "verify.link_broken"
        assert result.first_break.seq == seq + 1


@pytest.mark.parametrize("place", ["first", "middle"])
def test_a_deleted_event_is_found(store: Store, place: str) -> None:
    _fill(store)
    seq = _place(store, place)
    by_hand(store, f"DELETE FROM event WHERE seq = {seq}")
    broken = verify(store).first_break
    assert broken is not None
    assert (broken.code, broken.seq) == ("verify.event_missing", seq)


def test_a_cut_tail_is_found_by_its_rows_or_by_a_noted_digest(store: Store) -> None:
    _fill(store)
    with store.read() as reading:
        noted = events(reading, limit=1)[0]
    by_hand(store, f"DELETE FROM event WHERE seq = {noted.seq}")
    # the last act stored no rows, so the chain alone cannot tell
    assert verify(store).ok
    assert verify(store, expected_digest=noted.digest).breaks[0].code == "verify.tail_cut"
    by_hand(store, f"DELETE FROM event WHERE seq = {noted.seq - 1}")
    assert [one.code for one in verify(store).breaks] == ["verify.rows_unknown"]


def test_a_noted_digest_that_is_still_there_is_fine(store: Store) -> None:
    with store.read() as reading:
        early = events(reading)[-1].digest
    _fill(store)
    assert verify(store, expected_digest=early).ok


@pytest.mark.parametrize("at", [0, 20, -1], ids=["header", "content", "tag"])
def test_a_byte_changed_in_a_file_is_found(store: Store, at: int) -> None:
    _fill(store)
    with store.read() as reading:
        stored = blobs(reading, "c1")[0]
    path = blob_path(store, stored.digest)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert [(one.code, one.where) for one in verify(store).breaks] == [
        ("verify.file_altered", stored.digest)
    ]
    path.unlink()
    assert [one.code for one in verify(store).breaks] == ["verify.file_missing"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM person_key WHERE candidate_id = 'c1'", "verify.key_missing"),
        (
            "UPDATE person_key SET wrapped = (SELECT wrapped FROM person_key "
            "WHERE candidate_id = 'c2') WHERE candidate_id = 'c1'",
            "verify.key_altered",
        ),
        ("UPDATE card SET current = 0 WHERE interview_id = 'i1'", "verify.derived_altered"),
        ("UPDATE decision SET current = 0", "verify.derived_altered"),
        ("UPDATE interview SET draw = 0.99 WHERE id = 'i1'", "verify.derived_altered"),
    ],
)
def test_keys_and_derived_values_are_checked(store: Store, change: str, code: str) -> None:
    _fill(store)
    by_hand(store, change)
    assert {one.code for one in verify(store).breaks} == {code}


def test_the_result_holds_nothing_personal(store: Store, reopen: Callable[[], Store]) -> None:
    _fill(store)
    by_hand(store, "DELETE FROM rating", "UPDATE person SET added_at = 'x'")
    with reopen() as again:
        result = verify(again)
    assert "Zhang" not in json.dumps([one.where for one in result.breaks])


def _place(store: Store, place: str) -> int:
    with store.read() as reading:
        last = events(reading, limit=1)[0].seq
    return {"first": 1, "middle": last // 2, "last": last}[place]
