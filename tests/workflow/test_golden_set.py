"""Frozen interviews: drawn from everywhere, unchanged or named, and judged by equivalence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from interview import Estimate, PermissionDenied, StoreError
from scoring.learned.training_report import Trained
from store import Store, interview, open_store, save_signals, signals
from tests.workflow.judged_company import HR, SCIENTIST, challenger, judged_company
from workflow.golden_check import MARGIN, check_golden_set, golden_checks
from workflow.golden_set import (
    GoldenItem,
    freeze_golden_set,
    golden_set,
    golden_set_in_force,
    inputs_digest,
)
from workflow.register import find_model
from workflow.shadow import kept_interview, scorer_of, shadow_score

pytestmark = pytest.mark.xdist_group("models")


@pytest.fixture
def own(judged_bare: Path, tmp_path: Path) -> Store:
    import shutil

    folder = tmp_path / "own"
    shutil.copytree(judged_bare, folder)
    return open_store(folder=folder)


def scored_items(store: Store) -> tuple[GoldenItem, ...]:
    """The frozen interviews with their scores, as checks read them."""
    with store.read() as reading:
        held = golden_set_in_force(reading)
    assert held is not None
    return held.items


def test_every_stratum_is_drawn_from_and_the_same_seed_draws_the_same(own: Store) -> None:
    with own:
        held = freeze_golden_set(HR, own, size=60, seed=3)
        assert len(held.items) == 60
        assert len({one.interview for one in held.items}) == 60
        assert Counter(one.locale for one in held.items) == {"en": 30, "zh": 30}
        assert all(one.score is None for one in held.items)
        scores = [one.score for one in scored_items(own) if one.score is not None]
        with own.read() as reading:
            every = [
                shadow_score(scorer_of(reading, find_model(reading, "rubric")), kept).value
                for n in range(300)
                if (kept := kept_interview(reading, f"i{n}")) is not None
            ]
        thirds = np.quantile(every, [1 / 3, 2 / 3])
        assert min(Counter(np.searchsorted(thirds, scores)).values()) >= 15
        again = freeze_golden_set(HR, own, size=60, seed=3)
        assert again.items == held.items
        assert golden_set(SCIENTIST, own) == again


def test_the_rubric_repeats_itself_exactly(own: Store) -> None:
    with own:
        freeze_golden_set(HR, own)
        found = check_golden_set(SCIENTIST, own, "rubric")
        assert found.equivalent
        assert found.passed
        assert (found.repeat_sd, found.largest) == (0.0, 0.0)
        assert golden_checks(HR, own) == (found,)


def test_the_difference_is_tested_as_two_one_sided_t_tests(
    own: Store, trainings: dict[str, Trained]
) -> None:
    with own:
        freeze_golden_set(HR, own)
        ref = challenger(own, trainings["better"])
        found = check_golden_set(SCIENTIST, own, ref)
        with own.read() as reading:
            scorer = scorer_of(reading, find_model(reading, ref))
            apart = np.array(
                [
                    shadow_score(scorer, kept).value - one.score
                    for one in scored_items(own)
                    if (kept := kept_interview(reading, one.interview)) and one.score is not None
                ]
            )
        # the definition, written out: a 90 % t interval of the mean difference
        half = stats.t.ppf(0.95, apart.size - 1) * apart.std(ddof=1) / sqrt(apart.size)
        assert isinstance(found.difference, Estimate)
        assert found.difference.value == pytest.approx(apart.mean())
        assert found.difference.low == pytest.approx(apart.mean() - half)
        shown = abs(apart.mean()) + half < MARGIN
        assert isinstance(found.agreement, Estimate)
        assert found.equivalent is bool(shown and found.agreement.value >= 0.95)
        # another scorer may differ; it is told by how much
        assert not found.same_scorer
        assert found.passed


def test_what_was_measured_anew_is_left_out_and_counted(own: Store) -> None:
    with own:
        held = freeze_golden_set(HR, own)
        names = [one.interview for one in held.items]
        _measure_again(own, names[:5])
        found = check_golden_set(SCIENTIST, own, "rubric")
        assert (found.compared, found.changed_inputs) == (55, 5)
        _measure_again(own, names[5:11])
        with pytest.raises(StoreError) as stale:
            check_golden_set(SCIENTIST, own, "rubric")
        assert stale.value.code == "golden.stale"
        freeze_golden_set(HR, own)
        assert check_golden_set(SCIENTIST, own, "rubric").passed


def _measure_again(store: Store, names: list[str]) -> None:
    for name in names:
        with store.transaction() as tx:
            old = signals(tx, name)
            new = tuple(replace(s, features=replace(s.features, extractor="new")) for s in old)
            save_signals(tx, name, new)
            tx.flush()
            case = interview(tx, name)
            assert inputs_digest(case, signals(tx, name)) != inputs_digest(case, old)


def test_too_few_interviews_say_how_many_are_missing(tmp_path: Path) -> None:
    with judged_company(tmp_path / "few", people=40) as few:
        with pytest.raises(StoreError) as none:
            check_golden_set(SCIENTIST, few, "rubric")
        assert none.value.code == "golden.none"
        with pytest.raises(StoreError) as refused:
            freeze_golden_set(HR, few)
        assert refused.value.slots["more"] == 10
        with pytest.raises(PermissionDenied):
            freeze_golden_set(SCIENTIST, few)
