"""The card of an interview as a learned scorer makes it: additive, with conformal intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from interview import (
    EXPRESSION,
    MODALITIES,
    AnswerScore,
    AnswerSignals,
    CompetencyScore,
    CompetencyWeight,
    Contribution,
    FeatureSet,
    Finding,
    Flag,
    Interview,
    Modality,
    Quality,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    Withheld,
    digest,
)
from scoring.answer_scale import asked_question, criteria_of
from scoring.competency_score import NOT_ASKED
from scoring.language.locale import detect_locale
from scoring.learned.additive import additive
from scoring.learned.card_points import answer_points, paid_evidence, scores_by_modality
from scoring.learned.design import OVERALL, answer_values, weighted_means
from scoring.learned.learned_scorer import ANY, HIGHEST, LOWEST, LearnedScorer
from scoring.measured_answers import measured_answers
from scoring.overall_score import TOO_LITTLE
from scoring.quality_gate import barred, commonest_code, gate, permitted, shares
from scoring.recommendation import recommend
from scoring.rubric_weights import shipped_rubric
from scoring.scale import CLIPPING

Floats = NDArray[np.float64]
MODALITY_BARRED = "learned.modality_barred"
OVER_CAP = "learned.over_cap"
OVERALL_ONLY = "learned.overall_only"
NOT_PER_ANSWER = "learned.not_per_answer"
NOT_USED = "learned.modality_not_used"


def learned_card(
    scorer: LearnedScorer,
    interview: Interview,
    signals: Sequence[AnswerSignals],
    role: RoleModel,
    policy: SignalPolicy,
) -> ScoreCard:
    """The sealed card: a competency's score is the model's for its row, every point named.

    A scorer that uses voice or face where law or consent bars them, or with a larger share than
    they may carry, scores nothing of this interview: every finding is withheld with
    ``learned.modality_barred`` or ``learned.over_cap``, and a flag says which.
    The overall score is the mean under the role's weights, with a conformal interval of its own;
    learned from performance it is the model's directly, and competencies are
    withheld as ``learned.overall_only``.

    Raises
    ------
    InputError
        ``interview.duplicate_answer``, ``signals.unknown_answer``.
    """
    made = _Case(scorer, interview, signals, role, policy)
    competencies = tuple(made.competency(entry) for entry in role.competencies)
    overall, plain, by_modality = made.overall(competencies)
    flags = tuple(made.flags)
    rubric = shipped_rubric()
    enough = made.answers >= rubric.fewest_answers
    allowed = shares(role, policy, interview.consent)
    scored = not isinstance(overall, Withheld)
    return ScoreCard(
        interview=interview.id,
        role=role.key,
        role_digest=role.digest,
        policy=policy.key,
        policy_digest=policy.digest,
        scorer=scorer.id,
        inputs_digest=made.inputs_digest(),
        quality=tuple(made.quality[a.id][m] for a in interview.answers for m in MODALITIES),
        answers=tuple(
            AnswerScore(
                answer=answer.id,
                question=answer.question,
                version=answer.version,
                score=Withheld(code=NOT_PER_ANSWER),
                features=made.signals[answer.id].features,
                evidence=tuple(
                    piece for c in competencies for piece in c.evidence if piece.answer == answer.id
                ),
            )
            for answer in interview.answers
        ),
        competencies=competencies,
        overall=overall,
        overall_without_expression=plain,
        by_modality=by_modality,
        recommendation=recommend(
            role,
            # what was learned for the whole alone has no competencies that could be missing
            () if scorer.target == "performance" else competencies,
            overall,
            flags,
            review_flags=rubric.review_flags,
            fewest_answers=1 if enough else rubric.fewest_answers,
        ),
        threshold=role.threshold,
        shares={m: allowed[m] for m in MODALITIES},
        rests_on=tuple(m for m in MODALITIES if scored and m in scorer.modalities),
        flags=flags,
    ).sealed()


class _Case:
    """One interview before one scorer: what may be used of it, and what each row says."""

    def __init__(
        self,
        scorer: LearnedScorer,
        interview: Interview,
        signals: Sequence[AnswerSignals],
        role: RoleModel,
        policy: SignalPolicy,
    ) -> None:
        self.scorer, self.interview, self.role = scorer, interview, role
        self.flags: list[Flag] = []
        self.quality: dict[str, Mapping[Modality, Quality]] = {}
        self.signals: dict[str, AnswerSignals] = {}
        given = measured_answers(interview, signals)
        for answer in interview.answers:
            one = given.get(answer.id) or _unmeasured(answer.id)
            quality = gate(one, policy, interview.consent)
            one = permitted(one, quality)
            self.quality[answer.id], self.signals[answer.id] = quality, one
            self.flags += [
                flag
                if "answer" in flag.slots
                else replace(flag, slots={**flag.slots, "answer": answer.id})
                for flag in one.flags
            ]
        self.usable = [_passed(one, self.quality[key]) for key, one in self.signals.items()]
        self.answers = sum(q["language"].passed for q in self.quality.values())
        self.locale = interview.locale or _language(interview)
        self.refusal = self._refusal(policy)
        self.points: dict[str, dict[str, float]] = {}

    def _refusal(self, policy: SignalPolicy) -> str:
        """Why this scorer may not score this interview at all; empty when it may."""
        allowed = shares(self.role, policy, self.interview.consent)
        for modality in EXPRESSION:
            if modality not in self.scorer.modalities:
                continue
            code = barred(modality, policy, self.interview.consent)
            share = self.scorer.shares.get(modality, 0.0)
            if code:
                slots: dict[str, object] = {
                    "modality": modality,
                    "policy": policy.key,
                    "reason": code,
                }
                self.flags.append(Flag(code=MODALITY_BARRED, slots=slots))
                return MODALITY_BARRED
            if share > allowed[modality] + 1e-9:
                slots = {
                    "modality": modality,
                    "policy": policy.key,
                    "share": round(share, 3),
                    "cap": round(allowed[modality], 3),
                }
                self.flags.append(Flag(code=OVER_CAP, slots=slots))
                return OVER_CAP
        return ""

    def competency(self, entry: CompetencyWeight) -> CompetencyScore:
        """One competency's score with its points and evidence, or why there is none."""
        if self.scorer.target == "performance":
            return _withheld(entry, self.refusal or OVERALL_ONLY)
        found = self._row(entry.key)
        if isinstance(found, str):
            return _withheld(entry, found)
        score, base, contributions, n = found
        held = self.scorer.finding(score, entry.key)
        by_modality = scores_by_modality(self.scorer, base, contributions)
        self.points[entry.key] = by_modality
        plain = self.scorer.finding(by_modality["language"], entry.key)
        return CompetencyScore(
            competency=entry.key,
            finding=replace(held, n=n),
            without_expression=replace(plain, n=n),
            threshold=entry.threshold,
            weight=entry.weight,
            must_have=entry.must_have,
            base=base,
            contributions=contributions,
            evidence=paid_evidence(entry.key, self.signals, contributions),
        )

    def overall(
        self, competencies: Sequence[CompetencyScore]
    ) -> tuple[Finding, Finding, dict[str, Finding]]:
        """The overall score, the same without voice and face, and each modality by itself."""
        if self.scorer.target == "performance":
            found = self._row(OVERALL)
            if isinstance(found, str):
                return self._none(found, 0)
            score, base, contributions, n = found
            said = scores_by_modality(self.scorer, base, contributions)
            weighed = {OVERALL: 1.0}
            self.points[OVERALL] = said
        else:
            scored = [c for c in competencies if not isinstance(c.finding, Withheld)]
            covered, asked = sum(c.weight for c in scored), sum(c.weight for c in competencies)
            if not scored or covered < shipped_rubric().least_covered * asked:
                codes = [c.finding.code for c in competencies if isinstance(c.finding, Withheld)]
                return self._none(self.refusal or (TOO_LITTLE if scored else codes[0]), len(scored))
            weighed = {c.competency: c.weight / covered for c in scored}
            score = sum(
                c.finding.value * weighed[c.competency]
                for c in scored
                if not isinstance(c.finding, Withheld)
            )
            n = self.answers
        kept = {
            m: sum(w * self.points[key][m] for key, w in weighed.items())
            for m in self.scorer.modalities
        }
        made = {m: replace(self.scorer.finding(v, OVERALL), n=n) for m, v in kept.items()}
        by_modality: dict[str, Finding] = {
            m: made.get(m, Withheld(code=NOT_USED)) for m in MODALITIES
        }
        whole = replace(self.scorer.finding(score, OVERALL), n=n)
        return whole, made.get("language", whole), by_modality

    def _none(self, code: str, n: int) -> tuple[Finding, Finding, dict[str, Finding]]:
        held = Withheld(code=code, n=n)
        return held, held, dict.fromkeys(MODALITIES, held)

    def _row(self, key: str) -> tuple[float, float, tuple[Contribution, ...], int] | str:
        """Score, base, points and number of answers of one row; a code where there is none."""
        if self.refusal:
            return self.refusal
        names = self.scorer.features
        values, weights = answer_values(self.usable, self.interview, self.role, key, names)
        if not (weights > 0).any():
            return self._why_not(key)
        x = weighted_means(values, weights)[None, :]
        locales = [self.locale] if self.locale else ()
        subject = [key] if self.scorer.target == "rating" else ()
        why = self.scorer.outside(x, locales, subject)[0]
        if why is not None:
            slots: dict[str, object] = {"competency": key, "feature": why.feature}
            if why.value is not None and why.low is not None and why.high is not None:
                slots |= {"value": why.value, "low": why.low, "high": why.high}
            self.flags.append(Flag(code=why.code, slots=slots))
            return why.code
        centred = self.scorer.centred(x, locales)
        ids = [a.id for a in self.interview.answers]
        base, points = additive(self.scorer, centred)
        contributions = answer_points(self.scorer, ids, points[0], values, weights)
        raw = base + float(points[0].sum())
        score = min(max(raw, LOWEST), HIGHEST)
        if score != raw:
            contributions += (
                Contribution(
                    feature=CLIPPING, modality="language", answer="", value=raw, points=score - raw
                ),
            )
        return score, base, contributions, int((weights > 0).sum())

    def _why_not(self, key: str) -> str:
        asked = [
            a
            for a in self.interview.answers
            if key == OVERALL
            or criteria_of(
                asked_question(a, self.role), self.role, self.signals[a.id].features.values
            ).get(key, 0.0)
            > 0
        ]
        if not asked:
            return NOT_ASKED
        return commonest_code([self.quality[a.id] for a in asked], "language")

    def inputs_digest(self) -> str:
        """Names what was scored: questions and measured values, never who or where."""
        rows = [
            {
                "answer": a.id,
                "question": a.question,
                "version": a.version,
                "extractor": self.signals[a.id].features.extractor,
                "values": self.signals[a.id].features.values,
                "missing": self.signals[a.id].features.missing,
                "quality": {m: q.code for m, q in self.quality[a.id].items()},
            }
            for a in self.interview.answers
        ]
        return digest(sorted(rows, key=lambda row: str(row["answer"])))


def _passed(one: AnswerSignals, quality: Mapping[Modality, Quality]) -> AnswerSignals:
    """The signals with only those modalities that passed their gate, as the training saw them."""
    held = tuple(f"{_PREFIX[m]}_" for m in MODALITIES if not quality[m].passed)
    if not held:
        return one
    values = {n: v for n, v in one.features.values.items() if not n.startswith(held)}
    return replace(one, features=replace(one.features, values=values))


_PREFIX: Mapping[Modality, str] = {"language": "lang", "voice": "voice", "face": "face"}


def _unmeasured(answer: str) -> AnswerSignals:
    return AnswerSignals(
        features=FeatureSet(answer=answer, values={}, missing={}, extractor="none")
    )


def _withheld(entry: CompetencyWeight, code: str) -> CompetencyScore:
    held = Withheld(code=code)
    return CompetencyScore(
        competency=entry.key,
        finding=held,
        without_expression=held,
        threshold=entry.threshold,
        weight=entry.weight,
        must_have=entry.must_have,
    )


def _language(interview: Interview) -> str:
    said = " ".join(a.transcript.text for a in interview.answers if a.transcript)
    return (detect_locale(said) if said else None) or ANY
