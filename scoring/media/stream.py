"""One open and one pass through a recording: sound and pictures as they come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from interview import Flag, MediaError, Span
from scoring.media.picture import MAX_WIDTH, Picture, Pixels
from scoring.media.probe import declared_ms, moving_pictures, sound_streams
from scoring.media.sound import Samples, Sound
from scoring.media.source import MediaSource, media_name, open_media

if TYPE_CHECKING:
    from av.container import InputContainer

FLAGGED_GAP_MS = 500  # some recorders leave out silence; less than this nobody misses
ENDED_S = 30.0  # no recorder writes sound and picture further apart than this
OnAudio = Callable[[Samples, float], None]
OnFrame = Callable[[Pixels, float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class StreamFacts:
    """What one pass found. Milliseconds are of the stretch that was read.

    ``damaged`` counts packets and frames the decoder could not use whole; ``ended_early`` is true
    when the file stops well before the length it states; ``clipping`` is the share of samples cut
    off at full scale, at the recording's own rate, None without sound. ``channels_apart_s`` is how
    many seconds of a stereo recording hold different sound left and right.
    """

    duration_ms: int
    audio_ms: int
    video_ms: int
    has_audio: bool
    has_video: bool
    frames_decoded: int
    frames_given: int
    damaged: int
    ended_early: bool
    audio_gaps: int
    filled_ms: int
    clipping: float | None
    audio_rate: int | None
    audio_channels: int | None
    channels_apart_s: float = 0.0

    def flags(self) -> tuple[Flag, ...]:
        """What a reviewer should know about the recording itself."""
        found = []
        if self.damaged:
            found.append(Flag(code="media.damaged", slots={"packets": self.damaged}))
        if self.ended_early:
            found.append(
                Flag(code="media.ended_early", slots={"seconds": round(self.duration_ms / 1000, 1)})
            )
        if self.filled_ms >= FLAGGED_GAP_MS:
            found.append(
                Flag(
                    code="media.audio_gaps",
                    slots={"gaps": self.audio_gaps, "seconds": round(self.filled_ms / 1000, 1)},
                )
            )
        return tuple(found)


def stream(
    source: MediaSource,
    *,
    audio: bool = True,
    video_fps: float | None = None,
    span: Span | None = None,
    on_audio: OnAudio | None = None,
    on_frame: OnFrame | None = None,
    max_width: int = MAX_WIDTH,
    max_bytes: int | None = None,
    split: bool = False,
) -> StreamFacts:
    """Read a recording once and hand on its sound and pictures as they come.

    Memory does not grow with length. One thread decodes, so that several workers side by side
    each get a core. Damaged packets are counted and passed over.

    Parameters
    ----------
    source : path or binary file
    audio : bool
        Whether sound is wanted.
    video_fps : float or None
        Pictures per second to sample; None for no pictures.
    span : Span or None
        The stretch that is one answer; times handed on count from its start.
    on_audio : callable
        Gets float32 mono blocks at 16 kHz and their start in seconds; blocks join without gaps.
    on_frame : callable
        Gets uint8 pictures (height, width, 3; blue, green, red) and their time in seconds.
    max_width : int
        Wider pictures are scaled down to this many pixels.
    max_bytes : int or None
        Refuse larger files.
    split : bool
        Hand on two channels side by side, blocks of shape (2, n), instead of mono; a mono
        recording comes twice.

    Raises
    ------
    MediaError
        As `open_media`, ``media.truncated`` when nothing in it can be decoded, and
        ``media.outside_span`` when the answer lies beyond the end of the recording.

    Examples
    --------
    >>> import io, wave
    >>> file = io.BytesIO()
    >>> with wave.open(file, "wb") as out:
    ...     out.setparams((1, 2, 8000, 0, "NONE", ""))
    ...     out.writeframes(bytes(32000))
    >>> facts = stream(file, on_audio=lambda block, t: None)
    >>> facts.audio_ms, facts.has_video
    (2000, False)
    """
    with open_media(source, max_bytes=max_bytes) as container:
        reading = _Reading(
            container,
            audio=audio,
            video_fps=video_fps,
            span=span,
            on_audio=on_audio or _nowhere,
            on_frame=on_frame or _nowhere,
            max_width=max_width,
            split=split,
        )
        return reading.run(media_name(source))


def _nowhere(_: np.ndarray[Any, Any], __: float) -> None:
    """Nobody wanted it."""


class _Reading:
    """The state of one pass."""

    def __init__(
        self,
        container: InputContainer,
        *,
        audio: bool,
        video_fps: float | None,
        span: Span | None,
        on_audio: OnAudio,
        on_frame: OnFrame,
        max_width: int,
        split: bool,
    ) -> None:
        from av.stream import Discard

        self.container = container
        # some containers start their clock at a day's time or at an earlier recording's end
        self.origin = (container.start_time or 0) / 1e6
        self.declared = declared_ms(container)
        self.start = span.start_ms / 1000 if span else 0.0
        self.stop = span.end_ms / 1000 if span else np.inf
        sounds = sound_streams(container)
        pictures = moving_pictures(container)
        self.heard = sounds[0] if sounds and audio else None
        self.seen = pictures[0] if pictures and video_fps else None
        self.sound = Sound(
            on_audio,
            start=self.start,
            stop=self.stop,
            length=self.declared / 1000 if self.declared else np.inf,
            split=split,
        )
        aspect = float(self.seen.sample_aspect_ratio or 1) if self.seen else 1.0
        self.picture = Picture(
            on_frame,
            fps=video_fps or 1.0,
            start=self.start,
            stop=self.stop,
            max_width=max_width,
            pixel_aspect=aspect if 0.2 < aspect < 5 else 1.0,
        )
        rate = (self.seen.average_rate or self.seen.guessed_rate) if self.seen else None
        self.frame_s = 1 / float(rate) if rate else 0.04
        self.wanted = [s for s in (self.heard, self.seen) if s is not None]
        for one in container.streams:
            if one not in self.wanted:
                one.discard = Discard.all
        for one in self.wanted:
            one.codec_context.thread_count = 1
        self.damaged = 0
        self.frame_end = 0.0
        self.reached = 0.0
        self.sounded = False
        self.any = False

    def run(self, name: str) -> StreamFacts:
        from av.error import FFmpegError

        if self.wanted:
            if self.start > 0:
                self._seek()
            try:
                for packet in self.container.demux(self.wanted):
                    self._packet(packet)
                    if self._past_the_end():
                        break
            except FFmpegError:
                self.damaged += 1  # the file breaks off inside a packet; what came before stands
            self.sound.finish()
            self._check(name)
        audio_s = self.sound.emitted / 16_000
        video_s = max(0.0, self.picture.end - self.start)
        return StreamFacts(
            duration_ms=round(max(audio_s, video_s) * 1000),
            audio_ms=round(audio_s * 1000),
            video_ms=round(video_s * 1000),
            has_audio=self.heard is not None,
            has_video=self.seen is not None,
            frames_decoded=self.picture.decoded,
            frames_given=self.picture.given,
            damaged=self.damaged + self.picture.corrupt,
            ended_early=self._ended_early(),
            audio_gaps=self.sound.gaps,
            filled_ms=round(self.sound.filled_s * 1000),
            clipping=self.sound.clipping,
            audio_rate=self.heard.codec_context.sample_rate if self.heard else None,
            audio_channels=self.heard.codec_context.channels if self.heard else None,
            channels_apart_s=self.sound.watch.apart_s,
        )

    def _seek(self) -> None:
        from av.error import FFmpegError

        try:
            # a second early: sound decoders need a little run-up
            target = round((max(0.0, self.start - 1.0) + self.origin) * 1e6)
            self.container.seek(target, backward=True)
        except FFmpegError:
            with suppress(FFmpegError):  # it is then read from where it stands
                self.container.seek(round(self.origin * 1e6), backward=True)

    def _packet(self, packet: Any) -> None:
        from av.error import FFmpegError

        try:
            frames = packet.decode()
        except FFmpegError:
            self.damaged += 1
            return
        for frame in frames:
            self.any = True
            time = None if frame.time is None else frame.time - self.origin
            if packet.stream is self.heard:
                self.sounded = True
                self.sound.feed(frame, time)
                self.reached = max(self.reached, self.sound.end)
            else:
                at = self.frame_end if time is None else time
                self.frame_end = at + self.frame_s
                self.reached = max(self.reached, self.frame_end)
                self.picture.feed(frame, at, self.frame_s)

    def _past_the_end(self) -> bool:
        if not np.isfinite(self.stop):
            return False
        heard = self.heard is None or self.sound.end >= self.stop
        seen = self.seen is None or self.frame_end >= self.stop + self.frame_s
        # where one of the two has ended before, the other need not be read to the end of the file
        return (heard and seen) or self.reached > self.stop + ENDED_S

    def _check(self, name: str) -> None:
        """An error where the stretch that was asked for gave nothing."""
        if self.sound.emitted or self.picture.decoded:
            return
        length = (self.declared or round(self.reached * 1000)) / 1000
        if self.start > 0 and (self.any or self.start >= length):
            raise MediaError(
                "media.outside_span",
                f"the answer starts at {self.start:.1f} s, but {name} lasts {length:.1f} s",
                f"give a start below {length:.1f} s",
                file=name,
                start=round(self.start, 1),
                length=round(length, 1),
            )
        raise MediaError(
            "media.truncated",
            f"nothing in {name} can be decoded",
            "copy or upload it again; the copy has the size of the original",
            file=name,
        )

    def _ended_early(self) -> bool:
        # where nothing was wanted of what it holds, nothing was read: no word on where it ends
        if self.declared is None or not self.wanted:
            return False
        stated = min(self.declared / 1000, self.stop)
        return self.reached < stated - max(1.0, 0.05 * stated)
