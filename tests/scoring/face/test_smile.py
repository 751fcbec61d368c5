"""Smiles and brows on drawn series: own baseline, hysteresis, speech that is no smile."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.face.baseline import at_rest, near_frontal
from scoring.face.brow import brow_episodes, brow_track
from scoring.face.episodes import episodes, running_median
from scoring.face.smile import mouth, smile_episodes, smile_track

FPS = 12.5
T = np.arange(round(60 * FPS)) / FPS
FRONTAL = np.ones(len(T), dtype=bool)
SHUT = np.zeros(len(T))


def held(*stretches: tuple[float, float]) -> np.ndarray:
    return np.array([float(any(a <= t < b for a, b in stretches)) for t in T])


def smiling_mouth(rest_width: float, smiling: np.ndarray) -> np.ndarray | None:
    """Wider by .3, corners 6 mm higher under the nose and 5 mm against the lips where smiling."""
    width, lift = rest_width * (1 + 0.3 * smiling), -2.5 + 0.6 * smiling
    return smile_track(T, width, lift, 0.5 * smiling, SHUT, FRONTAL)


@pytest.mark.parametrize("rest_width", [4.6, 5.2, 5.7])
def test_smiles_are_counted_against_the_own_face(rest_width: float) -> None:
    smiling = held((5, 8), (20, 24), (50, 51.5))
    track = smile_track(
        T, rest_width * (1 + 0.3 * smiling), -2.5 + 0.6 * smiling, 0.5 * smiling, SHUT, FRONTAL
    )
    assert track is not None
    found = smile_episodes(T, track)
    assert [round(a) for a, _ in found] == [5, 20, 50]
    assert sum(b - a for a, b in found) == pytest.approx(8.5, abs=0.6)


def test_a_person_who_smiles_most_of_the_time_is_still_seen_smiling() -> None:
    smiling = held((2, 25), (30, 48))  # 68 % of the minute
    track = smile_track(
        T, 5.2 * (1 + 0.3 * smiling), -2.5 + 0.6 * smiling, 0.5 * smiling, SHUT, FRONTAL
    )
    assert track is not None
    assert np.mean(track > 1) == pytest.approx(0.68, abs=0.03)


def test_a_smile_that_never_ends_is_seen_against_what_faces_at_rest_reach() -> None:
    always = np.ones(len(T))
    track = smile_track(T, 7.0 * always, -1.3 * always, 0.7 * always, SHUT, FRONTAL)
    assert track is not None
    assert (track > 1).all()


def test_wide_vowels_are_no_smile() -> None:
    vowel = (np.sin(2 * np.pi * 2.5 * T) > 0.3).astype(float)  # an "ee" five times in two seconds
    track = smile_track(T, 5.2 * (1 + 0.3 * vowel), -2.5 + 0.3 * vowel, 0.4 * vowel, SHUT, FRONTAL)
    assert track is not None
    assert smile_episodes(T, track) == []


def test_a_wide_mouth_without_raised_corners_is_no_smile() -> None:
    wide = held((10, 20))
    track = smile_track(T, 5.2 * (1 + 0.3 * wide), np.full(len(T), -2.5), 0.5 * wide, SHUT, FRONTAL)
    assert track is not None
    assert track.max() == 0.0


def test_raised_corners_over_a_dropped_jaw_alone_are_no_smile() -> None:
    """An "ah" lowers the lower lip: the corners rise against the lips, not against the nose."""
    speaking = held((10, 20))
    width, lift = 5.2 * (1 + 0.2 * speaking), -2.5 - 0.2 * speaking
    track = smile_track(T, width, lift, 0.5 * speaking, SHUT, FRONTAL)
    assert track is not None
    assert track.max() == 0.0


def test_width_does_not_shrink_when_the_head_turns() -> None:
    straight = np.zeros((468, 3))
    straight[61], straight[291], straight[2] = (-2.6, -4.5, 4), (2.6, -4.5, 4), (0, -2, 6)
    straight[13], straight[14] = (0, -4.2, 5), (0, -4.9, 5)
    seen = mouth(straight)
    assert (seen.width, seen.lift, seen.gap) == pytest.approx((5.2, -2.5, 0.7))
    assert seen.curve == pytest.approx(0.05)


def test_a_mouth_torn_open_is_no_smile() -> None:
    shouting = held((10, 20))
    width, lift = 5.2 * (1 + 0.3 * shouting), -2.5 + 0.6 * shouting
    curve = 0.5 * shouting
    laughing = smile_track(T, width, lift, curve, 0.25 * width * shouting, FRONTAL)
    torn = smile_track(T, width, lift, curve, 0.6 * width * shouting, FRONTAL)
    assert laughing is not None
    assert torn is not None
    assert len(smile_episodes(T, laughing)) == 1
    assert smile_episodes(T, torn) == []


def test_brows_are_counted() -> None:
    raised = held((5, 5.6), (30, 31))
    track = brow_track(2.4 + 0.5 * raised, FRONTAL)
    assert track is not None
    assert len(brow_episodes(T, track)) == 2
    assert len(brow_episodes(T, track * 0.5)) == 0


def test_too_few_frontal_frames_give_no_baseline() -> None:
    turned = near_frontal(np.full(len(T), 35.0), np.zeros(len(T)))
    assert smile_track(T, np.full(len(T), 5.2), np.full(len(T), -2.5), SHUT, SHUT, turned) is None
    assert brow_track(np.full(len(T), 2.4), turned) is None


def test_the_baseline_is_the_quarter_of_frontal_values_below_a_ceiling() -> None:
    values = np.arange(100.0)
    assert at_rest(values, np.ones(100, dtype=bool), ceiling=1000) == pytest.approx(24.75)
    assert at_rest(values, values >= 50, ceiling=1000) == pytest.approx(62.25)
    assert at_rest(values, np.ones(100, dtype=bool), ceiling=10) == 10


def test_running_median_written_naively() -> None:
    values = np.random.default_rng(3).normal(size=40)
    naive = [np.median(values[max(i - 3, 0) : i + 4]) for i in range(40)]
    assert np.allclose(running_median(values, 7), naive)


def test_a_gap_without_a_face_ends_a_stretch() -> None:
    values = held((10, 20)) * 2
    values[(T >= 14) & (T < 15)] = np.nan
    found = episodes(T, values, start_above=1, end_below=0.6, min_s=0.5)
    assert [(round(a), round(b)) for a, b in found] == [(10, 14), (15, 20)]
