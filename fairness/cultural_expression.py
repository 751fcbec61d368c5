"""Does the score take restrained display for lower ability? The question this product turns on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, Conclusion, Note
from fairness.column_values import numbers
from fairness.complete_rows import Compared, by_person, compared, strata_of
from fairness.expression_conclusion import conclude
from fairness.expression_gate import Gate, incremental_gate
from fairness.expression_mixture import composite, mixture_of
from fairness.expression_pass_through import (
    ExpressionEffect,
    Expressivity,
    PassThrough,
    conditional_expressivity,
    corrected,
    expression_effects,
    pass_through,
)
from fairness.expression_weight import WeightTried, expected_weight, safe_weights, weights_tried
from fairness.signal_quality import signal_quality_by_group
from fairness.verdict import Verdict, worst
from interview import Finding, InputError

Floats = NDArray[np.float64]
COMPOSITE = "all_display"


@dataclass(frozen=True, kw_only=True, slots=True)
class CulturalExpression:
    """Everything about display, one attribute against its reference group.

    ``verbal`` names the column that people are held equal on. ``present`` is the weight expression
    has now (in the unit of ``weights``: the share stated, or 1 for "as it is" when none was).
    ``safe`` is the largest weight that the impact ratio shows to be safe, ``expected`` the one that
    follows from the gap in display alone. ``conclusions`` hold one sentence per group.
    """

    attribute: str
    reference: str
    verbal: str
    groups: Mapping[str, int]
    expressivity: tuple[Expressivity, ...]
    passed: tuple[PassThrough, ...]
    effects: tuple[ExpressionEffect, ...]
    gate: Gate
    present: float
    weights: tuple[WeightTried, ...]
    safe: Mapping[str, Finding]
    expected: Mapping[str, Finding]
    quality: tuple[AuditTable, ...]
    conclusions: tuple[Conclusion, ...]
    verdict: Verdict
    excluded: Mapping[str, int]
    notes: tuple[Note, ...] = ()


def cultural_expression(
    frame: pd.DataFrame,
    *,
    attribute: str,
    score: str,
    expression: Sequence[str],
    verbal: str = "",
    human: str = "",
    outcome: str = "",
    without_expression: str = "",
    weight: float | None = None,
    directions: Mapping[str, float] | None = None,
    candidate_weights: Sequence[float] = (0.05, 0.10, 0.20),
    selection_ratio: float = 0.25,
    person: str = "",
    stratum: str = "",
    covariates: Sequence[str] = (),
    quality: Sequence[str] = (),
    reference: ReferenceRule | str = "largest_group",
    limit: float = 0.80,
    margin: float = 0.10,
    gap_limit: float = 0.20,
    floor: int = 30,
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 2026,
) -> CulturalExpression:
    """How display differs between groups of equal competence, and what the score makes of it.

    Six steps, each usable alone: what each group shows at equal verbal competence
    (`conditional_expressivity`); what of it reaches the score (`pass_through`); whether display
    moves human ratings and whether it forecasts performance (`expression_effects`); whether it has
    earned a weight (`incremental_gate`); the ranking and the impact ratios with expression removed,
    at half, at its present weight and doubled, and the largest safe weight (`weights_tried`,
    `safe_weights`, `expected_weight`); and how well each group was seen and heard
    (`signal_quality_by_group`). One `Conclusion` per group says whether the score treats restrained
    display as lower ability, how sure that is, and which weight would be safe.

    Parameters
    ----------
    verbal : str
        Verbal competence: a blind rating of the transcript alone is best. Without it ``human`` is
        used, and failing that the score without expression (a note says so, because then the words'
        own score cannot be doubted).
    without_expression, weight : str, float
        The same score with expression left out, and the weight expression has in ``score``. With
        the column the score is taken apart exactly. Without it the part that expression adds is
        estimated by regression (note ``expression.part_estimated``); with ``weight`` 0 the
        ``candidate_weights`` are tried instead of half and double of nothing.
    directions : mapping, optional
        +1 or -1 per measure: whether more of it counts as more display (default +1).
    person : str
        Collapses rows of one person (or interview) to their mean; one row per answer is not one
        independent observation per answer.
    covariates : sequence of str
        What else may move the measures: camera, light, length.

    Raises
    ------
    InputError
        ``expression.no_features``, ``expression.no_verbal``, ``weight.not_a_share``,
        ``table.missing_column``, ``table.not_a_number``, ``table.not_constant``,
        ``group.too_many``, ``group.no_reference``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> calm, words = np.arange(900) % 3 == 0, rng.normal(size=900)
    >>> smile = rng.normal(size=900) - 0.8 * calm
    >>> people = pd.DataFrame({"style": np.where(calm, "restrained", "open"), "words": words,
    ...                        "smile": smile, "score": 0.7 * words + 0.3 * smile})
    >>> found = cultural_expression(people, attribute="style", score="score", verbal="words",
    ...                             expression=["smile"], without_expression="words", weight=0.3,
    ...                             replicates=200)
    >>> found.conclusions[0].code, found.verdict
    ('expression.lowers_score', 'exceeds')
    """
    if not expression:
        raise InputError(
            "expression.no_features",
            "no measure of display is named",
            "name the columns that measure expression, such as smile share or pitch range",
        )
    held = verbal or human or without_expression
    if not held:
        raise InputError(
            "expression.no_verbal",
            "nothing says how competent people are apart from how they come across",
            "name a blind rating of the transcript, a rating, or the score without expression",
        )
    more = [name for name in (human, outcome, without_expression) if name]
    means = (score, held, *expression, *covariates, *more)
    rows = _people(frame, attribute, person, stratum, means)
    values = {"table.unscored": numbers(rows, score), "verbal.none": numbers(rows, held)}
    if without_expression:
        values["expression.no_base"] = numbers(rows, without_expression)
    shown = np.column_stack([numbers(rows, name) for name in expression])
    values["expression.not_measured"] = shown.sum(axis=1)
    other = np.column_stack([numbers(rows, name) for name in covariates]) if covariates else None
    if other is not None:
        values["expression.no_covariate"] = other.sum(axis=1)
    found = compared(rows, attribute, values, reference=reference, floor=floor)
    jobs = strata_of(rows, stratum, found.kept)
    s, v, e = (x[found.kept] for x in (values["table.unscored"], values["verbal.none"], shown))
    extra = None if other is None else other[found.kept]
    lively = composite(e, expression, directions or {})
    base = values["expression.no_base"][found.kept] if without_expression else None
    notes = [] if verbal else [Note(code="expression.verbal_stands_in", slots={"column": held})]

    expressivity: list[Expressivity] = []
    passed: list[PassThrough] = []
    with_all = np.column_stack([e, lively])
    for i in found.focal:
        part = found.rows(i, found.reference or 0)
        focal = (found.codes[part] == i).astype(np.float64)
        inside = None if jobs is None else np.unique(jobs[part], return_inverse=True)[1]
        expressivity += conditional_expressivity(
            (*expression, COMPOSITE), with_all[part], v[part], focal, found.names[i],
            strata=inside, covariates=None if extra is None else extra[part],
            limit=gap_limit, level=level,
        )  # fmt: skip
        passed.append(
            pass_through(
                s[part],
                v[part],
                e[part],
                focal,
                found.names[i],
                strata=inside,
                margin=margin,
                level=level,
                replicates=replicates,
                seed=seed,
            )
        )
    outcomes = numbers(rows, outcome)[found.kept] if outcome else np.full(s.size, np.nan)
    effects = expression_effects(
        (*expression, COMPOSITE), with_all, v, s, "score", strata=jobs, level=level
    )
    if human and human != held:
        ratings = numbers(rows, human)[found.kept]
        effects += expression_effects(
            (*expression, COMPOSITE), with_all, v, ratings, "human", strata=jobs, level=level
        )
    if outcome:
        effects += expression_effects(
            (*expression, COMPOSITE), with_all, v, outcomes, "outcome", strata=jobs, level=level
        )
    everyone = tuple(
        sorted({*found.focal, *([] if found.reference is None else [found.reference])})
    )
    gate = incremental_gate(
        outcomes, v, e, found.codes, found.names, everyone, strata=jobs, seed=seed
    )

    mixture, present, assumed = mixture_of(s, base, v, e, lively, weight)
    notes += assumed
    wanted = _wanted(present, candidate_weights)
    judged = found.judged
    tried: tuple[WeightTried, ...] = ()
    safe: dict[str, Finding] = {}
    if found.reference is not None:
        tried = weights_tried(
            mixture.of(judged), wanted, present, found.codes[judged], found.names,
            found.reference, found.focal, selection_ratio=selection_ratio,
            strata=None if jobs is None else jobs[judged], limit=limit, level=level,
        )  # fmt: skip
        largest = safe_weights(
            mixture.of(judged), found.codes[judged], found.reference, found.focal,
            selection_ratio=selection_ratio, strata=None if jobs is None else jobs[judged],
            limit=limit, level=level, most=0.5 if mixture.stated else 4.0,
        )  # fmt: skip
        safe = {found.names[i]: w for i, w in largest.items()}
    conclusions = tuple(
        conclude(found.attribute, one, expressivity, safe, tried, gate, present, mixture.stated)
        for one in passed
    )
    return CulturalExpression(
        attribute=found.attribute,
        reference=found.names[found.reference] if found.reference is not None else "",
        verbal=held,
        groups={name: int(n) for name, n in zip(found.names, found.sizes, strict=True)},
        expressivity=corrected(expressivity),
        passed=tuple(passed),
        effects=effects,
        gate=gate,
        present=present,
        weights=tried,
        safe=safe,
        expected=_expected(found, expressivity, selection_ratio, limit),
        quality=signal_quality_by_group(frame, attribute=attribute, quality=quality,
                                        reference=reference) if quality else (),
        conclusions=conclusions,
        verdict=worst(tuple(c.verdict for c in conclusions)),
        excluded=found.excluded,
        notes=tuple(notes),
    )  # fmt: skip


def _people(
    frame: pd.DataFrame, attribute: str, person: str, stratum: str, means: Sequence[str]
) -> pd.DataFrame:
    if not person:
        return frame
    keep = [attribute, *([stratum] if stratum else [])]
    return by_person(frame, person, list(dict.fromkeys(means)), keep)


def _wanted(present: float, candidates: Sequence[float]) -> list[tuple[str, float]]:
    if present == 0:
        return [("removed", 0.0), *(("candidate", w) for w in candidates)]
    return [
        ("removed", 0.0),
        ("damped", present / 2),
        ("present", present),
        ("doubled", min(2 * present, 1.0) if present < 1 else 2 * present),
    ]


def _expected(
    found: Compared, expressivity: Sequence[Expressivity], selection_ratio: float, limit: float
) -> dict[str, Finding]:
    sizes = dict(zip(found.names, found.sizes.tolist(), strict=True))
    base = sizes.get(found.names[found.reference], 0) if found.reference is not None else 0
    return {
        one.group: expected_weight(
            one.finding,
            selection_ratio=selection_ratio,
            share=sizes[one.group] / (sizes[one.group] + base),
            limit=limit,
        )
        for one in expressivity
        if one.feature == COMPOSITE
    }
