"""An answer's pitch against the speaker's own middle over the interview."""

from __future__ import annotations

import numpy as np
import pytest

from interview import AnswerSignals, FeatureSet, Timeline
from scoring.voice import against_own_baseline, own_baseline


def answer(key: str, hz: float | None, track: tuple[float | None, ...] = ()) -> AnswerSignals:
    values = {} if hz is None else {"voice_pitch_median": hz}
    missing = {"voice_pitch_shift": "voice.no_baseline"}
    return AnswerSignals(
        features=FeatureSet(answer=key, values=values, missing=missing, extractor="x"),
        timeline=Timeline(step_ms=1000, tracks={"pitch": track, "energy": (-20.0,) * len(track)}),
    )


def shifts(*hz: float | None) -> list[float | None]:
    placed = against_own_baseline([answer(str(i), one) for i, one in enumerate(hz)])
    return [one.features.values.get("voice_pitch_shift") for one in placed]


def test_semitones_from_the_median_of_the_answers() -> None:
    assert shifts(100, 200, 100) == pytest.approx([0, 12, 0])
    found = shifts(110, 120, 130, 140)
    assert found == pytest.approx([12 * np.log2(hz / 125) for hz in (110, 120, 130, 140)])


def test_an_answer_without_a_voice_counts_neither_way() -> None:
    found = shifts(100, None, 200, 100)
    assert found[1] is None
    assert [found[0], found[2], found[3]] == pytest.approx([0, 12, 0])


def test_one_answer_is_its_own_baseline_and_the_shift_is_withheld() -> None:
    (only,) = against_own_baseline([answer("a", 120, (1.0, None))])
    assert only.features.missing["voice_pitch_shift"] == "voice.no_baseline"
    assert only.timeline is not None
    assert only.timeline.tracks["pitch"] == (1.0, None)
    assert own_baseline([]) is None


def test_the_pitch_track_moves_with_it_and_nothing_else_does() -> None:
    low, high = against_own_baseline(
        [answer("a", 100, (0.0, None, 1.5)), answer("b", 200, (0.0, -0.5))]
    )
    middle = 12 * np.log2(150 / 100)
    assert low.timeline is not None
    assert high.timeline is not None
    assert low.timeline.tracks["pitch"] == (
        pytest.approx(-middle, abs=0.01), None, pytest.approx(1.5 - middle, abs=0.01),
    )  # fmt: skip
    assert high.timeline.tracks["pitch"][0] == pytest.approx(12 * np.log2(200 / 150), abs=0.01)
    assert low.timeline.tracks["energy"] == (-20.0,) * 3
    assert "voice_pitch_shift" not in low.features.missing


def test_transposing_everything_changes_nothing() -> None:
    assert shifts(100, 150, 90) == pytest.approx(shifts(200, 300, 180))
