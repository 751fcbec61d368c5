"""Pooling over strata: results of R and textbooks, statsmodels, and the sums written out."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from estimation import (
    Strata,
    breslow_day,
    cochran_mantel_haenszel,
    common_odds_ratio,
    common_ratio,
    strata,
)
from interview import Estimate, InputError, Withheld


def of_tables(tables: list[list[list[int]]]) -> Strata:
    """Rows are groups, the first column what is counted."""
    t = np.array(tables)
    return strata(t[:, 0, 0], t[:, 0].sum(axis=1), t[:, 1, 0], t[:, 1].sum(axis=1))


# McDonald, Handbook of Biological Statistics: alleles of mussels at four places
MUSSELS = [[[56, 40], [69, 77]], [[61, 57], [257, 301]], [[73, 71], [65, 79]], [[71, 55], [48, 48]]]
# R's own examples, as its help pages and statsmodels' tests print them
RABBITS = [
    [[0, 0], [6, 5]],
    [[3, 0], [3, 6]],
    [[6, 2], [0, 4]],
    [[5, 6], [1, 0]],
    [[2, 5], [0, 0]],
]
FIVE = [
    [[20, 14], [10, 24]],
    [[15, 12], [3, 15]],
    [[3, 2], [3, 2]],
    [[12, 3], [7, 5]],
    [[1, 0], [3, 2]],
]
# Bickel, Hammel and O'Connell 1975: admissions to six departments, men and women
ADMISSIONS = [
    [[313, 512], [19, 89]],
    [[207, 353], [8, 17]],
    [[205, 120], [391, 202]],
    [[278, 139], [244, 131]],
    [[138, 53], [299, 94]],
    [[351, 22], [317, 24]],
]


def test_mussels_to_the_printed_digits() -> None:
    table = of_tables(MUSSELS)
    odds = common_odds_ratio(table)
    assert isinstance(odds, Estimate)
    assert odds.value == pytest.approx(1.3174848702, abs=1e-10)
    tested = cochran_mantel_haenszel(table)
    assert tested is not None
    assert tested[0] == pytest.approx(5.320927767938, abs=1e-9)
    assert tested[1] == pytest.approx(0.02107079, abs=1e-8)
    alike = breslow_day(table)
    assert alike is not None
    assert alike[0] == pytest.approx(0.5294859090, abs=1e-6)
    assert alike[1] == pytest.approx(0.9123673, abs=1e-6)
    assert alike[2] == 3


@pytest.mark.parametrize(
    ("tables", "odds", "low", "high", "chi2", "p"),
    [
        (RABBITS, 7.0, 1.026713, 47.725133, 3.9286, 0.04747),
        (FIVE, 3.5912, 1.781135, 7.240633, 11.8852, 0.0005658),
        (ADMISSIONS, 1.101879, 0.9402012, 1.2913602, 1.3368, 0.2476),
    ],
)
def test_results_printed_by_r(
    tables: list[list[list[int]]], odds: float, low: float, high: float, chi2: float, p: float
) -> None:
    table = of_tables(tables)
    found = common_odds_ratio(table)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(odds, rel=1e-4)
    assert found.low == pytest.approx(low, rel=1e-4)
    assert found.high == pytest.approx(high, rel=1e-4)
    tested = cochran_mantel_haenszel(table, correction=True)
    assert tested is not None
    assert tested == (pytest.approx(chi2, abs=1e-4), pytest.approx(p, abs=1e-4))


def test_homogeneity_printed_by_r() -> None:
    plain, tarone = breslow_day(of_tables(FIVE), tarone=False), breslow_day(of_tables(FIVE))
    assert plain is not None
    assert tarone is not None
    assert (round(plain[0], 4), round(plain[1], 4)) == (1.8438, 0.7645)
    assert (round(tarone[0], 4), round(tarone[1], 4)) == (1.8436, 0.7645)
    famous = breslow_day(of_tables(ADMISSIONS), tarone=False)
    assert famous is not None
    assert famous[:2] == (pytest.approx(18.83297, abs=1e-4), pytest.approx(0.002064786, abs=1e-8))


ONE = st.tuples(*[st.integers(1, 40)] * 4)


@settings(max_examples=80, deadline=None)
@given(st.lists(ONE, min_size=2, max_size=6))
def test_against_statsmodels(cells: list[tuple[int, int, int, int]]) -> None:
    tables = [[[a, b], [c, d]] for a, b, c, d in cells]
    ours, theirs = of_tables(tables), StratifiedTable([np.array(t) for t in tables])
    odds, tested, alike = common_odds_ratio(ours), cochran_mantel_haenszel(ours), breslow_day(ours)
    assert isinstance(odds, Estimate)
    assert tested is not None
    assert alike is not None
    assume(abs(odds.value - 1) > 1e-6)  # theirs divides by zero there
    assert odds.value == pytest.approx(theirs.oddsratio_pooled)
    assert (odds.low, odds.high) == pytest.approx(theirs.oddsratio_pooled_confint())
    null = theirs.test_null_odds(correction=False)
    assert tested == pytest.approx((null.statistic, null.pvalue), abs=1e-9)
    equal = theirs.test_equal_odds(adjust=True)
    assert alike[0] == pytest.approx(equal.statistic, abs=1e-5)
    assert alike[1] == pytest.approx(equal.pvalue, abs=1e-5)


@given(st.lists(ONE, min_size=1, max_size=6))
def test_the_common_ratio_is_the_sums_written_out(cells: list[tuple[int, int, int, int]]) -> None:
    up = down = part = 0.0
    for a, b, c, d in cells:
        n1, n2, total = a + b, c + d, a + b + c + d
        up, down = up + a * n2 / total, down + c * n1 / total
        part += (n1 * n2 * (a + c) - a * c * total) / total**2
    found = common_ratio(of_tables([[[a, b], [c, d]] for a, b, c, d in cells]))
    assert isinstance(found, Estimate)
    half = 1.959964 * math.sqrt(part / (up * down))
    assert found.value == pytest.approx(up / down)
    assert found.low == pytest.approx(up / down * math.exp(-half), rel=1e-5)


@given(ONE)
def test_one_stratum_is_the_plain_ratio(cell: tuple[int, int, int, int]) -> None:
    a, b, c, d = cell
    found = common_ratio(of_tables([[[a, b], [c, d]]]))
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx((a / (a + b)) / (c / (c + d)))
    # the variance of a single stratum is the one Katz gave
    katz = math.exp(1.959964 * math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))
    assert found.high / found.value == pytest.approx(katz, rel=1e-5)


def test_no_effect_anywhere_is_alike_everywhere() -> None:
    assert breslow_day(strata([5, 2], [10, 4], [10, 1], [20, 2])) == (0.0, 1.0, 1)


def test_edges_are_named() -> None:
    assert common_ratio(strata([3], [5], [0], [5])) == Withheld(code="ratio.no_reference", n=10)
    assert common_ratio(strata([0], [5], [3], [5])) == Withheld(code="ratio.none_selected", n=10)
    assert common_odds_ratio(strata([0], [5], [3], [5])) == Withheld(
        code="ratio.none_selected", n=10
    )
    assert cochran_mantel_haenszel(strata([5], [5], [5], [5])) is None
    assert breslow_day(strata([1], [5], [3], [5])) is None
    with pytest.raises(InputError) as err:
        strata([6], [5], [1], [5])
    assert err.value.code == "estimation.counts"
    with pytest.raises(InputError) as err:
        strata([1, 2], [5], [1], [5])
    assert err.value.code == "estimation.unequal_lengths"
