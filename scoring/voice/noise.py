"""Whether the sound is good enough: the voice over its background."""

from __future__ import annotations

from typing import Any

import numpy as np

HIGHEST_DB = 60.0  # above this the recorder's own steps are being measured, not the room
LOWEST_DB = -20.0
DIGITAL_SILENCE = 1e-10  # power; -100 dB: a muted or gated stretch says nothing of the room
FEWEST_FRAMES = 20  # 0.3 s of background before its median is trusted
GUARD = 8  # frames (0.13 s) on either side of speech: its onset and its echo

Floats = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def snr_db(power: Floats, speech: Mask, maybe: Mask | None = None) -> float:
    """Signal-to-noise ratio in dB: 10 log10((P_speech - P_noise) / P_noise).

    P_noise is the median power between stretches of speech (a click does not move it). Where the
    recording leaves too little of that, the quietest twentieth of all sound stands in for it, and
    the ratio is a lower bound: the dips between syllables still hold some voice.

    Parameters
    ----------
    power : array
        Mean power per 16 ms.
    speech : array of bool
        Whether there is speech, same length; at least one True.
    maybe : array of bool or None
        Where there may be speech: nothing near it counts as background. ``speech`` by default.

    Examples
    --------
    >>> power = np.array([1e-4] * 100 + [1e-2 + 1e-4] * 100, dtype=np.float32)
    >>> round(snr_db(power, power > 1e-3), 2)
    20.0
    """
    held = speech if maybe is None else speech | maybe
    near = np.convolve(held, np.ones(2 * GUARD + 1), mode="same") > 0
    sounding = power > DIGITAL_SILENCE
    background = power[~near & sounding]
    if background.size >= FEWEST_FRAMES:
        noise = float(np.median(background))
    elif (~near & ~sounding).sum() >= FEWEST_FRAMES:
        return HIGHEST_DB  # nothing at all between the words: a gate or a synthetic voice
    else:
        noise = float(np.percentile(power[sounding], 5)) if sounding.any() else 0.0
    voice = float(power[speech].mean()) - noise
    if noise <= 0:
        return HIGHEST_DB
    if voice <= 0:
        return LOWEST_DB
    return float(np.clip(10 * np.log10(voice / noise), LOWEST_DB, HIGHEST_DB))
