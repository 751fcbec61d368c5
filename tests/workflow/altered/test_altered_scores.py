"""One interview scored as it is and altered: the short way gives what the long way gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interview import CandorError, Estimate
from scoring import find_role, score_signals
from tests.workflow.altered.recorded import MODELS, TOLD
from tests.workflow.recordings import tone
from workflow.altered import ALTERATIONS
from workflow.altered.altered_scores import ORIGINAL, OVERALL, _seed, altered_scores, scored
from workflow.altered.words import altered_transcript
from workflow.manifest import AnswerSource, InterviewSource
from workflow.policies import signal_policy
from workflow.scoring_task import ScoringTask, read_interview

pytestmark = pytest.mark.xdist_group("altered")


def task(folder: Path, policy: str = "none", media: Path | None = None) -> ScoringTask:
    said = folder / "said.txt"
    said.write_text(TOLD, encoding="utf-8")
    source = InterviewSource(
        interview="i1",
        candidate="c1",
        language="en",
        consent=frozenset({"voice", "face"}),
        answers=(AnswerSource(media=media, transcript=said),),
    )
    return ScoringTask(
        source=source,
        role=find_role("sales_manager"),
        policy=signal_policy(policy),
        models=MODELS,
        max_bytes=10**8,
        key="",
    )


def test_altered_words_score_as_if_everything_were_measured_again(tmp_path: Path) -> None:
    one = task(tmp_path, media=tone(tmp_path / "a.wav", seconds=25.0))
    found = altered_scores(one, [ORIGINAL, "misheard_20", "other_name"], tmp_path)
    read = read_interview(one.source, one.role)
    card, heard, _ = scored(one, read, score_signals)
    assert isinstance(card.overall, Estimate)
    assert found.scores[ORIGINAL][OVERALL] == card.overall.value
    for key in ("misheard_20", "other_name"):
        alteration = next(a for a in ALTERATIONS if a.key == key)
        answer = heard.answers[0]
        seed = _seed("i1", answer.id)
        said = altered_transcript(answer.transcript, alteration, locale="en", seed=seed)  # type: ignore[arg-type]
        again = replace(heard, answers=(replace(answer, transcript=said),))
        overall = scored(one, again, score_signals)[0].overall
        assert isinstance(overall, Estimate)
        assert found.scores[key][OVERALL] == overall.value
    assert found.scores["misheard_20"][OVERALL] != found.scores[ORIGINAL][OVERALL]


def test_copies_are_scored_and_nothing_is_left_on_disk(clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    one = task(tmp_path, media=clip)
    # three seconds of recording under half a minute of words: language is withheld in the copy too
    found = altered_scores(one, [ORIGINAL, "glasses"], folder)
    assert found.untried == {}
    assert set(found.withheld.values()) == {"language.other_length"}
    assert list(folder.iterdir()) == []


def test_what_cannot_be_made_is_said(tmp_path: Path) -> None:
    written = altered_scores(task(tmp_path), [ORIGINAL, "noisy", "fillers_removed"], tmp_path)
    assert written.untried == {"noisy": "altered.no_recording"}
    assert set(written.scores) == {ORIGINAL, "fillers_removed"}
    heard = task(tmp_path, media=tone(tmp_path / "b.wav", seconds=2.0))
    sound = altered_scores(heard, ["darker", "glasses"], tmp_path)
    assert sound.untried == {"darker": "altered.no_picture", "glasses": "altered.no_picture"}


def test_a_broken_recording_ends_as_a_code_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(500))
    one = task(tmp_path, media=broken)
    bare = replace(one, source=replace(one.source, answers=(AnswerSource(media=broken),)))
    with pytest.raises(CandorError):
        altered_scores(bare, [ORIGINAL], folder)
    found = altered_scores(one, ["darker"], folder)
    assert found.withheld == {"darker": "media.truncated"}
    assert list(folder.iterdir()) == []
