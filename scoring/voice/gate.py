"""Whether a voice was recorded well enough to be scored, and what a reviewer should know of it."""

from __future__ import annotations

from collections.abc import Mapping

from interview import Flag
from scoring.gate_thresholds import limit
from scoring.voice.heard import SPEECH_S, Heard

SILENT_DB = limit("voice.silent_level")
"""Level of the loudest 16 ms of a recording in which nobody can be heard."""
NOISY_DB, TOO_NOISY_DB = limit("voice.noisy"), limit("voice.too_noisy")
CLIPPED, TOO_CLIPPED = limit("voice.clipped"), limit("voice.too_clipped")


def gate(heard: Heard, values: Mapping[str, float]) -> tuple[str, dict[str, object]]:
    """The first reason against scoring this voice, with the values its sentence needs.

    An empty code means nothing stands against it. At least 3 s of speech, 3 dB over the
    background and no more than 5 % cut off: below that the measures say more about the microphone.

    Parameters
    ----------
    heard : Heard
        The tracks of the answer.
    values : mapping
        Its features; ``voice_snr`` and ``voice_clipping`` are looked at.
    """
    if heard.loudest < SILENT_DB:
        return "voice.silent", {"level": round(heard.loudest), "needed": round(SILENT_DB)}
    # before speech is looked for: a voice cut off hard enough is no longer heard as one
    if values["voice_clipping"] > TOO_CLIPPED:
        return "voice.too_clipped", {
            "percent": round(100 * values["voice_clipping"], 1),
            "allowed": round(100 * TOO_CLIPPED),
        }
    if heard.pauses is None:
        return "voice.no_speech", {"seconds": round(heard.seconds, 1)}
    if heard.pauses.speech < SPEECH_S:
        return "voice.too_little_speech", {
            "seconds": round(heard.pauses.speech, 1),
            "needed": SPEECH_S,
        }
    if values["voice_snr"] < TOO_NOISY_DB:
        return "voice.too_noisy", {"snr": round(values["voice_snr"], 1), "needed": TOO_NOISY_DB}
    return "", {}


def sound_flags(values: Mapping[str, float]) -> list[Flag]:
    """What is good enough to be measured but should be known: noise, sound cut off.

    Examples
    --------
    >>> [flag.code for flag in sound_flags({"voice_snr": 6.0, "voice_clipping": 0.01})]
    ['voice.noisy', 'voice.clipped']
    """
    found = []
    snr = values.get("voice_snr")
    if snr is not None and snr < NOISY_DB:
        found.append(Flag(code="voice.noisy", slots={"snr": round(snr, 1), "wanted": NOISY_DB}))
    clipping = values.get("voice_clipping", 0.0)
    if clipping > CLIPPED:
        found.append(Flag(code="voice.clipped", slots={"percent": round(100 * clipping, 1)}))
    return found
