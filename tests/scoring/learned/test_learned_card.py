"""Cards of learned scorers: additive, with intervals, and refused where law or consent say no."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interview import (
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Consent,
    Estimate,
    Evidence,
    FeatureSet,
    Interview,
    Modality,
    Quality,
    Question,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    Withheld,
)
from scoring.learned.card import learned_card
from scoring.learned.example import NAMES, example_scorer, example_table
from scoring.learned.learned_scorer import LearnedScorer
from scoring.learned.train import train
from scoring.learned.training_spec import Kind, TrainingSpec
from tests.scoring.planted_interview import CAPPED, CONSENT, MEASURED, WORDS_ONLY

BOTH = ("teamwork", "planning")
VOICE = (*NAMES, "voice_energy_range")
WITH_VOICE: tuple[Modality, ...] = ("language", "voice")
ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk"},
    competencies=(
        CompetencyWeight(key="teamwork", weight=0.7),
        CompetencyWeight(key="planning", weight=0.3),
    ),
    questions=tuple(
        Question(key=f"q{i}", version=1, text={}, kind="behavioural", criteria={key: 1.0})
        for i, key in enumerate((*BOTH, *BOTH))
    ),
)


def signals(shift: float = 0.0, **more: float) -> list[AnswerSignals]:
    made = []
    for i, key in enumerate((*BOTH, *BOTH)):
        values = {
            "lang_words": 0.1 * i,
            f"lang_anchor.{key}": 0.5 + shift + 0.2 * i,
            f"lang_evidence.{key}": 0.3,
            "lang_hedges": -0.2,
            "voice_energy_range": 0.4,
            **more,
        }
        quote = Evidence(start_ms=0, end_ms=9, start_char=0, end_char=4, quote="said",
                         feature=f"lang_anchor.{key}", modality="language")  # fmt: skip
        made.append(
            AnswerSignals(
                features=FeatureSet(answer=f"a{i}", values=values, missing={}, extractor="t"),
                evidence={key: (quote,)},
                quality=tuple(Quality(modality=m, answer=f"a{i}") for m in ("language", "voice")),
            )
        )
    return made


def interview(consent: Consent | None = CONSENT, locale: str | None = "en") -> Interview:
    answers = tuple(Answer(id=f"a{i}", question=f"q{i}", version=1) for i in range(4))
    return Interview(
        id="i", candidate_id="c", role="clerk", answers=answers, consent=consent, locale=locale
    )


def card(scorer: LearnedScorer, policy: SignalPolicy = WORDS_ONLY, **more: float) -> ScoreCard:
    return scorer(interview(), signals(**more), ROLE, policy)


@pytest.mark.parametrize("kind", ["linear", "trees"])
def test_base_and_points_add_up_to_every_score(kind: Kind) -> None:
    made = card(example_scorer(kind))
    assert made.intact
    assert made.scorer.name == "example"
    for one in made.competencies:
        assert isinstance(one.finding, Estimate)
        total = one.base + sum(c.points for c in one.contributions)
        assert total == pytest.approx(one.finding.value, abs=1e-6)
        assert one.finding.half_width == pytest.approx(1.7)
        assert {c.answer for c in one.contributions} <= {"a0", "a1", "a2", "a3"}
        assert [e.quote for e in one.evidence] == ["said", "said"]
    assert isinstance(made.overall, Estimate)
    scores = {c.competency: c.finding.value for c in made.competencies}  # type: ignore[union-attr]
    assert made.overall.value == pytest.approx(0.7 * scores["teamwork"] + 0.3 * scores["planning"])
    assert made.overall.n == 4


def test_a_card_scores_what_the_rows_score() -> None:
    scorer = example_scorer()
    row = np.zeros((1, 4))
    for name, value in (("lang_words", 0.1), ("lang_anchor", 0.7), ("lang_evidence", 0.3),
                        ("lang_hedges", -0.2)):  # fmt: skip
        row[0, scorer.features.index(name)] = value
    teamwork = card(scorer).competencies[0].finding
    assert isinstance(teamwork, Estimate)
    assert teamwork.value == pytest.approx(float(scorer.predict(row, ["en"])[0]))


def test_a_score_beyond_the_scale_is_clipped_by_name() -> None:
    scorer = example_scorer()
    wide = replace(scorer, low=scorer.low - 99, high=scorer.high + 99)
    made = card(wide, shift=9.0).competencies[0]
    assert isinstance(made.finding, Estimate)
    assert made.finding.value == 10.0
    clipped = [c for c in made.contributions if c.feature == "clipping"]
    assert len(clipped) == 1
    assert made.base + sum(c.points for c in made.contributions) == pytest.approx(10.0)


def test_outside_its_training_it_abstains_and_says_which_feature() -> None:
    made = card(example_scorer(), shift=9.0)
    assert made.competencies[0].finding == Withheld(code="learned.outside_training")
    assert isinstance(made.overall, Withheld)
    flag = next(f for f in made.flags if f.code == "learned.outside_training")
    assert flag.slots["feature"] == "lang_anchor"
    assert flag.slots["high"] < flag.slots["value"]  # type: ignore[operator]
    assert made.recommendation.code == "collect"


@pytest.mark.parametrize(
    ("policy", "consent", "code"),
    [
        (WORDS_ONLY, CONSENT, "learned.modality_barred"),
        (CAPPED, None, "learned.modality_barred"),
        (MEASURED, CONSENT, "learned.over_cap"),
    ],
)
def test_voice_without_law_or_consent_refuses_the_interview_by_name(
    policy: SignalPolicy, consent: Consent | None, code: str
) -> None:
    scorer = replace(
        example_scorer(names=VOICE, modalities=WITH_VOICE),
        shares={"language": 0.95, "voice": 0.05},
    )
    made = scorer(interview(consent), signals(), ROLE, policy)
    assert {c.finding for c in made.competencies} == {Withheld(code=code)}
    assert made.overall == Withheld(code=code)
    assert made.rests_on == ()
    flag = next(f for f in made.flags if f.code == code)
    assert (flag.slots["modality"], flag.slots["policy"]) == ("voice", policy.key)


def test_where_voice_may_count_the_score_without_it_stands_beside() -> None:
    scorer = replace(
        example_scorer(names=VOICE, modalities=WITH_VOICE),
        shares={"language": 0.95, "voice": 0.05},
    )
    made = scorer(interview(), signals(), ROLE, CAPPED)
    one = made.competencies[0]
    assert isinstance(one.finding, Estimate)
    assert isinstance(one.without_expression, Estimate)
    voice = sum(c.points for c in one.contributions if c.modality == "voice")
    assert one.finding.value - one.without_expression.value == pytest.approx(voice)
    assert made.rests_on == ("language", "voice")
    bare = [replace(s, features=replace(s.features, values={
        k: v for k, v in s.features.values.items() if not k.startswith("voice")}))
        for s in signals()]  # fmt: skip
    withheld = scorer(interview(), bare, ROLE, CAPPED).overall
    assert withheld == Withheld(code="learned.modality_missing")


def test_a_language_or_a_competency_it_does_not_know_is_withheld() -> None:
    scorer = example_scorer()
    french = scorer(interview(locale="fr"), signals(), ROLE, WORDS_ONLY)
    assert {c.finding.code for c in french.competencies} == {  # type: ignore[union-attr]
        "learned.language_not_trained"
    }
    narrow = example_scorer(competencies=("teamwork",))
    made = card(narrow)
    assert isinstance(made.competencies[0].finding, Estimate)
    assert made.competencies[1].finding == Withheld(code="learned.competency_not_trained")


def test_learned_from_performance_it_speaks_of_the_whole_alone() -> None:
    table, y = example_table(200, competencies=("overall",))
    spec = TrainingSpec(target="performance", features=NAMES, scale=(1.0, 5.0))
    made = train(table, 1 + 0.4 * y, spec)
    assert made.report.notes == ("training.range_restricted",)
    assert "kappa" not in made.report.metrics
    found = learned_card(made.scorer, interview(), signals(), ROLE, WORDS_ONLY)
    assert {c.finding.code for c in found.competencies} == {"learned.overall_only"}  # type: ignore[union-attr]
    assert isinstance(found.overall, Estimate)
    assert found.overall.n == 4
    assert found.recommendation.code != "collect"


def test_voice_is_held_to_its_cap_or_refused() -> None:
    table, y = example_table(200, names=VOICE, modalities=WITH_VOICE)
    place = table.names.index("voice_energy_range")
    loud = np.clip(y + 1.5 * table.X[:, place], 0, 10)
    spec = TrainingSpec(modalities=WITH_VOICE, features=VOICE)
    free = train(table, loud, spec)
    capped = replace(spec, caps={"voice": 0.15}, expression_cap=0.2)
    held = train(table, loud, capped)
    assert free.scorer.shares["voice"] > 0.4
    assert held.scorer.shares["voice"] == pytest.approx(0.15, abs=0.02)
    trees = replace(capped, kind="trees", folds=2, inner=2)
    with pytest.raises(Exception, match=r"training\.over_cap"):
        train(table, loud, trees)
