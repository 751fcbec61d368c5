"""Monitoring finds what was planted and nothing else; groups under two models, by definition."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interview import AnswerSignals, Estimate, PermissionDenied, Rating, StoreError
from store import Store, open_store, ratings, save_ratings, save_signals, signals
from tests.workflow.judged_company import ADMIN, HR, START
from workflow.model_fairness import model_fairness
from workflow.model_monitoring import monitor_model

pytestmark = pytest.mark.xdist_group("models")
SINCE = "2026-04-05"
LATE = (START + timedelta(days=90)).date().isoformat()


@pytest.fixture
def own(judged_bare: Path, tmp_path: Path) -> Store:
    folder = tmp_path / "own"
    shutil.copytree(judged_bare, folder)
    return open_store(folder=folder)


def late(i: int) -> bool:
    return i % 150 >= 90


def test_nothing_is_found_where_nothing_was_planted(own: Store) -> None:
    with own:
        found = monitor_model(HR, own, "rubric", since=SINCE)
        assert found.alerts == ()
        assert found.before.interviews + found.after.interviews == 300
        # the share of late days among 150, in both halves of the company
        assert found.after.interviews == 120
        assert isinstance(found.before.slope, Estimate)


def test_raters_who_grow_stricter_make_the_model_generous(own: Store) -> None:
    with own:
        with own.transaction() as tx:
            stricter = [
                Rating(
                    interview=r.interview,
                    rater=r.rater,
                    competency=r.competency,
                    score=max(r.score - 1.0, 0.0),
                    at=r.at + timedelta(hours=1),
                    blind=True,
                )
                for r in ratings(tx)
                if late(int(r.interview[1:]))
            ]
            save_ratings(tx, stricter)
        found = monitor_model(HR, own, "rubric", since=SINCE)
        codes = [alert.code for alert in found.alerts]
        assert codes[0] == "bias_generous"
        assert isinstance(found.bias_change, Estimate)
        assert 0.7 < found.bias_change.value < 1.3


def test_an_input_that_moves_is_named_and_another_mix_is_not(own: Store) -> None:
    with own:
        for i in range(300):
            if late(i):
                with own.transaction() as tx:
                    save_signals(tx, f"i{i}", tuple(_more(s) for s in signals(tx, f"i{i}")))
        found = monitor_model(HR, own, "rubric", since=SINCE)
        assert [f.feature for f in found.features if f.moved] == ["lang_fillers"]


def _more(one: AnswerSignals) -> AnswerSignals:
    values = {**one.features.values, "lang_fillers": one.features.values["lang_fillers"] + 2.0}
    return replace(one, features=replace(one.features, values=values))


def test_who_may_watch_and_a_model_without_interviews(own: Store, tmp_path: Path) -> None:
    with own, pytest.raises(PermissionDenied):
        monitor_model(ADMIN, own, "rubric")
    with open_store(folder=tmp_path / "empty") as empty, pytest.raises(StoreError) as none:
        monitor_model(HR, empty, "rubric")
    assert none.value.code == "monitoring.nothing_scored"


def _scored(worse: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(4)
    n = 1200
    first = rng.normal(6, 1, size=n)
    women = np.arange(n) % 2 == 0
    second = first + 0.3 * rng.normal(size=n) - worse * women
    scored = pd.DataFrame(
        {
            "candidate_id": [f"c{i}" for i in range(n)],
            "role": "clerk",
            "competency": "overall",
            "first": first,
            "second": second,
        }
    )
    groups = pd.DataFrame(
        {
            "candidate_id": scored["candidate_id"],
            "attr_sex": np.where(women, "women", "men"),
            "attr_rare": np.where(np.arange(n) < 10, "few", "many"),
        }
    )
    return scored, groups


def test_impact_ratios_are_rates_over_the_reference_at_one_share() -> None:
    scored, groups = _scored(0.0)
    found = model_fairness(scored, groups, share=0.3)
    (group,) = found.groups
    sex = groups["attr_sex"].to_numpy()
    rates = {
        name: {
            g: float((scored[name] >= scored[name].quantile(0.7))[sex == g].mean())
            for g in ("men", "women")
        }
        for name in ("first", "second")
    }
    reference = max(rates["first"], key=lambda g: rates["first"][g])
    assert group.reference == reference
    for name, finding in (("first", group.ratio_first), ("second", group.ratio_second)):
        assert isinstance(finding, Estimate)
        assert finding.value == pytest.approx(rates[name][group.group] / rates[name][reference])
    assert isinstance(group.difference, Estimate)
    expected = group.ratio_second.value - group.ratio_first.value  # type: ignore[union-attr]
    assert group.difference.value == pytest.approx(expected)
    assert group.verdict != "exceeds"
    # ten people are a group too few to compare, and are counted
    assert found.left_out == 1


def test_a_model_that_takes_half_a_deviation_off_a_group_exceeds() -> None:
    scored, groups = _scored(0.5)
    found = model_fairness(scored, groups, share=0.3)
    assert found.verdict == "exceeds"
    worse = {g.group: g.verdict for g in found.groups}
    assert "exceeds" in worse.values()


def test_a_score_that_tells_a_group_apart_is_named() -> None:
    scored, groups = _scored(2.0)
    found = model_fairness(scored, groups, share=0.3)
    assert {x.verdict for x in found.leaks} == {"exceeds"}
    for leak in found.leaks:
        assert isinstance(leak.second, Estimate)
        assert leak.second.value > 0.85
