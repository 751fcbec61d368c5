"""No preset lets voice and face carry more than it says, whatever is missing from an interview."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from data_samples import company
from data_samples.scored import Recordings
from interview import AnswerSignals, Estimate, Interview, Quality, RoleModel, ScoreCard
from scoring.catalogue import FEATURES
from scoring.quality_gate import TRACKS
from scoring.role_model import shipped_roles
from scoring.rubric import score
from workflow.policies import decided_policy, shipped_policies, signal_policy

# voice and face together, and face alone: the largest share of any competency
CAPS = {
    "none": (0.0, 0.0), "eu_ai_act": (0.0, 0.0), "us_nyc": (0.0, 0.0), "us_il": (0.0, 0.0),
    "cn_pipl": (0.20, 0.05),
}  # fmt: skip
SCOPES = frozenset({"language", "voice", "face"})
Case = tuple[Interview, tuple[AnswerSignals, ...], RoleModel]


def greedy(role: RoleModel) -> RoleModel:
    """The role as a company would have it that wants expression to count as much as possible."""
    return replace(role, modality_limits={"voice": 0.5, "face": 0.5})


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Interviews of the demo company; in some words, voice, face or a competency are missing."""
    recordings = Recordings(company(seed=9, size=0.01))
    found: list[Case] = []
    for number in range(0, len(recordings), 9):
        interview = recordings.interview(number)
        signals = recordings.signals(number, interview)
        consent = replace(interview.consent, scopes=SCOPES)  # type: ignore[type-var]
        interview = replace(interview, consent=consent)
        role = greedy(shipped_roles()[str(interview.role)])
        found.append((interview, tuple(allowed(s) for s in signals), role))
        found += list(_with_gaps(*found[-1]))
    return found


def allowed(one: AnswerSignals) -> AnswerSignals:
    """The same answer with every expression feature that scores, and the gate passed."""
    values = dict(one.features.values)
    for name, spec in FEATURES.items():
        if spec.use == "score" and spec.modality != "language" and name not in values:
            values[name] = (spec.low or 0.0) + 0.3 * ((spec.high or 0.0) - (spec.low or 0.0))
    missing = {n: c for n, c in one.features.missing.items() if n not in values}
    quality = tuple(q for q in one.quality if q.modality == "language")
    quality += tuple(Quality(modality=m, answer=one.features.answer) for m in ("voice", "face"))
    return replace(
        one, features=replace(one.features, values=values, missing=missing), quality=quality
    )


def _with_gaps(
    interview: Interview, signals: tuple[AnswerSignals, ...], role: RoleModel
) -> Iterator[Case]:
    for modality in ("language", "voice", "face"):
        lost = tuple(
            replace(q, code=f"{modality}.not_measured") if q.modality == modality else q
            for q in signals[0].quality
        )
        yield interview, (replace(signals[0], quality=lost), *signals[1:]), role
    # one answer only: most competencies of the role have no score
    yield replace(interview, answers=interview.answers[:1]), signals[:1], role
    # the features of one competency's language are gone
    fewer = tuple(
        replace(s, features=replace(s.features, values={
            n: v for n, v in s.features.values.items()
            if not n.endswith(f".{role.competencies[0].key}")}))
        for s in signals
    )  # fmt: skip
    yield interview, fewer, role


def shown(
    signals: tuple[AnswerSignals, ...], places: Mapping[str, float]
) -> tuple[AnswerSignals, ...]:
    """The answers with every scored feature of a modality at a place on its scale, 0 to 1."""
    found = []
    for one in signals:
        values = dict(one.features.values)
        for name, spec in FEATURES.items():
            if spec.use == "score" and spec.modality in places:
                low, high = spec.low or 0.0, spec.high or 0.0
                values[name] = low + places[spec.modality] * (high - low)
        found.append(replace(one, features=replace(one.features, values=values)))
    return tuple(found)


def moves(low: ScoreCard, high: ScoreCard) -> Iterator[float]:
    """How far the overall score and every competency moved between two cards."""
    pairs = [(low.overall, high.overall)]
    pairs += [
        (a.finding, b.finding) for a, b in zip(low.competencies, high.competencies, strict=True)
    ]
    for a, b in pairs:
        assert isinstance(a, Estimate) == isinstance(b, Estimate)
        if isinstance(a, Estimate) and isinstance(b, Estimate):
            yield b.value - a.value


