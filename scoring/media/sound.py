"""Decoded sound of any format becomes one unbroken line of 16 kHz blocks, mono or two channels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.media.channels import ChannelWatch

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

RATE = 16_000
"""Samples per second of every block that is handed on."""
BLOCK_S = 0.5
GAP_S = 0.1  # what a recorder's clock may be off before it counts as a gap
LARGEST_GAP_S = 600.0  # beyond this, or beyond the stated length, a time stamp is simply wrong
FULL_SCALE = 0.99
_LOUDEST = 8.0  # broken float files hold anything; nothing real is 18 dB over full scale

Samples = np.ndarray[Any, np.dtype[np.float32]]


def as_float(array: np.ndarray[Any, Any], channels: int, planar: bool) -> Samples:
    """Samples of any stored type as float32 from -1 to 1, shape (channels, n).

    Not-a-number becomes silence.

    Examples
    --------
    >>> as_float(np.array([[-32768, 16384]], dtype=np.int16), 1, False).tolist()
    [[-1.0, 0.5]]
    """
    if not planar:
        array = array.reshape(-1, channels).T
    if array.dtype.kind == "u":
        return np.asarray((array.astype(np.float32) - 128.0) / 128.0, dtype=np.float32)
    if array.dtype.kind == "i":
        scale = np.float32(1.0 / (1 << (8 * array.dtype.itemsize - 1)))
        return np.asarray(array.astype(np.float32) * scale, dtype=np.float32)
    plain = np.nan_to_num(array, nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(np.clip(plain, -_LOUDEST, _LOUDEST), dtype=np.float32)


def clipped_samples(channels: Samples) -> int:
    """How many samples stand at full scale in runs of three or more, all channels together.

    A loud but clean voice touches full scale for a sample or two; a cut-off one stays there.

    Examples
    --------
    >>> clipped_samples(np.array([[0.2, 1.0, 1.0, 1.0, 0.3, 1.0, 0.1]], dtype=np.float32))
    3
    """
    if channels.shape[1] < 3 or max(channels.max(), -channels.min()) < FULL_SCALE:
        return 0
    total = 0
    for loud in (channels >= FULL_SCALE, channels <= -FULL_SCALE):
        core = loud[:, :-2] & loud[:, 1:-1] & loud[:, 2:]
        run = np.zeros_like(loud)
        for shift in range(3):
            run[:, shift : shift + core.shape[1]] |= core
        total += int(run.sum())
    return total


class Sound:
    """Takes decoded frames in order and emits ``(block, start in s)``; times are the answer's own.

    Gaps in the recording's clock become silence, so that sound stays beside its picture. A time
    stamp that jumps beyond the recording's length is not believed.

    Parameters
    ----------
    emit : callable
        Gets float32 blocks of about half a second at 16 kHz and their start time in seconds.
    start, stop : float
        The stretch that is wanted, seconds from the beginning of the recording.
    length : float
        What the header says the recording lasts, seconds.
    split : bool
        Hand on the first two channels side by side, shape (2, n), instead of their mean.
    """

    def __init__(
        self,
        emit: Callable[[Samples, float], None],
        *,
        start: float = 0.0,
        stop: float = np.inf,
        length: float = np.inf,
        split: bool = False,
    ) -> None:
        self._emit = emit
        self._split = split
        self.watch = ChannelWatch()
        self._start = start
        self._stop = stop
        self._length = length
        self._clock = start  # end of what has arrived, seconds of the recording
        self._shift = 0.0  # what disbelieved time stamps are off
        self._waiting: list[Samples] = []
        self._waiting_n = 0
        self._rate = 0
        self._resampler: AudioResampler | None = None
        self.emitted = 0
        self.samples = 0
        self.clipped = 0
        self.gaps = 0
        self.filled_s = 0.0

    @property
    def clipping(self) -> float | None:
        """Share of the samples that were cut off at full scale; None before any sound."""
        return self.clipped / self.samples if self.samples else None

    @property
    def end(self) -> float:
        """Where the sound has got to, seconds of the recording."""
        return self._clock

    def feed(self, frame: AudioFrame, time: float | None) -> None:
        """One decoded frame and its time in the recording, None when the file does not say."""
        block = as_float(frame.to_ndarray(), frame.layout.nb_channels, frame.format.is_planar)
        rate = frame.sample_rate
        if rate != self._rate:
            self._drain()
            self._rate = rate
        at = self._clock if time is None else time - self._shift
        if at < self._start:  # before the stretch that is wanted
            block = block[:, round((self._start - at) * rate) :]
            at = self._start
        if at - self._clock > GAP_S:
            self._gap(at)
        if np.isfinite(self._stop):
            block = block[:, : max(0, round((self._stop - self._clock) * rate))]
        if not block.shape[1]:
            return
        self._waiting.append(block)
        self._waiting_n += block.shape[1]
        self._clock += block.shape[1] / rate
        if self._waiting_n >= BLOCK_S * rate:
            self._pass_on()

    def finish(self) -> None:
        """Hand on what is still inside."""
        self._drain()

    def _gap(self, at: float) -> None:
        length = min(at, self._stop) - self._clock
        if length > LARGEST_GAP_S or at > self._length + 1.0:
            self._shift += at - self._clock
            return
        self._drain()
        self.gaps += 1
        self.filled_s += length
        left = round(length * RATE)
        while left > 0:
            size = min(left, round(BLOCK_S * RATE))
            self._out(np.zeros((2, size) if self._split else size, dtype=np.float32))
            left -= size
        self._clock += length

    def _pass_on(self) -> None:
        if not self._waiting:
            return
        # a file may change its number of channels half way; each part is averaged on its own
        for block in self._waiting:
            self.samples += block.size
        same = {block.shape[0] for block in self._waiting}
        if len(same) == 1:
            joined = np.concatenate(self._waiting, axis=1)
            self.clipped += clipped_samples(joined)
            self.watch.feed(joined, self._rate)
            line = self._line(joined)
        else:
            self.clipped += sum(clipped_samples(block) for block in self._waiting)
            line = np.concatenate([self._line(block) for block in self._waiting], axis=-1)
        self._waiting = []
        self._waiting_n = 0
        if self._rate == RATE:
            self._out(line)
        else:
            self._resample(line)

    def _line(self, channels: Samples) -> Samples:
        """What is handed on of some channels: their mean, or the first two of them."""
        if not self._split:
            return np.asarray(channels.mean(axis=0), dtype=np.float32)
        return channels[:2] if channels.shape[0] > 1 else np.repeat(channels, 2, axis=0)

    def _resample(self, line: Samples) -> None:
        from av.audio.frame import AudioFrame
        from av.audio.resampler import AudioResampler

        layout = "stereo" if self._split else "mono"
        if self._resampler is None:
            self._resampler = AudioResampler(format="fltp", layout=layout, rate=RATE)
        planes = np.ascontiguousarray(np.atleast_2d(line))
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout=layout)
        frame.sample_rate = self._rate
        for out in self._resampler.resample(frame):
            self._put(out)

    def _drain(self) -> None:
        self._pass_on()
        if self._resampler is not None:
            for out in self._resampler.resample(None):
                self._put(out)
            self._resampler = None

    def _put(self, frame: AudioFrame) -> None:
        planes: Samples = frame.to_ndarray().astype(np.float32, copy=False)
        self._out(planes if self._split else planes[0])

    def _out(self, block: Samples) -> None:
        if block.size:
            self._emit(np.ascontiguousarray(block, dtype=np.float32), self.emitted / RATE)
            self.emitted += block.shape[-1]
