"""Recordings made on the spot, each with a truth that is written in its picture and its sound."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np

TONE_HZ = 440.0
AMPLITUDE = 0.25
Array = np.ndarray[Any, Any]


def tone(seconds: float, rate: int, hz: float = TONE_HZ, amplitude: float = AMPLITUDE) -> Array:
    return amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def grey(index: int) -> int:
    """The brightness of frame number ``index``: 8 apart, so that coding cannot confuse two."""
    return 16 + 8 * (index % 28)


def wav(samples: Array, rate: int, width: int = 2) -> io.BytesIO:
    """Mono (n,) or interleaved (n, channels) samples from -1 to 1 as integer PCM."""
    table = np.atleast_2d(samples.T).T
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(table.shape[1])
        out.setsampwidth(width)
        out.setframerate(rate)
        top = 2 ** (8 * width - 1)
        whole = np.clip(np.round(table * top), -top, top - 1).astype(np.int64)
        if width == 1:
            out.writeframes((whole + 128).astype(np.uint8).tobytes())
        else:
            packed = whole.astype("<i8").reshape(-1, 1).view(np.uint8)[:, :width]
            out.writeframes(packed.tobytes())
    file.seek(0)
    return file


def float_wav(samples: Array, rate: int, bits: int = 32) -> io.BytesIO:
    """Samples as floating-point PCM, which the wave module cannot write."""
    data = samples.astype(f"<f{bits // 8}").tobytes()
    size = bits // 8
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, rate, rate * size, size, bits)
    body = head + b"data" + struct.pack("<I", len(data)) + data
    return io.BytesIO(b"RIFF" + struct.pack("<I", len(body)) + body)


class NoSeek:
    """A pipe: what a browser's recorder writes to. Nothing can be corrected afterwards."""

    def __init__(self) -> None:
        self.data = io.BytesIO()

    def write(self, chunk: bytes) -> int:
        return self.data.write(chunk)


def clip(
    target: BinaryIO | NoSeek | str,
    kind: str = "mp4",
    *,
    seconds: float = 2.0,
    fps: int = 25,
    size: tuple[int, int] = (96, 64),
    video: str | None = "mpeg4",
    pix_fmt: str = "yuv420p",
    audio: str | None = "aac",
    rate: int = 48_000,
    sound: Array | None = None,
    sound_starts: float = 0.0,
    jumps: Sequence[tuple[float, float]] = (),
    rotation: int = 0,
    pictures: Sequence[Array] | None = None,
    options: dict[str, str] | None = None,
) -> None:
    """Write a clip: frame ``i`` is plain ``grey(i)``, the sound a tone unless given.

    ``jumps`` are (at, by): from that moment on, sound is stamped later by so many seconds.
    """
    with av.open(target, "w", format=kind, options=options or {}) as out:
        seen = heard = None
        if video:
            seen = out.add_stream(video, rate=fps)
            seen.width, seen.height, seen.pix_fmt = *size, pix_fmt
            seen.codec_context.gop_size = 10
            seen.bit_rate = 400_000
            if rotation:
                seen.set_display_rotation(rotation)
        if audio:
            heard = out.add_stream(audio, rate=rate, layout="mono")
        if seen is not None:
            for index in range(round(seconds * fps)):
                if pictures is not None:
                    image = pictures[index % len(pictures)]
                else:
                    image = np.full((size[1], size[0], 3), grey(index), dtype=np.uint8)
                frame = av.VideoFrame.from_ndarray(image, format="bgr24")
                frame.pts, frame.time_base = index, Fraction(1, fps)
                out.mux(seen.encode(frame))
            out.mux(seen.encode())
        if heard is not None:
            samples = tone(seconds - sound_starts, rate) if sound is None else sound
            wanted = heard.codec_context.format.name
            resampler = av.AudioResampler(format=wanted, layout="mono", rate=rate, frame_size=1024)
            raw = av.AudioFrame.from_ndarray(
                samples.astype(np.float32)[None], format="fltp", layout="mono"
            )
            raw.sample_rate = rate
            done = 0
            for piece in [*resampler.resample(raw), *resampler.resample(None)]:
                at = sound_starts + done / rate
                at += sum(by for when, by in jumps if at >= when)
                piece.pts, piece.time_base = round(at * rate), Fraction(1, rate)
                done += piece.samples
                out.mux(heard.encode(piece))
            out.mux(heard.encode())


def clip_bytes(kind: str = "mp4", **how: Any) -> io.BytesIO:
    file = io.BytesIO()
    clip(file, kind, **how)
    file.seek(0)
    return file


def png(width: int = 8, height: int = 8) -> bytes:
    """The smallest honest picture file."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\x80" * (3 * width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def mp3_with_cover(seconds: float = 1.0) -> io.BytesIO:
    """A sound file with a picture in its tag, as music shops sell them."""
    sound = clip_bytes("mp3", video=None, audio="libmp3lame", rate=44_100, seconds=seconds)
    picture = b"\0image/png\0\x03\0" + png(64, 64)
    frame = b"APIC" + struct.pack(">I", len(picture)) + b"\0\0" + picture
    size = len(frame)
    synchsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return io.BytesIO(b"ID3\x03\0\0" + synchsafe + frame + strip_id3(sound.getvalue()))


def strip_id3(data: bytes) -> bytes:
    if not data.startswith(b"ID3"):
        return data
    size = sum((data[6 + i] & 0x7F) << shift for i, shift in enumerate((21, 14, 7, 0)))
    return data[10 + size :]
