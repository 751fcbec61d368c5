"""160 published studies pooled to the printed digits, and what few studies can say."""

import math
import time

import numpy as np
import pytest
from interview_studies import STRUCTURE, TYPE, N, R

from analysis import QUESTION_PRIOR, PooledValidities, pool_validities
from interview import Estimate, InputError, Withheld


def pooled(**options: object) -> PooledValidities:
    found = pool_validities(R, N, **options)  # type: ignore[arg-type]
    assert isinstance(found, PooledValidities)
    return found


def test_the_studies_as_printed() -> None:
    found = pooled()
    assert (found.k, found.n) == (160, 25_244)
    assert (round(found.tau2, 4), round(found.tau, 4)) == (0.0293, 0.1712)
    assert found.i2 is not None
    assert found.q is not None
    assert (round(100 * found.i2, 2), round(found.q, 4), found.q_df) == (81.29, 789.7321, 159)
    assert (round(found.estimate, 4), round(found.se, 4)) == (0.2374, 0.0170)
    mean = found.mean
    assert isinstance(mean, Estimate)
    assert [round(v, 2) for v in (mean.value, mean.low, mean.high)] == [0.23, 0.20, 0.26]
    z = [round(math.atanh(v), 4) for v in (mean.low, mean.high)]
    assert z == [0.2042, 0.2706]
    assert [round(v, 2) for v in found.prediction] == [-0.10, 0.52]
    assert float(np.average(R, weights=N)) == pytest.approx(0.2005, abs=5e-5)


def test_other_estimators_as_computed_elsewhere() -> None:
    assert round(pooled(estimator="paule_mandel").tau2, 4) == 0.0344
    assert round(pooled(estimator="dersimonian_laird").tau2, 4) == 0.0268


def test_by_type_as_printed() -> None:
    found = pooled(moderator=TYPE, reference="j")
    rows = {c.name: (round(c.estimate, 4), round(c.se, 4)) for c in found.coefficients}
    assert rows == {"": (0.2474, 0.0187), "p": (-0.1228, 0.0582), "s": (0.0573, 0.0598)}
    assert round(found.tau2, 4) == 0.0282
    assert found.excluded == {"table.unlabelled": 3}


def test_by_structure_as_printed() -> None:
    found = pooled(moderator=STRUCTURE, reference="s")
    rows = {c.name: (round(c.estimate, 4), round(c.se, 4)) for c in found.coefficients}
    assert rows == {"": (0.2697, 0.0211), "u": (-0.0786, 0.0401)}
    assert round(found.tau2, 4) == 0.0298


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("j", (0.243, 0.2058, 0.279)),
        ("p", (0.124, 0.0109, 0.234)),
        ("s", (0.296, 0.1854, 0.399)),
    ],
)
def test_knapp_and_hartung_as_printed(kind: str, printed: tuple[float, ...]) -> None:
    mean = pooled(moderator=TYPE, reference=kind, knapp_hartung=True).mean
    assert isinstance(mean, Estimate)
    assert (mean.value, mean.low, mean.high) == pytest.approx(printed, abs=6e-4)


def test_effects_as_printed() -> None:
    for r, n, z, v in ((0.62, 15, 0.7250, 0.0833), (0.99, 6, 2.6467, 0.3333)):
        assert (round(math.atanh(r), 4), round(1 / (n - 3), 4)) == (z, v)


def test_a_wild_study_is_shrunk() -> None:
    # study 33: six people, r = .99
    study = pooled().studies[32]
    assert (study.n, round(study.r, 2), round(study.weight, 3)) == (6, 0.99, 0.081)
    assert isinstance(study.shrunken, Estimate)
    assert round(study.shrunken.value, 3) == 0.407
    assert study.shrunken.low < study.shrunken.value < study.shrunken.high


@pytest.mark.parametrize(
    ("n", "known"), [(10, 0.33), (20, 0.42), (30, 0.47), (50, 0.54), (100, 0.61), (200, 0.65)]
)
def test_an_r_of_seventy_is_not_seventy(n: int, known: float) -> None:
    found = pool_validities([0.70], [n])
    assert isinstance(found, PooledValidities)
    (study,) = found.studies
    assert isinstance(study.shrunken, Estimate)
    assert round(study.shrunken.value, 2) == known
    assert found.prior is not None
    assert found.i2 is None


def test_no_study_of_these_keeps_the_usual_rule() -> None:
    strong = [n for r, n in zip(R, N, strict=True) if r >= 0.70]
    assert strong == [8, 6, 14, 60]
    assert max(r for r, n in zip(R, N, strict=True) if n >= 100) == 0.68


def test_a_stated_prior_written_out() -> None:
    found = pool_validities([0.4], [28], prior=QUESTION_PRIOR, minimum=0.10)
    assert isinstance(found, PooledValidities)
    own = 0.01 / (0.01 + 1 / 25)
    centre, spread = own * math.atanh(0.4) + (1 - own) * 0.10, math.sqrt(own / 25)
    (study,) = found.studies
    assert isinstance(study.shrunken, Estimate)
    assert math.atanh(study.shrunken.value) == pytest.approx(centre)
    assert math.atanh(study.shrunken.low) == pytest.approx(centre - 1.959964 * spread, abs=1e-5)
    above = 0.5 * math.erfc((math.atanh(0.10) - centre) / spread / math.sqrt(2))
    assert study.p_above_minimum == pytest.approx(above, abs=1e-6)


def test_order_and_names_travel_together() -> None:
    names = [f"s{i}" for i in range(160)]
    turned = pool_validities(R[::-1], N[::-1], names=names[::-1])
    assert isinstance(turned, PooledValidities)
    plain = {s.name: s for s in pooled(names=names).studies}
    for study in turned.studies:
        assert isinstance(study.shrunken, Estimate)
        same = plain[study.name].shrunken
        assert isinstance(same, Estimate)
        assert study.shrunken.value == pytest.approx(same.value, abs=1e-9)


def test_what_cannot_enter_is_counted() -> None:
    found = pool_validities([0.3, 0.2, 1.0, float("nan"), 0.1], [50, 3, 20, 30, 60])
    assert isinstance(found, PooledValidities)
    assert (found.k, found.excluded) == (
        2,
        {"correlation.constant": 1, "correlation.too_few": 1, "correlation.perfect": 1},
    )
    assert pool_validities([], []) == Withheld(code="pool.too_few_studies", n=0)
    assert pool_validities([0.2], [40], prior=None) == Withheld(code="pool.too_few_studies", n=1)
    with pytest.raises(InputError) as err:
        pool_validities([1.3], [40])
    assert err.value.code == "correlation.not_a_correlation"
    with pytest.raises(InputError) as err:
        pool_validities([0.3], [40, 50])
    assert err.value.code == "estimation.unequal_lengths"
    with pytest.raises(InputError) as err:
        pool_validities([0.3] * 6, [40] * 6, moderator=list("aabbab"), reference="c")
    assert err.value.code == "pool.no_such_kind"


def test_160_studies_take_milliseconds() -> None:
    from estimation import random_effects

    y, v = np.arctanh(np.minimum(R, 0.99)), 1 / (np.array(N) - 3)
    random_effects(y, v)
    began = time.process_time()
    for _ in range(20):
        random_effects(y, v)
    # five are asked for; twice that leaves room for a slow machine
    assert (time.process_time() - began) / 20 < 0.010
