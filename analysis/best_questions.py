"""Which k questions to ask: the set that predicts best within limits of time and use."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.assess_question import QuestionAssessment
from analysis.cronbach_alpha import feldt
from analysis.item_scores import ItemScores, item_scores
from estimation.bootstrap import percentile_interval
from interview import Finding, InputError, Withheld

Floats = NDArray[np.float64]
TRY_ALL = 20_000
"""Up to so many sets every one is looked at; beyond, questions are exchanged one by one."""
DRAWS = 2000
_Worth = Callable[[Sequence[int]], float]
FEWEST_TOGETHER = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionSet:
    """The questions chosen, with the reliability and validity to expect of their mean.

    ``seconds`` is the time they allow. ``left_out`` counts questions by the reason why they could
    not be chosen. ``exact`` says whether every set was looked at.
    """

    questions: tuple[str, ...]
    validity: Finding
    reliability: Finding
    seconds: float
    left_out: Mapping[str, int]
    exact: bool


def best_questions(
    assessments: Sequence[QuestionAssessment],
    frame: pd.DataFrame,
    k: int,
    *,
    question: str,
    score: str,
    interview: str,
    version: str = "",
    seconds: Mapping[str, float] | None = None,
    most_seconds: float | None = None,
    cover: Mapping[str, str] | None = None,
    least_reliability: float | None = None,
    allow_overused: bool = False,
    level: float = 0.95,
    seed: int = 2026,
) -> QuestionSet | Withheld:
    """The k questions whose mean of standardised scores is expected to predict best.

    Formula: with posterior validities v and correlations R between questions, validity
    ``sum v / sqrt(1'R1)`` and reliability ``k / (k - 1) (1 - k / 1'R1)``, the standardised alpha;
    weights are equal, since fitted ones lose more to chance than they gain below some 200 people.
    Correlations come from interviews that held both questions, and are the mean of all where fewer
    than 10 did. Limits of validity by 2,000 draws from the questions' posteriors. The best of many
    sets looks a little better than it is; shrunken validities take most of that away.

    Parameters
    ----------
    assessments : sequence of QuestionAssessment
        Quarantined and retired questions are left out, overused ones unless allowed.
    seconds : mapping, optional
        Time limit by question; with ``most_seconds`` the total allowed.
    cover : mapping, optional
        Competency by question; then the set holds at least one of every competency named, where k
        allows it.
    least_reliability : float, optional
        Sets below it are not chosen.

    Returns
    -------
    QuestionSet or Withheld
        ``set.too_few`` when fewer than k questions are left, ``set.impossible`` when no set meets
        all limits.

    Raises
    ------
    InputError
        ``set.size`` unless k is at least 2; as `item_scores`.

    Examples
    --------
    >>> from analysis import assess_question
    >>> rng = np.random.default_rng(5)
    >>> mind = np.repeat(rng.normal(size=300), 4)
    >>> rows = pd.DataFrame({"i": np.repeat(np.arange(300), 4), "q": list("abcd") * 300,
    ...                      "score": 5 + mind + rng.normal(size=1200)})
    >>> bank = [assess_question(q, r=r, n=300) for q, r in zip("abcd", [.3, .1, .35, .2])]
    >>> best_questions(bank, rows, 2, question="q", score="score", interview="i").questions
    ('a', 'c')
    """
    if k < 2:
        raise InputError(
            "set.size",
            f"a set of {k} is no set",
            "ask for at least two questions",
            k=k,
        )
    usable, left_out = [], {"set.quarantined": 0, "set.retired": 0, "set.overused": 0}
    for one in assessments:
        if one.recommendation == "quarantine":
            left_out["set.quarantined"] += 1
        elif one.recommendation == "retire":
            left_out["set.retired"] += 1
        elif not allow_overused and one.exposure is not None and one.exposure.over_cap:
            left_out["set.overused"] += 1
        else:
            usable.append(one)
    if len(usable) < k:
        return Withheld(code="set.too_few", n=len(usable))
    names = [f"{one.question}@{one.version}" if one.version else one.question for one in usable]
    v = np.array([one.shrunken.value for one in usable])
    scores = item_scores(frame, person=interview, item=question, score=score, version=version)
    r = _between(scores, names)
    took = np.array([(seconds or {}).get(name, 0.0) for name in names])
    topics = [(cover or {}).get(name, "") for name in names]
    wanted = {topic for topic in topics if topic}
    wanted = wanted if len(wanted) <= k else set()

    def worth(chosen: Sequence[int]) -> float:
        """Expected validity, minus infinity where a limit is broken."""
        at = np.asarray(chosen)
        together = float(r[np.ix_(at, at)].sum())
        if together <= 1e-9:
            return -math.inf
        if most_seconds is not None and float(took[at].sum()) > most_seconds:
            return -math.inf
        if wanted and not wanted <= {topics[i] for i in chosen}:
            return -math.inf
        if least_reliability is not None and _alpha(together, k) < least_reliability:
            return -math.inf
        return float(v[at].sum()) / math.sqrt(together)

    exact = math.comb(len(usable), k) <= TRY_ALL
    found = _all(len(usable), k, worth) if exact else _exchange(v, k, worth, seed)
    if found is None:
        return Withheld(code="set.impossible", n=len(usable))
    at = np.asarray(found)
    together = float(r[np.ix_(at, at)].sum())
    n = min(one.n for i, one in enumerate(usable) if i in found)
    rng = np.random.default_rng(seed)
    error = np.array([(one.shrunken.high - one.shrunken.low) / 3.92 for one in usable])[at]
    draws = (v[at] + error * rng.standard_normal((DRAWS, k))).sum(axis=1) / math.sqrt(together)
    shared = min(_pairs(scores, names, found), default=0)
    return QuestionSet(
        questions=tuple(names[i] for i in found),
        validity=percentile_interval(
            worth(found), draws, n=max(n, 1), level=level, method="set.posterior"
        ),
        reliability=feldt(_alpha(together, k), n=shared, items=k, level=level),
        seconds=float(took[at].sum()),
        left_out={code: count for code, count in left_out.items() if count},
        exact=exact,
    )


def _all(total: int, k: int, worth: _Worth) -> tuple[int, ...] | None:
    best = max(combinations(range(total), k), key=worth)
    return best if math.isfinite(worth(best)) else None


def _exchange(v: Floats, k: int, worth: _Worth, seed: int) -> tuple[int, ...] | None:
    """From the best and from nine random sets: swap one question at a time while it helps."""
    rng = np.random.default_rng(seed)
    total = v.size
    starts = [np.argsort(-v)[:k], *(rng.permutation(total)[:k] for _ in range(9))]
    best: tuple[int, ...] | None = None
    for start in starts:
        chosen, height = sorted(start.tolist()), worth(start.tolist())
        moved = True
        while moved:
            moved = False
            for place in range(k):
                for other in range(total):
                    if other in chosen:
                        continue
                    tried = sorted([*chosen[:place], *chosen[place + 1 :], other])
                    now = worth(tried)
                    if now > height + 1e-12:
                        chosen, height, moved = tried, now, True
                        break
        if math.isfinite(height) and (best is None or height > worth(best)):
            best = tuple(chosen)
    return best


def _between(scores: ItemScores, names: Sequence[str]) -> Floats:
    """Correlations between questions from interviews that held both."""
    place = {name: i for i, name in enumerate(scores.items)}
    table = np.full((scores.people, len(names)), np.nan)
    whole = scores.wide()
    for i, name in enumerate(names):
        if name in place:
            table[:, i] = whole[:, place[name]]
    seen = ~np.isnan(table)
    with np.errstate(invalid="ignore", divide="ignore"):
        x = np.where(seen, table - np.nanmean(table, axis=0), 0.0)
        mask = seen.astype(np.float64)
        n = mask.T @ mask
        mean = (x.T @ mask) / n
        square = ((x * x).T @ mask) / n - mean**2
        r = ((x.T @ x) / n - mean * mean.T) / np.sqrt(square * square.T)
    off = ~np.eye(len(names), dtype=bool)
    known = off & (n >= FEWEST_TOGETHER) & np.isfinite(r)
    usual = float(r[known].mean()) if known.any() else 0.0
    filled = np.where(known, np.clip(r, -1, 1), usual)
    np.fill_diagonal(filled, 1.0)
    return filled


def _pairs(scores: ItemScores, names: Sequence[str], found: Sequence[int]) -> list[int]:
    whole, place = ~np.isnan(scores.wide()), {name: i for i, name in enumerate(scores.items)}
    at = [place[names[i]] for i in found if names[i] in place]
    return [int((whole[:, a] & whole[:, b]).sum()) for a, b in combinations(at, 2)]


def _alpha(together: float, k: int) -> float:
    return k / (k - 1) * (1 - k / together)
