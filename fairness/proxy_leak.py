"""Do the inputs give a protected attribute away? How well it can be told from features or score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from estimation.auc import auc
from estimation.logistic import logistic
from fairness.audit_report import AuditTable, GroupFinding
from fairness.column_values import column, numbers
from fairness.complete_rows import compared
from fairness.folds import person_folds
from fairness.verdict import Verdict, worst
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]


def proxy_leak(
    frame: pd.DataFrame,
    *,
    attribute: str | Sequence[str],
    features: Sequence[str] = (),
    score: str = "",
    person: str = "",
    limit: float = 0.65,
    folds: int = 5,
    ridge: float = 1.0,
    permutations: int = 0,
    floor: int = 30,
    level: float = 0.95,
    seed: int = 2026,
) -> AuditTable:
    """How well each value of the attribute can be told from everybody else.

    Formula: the area under the curve (.50 is guessing, 1 is certainty) of a logistic regression on
    the standardised ``features`` with a ridge penalty, tried on people it has not seen
    (cross-validated, all rows of a ``person`` in one fold), with DeLong's interval over the people.
    ``details`` hold the same for the ``score`` alone (direction free), and ``strongest``, the
    feature that tells most by itself. ``permutations`` above 0 adds ``p_value``: how often shuffled
    groups do as well. ``exceeds`` when the interval lies above ``limit``.

    Leaving the attribute out of a score changes nothing where its inputs carry it. A high value is
    no proof of harm: it says that a score on these inputs can tell the groups apart, so that its
    gaps must be looked at. A cross-validated area lies a little below .50 when there is nothing.

    Raises
    ------
    InputError
        ``leak.no_inputs``, ``table.missing_column``, ``table.not_a_number``, ``group.too_many``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 200, "smile": rng.normal(size=400)})
    >>> people["pitch"] = rng.normal(size=400) + 2.0 * (people["sex"] == "f")
    >>> table = proxy_leak(people, attribute="sex", features=["smile", "pitch"])
    >>> table.verdict, table.groups[0].details["strongest"]
    ('exceeds', 'pitch')
    """
    names = [*features, *([score] if score else [])]
    if not names:
        raise InputError(
            "leak.no_inputs",
            "neither features nor a score are named",
            "name the columns that a score is made from, the score itself, or both",
        )
    values = np.column_stack([numbers(frame, name) for name in names])
    found = compared(frame, attribute, {"feature.not_measured": values.sum(axis=1)}, floor=floor)
    rows = found.judged
    x, codes = values[found.kept][rows], found.codes[rows]
    who = np.arange(x.shape[0], dtype=np.int64)
    if person:
        raw = pd.factorize(column(frame, person).iloc[found.kept[rows]], use_na_sentinel=False)[0]
        who = np.asarray(raw, dtype=np.int64)
    width = len(features)

    def judge(i: int) -> GroupFinding:
        mine = codes == i
        details: dict[str, float | int | str | bool | None] = {}
        if score:
            alone = _direction_free(x[:, -1], mine, who, level)
            details |= {
                "score_auc": alone.value if isinstance(alone, Estimate) else None,
                "score_low": alone.low if isinstance(alone, Estimate) else None,
                "score_high": alone.high if isinstance(alone, Estimate) else None,
            }
        main: Finding
        if width:
            main = _leak(x[:, :width], mine, who, folds, ridge, level, seed)
            single = [_direction_free(x[:, j], mine, who, level) for j in range(width)]
            sizes = [f.value if isinstance(f, Estimate) else 0.5 for f in single]
            details |= {
                "strongest": features[int(np.argmax(sizes))],
                "strongest_auc": max(sizes),
            }
        else:
            main = _direction_free(x[:, -1], mine, who, level)
        p = None
        if permutations and width and isinstance(main, Estimate):
            p = _by_chance(x[:, :width], mine, who, folds, ridge, permutations, seed, main.value)
        return GroupFinding(
            group=found.names[i],
            n=int(found.sizes[i]),
            finding=main,
            verdict=_verdict(main, limit),
            p_value=p,
            details=details,
        )

    table = found.table("proxy_leak", judge, judge)
    return replace(table, verdict=worst(tuple(g.verdict for g in table.groups if not g.excluded)))


def _leak(
    x: Floats, mine: NDArray[np.bool_], who: NDArray[np.int64], folds: int, ridge: float,
    level: float, seed: int,
) -> Finding:  # fmt: skip
    told = _out_of_fold(x, mine, who, folds, ridge, seed)
    if told is None:
        return Withheld(code="sample.too_few", n=int(mine.size))
    return auc(*_per_person(told, mine, who), level=level)


def _out_of_fold(
    x: Floats, mine: NDArray[np.bool_], who: NDArray[np.int64], folds: int, ridge: float, seed: int
) -> Floats | None:
    fold = person_folds(who, mine, folds, seed)
    told = np.zeros(mine.size)
    for held in range(folds):
        out = fold == held
        if not out.any():
            continue
        mean, sd = x[~out].mean(axis=0), x[~out].std(axis=0)
        z = (x - mean) / np.where(sd > 0, sd, 1.0)
        z = np.column_stack([np.ones(mine.size), z])
        fit = logistic(z[~out], mine[~out], ridge=ridge)
        if fit is None:
            return None
        # the intercept differs between folds by chance alone and would blur the ranking
        told[out] = z[out, 1:] @ fit.coefficients[1:]
    return told


def _per_person(
    told: Floats, mine: NDArray[np.bool_], who: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_]]:
    """One value per person: DeLong's interval counts people, not rows."""
    _, first, place = np.unique(who, return_index=True, return_inverse=True)
    n = np.bincount(place)
    return np.asarray(np.bincount(place, weights=told) / n), mine[first]


def _direction_free(
    values: Floats, mine: NDArray[np.bool_], who: NDArray[np.int64], level: float
) -> Finding:
    told, group = _per_person(values, mine, who)
    found = auc(told, group, level=level)
    if isinstance(found, Estimate) and found.value < 0.5:
        return replace(found, value=1 - found.value, low=1 - found.high, high=1 - found.low)
    return found


def _by_chance(
    x: Floats, mine: NDArray[np.bool_], who: NDArray[np.int64], folds: int, ridge: float,
    permutations: int, seed: int, value: float,
) -> float | None:  # fmt: skip
    rng = np.random.default_rng(seed)
    _, first, place = np.unique(who, return_index=True, return_inverse=True)
    as_good = 0
    for k in range(permutations):
        shuffled = rng.permutation(mine[first])[place]
        found = _leak(x, shuffled, who, folds, ridge, 0.95, seed + k)
        as_good += isinstance(found, Estimate) and found.value >= value
    return (1 + as_good) / (1 + permutations)


def _verdict(finding: Finding, limit: float) -> Verdict:
    if isinstance(finding, Withheld):
        return "cannot_tell"
    if finding.low > limit:
        return "exceeds"
    return "within" if finding.high <= limit else "cannot_tell"
