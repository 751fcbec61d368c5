"""Makes the committed speech of the sample interviews: ``python -m data_samples.make [KEY ...]``.

Each interview's TOML says what is spoken, by which voice and with which pauses. Out come, beside
it, one small Opus file and one transcript with sentence and word times per answer. Run again,
it makes the same sound. The picture is not made here: it is rendered when the demo is built.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_samples.speech import Speaker, Voice

INTERVIEWS = Path(__file__).parent / "interviews"
RATE = 16000
BIT_RATE = 20000
ROOM_DB = -62.0  # a quiet room, so that silence is not digital zero
TAIL_S = 0.6


def make(folder: Path, speaker: Speaker) -> int:
    """Speaks every answer of one interview; returns the bytes of sound written."""
    plan = tomllib.loads((folder / "interview.toml").read_text("utf-8"))
    voice = Voice(**plan["voice"])
    written = 0
    for number, answer in enumerate(plan["answer"], 1):
        sound, segments = speak(answer, voice, speaker, seed=number)
        path = folder / f"answer_{number}.ogg"
        write_opus(path, sound)
        written += path.stat().st_size
        transcript = {
            "language": plan["locale"],
            "duration": round(len(sound) / RATE, 3),
            "segments": segments,
        }
        text = json.dumps(transcript, ensure_ascii=False, indent=1)
        (folder / f"answer_{number}.json").write_text(text + "\n", "utf-8")
    return written


def speak(
    answer: dict[str, Any], voice: Voice, speaker: Speaker, *, seed: int
) -> tuple[NDArray[np.float32], list[dict[str, Any]]]:
    """One answer's sound at 16 kHz and its sentences with times in seconds."""
    blocks: list[NDArray[np.float32]] = []
    segments: list[dict[str, Any]] = []
    at = 0
    for sentence, pause in zip(answer["sentences"], answer["pauses"], strict=True):
        blocks.append(np.zeros(round(pause * RATE), dtype=np.float32))
        at += len(blocks[-1])
        raw, words = speaker.say(sentence, voice)
        sound = resample(raw, speaker.rate)
        begun = at / RATE
        segments.append(
            {
                "text": sentence,
                "start": round(begun + words[0].start, 3),
                "end": round(begun + words[-1].end, 3),
                "words": [
                    {
                        "text": word.text,
                        "start": round(begun + word.start, 3),
                        "end": round(begun + word.end, 3),
                    }
                    for word in words
                ],
            }
        )
        blocks.append(sound)
        at += len(sound)
    blocks.append(np.zeros(round(TAIL_S * RATE), dtype=np.float32))
    whole = np.concatenate(blocks)
    whole *= 0.6 / max(float(np.abs(whole).max()), 1e-6)
    room = np.random.default_rng(seed).normal(0.0, 10 ** (ROOM_DB / 20), len(whole))
    return (whole + room).astype(np.float32), segments


def resample(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The sound at 16 kHz."""
    from math import gcd

    from scipy.signal import resample_poly

    common = gcd(RATE, rate)
    made: NDArray[np.float32] = resample_poly(sound, RATE // common, rate // common)
    return made.astype(np.float32)


def write_opus(path: Path, sound: NDArray[np.float32]) -> None:
    """One mono Opus file of 20 kbit a second."""
    import av

    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as out:
        stream: Any = out.add_stream("libopus", rate=RATE, layout="mono", bit_rate=BIT_RATE)
        for start in range(0, len(sound), RATE):
            block = sound[np.newaxis, start : start + RATE]
            frame = av.AudioFrame.from_ndarray(block, format="flt", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def main(*keys: str) -> None:
    """Makes the interviews named, or every one that has a plan."""
    speaker = Speaker()
    for plan in sorted(INTERVIEWS.glob("*/interview.toml")):
        if keys and plan.parent.name not in keys:
            continue
        print(f"{plan.parent.name}: {make(plan.parent, speaker):,} bytes of sound")


if __name__ == "__main__":
    main(*sys.argv[1:])
