"""Two people on a channel each: noticed, the right one measured; one person never taken for two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_samples.sound_copies import sound_copy
from data_samples.spoken_pieces import RATE, bundled_speech
from data_samples.synthetic_sound import noise_at
from interview import Answer, SignalPolicy
from scoring.media import stream
from scoring.recording_signals import measure_recording
from scoring.voice import ChannelMeter, VoiceMeter, VoiceResult
from scoring.voice.two_voices import Likeness

Array = np.ndarray[Any, Any]
ONE = bundled_speech("en_lively", 1)[: 14 * RATE]
TWO = bundled_speech("zh_unsteady", 1)[: 10 * RATE]
QUIET_ONE, QUIET_TWO = np.zeros_like(ONE), np.zeros_like(TWO)
TURNS = np.stack([np.concatenate([ONE, QUIET_TWO]), np.concatenate([QUIET_ONE, TWO])])
LEAKING = TURNS + 0.1 * TURNS[::-1]
LAW = SignalPolicy(key="law", version=1, compute=("language", "voice"))


def alone(sound: Array) -> VoiceResult:
    meter = VoiceMeter()
    meter.feed(sound, 0.0)
    return meter.result()


def channels(pair: Array) -> VoiceResult | None:
    meter = ChannelMeter("a")
    for at in range(0, pair.shape[1], 8000):
        meter.feed(pair[:, at : at + 8000].astype(np.float32), at / RATE)
    return meter.result()


TRUTH = alone(TURNS[0])


@pytest.mark.parametrize(
    ("pair", "swapped"), [(TURNS, False), (LEAKING, True)], ids=["apart", "leaking"]
)
def test_the_one_who_speaks_longer_is_measured_alone(pair: Array, swapped: bool) -> None:
    found = channels(pair[::-1] if swapped else pair)
    assert found is not None
    (flag,) = (flag for flag in found.flags if flag.code == "voice.two_speakers")
    assert flag.slots["channel"] == (2 if swapped else 1)
    # what leaks from the other channel is not measured as the candidate's
    assert found.values["voice_pitch_median"] == pytest.approx(
        TRUTH.values["voice_pitch_median"], rel=0.03
    )
    assert found.values["voice_speech_share"] == pytest.approx(
        TRUTH.values["voice_speech_share"], abs=0.04
    )
    assert found.values["voice_overlap"] == pytest.approx(0.0, abs=0.02)
    assert found.quality.passed


def test_speaking_together_is_measured_as_a_share() -> None:
    later = np.concatenate([np.zeros(4 * RATE, np.float32), TWO])[: ONE.size]
    found = channels(np.stack([ONE, later]))
    assert found is not None

    def spoken(sound: Array) -> Array:
        meter = VoiceMeter()
        meter.feed(sound, 0.0)
        assert meter.heard is not None
        return meter.heard.speech

    first, second = spoken(ONE), spoken(later)
    planted = (first & second).sum() / first.sum()
    assert planted > 0.2
    assert found.values["voice_overlap"] == pytest.approx(planted, abs=0.03)


def test_where_nobody_clearly_speaks_longer_the_voice_is_withheld() -> None:
    short = ONE[: 8 * RATE]
    other = bundled_speech("zh_lively", 1)[: 8 * RATE]
    quiet = np.zeros_like(short)
    found = channels(np.stack([np.concatenate([short, quiet]), np.concatenate([quiet, other])]))
    assert found is not None
    assert found.quality.code == "voice.which_speaker"
    assert {"own", "other"} <= found.quality.slots.keys()


ECHO = np.convolve(ONE, np.r_[np.zeros(160), 0.5, np.zeros(400), 0.3])[: ONE.size]


@pytest.mark.parametrize(
    "right",
    [ONE, 0.3 * ONE, -ONE, ECHO, QUIET_ONE, noise_at(1e-5, ONE.size)],
    ids=["same", "softer", "turned over", "echo", "silent", "noise"],
)
def test_one_person_is_never_taken_for_two(right: Array) -> None:
    assert channels(np.stack([ONE, right.astype(np.float32)])) is None


def test_likeness_finds_a_delay_and_no_likeness_in_strangers() -> None:
    likeness = Likeness()
    likeness.feed(np.stack([ONE[200:], ONE[:-200]]))
    assert np.median(likeness.finish()) > 0.9
    likeness = Likeness()
    likeness.feed(np.stack([ONE[: TWO.size], TWO]))
    assert likeness.finish().max() < 0.5
    assert Likeness().finish().size == 0


def measured(pair: Array, folder: Path) -> VoiceResult:
    path = folder / "answer.wav"
    path.write_bytes(sound_copy(pair, rate=48_000).getvalue())
    answer = Answer(id="a", media=str(path))
    return measure_recording(answer, {"voice": "", "face": "x.y"}, folder, Path, None).voice


def test_a_recording_is_heard_channel_by_channel_only_where_they_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import scoring.recording_signals as module

    passes: list[bool] = []

    def counted(*args: Any, **how: Any) -> Any:
        passes.append(how.get("split", False))
        return stream(*args, **how)

    monkeypatch.setattr(module, "stream", counted)
    two = measured(TURNS, tmp_path)
    assert passes == [False, True]
    assert "voice.two_speakers" in [flag.code for flag in two.flags]
    assert two.values["voice_pitch_median"] == pytest.approx(
        TRUTH.values["voice_pitch_median"], rel=0.03
    )
    passes.clear()
    one = measured(np.stack([ONE, 0.5 * ONE]), tmp_path)
    assert passes == [False]
    assert one.missing["voice_overlap"] == "voice.one_channel"
    assert one.flags == ()
