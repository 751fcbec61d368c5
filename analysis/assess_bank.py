"""A whole bank at once: every question's evidence from one table of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.assess_question import (
    QuestionAssessment,
    QuestionRule,
    Recommendation,
    assess_question,
)
from analysis.exposure import CAP, exposure
from analysis.item_analysis import ItemLimits, statistics_of_items
from analysis.item_scores import item_scores, question_codes
from analysis.leakage import WINDOW_DAYS, QuestionLeak, leakage
from analysis.pool_validities import (
    QUESTION_PRIOR,
    PooledValidities,
    ValidityPrior,
    pool_validities,
)
from estimation.grouped_correlation import GroupedCorrelation, grouped_correlation
from estimation.table_columns import column, numbers
from interview import Finding

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER_TIGHTER = 0.02
"""Spread of true validities between questions is not taken for smaller: REML often says 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencyCoverage:
    """How well the bank measures one competency.

    ``best`` is the question most likely above the minimum and ``p_above`` its probability;
    ``measured`` when at least one question is to be kept.
    """

    competency: str
    questions: int
    kept: int
    best: str
    p_above: float
    measured: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BankAssessment:
    """Every question in the order of its name, and what each competency is left with.

    ``priors`` says by competency what its questions were drawn towards. ``overlap`` is the share of
    a candidate's questions that another one was asked too.
    """

    questions: tuple[QuestionAssessment, ...]
    coverage: tuple[CompetencyCoverage, ...]
    priors: Mapping[str, ValidityPrior]
    overlap: float | None
    answers: int

    def of(self, question: str, version: str = "") -> QuestionAssessment | None:
        """One question, or None."""
        for one in self.questions:
            if one.question == question and (not version or one.version == version):
                return one
        return None

    def with_recommendation(self, action: Recommendation) -> tuple[QuestionAssessment, ...]:
        """The questions for which the evidence supports one action."""
        return tuple(one for one in self.questions if one.recommendation == action)


def assess_bank(
    frame: pd.DataFrame,
    *,
    question: str,
    score: str,
    interview: str,
    version: str = "",
    outcome: str = "",
    competency: str = "",
    role: str = "",
    at: str = "",
    candidate: str = "",
    answer: str = "",
    seconds: str = "",
    within: str = "",
    duplicates: Sequence[tuple[str, str]] = (),
    dif: Mapping[str, str] | None = None,
    agreement: Mapping[str, Finding] | None = None,
    templates: Mapping[str, Finding] | None = None,
    prior: ValidityPrior = QUESTION_PRIOR,
    rule: QuestionRule | None = None,
    scale: tuple[float, float] = (0.0, 10.0),
    cap: float = CAP,
    since: str | np.datetime64 | None = None,
    window_days: int = WINDOW_DAYS,
    level: float = 0.95,
) -> BankAssessment:
    """Assess every version of every question from one row per answer.

    Validity is the correlation of a question's score with the outcome within roles, uncorrected;
    answers of people without an outcome count for everything else. The questions of a competency
    are pooled by `pool_validities`, and each is drawn towards their mean; where fewer than five
    questions of a competency have an outcome, ``prior`` takes the place of the estimate. Item
    statistics compare each answer with the other answers of its interview.

    Parameters
    ----------
    outcome : str
        Column with the later outcome of the person, empty where there is none yet.
    at : str
        Column of days; without it nothing is said of leaks.
    within : str
        Column of strata inside which leaks are looked for, such as the language.
    duplicates : sequence of pairs
        Answer ids of nearly equal texts, found elsewhere; needs ``answer``.
    dif, agreement : mapping, optional
        By question, or ``question@version``: class of differential functioning, and ICC(A,1).
    templates : mapping, optional
        Share of answers that follow a template, where somebody looked; the share of near copies
        stands in for it.

    Raises
    ------
    InputError
        As `item_scores`, `leakage` and `assess_question`.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> mind = np.repeat(rng.normal(size=300), 4)
    >>> rows = pd.DataFrame({"i": np.repeat(np.arange(300), 4), "q": list("abcd") * 300,
    ...                      "score": np.clip(5 + mind + rng.normal(size=1200), 0, 10),
    ...                      "outcome": np.repeat(rng.normal(size=300), 4) + .6 * mind})
    >>> found = assess_bank(rows, question="q", score="score", interview="i", outcome="outcome")
    >>> [one.recommendation for one in found.questions]
    ['keep', 'keep', 'keep', 'keep']
    """
    scores = item_scores(
        frame, person=interview, item=question, score=score, version=version, scale=scale
    )
    statistics = statistics_of_items(scores, scale=scale, limits=ItemLimits(), level=level)
    codes, names = question_codes(frame, question, version)
    topics = _topics(frame, competency, codes, len(names))
    valid = _validities(frame, codes, len(names), score, outcome, role, level)
    priors = _priors(valid, topics, prior)
    leaks: dict[str, QuestionLeak] = {}
    if at:
        leaks = {
            one.question: one
            for one in leakage(
                frame, question=question, score=score, interview=interview, at=at,
                version=version, candidate=candidate, answer=answer, seconds=seconds,
                within=within, duplicates=duplicates, since=since, window_days=window_days,
                level=level,
            )
        }  # fmt: skip
    used = exposure(
        frame, question=question, interview=interview, version=version, cap=cap, level=level
    )
    rates = {one.question: one for one in used.questions}
    classes, raters, learnt = dif or {}, agreement or {}, templates or {}
    found = []
    for j, name in enumerate(names):
        key, _, wording = name.rpartition("@") if version else (name, "", "")
        r, n = float(valid.r[j]), int(valid.n[j])
        leak = leaks.get(name)
        copied = leak.copies if leak is not None else None
        known = not np.isnan(r) and n > 0
        one = assess_question(
            key,
            version=wording,
            r=r if known else None,
            n=n,
            prior=priors[topics[j]],
            statistics=statistics[j],
            agreement=raters.get(name, raters.get(key)),
            dif_class=classes.get(name, classes.get(key, "")),
            leak=leak,
            exposure=rates.get(name),
            templates=learnt.get(name, learnt.get(key, copied)),
            rule=rule,
            level=level,
        )
        # rated people there are, only nothing to be correlated: say that, not that nobody is rated
        found.append(one if known or n == 0 else replace(one, observed=valid.finding(j)))
    return BankAssessment(
        questions=tuple(found),
        coverage=_coverage(found, topics),
        priors=priors,
        overlap=used.overlap,
        answers=int(scores.score.size),
    )


