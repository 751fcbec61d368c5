"""A learned scorer's card explained: exact values over its background, and how firm they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from interview import (
    MODALITIES,
    AnswerSignals,
    Estimate,
    InputError,
    Interview,
    RoleModel,
    ScoreCard,
)
from scoring.explanation.explain_card import subject_finding
from scoring.explanation.explanation import OVERALL, TOLERANCE, Comparison, Explanation, Part
from scoring.explanation.moving_together import moving_together
from scoring.explanation.stability import DRAWS, views
from scoring.explanation.tree_shapley import TreeExplainer
from scoring.scale import CLIPPING

if TYPE_CHECKING:
    from scoring.learned.learned_scorer import LearnedScorer

Floats = NDArray[np.float64]
SEED = 2026
_PREFIX = {"language": "lang_", "voice": "voice_", "face": "face_"}


def explain_learned(
    card: ScoreCard,
    role: RoleModel,
    interview: Interview,
    scorer: LearnedScorer,
    *,
    subject: str = OVERALL,
) -> Explanation:
    """The exact values of one score of a learned scorer against the background it was trained on.

    Formula: linear models ``coef (z - mean background z)``; trees Owen values against every
    background row, features that move together entering as one (`leaf_game`). A missing indicator
    counts with its feature, a feature's points are shared among the answers by their weight in its
    mean, and what the ends of the scale take is a part of its own, ``clipping``. Stability draws
    the background again and, where the scorer carries them, takes models fitted to people drawn
    again.

    Parameters
    ----------
    card : ScoreCard
        Made by this scorer.
    interview : Interview
        With its language, or the transcripts to tell it from.

    Raises
    ------
    InputError
        ``explanation.unknown_subject``, ``explanation.withheld``, ``explanation.other_scorer`` when
        the card was made by another version, ``explanation.not_additive``.
    """
    found = subject_finding(card, subject)
    if (card.scorer.name, card.scorer.version) != (scorer.name, scorer.version):
        raise InputError(
            "explanation.other_scorer",
            f"the card was made by {card.scorer.name} {card.scorer.version}, "
            f"not by {scorer.name} {scorer.version}",
            "load the version that stands on the card, or score the interview again",
            made_by=f"{card.scorer.name} {card.scorer.version}",
            given=f"{scorer.name} {scorer.version}",
        )
    rows = _rows(card, role, interview, scorer, _weighed(card, subject, scorer))
    together = feature_groups(scorer)
    fitted = _Fitted.of(scorer, together)
    draws = _weights(len(scorer.background), 1 + len(scorer.replicas), int(scorer.facts["people"]))
    parts: list[Part] = []
    own: list[Floats] = []
    again: list[Floats] = []
    base = 0.0
    for row in rows:
        level, each = fitted.model(0).against(row.z)
        points = each.mean(axis=0)
        base += row.share * float(level.mean())
        drawn = np.vstack(
            [
                weights @ fitted.model(i).against(row.z)[1] if i else weights @ each
                for i, weights in enumerate(draws)
                # the model itself stands aside where there are others fitted again
                if i or not scorer.replicas
            ]
        )
        made, place, factor = row.parts(scorer, points)
        own.append(row.share * points[place] * factor)
        again.append(row.share * drawn[:, place] * factor)
        parts += made
        raw = float(level.mean() + points.sum())
        held = min(max(raw, 0.0), 10.0)
        if held != raw:
            parts.append(row.clipping(raw))
            own.append(np.array([row.share * (held - raw)]))
            again.append(np.full((len(drawn), 1), row.share * (held - raw)))
    points = np.concatenate(own)
    if abs(base + float(points.sum()) - found.value) > TOLERANCE:
        raise InputError(
            "explanation.not_additive",
            f"the points of {card.digest[:12]} make {base + points.sum():.4f}, "
            f"its score is {found.value:.4f}",
            "score the interview again with the shipped rubric or a scorer of the register",
            card=card.digest[:12],
            total=f"{base + points.sum():.4f}",
            score=f"{found.value:.4f}",
        )
    owned = tuple(
        Part(
            feature=p.feature,
            modality=p.modality,
            competency=p.competency,
            answer=p.answer,
            question=p.question,
            value=p.value,
            points=float(x),
            usual=p.usual,
        )
        for p, x in zip(parts, points, strict=True)
    )
    return Explanation(
        interview=card.interview,
        subject=subject,
        score=found.value,
        low=found.low,
        high=found.high,
        base=base,
        threshold=next(
            (c.threshold for c in card.competencies if c.competency == subject), card.threshold
        ),
        parts=owned,
        comparison=Comparison(key="training", n=int(scorer.facts["people"]), score=base),
        views=views(owned, np.hstack(again), together),
        method=("shapley.linear" if scorer.kind == "linear" else "owen.trees")
        + (".model_drawn_anew" if scorer.replicas else ""),
        scorer=f"{scorer.name} {scorer.version}",
        card=card.digest,
    ).sealed()


def feature_groups(scorer: LearnedScorer) -> tuple[tuple[str, ...], ...]:
    """A scorer's features that move together in the rows it was trained on.

    They are found at training; of a scorer that does not carry them, in its background.
    """
    known = scorer.facts.get("feature_groups")
    if known:
        return tuple(tuple(group) for group in known)
    return moving_together(
        scorer.background, scorer.features, [scorer.modality[n] for n in scorer.features]
    )


@dataclass(eq=False)
class _One:
    """One fitted model against every row of the background, by feature."""

    kind: str
    model: Any
    reference: Floats
    source: NDArray[np.int64]
    size: int
    trees: TreeExplainer | None

    def against(self, z: Floats) -> tuple[Floats, Floats]:
        if self.trees is not None:
            level, columns = self.trees.against_each(z)
        else:
            coefficients = np.asarray(self.model.coef_, dtype=np.float64)
            level = float(self.model.intercept_) + self.reference @ coefficients
            columns = (z - self.reference) * coefficients
        found = np.zeros((len(self.reference), self.size))
        np.add.at(found.T, self.source, columns.T)
        return level, found


@dataclass(eq=False)
class _Fitted:
    """The scorer's model and those fitted again, ready to explain; made once per scorer."""

    models: tuple[_One, ...]

    def model(self, i: int) -> _One:
        return self.models[i]

    @staticmethod
    def of(scorer: LearnedScorer, together: Sequence[Sequence[str]]) -> _Fitted:
        held = scorer.__dict__.get("_explained_by")
        if isinstance(held, _Fitted):
            return held
        reference = scorer.prepared(scorer.background)
        source = np.array(scorer.prepared_from, dtype=np.int64)
        number = {name: g for g, group in enumerate(together) for name in group}
        groups = [number[scorer.features[i]] for i in source]
        made = _Fitted(
            tuple(
                _One(
                    kind=scorer.kind,
                    model=model,
                    reference=reference,
                    source=source,
                    size=len(scorer.features),
                    trees=TreeExplainer(model=model, background=reference, groups=groups)
                    if scorer.kind == "trees"
                    else None,
                )
                for model in (scorer.model, *scorer.replicas)
            )
        )
        # a frozen value may remember what follows from it, as its cached properties do
        scorer.__dict__["_explained_by"] = made
        return made


