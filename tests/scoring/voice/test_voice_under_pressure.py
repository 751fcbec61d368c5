"""Rate and pitch within the passages of pressure: planted there, found there, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from data_samples.synthetic_voice import RATE, join, say
from interview import Segment, Transcript
from scoring.voice import VoiceMeter, VoiceResult
from scoring.voice.under_pressure import PRESSURE

Array = np.ndarray[Any, Any]
STRETCH_S, GAP_S, LEAD_S = 3.6, 0.8, 0.5
CALM, PRESSED = "la la la la la la la la la la la la", "deadline, la la la la la la la la la la"
QUICK = "deadline, " + "la " * 16


def lively(t: Array) -> Array:
    """Nine semitones up and down."""
    return np.asarray(150 * 2 ** ((np.abs(t / 1.5 % 2 - 1) - 0.5) * 9 / 12))


def answer(*, pressed: dict[str, Any], text: str) -> tuple[Array, Transcript]:
    """Six stretches; the third and fourth speak of pressure."""
    parts: list[Any] = [LEAD_S]
    cues = []
    for number in range(6):
        special = number in (2, 3)
        how = {"pitch": 150.0, "rate": 4.0, **(pressed if special else {})}
        parts += [say(STRETCH_S, seed=number, **how), GAP_S]
        start = round(1000 * (LEAD_S + number * (STRETCH_S + GAP_S)))
        words = text if special else CALM
        cues.append(Segment(text=words, start_ms=start, end_ms=start + round(1000 * STRETCH_S)))
    return join(parts), Transcript(segments=tuple(cues), source="srt", locale="en")


def measured(sound: Array, transcript: Transcript | None) -> VoiceResult:
    meter = VoiceMeter()
    for at in range(0, sound.size, 8000):
        meter.feed(sound[at : at + 8000], at / RATE)
    return meter.result(transcript)


SOUND, SAID = answer(pressed={"rate": 6.0, "pitch": lively}, text=QUICK)
FOUND = measured(SOUND, SAID)


def test_a_faster_passage_is_found_where_it_was_planted() -> None:
    values = FOUND.values
    # 18 syllables to a stretch there (dead-line has two), 12 elsewhere: 14 on average
    assert values["voice_articulation_rate_pressure"] == pytest.approx(18 / STRETCH_S, rel=0.1)
    assert values["voice_articulation_rate"] == pytest.approx(14 / STRETCH_S, rel=0.1)


def test_a_livelier_passage_is_found_where_it_was_planted() -> None:
    assert FOUND.values["voice_pitch_range_pressure"] == pytest.approx(0.9 * 9, abs=0.8)
    assert FOUND.values["voice_pitch_range"] < FOUND.values["voice_pitch_range_pressure"]


def test_the_rate_is_steady_inside_and_varies_over_the_whole() -> None:
    values = FOUND.values
    assert values["voice_articulation_sd_pressure"] < 0.4
    assert values["voice_articulation_sd"] > 0.6


def test_where_nothing_was_planted_the_passage_is_as_the_whole() -> None:
    values = measured(*answer(pressed={}, text=PRESSED)).values
    assert values["voice_articulation_rate_pressure"] == pytest.approx(
        values["voice_articulation_rate"], rel=0.05
    )
    assert values["voice_pitch_range_pressure"] < 1.0


def calm(said: Transcript) -> Transcript:
    cues = tuple(Segment(text=CALM, start_ms=s.start_ms, end_ms=s.end_ms) for s in said.segments)
    return Transcript(segments=cues, source="srt", locale="en")


def untimed(said: Transcript) -> Transcript:
    return Transcript(segments=(Segment(text=said.text),), source="text", locale="en")


def late(said: Transcript) -> Transcript:
    cues = (*said.segments, Segment(text="deadline", start_ms=90_000, end_ms=95_000))
    return Transcript(segments=cues, source="srt", locale="en")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (None, "language.no_transcript"),
        (calm, "voice.no_pressure_passage"),
        (untimed, "voice.transcript_untimed"),
        (late, "voice.transcript_mismatch"),
    ],
)
def test_without_a_passage_each_measure_says_why(change: Any, code: str) -> None:
    missing = measured(SOUND, change(SAID) if change else None).missing
    assert {missing[name] for name in PRESSURE} == {code}


def test_a_passage_too_short_to_be_measured() -> None:
    cues = list(SAID.segments)
    cues[2] = Segment(text="deadline", start_ms=cues[2].start_ms, end_ms=cues[2].start_ms + 900)  # type: ignore[operator]
    cues[3] = Segment(text=CALM, start_ms=cues[3].start_ms, end_ms=cues[3].end_ms)
    found = measured(SOUND, Transcript(segments=tuple(cues), source="srt", locale="en"))
    assert {found.missing.get(name) for name in PRESSURE} == {"voice.too_little_speech"}


def test_a_passage_whose_words_cannot_be_said_in_its_time() -> None:
    cues = list(SAID.segments)
    cues[2] = Segment(text="deadline " * 30, start_ms=cues[2].start_ms, end_ms=cues[2].end_ms)
    found = measured(SOUND, Transcript(segments=tuple(cues), source="srt", locale="en"))
    assert "voice.transcript_mismatch" not in [flag.code for flag in found.flags]
    assert found.missing["voice_articulation_rate_pressure"] == "voice.transcript_mismatch"


def test_silence_with_a_transcript_is_told() -> None:
    found = measured(np.zeros(8 * RATE, np.float32), SAID)
    assert found.quality.code == "voice.silent"
    assert [flag.code for flag in found.flags] == ["voice.transcript_mismatch"]
    assert {found.missing[name] for name in PRESSURE} == {"voice.silent"}


def test_pressure_in_the_question_is_not_the_candidates() -> None:
    sound, said = answer(pressed={}, text=QUICK)
    asked = tuple(
        replace(cue, speaker="Interviewer" if number in (2, 3) else "Candidate")
        for number, cue in enumerate(said.segments)
    )
    found = measured(sound, replace(said, segments=asked))
    assert {found.missing[name] for name in PRESSURE} == {"voice.no_pressure_passage"}
