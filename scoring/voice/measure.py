"""The voice of one answer: fed block by block, measured at the end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from interview import Flag, ModelMissing, Quality, Timeline, Transcript
from scoring.media.sound import RATE, clipped_samples
from scoring.voice.energy import Floats, Levels
from scoring.voice.gate import SILENT_DB, gate, sound_flags
from scoring.voice.heard import NAMES, Heard, Track
from scoring.voice.level import Leveller
from scoring.voice.noise import Mask
from scoring.voice.pitch import PitchTracker
from scoring.voice.under_pressure import pressure_values
from scoring.voice.vad import SpeechDetector

STEP_MS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceResult:
    """What was measured. Every voice feature stands in exactly one of values and missing.

    ``tracks`` hold one value or None per step: ``energy`` (dB), ``pitch`` (semitones from the own
    median), ``speech`` (share), ``rate`` (syllables per second of speech).
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
        self._lacking: ModelMissing | None = None
        self._leveller = Leveller()
        self._detector: SpeechDetector | None = None
        self._tracker: PitchTracker | None = None
        self._heard: Heard | None = None

    def _start(self) -> None:
        """Load the networks with the first sound: a recording without any never needs them."""
        try:
            self._detector = SpeechDetector()
        except ModelMissing as error:
            self._lacking = error
            return
        # a missing pitch network costs the two pitch features, nothing else
        with suppress(ModelMissing):
            self._tracker = PitchTracker()

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
        if not self._samples and block.size:
            self._start()
        self._samples += block.size
        self._clipped += clipped_samples(block[None])
        self._levels.feed(block)
        self._listen(self._leveller.feed(block))

    def _listen(self, block: Floats) -> None:
        """Give the networks what has come to its level."""
        if self._detector is not None and block.size:
            self._detector.feed(block)
        if self._tracker is not None and block.size:
            self._tracker.feed(block)

    @property
    def heard(self) -> Heard | None:
        """All tracks side by side, None when nothing came or nothing could be heard.

        Asked for the first time it ends the listening; nothing may be fed after that.
        """
        if self._heard is None and self._detector is not None:
            self._listen(self._leveller.finish())
            wide, band = self._levels.finish()
            self._heard = Heard(
                probabilities=self._detector.finish(),
                wide=wide,
                band=band,
                hz=self._tracker.finish() if self._tracker else None,
                seconds=self._samples / RATE,
            )
        return self._heard

    def result(
        self,
        transcript: Transcript | None = None,
        *,
        clipping: float | None = None,
        foreign: Mask | None = None,
    ) -> VoiceResult:
        """Everything measured, after the last block.

        Parameters
        ----------
        transcript : Transcript or None
            What was said, for the rate; without one syllables are heard as loudness peaks.
        clipping : float or None
            Share of samples cut off, from `StreamFacts.clipping`; better than what is left of it
            after the change to 16 kHz, which is used otherwise.
        foreign : array of bool or None
            Frames of 16 ms that hold another person's voice.
        """
        heard = self.heard
        if heard is None:
            lacking = self._lacking
            if lacking is None:
                return voice_withheld("media.no_audio", self._answer)
            return voice_withheld(lacking.code, self._answer, **lacking.slots)
        if foreign is not None:
            heard = heard.without(foreign)
        share = self._clipped / self._samples if clipping is None else clipping
        values, missing, flags = heard.measure(transcript)
        under, codes = pressure_values(heard, transcript, flags)
        values |= under
        missing = {k: codes.get(k, v) for k, v in missing.items() if k not in under}
        values["voice_clipping"] = share
        del missing["voice_clipping"]
        if heard.pauses is None and heard.loudest < SILENT_DB:
            missing = dict.fromkeys(missing, "voice.silent")
        flags.extend(sound_flags(values))
        code, slots = gate(heard, values)
        return VoiceResult(
            values=values,
            missing=missing,
            tracks=heard.tracks(self._step_ms),
            step_ms=self._step_ms,
            quality=Quality(modality="voice", answer=self._answer, code=code, slots=slots),
            flags=tuple(flags),
            duration_ms=round(heard.seconds * 1000),
        )
