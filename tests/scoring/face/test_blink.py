"""Blinks on drawn series: every planted one is found, nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.figure.script import FigureScript, moments
from scoring.face.blink import blinks, fast_enough

OPEN, SHUT = 0.30, 0.08  # lid distances as the iris network gives them


def openings(fps: float, at: tuple[float, ...], seconds: float = 30.0) -> tuple[np.ndarray, ...]:
    script = FigureScript(duration_s=seconds, blinks=at)
    rows = moments(script, fps, np.zeros(round(seconds * fps)))
    lids = np.array([moment.lids for moment in rows])
    return np.arange(len(lids)) / fps, OPEN - lids * (OPEN - SHUT)


@settings(deadline=None)
@given(
    gaps=st.lists(st.floats(0.8, 4.0), min_size=1, max_size=9),
    fps=st.sampled_from([12.5, 15, 25, 30]),
)
def test_every_planted_blink_is_found_at_its_time(gaps: list[float], fps: float) -> None:
    planted = tuple(at for at in np.cumsum(gaps) if at < 29.0)
    found = blinks(*openings(fps, planted))
    assert len(found) == len(planted)
    for (begun, ended), at in zip(found, planted, strict=True):
        assert begun - 1.5 / fps <= at <= ended + 1.5 / fps


def test_open_eyes_that_tremble_do_not_blink() -> None:
    t = np.arange(400) / 12.5
    trembling = OPEN + np.random.default_rng(2).normal(0, 0.02, len(t))
    assert blinks(t, trembling) == []


def test_eyes_kept_shut_or_lowered_are_no_blink() -> None:
    t, opening = openings(12.5, ())
    opening[100:125] = SHUT  # two seconds
    assert blinks(t, opening) == []


def test_a_blink_cut_off_by_the_recording_is_not_counted() -> None:
    t, opening = openings(12.5, ())
    opening[:2] = opening[-2:] = SHUT
    assert blinks(t, opening) == []


@pytest.mark.parametrize(("fps", "enough"), [(8, False), (10, False), (12.5, True), (25, True)])
def test_too_few_frames_a_second_are_refused(fps: float, enough: bool) -> None:
    assert fast_enough(np.arange(60) / fps) is enough


def test_frames_dropped_unevenly_count_by_their_mean_rate() -> None:
    fifteen = np.arange(90) / 15
    kept = np.delete(fifteen, np.s_[::6])  # 12.5 a second, as sampled from 15
    assert fast_enough(kept)
    assert not fast_enough(np.delete(fifteen, np.s_[::3]))


def test_a_blink_at_a_gap_without_a_face_was_not_seen_whole() -> None:
    t, opening = openings(12.5, (3.0, 10.0))
    away = (t > 6) & (t < 6.4)
    opening[(t > 5.9) & (t < 6.5)] = SHUT  # shut before and after half a second without a face
    assert len(blinks(t[~away], opening[~away])) == 2
