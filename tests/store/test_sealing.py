import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Float, Integer, MetaData, Table, Text
from store_samples import a_role, an_interview, some_signals

from interview import (
    Answer,
    Consent,
    IntegrityBroken,
    Interview,
    Question,
    Span,
    Word,
    plain,
)
from store.acts import act_digest, row_digest
from store.restoring import dumped, restored
from store.sealing import fingerprint, new_key, seal, seal_json, unseal, unseal_json

KEY = bytes(range(32))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@settings(deadline=None, max_examples=60)
@given(content=st.binary(max_size=2000))
def test_what_is_sealed_opens_again(content: bytes) -> None:
    assert unseal(KEY, seal(KEY, content, "row:1"), "row:1") == content


@settings(deadline=None, max_examples=60)
@given(value=JSON)
def test_any_json_survives_to_the_last_bit(value: Any) -> None:
    found = unseal_json(KEY, seal_json(KEY, value, "x"), "x")
    assert found == value
    assert json.dumps(found) == json.dumps(value)


@settings(deadline=None, max_examples=60)
@given(value=JSON)
def test_the_fast_text_says_what_the_standard_one_says(value: Any) -> None:
    assert json.loads(dumped(value)) == json.loads(json.dumps(value))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_has_no_text(number: float) -> None:
    with pytest.raises(ValueError, match="Out of range"):
        dumped({"value": number})
    assert dumped({"said": "NaN and Infinity"}) == '{"said":"NaN and Infinity"}'


def test_equal_contents_look_different_and_the_place_matters() -> None:
    first, second = seal(KEY, b"yes", "a"), seal(KEY, b"yes", "a")
    assert first != second
    for key, sealed, place in [
        (KEY, first, "b"),
        (new_key(), first, "a"),
        (KEY, first[:-1] + bytes([first[-1] ^ 1]), "a"),
        (KEY, b"short", "a"),
        (KEY, b"", "a"),
    ]:
        with pytest.raises(IntegrityBroken) as refused:
            unseal(key, sealed, place)
        assert refused.value.code == "store.sealed_altered"


def test_a_fingerprint_tells_keys_apart() -> None:
    assert fingerprint(KEY, "x") != fingerprint(bytes(32), "x")
    assert KEY.hex() not in fingerprint(KEY, "x")


@pytest.mark.parametrize(
    "value",
    [
        an_interview(),
        a_role(),
        a_role().questions[0],
        *some_signals(),
        Span(start_ms=0, end_ms=1),
        Consent(
            text_version="1", given_at=datetime(2026, 1, 2, tzinfo=UTC), scopes=frozenset("ab")
        ),
        Word(text="x", start_ms=0, end_ms=1, confidence=1.0),
        Answer(id="a"),
    ],
)
def test_every_value_of_the_vocabulary_comes_back(value: Any) -> None:
    assert restored(type(value), json.loads(json.dumps(plain(value)))) == value


def test_a_type_outside_the_vocabulary_is_refused() -> None:
    with pytest.raises(TypeError):
        restored(bytes, "x")
    assert restored(Question, json.loads(dumped(a_role().questions[0]))).anchors["en"][5] == "all"
    assert isinstance(an_interview(), Interview)


TABLE = Table(
    "t",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("share", Float),
    Column("count", Integer),
    Column("event_seq", Integer),
    Column("current", Integer, info={"derived": True}),
)


def test_a_row_is_named_by_what_counts_in_it() -> None:
    row = {"name": "a", "share": 7, "count": 1, "event_seq": 3, "current": 1}
    name = row_digest(TABLE, row)
    assert row_digest(TABLE, {**row, "share": 7.0}) == name, "as the database gives it back"
    assert row_digest(TABLE, {**row, "event_seq": 9, "current": 0}) == name
    assert row_digest(TABLE, {**row, "share": 7.1}) != name
    assert row_digest(TABLE, {**row, "count": 2}) != name
    zero = row_digest(TABLE, {"name": "a", "share": 0.0})
    assert row_digest(TABLE, {"name": "a", "share": -0.0}) == zero
    assert row_digest(TABLE, {"name": "a"}) == row_digest(TABLE, {"name": "a", "count": None})


def test_a_row_taken_away_or_doubled_changes_the_act() -> None:
    whole = act_digest([b"1", b"2"])
    assert whole not in (act_digest([b"1"]), act_digest([b"1", b"2", b"2"]))
