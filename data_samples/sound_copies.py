"""Copies of a sound as people send it: another rate, another format, another level."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

RATE = 16_000
Array = np.ndarray[Any, np.dtype[np.float32]]


def sound_copy(
    sound: Array,
    kind: str = "wav",
    codec: str = "pcm_s16le",
    *,
    rate: int = RATE,
    bit_rate: int | None = None,
    gain_db: float = 0.0,
    stereo: bool = False,
) -> io.BytesIO:
    """A sound file holding the sound given, float32 at 16 kHz, shape (n,) or (2, n).

    Parameters
    ----------
    sound : array
        Mono, or two channels that stay two.
    kind, codec : str
        Container and encoder as PyAV calls them.
    rate : int
        Samples per second of the copy.
    bit_rate : int or None
        Bits per second of a lossy encoder; its own choice by default.
    gain_db : float
        Turned up or down; what then exceeds full scale is cut off, as a converter does.
    stereo : bool
        Write mono sound to two equal channels.

    Examples
    --------
    >>> from scoring.media import probe
    >>> facts = probe(sound_copy(np.zeros(16000, np.float32), rate=48000, stereo=True))
    >>> facts.audio_rate, facts.audio_channels, facts.duration_ms
    (48000, 2, 1000)
    """
    import av

    planes = np.atleast_2d(np.clip(sound * 10 ** (gain_db / 20), -1, 1)).astype(np.float32)
    layout = "stereo" if stereo or planes.shape[0] == 2 else "mono"
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as out:
        track: Any = out.add_stream(codec, rate=rate, layout=layout)
        if bit_rate:
            track.codec_context.bit_rate = bit_rate
        change = av.AudioResampler(
            format=track.codec_context.format.name, layout=layout, rate=rate, frame_size=960
        )
        raw = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(planes), "fltp", "stereo" if planes.shape[0] == 2 else "mono"
        )
        raw.sample_rate = RATE
        done = 0
        for frame in [*change.resample(raw), *change.resample(None)]:
            frame.pts = done
            done += frame.samples
            out.mux(track.encode(frame))
        out.mux(track.encode())
    file.seek(0)
    return file