def _topics(frame: pd.DataFrame, competency: str, codes: Ints, k: int) -> list[str]:
    """The competency each question asks for most often; one for all where none is named."""
    if not competency:
        return [""] * k
    what, known = pd.factorize(column(frame, competency), sort=True, use_na_sentinel=True)
    used = (codes >= 0) & (what >= 0)
    many = max(len(known), 1)
    count = np.bincount(codes[used] * many + what[used], minlength=k * many).reshape(k, many)
    top = count.argmax(axis=1)
    return [str(known[t]) if count[j].any() else "" for j, t in enumerate(top.tolist())]


def _validities(
    frame: pd.DataFrame, codes: Ints, k: int, score: str, outcome: str, role: str, level: float
) -> GroupedCorrelation:
    """r of each question with the outcome, both less their means in the role."""
    x = numbers(frame, score)
    y = numbers(frame, outcome) if outcome else np.full(x.size, np.nan)
    used = (codes >= 0) & ~np.isnan(x) & ~np.isnan(y)
    x, y, q = x[used], y[used], codes[used]
    if role and q.size:
        where, _ = pd.factorize(column(frame, role)[used].fillna(""), sort=True)
        cell = q * (int(where.max()) + 1) + where
        _, cell = np.unique(cell, return_inverse=True)
        n = np.bincount(cell)
        x = x - (np.bincount(cell, weights=x) / n)[cell]
        y = y - (np.bincount(cell, weights=y) / n)[cell]
    return grouped_correlation(x, y, q, k, level=level)


def _priors(
    valid: GroupedCorrelation, topics: list[str], stated: ValidityPrior
) -> dict[str, ValidityPrior]:
    """What the questions of each competency are like, estimated where there are enough."""
    found = {}
    place = np.array(topics, dtype=object)
    for topic in dict.fromkeys(topics):
        chosen = np.flatnonzero(place == topic)
        pooled = pool_validities(valid.r[chosen], valid.n[chosen], prior=stated)
        enough = isinstance(pooled, PooledValidities) and pooled.prior is None
        if not enough or not isinstance(pooled, PooledValidities):
            found[topic] = stated
            continue
        # what is not known of the mean adds to how far a question may lie from it
        spread = max((pooled.tau2 + pooled.se**2) ** 0.5, NEVER_TIGHTER)
        found[topic] = ValidityPrior(
            mean_z=pooled.estimate, sd_z=spread, source=f"{pooled.k} questions, n = {pooled.n}"
        )
    return found


def _coverage(
    found: Sequence[QuestionAssessment], topics: list[str]
) -> tuple[CompetencyCoverage, ...]:
    made = []
    for topic in sorted(set(topics)):
        # a question that harms or has leaked measures nothing one may use
        mine = [one for one, t in zip(found, topics, strict=True) if t == topic]
        usable = [one for one in mine if one.recommendation != "quarantine"]
        kept = [one for one in usable if one.recommendation == "keep"]
        best = max(usable, key=lambda one: one.p_above, default=None)
        made.append(
            CompetencyCoverage(
                competency=topic,
                questions=len(mine),
                kept=len(kept),
                best=_name(best) if best is not None else "",
                p_above=best.p_above if best is not None else 0.0,
                measured=bool(kept),
            )
        )
    return tuple(made)


def _name(one: QuestionAssessment) -> str:
    return f"{one.question}@{one.version}" if one.version else one.question
