"""The same voice through every format people send measures the same."""

from __future__ import annotations

import io
import wave
from typing import Any

import numpy as np
import pytest

from data_samples.sound_copies import sound_copy
from data_samples.synthetic_voice import RATE, join, say
from scoring.media import stream
from scoring.voice import VoiceMeter, VoiceResult

Array = np.ndarray[Any, Any]
VOICE = join([0.8, say(4.0, pitch=140), 1.5, say(4.0, pitch=140, rate=5.0, seed=6), 0.8])


def measured(file: Any) -> VoiceResult:
    meter = VoiceMeter("a")
    facts = stream(file, on_audio=meter.feed)
    return meter.result(clipping=facts.clipping)


def plain() -> VoiceResult:
    meter = VoiceMeter("a")
    meter.feed(VOICE, 0.0)
    return meter.result()


@pytest.mark.parametrize(
    ("kind", "codec", "rate", "channels"),
    [
        ("wav", "pcm_u8", 16_000, 1),
        ("wav", "pcm_s16le", 8_000, 1),
        ("wav", "pcm_s16le", 44_100, 2),
        ("wav", "pcm_s24le", 48_000, 2),
        ("wav", "pcm_f32le", 24_000, 1),
        ("wav", "pcm_s16le", 11_025, 1),
        ("wav", "pcm_s16le", 22_050, 2),
        ("wav", "pcm_s32le", 32_000, 1),
        ("ogg", "libopus", 48_000, 2),
        ("flac", "flac", 48_000, 2),
        ("webm", "libopus", 48_000, 1),
        ("mp4", "aac", 48_000, 2),
        ("mp3", "libmp3lame", 44_100, 2),
        ("amr", "libopencore_amrnb", 8_000, 1),
    ],
)
def test_the_same_voice(kind: str, codec: str, rate: int, channels: int) -> None:
    found, truth = (
        measured(sound_copy(VOICE, kind, codec, rate=rate, stereo=channels == 2)),
        plain(),
    )
    assert found.quality.passed
    got, expected = found.values, truth.values
    assert got["voice_pitch_median"] == pytest.approx(expected["voice_pitch_median"], rel=0.02)
    assert got["voice_pitch_median"] == pytest.approx(140, rel=0.02)
    assert got["voice_longest_pause"] == pytest.approx(1.5, abs=0.06)
    assert got["voice_latency"] == pytest.approx(0.8, abs=0.1)
    assert got["voice_speech_share"] == pytest.approx(expected["voice_speech_share"], abs=0.04)
    assert got["voice_articulation_rate"] == pytest.approx(4.5, rel=0.12)
    assert got["voice_energy_range"] == pytest.approx(expected["voice_energy_range"], abs=0.5)
    assert got["voice_clipping"] == 0.0
    assert got["voice_snr"] > 25


def test_a_voice_cut_off_by_its_recorder_is_known_at_any_rate() -> None:
    for rate in (16_000, 48_000):
        loud = np.clip(np.repeat(VOICE, rate // RATE) * 12, -1, 1)
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setparams((1, 2, rate, 0, "NONE", ""))
            out.writeframes((loud * 32767).astype("<i2").tobytes())
        file.seek(0)
        planted = float(np.mean(np.abs(loud) >= 0.99))
        found = measured(file)
        assert planted > 0.05
        assert found.values["voice_clipping"] == pytest.approx(planted, rel=0.35)
        assert found.quality.code == "voice.too_clipped"
