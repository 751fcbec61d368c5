"""Small recordings and manifests made for a test, each with content of its own."""

from __future__ import annotations

import array
import csv
import io
import math
import wave
from pathlib import Path
from typing import IO

from typing_extensions import Buffer

RATE = 16_000
TEXT = (
    "In my last job our team had to move the whole warehouse. I made the plan, asked each "
    "colleague what worried them, and we finished two weeks early. Customers noticed nothing, "
    "and complaints fell by thirty percent. Number {number} taught me to listen first."
)


def tone(path: Path, *, seconds: float = 1.0, hertz: float = 220.0) -> Path:
    """A sound file; a pitch of its own makes its content its own."""
    step = 2 * math.pi * hertz / RATE
    samples = array.array("h", (int(9000 * math.sin(step * n)) for n in range(int(seconds * RATE))))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return path


def batch_of(folder: Path, count: int, *, seconds: float = 1.0) -> Path:
    """A manifest of so many interviews, each one recording with its transcript."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "manifest.csv"
    with manifest.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["interview", "candidate", "role", "question", "media", "transcript"])
        for number in range(count):
            name = f"i{number:03d}"
            tone(folder / f"{name}.wav", seconds=seconds, hertz=200 + number)
            (folder / f"{name}.txt").write_text(TEXT.format(number=number), encoding="utf-8")
            rows.writerow(
                [name, f"c{number:03d}", "sales_manager", "sm_q1", f"{name}.wav", f"{name}.txt"]
            )
    return manifest


def silence(path: Path, *, seconds: float = 2.0) -> Path:
    """Digital silence."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(2 * int(seconds * RATE)))
    return path


def film(
    target: str | Path | IO[bytes], *, size: int = 64, seconds: float = 2.0, form: str = "webm"
) -> None:
    """A picture without sound: a grey square that slowly brightens, as VP9."""
    import av
    import numpy as np

    where = str(target) if isinstance(target, Path) else target
    with av.open(where, "w", format=form) as out:
        stream = out.add_stream("libvpx-vp9", rate=10)
        stream.width = stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.thread_count = 1
        stream.options = {"deadline": "realtime", "cpu-used": "8"}
        for number in range(int(seconds * 10)):
            shade = np.full((size, size, 3), 40 + number, dtype=np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)


class Pipe(io.RawIOBase):
    """A place to write that cannot be gone back in, so that no length stands in the header."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: Buffer) -> int:
        return self._file.write(data)

    def close(self) -> None:
        self._file.close()
        super().close()
