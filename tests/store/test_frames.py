import math
from datetime import timedelta

import pandas as pd
import pytest
from store_samples import NOON, a_card, furnish

from interview import Decision, Rating
from store import (
    JobOutcome,
    Store,
    feature_frame,
    frames,
    save_card,
    save_decisions,
    save_outcomes,
    save_ratings,
)
from store.frames import COLUMNS, EXTRA

KINDS = ("interview", "score", "answer", "rating", "decision", "outcome")


def _furnish(store: Store) -> None:
    furnish(store, ("i1", "i2"))
    with store.transaction() as tx:
        save_card(tx, "i1", a_card("i1", overall=8.0, version=2))
        save_card(tx, "i2", a_card("i2", overall=None, version=2))
        for score in (4.0, 9.0):
            save_ratings(
                tx,
                [
                    Rating(
                        interview="i1",
                        rater="m1",
                        competency=key,
                        score=score,
                        at=NOON,
                        blind=True,
                    )
                    for key in ("teamwork", "negotiation")[: 2 if score == 4.0 else 1]
                ],
            )
        save_decisions(
            tx,
            [
                Decision(
                    interview=who,
                    stage=stage,
                    outcome=outcome,
                    reasons="",
                    actor="m",
                    card_digest="",
                    at=NOON,
                )
                for who, stage, outcome in [
                    ("i1", "screened", "no"),
                    ("i1", "screened", "yes"),
                    ("i1", "hire", "hold"),
                    ("i2", "hire", "no"),
                ]
            ],
        )
        three = [("teamwork", 3.0), ("sales", 200.0)]
        for factor in (1, 2):
            save_outcomes(
                tx,
                [
                    JobOutcome(
                        candidate=who,
                        requisition="r1",
                        kind="90_days",
                        kpi=kpi,
                        value=value * factor,
                        at=NOON + timedelta(days=90),
                    )
                    for who in ("c1", "c2")
                    for kpi, value in three[: 2 if factor == 1 else 1]
                ],
            )


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_has_the_same_columns_even_when_empty(store: Store, kind: str) -> None:
    with store.read() as reading:
        empty = frames(reading, kind)  # type: ignore[arg-type]
    _furnish(store)
    with store.read() as reading:
        full = frames(reading, kind)  # type: ignore[arg-type]
        none = frames(reading, kind, role="pilot")  # type: ignore[arg-type]
    assert list(empty.columns) == list(full.columns) == [*COLUMNS, *EXTRA]
    assert len(empty) == len(none) == 0
    assert len(full) > 0
    assert not any(name.startswith("attr_") for name in full.columns)


def _picked(store: Store, kind: str, *columns: str) -> list[tuple[object, ...]]:
    with store.read() as reading:
        frame = frames(reading, kind)  # type: ignore[arg-type]
    rows = frame[list(columns)].itertuples(index=False, name=None)
    return [tuple(None if _empty(value) else value for value in row) for row in rows]


def _empty(value: object) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def test_each_frame_holds_what_was_put_in(store: Store) -> None:
    _furnish(store)
    scores = _picked(store, "score", "interview_id", "competency", "score", "stage", "selected")
    assert sorted(scores, key=str) == [
        ("i1", "negotiation", 8.0, "hire", None),
        ("i1", "teamwork", 8.0, "hire", None),
        ("i2", "negotiation", None, "hire", 0.0),
        ("i2", "teamwork", None, "hire", 0.0),
    ]
    answers = _picked(store, "answer", "interview_id", "question", "version", "competency", "score")
    assert answers == [("i1", "q1", 1.0, "teamwork", 8.0), ("i2", "q1", 1.0, "teamwork", None)]
    ratings = _picked(store, "rating", "rater", "competency", "rating", "score")
    assert sorted(ratings) == [("m1", "negotiation", 4.0, 8.0), ("m1", "teamwork", 9.0, 8.0)]
    decisions = _picked(store, "decision", "interview_id", "stage", "selected", "score")
    assert decisions == [
        ("i1", "screened", 1.0, 8.0),
        ("i1", "hire", None, 8.0),
        ("i2", "hire", 0.0, None),
    ]
    outcomes = _picked(store, "outcome", "interview_id", "kpi", "outcome", "score", "outcome_kind")
    assert sorted(outcomes, key=str) == [
        ("i1", "sales", 200.0, 8.0, "90_days"),
        ("i1", "teamwork", 6.0, 8.0, "90_days"),
        ("i2", "sales", 200.0, None, "90_days"),
        ("i2", "teamwork", 6.0, None, "90_days"),
    ]


def test_frames_are_cut_by_time_role_and_requisition(store: Store) -> None:
    _furnish(store)
    second = NOON + timedelta(days=1)
    with store.read() as reading:
        late = frames(reading, "score", since=second)
        early = frames(reading, "score", until=second)
        mine = frames(reading, "score", role="clerk", requisition="r1")
        other = frames(reading, "score", requisition="r9")
    assert set(late["interview_id"]) == {"i2"}
    assert set(early["interview_id"]) == {"i1"}
    assert set(mine["interview_id"]) == {"i1", "i2"}
    assert other.empty
    assert set(early["interviewed_at"]) == {pd.Timestamp(NOON)}
    assert set(early["department"]) == {"sales"}


def test_features_stand_beside_their_question(store: Store) -> None:
    _furnish(store)
    with store.read() as reading:
        table = feature_frame(reading).set_index(["interview_id", "answer_id"])
        assert feature_frame(reading, role="pilot").empty
    assert len(table) == 4
    assert table.loc[("i1", "a1"), "lang_words"] == 7.0
    assert table.loc[("i1", "a1"), "voice_snr"] == 0.1 + 0.2
    assert table.loc[("i1", "a1"), "question"] == "q1"
    assert math.isnan(table.loc[("i1", "a2"), "lang_words"])
