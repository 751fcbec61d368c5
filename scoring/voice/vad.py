"""Where somebody speaks: silero's network gives a probability for every 32 ms of sound."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interview import ModelMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

RATE = 16_000
FRAME = 512
FRAME_S = FRAME / RATE
"""Seconds per probability."""
# The network was trained with the last 64 samples of the previous frame in front of each one;
# without them it hears no speech and says nothing of it.
CONTEXT = 64
MASK_S = 0.016  # the grid on which all tracks of an answer meet
FRAMES_PER_CALL = 128  # about four seconds; the call's cost no longer falls beyond this

ON, OFF = 0.5, 0.35  # silero's own thresholds to enter and to leave speech
SHORTEST_SPEECH_S = 0.2
SHORTEST_GAP_S = 0.1

Floats = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def model_path() -> Path:
    """The network's file inside the installed package, found without importing the package.

    Importing it would load torch, which costs seconds and sets its threads for the whole process.

    Raises
    ------
    ModelMissing
        ``voice.model_missing`` when the package or the file is not there.
    """
    spec = importlib.util.find_spec("silero_vad")
    name = "silero_vad_16k_sequence.onnx"
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "data" / name
        if path.is_file():
            return path
    raise ModelMissing(
        "voice.model_missing",
        f"the speech detection network {name} is not installed",
        'install it: pip install "silero-vad==6.2.3"',
        file=name,
    )


@lru_cache(maxsize=1)
def _session() -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model_path()), options, providers=["CPUExecutionProvider"]
    )


class SpeechDetector:
    """Takes sound in blocks of any length; `probabilities` are the same whatever the blocks were.

    Source: silero-vad 6 (MIT), sequence export.

    Examples
    --------
    >>> detector = SpeechDetector()
    >>> detector.feed(np.zeros(16000, dtype=np.float32))
    >>> bool((detector.finish() < 0.5).all())
    True
    """

    def __init__(self) -> None:
        self._session = _session()
        self._hidden = np.zeros((1, 1, 128), dtype=np.float32)
        self._cell = np.zeros((1, 1, 128), dtype=np.float32)
        self._context = np.zeros(CONTEXT, dtype=np.float32)
        self._waiting: list[Floats] = []
        self._waiting_n = 0
        self._found: list[Floats] = []

    def feed(self, block: Floats) -> None:
        """The next samples, float32 mono at 16 kHz."""
        self._waiting.append(block)
        self._waiting_n += block.size
        if self._waiting_n >= FRAMES_PER_CALL * FRAME:
            samples = np.concatenate(self._waiting)
            whole = samples.size // FRAME * FRAME
            self._run(samples[:whole])
            self._waiting = [samples[whole:]]
            self._waiting_n = samples.size - whole

    def finish(self) -> Floats:
        """Probability of speech, 0 to 1, for every 32 ms fed; a last part frame counts as one."""
        if self._waiting_n:
            samples = np.concatenate(self._waiting)
            self._run(np.pad(samples, (0, -samples.size % FRAME)))
            self._waiting, self._waiting_n = [], 0
        return np.concatenate(self._found) if self._found else np.zeros(0, dtype=np.float32)

    def _run(self, samples: Floats) -> None:
        frames = samples.reshape(-1, FRAME)
        fed = np.empty((frames.shape[0], CONTEXT + FRAME), dtype=np.float32)
        fed[:, CONTEXT:] = frames
        fed[0, :CONTEXT] = self._context
        fed[1:, :CONTEXT] = frames[:-1, -CONTEXT:]
        found, self._hidden, self._cell = self._session.run(
            ["speech_probs", "hn", "cn"], {"input": fed, "h": self._hidden, "c": self._cell}
        )
        self._context = frames[-1, -CONTEXT:].copy()
        self._found.append(np.asarray(found, dtype=np.float32).reshape(-1))


def speech_stretches(probabilities: Floats) -> list[tuple[float, float]]:
    """Stretches of speech as (start, end) in seconds, in order.

    Speech begins at a probability of .5 and ends below .35. Gaps under 0.1 s belong to speech (the
    closure of a "p" or "t"); stretches under 0.2 s (a click, a cough) do not count.

    Examples
    --------
    >>> quiet, loud = [0.1] * 10, [0.9] * 10
    >>> found = speech_stretches(np.array(quiet + loud + quiet, dtype=np.float32))
    >>> [(round(a, 3), round(b, 3)) for a, b in found]
    [(0.32, 0.64)]
    """
    raw: list[tuple[float, float]] = []
    started: int | None = None
    for number, p in enumerate(probabilities.tolist()):
        if started is None and p >= ON:
            started = number
        elif started is not None and p < OFF:
            raw.append((started * FRAME_S, number * FRAME_S))
            started = None
    if started is not None:
        raw.append((started * FRAME_S, len(probabilities) * FRAME_S))
    return _joined(raw)


def stretches_of(speech: Mask) -> list[tuple[float, float]]:
    """Stretches of speech out of a mask per 16 ms, by the same rule for gaps and clicks.

    Examples
    --------
    >>> stretches_of(np.repeat([False, True, False], 20))
    [(0.32, 0.64)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speech.astype(np.int8), [0]])))
    times = [round(float(edge) * MASK_S, 6) for edge in edges]
    return _joined(list(zip(times[::2], times[1::2], strict=True)))


def _joined(raw: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in raw:
        if joined and start - joined[-1][1] < SHORTEST_GAP_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(a, b) for a, b in joined if b - a >= SHORTEST_SPEECH_S]
