"""Nobody stands on both sides of a fold: not a person twice, not an opening."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.learned.design import DesignTable
from scoring.learned.folds import opening_folds, plan_folds


def rows(person: list[int], opening: list[int]) -> DesignTable:
    def words(values: list[str]) -> np.ndarray:
        return np.array(values, dtype=object)

    n = len(person)
    return DesignTable(
        X=np.zeros((n, 1)),
        names=("lang_words",),
        modality={"lang_words": "language"},
        interview=words([f"i{i}" for i in range(n)]),
        competency=words(["teamwork"] * n),
        person=words([f"p{i}" for i in person]),
        requisition=words([f"r{i}" if i >= 0 else "" for i in opening]),
        locale=words([""] * n),
        role=words(["clerk"] * n),
        weight=np.ones(n),
    )


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(3, 40), st.booleans())
def test_no_person_is_ever_trained_on_and_tested(seed: int, openings: int, chained: bool) -> None:
    rng = np.random.default_rng(seed)
    person = list(range(120)) + rng.integers(0, 120, 12 if chained else 0).tolist()
    table = rows(person, rng.integers(0, openings, len(person)).tolist())
    plan = plan_folds(table, folds=5, seed=seed)
    seen = np.zeros(len(table), dtype=int)
    for k in range(plan.folds):
        train, test = plan.train(k), plan.test(k)
        seen += test
        assert not set(table.person[train]) & set(table.person[test])
        if plan.grouping != "person":
            assert not set(table.requisition[train]) & set(table.requisition[test])
    assert (seen == 1).all()


def test_people_and_openings_linked_by_an_interview_stay_together() -> None:
    plan = plan_folds(rows([*list(range(40)), 0, 0], [i % 20 for i in range(40)] + [5, 9]),
                      folds=5, seed=1)  # fmt: skip
    assert plan.grouping == "components"
    linked = plan.fold[[0, 5, 9, 20, 25, 29, 40, 41]]
    assert len(set(linked.tolist())) == 1


def test_where_everything_is_linked_openings_are_dealt_and_their_people_taken_out() -> None:
    # each opening shares a person with the next
    person = [*range(100), *range(0, 95, 5)]
    opening = [i // 5 for i in range(100)] + list(range(1, 20))
    plan = plan_folds(rows(person, opening), folds=5, seed=1)
    assert plan.grouping == "openings"
    trained = [int(plan.train(k).sum()) + int(plan.test(k).sum()) for k in range(5)]
    assert max(trained) < len(person)


@pytest.mark.parametrize("opening", [[0] * 60, [-1] * 60, [i % 3 for i in range(60)]])
def test_with_few_openings_people_are_kept_together(opening: list[int]) -> None:
    table = rows([i // 2 for i in range(60)], opening)
    plan = plan_folds(table, folds=5, seed=2)
    assert plan.grouping == "person"
    assert (plan.fold[::2] == plan.fold[1::2]).all()
    lots = opening_folds(table, seed=2)
    assert (lots is not None) == (len(set(opening)) > 1)
