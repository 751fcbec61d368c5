"""Truths planted in sound come back: silences, contours, noise, sound cut off, and no voice at all.

The figures over many recordings are printed by ``python -m benchmarks signals``; here are a few of
each, so that a change that breaks one is seen at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from data_samples.sound_copies import sound_copy
from data_samples.spoken_pieces import RATE, bundled_speech, spoken_pieces
from data_samples.synthetic_sound import melody, noise_at
from data_samples.synthetic_voice import join, say
from scoring.media import stream
from scoring.voice import VoiceMeter, VoiceResult

Array = np.ndarray[Any, Any]


def measured(sound: Array) -> VoiceResult:
    meter = VoiceMeter()
    meter.feed(sound.astype(np.float32), 0.0)
    return meter.result()


@pytest.mark.parametrize(
    ("lead", "silences"),
    [(0.5, (0.4, 0.8, 3.4, 1.2)), (1.7, (0.6, 2.9, 0.3, 5.0)), (1.0, (0.3, 0.4, 3.1, 3.6))],
)
def test_silences_between_spoken_pieces(lead: float, silences: tuple[float, ...]) -> None:
    pieces = spoken_pieces()
    parts: list[Any] = [lead, pieces[0]]
    for number, silence in enumerate(silences, 1):
        parts += [silence, pieces[number]]
    values = measured(join([*parts, 1.0])).values
    talked = sum(pieces[i].size for i in range(5)) / RATE + sum(silences)
    planted = sum(s > 0.5 for s in silences)
    assert round(values["voice_pauses_per_min"] * talked / 60, 1) == planted
    assert values["voice_long_pauses"] == sum(s > 3 for s in silences)
    assert values["voice_longest_pause"] == pytest.approx(max(silences), abs=0.05)
    assert values["voice_latency"] == pytest.approx(lead, abs=0.06)


@pytest.mark.parametrize(("base", "width"), [(95.0, 12.0), (140.0, 4.0), (210.0, 8.0)])
def test_a_contour_gives_its_middle_and_its_width(base: float, width: float) -> None:
    def contour(t: Array) -> Array:
        return np.asarray(base * 2 ** ((np.abs(t / 4 % 2 - 1) - 0.5) * width / 12))

    values = measured(join([0.5, say(8.0, pitch=contour, seed=int(base)), 0.5])).values
    assert values["voice_pitch_median"] == pytest.approx(base, rel=0.03)
    # from the 5th to the 95th percentile of an even contour is .9 of its width
    assert values["voice_pitch_range"] == pytest.approx(0.9 * width, abs=0.5)


CLEAN = join([1.0, say(2.4, pitch=150, seed=30), 0.8, say(2.4, pitch=150, seed=31), 1.2], hiss=0.0)
VOICE = float(np.mean(CLEAN[np.abs(CLEAN) > 0] ** 2))


@pytest.mark.parametrize("planted", [5, 12, 20, 30])
@pytest.mark.parametrize("colour", ["white", "pink"])
def test_noise_of_known_power(planted: float, colour: str) -> None:
    noise = noise_at(VOICE / 10 ** (planted / 10), CLEAN.size, colour=colour)
    assert measured(CLEAN + noise).values["voice_snr"] == pytest.approx(planted, abs=2)


@pytest.mark.parametrize("gain", [1.5, 3.0, 8.0])
def test_the_share_cut_off(gain: float) -> None:
    cut = np.clip(gain * CLEAN / np.abs(CLEAN).max(), -1, 1)
    planted = float(np.mean(np.abs(cut) >= 0.99))
    assert planted > 0.005
    assert measured(cut).values["voice_clipping"] == pytest.approx(planted, abs=0.01)


@pytest.mark.parametrize(
    ("sound", "code"),
    [
        (melody(8.0), "voice.no_speech"),
        (melody(5.0, steady=True), "voice.no_speech"),
        (noise_at(2.5e-3, 6 * RATE), "voice.no_speech"),
        (noise_at(1e-4, 6 * RATE, colour="pink"), "voice.no_speech"),
        (np.zeros(5 * RATE, np.float32), "voice.silent"),
    ],
    ids=["melody", "tone", "white noise", "pink noise", "digital silence"],
)
def test_what_is_no_voice_ends_in_a_code(sound: Array, code: str) -> None:
    found = measured(sound)
    assert found.quality.code == code
    # the gate says so, and every measure but those of the recording itself is missing with it
    assert set(found.values) == {"voice_speech_share", "voice_clipping"}
    assert set(found.missing.values()) == {code}


STILL = bundled_speech("en_lively", 2)[: 16 * RATE]
TOLERANCES = {
    # figures of the benchmark's table, with room for one recording instead of many
    "voice_speech_share": 0.04,
    "voice_latency": 0.1,
    "voice_longest_pause": 0.1,
    "voice_articulation_rate": 0.35,
    "voice_articulation_sd": 0.2,
    "voice_pitch_median": 3.0,
    "voice_pitch_range": 0.5,
    "voice_energy_range": 1.0,
    "voice_snr": 3.0,
}


def copied(**how: Any) -> dict[str, float]:
    meter = VoiceMeter()
    facts = stream(sound_copy(STILL, **how), on_audio=meter.feed)
    return dict(meter.result(clipping=facts.clipping).values)


PLAIN = copied(codec="pcm_f32le")


@pytest.mark.parametrize(
    "how",
    [
        {"rate": 8_000},
        {"rate": 48_000, "stereo": True},
        {"gain_db": -12.0},
        {"gain_db": 6.0},
        {"kind": "ogg", "codec": "libopus", "rate": 48_000, "bit_rate": 24_000},
        {"kind": "mp3", "codec": "libmp3lame", "rate": 44_100, "bit_rate": 64_000},
        {"kind": "mp4", "codec": "aac", "rate": 44_100, "bit_rate": 48_000},
    ],
    ids=["8k", "48k", "-12dB", "+6dB", "opus", "mp3", "aac"],
)
def test_a_copy_measures_as_the_recording_does(how: dict[str, Any]) -> None:
    found = copied(**how)
    assert found.keys() == PLAIN.keys()
    gain = "gain_db" in how
    for name, tolerance in TOLERANCES.items():
        # of gain nothing may be left but the rounding of samples
        allowed = tolerance / 10 if gain else tolerance
        assert found[name] == pytest.approx(PLAIN[name], abs=allowed), name
