"""The meter as a whole: planted truths come back, copies of lower quality are told apart."""

from __future__ import annotations

import importlib.util
import sys
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_samples.synthetic_voice import RATE, join, say
from interview import Segment, Transcript
from scoring.catalogue import FEATURES
from scoring.voice import VoiceMeter, VoiceResult, voice_withheld
from scoring.voice import pitch as pitch_module
from scoring.voice import vad as vad_module

Array = np.ndarray[Any, Any]
NAMES = {
    "voice_speech_share",
    "voice_latency",
    "voice_pauses_per_min",
    "voice_long_pauses",
    "voice_longest_pause",
    "voice_articulation_rate",
    "voice_articulation_sd",
    "voice_pitch_median",
    "voice_pitch_range",
    "voice_energy_range",
    "voice_snr",
    "voice_clipping",
    "voice_articulation_rate_pressure",
    "voice_articulation_sd_pressure",
    "voice_pitch_range_pressure",
    "voice_pitch_shift",
    "voice_overlap",
}


def measured(
    sound: Array, transcript: Transcript | None = None, *, cuts: list[int] | None = None, **how: Any
) -> VoiceResult:
    meter = VoiceMeter("a1")
    at = 0
    for piece in np.split(sound, sorted(cuts or range(8000, sound.size, 8000))):
        meter.feed(piece, at / RATE)
        at += piece.size
    result = meter.result(transcript, **how)
    # every feature stands in exactly one of the two maps, and every value is a finite number
    assert set(result.values) | set(result.missing) == NAMES
    assert not set(result.values) & set(result.missing)
    assert all(np.isfinite(v) and isinstance(v, float) for v in result.values.values())
    assert result.quality.modality == "voice"
    assert result.quality.answer == "a1"
    return result


def talk(**how: Any) -> Array:
    """Five stretches of speech, 2.4 s each, with pauses of 0.3, 0.8, 3.4 and 1.2 s between."""
    parts: list[Any] = [1.0]
    for number, pause in enumerate((0.3, 0.8, 3.4, 1.2, 1.0)):
        parts += [say(2.4, pitch=150, rate=4.0, seed=number, **how), pause]
    return join(parts)


def said(text: str, end_ms: int | None = None) -> Transcript:
    start = None if end_ms is None else 0
    return Transcript(
        segments=(Segment(text=text, start_ms=start, end_ms=end_ms),), source="text", locale="en"
    )


def test_planted_pauses_rate_and_pitch_come_back() -> None:
    found = measured(talk())
    values = found.values
    assert values["voice_latency"] == pytest.approx(1.0, abs=0.13)
    assert values["voice_long_pauses"] == 1
    assert values["voice_longest_pause"] == pytest.approx(3.4, abs=0.2)
    talked = 5 * 2.4 + 0.3 + 0.8 + 3.4 + 1.2
    assert values["voice_pauses_per_min"] == pytest.approx(3 * 60 / talked, rel=0.05)
    assert values["voice_speech_share"] == pytest.approx(12 / (talked + 2), abs=0.06)
    assert values["voice_articulation_rate"] == pytest.approx(4.0, rel=0.12)
    assert values["voice_pitch_median"] == pytest.approx(150, rel=0.02)
    assert values["voice_pitch_range"] < 1.5
    assert values["voice_snr"] > 40
    assert values["voice_clipping"] == 0
    assert found.quality.passed
    assert found.flags == ()
    assert found.duration_ms == pytest.approx(1000 * (talked + 2), abs=1)


@settings(max_examples=5, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=8))
def test_the_blocks_do_not_matter(cuts: list[int]) -> None:
    other = measured(TALK, cuts=cuts)
    assert other.values == pytest.approx(dict(WHOLE.values), rel=0.01, abs=0.01)


def test_loudness_does_not_change_what_is_said_about_the_voice() -> None:
    quiet = measured(0.2 * TALK)
    for name in ("voice_pitch_median", "voice_pitch_range", "voice_energy_range", "voice_snr"):
        assert quiet.values[name] == pytest.approx(WHOLE.values[name], rel=0.05, abs=0.5)
    assert quiet.values["voice_articulation_rate"] == pytest.approx(
        WHOLE.values["voice_articulation_rate"], rel=0.08
    )


@pytest.mark.parametrize(
    ("hiss", "code", "flagged"), [(0.001, "", False), (0.04, "", True), (0.12, "noisy", True)]
)
def test_noisy_copies(hiss: float, code: str, flagged: bool) -> None:
    noise = hiss * np.random.default_rng(8).standard_normal(TALK.size)
    found = measured((TALK + noise).astype(np.float32))
    assert found.values["voice_snr"] < WHOLE.values["voice_snr"]
    assert ("voice.noisy" in [f.code for f in found.flags]) == flagged
    if code:
        assert found.quality.code in {"voice.too_noisy", "voice.no_speech"}
    else:
        assert found.quality.passed


