"""A rubric card explained: what each thing said or heard puts it above or below the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interview import Estimate, Finding, InputError, RoleModel, ScoreCard, Withheld
from scoring.answer_scale import criteria_of
from scoring.explanation.comparison_group import FEWEST_PEOPLE, Column, ComparisonGroup
from scoring.explanation.contributions import Scored, scored_of_card
from scoring.explanation.explanation import (
    OVERALL,
    TOLERANCE,
    Comparison,
    Explanation,
    Part,
)
from scoring.explanation.stability import views

Floats = NDArray[np.float64]
METHOD = "shapley.additive"


def explain_card(
    card: ScoreCard,
    role: RoleModel,
    group: ComparisonGroup | None = None,
    *,
    subject: str = OVERALL,
) -> Explanation:
    """The exact Shapley values of one score of an additive card.

    Formula: a score that is a sum of contributions c has the Shapley values
    ``c_i - mean(c_i over the comparison)`` (Shapley 1953; Lundberg and Lee 2017, corollary 1); a
    feature's mean is shared among the person's answers by their questions' weights. The base is
    the comparison's mean score. Stability draws the people of the comparison again; a rubric is
    not trained, so there is no model to draw.

    Parameters
    ----------
    card : ScoreCard
        One whose contributions and bases add up to its scores.
    role : RoleModel
        What its questions measure.
    group : ComparisonGroup, optional
        Whom to compare with; without one, or with fewer than twenty people in it, points count
        from the middle of the scales and no stability is given.
    subject : str
        ``overall`` or a competency of the card.

    Raises
    ------
    InputError
        ``explanation.unknown_subject``, ``explanation.withheld`` when there is no score to explain,
        ``explanation.not_additive`` when the points on the card do not make its score.
    """
    found = subject_finding(card, subject)
    scored = scored_of_card(card)
    shares = _shares(scored, subject)
    _must_add_up(card, scored, shares, found)
    usable = group if group is not None and group.people(subject).sum() >= FEWEST_PEOPLE else None
    pieces = _pieces(card, role, scored, shares, usable, subject)
    own = np.array([p.own for p in pieces])
    mean = np.zeros(len(pieces))
    drawn: Floats | None = None
    base = sum(shares[one.competency] * one.base for one in scored if one.competency in shares)
    comparison = Comparison(key="middle", n=0, score=base)
    groups: Sequence[Sequence[str]] = ()
    usual: list[float | None] = [None] * len(pieces)
    if usable is not None:
        means, draws = usable.mean_points(subject), usable.drawn_means(subject)
        place = np.array([p.column for p in pieces])
        factor = np.array([p.factor for p in pieces])
        known = place >= 0
        mean[known] = factor[known] * means[place[known]]
        drawn = np.tile(own, (len(draws), 1))
        drawn[:, known] -= factor[known] * draws[:, place[known]]
        base = base + float(means.sum())
        groups = usable.feature_groups()
        typical = usable.mean_values(subject)
        usual = [float(typical[p.column]) if p.column >= 0 else None for p in pieces]
        n = int(usable.people(subject).sum())
        comparison = Comparison(key=usable.key, n=n, score=base)
    parts = tuple(
        Part(
            feature=piece.at.feature,
            modality=piece.at.modality,
            competency=piece.at.competency,
            answer=piece.answer,
            question=piece.question,
            value=piece.value,
            points=float(points),
            usual=common,
        )
        for piece, points, common in zip(pieces, own - mean, usual, strict=True)
    )
    return Explanation(
        interview=card.interview,
        subject=subject,
        score=found.value,
        low=found.low,
        high=found.high,
        base=base,
        threshold=_threshold(card, subject),
        parts=parts,
        comparison=comparison,
        views=views(parts, drawn, groups),
        method=METHOD,
        scorer=f"{card.scorer.name} {card.scorer.version}",
        card=card.digest,
    ).sealed()


def subject_finding(card: ScoreCard, subject: str) -> Estimate:
    """The score to explain.

    Raises
    ------
    InputError
        ``explanation.unknown_subject``, ``explanation.withheld`` with the reason it was withheld.
    """
    findings: dict[str, Finding] = {OVERALL: card.overall}
    findings |= {one.competency: one.finding for one in card.competencies}
    if subject not in findings:
        raise InputError(
            "explanation.unknown_subject",
            f"the card has no score called {subject!r}",
            f"use one of: {', '.join(findings)}",
            subject=subject,
            known=", ".join(findings),
        )
    found = findings[subject]
    if isinstance(found, Withheld):
        scored = [key for key, one in findings.items() if isinstance(one, Estimate)]
        lacking = enough(card, subject)
        instead = f"; these can be explained now: {', '.join(scored)}" if scored else ""
        raise InputError(
            "explanation.withheld",
            f"the score {subject!r} was withheld ({found.code}), so there is nothing to explain",
            f"give the interview what it lacks and score it again: {lacking}{instead}",
            subject=subject,
            reason=found.code,
            enough=lacking,
            scored=", ".join(scored) or "-",
        )
    return found


def enough(card: ScoreCard, subject: str) -> str:
    """What would be enough to score what was withheld: answers, and to which competencies."""
    missing = [c.competency for c in card.competencies if isinstance(c.finding, Withheld)]
    if subject != OVERALL:
        return f"one answer to a question about {subject} with a usable transcript"
    weights = {c.competency: c.weight for c in card.competencies}
    total = sum(weights.values())
    covered = total - sum(weights[m] for m in missing)
    need: list[str] = []
    for one in sorted(missing, key=lambda m: -weights[m]):
        if total and covered >= 0.5 * total:
            break
        need.append(one)
        covered += weights[one]
    if not need:
        return "answers with a usable transcript"
    return f"one answer each about {', '.join(need)}, with a usable transcript"


def _must_add_up(
    card: ScoreCard, scored: Sequence[Scored], shares: Mapping[str, float], found: Estimate
) -> None:
    total = sum(
        shares[one.competency] * (one.base + sum(p.points for p in one.points))
        for one in scored
        if one.competency in shares
    )
    if abs(total - found.value) > TOLERANCE:
        raise InputError(
            "explanation.not_additive",
            f"the points of {card.digest[:12]} make {total:.4f}, its score is {found.value:.4f}",
            "score the interview again with the shipped rubric or a scorer of the register",
            card=card.digest[:12],
            total=f"{total:.4f}",
            score=f"{found.value:.4f}",
        )


class _Piece(NamedTuple):
    at: Column
    answer: str
    question: str
    value: float | None
    own: float
    column: int  # among the columns of the comparison's scope; -1 where it has none
    factor: float  # this answer's share of the column's mean


def _shares(scored: Sequence[Scored], subject: str) -> dict[str, float]:
    if subject != OVERALL:
        return {subject: 1.0}
    total = sum(one.weight for one in scored)
    return {one.competency: one.weight / total for one in scored}


def _pieces(
    card: ScoreCard,
    role: RoleModel,
    scored: Sequence[Scored],
    shares: Mapping[str, float],
    group: ComparisonGroup | None,
    subject: str,
) -> list[_Piece]:
    columns: dict[Column, int] = {}
    if group is not None:
        columns = {group.columns[j]: i for i, j in enumerate(group.scope(subject))}
    asked = {a.answer: _asked(a.question, a.version) for a in card.answers}
    pieces: list[_Piece] = []
    seen: set[Column] = set()
    for one in scored:
        if one.competency not in shares:
            continue
        share = shares[one.competency]
        own = {(p.feature, p.answer): p for p in one.points}
        factors = _factors(card, role, one)
        kinds = {p.feature: p.modality for p in one.points}
        kinds |= {c.feature: c.modality for c in columns if c.competency == one.competency}
        for feature, modality in kinds.items():
            at = Column(one.competency, feature, modality)
            seen.add(at)
            for answer, factor in factors.items():
                point = own.get((feature, answer))
                if point is None and at not in columns:
                    continue
                pieces.append(
                    _Piece(
                        at,
                        answer,
                        asked.get(answer, ""),
                        point.value if point else None,
                        share * point.points if point else 0.0,
                        columns.get(at, -1),
                        factor,
                    )
                )
    # what others were scored on and this person was not
    pieces += [
        _Piece(at, "", "", None, 0.0, place, 1.0) for at, place in columns.items() if at not in seen
    ]
    return pieces


def _factors(card: ScoreCard, role: RoleModel, one: Scored) -> dict[str, float]:
    """What each answer weighs within one competency; together 1."""
    spoke = dict.fromkeys(point.answer for point in one.points)
    weights: dict[str, float] = {}
    for answer in card.answers:
        if answer.answer in spoke:
            question = role.question(answer.question, answer.version) if answer.question else None
            criteria = criteria_of(question, role, answer.features.values)
            weights[answer.answer] = criteria.get(one.competency, 0.0)
    if min(weights.values(), default=0.0) <= 0.0:
        weights = dict.fromkeys(spoke, 1.0)
    total = sum(weights.values())
    return {answer: weight / total for answer, weight in weights.items()}


def _asked(question: str | None, version: int | None) -> str:
    if not question:
        return ""
    return f"{question}@{version}" if version else question


def _threshold(card: ScoreCard, subject: str) -> float:
    own: Mapping[str, float] = {c.competency: c.threshold for c in card.competencies}
    return own.get(subject, card.threshold)
