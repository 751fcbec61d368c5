"""One answer measured: names, refusals, times, and figures counted by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from answers_read import asked

from interview import Segment, Transcript, Word
from scoring.catalogue import FEATURES
from scoring.competencies import library
from scoring.language import ANSWER_FEATURES, measure_language
from scoring.language.counts import variety
from scoring.language.timing import Clock

STORY = (
    "Last year two colleagues argued about shifts. I listened to both sides and found a common "
    "goal. In the end errors fell by 20 percent."
)


def said(*texts: str, **times: object) -> Transcript:
    return Transcript(segments=tuple(Segment(text=t) for t in texts), source="text")


def test_every_name_is_in_the_catalogue_and_in_exactly_one_map() -> None:
    found = measure_language(said(STORY), question=None, competencies=list(library()))
    names = set(found.values) | set(found.missing)
    assert not set(found.values) & set(found.missing)
    assert names == set(ANSWER_FEATURES) | {
        f"{name}.{key}" for name in ("lang_evidence", "lang_anchor") for key in library()
    }
    assert {name.split(".")[0] for name in names} <= set(FEATURES)
    assert {k for k, v in FEATURES.items() if v.modality == "language"} == {
        name.split(".")[0] for name in names
    }


@pytest.mark.parametrize(
    ("transcript", "duration", "code"),
    [
        (None, None, "language.no_transcript"),
        (said("...", "?!"), None, "language.empty"),
        (said("I led it."), None, "language.too_short"),
        (said("我负责。"), None, "language.too_short"),
        (said("Trabajé tres años con clientes difíciles y mis compañeros siempre decían que "
              "aprendí mucho de ellos."), None, "language.unsupported"),
        (said(" ".join([STORY] * 4)), 5_000, "language.other_length"),
    ],
)  # fmt: skip
def test_below_the_gate_everything_is_withheld_by_one_code(
    transcript: Transcript | None, duration: int | None, code: str
) -> None:
    found = measure_language(
        transcript, question=None, competencies=["teamwork"], duration_ms=duration, answer="a1"
    )
    assert found.quality.code == code
    assert found.quality.answer == "a1"
    assert found.values == {}
    assert set(found.missing.values()) == {code}
    assert "lang_anchor.teamwork" in found.missing


def test_a_transcript_that_runs_on_after_the_recording() -> None:
    long = Transcript(segments=(Segment(text=STORY, start_ms=0, end_ms=60_000),), source="srt")
    found = measure_language(long, question=None, competencies=[], duration_ms=20_000)
    assert found.quality.code == "language.other_length"
    assert found.quality.slots == {"transcript_s": 60.0, "recording_s": 20.0}


def test_a_recogniser_that_was_not_sure() -> None:
    unsure = Transcript(
        segments=(
            Segment(
                text=STORY,
                start_ms=0,
                end_ms=9000,
                words=tuple(
                    Word(text=w, start_ms=0, end_ms=1, confidence=0.3) for w in STORY.split()
                ),
            ),
        ),
        source="json",
    )
    found = measure_language(unsure, question=None, competencies=["teamwork"])
    assert found.quality.code == "language.low_confidence"


def test_counts_by_hand() -> None:
    text = "Um, I called him because he was late. We fixed it, you know, and maybe I helped him."
    timed = Transcript(segments=(Segment(text=text, start_ms=1000, end_ms=7000),), source="srt")
    found = measure_language(timed, question=None, competencies=[]).values
    words = 18
    assert found["lang_words"] == words
    assert found["lang_rate"] == pytest.approx(words / 6 * 60)
    assert found["lang_fillers"] == pytest.approx(2 / words * 100)
    assert found["lang_hedges"] == pytest.approx(1 / words * 100)
    assert found["lang_sentence_length"] == words / 2
    assert found["lang_first_person"] == pytest.approx(2 / 3)


def test_chinese_is_counted_in_characters() -> None:
    text = "去年我用 Excel 做了3张表，大家都很满意。"
    timed = Transcript(segments=(Segment(text=text, start_ms=0, end_ms=6000),), source="srt")
    found = measure_language(timed, question=None, competencies=[]).values
    assert found["lang_words"] == 16  # 14 characters, one Latin word, one figure
    assert found["lang_rate"] == pytest.approx(160)


def test_variety_against_its_definition() -> None:
    words = [f"w{(i * i) % 23}" for i in range(137)]
    window = 50
    naive = [len(set(words[i : i + window])) / window for i in range(len(words) - window + 1)]
    assert variety(words, window) == pytest.approx(sum(naive) / len(naive))
    assert variety(words[:49], window) is None


def test_evidence_leads_to_its_words_and_its_moment() -> None:
    parts = [
        ("Last year two colleagues argued about shifts.", 0, 4000),
        ("I listened to both sides and found a common goal for them.", 4000, 9000),
        ("In the end errors fell by 20 percent.", 9000, 12000),
    ]
    timed = Transcript(
        segments=tuple(Segment(text=t, start_ms=a, end_ms=b) for t, a, b in parts), source="srt"
    )
    found = measure_language(timed, question=None, competencies=["teamwork"])
    first = found.evidence["teamwork"][0]
    assert first.quote == parts[1][0]
    assert timed.text[first.start_char : first.end_char] == first.quote
    assert (first.start_ms, first.end_ms) == (4000, 9000)
    assert first.feature == "lang_evidence.teamwork"


def test_words_times_are_used_where_they_are_known() -> None:
    words = tuple(
        Word(text=w, start_ms=i * 1000, end_ms=i * 1000 + 400)
        for i, w in enumerate(["a", "bb", "c"])
    )
    timed = Transcript(
        segments=(Segment(text="a bb c", start_ms=0, end_ms=5000, words=words),), source="json"
    )
    assert Clock(timed).span(2, 4) == (1000, 1400)
    assert Clock(said("a bb c")).span(2, 4) == (None, None)


def test_an_answer_to_another_question_is_off_topic() -> None:
    question = asked(
        "teamwork", "Tell me about a conflict in your team and how you solved it.", "en"
    )
    near = measure_language(said(STORY), question=question, competencies=["teamwork"])
    far = measure_language(
        said(
            "My favourite soup needs two onions, some butter and a litre of milk. The butter melts "
            "slowly, the onions turn brown, and the milk boils for half an hour with salt."
        ),
        question=question,
        competencies=["teamwork"],
    )
    assert near.values["lang_on_topic"] > 3 * far.values["lang_on_topic"]
    assert "language.off_topic" in [flag.code for flag in far.flags]
    assert "language.off_topic" not in [flag.code for flag in near.flags]


def test_the_same_answer_measures_the_same_whatever_else_is_asked_for() -> None:
    alone = measure_language(said(STORY), question=None, competencies=["teamwork"])
    among = measure_language(said(STORY), question=None, competencies=["planning", "teamwork"])
    for name, value in alone.values.items():
        assert among.values[name] == value


def test_speech_without_full_stops_is_cut_at_its_segments() -> None:
    parts = [
        "last year two colleagues argued about shifts",
        "i listened to both sides and found a common goal for them",
        "in the end errors fell by twenty percent",
    ]
    found = measure_language(
        said(*parts, *["and then we went on as before with the next shift"] * 2),
        question=None,
        competencies=["teamwork"],
    )
    assert found.evidence["teamwork"][0].quote == parts[1]
    assert found.values["lang_star"] >= 3


def test_measuring_loads_no_heavy_engine_and_english_no_segmenter() -> None:
    code = (
        "import sys\n"
        "from interview import Segment, Transcript\n"
        "from scoring.language import measure_language\n"
        f"said = Transcript(segments=(Segment(text={STORY!r}),), source='text')\n"
        "measure_language(said, question=None, competencies=['teamwork'])\n"
        "heavy = {'torch', 'transformers', 'cv2', 'librosa', 'av', 'sklearn', 'jieba', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_cache_is_read_from_or_written_to_a_shared_folder(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile
    from pathlib import Path

    from scoring.language.segmenter import segmenter

    folder = Path(str(tmp_path))
    (folder / "jieba.cache").write_bytes(b"planted")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    segmenter.cache_clear()
    assert segmenter()("我们解决了问题") == ["我们", "解决", "了", "问题"]
    assert (folder / "jieba.cache").read_bytes() == b"planted"
    assert [p.name for p in folder.iterdir()] == ["jieba.cache"]
