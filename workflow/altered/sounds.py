"""A sound as it would be in a noisy room, or spoken more slowly or faster at the same pitch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 16_000
BLOCK = 256  # 16 ms, the step in which the scorer measures level
SPEECH_BELOW_PEAK_DB = 25.0  # what lies further below the loud syllables is pause


def noisy(sound: Samples, snr_db: float, *, seed: int) -> Samples:
    """The sound with a room's noise under it, so many dB below the speech.

    The noise falls by 3 dB an octave from 60 Hz on, as ventilation and traffic roughly do. The
    level of speech is the mean power of the 16 ms blocks within 25 dB of the loudest twentieth. A
    background that is there already is added to, so the ratio reached is at most ``snr_db``.

    Parameters
    ----------
    sound : array
        Shape (channels, n), float32 at 16 kHz; every channel gets the same noise.

    Examples
    --------
    >>> t = np.arange(32000) / 16000
    >>> tone = (0.2 * np.sin(2 * np.pi * 200 * t)).astype(np.float32)[None]
    >>> added = noisy(tone, 10.0, seed=1) - tone
    >>> round(float(10 * np.log10((tone**2).mean() / (added**2).mean())), 1)
    10.0
    """
    n = sound.shape[1]
    if n < BLOCK:
        return sound
    blocks = sound[:, : n - n % BLOCK].astype(np.float64) ** 2
    power = blocks.mean(axis=0).reshape(-1, BLOCK).mean(axis=1)
    loud = float(np.quantile(power, 0.95))
    if loud <= 0.0:
        return sound
    speech = float(power[power >= loud * 10 ** (-SPEECH_BELOW_PEAK_DB / 10)].mean())
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal(n))
    hertz = np.fft.rfftfreq(n, 1 / RATE)
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(hertz, 60.0)), n)
    noise *= np.sqrt(speech * 10 ** (-snr_db / 10) / (noise**2).mean())
    return np.clip(sound + noise, -1.0, 1.0).astype(np.float32)


def stretched(sound: Samples, tempo: float) -> Samples:
    """The sound played ``tempo`` times as fast at the same pitch.

    Waveform similarity overlap-add, by the ``atempo`` filter that comes with the decoder.

    Parameters
    ----------
    sound : array
        Shape (1, n) or (2, n), float32 at 16 kHz.

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 200 * np.arange(32000) / 16000).astype(np.float32)[None]
    >>> slow = stretched(tone, 0.8)
    >>> abs(slow.shape[1] / 32000 - 1.25) < 0.02
    True
    >>> int(np.abs(np.fft.rfft(slow[0])).argmax() * 16000 / slow.shape[1])
    200
    """
    import av
    from av.filter import Graph

    layout = "mono" if sound.shape[0] == 1 else "stereo"
    graph = Graph()
    source: Any = graph.add_abuffer(sample_rate=RATE, format="fltp", layout=layout)
    change: Any = graph.add("atempo", str(tempo))
    sink: Any = graph.add("abuffersink")
    source.link_to(change)
    change.link_to(sink)
    graph.configure()
    made: list[Samples] = []

    def take() -> None:
        while True:
            try:
                block = sink.pull().to_ndarray()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            # the filter may hand on the channels of each sample side by side
            if block.shape[0] != sound.shape[0]:
                block = block.reshape(-1, sound.shape[0]).T
            made.append(block.astype(np.float32))

    for start in range(0, sound.shape[1], RATE):
        block = np.ascontiguousarray(sound[:, start : start + RATE])
        frame: Any = av.AudioFrame.from_ndarray(block, "fltp", layout)
        frame.sample_rate, frame.pts = RATE, start
        source.push(frame)
        take()
    source.push(None)
    take()
    return np.concatenate(made, axis=1) if made else sound[:, :0]
