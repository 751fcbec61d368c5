"""The voice of a recording that carries different sound left and right."""

from __future__ import annotations

from dataclasses import replace

from interview import Flag, Transcript
from scoring.voice.energy import Floats
from scoring.voice.measure import STEP_MS, VoiceMeter, VoiceResult
from scoring.voice.two_voices import Likeness, TwoVoices, two_voices


class ChannelMeter:
    """A voice meter per channel, and the judgement whether two people speak.

    Of two people the one who speaks longer is measured, and a flag says so; where neither clearly
    does, the voice is withheld, because the rule might pick the interviewer.

    Parameters
    ----------
    answer : str
        The answer's id.
    step_ms : int
        Step of the timeline.
    """

    def __init__(self, answer: str = "", *, step_ms: int = STEP_MS) -> None:
        self._meters = tuple(VoiceMeter(answer, step_ms=step_ms) for _ in range(2))
        self._likeness = Likeness()

    def feed(self, pair: Floats, t: float) -> None:
        """The next block of both channels, shape (2, n) at 16 kHz, and its start in seconds."""
        for meter, line in zip(self._meters, pair, strict=True):
            meter.feed(line, t)
        self._likeness.feed(pair)

    def result(
        self, transcript: Transcript | None = None, *, clipping: float | None = None
    ) -> VoiceResult | None:
        """The measures of the channel that is the candidate's; None when one person speaks."""
        left, right = (meter.heard for meter in self._meters)
        if left is None or right is None:
            return None
        two = two_voices(left, right, self._likeness.finish())
        if two is None:
            return None
        found = self._meters[two.channel].result(transcript, clipping=clipping, foreign=two.foreign)
        values = {**found.values, "voice_overlap": two.share}
        missing = {name: c for name, c in found.missing.items() if name != "voice_overlap"}
        quality = found.quality
        if quality.passed and not two.clear:
            quality = replace(quality, code="voice.which_speaker", slots=_slots(two))
        flag = Flag(code="voice.two_speakers", slots=_slots(two))
        return replace(
            found, values=values, missing=missing, quality=quality, flags=(*found.flags, flag)
        )


def _slots(two: TwoVoices) -> dict[str, object]:
    return {
        "channel": two.channel + 1,
        "own": round(two.own, 1),
        "other": round(two.other, 1),
        "percent": round(100 * two.share, 1),
    }
