"""All that was heard in one answer, side by side, and the measures taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypedDict

import numpy as np

from interview import Flag, Transcript
from scoring.catalogue import FEATURES
from scoring.gate_thresholds import limit
from scoring.language.own_words import OwnWords, own_words
from scoring.voice import energy, pitch
from scoring.voice.edges import settled_edges
from scoring.voice.energy import FRAME_S, Floats, decibels
from scoring.voice.noise import Mask, snr_db
from scoring.voice.pauses import Pauses, measure_pauses
from scoring.voice.syllables import rate_spread, spoken_syllables, syllable_peaks
from scoring.voice.vad import speech_stretches, stretches_of

SPEECH_S = limit("voice.least_speech")
"""Below this much speech nothing is scored."""
TALK_S = limit("voice.least_talk")  # a count per minute from less is a guess
VOICED_S = limit("voice.least_voiced")
FEWEST_VOICED = limit("voice.pitch_step")  # frames in a step before it has a pitch
RATE_STEP_S = limit("voice.rate_step")  # of speech in a step before it has a rate
PLAUSIBLE_RATE = (
    limit("voice.slowest_rate"),
    limit("voice.fastest_rate"),
)  # syllables per second that a person can say
# a transcript may run this far beyond its recording
TOLERANCE_S = limit("voice.transcript_overrun")

Track = tuple[float | None, ...]
NAMES = tuple(name for name, spec in FEATURES.items() if spec.modality == "voice")
OF_PITCH = (
    "voice_pitch_median",
    "voice_pitch_range",
    "voice_energy_range",
    "voice_pitch_range_pressure",
)
"""What cannot be measured without the pitch network."""
ELSEWHERE = {"voice_pitch_shift": "voice.no_baseline", "voice_overlap": "voice.one_channel"}
"""What one answer in one channel cannot say, and its code."""


class _Given(TypedDict):
    probabilities: Floats
    wide: Floats
    band: Floats
    hz: Floats | None
    seconds: float


class Heard:
    """The tracks of one answer on a common grid of 16 ms.

    Parameters
    ----------
    probabilities : array
        Of speech, per 32 ms.
    wide, band : array
        Power of all sound and of the vowel band, per 16 ms.
    hz : array or None
        Pitch per 16 ms, not-a-number where unvoiced; None when no pitch network is there.
    seconds : float
        Length of the answer.
    foreign : array of bool or None
        Per 16 ms, where the sound is another person's: nothing there is measured.
    """

    def __init__(
        self,
        *,
        probabilities: Floats,
        wide: Floats,
        band: Floats,
        hz: Floats | None,
        seconds: float,
        foreign: Mask | None = None,
    ) -> None:
        self._given = _Given(
            probabilities=probabilities, wide=wide, band=band, hz=hz, seconds=seconds
        )
        self.seconds = seconds
        self.wide = wide
        self.band = band
        # the last 32 ms frame may reach beyond the end of the sound
        found = [(a, min(b, seconds)) for a, b in speech_stretches(probabilities)]
        self._maybe: Mask = self.within(found)
        self.stretches = settled_edges(found, wide)
        self.speech: Mask = self.within(self.stretches)
        self._parted = foreign is not None
        if foreign is not None:
            self.speech[: foreign.size] &= ~foreign
            self.stretches = stretches_of(self.speech)
            self.speech = self.within(self.stretches)
        self.pauses: Pauses | None = measure_pauses(self.stretches)
        self.tracked = hz is not None
        track = np.full(wide.size, np.nan, dtype=np.float32)
        if hz is not None:
            size = min(hz.size, wide.size)
            track[:size] = hz[:size]
        # what hums outside speech (a fan, a phone) has a pitch too
        self.sounding: Mask = np.isfinite(track) & self.speech
        self.voiced: Floats = pitch.own_register(track[self.sounding])
        kept = self.sounding.copy()
        kept[self.sounding] = np.isin(track[self.sounding], self.voiced)
        self.hz = np.where(kept, track, np.nan).astype(np.float32)

    def without(self, foreign: Mask) -> Heard:
        """The same sound with the frames of another person's voice left out."""
        return Heard(**self._given, foreign=foreign)

    @property
    def loudest(self) -> float:
        """Level of the loudest 16 ms, dB relative to full scale."""
        return float(decibels(self.wide.max())) if self.wide.size else float(decibels(0.0))

    @cached_property
    def syllables(self) -> Floats:
        """Times in seconds of the syllables that are heard."""
        return syllable_peaks(self.band, self.sounding if self.tracked else self.speech)

    def within(self, stretches: Sequence[tuple[float, float]]) -> Mask:
        """Which frames lie in the stretches, given in seconds."""
        mask: Mask = np.zeros(self.wide.size, dtype=np.bool_)
        for start, end in stretches:
            mask[round(start / FRAME_S) : round(end / FRAME_S)] = True
        return mask

    def measure(
        self, transcript: Transcript | None
    ) -> tuple[dict[str, float], dict[str, str], list[Flag]]:
        """Values by feature, the code of each feature that is missing, and flags."""
        pauses = self.pauses
        said = transcript if transcript is not None and transcript.text.strip() else None
        if pauses is None:
            missing = dict.fromkeys(NAMES, "voice.no_speech")
            del missing["voice_speech_share"]
            return {"voice_speech_share": 0.0}, missing, [self._other_words(0.0)] if said else []
        missing = dict.fromkeys(NAMES, "voice.too_little_speech") | ELSEWHERE
        flags: list[Flag] = []
        values = {
            "voice_speech_share": min(1.0, pauses.speech / self.seconds),
            "voice_latency": pauses.latency,
            "voice_longest_pause": pauses.longest,
            "voice_long_pauses": float(pauses.long),
            "voice_snr": snr_db(self.wide, self.speech, self._maybe),
        }
        if pauses.talk >= TALK_S:
            values["voice_pauses_per_min"] = 60.0 * pauses.count / pauses.talk
        if pauses.speech >= SPEECH_S:
            peaks = self.syllables
            values["voice_articulation_rate"] = peaks.size / pauses.speech
            spread = rate_spread(peaks, self.stretches)
            if spread is not None:
                values["voice_articulation_sd"] = spread
            if said is not None:
                own = own_words(said)
                spoken = self._spoken(said, own, pauses.speech)
                read = spoken_syllables(own.transcript.text) / (spoken or pauses.speech)
                if spoken is None:  # whose speech is whose is not told: the rate stays as heard
                    if self._overruns(said):
                        flags.append(self._other_words(read))
                elif self._plausible(said, read):
                    values["voice_articulation_rate"] = read
                else:
                    flags.append(self._other_words(read))
        if not self.tracked:
            missing |= dict.fromkeys(OF_PITCH, "voice.pitch_model_missing")
        elif self.voiced.size * pitch.FRAME_S >= VOICED_S:
            values["voice_pitch_median"] = float(np.median(self.voiced))
            values["voice_pitch_range"] = pitch.pitch_range(self.voiced)
            levels = energy.voiced_levels(self.wide, self.sounding)
            values["voice_energy_range"] = energy.energy_range(levels)
        return values, {k: v for k, v in missing.items() if k not in values}, flags

    def _spoken(self, said: Transcript, own: OwnWords, speech: float) -> float | None:
        """Seconds of speech that the candidate's words took; None when nobody can tell.

        What others say in one channel is known by the times of their words alone.
        """
        if own.code:
            return None
        pairs = zip(said.segments, own.transcript.segments, strict=True)
        others = [before for before, after in pairs if before is not after]
        if not others or self._parted:
            return speech
        if any(one.start_ms is None or one.end_ms is None for one in others):
            return None
        theirs = [((one.start_ms or 0) / 1000, (one.end_ms or 0) / 1000) for one in others]
        left = float((self.speech & ~self.within(theirs)).sum()) * FRAME_S
        return left if left >= SPEECH_S else None

    def _plausible(self, said: Transcript, rate: float) -> bool:
        low, high = PLAUSIBLE_RATE
        return low <= rate <= high and not self._overruns(said)

    def _overruns(self, said: Transcript) -> bool:
        last = max((s.end_ms or 0 for s in said.segments), default=0) / 1000
        return last > self.seconds + TOLERANCE_S

    def _other_words(self, rate: float) -> Flag:
        """Words and sound belong to different recordings, or part of one is missing."""
        slots = {"rate": round(rate, 1), "seconds": round(self.seconds, 1)}
        return Flag(code="voice.transcript_mismatch", slots=slots)

    def tracks(self, step_ms: int) -> dict[str, Track]:
        """Level (dB), pitch (semitones from the own median), share of speech and rate per step.

        The rate is heard, not read: syllables per second of the speech there is in the step.
        """
        own = float(np.median(self.voiced)) if self.voiced.size else None
        level: list[float | None] = []
        height: list[float | None] = []
        share: list[float | None] = []
        rate: list[float | None] = []
        at = np.round(self.syllables / FRAME_S)
        steps = max(1, int(np.ceil(self.seconds * 1000 / step_ms - 1e-6)))
        edges = [round(number * step_ms / 1000 / FRAME_S) for number in range(steps + 1)]
        for a, b in pairwise(edges):
            power = self.wide[a:b]
            voiced = self.hz[a:b][np.isfinite(self.hz[a:b])]
            level.append(round(float(decibels(power.mean())), 1) if power.size else None)
            share.append(round(float(self.speech[a:b].mean()), 3) if power.size else None)
            spoken = float(self.speech[a:b].sum()) * FRAME_S
            said = int(((at >= a) & (at < b)).sum())
            rate.append(round(said / spoken, 2) if spoken >= RATE_STEP_S else None)
            if own is not None and voiced.size >= FEWEST_VOICED:
                height.append(round(float(np.median(pitch.semitones(voiced, own))), 2))
            else:
                height.append(None)
        return {
            "energy": tuple(level),
            "pitch": tuple(height),
            "speech": tuple(share),
            "rate": tuple(rate),
        }
