"""One answer measured: what the law bars is never touched, what is missing is named."""

import io
import wave
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from interview import (
    Answer,
    Consent,
    Interview,
    MediaError,
    Segment,
    SignalPolicy,
    Span,
    Transcript,
)
from scoring import score_signals
from scoring.answer_words import answer_words
from scoring.catalogue import FEATURES
from scoring.extract import extract_answer, unreadable_answer
from scoring.language import read_transcript
from scoring.role_model import find_role
from scoring.rubric_weights import PER_COMPETENCY
from workflow.policies import signal_policy

SAMPLES = Path(__file__).parents[2] / "data_samples" / "interviews" / "en_lively"
SPEECH = SAMPLES / "answer_1.ogg"
SAID = read_transcript(SAMPLES / "answer_1.json")
ROLE = find_role("sales_manager")
ANSWER = Answer(id="a1", question="sm_q1", version=1, media=str(SPEECH), transcript=SAID)
CONSENT = Consent(
    text_version="1", given_at=datetime(2026, 1, 1, tzinfo=UTC), scopes=frozenset({"voice"})
)


def measured(answer: Answer = ANSWER, policy: str | SignalPolicy = "none", **more):  # type: ignore[no-untyped-def]
    law = signal_policy(policy) if isinstance(policy, str) else policy
    more.setdefault("models_folder", Path("no-models-here"))
    return extract_answer(answer, role=ROLE, policy=law, **more)


def codes(signals) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {q.modality: q.code for q in signals.quality}


def tone(seconds: float) -> bytes:
    file = io.BytesIO()
    t = np.arange(int(8000 * seconds)) / 8000
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes((8000 * np.sin(2 * np.pi * 220 * t)).astype(np.int16).tobytes())
    return file.getvalue()


def test_speech_with_its_transcript() -> None:
    found = measured()
    assert codes(found) == {"language": "", "voice": "", "face": "face.no_video"}
    assert found.features.values["lang_words"] == len(SAID.text.replace("-", " ").split())
    assert 5000 < (found.duration_ms or 0) < 60_000
    assert found.timeline is not None
    lengths = {len(track) for track in found.timeline.tracks.values()}
    assert lengths == {-(-(found.duration_ms or 0) // found.timeline.step_ms)}
    assert {"decode", "voice", "language"} <= found.timings.keys()


def test_every_feature_is_measured_or_missing_by_code_and_never_both() -> None:
    for answer in (ANSWER, replace(ANSWER, media=None), replace(ANSWER, transcript=None)):
        for policy in ("none", "cn_pipl", "eu_ai_act"):
            features = measured(answer, policy).features
            assert not features.values.keys() & features.missing.keys()
            named = {n.partition(".")[0] for n in {**features.values, **features.missing}}
            assert named == set(FEATURES)
            for name in PER_COMPETENCY:
                assert f"{name}.customer_insight" in {**features.values, **features.missing}


def test_without_a_transcript_language_is_withheld_never_zero() -> None:
    found = measured(replace(ANSWER, transcript=None))
    assert codes(found)["language"] == "language.no_transcript"
    assert not [n for n in found.features.values if n.startswith("lang_")]


def test_without_a_recording_words_alone_are_measured() -> None:
    found = measured(replace(ANSWER, media=None))
    assert codes(found) == {"language": "", "voice": "media.not_given", "face": "media.not_given"}
    assert found.timeline is None


def test_where_the_law_bars_voice_and_face_nothing_of_them_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import scoring.recording_signals as module

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("the recording was decoded")

    monkeypatch.setattr(module, "stream", never)
    found = measured(policy="eu_ai_act")
    assert codes(found) == {
        "language": "", "voice": "policy.not_computed", "face": "policy.not_computed",
    }  # fmt: skip
    assert all(n.startswith("lang_") for n in found.features.values)
    assert found.timeline is None
    # the rate of words comes from transcript and length: it is about what was said
    assert "lang_rate" in found.features.values


def test_a_recording_that_is_none_is_an_error_even_where_nothing_is_computed(
    tmp_path: Path,
) -> None:
    (tmp_path / "letter.mp4").write_text("dear all", encoding="utf-8")
    bad = replace(ANSWER, media=str(tmp_path / "letter.mp4"))
    for policy in ("none", "eu_ai_act"):
        with pytest.raises(MediaError) as err:
            measured(bad, policy)
        assert err.value.code == "media.wrong_type"


def test_consent_opens_one_modality_at_a_time() -> None:
    assert codes(measured(policy="cn_pipl"))["voice"] == "policy.no_consent"
    partly = codes(measured(policy="cn_pipl", consent=CONSENT))
    assert partly["voice"] == ""
    assert partly["face"] == "policy.no_consent"


def test_an_open_file_is_read_and_closed() -> None:
    file = io.BytesIO(SPEECH.read_bytes())
    asked: list[str] = []

    def opener(address: str) -> io.BytesIO:
        asked.append(address)
        return file

    found = measured(replace(ANSWER, media="blob-7"), open_media=opener)
    assert asked == ["blob-7"]
    assert file.closed
    assert found.features.values == measured().features.values


def test_a_span_cuts_the_answer_out() -> None:
    whole = measured()
    part = measured(replace(ANSWER, span=Span(start_ms=1000, end_ms=6000), transcript=None))
    assert part.duration_ms == pytest.approx(5000, abs=100)
    assert (whole.duration_ms or 0) > 6000


def test_missing_networks_withhold_the_face_and_nothing_else(tmp_path: Path) -> None:
    import av

    clip = tmp_path / "clip.webm"
    with av.open(str(clip), "w") as out:
        video = out.add_stream("libvpx-vp9", rate=10)
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8), format="rgb24")
            out.mux(video.encode(frame))
        out.mux(video.encode())
    found = measured(replace(ANSWER, media=str(clip)), models_folder=tmp_path)
    assert codes(found)["face"] == "face.model_missing"
    assert codes(found)["voice"] == "media.no_audio"
    assert found.features.missing["face_gaze_share"] == "face.model_missing"


