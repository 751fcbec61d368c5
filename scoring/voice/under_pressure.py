"""The voice within the passages that speak of pressure, measured as the whole answer is."""

from __future__ import annotations

from collections.abc import Sequence

from interview import Flag, Transcript
from scoring.gate_thresholds import limit
from scoring.language.own_words import own_words
from scoring.voice import pitch
from scoring.voice.heard import PLAUSIBLE_RATE, VOICED_S, Heard
from scoring.voice.pressure import pressure_passages
from scoring.voice.syllables import rate_spread, spoken_syllables

PASSAGE_S = limit("voice.least_pressure")
RATE, SPREAD, RANGE = PRESSURE = (
    "voice_articulation_rate_pressure",
    "voice_articulation_sd_pressure",
    "voice_pitch_range_pressure",
)


def pressure_values(
    heard: Heard, transcript: Transcript | None, flags: Sequence[Flag] = ()
) -> tuple[dict[str, float], dict[str, str]]:
    """Rate, its spread and the pitch range where the words speak of pressure; codes for the rest.

    Formulas are those of the whole answer, over the speech inside the passages. The pitch range is
    inside the speaker's own register of the whole answer.

    Parameters
    ----------
    heard : Heard
    transcript : Transcript or None
        Its words find the passages and its times place them.
    flags : sequence of Flag
        What the whole answer's measures found; a transcript that does not fit is not used.
    """
    if heard.pauses is None:
        return {}, {}  # no speech at all, which the whole answer's measures say
    if transcript is None or not transcript.text.strip():
        return {}, dict.fromkeys(PRESSURE, "language.no_transcript")
    if any(flag.code == "voice.transcript_mismatch" for flag in flags):
        return {}, dict.fromkeys(PRESSURE, "voice.transcript_mismatch")
    if not any(s.words or s.start_ms is not None for s in transcript.segments):
        return {}, dict.fromkeys(PRESSURE, "voice.transcript_untimed")
    own = own_words(transcript)
    if own.code:
        return {}, dict.fromkeys(PRESSURE, own.code)
    # that the interviewer spoke of pressure says nothing about how the candidate did
    passages = pressure_passages(own.transcript)
    if not passages:
        return {}, dict.fromkeys(PRESSURE, "voice.no_pressure_passage")
    bounds = [(p.start, p.end) for p in passages]
    stretches = _shared(heard.stretches, bounds)
    spoken = sum(end - start for start, end in stretches)
    values: dict[str, float] = {}
    codes: dict[str, str] = {}
    if spoken >= PASSAGE_S:
        inside = heard.within(stretches)
        peaks = heard.syllables
        said = sum(spoken_syllables(p.text) for p in passages) / spoken
        low, high = PLAUSIBLE_RATE
        if low <= said <= high:
            values[RATE] = said
        else:  # the times of these words are not those of this sound
            codes[RATE] = "voice.transcript_mismatch"
        spread = rate_spread(peaks, stretches)
        if spread is not None:
            values[SPREAD] = spread
        voiced = pitch.inside(heard.hz, inside)
        if heard.tracked and voiced.size * pitch.FRAME_S >= VOICED_S:
            values[RANGE] = pitch.pitch_range(voiced)
    return values, codes


def _shared(
    stretches: Sequence[tuple[float, float]], passages: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The parts of the stretches that lie inside a passage."""
    found = [
        (max(a, start), min(b, end))
        for a, b in stretches
        for start, end in passages
        if min(b, end) > max(a, start)
    ]
    return sorted(found)
