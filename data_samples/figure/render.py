"""Renders the test figure: a marked portrait that blinks, smiles, turns and moves its lips."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from data_samples.figure.expression import COLUMNS, ROWS, expression_map, face_grid
from data_samples.figure.portrait import (
    SIDE,
    FigureLook,
    Picture,
    coloured,
    empty_room,
    mark,
    portrait,
)
from data_samples.figure.script import FigureScript, Moment, Series, moments

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

PLAIN = FigureLook()
# depth of the head over its outline, in pixels; with it a flat portrait turns a little
HEAD_X, HEAD_Y, HEAD_HALF_X, HEAD_HALF_Y = 242.0, 205.0, 140.0, 165.0
HEAD_DEPTH, NOSE_DEPTH = 95.0, 38.0
NOSE_X, NOSE_Y, NOSE_REACH = 240.0, 230.0, 26.0
VISITOR_SIDE = 190
QUIET_DB, LOUD_DB = -45.0, -18.0


class Figure:
    """One look of the test figure, ready to draw frames."""

    def __init__(self, look: FigureLook = PLAIN) -> None:
        self._look = look
        self._picture = coloured(portrait(), look)
        self._room = empty_room(look)
        self._x, self._y = face_grid()
        rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        self._columns, self._rows = columns, rows
        reach = ((columns - HEAD_X) / HEAD_HALF_X) ** 2 + ((rows - HEAD_Y) / HEAD_HALF_Y) ** 2
        dome = np.clip(1.0 - reach, 0.0, None)
        nose = np.exp(-((columns - NOSE_X) ** 2 + (rows - NOSE_Y) ** 2) / (2 * NOSE_REACH**2))
        self._depth = (HEAD_DEPTH * dome + NOSE_DEPTH * nose).astype(np.float32)

    def draw(self, moment: Moment) -> Picture:
        """One frame, 480 by 480, BGR."""
        import cv2

        if not moment.present:
            picture = self._room.copy()
        else:
            from_x, from_y = expression_map(moment, self._x, self._y)
            picture = self._picture.copy()
            picture[ROWS, COLUMNS] = cv2.remap(
                self._picture, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
            # a mirrored figure is mirrored last, so its turn is drawn the other way round
            yaw = math.radians(-moment.yaw if self._look.mirrored else moment.yaw)
            pitch = math.radians(moment.pitch)
            picture = cv2.remap(
                picture,
                self._columns - self._depth * math.sin(yaw),
                self._rows + self._depth * math.sin(pitch),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            ).astype(np.uint8)
            if moment.visitor:
                small = cv2.resize(
                    self._picture[20:340, 80:400, :], (VISITOR_SIDE, VISITOR_SIDE), interpolation=3
                )
                picture[10 : 10 + VISITOR_SIDE, :VISITOR_SIDE] = small[:, ::-1]
        if self._look.mirrored:
            picture = np.ascontiguousarray(picture[:, ::-1])
        if moment.light != 1.0:
            picture = np.clip(picture * moment.light, 0, 255).astype(np.uint8)
        mark(picture)
        return picture


def frames(
    script: FigureScript,
    *,
    fps: float = 25.0,
    look: FigureLook = PLAIN,
    mouth: Series | None = None,
) -> Iterator[tuple[Picture, float]]:
    """Frames and their times (s), without sound or file: what the tests look at.

    Examples
    --------
    >>> picture, t = next(frames(FigureScript(duration_s=0.1)))
    >>> picture.shape, t
    ((480, 480, 3), 0.0)
    """
    figure = Figure(look)
    n = round(script.duration_s * fps)
    for i, moment in enumerate(moments(script, fps, np.zeros(n) if mouth is None else mouth)):
        yield figure.draw(moment), i / fps


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
    loudness of the speech. The sound's packets are copied, not encoded again.

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
            video.options = {
                "deadline": "realtime",
                "cpu-used": "8",
                "crf": "34",
                "b": "0",
                "g": str(fps * 4),
                "fflags": "+bitexact",
            }
            video.time_base = Fraction(1, fps)
            if audio_path is None:
                _pictures(out, video, script, fps, look, mouth)
            else:
                with av.open(str(audio_path)) as speech:
                    sound = out.add_stream_from_template(speech.streams.audio[0])
                    _pictures(out, video, script, fps, look, mouth)
                    _copy(out, sound, speech, script.duration_s)
        part.replace(out_path)
    finally:
        part.unlink(missing_ok=True)


def _pictures(
    out: OutputContainer,
    video: Any,
    script: FigureScript,
    fps: int,
    look: FigureLook,
    mouth: Series,
) -> None:
    from av import VideoFrame

    for i, (picture, _) in enumerate(frames(script, fps=fps, look=look, mouth=mouth)):
        frame = VideoFrame.from_ndarray(picture, format="bgr24")
        frame.pts, frame.time_base = i, Fraction(1, fps)
        out.mux(video.encode(frame))
    out.mux(video.encode(None))


def _copy(out: OutputContainer, sound: AudioStream, speech: Any, duration_s: float) -> None:
    for packet in speech.demux(audio=0):
        if packet.dts is None or packet.pts * packet.time_base >= duration_s:
            continue
        packet.stream = sound
        out.mux(packet)


def loudness(audio_path: Path, fps: float, n: int) -> Series:
    """How far the mouth is open in each of ``n`` frames: loudness from -45 to -18 dB as 0 to 1."""
    import av

    blocks: list[NDArray[Any]] = []
    with av.open(str(audio_path)) as speech:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=16000)
        for frame in speech.decode(audio=0):
            blocks += [made.to_ndarray().ravel() for made in resampler.resample(frame)]
    sound = np.concatenate(blocks) if blocks else np.zeros(1, dtype=np.float32)
    size = int(16000 / fps)
    padded = np.zeros(n * size, dtype=np.float64)
    padded[: min(len(sound), len(padded))] = sound[: len(padded)]
    power = (padded.reshape(n, size) ** 2).mean(axis=1)
    level = 10 * np.log10(power + 1e-9)
    opened = np.clip((level - QUIET_DB) / (LOUD_DB - QUIET_DB), 0.0, 1.0)
    smooth: Series = np.convolve(opened, [0.25, 0.5, 0.25], mode="same")
    return smooth
