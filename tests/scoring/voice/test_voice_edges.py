"""Edges of speech settle where the level rises and falls, and never move outwards."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.voice.edges import FURTHEST_S, settled_edges
from scoring.voice.vad import stretches_of

LOUD, HISS = 1e-2, 1e-6


def power(start: float, end: float, seconds: float = 6.0) -> np.ndarray:  # type: ignore[type-arg]
    track = np.full(round(seconds / 0.016), HISS, np.float32)
    track[round(start / 0.016) : round(end / 0.016)] = LOUD
    return track


@pytest.mark.parametrize(("early", "late"), [(0.0, 0.05), (0.1, 0.1), (0.0, 0.25), (0.2, 0.0)])
def test_a_stretch_shrinks_to_its_sound(early: float, late: float) -> None:
    ((start, end),) = settled_edges([(2.0 - early, 4.0 + late)], power(2.0, 4.0))
    assert start == pytest.approx(2.0, abs=0.02)
    assert end == pytest.approx(4.0, abs=0.02)


def test_an_edge_far_from_any_sound_is_left_alone() -> None:
    late = 4.0 + FURTHEST_S + 0.2
    assert settled_edges([(2.0, late)], power(2.0, 4.0))[0][1] == pytest.approx(late)


def test_nothing_in_nothing_out() -> None:
    assert settled_edges([], power(1.0, 2.0)) == []
    assert settled_edges([(0.0, 0.001)], power(1.0, 2.0)) == [(0.0, 0.001)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1e-9, 1.0), min_size=80, max_size=80), st.integers(5, 30))
def test_edges_only_move_inwards_and_keep_their_order(levels: list[float], cut: int) -> None:
    track = np.array(levels, np.float32)
    given_ = [(0.08, cut * 0.016), (0.016 * (cut + 8), 1.2)]
    given_ = [(a, b) for a, b in given_ if b > a]
    found = settled_edges(given_, track)
    assert len(found) == len(given_)
    for (a, b), (start, end) in zip(given_, found, strict=True):
        assert a - 1e-9 <= start < end <= b + 0.017  # a stretch may end inside a frame


def test_a_mask_becomes_the_stretches_it_was_made_of() -> None:
    mask = np.zeros(300, bool)
    mask[20:60], mask[64:100], mask[150:155], mask[200:260] = True, True, True, True
    # 64 ms between the first two is no gap, 80 ms of sound no speech
    assert stretches_of(mask) == [(0.32, 1.6), (3.2, 4.16)]