def test_the_caps_are_those_of_the_shipped_presets() -> None:
    assert set(CAPS) == set(shipped_policies())
    for key, (together, face) in CAPS.items():
        policy = signal_policy(key)
        assert policy.expression_cap == together
        assert policy.cap("face") == face
        assert policy.cap("voice") <= together


@pytest.mark.parametrize("key", sorted(CAPS))
def test_from_worst_to_best_expression_no_score_moves_by_more_than_the_cap(
    cases: list[Case], key: str
) -> None:
    together, face = CAPS[key]
    policy = signal_policy(key)
    furthest = {"both": 0.0, "face": 0.0}
    for interview, signals, role in cases:
        for what, modalities, cap in (
            ("both", ("voice", "face"), together),
            ("face", ("face",), face),
        ):
            worst, best = (
                score(interview, shown(signals, dict.fromkeys(modalities, at)), role, policy)
                for at in (0.0, 1.0)
            )
            for moved in moves(worst, best):
                assert -1e-9 <= moved <= 10 * cap + 1e-9
                furthest[what] = max(furthest[what], moved)
            # the score without expression hears nothing of it
            assert worst.overall_without_expression == best.overall_without_expression
    # and the cap is not merely held by counting nothing
    assert furthest["both"] == pytest.approx(10 * together, abs=1e-9)
    # where both would take their cap, both are cut in proportion to stay within it together
    cut = together / (together + face) if face else 0.0
    assert furthest["face"] == pytest.approx(10 * face * cut, abs=1e-9)


def test_an_american_companys_own_decision_is_a_cap_too(cases: list[Case]) -> None:
    policy = decided_policy("us_nyc", voice=0.1, face=0.02)
    interview, signals, role = cases[0]
    worst, best = (
        score(interview, shown(signals, {"voice": at, "face": at}), role, policy)
        for at in (0.0, 1.0)
    )
    assert max(moves(worst, best)) <= 10 * 0.12 + 1e-9


@pytest.mark.parametrize("key", sorted(CAPS))
def test_every_card_shows_the_overall_score_with_and_without_expression(
    cases: list[Case], key: str
) -> None:
    for interview, signals, role in cases:
        card = score(interview, signals, role, signal_policy(key))
        both = (card.overall, card.overall_without_expression)
        assert len({isinstance(one, Estimate) for one in both}) == 1
        for competency in card.competencies:
            assert isinstance(competency.finding, Estimate) == isinstance(
                competency.without_expression, Estimate
            )
        if CAPS[key] == (0.0, 0.0):
            assert both[0] == both[1]


@pytest.mark.parametrize(
    ("key", "modality"), list(itertools.product(["cn_pipl", "us_il"], ["voice", "face"]))
)
def test_consent_to_be_interviewed_is_no_consent_to_voice_or_face(
    cases: list[Case], key: str, modality: str
) -> None:
    interview, signals, role = cases[0]
    consent = replace(interview.consent, scopes=SCOPES - {modality})  # type: ignore[type-var]
    card = score(replace(interview, consent=consent), signals, role, signal_policy(key))
    codes = {q.code for q in card.quality if q.modality == modality}
    assert codes == {"policy.no_consent"}
    assert not any(
        name.startswith(f"{modality}_") for a in card.answers for name in a.features.values
    )


def test_europe_leaves_no_measure_of_voice_or_face_on_a_card(cases: list[Case]) -> None:
    for interview, signals, role in cases:
        card = score(interview, signals, role, signal_policy("eu_ai_act"))
        names = {name for a in card.answers for name in a.features.values}
        assert {FEATURES[name.partition(".")[0]].modality for name in names} <= {"language"}
        assert "voice" not in card.rests_on
        assert "face" not in card.rests_on


def test_every_track_of_a_timeline_belongs_to_a_modality_that_can_be_barred() -> None:
    from tests.scoring.test_extract import CONSENT, measured

    found = measured(policy="none", consent=CONSENT)
    assert found.timeline is not None
    assert set(found.timeline.tracks) <= set(TRACKS)
