"""Altered recordings: light, noise, time and glasses are what they say; nothing else changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scoring.media import probe
from tests.workflow.altered.recorded import MODELS, heard, seen
from tests.workflow.recordings import film, tone
from workflow.altered import ALTERATIONS, altered_recording
from workflow.altered.pictures import relit, with_glasses
from workflow.altered.sounds import noisy, stretched

pytestmark = pytest.mark.xdist_group("altered")
KEYS = {one.key: one for one in ALTERATIONS}


@pytest.fixture(scope="module")
def copied(clip: Path) -> Path:
    return made(clip, "copied")


def made(clip: Path, key: str) -> Path:
    target = clip.with_name(f"{key}.webm")
    assert altered_recording(clip, target, KEYS[key], models=MODELS) == ""
    return target


def test_a_plain_copy_looks_and_sounds_the_same(clip: Path, copied: Path) -> None:
    before, after = probe(clip), probe(copied)
    assert (after.width, after.height) == (before.width, before.height)
    assert after.duration_ms == pytest.approx(before.duration_ms, abs=80)
    pairs = zip(seen(clip), seen(copied), strict=True)
    assert max(float(np.abs(a.astype(int) - b).mean()) for a, b in pairs) < 3.0
    a, b = heard(clip), heard(copied)
    n = min(a.size, b.size)
    assert float(np.corrcoef(a[:n], b[:n])[0, 1]) > 0.98


@pytest.mark.parametrize(("key", "factor"), [("darker", 0.5), ("brighter", 1.4)])
def test_light_is_multiplied(clip: Path, copied: Path, key: str, factor: float) -> None:
    before, after = seen(copied)[2].astype(float), seen(made(clip, key))[2].astype(float)
    middle = (before > 40) & (before * factor < 230)
    assert float((after[middle] / before[middle]).mean()) == pytest.approx(factor, rel=0.05)


def test_glasses_darken_the_eyes_and_nothing_far_from_them(clip: Path, copied: Path) -> None:
    before, after = seen(copied)[2].astype(int), seen(made(clip, "glasses"))[2].astype(int)
    changed = np.abs(before - after).max(axis=2) > 40
    rows = np.flatnonzero(changed.any(axis=1))
    assert 0.005 < changed.mean() < 0.15
    # one band across the face
    assert rows.max() - rows.min() < 0.3 * before.shape[0]


def test_strong_compression_shows(clip: Path, copied: Path) -> None:
    assert made(clip, "compressed").stat().st_size < 0.5 * copied.stat().st_size


@pytest.mark.parametrize(("key", "tempo"), [("slower", 0.9), ("faster", 1.1)])
def test_time_is_stretched_for_sound_and_picture(
    copied: Path, clip: Path, key: str, tempo: float
) -> None:
    target = made(clip, key)
    assert heard(target).size / heard(copied).size == pytest.approx(1 / tempo, rel=0.03)
    assert len(seen(target)) / len(seen(copied)) == pytest.approx(1 / tempo, rel=0.1)
    target.unlink()


def test_noise_has_the_stated_level_in_both_channels() -> None:
    rng = np.random.default_rng(5)
    voice = (0.1 * rng.standard_normal((2, 32000))).astype(np.float32)
    voice[:, 16000:] = 0.0  # a pause is no speech: the level is that of the first half
    added = noisy(voice, 10.0, seed=3) - voice
    speech, noise = float((voice[:, :16000] ** 2).mean()), float((added**2).mean())
    assert 10 * np.log10(speech / noise) == pytest.approx(10.0, abs=0.2)
    assert np.array_equal(noisy(voice, 10.0, seed=3), noisy(voice, 10.0, seed=3))
    assert not noisy(np.zeros((1, 9000), np.float32), 10.0, seed=1).any()


def test_two_channels_stay_two_when_stretched() -> None:
    t = np.arange(32000) / 16000
    both = np.stack([np.sin(2 * np.pi * 150 * t), np.sin(2 * np.pi * 310 * t)]).astype(np.float32)
    slow = stretched(both, 0.9)
    peaks = [int(np.abs(np.fft.rfft(one)).argmax() * 16000 / one.size) for one in slow]
    assert slow.shape[0] == 2
    assert peaks == pytest.approx([150, 310], abs=3)


def test_what_is_not_there_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    sound, silent = tone(tmp_path / "a.wav"), tmp_path / "b.webm"
    film(silent, seconds=1.0)
    target = tmp_path / "out.webm"
    cases = [
        (sound, "darker", MODELS, "altered.no_picture"),
        (silent, "noisy", MODELS, "altered.no_sound"),
        (silent, "slower", MODELS, "altered.no_sound"),
        (silent, "glasses", MODELS, "altered.no_face"),
        (silent, "glasses", tmp_path, "face.model_missing"),
    ]
    for source, key, models, code in cases:
        assert altered_recording(source, target, KEYS[key], models=models) == code
        assert not target.exists()


def test_light_and_glasses_on_a_flat_picture() -> None:
    grey = np.full((80, 120, 3), 100, np.uint8)
    assert (relit(grey, 0.5) == 50).all()
    points = np.zeros((468, 2))
    points[33], points[133], points[362], points[263] = (30, 40), (50, 40), (70, 40), (90, 40)
    worn = with_glasses(grey, points, 0.5)
    assert (worn[40, 35] == 50).all()  # a lens
    assert (worn[40, 60] < 40).all()  # the bridge
    assert (worn[5, 5] == 100).all()
    assert (grey == 100).all()
