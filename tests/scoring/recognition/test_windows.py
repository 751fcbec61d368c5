"""Windows: never over 30 s, cut in pauses, without silence, nothing lost and nothing twice."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.recognition import Window, Windows

RATE = 16_000
Floats = np.ndarray[Any, np.dtype[np.float32]]


def windows_of(samples: Floats, block: int = 4096) -> list[Window]:
    found: list[Window] = []
    cutter = Windows(found.append)
    for start in range(0, samples.size, block):
        cutter.feed(samples[start : start + block], start / RATE)
        assert cutter._held < 30 * RATE + block  # memory does not grow with length
    cutter.finish()
    return found


def test_silence_gives_no_window() -> None:
    assert windows_of(np.zeros(70 * RATE, dtype=np.float32)) == []
    assert windows_of(np.zeros(0, dtype=np.float32)) == []


def test_each_window_is_the_sound_at_its_own_time(speech: Floats) -> None:
    long = np.concatenate([speech, np.zeros(3 * RATE, dtype=np.float32), speech, speech])
    found = windows_of(long)
    assert len(found) >= 3
    for window in found:
        assert window.samples.size <= 30 * RATE
        start = round(window.start_s * RATE)
        assert np.array_equal(window.samples, long[start : start + window.samples.size])
    ends = [0.0, *(w.end_s for w in found)]
    assert all(w.start_s >= end for w, end in zip(found, ends, strict=False))
    # what was left out between and around them holds no speech to speak of
    kept = np.zeros(long.size, dtype=bool)
    for window in found:
        start = round(window.start_s * RATE)
        kept[start : start + window.samples.size] = True
    assert float(np.square(long[~kept]).sum()) < 0.01 * float(np.square(long).sum())


def test_a_cut_falls_into_the_pause(speech: Floats) -> None:
    pause = np.zeros(int(1.5 * RATE), dtype=np.float32)
    long = np.concatenate([speech, pause, speech])
    first = windows_of(long)[0]
    assert abs(first.end_s - speech.size / RATE) < 2.0


def test_blocks_of_any_size_give_the_same_windows(speech: Floats) -> None:
    long = np.concatenate([speech, speech])
    one, other = windows_of(long, 997), windows_of(long, 65_536)
    assert [(w.start_s, w.samples.size) for w in one] == [
        (w.start_s, w.samples.size) for w in other
    ]
