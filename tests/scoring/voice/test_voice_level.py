"""Gain changes nothing that the networks hear, and no block is longer than it was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.voice.level import BLOCK, MOST_DB, TARGET_DB, Leveller

Array = np.ndarray[Any, Any]
SOUND = (0.05 * np.random.default_rng(3).standard_normal(3 * BLOCK + 777)).astype(np.float32)


def levelled(sound: Array, cuts: list[int] | None = None) -> Array:
    leveller = Leveller()
    pieces = [leveller.feed(piece) for piece in np.split(sound, sorted(cuts or []))]
    return np.concatenate([*pieces, leveller.finish()])


@pytest.mark.parametrize("gain_db", [-12.0, -6.0, 6.0, 12.0])
def test_gain_goes_out_again(gain_db: float) -> None:
    turned = (SOUND * 10 ** (gain_db / 20)).astype(np.float32)
    np.testing.assert_allclose(levelled(turned), levelled(SOUND), rtol=1e-4, atol=1e-6)


def test_the_loud_parts_come_to_the_level_stated() -> None:
    found = levelled(SOUND)[:BLOCK].reshape(-1, 256)
    loud = 10 * np.log10(np.percentile((found**2).mean(axis=1), 95))
    assert loud == pytest.approx(TARGET_DB, abs=0.1)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, SOUND.size), max_size=8))
def test_the_blocks_do_not_matter(cuts: list[int]) -> None:
    np.testing.assert_array_equal(levelled(SOUND, cuts), levelled(SOUND))


def test_hiss_is_turned_up_no_more_than_stated() -> None:
    hiss = SOUND / 5000
    assert levelled(hiss) == pytest.approx(hiss * 10 ** (MOST_DB / 20), rel=1e-4)


def test_a_pause_is_not_turned_up() -> None:
    sound = np.concatenate([SOUND[: 2 * BLOCK], 0.001 * SOUND[: 2 * BLOCK]])
    found = levelled(sound)
    gain = found[:1000] / sound[:1000]
    np.testing.assert_allclose(found[-1000:] / sound[-1000:], gain, rtol=1e-3)


def test_nothing_and_less_than_a_frame() -> None:
    assert levelled(np.zeros(0, np.float32)).size == 0
    np.testing.assert_array_equal(levelled(np.ones(100, np.float32)), np.ones(100, np.float32))
