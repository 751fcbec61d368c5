"""What a modality buys: verdicts come from the numbers, and change when the numbers do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis import ADDITIONS, SUBSETS, criterion_validity, modality_frontier
from analysis.modality_frontier import Criterion, Subset
from interview import Estimate, InputError, Withheld

FACE: tuple[Subset, Subset] = (("language",), ("face",))
VOICE: tuple[Subset, Subset] = (("language",), ("voice",))


def criterion(
    name: str, weights: dict[str, float], *, n: int = 3000, seed: int = 1, noise: float = 0.0
) -> Criterion:
    """Scorers that know exactly what each modality tells, and some noise of their own."""
    rng = np.random.default_rng(seed)
    told = {m: rng.normal(size=n) for m in ("language", "voice", "face")}
    y = sum(weights.get(m, 0.0) * told[m] for m in told) + rng.normal(size=n)
    predictions = {
        s: sum(weights.get(m, 0.0) * told[m] for m in s)
        + (noise if len(s) > 1 else 0.0) * rng.normal(size=n)
        for s in SUBSETS
    }
    return criterion_validity(name, predictions, y, np.arange(n) // 40)


def code(criteria: list[Criterion], added: Subset) -> str:
    found = modality_frontier(criteria)
    return next(c.code for c in found.conclusions if c.added == added)


def test_a_modality_that_tells_is_found_and_one_that_does_not_is_shown_not_to() -> None:
    found = criterion("performance", {"language": 0.4, "face": 0.35})
    assert [found.step(*one).bought for one in ADDITIONS] == [
        "adds", "adds_nothing", "adds", "adds",
    ]  # fmt: skip
    face = found.step(*FACE)
    assert isinstance(face.difference, Estimate)
    # r of words alone .4 / sqrt(1.2825); with the face sqrt(.2825 / 1.2825)
    assert face.difference.value == pytest.approx(0.469 - 0.353, abs=0.03)
    assert face.difference.low <= 0.116 <= face.difference.high
    assert found.n == 3000
    assert found.groups == 75


def test_too_few_people_is_said_with_how_many_would_do() -> None:
    weak = {"language": 0.4, "voice": 0.1}
    found = criterion("performance", weak, n=320)
    step = found.step(*VOICE)
    assert step.bought == "cannot_tell"
    assert step.needed is not None
    assert step.needed > 320
    enough = criterion("performance", weak, n=4 * step.needed)
    assert enough.step(*VOICE).bought in ("adds", "adds_little")


def test_a_real_gain_below_the_margin_is_a_little() -> None:
    found = criterion("ratings", {"language": 1.0, "face": 0.12}, n=20_000)
    step = found.step(*FACE)
    assert step.bought == "adds_little"
    assert isinstance(step.difference, Estimate)
    assert step.difference.low > 0
    assert step.difference.high < 0.02


def test_the_conclusion_is_made_of_both_criteria() -> None:
    nothing = criterion("performance", {"language": 0.4})
    something = criterion("performance", {"language": 0.4, "face": 0.35})
    moved = criterion("ratings", {"language": 1.0, "face": 0.4}, seed=2)
    unmoved = criterion("ratings", {"language": 1.0}, seed=2)
    unsure = criterion("ratings", {"language": 0.4, "face": 0.1}, n=320)
    assert code([nothing, moved], ("face",)) == "raters_only"
    assert code([nothing, unmoved], ("face",)) == "adds_nothing"
    assert code([nothing, unsure], ("face",)) == "nothing_shown"
    assert code([nothing], ("face",)) == "nothing_shown"
    assert code([something, unmoved], ("face",)) == "adds"
    assert code([something, unmoved], ("voice",)) == "adds_nothing"
    assert code([unsure, replace(unsure, name="performance")], ("face",)) == "cannot_tell"
    assert code([moved], ("face",)) == "no_performance"
    few = criterion("performance", {"language": 0.4}, n=9)
    assert isinstance(few.of(("language",)), Withheld)
    assert code([few, moved], ("face",)) == "no_performance"


def test_a_margin_changes_what_is_worth_having() -> None:
    rng = np.random.default_rng(3)
    n = 6000
    words, face = rng.normal(size=n), rng.normal(size=n)
    y = 0.4 * words + 0.15 * face + rng.normal(size=n)
    told = {s: 0.4 * words * ("language" in s) + 0.15 * face * ("face" in s)
            + 0.01 * rng.normal(size=n) for s in SUBSETS}  # fmt: skip
    groups = np.arange(n) // 50
    strict = criterion_validity("performance", told, y, groups, margin=0.1)
    assert strict.step(*FACE).bought == "adds_little"
    assert criterion_validity("performance", told, y, groups).step(*FACE).bought == "adds"


def test_what_cannot_be_compared_is_refused() -> None:
    told = {s: np.arange(30.0) for s in SUBSETS if s != ("voice", "face")}
    with pytest.raises(InputError, match="every subset"):
        criterion_validity("ratings", told, np.arange(30.0), np.arange(30) // 3)
    whole = dict.fromkeys(SUBSETS, np.arange(30.0))
    with pytest.raises(InputError, match=r"such as 0\.02"):
        criterion_validity("ratings", whole, np.arange(30.0), np.arange(30) // 3, margin=0.0)