def test_clipped_copies() -> None:
    loud = TALK / np.abs(TALK).max()
    shares = [measured(np.clip(gain * loud, -1, 1)).values["voice_clipping"] for gain in (1, 2, 8)]
    assert shares[0] < 1e-4
    assert shares[0] < shares[1] < shares[2]
    little = measured(np.clip(3 * loud, -1, 1))
    assert "voice.clipped" in [f.code for f in little.flags]
    much = measured(np.clip(40 * loud, -1, 1))
    assert much.quality.code == "voice.too_clipped"
    assert float(str(much.quality.slots["percent"])) > 5


def test_the_recordings_own_clipping_is_believed() -> None:
    assert measured(TALK, clipping=0.031).values["voice_clipping"] == 0.031


@pytest.mark.parametrize(
    ("sound", "code"),
    [
        (np.zeros(4 * RATE, np.float32), "voice.silent"),
        (1e-5 * np.ones(4 * RATE, np.float32), "voice.silent"),
        (0.3 * np.sin(np.arange(4 * RATE) * 0.2).astype(np.float32), "voice.no_speech"),
        (join([0.5, say(1.5), 0.5]), "voice.too_little_speech"),
        (say(0.4), "voice.too_little_speech"),
        (np.zeros(100, np.float32), "voice.silent"),
        (np.zeros(1, np.float32), "voice.silent"),
    ],
    ids=["digital", "offset", "tone", "short", "shorter", "100", "1"],
)
def test_the_gate_says_why(sound: Array, code: str) -> None:
    found = measured(sound)
    assert found.quality.code == code
    assert not found.quality.passed
    if code != "voice.too_little_speech":
        assert found.values["voice_speech_share"] == 0.0
        assert set(found.missing.values()) == {code}


def test_nothing_was_fed() -> None:
    found = measured(np.zeros(0, np.float32))
    assert found.quality.code == "media.no_audio"
    assert set(found.missing.values()) == {"media.no_audio"}
    assert found == voice_withheld("media.no_audio", "a1")


def test_a_transcript_gives_the_rate() -> None:
    spoken = sum(b - a for a, b in ((0, 2.4),) * 5)
    found = measured(TALK, said("planning " * 30))  # 60 syllables
    assert found.values["voice_articulation_rate"] == pytest.approx(60 / spoken, rel=0.1)
    chinese = measured(TALK, said("我们提前完成了项目" * 5))  # 45 characters
    assert chinese.values["voice_articulation_rate"] == pytest.approx(45 / spoken, rel=0.1)


@pytest.mark.parametrize(
    "transcript", [said("word " * 900), said("yes"), said("planning " * 30, end_ms=60_000)]
)
def test_a_transcript_of_another_recording_is_not_believed(transcript: Transcript) -> None:
    found = measured(TALK, transcript)
    assert [f.code for f in found.flags] == ["voice.transcript_mismatch"]
    assert (
        found.values["voice_articulation_rate"] == WHOLE.values["voice_articulation_rate"]
    )  # as without one


def test_an_empty_transcript_is_none() -> None:
    assert measured(TALK, said("  ")).flags == ()


def test_the_timeline_follows_the_talk() -> None:
    tracks = WHOLE.timeline.tracks
    assert WHOLE.timeline.step_ms == 1000
    seconds = int(np.ceil(TALK.size / RATE))
    assert {name: len(track) for name, track in tracks.items()} == {
        "energy": seconds,
        "pitch": seconds,
        "speech": seconds,
        "rate": seconds,
    }
    assert tracks["rate"][0] is None  # nobody speaks yet
    assert tracks["speech"][0] == 0
    assert tracks["speech"][2] == 1
    assert tracks["pitch"][0] is None
    assert tracks["pitch"][2] == pytest.approx(0.0, abs=0.5)
    energy = tracks["energy"]
    assert energy[0] is not None
    assert energy[2] is not None
    assert energy[2] > energy[0] + 30


def test_half_second_steps() -> None:
    meter = VoiceMeter(step_ms=500)
    meter.feed(TALK, 0.0)
    found = meter.result()
    assert len(found.tracks["speech"]) == int(np.ceil(TALK.size / RATE * 2))
    assert found.timeline.step_ms == 500


