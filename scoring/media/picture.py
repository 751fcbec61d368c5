"""Decoded pictures are sampled at an even rate, turned upright and made small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

MAX_WIDTH = 640
"""Pixels; faces of people before a camera lose nothing that is measured at this width."""

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


class Picture:
    """Takes decoded frames in order and emits ``(pixels, time in s)`` for the sampled ones.

    Only a sampled frame is converted: colour conversion costs about as much as decoding. Sampling
    times advance by an even step, so eight per second of 25 frames gives eight, not 6.25.

    Parameters
    ----------
    emit : callable
        Gets height x width x 3 uint8 in the order blue, green, red, and the time in seconds
        from ``start``.
    fps : float
        Samples per second; never more than the recording has.
    start, stop : float
        The stretch that is wanted, seconds from the beginning of the recording.
    max_width : int
        Wider pictures are scaled down to this.
    """

    def __init__(
        self,
        emit: Callable[[Pixels, float], None],
        *,
        fps: float,
        start: float = 0.0,
        stop: float = np.inf,
        max_width: int = MAX_WIDTH,
        pixel_aspect: float = 1.0,
    ) -> None:
        from av.video.reformatter import VideoReformatter

        self._emit = emit
        self._step = 1.0 / fps
        self._next = start
        self._start = start
        self._stop = stop
        self._max_width = max_width
        self._aspect = pixel_aspect
        # one reformatter for all frames: it keeps its scaling tables between calls
        self._reformatter = VideoReformatter()
        self.decoded = 0
        self.given = 0
        self.corrupt = 0
        self.end = start

    def feed(self, frame: VideoFrame, time: float, length: float) -> None:
        """One decoded frame, its time in the recording and how long it is shown, in seconds."""
        if time < self._start - 1e-6 or time >= self._stop:
            return
        self.decoded += 1
        self.corrupt += bool(frame.is_corrupt)
        self.end = max(self.end, min(time + length, self._stop))
        # a millisecond of grace: containers round their time stamps to it
        if time + 1e-3 < self._next:
            return
        while self._next <= time + 1e-3:
            self._next += self._step
        self.given += 1
        self._emit(self._pixels(frame), time - self._start)

    def _pixels(self, frame: VideoFrame) -> Pixels:
        quarter_turns = round(frame.rotation / 90)
        upright = quarter_turns % 2 == 0
        wide, high = frame.width * self._aspect, float(frame.height)
        shown = wide if upright else high
        scale = min(1.0, self._max_width / shown)
        small = self._reformatter.reformat(
            frame,
            width=max(1, round(wide * scale)),
            height=max(1, round(high * scale)),
            format="bgr24",
            interpolation="AREA",
            threads=1,
        )
        pixels = small.to_ndarray()
        turned = np.rot90(pixels, quarter_turns) if quarter_turns else pixels
        return np.ascontiguousarray(turned, dtype=np.uint8)
