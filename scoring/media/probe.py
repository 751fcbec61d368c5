"""What a recording is, found out without decoding it: length, picture, sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.media.source import MediaSource, _look, open_media

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

_FASTEST = 240  # browsers write 1000 where they do not know
_PACKETS_FOR_ROTATION = 64  # the first frame of every codec seen arrives well before this


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaFacts:
    """What the file says of itself.

    ``duration_ms`` is None when the header has none (recordings made by browsers);
    `stream` finds it by reading on. So is ``fps`` where the rate varies. Width and height are as
    shown, in pixels: a clip filmed upright is taller than wide. ``rotation`` is what was undone:
    0, 90, 180 or 270 degrees anticlockwise.
    """

    duration_ms: int | None
    has_audio: bool
    has_video: bool
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    audio_rate: int | None = None
    audio_channels: int | None = None
    size_bytes: int | None = None
    rotation: int = 0


def probe(source: MediaSource, *, max_bytes: int | None = None) -> MediaFacts:
    """Say what a recording holds before any work is spent on it.

    A cover picture attached to a sound file is not video.

    Parameters
    ----------
    source : path or binary file
    max_bytes : int or None
        Refuse anything larger.

    Raises
    ------
    MediaError
        As `open_media` does.

    Examples
    --------
    >>> import io, wave
    >>> file = io.BytesIO()
    >>> with wave.open(file, "wb") as out:
    ...     out.setparams((1, 2, 16000, 0, "NONE", ""))
    ...     out.writeframes(bytes(32000))
    >>> facts = probe(file)
    >>> facts.duration_ms, facts.has_audio, facts.has_video
    (1000, True, False)
    """
    size, _ = _look(source)
    with open_media(source, max_bytes=max_bytes) as container:
        sounds = sound_streams(container)
        pictures = moving_pictures(container)
        picture = pictures[0] if pictures else None
        rotation = _rotation(container, picture) if picture else 0
        width = picture.codec_context.width if picture else None
        height = picture.codec_context.height if picture else None
        if rotation % 180:
            width, height = height, width
        rate = (picture.average_rate or picture.guessed_rate) if picture else None
        return MediaFacts(
            duration_ms=declared_ms(container),
            has_audio=bool(sounds),
            has_video=picture is not None,
            width=width,
            height=height,
            fps=float(rate) if rate and rate <= _FASTEST else None,
            audio_rate=sounds[0].codec_context.sample_rate if sounds else None,
            audio_channels=sounds[0].codec_context.channels if sounds else None,
            size_bytes=size,
            rotation=rotation,
        )


def moving_pictures(container: InputContainer) -> list[VideoStream]:
    """The video streams that move: cover pictures and thumbnails are left out."""
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.timed_thumbnails
    return [s for s in container.streams.video if s.codec_context and not s.disposition & still]


def sound_streams(container: InputContainer) -> list[AudioStream]:
    """The sound streams a decoder exists for."""
    return [s for s in container.streams.audio if s.codec_context]


def declared_ms(container: InputContainer) -> int | None:
    """The length the header states, in milliseconds, or None."""
    if container.duration is not None and container.duration > 0:
        return round(container.duration / 1000)
    lengths = [
        float(s.duration * s.time_base)
        for s in (*container.streams.video, *container.streams.audio)
        if s.duration and s.time_base
    ]
    return round(max(lengths) * 1000) if lengths else None


def _rotation(container: InputContainer, picture: VideoStream) -> int:
    """Only a decoded frame carries the display matrix; damaged packets are passed over."""
    from av.error import FFmpegError

    picture.codec_context.thread_count = 1
    try:
        for number, packet in enumerate(container.demux(picture)):
            if number > _PACKETS_FOR_ROTATION:
                break
            try:
                for frame in packet.decode():
                    return int(frame.rotation) % 360
            except FFmpegError:
                continue
    except FFmpegError:
        return 0
    return 0
