"""Recognition end to end with tiny models: they write nonsense, but as real models do."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interview import (
    Answer,
    Interview,
    ModelMissing,
    Segment,
    SignalPolicy,
    Span,
    Transcript,
)
from scoring.added_model import AddedModel
from scoring.recognition import Recogniser, recognise, transcribe_interview
from tests.scoring.recognition.conftest import CLIP, RATE, as_wav

Floats = np.ndarray[Any, np.dtype[np.float32]]
LAW = SignalPolicy(key="words", version=1, compute=("language",))


def check(said: Transcript, length_s: float) -> None:
    assert said.segments
    assert said.timed
    ends = 0
    for segment in said.segments:
        assert segment.text.strip() == segment.text != ""
        assert ends <= (segment.start_ms or 0) <= (segment.end_ms or 0) <= length_s * 1000 + 1
        assert 0 < (segment.confidence or 0) <= 1
        for one, following in pairwise(segment.words):
            assert one.start_ms <= one.end_ms <= following.start_ms
        ends = segment.end_ms or 0


def test_over_30_s_is_heard_in_windows(whisper: Path, speech: Floats) -> None:
    pause = np.zeros(2 * RATE, dtype=np.float32)
    long = np.concatenate([speech, pause, speech])
    assert long.size > 31 * RATE
    said = recognise(as_wav(long), model_folder=whisper, locale="en", name="tiny@1")
    check(said, long.size / RATE)
    assert (said.source, said.locale) == ("tiny@1", "en")
    assert all(segment.words for segment in said.segments)
    assert (said.segments[-1].start_ms or 0) > speech.size / RATE * 1000
    # random weights are sure of nothing, and the gate of language must be able to see it
    assert all((s.confidence or 1) < 0.5 for s in said.segments)


def test_the_language_is_found_when_nobody_says_it(whisper: Path) -> None:
    said = recognise(CLIP, model_folder=whisper)
    assert said.locale in Recogniser(whisper).languages  # type: ignore[operator]
    assert said.source == "tiny-whisper"


def test_silence_is_a_transcript_without_words(whisper: Path) -> None:
    said = recognise(as_wav(np.zeros(4 * RATE, dtype=np.float32)), model_folder=whisper)
    assert said == Transcript(segments=(), source="tiny-whisper")


def test_a_span_counts_from_its_own_start(whisper: Path, speech: Floats) -> None:
    span = Span(start_ms=8000, end_ms=14_000)
    check(recognise(as_wav(speech), model_folder=whisper, locale="en", span=span), 6.0)


def test_a_model_that_times_phrases_only(phrases_only: Path) -> None:
    said = recognise(CLIP, model_folder=phrases_only)
    check(said, 30)
    assert not any(segment.words for segment in said.segments)
    assert said.locale is None
    assert Recogniser(phrases_only).languages is None


def test_a_model_that_writes_letters(letters: Path) -> None:
    said = recognise(CLIP, model_folder=letters)
    check(said, 30)
    assert said.segments[0].words


@pytest.mark.parametrize("broken", ["absent", "empty", "no_weights", "cut_weights", "no_config"])
def test_what_is_no_model_is_refused(broken: str, whisper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    if broken != "absent":
        shutil.copytree(whisper, folder)
    if broken == "empty":
        shutil.rmtree(folder)
        folder.mkdir()
    if broken == "no_weights":
        (folder / "model.safetensors").unlink()
    if broken == "cut_weights":
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:5000])
    if broken == "no_config":
        (folder / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelMissing) as caught:
        Recogniser(folder)
    assert caught.value.code == "model.not_a_model"
    assert caught.value.slots["folder"] == str(folder)


def test_an_encoder_is_no_recogniser(tmp_path: Path) -> None:
    from tests.scoring.tiny_models import bert_folder

    with pytest.raises(ModelMissing) as caught:
        Recogniser(bert_folder(tmp_path / "encoder"))
    assert caught.value.code == "model.not_a_model"


def added(folder: Path, *languages: str) -> AddedModel:
    return AddedModel(
        kind="recogniser", name="tiny", folder=str(folder), languages=languages, digest="f" * 64
    )


def interview(**answer: Any) -> Interview:
    return Interview(
        id="i", candidate_id="c", role="marketing", answers=(Answer(id="a", **answer),)
    )


def test_an_answer_without_transcript_gets_one(whisper: Path) -> None:
    case = interview(media=str(CLIP))
    said = transcribe_interview(case, added(whisper, "en"), policy=LAW).answers[0].transcript
    assert said is not None
    assert (said.source, said.locale) == ("tiny@ffffffff", "en")


def test_what_stays_as_it_was(whisper: Path, tmp_path: Path) -> None:
    given = Transcript(segments=(Segment(text="I led it."),), source="srt")
    model = added(whisper, "en")
    with_words = interview(media=str(CLIP), transcript=given)
    written = interview(transcript=given)
    lost = interview(media=str(tmp_path / "gone.mp4"))
    for case in (with_words, written, lost):
        assert transcribe_interview(case, model, policy=LAW) == case
    spoken = interview(media=str(CLIP))
    assert transcribe_interview(spoken, None, policy=LAW) == spoken
    no_words = SignalPolicy(key="voice", version=1, compute=("voice",))
    assert transcribe_interview(spoken, model, policy=no_words) == spoken
    chinese = Interview(id="i", candidate_id="c", role="r", answers=spoken.answers, locale="zh")
    assert transcribe_interview(chinese, model, policy=LAW) == chinese


def test_a_language_the_model_was_not_found_good_for_is_left_alone(whisper: Path) -> None:
    found = recognise(CLIP, model_folder=whisper).locale
    others = [code for code in ("en", "zh", "de", "fr") if code != found][:2]
    case = interview(media=str(CLIP))
    assert transcribe_interview(case, added(whisper, *others), policy=LAW) == case


def test_unsure_words_withhold_language(whisper: Path) -> None:
    from scoring import find_role, score_interview

    case = transcribe_interview(interview(media=str(CLIP)), added(whisper, "en"), policy=LAW)
    card, _ = score_interview(case, find_role("marketing"), LAW, models_folder=Path())
    language = next(q for q in card.quality if q.modality == "language")
    assert language.code.startswith("language.")


def test_silence_withholds_language_as_empty(whisper: Path, tmp_path: Path) -> None:
    from scoring import find_role, score_interview

    path = tmp_path / "silence.wav"
    path.write_bytes(as_wav(np.zeros(3 * RATE, dtype=np.float32)).getvalue())
    case = transcribe_interview(interview(media=str(path)), added(whisper, "en"), policy=LAW)
    card, _ = score_interview(case, find_role("marketing"), LAW, models_folder=Path())
    assert next(q for q in card.quality if q.modality == "language").code == "language.empty"
