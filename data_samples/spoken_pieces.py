"""Pieces of the bundled speech, cut where they sound, to be joined by silences of known length."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from data_samples.rendered import SAMPLES, sample_keys

RATE = 16_000
FRAME = 80  # 5 ms: how exactly a piece begins and ends with its sound
AUDIBLE_DB = -35.0  # of the loudest frame
GAP_S, SHORTEST_S, LONGEST_S = 0.25, 1.2, 4.0

Array = np.ndarray[Any, np.dtype[np.float32]]


def bundled_speech(key: str, number: int) -> Array:
    """One bundled answer as mono sound at 16 kHz.

    Examples
    --------
    >>> bundled_speech("en_lively", 1).size > 10 * RATE
    True
    """
    from scoring.media import stream

    blocks: list[Array] = []
    stream(SAMPLES / key / f"answer_{number}.ogg", on_audio=lambda block, t: blocks.append(block))
    return np.concatenate(blocks)


def bundled_answers() -> tuple[tuple[str, int], ...]:
    """Interview and number of every bundled answer, in order."""
    return tuple(
        (key, int(path.stem.removeprefix("answer_")))
        for key in sample_keys()
        for path in sorted((SAMPLES / key).glob("answer_*.ogg"))
    )


@lru_cache(maxsize=1)
def spoken_pieces() -> tuple[Array, ...]:
    """Speech of 1.2 to 4 s without a pause, each piece beginning and ending with its sound.

    Between the pieces nothing is heard for a quarter of a second or more; inside them for less, so
    that silences put between pieces are the only pauses of what is joined from them.
    """
    found: list[Array] = []
    for key, number in bundled_answers():
        sound = bundled_speech(key, number)
        frames = sound[: sound.size // FRAME * FRAME].reshape(-1, FRAME)
        power = (frames**2).mean(axis=1)
        heard = np.flatnonzero(power > power.max() * 10 ** (AUDIBLE_DB / 10))
        breaks = np.flatnonzero(np.diff(heard) * FRAME >= GAP_S * RATE)
        starts = np.concatenate([[heard[0]], heard[breaks + 1]])
        ends = np.concatenate([heard[breaks], [heard[-1]]]) + 1
        for start, end in zip(starts, ends, strict=True):
            if SHORTEST_S * RATE <= (end - start) * FRAME <= LONGEST_S * RATE:
                found.append(sound[start * FRAME : end * FRAME])
    return tuple(found)