def test_a_transcript_that_runs_on_after_the_recording_withholds_language() -> None:
    late = Transcript(
        source="srt",
        segments=tuple(
            Segment(text=s.text, start_ms=i * 60_000, end_ms=(i + 1) * 60_000)
            for i, s in enumerate(SAID.segments)
        ),
    )
    assert codes(measured(replace(ANSWER, transcript=late)))["language"] == "language.other_length"


def test_a_transcript_that_ends_long_before_the_recording_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(tone(40))
    short = replace(SAID, segments=tuple(
        replace(s, start_ms=i * 1500, end_ms=i * 1500 + 1500, words=())
        for i, s in enumerate(SAID.segments)))  # fmt: skip
    found = measured(replace(ANSWER, media=str(path), transcript=short), "eu_ai_act")
    slots = {f.code: f.slots for f in found.flags}["transcript.length_mismatch"]
    assert slots == {"transcript_s": 1.5 * len(SAID.segments), "recording_s": 40.0}


def test_an_unreadable_recording_leaves_the_words() -> None:
    error = MediaError("media.empty", "a.mp4 holds 0 bytes", "record it again", file="a.mp4")
    found = unreadable_answer(ANSWER, error, role=ROLE, policy=signal_policy("none"))
    assert codes(found) == {"language": "", "voice": "media.empty", "face": "media.empty"}
    assert [f.code for f in found.flags] == ["media.empty"]
    barred = unreadable_answer(ANSWER, error, role=ROLE, policy=signal_policy("eu_ai_act"))
    assert codes(barred)["voice"] == "policy.not_computed"


def test_a_broken_recordings_file_name_stays_out_of_what_is_kept() -> None:
    error = MediaError("media.too_large", "Zhang San.mp4 is large", "", file="Zhang San.mp4", mb=9)
    found = unreadable_answer(ANSWER, error, role=ROLE, policy=signal_policy("none"))
    assert found.flags[0].slots == {"mb": 9}
    assert "Zhang San" not in repr((found.quality, found.flags, found.features))


def test_what_is_no_number_becomes_missing_and_the_card_stays_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import scoring.extract as module

    def broken(*args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        found = answer_words(*args, **kwargs)  # type: ignore[arg-type]
        odd = {**found.values, "lang_rate": float("nan"), "lang_words": np.float32(12.0)}
        return replace(found, values=odd)

    monkeypatch.setattr(module, "answer_words", broken)
    found = measured(replace(ANSWER, media=None))
    assert found.features.missing["lang_rate"] == "feature.not_finite"
    assert type(found.features.values["lang_words"]) is float
    case = Interview(id="i", candidate_id="c", role=ROLE.key, answers=(ANSWER,))
    assert score_signals(case, [found], ROLE, signal_policy("none")).intact