def _weights(rows: int, models: int, people: int) -> list[Floats]:
    """Bootstrap weights of the background for each model, DRAWS rows in all.

    A row of the background stands for several people: as many are drawn as were learned from.
    """
    rng = np.random.default_rng(SEED)
    drawn = 1 if models == 1 else models - 1
    each = -(-DRAWS // drawn)
    return [
        rng.multinomial(people, np.full(rows, 1.0 / rows), size=each) / people
        for _ in range(models)
    ]


@dataclass(eq=False)
class _Row:
    """One row the scorer judged: its share of the subject, what the model sees, its answers."""

    key: str
    share: float
    z: Floats
    usual: Floats
    values: Floats
    weights: Floats
    answers: Sequence[str]
    questions: Mapping[str, str]

    def parts(
        self, scorer: LearnedScorer, points: Floats
    ) -> tuple[list[Part], NDArray[np.int64], Floats]:
        """Parts without points, the feature of each, and its answer's share of the feature."""
        made: list[Part] = []
        place: list[int] = []
        factor: list[float] = []
        for j, name in enumerate(scorer.features):
            there = np.flatnonzero(~np.isnan(self.values[:, j]) & (self.weights > 0))
            if there.size == 0:
                if points[j]:
                    made.append(self._part(scorer, name, "", None, float(self.usual[j])))
                    place.append(j)
                    factor.append(1.0)
                continue
            total = float(self.weights[there].sum())
            for i in there:
                made.append(
                    self._part(
                        scorer,
                        name,
                        self.answers[int(i)],
                        float(self.values[i, j]),
                        float(self.usual[j]),
                    )
                )
                place.append(j)
                factor.append(float(self.weights[i]) / total)
        return made, np.array(place, dtype=np.int64), np.array(factor)

    def clipping(self, raw: float) -> Part:
        return Part(
            feature=CLIPPING,
            modality="language",
            competency=self.key,
            answer="",
            question="",
            value=raw,
            points=0.0,
        )

    def _part(
        self, scorer: LearnedScorer, name: str, answer: str, value: float | None, usual: float
    ) -> Part:
        return Part(
            feature=name,
            modality=scorer.modality[name],
            competency=self.key,
            answer=answer,
            question=self.questions.get(answer, ""),
            value=value,
            points=0.0,
            usual=usual,
        )


def _weighed(card: ScoreCard, subject: str, scorer: LearnedScorer) -> dict[str, float]:
    """The rows behind a score and what each weighs in it."""
    if subject != OVERALL or scorer.target == "performance":
        return {subject: 1.0}
    scored = {c.competency: c.weight for c in card.competencies if isinstance(c.finding, Estimate)}
    total = sum(scored.values())
    return {key: weight / total for key, weight in scored.items()}


def _rows(
    card: ScoreCard,
    role: RoleModel,
    interview: Interview,
    scorer: LearnedScorer,
    weighed: Mapping[str, float],
) -> list[_Row]:
    from scoring.language.locale import detect_locale
    from scoring.learned.design import answer_values, weighted_means

    failed = {(q.answer, q.modality) for q in card.quality if q.code}
    signals = [
        AnswerSignals(
            features=type(answer.features)(
                answer=answer.answer,
                values={
                    name: value
                    for name, value in answer.features.values.items()
                    if not any(
                        name.startswith(_PREFIX[m]) and (answer.answer, m) in failed
                        for m in MODALITIES
                    )
                },
                missing={},
                extractor=answer.features.extractor,
            )
        )
        for answer in card.answers
    ]
    said = " ".join(a.transcript.text for a in interview.answers if a.transcript)
    locale = interview.locale or (detect_locale(said) if said else None)
    locales = [locale] if locale else ()
    middle = -scorer.centred(np.zeros((1, len(scorer.features))), locales)[0]
    questions = {
        a.answer: f"{a.question}@{a.version}" if a.question and a.version else a.question or ""
        for a in card.answers
    }
    rows = []
    for key, share in weighed.items():
        values, weights = answer_values(signals, interview, role, key, scorer.features)
        x = weighted_means(values, weights)
        centred = scorer.centred(x[None, :], locales)
        rows.append(
            _Row(
                key=key,
                share=share,
                z=scorer.prepared(centred)[0],
                # the mean of the background, in the units of this person's language
                usual=np.nanmean(scorer.background, axis=0) + middle,
                values=values,
                weights=weights,
                answers=[a.id for a in interview.answers],
                questions=questions,
            )
        )
    return rows
