"""Writes a clip of the test figure: its drawn frames with given speech, lips moving to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from data_samples.figure.drawing import PLAIN, frames
from data_samples.figure.portrait import SIDE, FigureLook
from data_samples.figure.script import FigureScript, Series

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

RATE = 16000
QUIET_DB, LOUD_DB = -45.0, -18.0
# VP9 as fast as it goes: the picture is a stand-in, not a portrait
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "34", "b": "0"}


def render(
    script: FigureScript,
    audio_path: Path | None,
    out_path: Path,
    *,
    fps: int = 25,
    look: FigureLook = PLAIN,
) -> None:
    """Writes a clip: VP9 picture of the figure, and the given speech as it is, in WebM.

    VP9 and Opus are the encoders whose licence fits (docs/decisions). The lips follow the
    loudness of the speech. The sound's packets are copied, not encoded again, and laid between
    the pictures they belong to, so that a browser plays the clip while it still arrives.

    Parameters
    ----------
    script : FigureScript
    audio_path : Path or None
        Speech as Opus in Ogg or WebM; None for a clip without sound.
    out_path : Path
        Ends in ``.webm``; written whole or not at all.
    fps : int
        Frames per second; below 13 blinks cannot be measured.
    """
    import av

    n = round(script.duration_s * fps)
    mouth = np.zeros(n) if audio_path is None else loudness(audio_path, fps, n)
    part = out_path.with_name(f".{out_path.name}.part")
    try:
        with av.open(str(part), "w", format="webm") as out:
            video: Any = out.add_stream("libvpx-vp9", rate=fps)
            video.width, video.height, video.pix_fmt = SIDE, SIDE, "yuv420p"
            video.codec_context.thread_count = 1
            video.options = {**VP9, "g": str(fps * 4)}
            video.time_base = Fraction(1, fps)
            drawn = frames(script, fps=fps, look=look, mouth=mouth)
            if audio_path is None:
                _interleave(out, video, drawn, fps, iter(()))
            else:
                with av.open(str(audio_path)) as speech:
                    sound = out.add_stream_from_template(speech.streams.audio[0])
                    packets = _packets(speech, sound, script.duration_s)
                    _interleave(out, video, drawn, fps, packets)
        part.replace(out_path)
    finally:
        part.unlink(missing_ok=True)


def _interleave(
    out: OutputContainer,
    video: Any,
    drawn: Iterator[tuple[NDArray[np.uint8], float]],
    fps: int,
    packets: Iterator[tuple[Any, float]],
) -> None:
    """Pictures in order, each after the sound that comes before it."""
    from av import VideoFrame

    waiting = next(packets, None)
    for i, (picture, t) in enumerate(drawn):
        while waiting is not None and waiting[1] <= t:
            out.mux(waiting[0])
            waiting = next(packets, None)
        frame = VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts, frame.time_base = i, Fraction(1, fps)
        out.mux(video.encode(frame))
    out.mux(video.encode(None))
    while waiting is not None:
        out.mux(waiting[0])
        waiting = next(packets, None)


def _packets(speech: InputContainer, sound: Any, duration_s: float) -> Iterator[tuple[Any, float]]:
    """The speech's packets, addressed to the new file, with their times in seconds."""
    for packet in speech.demux(audio=0):
        if packet.pts is None or packet.time_base is None:
            continue
        t = float(packet.pts * packet.time_base)
        if t < duration_s:
            packet.stream = sound
            yield packet, t


def loudness(audio_path: Path, fps: float, n: int) -> Series:
    """How far the mouth is open in each of ``n`` frames: loudness from -45 to -18 dB as 0 to 1."""
    import av

    blocks: list[NDArray[Any]] = []
    with av.open(str(audio_path)) as speech:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        for frame in speech.decode(audio=0):
            blocks += [made.to_ndarray().ravel() for made in resampler.resample(frame)]
    sound = np.concatenate(blocks) if blocks else np.zeros(1, dtype=np.float32)
    starts = np.round(np.arange(n + 1) * RATE / fps).astype(int)
    padded = np.zeros(starts[-1] + 1)
    padded[: min(len(sound), len(padded))] = sound[: len(padded)]
    power = np.add.reduceat(padded**2, starts[:-1]) / np.diff(starts)
    level = 10 * np.log10(power + 1e-9)
    opened = np.clip((level - QUIET_DB) / (LOUD_DB - QUIET_DB), 0.0, 1.0)
    smooth: Series = np.convolve(opened, [0.25, 0.5, 0.25], mode="same")
    return smooth
