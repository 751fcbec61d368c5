"""Where somebody speaks: the same answer as the step-by-step network, whatever the blocks."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.synthetic_voice import RATE, join, say
from interview import ModelMissing
from scoring.voice import SpeechDetector, speech_stretches
from scoring.voice import vad as module

Array = np.ndarray[Any, Any]
SOUND = join([0.7, say(2.0), 0.8, say(1.5, pitch=210, seed=4), 0.5])


def probabilities(sound: Array, cuts: list[int]) -> Array:
    detector = SpeechDetector()
    for piece in np.split(sound, sorted(cuts)):
        detector.feed(piece)
    return detector.finish()


def step_by_step(sound: Array) -> Array:
    """The other export of the same network, one frame at a time, as its authors run it."""
    import onnxruntime

    spec = importlib.util.find_spec("silero_vad")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "data" / "silero_vad_16k_op15.onnx"
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    state = np.zeros((2, 1, 128), np.float32)
    context = np.zeros(64, np.float32)
    found = []
    padded = np.pad(sound, (0, -sound.size % 512))
    for frame in padded.reshape(-1, 512):
        fed = {
            "input": np.concatenate([context, frame])[None],
            "state": state,
            "sr": np.array(16_000, dtype=np.int64),
        }
        value, state = session.run(None, fed)
        context = frame[-64:]
        found.append(float(value[0, 0]))
    return np.array(found)


def test_equals_the_step_by_step_network() -> None:
    expected = step_by_step(SOUND)
    assert expected.max() > 0.9  # it does hear something
    np.testing.assert_allclose(probabilities(SOUND, []), expected, atol=1e-3)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, SOUND.size), max_size=12))
def test_the_blocks_do_not_matter(cuts: list[int]) -> None:
    np.testing.assert_allclose(probabilities(SOUND, cuts), probabilities(SOUND, []), atol=1e-5)


def test_one_value_per_32_ms_and_none_for_nothing() -> None:
    assert probabilities(np.zeros(0, np.float32), []).size == 0
    assert probabilities(np.zeros(1, np.float32), []).size == 1
    assert probabilities(np.zeros(513, np.float32), []).size == 2
    assert probabilities(SOUND, []).size == int(np.ceil(SOUND.size / 512))


@pytest.mark.parametrize("pitch", [95.0, 130.0, 200.0])
@pytest.mark.parametrize("level", [0.01, 0.1, 0.3])
def test_speech_is_found_where_it_was_put(pitch: float, level: float) -> None:
    sound = join([1.0, say(2.0, pitch=pitch, level=level), 1.2, say(1.5, pitch=pitch, level=level)])
    found = speech_stretches(probabilities(sound, []))
    planted = [(1.0, 3.0), (4.2, 5.7)]
    assert len(found) == len(planted)
    for (start, end), (true_start, true_end) in zip(found, planted, strict=True):
        assert start == pytest.approx(true_start, abs=0.13)  # four frames
        assert end == pytest.approx(true_end, abs=0.13)  # four frames


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(5 * RATE, np.float32),
        0.05 * np.random.default_rng(1).standard_normal(5 * RATE).astype(np.float32),
        0.3 * np.sin(2 * np.pi * 440 * np.arange(5 * RATE) / RATE).astype(np.float32),
        (np.arange(5 * RATE) % 8000 == 0).astype(np.float32),
    ],
    ids=["silence", "hiss", "tone", "clicks"],
)
def test_no_speech_where_there_is_none(sound: Array) -> None:
    assert speech_stretches(probabilities(sound, [])) == []


def naive_stretches(values: list[float]) -> list[tuple[int, int]]:
    """Frames of speech by the definition, walked through one rule at a time."""
    inside, flags = False, []
    for value in values:
        inside = value >= 0.35 if inside else value >= 0.5
        flags.append(inside)
    runs: list[list[int]] = []
    for index, flag in enumerate(flags):
        if flag and runs and index - runs[-1][1] - 1 <= 3 and index > 0:  # 3 frames are 96 ms
            runs[-1][1] = index
        elif flag:
            runs.append([index, index])
    return [(a, b + 1) for a, b in runs if b + 1 - a >= 7]  # 7 frames are 224 ms


@settings(max_examples=300)
@given(st.lists(st.sampled_from([0.0, 0.3, 0.4, 0.45, 0.6, 0.9]), max_size=60))
def test_stretches_against_the_definition(values: list[float]) -> None:
    found = speech_stretches(np.array(values, dtype=np.float32))
    frames = [(round(a / 0.032), round(b / 0.032)) for a, b in found]
    assert frames == naive_stretches(values)


def test_the_network_is_found_without_torch() -> None:
    code = (
        "import sys; from scoring.voice import SpeechDetector; SpeechDetector();"
        "print(sorted({'torch', 'silero_vad', 'librosa', 'av', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_loads_no_engine() -> None:
    code = (
        "import sys; import scoring.voice, scoring.media, scoring.catalogue;"
        "heavy = {'torch', 'onnxruntime', 'swift_f0', 'librosa', 'av', 'cv2', 'scipy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_network_has_a_code_and_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing) as caught:
        module.model_path()
    assert caught.value.code == "voice.model_missing"
    assert "pip install" in caught.value.remedy
