"""Clips of the test figure, measured: what the truths and the invariance of the face share."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.child import MODELS
from data_samples.figure import FigureLook, FigureScript, frames
from data_samples.figure.script import Series
from scoring.face import FRAMES_PER_S, FaceMeter, FaceResult
from scoring.media import stream

Picture = NDArray[np.uint8]
Edit = Callable[[Picture, float], Picture]

LIVELY = FigureScript(
    duration_s=24.0,
    blinks=(2.0, 5.5, 7.0, 11.2, 15.0, 19.3),
    smiles=((3.0, 5.0), (12.0, 14.5), (20.0, 22.0)),
    brows=((8.5, 9.3), (17.0, 17.8)),
    turns=((9.5, 11.0, 10.0, 0.0), (15.4, 16.8, -8.0, 6.0)),
    glances=((5.8, 6.8, 1.0), (22.2, 23.4, -1.0)),
    seed=4,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The result of a clip and what was read off each of its frames."""

    result: FaceResult
    times: Series
    column: Mapping[str, Series]

    def count(self, feature: str, seconds: float) -> int:
        """A rate per minute as the number of times in so many seconds."""
        return round(self.result.values[feature] * seconds / 60)


def measure(pictures: Iterable[tuple[Picture, float]], answer: str = "") -> Measured:
    """Pictures and their times, measured as a recording's are."""
    meter = FaceMeter(MODELS)
    for picture, t in pictures:
        meter.feed(picture, t)
    times, column = meter.frames()
    return Measured(result=meter.result(answer), times=times, column=column)


def drawn(
    script: FigureScript,
    *,
    fps: float = FRAMES_PER_S,
    look: FigureLook | None = None,
    mouth: Series | None = None,
    edit: Edit | None = None,
) -> Iterator[tuple[Picture, float]]:
    """The figure's frames, each changed by ``edit``."""
    for picture, t in frames(script, fps=fps, look=look or FigureLook(), mouth=mouth):
        yield (picture if edit is None else edit(picture, t)), t


def speaking(script: FigureScript, fps: float, amount: float = 1.0, hz: float = 3.2) -> Series:
    """Lips that open and shut a few times a second, as far as ``amount``, throughout."""
    t = np.arange(round(script.duration_s * fps)) / fps
    opened: Series = amount * (0.5 + 0.5 * np.sin(2 * np.pi * hz * t + 0.7 * np.sin(0.9 * t)))
    return opened


def coded(
    pictures: Iterable[tuple[Picture, float]], codec: str, options: Mapping[str, str], fps: int = 25
) -> Measured:
    """The pictures encoded, decoded again through the recording's way in, and measured."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as out:
        video: Any = out.add_stream(codec, rate=fps, options=dict(options))
        for i, (picture, _) in enumerate(pictures):
            if i == 0:
                video.height, video.width = picture.shape[:2]
                video.pix_fmt = "yuv420p"
                video.codec_context.thread_count = 1
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = i, Fraction(1, fps)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    meter = FaceMeter(MODELS)
    file.seek(0)
    stream(file, audio=False, video_fps=FRAMES_PER_S, on_frame=meter.feed)
    times, column = meter.frames()
    return Measured(result=meter.result(), times=times, column=column)
