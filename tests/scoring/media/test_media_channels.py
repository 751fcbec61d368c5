"""Two channels: handed on side by side when asked for, and watched for being two sounds."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from recordings import clip_bytes, tone, wav

from scoring.media import RATE, stream
from scoring.media.channels import ChannelWatch

Array = np.ndarray[Any, Any]
NOISE = np.random.default_rng(2)


def split(file: io.BytesIO) -> Array:
    blocks: list[Array] = []
    stream(file, on_audio=lambda block, t: blocks.append(block), split=True)
    assert all(block.shape[0] == 2 for block in blocks)
    return np.concatenate(blocks, axis=1)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_left_stays_left_and_right_stays_right(rate: int) -> None:
    left, right = tone(1.5, rate, hz=440), tone(1.5, rate, hz=1000)
    both = split(wav(np.stack([left, right], axis=1), rate))
    assert both.shape[1] == pytest.approx(1.5 * RATE, abs=0.05 * RATE)
    for line, hz in zip(both, (440, 1000), strict=True):
        spectrum = np.abs(np.fft.rfft(line * np.hanning(line.size)))
        assert np.argmax(spectrum) * RATE / line.size == pytest.approx(hz, abs=2)


def test_a_mono_recording_comes_twice() -> None:
    both = split(wav(tone(1.0, 16_000), 16_000))
    np.testing.assert_array_equal(both[0], both[1])


def test_a_gap_is_silent_in_both_channels() -> None:
    how = {"video": None, "audio": "pcm_s16le", "rate": 16_000, "seconds": 3.0}
    both = split(clip_bytes("matroska", jumps=[(1.0, 2.0)], **how))
    assert both.shape[1] == pytest.approx(5 * RATE, abs=0.05 * RATE)
    assert np.abs(both[:, round(1.1 * RATE) : round(2.9 * RATE)]).max() < 1e-3


@pytest.mark.parametrize(
    ("right", "apart"),
    [
        ("same", False),
        ("softer", False),
        ("turned over", False),
        ("silent", False),
        ("other", True),
    ],
)
def test_two_sounds_are_told_from_one(right: str, apart: bool) -> None:
    voice = 0.1 * NOISE.standard_normal(4 * RATE)
    other = {
        "same": voice,
        "softer": 0.2 * voice,
        "turned over": -voice,
        "silent": 0.0 * voice,
        "other": 0.1 * NOISE.standard_normal(voice.size),
    }[right]
    facts = stream(wav(np.stack([voice, other], axis=1), RATE))
    assert (facts.channels_apart_s > 1) == apart


def test_speaking_in_turn_is_noticed_by_the_side_it_comes_from() -> None:
    watch = ChannelWatch()
    voice = (0.1 * NOISE.standard_normal(8000)).astype(np.float32)
    for _ in range(3):
        watch.feed(np.stack([voice, 0.1 * voice]), RATE)
    assert watch.apart_s == 0
    watch.feed(np.stack([0.1 * voice, voice]), RATE)
    assert watch.apart_s == pytest.approx(0.5)


def test_silence_and_other_numbers_of_channels_are_passed_over() -> None:
    watch = ChannelWatch()
    for channels in (1, 2, 6):
        watch.feed(np.zeros((channels, 800), np.float32), RATE)
    watch.feed(np.ones((6, 800), np.float32), RATE)
    watch.feed(np.ones((2, 1), np.float32), RATE)
    assert watch.apart_s == 0
