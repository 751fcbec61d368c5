"""Scales of other people's studies, from their moments or counts, to their printed digits.

What a reliability says depends on means and covariances alone, so a table with exactly those gives
the published numbers without the answers of the people behind them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from analysis import cronbach_alpha, item_analysis, omega
from estimation import fit_graded
from interview import Estimate, Finding

# Five extraversion questions, 2,713 complete answers (Revelle's 25 personality items), the first
# two reversed: means, and the upper triangle of the covariances row by row
EXTRAVERSION_MEANS = [4.028382, 3.855511, 4.0, 4.420936, 4.418356]
EXTRAVERSION = [
    2.664755,
    1.227554,
    0.705383,
    0.999848,
    0.651101,
    2.583097,
    0.820428,
    1.20723,
    0.810102,
    1.828909,
    0.82559,
    0.692478,
    2.135432,
    0.616975,
    1.786934,
]
# All 2,800 people, a missing answer filled with the question's median, as scoreItems does
SCALES = {
    "agree": (
        0.701,
        [
            1.971367,
            0.552602,
            0.478825,
            0.302521,
            0.317202,
            1.360753,
            0.730229,
            0.575055,
            0.567505,
            1.680472,
            0.688554,
            0.817642,
            2.175059,
            0.569127,
            1.575898,
        ],
    ),
    "consc": (
        0.725,
        [
            1.531224,
            0.689574,
            0.482047,
            0.569067,
            0.497326,
            1.726509,
            0.598541,
            0.679948,
            0.633814,
            1.651939,
            0.588498,
            0.705314,
            1.876203,
            1.055797,
            2.637488,
        ],
    ),
    "extra": (
        0.760,
        [
            2.639943,
            1.207223,
            0.707735,
            0.982449,
            0.649921,
            2.562085,
            0.813606,
            1.192781,
            0.789276,
            1.813504,
            0.814988,
            0.682086,
            2.118595,
            0.608143,
            1.770775,
        ],
    ),
    "neuro": (
        0.812,
        [
            2.448424,
            1.67158,
            1.384957,
            0.964306,
            0.945727,
            2.312838,
            1.328366,
            0.918413,
            0.850647,
            2.559381,
            1.28558,
            1.096863,
            2.432658,
            0.988707,
            2.592883,
        ],
    ),
    "open": (
        0.597,
        [
            1.266074,
            0.374258,
            0.534065,
            0.24339,
            0.352489,
            2.4497,
            0.492506,
            0.129702,
            0.667851,
            1.478813,
            0.282665,
            0.491314,
            1.48405,
            0.283022,
            1.752575,
        ],
    ),
}
# Eurobarometer 38.1 (1992), Great Britain: how many of 392 people gave which answers (1 to 4) on
# comfort, work, future and benefit of science
SCIENCE = """
1111:2 1321:1 1423:1 1431:1 2111:1 2124:1 2211:1 2222:4 2223:2 2231:1 2232:1 2233:1 2243:1
2313:1 2322:2 2323:1 2332:3 2333:3 2334:2 2341:1 2343:2 2421:1 2443:2 2444:1 3111:1 3113:2
3122:2 3123:4 3132:5 3133:5 3134:3 3143:1 3144:1 3212:1 3214:1 3221:1 3222:10 3223:7 3231:1
3232:16 3233:22 3234:5 3241:1 3242:1 3243:3 3244:2 3313:2 3321:1 3322:13 3323:10 3324:2 3331:5
3332:23 3333:52 3334:8 3342:7 3343:13 3344:12 3413:1 3423:1 3432:2 3433:4 3434:4 3441:1 3442:1
3443:6 3444:3 4114:1 4122:1 4124:2 4134:1 4221:1 4223:3 4233:8 4234:2 4242:1 4244:1 4323:1
4332:2 4333:21 4334:3 4342:2 4343:5 4344:8 4432:1 4433:2 4434:3 4442:2 4443:6 4444:12
"""


def table(people: int, means: list[float], upper: list[float]) -> pd.DataFrame:
    """So many rows with exactly these means and covariances."""
    k = len(means)
    covariances = np.zeros((k, k))
    covariances[np.triu_indices(k)] = upper
    covariances = np.triu(covariances) + np.triu(covariances, 1).T
    z = np.random.default_rng(1).standard_normal((people, k))
    z -= z.mean(axis=0)
    z = z @ np.linalg.inv(np.linalg.cholesky(np.cov(z, rowvar=False))).T
    rows = z @ np.linalg.cholesky(covariances).T + means
    return pd.DataFrame(rows, columns=[f"E{j + 1}" for j in range(k)])


def value(found: Finding) -> float:
    assert isinstance(found, Estimate)
    return found.value


@pytest.fixture(scope="module")
def extraversion() -> pd.DataFrame:
    return table(2713, EXTRAVERSION_MEANS, EXTRAVERSION)


def test_extraversion_as_another_program_printed_it(extraversion: pd.DataFrame) -> None:
    # bruceR's documentation: mean 4.145, SD 1.060, alpha .761, omega .763, and by item
    names = list(extraversion)
    told = item_analysis(extraversion, items=names, scale=(-20.0, 30.0))
    assert round(value(told.alpha), 3) == 0.761
    assert (round(told.mean, 3), round(told.sd, 3)) == (4.145, 1.060)
    assert [round(value(one.item_rest), 3) for one in told.items] == [
        0.513, 0.606, 0.501, 0.578, 0.455,
    ]  # fmt: skip
    assert [round(one.alpha_without, 3) for one in told.items] == [
        0.725, 0.688, 0.728, 0.701, 0.742,
    ]  # fmt: skip
    # psych prints .763 and .7635 before rounding: ours is .7634
    assert value(omega(extraversion, items=names).one_factor) == pytest.approx(0.7635, abs=2e-4)


def test_items_left_unreversed_are_reported_and_not_clipped(extraversion: pd.DataFrame) -> None:
    names = list(extraversion)
    turned = extraversion.assign(E1=7 - extraversion["E1"], E2=7 - extraversion["E2"])
    assert round(value(cronbach_alpha(turned, items=names)), 3) == -0.624
    # one less the unique variances over the sum of all correlations
    assert round(value(omega(turned, items=names).total), 3) == 0.150


@pytest.mark.parametrize("scale", SCALES)
def test_raw_alphas_of_the_five_scales(scale: str) -> None:
    printed, upper = SCALES[scale]
    frame = table(2800, [3.5] * 5, upper)
    assert round(value(cronbach_alpha(frame, items=list(frame))), 3) == printed


def science() -> NDArray[np.int64]:
    rows = []
    for cell in SCIENCE.split():
        pattern, _, count = cell.partition(":")
        rows += [[int(answer) - 1 for answer in pattern]] * int(count)
    return np.array(rows, dtype=np.int64)


def test_the_graded_model_of_four_questions_on_science() -> None:
    # mirt's own tests: slopes, intercepts, log likelihood -1608.87, AIC 3249.739
    answers = science()
    assert answers.shape == (392, 4)
    found = fit_graded(answers)
    assert found.converged
    assert found.slopes == pytest.approx([1.041, 1.226, 2.296, 1.095], abs=0.05)
    for ours, theirs in zip(
        found.intercepts,
        ([4.864, 2.640, -1.466], [2.924, 0.901, -2.266], [5.238, 2.216, -1.965],
         [3.348, 0.992, -1.688]),
        strict=True,
    ):  # fmt: skip
        assert ours == pytest.approx(theirs, abs=0.05)
    assert round(found.log_likelihood, 2) == -1608.87
    # 4 slopes and 12 intercepts
    assert round(2 * 16 - 2 * found.log_likelihood, 3) == 3249.739
