"""How far would another rater have said the same? The six intraclass correlations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ratings import Ratings, ratings
from estimation.bootstrap import percentile_interval
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
FEWEST = 5
REPLICATES = 1000
METHOD_ONE_WAY = "icc.one_way"
METHOD_AGREEMENT = "icc.agreement"
METHOD_CONSISTENCY = "icc.consistency"


@dataclass(frozen=True, kw_only=True, slots=True)
class IntraclassCorrelations:
    """Six coefficients, named as McGraw and Wong (1996), with Shrout and Fleiss's in brackets.

    ``one_way`` ICC(1,1): raters are unknown. ``agreement`` ICC(A,1) (2,1): one rater's value, also
    its level, is used, as with a cut. ``consistency`` ICC(C,1) (3,1): only the order counts. The
    same for the mean of ``raters`` raters with ``mean_of_`` in front. ``f`` is the F of targets.
    ``balanced`` says whether everybody rated everything; the coefficients of means then speak of
    the average number of raters per target.
    """

    one_way: Finding
    agreement: Finding
    consistency: Finding
    mean_of_one_way: Finding
    mean_of_agreement: Finding
    mean_of_consistency: Finding
    raters: float
    targets: int
    f: float | None
    f_one_way: float | None
    balanced: bool


def icc(
    frame: pd.DataFrame,
    *,
    raters: Sequence[str] = (),
    target: str | Sequence[str] = "",
    rater: str = "",
    rating: str = "",
    cluster: str = "",
    level: float = 0.95,
    seed: int = 2026,
) -> IntraclassCorrelations:
    """All six intraclass correlations; negative ones are shown as they are.

    Where everybody rated everything they come from mean squares, with the exact and Satterthwaite
    limits of Shrout and Fleiss (1979) and McGraw and Wong (1996). Where some did not rate some, the
    variances of targets, raters and error come from Henderson's first method (1953; the T terms of
    Brennan 2001, 7.1), which keeps every rating and equals the mean squares in balance. Limits then
    by drawing targets (or whole ``cluster``s) again, 1,000 times, and for agreement with the mean
    square of the few raters drawn from its chi-square (the generalised interval of Weerahandi
    1993): four raters say little about how far raters differ.

    Returns
    -------
    IntraclassCorrelations
        Findings withheld with ``icc.too_few`` below 5 targets rated by two or more,
        ``raters.never_overlap`` when no target was rated twice, ``icc.constant``.

    Raises
    ------
    InputError
        As `ratings`.

    Examples
    --------
    >>> four = pd.DataFrame({"J1": [9, 6, 8, 7, 10, 6], "J2": [2, 1, 4, 1, 5, 2],
    ...                      "J3": [5, 3, 6, 2, 6, 4], "J4": [8, 2, 8, 6, 9, 7]})
    >>> found = icc(four, raters=["J1", "J2", "J3", "J4"])
    >>> round(found.agreement.value, 2), round(found.consistency.value, 2)
    (0.29, 0.71)
    """
    read = ratings(frame, raters=raters, target=target, rater=rater, rating=rating, cluster=cluster)
    return icc_of(read, level=level, seed=seed)


def icc_of(read: Ratings, *, level: float = 0.95, seed: int = 2026) -> IntraclassCorrelations:
    """The same for ratings already read."""
    several = read.seen.sum(axis=1) > 1
    n = int(several.sum())
    if n == 0:
        return _nothing("raters.never_overlap", 0)
    if n < FEWEST:
        return _nothing("icc.too_few", n)
    size = float(np.nanmax(np.abs(read.values)))
    if float(np.nanmax(read.values) - np.nanmin(read.values)) <= 1e-12 * max(size, 1e-300):
        return _nothing("icc.constant", n)
    if read.seen.all() and np.unique(read.cluster).size == len(read.cluster):
        return _balanced(read.values, level)
    return _unbalanced(read, level, seed)


def _balanced(x: Floats, level: float) -> IntraclassCorrelations:
    from scipy.stats import f as fisher

    n, k = x.shape
    grand = x.mean()
    rows = k * float(((x.mean(axis=1) - grand) ** 2).sum()) / (n - 1)
    columns = n * float(((x.mean(axis=0) - grand) ** 2).sum()) / (k - 1)
    left = float(((x - grand) ** 2).sum()) - rows * (n - 1) - columns * (k - 1)
    error = max(left, 0.0) / ((n - 1) * (k - 1))
    within = (max(left, 0.0) + columns * (k - 1)) / (n * (k - 1))
    p = 0.5 + level / 2

    def ratio(top: float, bottom: float) -> float:
        return top / bottom if bottom > 0 else np.inf

    f1, f3 = ratio(rows, within), ratio(rows, error)
    low1 = f1 / float(fisher.ppf(p, n - 1, n * (k - 1)))
    high1 = f1 * float(fisher.ppf(p, n * (k - 1), n - 1))
    low3 = f3 / float(fisher.ppf(p, n - 1, (n - 1) * (k - 1)))
    high3 = f3 * float(fisher.ppf(p, (n - 1) * (k - 1), n - 1))

    def single(f: float) -> float:
        return 1.0 if np.isinf(f) else (f - 1) / (f + k - 1)

    def average(f: float) -> float:
        return 1.0 if np.isinf(f) else 1 - 1 / f if f > 0 else -np.inf

    below = rows + (k - 1) * error + k * (columns - error) / n
    agree = (rows - error) / below if below > 0 else np.nan
    below = rows + (columns - error) / n
    agree_mean = (rows - error) / below if below > 0 else np.nan
    agree_low, agree_high = _agreement_limits(n, k, rows, columns, error, agree, p)

    def raised(r: float) -> float:
        below = 1 + (k - 1) * r
        return k * r / below if below > 0 else np.nan

    return IntraclassCorrelations(
        one_way=_finding(single(f1), single(low1), single(high1), n, METHOD_ONE_WAY),
        agreement=_finding(agree, agree_low, agree_high, n, METHOD_AGREEMENT),
        consistency=_finding(single(f3), single(low3), single(high3), n, METHOD_CONSISTENCY),
        mean_of_one_way=_finding(average(f1), average(low1), average(high1), n, METHOD_ONE_WAY),
        mean_of_agreement=_finding(
            agree_mean, raised(agree_low), raised(agree_high), n, METHOD_AGREEMENT
        ),
        mean_of_consistency=_finding(
            average(f3), average(low3), average(high3), n, METHOD_CONSISTENCY
        ),
        raters=float(k),
        targets=n,
        f=None if np.isinf(f3) else f3,
        f_one_way=None if np.isinf(f1) else f1,
        balanced=True,
    )


def _agreement_limits(
    n: int, k: int, rows: float, columns: float, error: float, icc: float, p: float
) -> tuple[float, float]:
    """Satterthwaite's limits of ICC(A,1): Shrout and Fleiss (1979), p. 424."""
    from scipy.stats import f as fisher

    if error <= 0 or not np.isfinite(icc):
        return np.nan, np.nan
    fj = columns / error
    top = k * icc * fj + n * (1 + (k - 1) * icc) - k * icc
    below = (n - 1) * k**2 * icc**2 * fj**2 + (n * (1 + (k - 1) * icc) - k * icc) ** 2
    df = (k - 1) * (n - 1) * top**2 / below
    up = float(fisher.ppf(p, n - 1, df))
    down = float(fisher.ppf(p, df, n - 1))
    shared = k * columns + (k * n - k - n) * error
    low = n * (rows - up * error) / (up * shared + n * rows)
    high = n * (down * rows - error) / (shared + n * down * rows)
    return low, high