def test_a_block_that_starts_late_leaves_silence() -> None:
    meter = VoiceMeter()
    meter.feed(say(3.0), 0.0)
    meter.feed(say(3.0, seed=2), 8.0)
    found = meter.result()
    assert found.duration_ms == 11_000
    assert found.values["voice_longest_pause"] == pytest.approx(5.0, abs=0.2)


def test_without_the_speech_network_the_voice_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    vad_module._session.cache_clear()
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "silero_vad" else real(name)
    )
    found = measured(TALK)
    assert found.quality.code == "voice.model_missing"
    assert set(found.missing.values()) == {"voice.model_missing"}


def test_without_the_pitch_network_only_pitch_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    pitch_module._network.cache_clear()
    monkeypatch.setitem(sys.modules, "swift_f0", None)
    found = measured(TALK)
    pitch_module._network.cache_clear()
    assert found.quality.passed
    lost = {n for n, code in found.missing.items() if code == "voice.pitch_model_missing"}
    # the range of loudness is taken over voiced sound
    assert lost == {"voice_pitch_median", "voice_pitch_range", "voice_energy_range"}
    assert set(found.missing) - lost == set(WHOLE.missing)
    assert found.values["voice_articulation_rate"] == pytest.approx(4.0, rel=0.15)


def test_the_catalogue_has_these_rows_and_no_others() -> None:
    rows = {name: spec for name, spec in FEATURES.items() if spec.modality == "voice"}
    assert set(rows) == NAMES
    assert {n for n, s in rows.items() if s.use == "quality"} == {"voice_snr", "voice_clipping"}
    assert rows["voice_pitch_median"].use == "context"  # anatomy is never scored
    assert all(spec.formula for spec in rows.values())


def test_memory_grows_by_no_more_than_small_tracks() -> None:
    block = say(4.0)

    def peak(minutes: int) -> int:
        meter = VoiceMeter()
        tracemalloc.start()
        for number in range(15 * minutes):
            meter.feed(block, number * 4.0)
        meter.result()
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(1)
    assert peak(3) - peak(1) < 2 * 60 * 4096  # 4 KB a second; the sound itself has 64


TALK = talk()
WHOLE = measured(TALK)


# --- the interviewer's words ---------------------------------------------------------------------
def dialogue(*, times: bool, asked: str) -> Transcript:
    """The interviewer asks in the first stretch of the talk; the candidate says the other four."""
    # stretches of TALK begin here and last 2.4 s; ten syllables in each are 4.2 a second
    starts = (1.0, 3.7, 6.9, 12.7, 16.3)
    cues = []
    for number, start in enumerate(starts):
        text = asked if number == 0 else "la " * 10
        bounds = (round(1000 * start), round(1000 * (start + 2.4))) if times else (None, None)
        cues.append(
            Segment(
                text=text,
                start_ms=bounds[0],
                end_ms=bounds[1],
                speaker="Interviewer" if number == 0 else "Candidate",
            )
        )
    return Transcript(segments=tuple(cues), source="srt", locale="en")


@pytest.mark.parametrize("asked", ["la " * 2, "la " * 40])
def test_only_the_candidates_words_make_the_rate(asked: str) -> None:
    found = measured(TALK, dialogue(times=True, asked=asked))
    # 40 syllables in four stretches of 2.4 s, however much the interviewer says
    assert found.values["voice_articulation_rate"] == pytest.approx(40 / 9.6, rel=0.06)
    assert found.flags == ()


def test_without_times_the_rate_of_a_dialogue_is_heard() -> None:
    found = measured(TALK, dialogue(times=False, asked="la " * 200))
    heard = WHOLE.values["voice_articulation_rate"]
    assert found.values["voice_articulation_rate"] == heard
    assert found.flags == ()


def test_on_a_channel_of_their_own_the_candidates_words_are_read_without_times() -> None:
    first = np.ones(round(3.5 / 0.016), dtype=np.bool_)
    found = measured(TALK, dialogue(times=False, asked="la " * 200), foreign=first)
    assert found.values["voice_articulation_rate"] == pytest.approx(40 / 9.6, rel=0.06)


def test_when_nobody_can_tell_who_the_candidate_is_the_rate_is_heard() -> None:
    cues = (("Ann", 1000, 9300), ("Bo", 12_700, 18_700))
    two = tuple(
        Segment(text="la " * 100, start_ms=start, end_ms=end, speaker=name)
        for name, start, end in cues
    )
    found = measured(TALK, Transcript(segments=two, source="srt", locale="en"))
    assert found.values["voice_articulation_rate"] == WHOLE.values["voice_articulation_rate"]
    assert found.missing["voice_articulation_rate_pressure"] == "language.speakers_unclear"
