"""What a recogniser heard becomes evidence at the moment it was said, if it was sure enough."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from interview import Transcript
from scoring.language import measure_language
from scoring.recognition import recognise, transcribe
from scoring.recognition.recogniser import Hearing
from scoring.recognition.word_times import Heard
from tests.scoring.recognition.conftest import CLIP, as_wav

TEXT = (
    "Last year two colleagues argued about shifts. I listened to both sides and found a common "
    "goal for them. In the end errors fell by twenty percent."
)
SAID = TEXT.split()


class Engine:
    """Hears the same sentences in every window, half a second a word, with some times lost."""

    def __init__(self, confidence: float) -> None:
        self.confidence = confidence
        self.windows: list[float] = []

    def language_of(self, samples: object) -> str:
        return "en"

    def hear(self, samples: np.ndarray, language: str | None) -> Hearing:
        assert language == "en"
        self.windows.append(samples.size / 16_000)
        pieces: list[Heard] = []
        for number, word in enumerate(SAID):
            lost = number % 7 == 3
            back = number % 11 == 5  # a time that runs backwards
            start = None if lost else number * 0.5 - (4 if back else 0)
            pieces.append((f" {word}", start, None if lost else number * 0.5 + 0.4))
        return Hearing(tuple(pieces), True, self.confidence)


def heard(monkeypatch: pytest.MonkeyPatch, source: object, confidence: float) -> Transcript:
    engine = Engine(confidence)
    monkeypatch.setattr(transcribe, "recogniser", lambda folder: engine)
    said = recognise(source, model_folder=Path("any"))  # type: ignore[arg-type]
    assert max(engine.windows) <= 30
    assert said.locale == "en"
    return said


def test_evidence_begins_and_ends_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said = heard(monkeypatch, CLIP, 0.9)
    words = [word for segment in said.segments for word in segment.words]
    assert [w.text for w in words] == SAID
    for one, following in pairwise(words):
        assert one.start_ms <= one.end_ms <= following.start_ms
    found = measure_language(said, question=None, competencies=["teamwork"])
    piece = found.evidence["teamwork"][0]
    assert piece.quote == " ".join(SAID[7:19])
    assert (piece.start_ms, piece.end_ms) == (words[7].start_ms, words[18].end_ms)
    assert said.text[piece.start_char : piece.end_char] == piece.quote


def test_over_two_windows_the_second_is_later(
    monkeypatch: pytest.MonkeyPatch, speech: np.ndarray
) -> None:
    long = np.concatenate([speech, np.zeros(32_000, dtype=np.float32), speech])
    said = heard(monkeypatch, as_wav(long), 0.9)
    times = [time for s in said.segments for w in s.words for time in (w.start_ms, w.end_ms)]
    assert times == sorted(times)
    assert len(times) == 4 * len(SAID)
    assert times[-1] <= long.size / 16
    found = measure_language(said, question=None, competencies=["teamwork"])
    for piece in found.evidence["teamwork"]:
        inside = [s for s in said.segments if piece.quote in s.text]
        assert any(
            (s.start_ms or 0) <= (piece.start_ms or 0) <= (piece.end_ms or 0) <= (s.end_ms or 0)
            for s in inside
        )


@pytest.mark.parametrize(("confidence", "code"), [(0.9, ""), (0.3, "language.low_confidence")])
def test_what_was_hardly_understood_is_not_measured(
    monkeypatch: pytest.MonkeyPatch, confidence: float, code: str
) -> None:
    said = heard(monkeypatch, CLIP, confidence)
    found = measure_language(said, question=None, competencies=["teamwork"])
    assert found.quality.code == code
    assert bool(found.values) == (code == "")
