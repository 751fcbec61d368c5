"""Corrections for unreliability and restriction: printed examples, one theory checking another."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimation.range_restriction import (
    applicant_reliability,
    bivariate_direct,
    bivariate_indirect,
    direct_restriction,
    direct_validity,
    disattenuated,
    implied_restriction,
    indirect_validity,
    lawley,
    true_score_ratio,
)
from interview import InputError


def test_the_example_of_psychmeta() -> None:
    # r .3, u .8, reliabilities .8 among the selected
    assert round(disattenuated(0.3, 0.8, 0.8), 3) == 0.375
    assert [round(v, 4) for v in direct_validity(0.3, 0.8, 0.8, 0.8)] == [0.4066, 0.4354]
    found = indirect_validity(0.3, 0.8, 0.8, 0.8)
    assert found is not None
    assert [round(v, 4) for v in found] == [0.4360, 0.4669]
    assert round(applicant_reliability(0.8, 0.8), 3) == 0.872
    ut = true_score_ratio(0.8, 0.872)
    assert ut is not None
    assert round(ut, 4) == 0.7663
    assert round(bivariate_indirect(0.3, 0.8, 0.8, 0.8, 0.8), 4) == 0.6330
    assert round(bivariate_direct(0.3, 0.8, 0.8, 0.8, 0.8), 4) == 0.4850
    assert round(direct_restriction(0.30, 0.5), 4) == 0.5324


def test_the_interview_studies_corrected() -> None:
    # mean root of criterion reliability .7605, mean u .683: all, structured, unstructured
    observed = (0.2005, 0.238, 0.176)
    criterion = [r / 0.7605 for r in observed]
    assert [round(r, 3) for r in criterion] == [0.264, 0.313, 0.231]
    assert round(direct_restriction(criterion[0], 0.683), 4) == 0.3715
    full = [direct_restriction(r, 0.683) for r in criterion[1:]]
    assert full == pytest.approx([0.435, 0.329], abs=6e-4)


def test_the_guard_of_sackett_and_others() -> None:
    found = [round(implied_restriction(r, 0.3), 3) for r in (0.3, 0.5, 0.7, 1.0)]
    assert found == [0.966, 0.903, 0.800, 0.514]
    assert implied_restriction(0.5, 1.0) == 1.0


def test_an_imaginary_ratio_is_no_ratio() -> None:
    assert true_score_ratio(0.5, 0.70) is None
    assert indirect_validity(0.3, 2.0, 0.1, 0.8) is None
    # applicants' reliability .70 at u .5 would be -.20 among the selected
    assert indirect_validity(0.3, 0.5, 1 - (1 - 0.70) / 0.5**2, 0.8) is None


@given(st.floats(-0.9, 0.9), st.floats(0.3, 1.5))
def test_correcting_undoes_restricting(rho: float, u: float) -> None:
    restricted = rho * u / math.sqrt(1 - rho**2 + rho**2 * u**2)
    assert direct_restriction(restricted, u) == pytest.approx(rho, abs=1e-9)


@given(st.floats(-0.8, 0.8), st.floats(0.3, 1.2))
def test_lawley_with_one_selector_is_case_two(rho: float, u: float) -> None:
    selected = np.array([[u * u, rho * u * u], [rho * u * u, 1 - rho**2 + rho**2 * u * u]])
    found = lawley(selected, [[1.0]])
    assert found == pytest.approx(np.array([[1, rho], [rho, 1]]), abs=1e-9)


def test_lawley_with_two_selectors() -> None:
    full = np.array([[1, 0.3, 0.4], [0.3, 1, 0.2], [0.4, 0.2, 1]])
    kept = np.array([[0.5, 0.1], [0.1, 0.7]])
    b = np.linalg.solve(full[:2, :2], full[:2, 2])
    cross = kept @ b
    rest = full[2, 2] - full[:2, 2] @ b + b @ cross
    selected = np.block([[kept, cross[:, None]], [cross[None, :], np.array([[rest]])]])
    assert lawley(selected, full[:2, :2]) == pytest.approx(full, abs=1e-12)


def test_restriction_by_something_related_is_recovered() -> None:
    # a selector z that nobody sees: Case V from both ratios, by exact covariances
    rxz, ryz, rho, uz2 = 0.6, 0.5, 0.4, 0.4
    ux = math.sqrt(1 - rxz**2 * (1 - uz2))
    uy = math.sqrt(1 - ryz**2 * (1 - uz2))
    observed = (rho - rxz * ryz * (1 - uz2)) / (ux * uy)
    assert bivariate_indirect(observed, ux, uy, 1.0, 1.0) == pytest.approx(rho, abs=1e-12)
    uz2 = 1.7
    ux = math.sqrt(1 - rxz**2 * (1 - uz2))
    uy = math.sqrt(1 - ryz**2 * (1 - uz2))
    observed = (rho - rxz * ryz * (1 - uz2)) / (ux * uy)
    assert bivariate_indirect(observed, ux, uy, 1.0, 1.0) == pytest.approx(rho, abs=1e-12)


def test_what_cannot_be_corrected() -> None:
    for call, code in (
        (lambda: disattenuated(0.3, ryy=-0.2), "correction.reliability"),
        (lambda: disattenuated(0.3, ryy=1.2), "correction.reliability"),
        (lambda: direct_restriction(0.3, 0.0), "correction.ratio"),
        (lambda: implied_restriction(0.3, 0.0), "correction.share"),
        (lambda: lawley([[1, 0.5], [0.4, 1]], [[1.0]]), "correction.bad_matrix"),
    ):
        with pytest.raises(InputError) as err:
            call()
        assert err.value.code == code
