"""Training needs: planted ones found, chance alone named as such, everybody counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from analysis import development_goals, training_needs
from interview import Estimate, InputError, Withheld

BY = {"person": "id", "competency": "what", "score": "score", "threshold": "asked"}


def hired(shares: dict[str, float], people: int, seed: int, role: str = "clerk") -> pd.DataFrame:
    """Scores around a threshold of 6 of which these shares lie below in the long run."""
    rng = np.random.default_rng(seed)
    parts = [
        pd.DataFrame(
            {
                "id": [f"{role}{i}" for i in range(people)],
                "what": key,
                "score": np.clip(6 - norm.ppf(share) + rng.standard_normal(people), 0, 10),
                "asked": 6.0,
                "role": role,
            }
        )
        for key, share in shares.items()
    ]
    return pd.concat(parts, ignore_index=True)


def test_the_planted_weakness_is_named_and_ranked_first() -> None:
    frame = hired({"plans": 0.80, "tact": 0.50, "drive": 0.15}, 120, 3)
    found = training_needs(frame, role="role", **BY)
    assert [(n.competency, n.verdict, n.rank) for n in found.needs] == [
        ("plans", "need", 1),
        ("tact", "cannot_tell", 2),
        ("drive", "enough", 3),
    ]
    assert [(n.rank_best, n.rank_worst) for n in found.needs] == [(1, 1), (2, 2), (3, 3)]
    for need in found.needs:
        part = frame[frame["what"] == need.competency]
        assert need.below == (part["score"] < 6).sum()
        assert isinstance(need.gap, Estimate)
        assert need.gap.value == pytest.approx(part["score"].mean() - 6)
        # the exact two-sided test as its definition: every count no likelier than the one seen
        chances = binom.pmf(np.arange(121), 120, 0.5)
        seen = chances[need.below]
        assert need.p_value == pytest.approx(chances[chances <= seen * (1 + 1e-7)].sum())


def test_where_every_share_is_one_half_few_needs_are_named() -> None:
    named = ranks = 0
    for seed in range(200):
        frame = hired(dict.fromkeys("abcdef", 0.5), 60, 1000 + seed)
        found = training_needs(frame, role="role", **BY)
        named += any(need.verdict != "cannot_tell" for need in found.needs)
        ranks += any((n.rank_best, n.rank_worst) != (1, 6) for n in found.needs)
    # at .05 per table; 22 of 200 lie five standard errors above
    assert named <= 18
    assert ranks <= 10


def test_small_numbers_are_withheld_and_people_accounted_for() -> None:
    frame = pd.concat(
        [hired({"tact": 0.5}, 9, 1), hired({"tact": 0.5, "plans": 0.9}, 40, 2, role="cook")],
        ignore_index=True,
    )
    frame.loc[10, "score"] = None
    frame.loc[11, "asked"] = None
    frame.loc[12, "role"] = ""
    found = training_needs(frame, role="role", **BY)
    (few,) = found.of_role("clerk")
    assert few.share == Withheld(code="needs.too_few", n=9)
    assert (few.rank, few.verdict) == (None, "cannot_tell")
    assert found.excluded == {
        "table.unscored": 1, "needs.no_threshold": 1, "table.unlabelled": 1,
    }  # fmt: skip
    assert sum(need.n for need in found.needs) == len(frame) - 3
    # one more person, as the code's advice says
    more = pd.concat([frame, hired({"tact": 0.5}, 1, 5).assign(id="new")], ignore_index=True)
    assert isinstance(training_needs(more, role="role", **BY).of_role("clerk")[0].share, Estimate)


def test_a_threshold_may_differ_between_people() -> None:
    frame = hired({"tact": 0.5}, 20, 4)
    frame.loc[:9, "asked"] = 5.0
    (need,) = training_needs(frame, **BY).needs
    assert need.threshold is None
    assert need.below == (frame["score"] < frame["asked"]).sum()
    assert training_needs(frame, **{**BY, "threshold": 6.0}).needs[0].threshold == 6.0


def test_refusals_name_what_would_do() -> None:
    frame = hired({"tact": 0.5}, 20, 4)
    for wrong, code in (
        (frame.iloc[:0], "table.empty"),
        (pd.concat([frame, frame.iloc[:2]]), "person.twice"),
        (frame.assign(score=frame["score"] * 10), "score.out_of_range"),
        (frame.drop(columns="what"), "table.missing_column"),
    ):
        with pytest.raises(InputError) as err:
            training_needs(wrong, **BY)
        assert err.value.code == code
    with pytest.raises(InputError) as err:
        training_needs(frame, limit=50, **BY)
    assert err.value.code == "needs.limit"
    off = frame.assign(score=frame["score"] * 10, asked=60.0)
    assert training_needs(off, scale=(0, 100), **BY).needs[0].n == 20


def test_a_goal_needs_its_whole_interval_below() -> None:
    def score(value: float, half: float) -> Estimate:
        return Estimate(value=value, low=value - half, high=value + half, n=3, method="x")

    goals = development_goals(
        [
            ("met", score(6.0, 2.0), 6.0),
            ("nearly", score(5.5, 0.5), 6.0),
            ("clear", score(5.0, 0.9), 6.0),
            ("worse", score(3.0, 0.9), 6.0),
            ("unknown", Withheld(code="language.no_transcript"), 6.0),
        ]
    )
    assert [(g.competency, g.standing) for g in goals] == [
        ("worse", "goal"), ("clear", "goal"), ("nearly", "look_again"), ("unknown", "unknown"),
        ("met", "met"),
    ]  # fmt: skip
