"""Sound of any format comes out as the same 16 kHz mono."""

from __future__ import annotations

import io
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings import AMPLITUDE, TONE_HZ, clip_bytes, float_wav, tone, wav

from scoring.media import RATE, StreamFacts, stream
from scoring.media.sound import Sound, as_float, clipped_samples

Array = np.ndarray[Any, Any]


def heard(file: Any, **how: Any) -> tuple[Array, StreamFacts]:
    blocks: list[Array] = []
    at = 0.0

    def keep(block: Array, t: float) -> None:
        nonlocal at
        assert block.dtype == np.float32
        assert block.ndim == 1
        assert t == pytest.approx(at, abs=1e-9)  # blocks join without gaps
        at += block.size / RATE
        blocks.append(block)

    facts = stream(file, on_audio=keep, **how)
    return (np.concatenate(blocks) if blocks else np.zeros(0, np.float32)), facts


def pitch_of(samples: Array) -> float:
    """The loudest frequency, by the Fourier transform."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum) * RATE / samples.size)


def assert_is_the_tone(samples: Array, seconds: float, *, hz: float = TONE_HZ) -> None:
    assert samples.size == pytest.approx(seconds * RATE, abs=0.07 * RATE)
    middle = samples[RATE // 4 : -RATE // 4]
    assert pitch_of(middle) == pytest.approx(hz, abs=2)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(
        AMPLITUDE / np.sqrt(2), rel=0.06
    )  # LAME lowers by .95


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_every_rate_and_every_number_of_bits(rate: int, width: int) -> None:
    samples, facts = heard(wav(tone(1.5, rate), rate, width))
    assert_is_the_tone(samples, 1.5)
    assert (facts.audio_rate, facts.audio_channels) == (rate, 1)
    assert facts.audio_ms == pytest.approx(1500, abs=5)


@pytest.mark.parametrize("bits", [32, 64])
def test_floating_point_sound(bits: int) -> None:
    samples, _ = heard(float_wav(tone(1.5, 24_000), 24_000, bits))
    assert_is_the_tone(samples, 1.5)


def test_broken_floats_become_silence_or_a_bounded_value() -> None:
    bad = tone(1.0, 16_000)
    bad[100:110], bad[200], bad[300] = np.nan, np.inf, 1e30
    samples, _ = heard(float_wav(bad, 16_000))
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 8.0


@pytest.mark.parametrize("channels", [2, 6])
def test_channels_are_averaged(channels: int) -> None:
    table = np.stack([tone(1.5, 48_000)] * channels, axis=1)
    samples, facts = heard(wav(table, 48_000))
    assert_is_the_tone(samples, 1.5)
    assert facts.audio_channels == channels


def test_a_voice_on_one_channel_only_is_half_as_loud() -> None:
    table = np.stack([tone(1.5, 16_000), np.zeros(24_000)], axis=1)
    samples, _ = heard(wav(table, 16_000))
    assert np.abs(samples).max() == pytest.approx(AMPLITUDE / 2, abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "codec", "rate"),
    [
        ("mp4", "aac", 44_100),
        ("webm", "libopus", 48_000),
        ("ogg", "libopus", 48_000),
        ("mp3", "libmp3lame", 44_100),
        ("flac", "flac", 48_000),
        ("avi", "pcm_s16le", 16_000),
        ("mov", "alac", 44_100),
        ("mpegts", "aac", 48_000),
        ("au", "pcm_mulaw", 8_000),
        ("caf", "pcm_s24be", 48_000),
    ],
)
def test_every_codec_people_send(kind: str, codec: str, rate: int) -> None:
    file = clip_bytes(kind, video=None, audio=codec, rate=rate, seconds=1.5)
    samples, facts = heard(file)
    assert_is_the_tone(samples, 1.5)
    assert facts.damaged == 0


def test_sound_that_starts_later_than_the_picture_stays_beside_it() -> None:
    file = clip_bytes("matroska", seconds=3.0, sound_starts=1.0, audio="pcm_s16le", rate=16_000)
    samples, facts = heard(file, video_fps=5)
    assert samples[: RATE - 200].max() == 0.0
    assert_is_the_tone(samples[RATE:], 2.0)
    assert facts.audio_gaps == 1
    assert facts.filled_ms == pytest.approx(1000, abs=5)
    assert [f.code for f in facts.flags()] == ["media.audio_gaps"]


def test_a_gap_in_the_middle_is_silence_of_that_length() -> None:
    file = clip_bytes(
        "matroska",
        video=None,
        audio="pcm_s16le",
        rate=48_000,
        seconds=3.0,
        jumps=[(1.0, 2.0)],
    )
    samples, facts = heard(file)
    assert samples.size == pytest.approx(5 * RATE, abs=0.05 * RATE)
    assert np.abs(samples[round(1.1 * RATE) : round(2.9 * RATE)]).max() < 1e-3
    assert_is_the_tone(samples[round(3.1 * RATE) :], 1.9)
    assert facts.audio_gaps == 1


def test_a_time_stamp_hours_away_is_not_believed() -> None:
    file = clip_bytes(
        "matroska",
        video=None,
        audio="pcm_s16le",
        rate=16_000,
        seconds=3.0,
        jumps=[(1.0, 36_000.0)],
    )
    samples, facts = heard(file)
    assert_is_the_tone(samples, 3.0)
    assert facts.audio_gaps == 0


@pytest.mark.parametrize(("length", "seconds"), [(np.inf, 32.0), (40.0, 32.0), (2.0, 2.0)])
def test_a_gap_beyond_the_stated_length_is_not_believed(length: float, seconds: float) -> None:
    out: list[Array] = []
    sound = Sound(lambda block, t: out.append(block), length=length)
    for at in (0.0, 31.0):
        frame = av.AudioFrame.from_ndarray(
            tone(1.0, RATE).astype(np.float32)[None], format="fltp", layout="mono"
        )
        frame.sample_rate = RATE
        sound.feed(frame, at)
    sound.finish()
    assert sum(block.size for block in out) == seconds * RATE


def test_a_rate_that_changes_half_way() -> None:
    out: list[Array] = []
    sound = Sound(lambda block, t: out.append(block))
    for rate, layout in ((48_000, "stereo"), (16_000, "mono"), (8_000, "mono")):
        data = np.tile(tone(1.0, rate).astype(np.float32), (2 if layout == "stereo" else 1, 1))
        frame = av.AudioFrame.from_ndarray(data, format="fltp", layout=layout)
        frame.sample_rate = rate
        sound.feed(frame, None)
    sound.finish()
    whole = np.concatenate(out)
    assert whole.size == pytest.approx(3 * RATE, abs=20)
    for second in range(3):
        part = whole[second * RATE + 2000 : (second + 1) * RATE - 2000]
        assert pitch_of(part) == pytest.approx(TONE_HZ, abs=3)


def naive_clipped(channel: list[float]) -> int:
    """Walk along, remember how long the run is."""
    total = 0
    for sign in (1.0, -1.0):
        run = 0
        for value in [*channel, 0.0]:
            if value * sign >= 0.99:
                run += 1
            else:
                total += run if run >= 3 else 0
                run = 0
    return total


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, -1.0, 1.2, -0.995]), max_size=40))
def test_clipped_samples_against_the_definition(values: list[float]) -> None:
    table = np.array([values], dtype=np.float32)
    assert clipped_samples(table) == naive_clipped(values)


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_clipping_is_counted_before_anything_is_done_to_the_sound(rate: int) -> None:
    rng = np.random.default_rng(5)
    loud = np.clip(1.3 * np.sin(2 * np.pi * 220 * np.arange(rate) / rate), -1, 1)
    _, facts = heard(wav(loud, rate))
    # sin reaches 1 / 1.3 for this share of its period
    planted = 1 - 2 / np.pi * np.arcsin(0.99 / 1.3)
    assert facts.clipping == pytest.approx(planted, abs=0.01)
    _, quiet = heard(wav(0.2 * rng.standard_normal(rate).clip(-4, 4), rate))
    assert quiet.clipping == 0.0


def test_no_sound_at_all() -> None:
    samples, facts = heard(clip_bytes("mp4", audio=None))
    assert samples.size == 0
    assert (facts.has_audio, facts.audio_ms, facts.clipping) == (False, 0, None)


def test_types_of_samples() -> None:
    assert as_float(np.array([[0, 128, 255]], dtype=np.uint8), 1, False)[0].tolist() == [
        -1.0,
        0.0,
        127 / 128,
    ]
    packed = np.array([[1, -1, 2, -2]], dtype=np.int16)
    assert as_float(packed, 2, False).shape == (2, 2)
    assert as_float(packed, 2, False)[0].tolist() == [1 / 32768, 2 / 32768]


def test_a_wav_whose_header_lies_about_its_length() -> None:
    data = wav(tone(1.0, 16_000), 16_000).getvalue()
    samples, facts = heard(io.BytesIO(data[: 44 + 16_000]))
    np.testing.assert_allclose(samples, tone(0.5, 16_000), atol=1e-4)
    assert facts.audio_ms == pytest.approx(500, abs=5)
