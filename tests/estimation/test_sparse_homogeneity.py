"""Homogeneity of small strata: the chi-square where it holds, drawn tables where it does not."""

import numpy as np

from estimation import breslow_day, homogeneity, strata


def test_large_strata_are_read_off_the_chi_square() -> None:
    table = strata([56, 61, 73, 71], [96, 118, 144, 126], [69, 257, 65, 48], [146, 558, 144, 96])
    assert homogeneity(table) == breslow_day(table)


def test_small_strata_keep_the_size_of_the_test() -> None:
    rng = np.random.default_rng(7)
    cried = plain = 0
    base = np.linspace(0.15, 0.6, 25)
    for _ in range(300):
        a, c = rng.binomial(4, base), rng.binomial(8, base)
        use = (a + c > 0) & (a + c < 12)
        n = int(use.sum())
        table = strata(a[use], np.full(n, 4), c[use], np.full(n, 8))
        drawn, chi = homogeneity(table, replicates=300), breslow_day(table)
        assert drawn is not None
        assert chi is not None
        assert drawn[0] == chi[0]
        cried, plain = cried + (drawn[1] <= 0.05), plain + (chi[1] <= 0.05)
    # two standard errors of 300 draws at .05 are .025
    assert cried / 300 <= 0.075
    assert cried < plain


def test_a_real_difference_is_still_seen() -> None:
    table = strata([4, 4, 0, 0, 4, 0], [5] * 6, [1, 1, 5, 5, 1, 5], [8] * 6)
    found = homogeneity(table)
    assert found is not None
    assert found[1] < 0.01
    assert found == homogeneity(table)


def test_one_stratum_has_nothing_to_compare() -> None:
    assert homogeneity(strata([1], [5], [3], [5])) is None
