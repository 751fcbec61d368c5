"""Small recordings and manifests made for a test, each with content of its own."""

from __future__ import annotations

import array
import csv
import math
import wave
from pathlib import Path

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
