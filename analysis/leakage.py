"""Has a question become known? Four signs, each measured before and after a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.exposure import day_of
from analysis.item_scores import question_codes
from estimation.control_chart import cusum
from estimation.least_squares import least_squares
from estimation.multiplicity import benjamini_hochberg
from estimation.proportion import proportion
from estimation.table_columns import column, numbers
from estimation.table_dates import dates
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LeakVerdict = Literal["leaked", "suspected", "none", "cannot_tell"]
WINDOW_DAYS = 91
FEWEST = 30
SMALLEST_RISE = 0.2
"""Standard deviations of the score; a smaller rise is no leak even where it is significant."""
FEWEST_COPIES = 3
ORDINARY_COPIES, MOST_ORDINARY = 0.03, 0.20
"""Shares of near-copies that phrases of the trade make by themselves: taken for, and at most."""
RARE = 0.001
SLACK, LIMIT = 0.25, 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionLeak:
    """One question before and after.

    ``drift`` is how far its score rose at equal score on the other questions, in standard
    deviations; ``p_value`` of it corrected over questions. ``signal_on`` is the first day of the
    week in which the cumulative sum of the rises passed its limit. ``copies`` is the share of
    later answers that nearly repeat another candidate's. ``faster`` is how far the logarithm of the
    answer time moved (below 0: shorter). ``signs`` are codes of those that speak for a leak.
    """

    question: str
    before: int
    after: int
    drift: Finding
    p_value: float | None
    signal_on: np.datetime64 | None
    copies: Finding
    faster: Finding
    signs: tuple[str, ...]
    verdict: LeakVerdict


def leakage(
    frame: pd.DataFrame,
    *,
    question: str,
    score: str,
    interview: str,
    at: str,
    version: str = "",
    candidate: str = "",
    answer: str = "",
    seconds: str = "",
    duplicates: Sequence[tuple[str, str]] = (),
    within: str = "",
    since: str | np.datetime64 | None = None,
    window_days: int = WINDOW_DAYS,
    floor: int = FEWEST,
    alpha: float = 0.05,
    level: float = 0.95,
) -> tuple[QuestionLeak, ...]:
    """The four signs of a leak for every question.

    1. ``leak.drift``: ``score ~ rest + period (+ stratum)`` by least squares with HC3 errors, rest
       being the mean of the other answers of the interview in standard deviations; period's
       coefficient over the earlier standard deviation is above .2 and significant after Benjamini
       and Hochberg.
    2. ``leak.cusum``: weekly means of ``score - E[score | rest]`` in their standard errors, added
       up above a slack of .25, pass 5 (Page 1954); the line of expectation is the earlier one.
    3. ``leak.copies``: at least three later answers nearly repeat another candidate's, and more
       than the earlier share would give once in a thousand; that share is taken for no lower than
       3 % and no higher than 20 %, for then the leak is an old one.
    4. ``leak.faster``: answers became significantly shorter while the score rose.

    Copies, or drift with faster answers, make it ``leaked``; so does drift with the cumulative sum
    where nobody looked for copies. Where somebody did and there are none, the sum is no second
    witness to the same rise: that is ``suspected``, as is drift alone, and the sum with faster
    answers. The sum alone is no verdict: in a
    quarter one question in fourteen passes its limit by chance. Applicants who became better
    altogether are no sign, since their other answers rose too. A person reads the answers before
    anybody draws a conclusion.

    Parameters
    ----------
    interview : str
        Column that names the interview; a second application is another one.
    candidate : str
        Column of the person, so that nobody is a copy of oneself; ``interview`` by default.
    answer, duplicates
        Column of answer ids, and pairs of ids of nearly equal texts, made elsewhere; with the
        column and no pairs somebody looked and found none. Recognition
        mishears some words of each copy anew: of transcripts with one word in twenty wrong, copies
        share about half of their word triples, strangers almost none.
    within : str, optional
        Column of strata, such as the language: both periods are compared inside each, since a
        question may be scored higher in one language and the mix of languages may change. Answers
        of a stratum without earlier ones say nothing of a rise and stay out of it.
    since : date, optional
        First day of the later period; by default ``window_days`` before the newest answer.
    floor : int
        Fewest answers in either period.

    Raises
    ------
    InputError
        ``leak.no_dates`` when no row is dated, ``table.missing_column``, ``table.not_a_date``,
        ``table.not_a_number``.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> day = np.repeat(np.datetime64("2026-01-01") + np.arange(400), 3)
    >>> mind = np.repeat(rng.normal(size=400), 3)
    >>> rows = pd.DataFrame({"i": np.repeat(np.arange(400), 3), "q": ["a", "b", "c"] * 400,
    ...                      "at": day, "score": 5 + mind + rng.normal(size=1200)})
    >>> rows.loc[(rows["q"] == "b") & (rows["at"] >= "2026-11-01"), "score"] += 1.5
    >>> [(one.question, one.verdict)
    ...  for one in leakage(rows, question="q", score="score", interview="i", at="at")]
    [('a', 'none'), ('b', 'leaked'), ('c', 'none')]
    """
    what, names = question_codes(frame, question, version)
    who, _ = pd.factorize(column(frame, interview), use_na_sentinel=True)
    value, day = numbers(frame, score), dates(frame, at)
    if np.isnat(day).all():
        raise InputError(
            "leak.no_dates",
            f"column '{at}' holds no date",
            "give the day of each interview",
            column=at,
        )
    last = day[~np.isnat(day)].max()
    first = last - np.timedelta64(window_days, "D") if since is None else day_of(since)
    copied = _copied(frame, answer, candidate or interview, duplicates)
    took = numbers(frame, seconds) if seconds else np.full(len(frame), np.nan)
    put = (what >= 0) & (who >= 0) & ~np.isnat(day)
    rest = _rest(np.where(put, what, -1), np.where(put, who, -1), value, len(names))
    stratum = np.zeros(len(frame), dtype=np.int64)
    if within:
        stratum = pd.factorize(column(frame, within).fillna(""), sort=True)[0].astype(np.int64)
    order = np.flatnonzero(put)
    order = order[np.argsort(what[order], kind="stable")]
    ends = np.searchsorted(what[order], np.arange(len(names) + 1))
    found = []
    for j, name in enumerate(names):
        rows = order[ends[j] : ends[j + 1]]
        found.append(
            _one(
                name, value[rows], rest[rows], day[rows], first, copied[rows], took[rows],
                stratum[rows], floor, level, looked=bool(answer),
            )
        )  # fmt: skip
    adjusted = benjamini_hochberg([one.p_value for one in found])
    return tuple(_judged(one, p, alpha) for one, p in zip(found, adjusted, strict=True))


def _one(
    name: str,
    score: Floats,
    rest: Floats,
    day: NDArray[np.datetime64],
    first: np.datetime64,
    copied: NDArray[np.bool_],
    took: Floats,
    stratum: Ints,
    floor: int,
    level: float,
    *,
    looked: bool,
) -> QuestionLeak:
    late = day >= first
    drift: Finding
    p = signal = None
    usable = ~np.isnan(score) & ~np.isnan(rest) & np.isin(stratum, stratum[~late])
    before, after = int((usable & ~late).sum()), int((usable & late).sum())
    if not usable.any() and not np.isnan(score).all():
        drift = Withheld(code="item.no_others", n=int((~np.isnan(score)).sum()))
    elif min(before, after) < floor:
        drift = Withheld(code="leak.too_few", n=before + after)
    else:
        drift, p, signal = _rise(
            score[usable], rest[usable], day[usable], stratum[usable], first, level
        )
    copies: Finding = Withheld(code="leak.no_pairs", n=int(late.sum()))
    signs: list[str] = []
    if looked and late.any():
        copies = proportion(int(copied[late].sum()), int(late.sum()), level=level)
        if _more_copies(copied, late):
            signs.append("leak.copies")
    return QuestionLeak(
        question=name, before=before, after=after, drift=drift, p_value=p, signal_on=signal,
        copies=copies, faster=_faster(took, late, stratum, floor, level), signs=tuple(signs),
        verdict="none",
    )  # fmt: skip


def _more_copies(copied: NDArray[np.bool_], late: NDArray[np.bool_]) -> bool:
    """At least three later copies, and more than the usual share gives once in a thousand."""
    from scipy.special import bdtrc

    k, n = int(copied[late].sum()), int(late.sum())
    earlier, total = int(copied[~late].sum()), int((~late).sum())
    usual = max(ORDINARY_COPIES, (earlier + 1) / (total + 2) if total else 0.0)
    usual = min(usual, MOST_ORDINARY)
    return k >= FEWEST_COPIES and float(bdtrc(k - 1, n, usual)) < RARE


def _rise(
    score: Floats,
    rest: Floats,
    day: NDArray[np.datetime64],
    stratum: Ints,
    first: np.datetime64,
    level: float,
) -> tuple[Finding, float | None, np.datetime64 | None]:
    late = day >= first
    n = int(score.size)
    plain = np.column_stack([np.ones(n), rest - rest.mean()])
    apart = _dummies(stratum, late)
    fit = least_squares(np.column_stack([plain, late.astype(np.float64), apart]), score)
    expected = np.column_stack([plain, apart])
    earlier = least_squares(expected[~late], score[~late])
    sd = float(score[~late].std(ddof=1))
    if fit is None or earlier is None or sd <= 0:
        return Withheld(code="correlation.constant", n=n), None, None
    drift = fit.coefficient(2, scale=1 / sd, level=level)
    if isinstance(drift, Estimate):
        drift = replace(drift, method="leak.ancova_hc3")
    left = score - expected @ earlier.coefficients
    week = ((day[late] - first) // np.timedelta64(7, "D")).astype(np.int64)
    count = np.bincount(week)
    held = np.flatnonzero(count)
    mean = np.bincount(week, weights=left[late])[held] / count[held]
    up, _ = cusum(
        mean * np.sqrt(count[held]) / earlier.residual_sd, mean=0, sd=1, slack=SLACK, limit=LIMIT
    )
    if not up.signals.any():
        return drift, fit.p_value(2), None
    signal = first + np.timedelta64(7 * int(held[int(np.argmax(up.signals))]), "D")
    return drift, fit.p_value(2), signal


def _dummies(stratum: Ints, late: NDArray[np.bool_]) -> Floats:
    """One column for each stratum but the largest earlier one; none where there is one."""
    known, count = np.unique(stratum[~late], return_counts=True)
    others = np.delete(known, int(np.argmax(count))) if known.size else known
    found: Floats = (stratum[:, None] == others[None, :]).astype(np.float64)
    return found


def _faster(
    took: Floats, late: NDArray[np.bool_], stratum: Ints, floor: int, level: float
) -> Finding:
    known = np.isfinite(took) & (took > 0)
    known &= np.isin(stratum, stratum[known & ~late])
    before, after = int((known & ~late).sum()), int((known & late).sum())
    if min(before, after) < floor:
        return Withheld(code="leak.no_times", n=before + after)
    columns = [np.ones(before + after), late[known].astype(np.float64)]
    design = np.column_stack([*columns, _dummies(stratum[known], late[known])])
    fit = least_squares(design, np.log(took[known]))
    if fit is None:
        return Withheld(code="correlation.constant", n=before + after)
    return fit.coefficient(1, level=level)


def _judged(one: QuestionLeak, p: float | None, alpha: float) -> QuestionLeak:
    rose = isinstance(one.drift, Estimate) and one.drift.value > 0
    signs = list(one.signs)
    large = isinstance(one.drift, Estimate) and one.drift.value > SMALLEST_RISE
    if large and p is not None and p < alpha:
        signs.append("leak.drift")
    if rose and one.signal_on is not None:
        signs.append("leak.cusum")
    if rose and isinstance(one.faster, Estimate) and one.faster.high < 0:
        signs.append("leak.faster")
    verdict: LeakVerdict
    looked = isinstance(one.copies, Estimate)
    witnesses = {"leak.faster"} if looked else {"leak.faster", "leak.cusum"}
    if "leak.copies" in signs or ("leak.drift" in signs and witnesses & set(signs)):
        verdict = "leaked"
    elif "leak.drift" in signs or {"leak.cusum", "leak.faster"} <= set(signs):
        verdict = "suspected"
    else:
        verdict = "none" if isinstance(one.drift, Estimate) else "cannot_tell"
    return replace(one, p_value=p, signs=tuple(signs), verdict=verdict)


def _rest(what: Ints, who: Ints, value: Floats, k: int) -> Floats:
    """Mean of the other answers of the interview, each in standard deviations of its question."""
    used = (what >= 0) & (who >= 0) & ~np.isnan(value)
    q, i, x = what[used], who[used], value[used]
    n = np.maximum(np.bincount(q, minlength=k), 1)
    mean = np.bincount(q, weights=x, minlength=k) / n
    sd = np.sqrt(np.bincount(q, weights=(x - mean[q]) ** 2, minlength=k) / np.maximum(n - 1, 1))
    z = (x - mean[q]) / np.where(sd > 0, sd, 1.0)[q]
    count = np.bincount(i)[i] if i.size else i
    total = np.bincount(i, weights=z)[i] if i.size else z
    rest = np.full(value.size, np.nan)
    rest[used] = np.where(count > 1, (total - z) / np.maximum(count - 1, 1), np.nan)
    return rest


def _copied(
    frame: pd.DataFrame, answer: str, candidate: str, duplicates: Sequence[tuple[str, str]]
) -> NDArray[np.bool_]:
    """Which answers nearly repeat one of another candidate."""
    copied = np.zeros(len(frame), dtype=bool)
    if not duplicates:
        return copied
    if not answer:
        raise InputError(
            "leak.no_answer_column",
            "pairs of answers were given without the column of their ids",
            "name the column that holds the answer ids",
        )
    index = pd.Index(column(frame, answer).astype("string"))
    person, _ = pd.factorize(column(frame, candidate), use_na_sentinel=True)
    if not index.is_unique:
        raise InputError(
            "leak.answer_twice",
            f"column '{answer}' holds an id twice",
            "give every answer an id of its own",
            column=answer,
        )
    left = index.get_indexer(pd.Index([str(a) for a, _ in duplicates]))
    right = index.get_indexer(pd.Index([str(b) for _, b in duplicates]))
    apart = (left >= 0) & (right >= 0)
    apart &= person[left] != person[right]
    copied[left[apart]] = True
    copied[right[apart]] = True
    return copied
