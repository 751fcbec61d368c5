"""The voice of one answer: fed block by block, measured at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from interview import Flag, ModelMissing, Quality, Timeline, Transcript
from scoring.catalogue import FEATURES
from scoring.media.sound import clipped_samples
from scoring.voice import energy, pitch, vad
from scoring.voice.energy import Floats, Levels, decibels
from scoring.voice.noise import Mask, snr_db
from scoring.voice.pauses import Pauses, measure_pauses
from scoring.voice.syllables import rate_spread, spoken_syllables, syllable_peaks

RATE = 16_000
STEP_MS = 1000
SILENT_DB = -65.0  # the loudest 16 ms of a recording in which nobody can be heard
SPEECH_S = 3.0  # below this much speech nothing is scored
TALK_S = 5.0  # a count per minute from less is a guess
VOICED_S = 1.0
NOISY_DB, TOO_NOISY_DB = 10.0, 3.0
CLIPPED, TOO_CLIPPED = 0.002, 0.05
PLAUSIBLE_RATE = (1.0, 9.0)  # syllables per second that a person can say
TOLERANCE_S = 2.0

Track = tuple[float | None, ...]
NAMES = tuple(name for name, spec in FEATURES.items() if spec.modality == "voice")


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceResult:
    """What was measured. Every voice feature stands in exactly one of values and missing.

    ``tracks`` hold one value or None per step: ``energy`` (dB), ``pitch`` (semitones from the own
    median), ``speech`` (share).
    """

    values: Mapping[str, float]
    missing: Mapping[str, str]
    quality: Quality
    tracks: Mapping[str, Track] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    duration_ms: int = 0
    step_ms: int = STEP_MS

    @property
    def timeline(self) -> Timeline:
        """The tracks as a timeline of their own."""
        return Timeline(step_ms=self.step_ms, tracks=self.tracks)


def voice_withheld(code: str, answer: str = "", **slots: object) -> VoiceResult:
    """The result when the voice was not measured at all: a policy, no sound, no network.

    Examples
    --------
    >>> voice_withheld("media.no_audio").missing["voice_snr"]
    'media.no_audio'
    """
    return VoiceResult(
        values={},
        missing=dict.fromkeys(NAMES, code),
        quality=Quality(modality="voice", answer=answer, code=code, slots=slots),
    )


class VoiceMeter:
    """Measures a voice while the recording streams past; memory grows by 1 KB per second.

    Parameters
    ----------
    answer : str
        The answer's id, which the quality finding carries.
    step_ms : int
        Step of the timeline.

    Examples
    --------
    >>> meter = VoiceMeter("a1")
    >>> meter.feed(np.zeros(16000, dtype=np.float32), 0.0)
    >>> meter.result().quality.code
    'voice.silent'
    """

    def __init__(self, answer: str = "", *, step_ms: int = STEP_MS) -> None:
        self._answer = answer
        self._step_ms = step_ms
        self._levels = Levels()
        self._samples = 0
        self._clipped = 0
        self._lacking: dict[str, ModelMissing] = {}
        try:
            self._detector: vad.SpeechDetector | None = vad.SpeechDetector()
        except ModelMissing as error:
            self._detector = None
            self._lacking["speech"] = error
        try:
            self._tracker: pitch.PitchTracker | None = pitch.PitchTracker()
        except ModelMissing as error:
            self._tracker = None
            self._lacking["pitch"] = error

    def feed(self, block: Floats, t: float) -> None:
        """The next block, float32 mono at 16 kHz, and its start in seconds.

        A block that starts later than the last one ended leaves silence between them.
        """
        gap = round(t * RATE) - self._samples
        while gap > RATE // 10:
            silence = np.zeros(min(gap, 10 * RATE), dtype=np.float32)
            self._take(silence)
            gap -= silence.size
        self._take(block)

    def _take(self, block: Floats) -> None:
        self._samples += block.size
        self._clipped += clipped_samples(block[None])
        self._levels.feed(block)
        if self._detector is not None:
            self._detector.feed(block)
        if self._tracker is not None:
            self._tracker.feed(block)

    def result(
        self, transcript: Transcript | None = None, *, clipping: float | None = None
    ) -> VoiceResult:
        """Everything measured; call it once, after the last block.

        Parameters
        ----------
        transcript : Transcript or None
            What was said, for the rate; without one syllables are heard as loudness peaks.
        clipping : float or None
            Share of samples cut off, from `StreamFacts.clipping`; better than what is left of it
            after the change to 16 kHz, which is used otherwise.
        """
        if not self._samples:
            return voice_withheld("media.no_audio", self._answer)
        if self._detector is None:
            return voice_withheld(
                "voice.model_missing", self._answer, **self._lacking["speech"].slots
            )
        share = self._clipped / self._samples if clipping is None else clipping
        wide, band = self._levels.finish()
        heard = _Heard(
            probabilities=self._detector.finish(),
            wide=wide,
            band=band,
            hz=self._tracker.finish() if self._tracker is not None else None,
            seconds=self._samples / RATE,
        )
        values, missing, flags = heard.measure(transcript)
        values["voice_clipping"] = share
        missing.pop("voice_clipping", None)
        flags.extend(_sound_flags(values))
        code, slots = heard.gate(values)
        return VoiceResult(
            values=values,
            missing=missing,
            tracks=heard.tracks(self._step_ms),
            step_ms=self._step_ms,
            quality=Quality(modality="voice", answer=self._answer, code=code, slots=slots),
            flags=tuple(flags),
            duration_ms=round(heard.seconds * 1000),
        )


def _sound_flags(values: Mapping[str, float]) -> list[Flag]:
    found = []
    snr = values.get("voice_snr")
    if snr is not None and snr < NOISY_DB:
        found.append(Flag(code="voice.noisy", slots={"snr": round(snr, 1), "wanted": NOISY_DB}))
    if values["voice_clipping"] > CLIPPED:
        percent = round(100 * values["voice_clipping"], 1)
        found.append(Flag(code="voice.clipped", slots={"percent": percent}))
    return found


class _Heard:
    """All tracks of one answer, brought to a common length."""

    def __init__(
        self,
        *,
        probabilities: Floats,
        wide: Floats,
        band: Floats,
        hz: Floats | None,
        seconds: float,
    ) -> None:
        self.seconds = seconds
        self.wide = wide
        self.band = band
        self.stretches = [
            (start, min(end, seconds)) for start, end in vad.speech_stretches(probabilities)
        ]
        self.pauses: Pauses | None = measure_pauses(self.stretches)
        self.speech: Mask = np.zeros(wide.size, dtype=np.bool_)
        for start, end in self.stretches:
            self.speech[round(start / energy.FRAME_S) : round(end / energy.FRAME_S)] = True
        self.tracked = hz is not None
        track = np.full(wide.size, np.nan, dtype=np.float32)
        if hz is not None:
            size = min(hz.size, wide.size)
            track[:size] = hz[:size]
        self.hz = np.where(self.speech, track, np.nan).astype(np.float32)
        self.voiced: Floats = self.hz[np.isfinite(self.hz)]

    @property
    def loudest(self) -> float:
        return float(decibels(self.wide.max())) if self.wide.size else -120.0

    def measure(
        self, transcript: Transcript | None
    ) -> tuple[dict[str, float], dict[str, str], list[Flag]]:
        """Values, codes for what is missing, and flags."""
        values: dict[str, float] = {}
        flags: list[Flag] = []
        missing = dict.fromkeys(NAMES, "voice.too_little_speech")
        pauses = self.pauses
        if pauses is None:
            code = "voice.silent" if self.loudest < SILENT_DB else "voice.no_speech"
            rest = {name: code for name in NAMES if name != "voice_speech_share"}
            return {"voice_speech_share": 0.0}, rest, flags
        values["voice_speech_share"] = min(1.0, pauses.speech / self.seconds)
        values["voice_latency"] = pauses.latency
        values["voice_longest_pause"] = pauses.longest
        values["voice_long_pauses"] = float(pauses.long)
        values["voice_snr"] = snr_db(self.wide, self.speech)
        if pauses.talk >= TALK_S:
            values["voice_pauses_per_min"] = 60.0 * pauses.count / pauses.talk
        if pauses.speech >= SPEECH_S:
            values["voice_energy_range"] = energy.energy_range(
                energy.speech_levels(self.wide, self.stretches)
            )
            self._rates(values, flags, pauses.speech, transcript)
        if not self.tracked:
            missing["voice_pitch_median"] = "voice.pitch_model_missing"
            missing["voice_pitch_range"] = "voice.pitch_model_missing"
        elif self.voiced.size * pitch.FRAME_S >= VOICED_S:
            values["voice_pitch_median"] = float(np.median(self.voiced))
            values["voice_pitch_range"] = pitch.pitch_range(self.voiced)
        return values, {k: v for k, v in missing.items() if k not in values}, flags

    def _rates(
        self,
        values: dict[str, float],
        flags: list[Flag],
        spoken: float,
        transcript: Transcript | None,
    ) -> None:
        voiced = np.isfinite(self.hz) if self.tracked else self.speech
        peaks = syllable_peaks(self.band, voiced)
        rate = peaks.size / spoken
        spread = rate_spread(peaks, self.stretches)
        if spread is not None:
            values["voice_articulation_sd"] = spread
        if transcript is not None and transcript.text.strip():
            said = spoken_syllables(transcript.text) / spoken
            last = max((s.end_ms or 0 for s in transcript.segments), default=0) / 1000
            low, high = PLAUSIBLE_RATE
            if low <= said <= high and last <= self.seconds + TOLERANCE_S:
                rate = said
            else:
                slots = {"rate": round(said, 1), "seconds": round(self.seconds, 1)}
                flags.append(Flag(code="voice.transcript_mismatch", slots=slots))
        values["voice_articulation_rate"] = rate

    def gate(self, values: Mapping[str, float]) -> tuple[str, dict[str, object]]:
        """The first reason against scoring this voice, or an empty code."""
        if self.loudest < SILENT_DB:
            return "voice.silent", {"level": round(self.loudest), "needed": SILENT_DB}
        if self.pauses is None:
            return "voice.no_speech", {"seconds": round(self.seconds, 1)}
        if self.pauses.speech < SPEECH_S:
            slots: dict[str, object] = {
                "seconds": round(self.pauses.speech, 1),
                "needed": SPEECH_S,
            }
            return "voice.too_little_speech", slots
        if values["voice_snr"] < TOO_NOISY_DB:
            return "voice.too_noisy", {"snr": round(values["voice_snr"], 1), "needed": TOO_NOISY_DB}
        if values["voice_clipping"] > TOO_CLIPPED:
            return "voice.too_clipped", {"percent": round(100 * values["voice_clipping"], 1)}
        return "", {}

    def tracks(self, step_ms: int) -> dict[str, Track]:
        """Level, pitch and speech per step, physical units only."""
        own = float(np.median(self.voiced)) if self.voiced.size else None
        level: list[float | None] = []
        height: list[float | None] = []
        share: list[float | None] = []
        steps = max(1, int(np.ceil(self.seconds * 1000 / step_ms - 1e-6)))
        for number in range(steps):
            a = round(number * step_ms / 1000 / energy.FRAME_S)
            b = round((number + 1) * step_ms / 1000 / energy.FRAME_S)
            power = self.wide[a:b]
            voiced = self.hz[a:b][np.isfinite(self.hz[a:b])]
            level.append(round(float(decibels(power.mean())), 1) if power.size else None)
            share.append(round(float(self.speech[a:b].mean()), 3) if power.size else None)
            if own is not None and voiced.size >= 3:
                height.append(round(float(np.median(pitch.semitones(voiced, own))), 2))
            else:
                height.append(None)
        return {"energy": tuple(level), "pitch": tuple(height), "speech": tuple(share)}
