"""Scales against their definition written naively."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rubric_weights import Term
from scoring.scale import scaled

UP = Term("up", 2.0, 10.0, 1 / (30.0 - 10.0))
DOWN = Term("down", 1.0, 8.0, 1 / (0.0 - 8.0))  # less is more: 8 is worst, 0 best
numbers = st.floats(-100, 100)


@given(numbers, numbers)
def test_against_the_definition(up: float, down: float) -> None:
    found = scaled((UP, DOWN), {"up": up, "down": down}, base=5.0, least_measured=0.5)
    assert found is not None
    naive = (2 * min(max((up - 10) / 20, 0), 1) + min(max((8 - down) / 8, 0), 1)) / 3 * 10
    assert found.score == pytest.approx(naive, abs=1e-9)
    assert 5.0 + sum(p for _, _, p in found.points) == pytest.approx(found.score, abs=1e-9)
    assert sum(found.earned.values()) == pytest.approx(naive, abs=1e-9)


def test_clipping_stands_only_where_something_was_clipped() -> None:
    inside = scaled((UP,), {"up": 20.0}, base=5.0, least_measured=0.5)
    beyond = scaled((UP,), {"up": 50.0}, base=5.0, least_measured=0.5)
    assert inside is not None
    assert beyond is not None
    assert [name for name, _, _ in inside.points] == ["up"]
    assert beyond.points[-1] == ("clipping", 1.0, -10.0)
    assert beyond.score == 10.0


def test_what_is_missing_leaves_its_weight_to_the_others_until_too_little_is_left() -> None:
    found = scaled((UP, DOWN), {"up": 30.0}, base=5.0, least_measured=0.5)
    assert found is not None
    assert found.score == 10.0
    assert scaled((UP, DOWN), {"down": 0.0}, base=5.0, least_measured=0.5) is None
    assert scaled((), {"up": 1.0}, base=5.0, least_measured=0.5) is None
