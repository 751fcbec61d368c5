"""Tables that cannot answer: a named refusal each, and following its advice succeeds."""

import numpy as np
import pandas as pd
import pytest

from analysis import (
    composite_weights,
    corrected_validity,
    correlation,
    incremental_validity,
    join_outcomes,
    predict_performance,
    rated_people,
    validity_by,
    within_role_validity,
)
from interview import Estimate, InputError, Withheld


def table(n: int = 40, **columns: object) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    skill = rng.normal(size=n)
    frame = pd.DataFrame(
        {
            "id": np.arange(n),
            "score": np.clip(np.round(5 + 1.5 * skill, 1), 0, 10),
            "rating": np.round(3.4 + 0.5 * skill + 0.5 * rng.normal(size=n), 2),
            "at": "2026-01-10",
            "rated": "2026-07-10",
            "role": "clerk",
        }
    )
    return frame.assign(**columns)


def why(frame: pd.DataFrame, **options: object) -> object:
    found = correlation(frame, score="score", outcome="rating", **options)  # type: ignore[arg-type]
    return found.finding


def test_no_outcome_yet() -> None:
    empty = table(rating=None)
    assert why(empty) == Withheld(code="outcome.none_yet")
    found = correlation(empty, score="score", outcome="rating")
    assert (found.excluded, found.needed) == ({"outcome.none": 40}, 194)
    assert within_role_validity(
        empty, score="score", outcome="rating", role="role"
    ).within == Withheld(code="outcome.none_yet")
    assert incremental_validity(empty, outcome="rating", base=[], added=["score"]) == Withheld(
        code="outcome.none_yet"
    )
    assert composite_weights(empty, scores=["score"], outcome="rating") == Withheld(
        code="outcome.none_yet"
    )
    assert predict_performance(empty, scores=["score"], outcomes={"rating": "rating"}) == {
        "rating": Withheld(code="outcome.none_yet")
    }


def test_outcome_constant() -> None:
    assert why(table(rating=3.0)) == Withheld(code="outcome.constant", n=40)
    assert why(table(score=0.1)) == Withheld(code="score.constant", n=40)


def test_three_people() -> None:
    assert why(table(3)) == Withheld(code="correlation.too_few", n=3)
    assert isinstance(why(table(4)), Estimate)


def test_scores_off_the_scale() -> None:
    wrong = table()
    wrong.loc[6, "score"] = 68.0
    with pytest.raises(InputError) as err:
        why(wrong)
    assert (err.value.code, err.value.slots["row"]) == ("score.out_of_range", 7)
    # naming the scale works
    assert isinstance(why(wrong, scale=(0, 100)), Estimate)
    assert isinstance(why(wrong, scale=None), Estimate)


def test_one_question_only() -> None:
    found = validity_by(table(question="q1"), score="score", outcome="rating", by=["question"])
    (group,) = found.groups
    # one study cannot say how far studies differ: a stated prior does
    assert isinstance(group.shrunken, Estimate)
    assert not isinstance(found.pooled, Withheld)
    assert found.pooled.prior is not None


def test_the_same_row_twice_counts_once() -> None:
    frame = table()
    twice = pd.concat([frame, frame.iloc[:5]])
    found = correlation(twice, score="score", outcome="rating", person="id")
    assert (found.finding.n, found.excluded) == (40, {"table.repeated": 5})
    assert found.finding == why(frame)


def test_a_person_rated_twice_is_refused_until_it_is_said_what_counts() -> None:
    frame = table()
    again = frame.iloc[:3].assign(rating=frame["rating"].iloc[:3] + 1, rated="2026-09-01")
    twice = pd.concat([frame, again], ignore_index=True)
    with pytest.raises(InputError) as err:
        why(twice, person="id")
    assert err.value.code == "person.twice"
    assert (err.value.slots["row"], err.value.slots["other"]) == (1, 41)
    averaged = rated_people(twice, score="score", outcome="rating", person="id", repeated="mean")
    assert averaged.outcome[:3] == pytest.approx(frame["rating"].iloc[:3] + 0.5)
    latest = rated_people(
        twice.iloc[::-1], score="score", outcome="rating", person="id", repeated="latest",
        outcome_at="rated",
    )  # fmt: skip
    assert sorted(latest.outcome) == pytest.approx(
        sorted([*(frame["rating"].iloc[:3] + 1), *frame["rating"].iloc[3:]])
    )
    # the period tells them apart
    told = rated_people(
        twice.assign(period=twice["rated"].str[:7]), score="score", outcome="rating",
        person="id", by=["period"],
    )  # fmt: skip
    assert told.n == 43


def test_an_outcome_older_than_the_interview_foretells_nothing() -> None:
    frame = table()
    frame.loc[:9, "rated"] = "2025-12-31"
    found = correlation(
        frame, score="score", outcome="rating", interviewed_at="at", outcome_at="rated"
    )
    assert (found.finding.n, found.excluded) == (30, {"outcome.before_interview": 10})
    early = table(rated="2025-01-01")
    assert why(early, interviewed_at="at", outcome_at="rated") == Withheld(
        code="outcome.all_before_interview", n=40
    )


def test_a_negative_reliability_is_shown_and_corrects_nothing() -> None:
    found = corrected_validity(
        table(), score="score", outcome="rating", criterion_reliability=-0.35
    )
    assert found.criterion_reliability == -0.35
    assert found.criterion_corrected == Withheld(code="correction.reliability_not_positive", n=40)
    assert isinstance(found.observed, Estimate)
    with pytest.raises(InputError) as err:
        corrected_validity(table(), score="score", outcome="rating", criterion_reliability=1.4)
    assert err.value.code == "correction.reliability"


def test_everybody_is_accounted_for() -> None:
    frame = table(60)
    frame.loc[:4, "score"] = None
    frame.loc[3:12, "rating"] = None
    frame.loc[10:14, "role"] = None
    frame.loc[20:22, "rated"] = "2020-01-01"
    found = rated_people(
        pd.concat([frame, frame.iloc[30:32]]), score="score", outcome="rating", by=["role"],
        person="id", interviewed_at="at", outcome_at="rated",
    )  # fmt: skip
    assert found.n + sum(found.excluded.values()) == 62


def test_people_without_an_id_stay_apart() -> None:
    frame = table().assign(id=None)
    assert rated_people(frame, score="score", outcome="rating", person="id").n == 40


def test_columns_that_are_not_there() -> None:
    for call in (
        lambda: correlation(table(), score="nothing", outcome="rating"),
        lambda: validity_by(table(), score="score", outcome="rating", by=["nothing"]),
        lambda: join_outcomes(table(), table(), person="nobody", outcome="rating"),
    ):
        with pytest.raises(InputError) as err:
            call()
        assert err.value.code == "table.missing_column"
    with pytest.raises(InputError) as err:
        correlation(table().iloc[:0], score="score", outcome="rating")
    assert err.value.code == "table.empty"
    with pytest.raises(InputError) as err:
        composite_weights(table(), scores=["score", "score"], outcome="rating")
    assert err.value.code == "scores.twice"
    with pytest.raises(InputError) as err:
        composite_weights(table(), scores=[], outcome="rating")
    assert err.value.code == "scores.none"


def test_text_numbers_and_odd_labels() -> None:
    frame = table().astype({"score": "string", "rating": "string"})
    assert why(frame) == why(table())
    versions = table().assign(version=1.0)
    found = validity_by(versions, score="score", outcome="rating", by=["version"])
    assert found.groups[0].labels == ("1",)
