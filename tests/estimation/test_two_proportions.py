"""Exact tests against published values, scipy, and the definition written out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from estimation.two_proportions import fewest_expected, fisher_exact, fisher_mid_p, pooled_z
from interview import InputError

COUNTS = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@pytest.mark.parametrize(
    ("a", "n1", "c", "n2", "z"),
    # audit-ai's own test fixtures, [[fail, pass], [fail, pass]]
    [(0, 20, 10, 20, -3.6514837167011072), (5, 83, 12, 99, -1.4078304151258787)],
)
def test_published_z(a: int, n1: int, c: int, n2: int, z: float) -> None:
    assert pooled_z(a, n1, c, n2) == pytest.approx(z, abs=1e-12)


def test_published_fisher() -> None:
    assert round(fisher_exact(5, 83, 12, 99), 3) == 0.204


@given(COUNTS)
def test_fisher_against_scipy(table: tuple[int, int, int, int]) -> None:
    a, n1, c, n2 = table
    naive = stats.fisher_exact([[a, n1 - a], [c, n2 - c]])[1]
    assert fisher_exact(a, n1, c, n2) == pytest.approx(naive, abs=1e-9)


@given(COUNTS)
def test_mid_p_is_the_definition(table: tuple[int, int, int, int]) -> None:
    a, n1, c, n2 = table
    law = stats.hypergeom(n1 + n2, a + c, n1)
    support = range(max(0, a + c - n2), min(n1, a + c) + 1)
    here = law.pmf(a)
    below = sum(law.pmf(k) for k in support if law.pmf(k) < here * (1 - 1e-7))
    ties = sum(law.pmf(k) for k in support if math.isclose(law.pmf(k), here, rel_tol=1e-7))
    assert fisher_mid_p(a, n1, c, n2) == pytest.approx(below + ties / 2, abs=1e-9)
    assert fisher_mid_p(a, n1, c, n2) <= fisher_exact(a, n1, c, n2)


@given(COUNTS)
def test_swapping_the_groups_changes_nothing(table: tuple[int, int, int, int]) -> None:
    a, n1, c, n2 = table
    assert fisher_exact(a, n1, c, n2) == pytest.approx(fisher_exact(c, n2, a, n1), abs=1e-12)
    z, back = pooled_z(a, n1, c, n2), pooled_z(c, n2, a, n1)
    assert (z is None and back is None) or z == pytest.approx(-(back or 0.0))


def test_half_a_million_people_are_exact_too() -> None:
    naive = stats.fisher_exact([[100_000, 150_000], [101_000, 149_000]])[1]
    assert fisher_exact(100_000, 250_000, 101_000, 250_000) == pytest.approx(naive, rel=1e-6)


def test_edges() -> None:
    assert pooled_z(0, 5, 0, 7) is None
    assert fisher_exact(0, 5, 0, 7) == 1.0
    assert fewest_expected(0, 0, 0, 0) == 0.0
    with pytest.raises(InputError) as err:
        fisher_exact(6, 5, 1, 7)
    assert err.value.code == "estimation.counts"
