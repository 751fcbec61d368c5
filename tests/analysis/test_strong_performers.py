"""Strong performers: a planted difference found, chance left alone, narrowed ranges named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import strong_performers
from interview import Estimate, InputError, Withheld

BY = {"person": "id", "competency": "what", "score": "score", "outcome": "rating"}


def rated(n: int, seed: int, pull: dict[str, float]) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    work = rng.standard_normal(n)
    parts = [
        pd.DataFrame(
            {
                "id": np.arange(n),
                "what": key,
                "score": np.clip(6 + r * work + np.sqrt(1 - r**2) * rng.standard_normal(n), 0, 10),
                "rating": np.round(3 + 0.7 * work, 2),
            }
        )
        for key, r in pull.items()
    ]
    return pd.concat(parts, ignore_index=True)


def test_the_planted_difference_is_found_with_its_size() -> None:
    frame = rated(300, 2, {"drive": 0.5, "tact": 0.0, "plans": 0.25})
    found = strong_performers(frame, **BY)
    told = {d.competency: d for d in found.differences}
    assert (told["drive"].differs, told["tact"].differs) == (True, False)
    assert found.differences[0].competency == "drive"
    # ratings in hundredths tie now and then
    assert abs(found.strong - 100) <= 1
    # the mean of the top third of a normal is 1.09, of the rest -.545: the gap is r times 1.636
    z = stats.norm.ppf(2 / 3)
    gap = 0.5 * stats.norm.pdf(z) * (3 + 1.5)
    assert isinstance(told["drive"].difference, Estimate)
    assert told["drive"].difference.low <= gap <= told["drive"].difference.high
    part = frame[frame["what"] == "drive"]
    top = part["rating"] >= found.cut
    welch = stats.ttest_ind(part["score"][top], part["score"][~top], equal_var=False)
    assert told["drive"].p_value == pytest.approx(welch.pvalue)
    limits = welch.confidence_interval()
    assert (told["drive"].difference.low, told["drive"].difference.high) == pytest.approx(
        (limits.low, limits.high)
    )


def test_where_nothing_differs_little_is_named() -> None:
    named = 0
    for seed in range(200):
        found = strong_performers(rated(60, 900 + seed, dict.fromkeys("abcdef", 0.0)), **BY)
        named += any(d.differs for d in found.differences)
    # at .05 per table; 20 of 200 lie more than three standard errors above
    assert named <= 19


def test_selection_narrows_the_range_and_is_named() -> None:
    everybody = rated(600, 3, {"drive": 0.5})
    hired = everybody[everybody["score"] > 6.5]
    found = strong_performers(hired, applicants=everybody, **BY)
    (one,) = found.differences
    assert one.spread == pytest.approx(hired["score"].std() / everybody["score"].std())
    assert found.restricted
    open_door = strong_performers(everybody, applicants=everybody, **BY)
    assert open_door.differences[0].spread == pytest.approx(1)
    assert not open_door.restricted


def test_ties_stay_together_and_the_share_is_the_nearest() -> None:
    frame = rated(100, 4, {"drive": 0.5})
    grades = frame["rating"].rank(method="first")
    frame["rating"] = np.select([grades <= 20, grades <= 70], [2, 3], 4)
    found = strong_performers(frame, **BY)
    # at or above 4 are 30 of 100, at or above 3 are 80: a third is nearer to the first
    assert (found.cut, found.strong) == (4, 30)


def test_refusals_and_their_advice() -> None:
    few = strong_performers(rated(40, 5, {"drive": 0.5}), **BY)
    assert few.withheld == Withheld(code="strong.too_few", n=40)
    assert few.differences == ()
    enough = strong_performers(rated(45, 5, {"drive": 0.5}), **BY)
    assert (enough.withheld, enough.strong) == (None, 15)
    frame = rated(90, 6, {"drive": 0.5})
    assert strong_performers(frame.assign(rating=3.0), **BY).withheld == Withheld(
        code="outcome.constant", n=90
    )
    assert strong_performers(frame.assign(rating=None), **BY).withheld == Withheld(
        code="outcome.none_yet"
    )
    with pytest.raises(InputError) as err:
        strong_performers(frame, share=1.0, **BY)
    assert err.value.code == "strong.share"
    # one competency was seen in a few of them only
    part = pd.concat([frame, frame.iloc[:20].assign(what="rare")], ignore_index=True)
    rare = next(d for d in strong_performers(part, **BY).differences if d.competency == "rare")
    assert isinstance(rare.difference, Withheld)
    assert rare.p_value is None