def _unbalanced(read: Ratings, level: float, seed: int) -> IntraclassCorrelations:
    """Variances by Henderson's first method, limits by drawing clusters of targets again."""
    seen = read.seen
    y = np.where(seen, read.values - np.nanmean(read.values), 0.0)
    count = seen.sum(axis=1).astype(np.float64)
    clusters, where = np.unique(read.cluster, return_inverse=True)
    many = len(clusters)

    def summed(v: Floats) -> Floats:
        return np.stack([np.bincount(where, weights=c, minlength=many) for c in v.T], axis=1)

    # per cluster: ratings, squares, squared sums over n_p, targets; and per rater sums and counts
    plain = summed(
        np.stack([count, (y * y).sum(axis=1), y.sum(axis=1) ** 2 / count, np.ones_like(count)], 1)
    )
    square = summed(np.stack([count**2], 1))[:, 0]
    sums, counts = summed(y), summed(seen.astype(np.float64))
    rng = np.random.default_rng(seed)
    draws = np.vstack(
        [np.ones(many), rng.multinomial(many, np.full(many, 1 / many), size=REPLICATES)]
    )
    n, total, targets, p_count = (draws @ plain).T
    by_rater, n_rater = draws @ sums, draws @ counts
    n_squares = draws @ square
    raters = (n_rater > 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rated = np.where(n_rater > 0, by_rater**2 / n_rater, 0.0).sum(axis=1)
        mean = by_rater.sum(axis=1) ** 2 / n
        # expectations of the four T terms in (targets, raters, error), the mean taken off
        matrix = np.stack(
            [
                np.stack([n - n_squares / n, p_count - (n_rater**2).sum(axis=1) / n, p_count - 1]),
                np.stack([raters - n_squares / n, n - (n_rater**2).sum(axis=1) / n, raters - 1]),
                np.stack([n - n_squares / n, n - (n_rater**2).sum(axis=1) / n, n - 1]),
            ]
        )
        right = np.stack([targets - mean, rated - mean, total - mean])
    ok = np.abs(np.linalg.det(np.moveaxis(matrix, 2, 0))) > 1e-9 * np.maximum(n, 1)
    parts = np.full((len(n), 3), np.nan)
    parts[ok] = np.linalg.solve(
        np.moveaxis(matrix, 2, 0)[ok], np.moveaxis(right, 1, 0)[ok][..., None]
    )[..., 0]
    of_targets, of_raters, error = parts.T
    each = (n[0] - (n_rater[0] ** 2).sum() / n[0]) / (raters[0] - 1)
    mean_square = error[0] + each * of_raters[0]
    df = raters[0] - 1
    drawn = mean_square * df / rng.chisquare(df, size=REPLICATES)
    of_raters = np.append(of_raters[0], (drawn - error[1:]) / each)
    # a draw in which nobody was rated twice has no variance within; it is left out below
    with np.errstate(divide="ignore", invalid="ignore"):
        within = (total - targets) / (n - p_count)
        between = (targets - mean) / (p_count - 1)
        alone = (between - within) / ((n - n_squares / n) / (p_count - 1))
    k = float(1 / np.mean(1 / count))
    several = int((count > 1).sum())

    def found(signal: Floats, noise: Floats, method: str) -> Finding:
        with np.errstate(divide="ignore", invalid="ignore"):
            value = signal / (signal + noise)
        return percentile_interval(
            float(value[0]), value[1:], n=several, level=level, method=f"{method}_henderson"
        )

    both = of_raters + error
    return IntraclassCorrelations(
        one_way=found(alone, within, METHOD_ONE_WAY),
        agreement=found(of_targets, both, METHOD_AGREEMENT),
        consistency=found(of_targets, error, METHOD_CONSISTENCY),
        mean_of_one_way=found(alone, within / k, METHOD_ONE_WAY),
        mean_of_agreement=found(of_targets, both / k, METHOD_AGREEMENT),
        mean_of_consistency=found(of_targets, error / k, METHOD_CONSISTENCY),
        raters=float(count.mean()),
        targets=several,
        f=None,
        f_one_way=None,
        balanced=False,
    )


def _finding(value: float, low: float, high: float, n: int, method: str) -> Finding:
    if not all(np.isfinite([value, low, high])):
        return Withheld(code="icc.undefined", n=n)
    low, high = min(low, value), max(high, value)
    return Estimate(value=value, low=low, high=high, n=n, method=method)


def _nothing(code: str, n: int) -> IntraclassCorrelations:
    refusal = Withheld(code=code, n=n)
    return IntraclassCorrelations(
        one_way=refusal,
        agreement=refusal,
        consistency=refusal,
        mean_of_one_way=refusal,
        mean_of_agreement=refusal,
        mean_of_consistency=refusal,
        raters=0.0,
        targets=n,
        f=None,
        f_one_way=None,
        balanced=False,
    )
