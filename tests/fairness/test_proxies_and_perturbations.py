"""Proxies by cross-validation, and alterations that should not matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import ttost_paired

from estimation import auc, exact_proportion
from fairness import (
    PERTURBATIONS,
    pairs_needed,
    perturb_features,
    perturbation_audit,
    perturbed_scores,
    proxy_leak,
)
from interview import Estimate, InputError, Withheld


def crowd(n: int = 600, gap: float = 0.0, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=list("wxyz"))
    frame["sex"] = np.where(np.arange(n) % 2, "f", "m")
    frame["z"] += gap * (frame["sex"] == "f")
    return frame


def test_the_area_is_scikit_learns_and_its_interval_delongs() -> None:
    rng = np.random.default_rng(2)
    y = rng.random(300) < 0.4
    s = np.round(rng.normal(size=300) + y, 1)
    found = auc(s, y)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(roc_auc_score(y, s))
    # DeLong by its definition: every pair of a member and another person
    pairs = (s[y][:, None] > s[~y]) + 0.5 * (s[y][:, None] == s[~y])
    error = np.sqrt(pairs.mean(1).var(ddof=1) / y.sum() + pairs.mean(0).var(ddof=1) / (~y).sum())
    assert found.high - found.value == pytest.approx(stats.norm.ppf(0.975) * error)


def test_a_proxy_is_named_and_noise_is_quiet() -> None:
    table = proxy_leak(crowd(gap=1.5), attribute="sex", features=list("wxyz"), score="w")
    group = table.groups[0]
    assert (table.verdict, group.details["strongest"]) == ("exceeds", "z")
    assert isinstance(group.finding, Estimate)
    # the best area that a shift of 1.5 allows
    assert group.finding.value == pytest.approx(stats.norm.cdf(1.5 / np.sqrt(2)), abs=0.03)
    assert group.details["score_low"] < 0.55  # type: ignore[operator]
    areas = [
        proxy_leak(crowd(400, seed=s), attribute="sex", features=list("wxyz")) for s in range(20)
    ]
    assert not any(t.verdict == "exceeds" for t in areas)
    values = [g.finding.value for t in areas for g in t.groups if isinstance(g.finding, Estimate)]
    assert np.mean(values) == pytest.approx(0.49, abs=0.03)


def test_shuffled_groups_say_how_often_chance_does_as_well() -> None:
    (p, _) = (
        g.p_value
        for g in proxy_leak(
            crowd(200, gap=1.0), attribute="sex", features=["x", "z"], permutations=39
        ).groups
    )
    assert p == 1 / 40


def test_rows_of_one_person_never_stand_on_both_sides() -> None:
    # forty people, 20 rows each: a row's neighbour gives the person away, not the group
    rng = np.random.default_rng(3)
    person = np.repeat(np.arange(40), 20)
    own = rng.normal(size=(40, 6))
    frame = pd.DataFrame(own[person] + 0.01 * rng.normal(size=(800, 6)), columns=list("abcdef"))
    frame["who"], frame["sex"] = person, np.where(rng.permutation(40) % 2, "f", "m")[person]
    (f, _) = proxy_leak(frame, attribute="sex", features=list("abcdef"), person="who").groups
    assert isinstance(f.finding, Estimate)
    assert f.finding.n == 40
    assert f.finding.low < 0.5 < f.finding.high


def test_equivalence_and_flips_are_those_of_statsmodels() -> None:
    rng = np.random.default_rng(5)
    before = rng.normal(6, 1.5, 150)
    after = before + rng.normal(0.02, 0.3, 150)
    frame = pd.DataFrame({"a": before, "b": after, "kind": "light"})
    found = perturbation_audit(frame, original="a", altered="b", perturbation="kind", cut=6.5)
    (one,) = found.findings
    p, *_ = ttost_paired(after, before, -0.1 * before.std(ddof=1), 0.1 * before.std(ddof=1))
    assert one.p_value == pytest.approx(p)
    assert one.equivalent == (p < 0.05)
    flips = int(((before >= 6.5) != (after >= 6.5)).sum())
    low, high = proportion_confint(flips, 150, method="beta")
    assert isinstance(one.flips, Estimate)
    assert (one.flips.low, one.flips.high) == (pytest.approx(low), pytest.approx(high))
    nobody = exact_proportion(0, 20)
    assert isinstance(nobody, Estimate)
    assert (nobody.low, nobody.high) == (0.0, pytest.approx(1 - 0.025 ** (1 / 20)))
    # (1.645 + 1.282)^2 (.3 / .1)^2 = 77
    assert pairs_needed(0.3, 0.1) in (77, 78)


def test_a_moving_score_exceeds_and_few_pairs_cannot_tell() -> None:
    rng = np.random.default_rng(6)
    before = rng.normal(6, 1.5, 300)
    pairs = pd.DataFrame({"a": before, "b": before - 0.6, "kind": "quiet voice"})
    few = pd.DataFrame({"a": before[:8], "b": before[:8] + rng.normal(0, 1, 8), "kind": "names"})
    found = perturbation_audit(
        pd.concat([pairs, few]), original="a", altered="b", perturbation="kind"
    )
    assert {f.perturbation: f.verdict for f in found.findings} == {
        "names": "cannot_tell", "quiet voice": "exceeds",
    }  # fmt: skip
    assert found.verdict == "exceeds"
    assert isinstance(found.findings[0].flips, Withheld)


@pytest.mark.parametrize(("moves", "monotone"), [((0, 1, 2, 3), True), ((0, 2, -2, 3), False)])
def test_stronger_alterations_should_not_turn_back(
    moves: tuple[float, ...], monotone: bool
) -> None:
    rng = np.random.default_rng(7)
    before = np.tile(rng.normal(6, 1.5, 100), 4)
    size = np.repeat([0, 1, 2, 3], 100)
    frame = pd.DataFrame({"a": before, "b": before + np.array(moves)[size], "size": size})
    found = perturbation_audit(
        frame.assign(kind="noise"), original="a", altered="b", perturbation="kind", size="size"
    )
    assert found.findings[0].monotone is monotone


def test_features_are_altered_scored_again_and_what_was_not_tried_is_said() -> None:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        {
            "voice_pitch_range": rng.normal(8, 2, 300),
            "face_smile_share": rng.uniform(0, 0.6, 300),
            "words": rng.normal(6, 1, 300),
            "name": [f"person {i}" for i in range(300)],
        }
    )

    def score(table: pd.DataFrame) -> np.ndarray:
        return np.asarray(table["words"] + 0.3 * table["voice_pitch_range"])

    found = perturb_features(frame, score, cut=8.0)
    verdicts = {f.perturbation: f.verdict for f in found.findings}
    assert verdicts == {
        "pitch_range_narrower": "exceeds", "pitch_range_wider": "exceeds",
        "fewer_smiles": "within", "more_smiles": "within", "other_names": "within",
    }  # fmt: skip
    (note,) = found.notes
    assert set(note.slots["perturbations"]) == {  # type: ignore[call-overload]
        p.key for p in PERTURBATIONS
    } - set(verdicts)
    pairs, _ = perturbed_scores(frame, score)
    moved = pairs[pairs["perturbation"] == "pitch_range_wider"]
    expected = 0.3 * frame["voice_pitch_range"].std()
    assert (moved["altered"] - moved["original"]).mean() == pytest.approx(expected)
    with pytest.raises(InputError) as err:
        perturbed_scores(frame, lambda table: np.zeros(3))
    assert err.value.code == "perturbation.wrong_length"
