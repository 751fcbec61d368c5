"""A whole interview: bad recordings cost their own answer only, the card stands on the rest."""

from dataclasses import replace
from pathlib import Path

import pytest

from interview import Answer, Estimate, Interview, MediaError, Withheld
from scoring import card_from_json, card_json, find_role, score_interview
from scoring.language import read_transcript
from workflow.policies import signal_policy

SAMPLES = Path(__file__).parents[2] / "data_samples" / "interviews" / "en_lively"
ROLE = find_role("sales_manager")
NO_MODELS = Path("no-models-here")


def answer(number: int, *, words: bool = True, media: str | None = None) -> Answer:
    return Answer(
        id=f"a{number}",
        question=f"sm_q{number}",
        version=1,
        media=media or str(SAMPLES / f"answer_{number}.ogg"),
        transcript=read_transcript(SAMPLES / f"answer_{number}.json") if words else None,
    )


def scored(*answers: Answer, policy: str = "none"):  # type: ignore[no-untyped-def]
    case = Interview(id="i1", candidate_id="c1", role=ROLE.key, answers=answers, locale="en")
    return score_interview(case, ROLE, signal_policy(policy), models_folder=NO_MODELS)


def test_a_spoken_interview_end_to_end() -> None:
    card, signals = scored(*(answer(n) for n in (1, 2, 3, 4)))
    assert card.intact
    assert isinstance(card.overall, Estimate)
    assert card.overall.n == 4
    assert card.rests_on == ("language",)
    assert isinstance(card.by_modality["voice"], Estimate)
    assert card.by_modality["face"] == Withheld(code="face.no_video")
    assert card_from_json(card_json(card, signals=signals)) == card
    for one in card.competencies:
        if isinstance(one.finding, Estimate):
            total = one.base + sum(c.points for c in one.contributions)
            assert abs(total - one.finding.value) < 1e-9
            for piece in one.evidence:
                said = next(a for a in (answer(n) for n in (1, 2, 3, 4)) if a.id == piece.answer)
                assert said.transcript is not None
                assert said.transcript.text[piece.start_char : piece.end_char] == piece.quote


def test_twice_the_same_is_the_same_card() -> None:
    assert scored(answer(1), answer(2))[0] == scored(answer(1), answer(2))[0]


def test_without_words_everything_scored_is_withheld_and_voice_is_shown() -> None:
    card, _ = scored(answer(1, words=False))
    assert card.overall == Withheld(code="language.no_transcript")
    assert isinstance(card.by_modality["voice"], Estimate)
    assert card.recommendation.code == "collect"


def test_the_european_preset_leaves_no_number_of_voice_or_face() -> None:
    card, signals = scored(answer(1), answer(2), policy="eu_ai_act")
    assert isinstance(card.overall, Estimate)
    data = card_json(card, signals=signals)
    for name, feature in data["features"].items():
        if not name.startswith("lang_"):
            assert feature == {"withheld": True, "code": "policy.not_computed"}
    plain, _ = scored(answer(1), answer(2), policy="none")
    assert card.overall == plain.overall


def test_one_unreadable_recording_costs_its_own_sound_only(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").write_bytes(b"")
    card, _ = scored(answer(1), answer(2, media=str(tmp_path / "empty.mp4")))
    assert isinstance(card.overall, Withheld | Estimate)
    assert isinstance(card.answers[1].score, Estimate)  # its transcript is there
    assert [f.code for f in card.flags] == ["media.empty"]
    silent, _ = scored(answer(1), answer(2, words=False, media=str(tmp_path / "empty.mp4")))
    assert silent.answers[1].score == Withheld(code="language.no_transcript")
    assert isinstance(silent.answers[0].score, Estimate)


def test_when_nothing_can_be_read_the_first_error_is_raised(tmp_path: Path) -> None:
    bad = [answer(n, words=False, media=str(tmp_path / f"gone{n}.mp4")) for n in (1, 2)]
    with pytest.raises(MediaError) as err:
        scored(*bad)
    assert err.value.code == "media.not_found"
    assert "gone1.mp4" in str(err.value)


def test_the_person_is_nowhere_on_the_card() -> None:
    case = Interview(
        id="i1", candidate_id="secret-person", role=ROLE.key,
        answers=(replace(answer(1), media=None),), locale="en",
    )  # fmt: skip
    card, signals = score_interview(case, ROLE, signal_policy("none"), models_folder=NO_MODELS)
    assert "secret-person" not in repr(card_json(card, signals=signals))
