"""Is the new wording better? Two versions of a question, each against the same outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.assess_question import people_to_separate
from analysis.item_analysis import ItemLimits, statistics_of_items
from analysis.item_scores import item_scores, question_codes
from estimation.compared_correlations import independent_correlations
from estimation.grouped_correlation import grouped_correlation
from estimation.table_columns import numbers
from interview import Estimate, Finding, InputError, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionChange:
    """New less old, with what each was.

    ``chance_better`` is the probability that the new one is more valid, from nothing but the data.
    ``people_needed`` is how many rated people of each version would show a difference of this size
    four times in five; None where the two are alike.
    """

    old: str
    new: str
    old_validity: Finding
    new_validity: Finding
    validity: Finding
    p_value: float | None
    chance_better: float | None
    item_rest: Finding
    difficulty: Finding
    people_needed: int | None


def compare_versions(
    frame: pd.DataFrame,
    *,
    question: str,
    version: str,
    score: str,
    interview: str,
    key: str,
    old: str,
    new: str,
    outcome: str = "",
    scale: tuple[float, float] = (0.0, 10.0),
    level: float = 0.95,
) -> VersionChange:
    """Compare two versions of one question; different people answered them.

    Formula: difference of correlations with Fisher's z and Zou's interval; of item-rest likewise;
    of difficulty with Welch's errors. The versions were asked at different times: a change in
    applicants, work or raters between them is not taken out, and item-rest and difficulty, which
    need no outcome, may show it.

    Raises
    ------
    InputError
        ``question.no_version`` when a version was never asked; as `item_scores`.

    Examples
    --------
    >>> rng = np.random.default_rng(7)
    >>> mind, wording = rng.normal(size=600), np.repeat([1, 2], 300)
    >>> rows = pd.DataFrame({"i": np.arange(600), "q": "x", "v": wording, "y": mind,
    ...                      "score": 5 + mind * (wording == 2) + rng.normal(size=600)})
    >>> found = compare_versions(rows, question="q", version="v", score="score", interview="i",
    ...                          key="x", old="1", new="2", outcome="y")
    >>> found.validity.low > 0.3, round(found.chance_better, 3)
    (True, 1.0)
    """
    codes, names = question_codes(frame, question, version)
    for wording in (old, new):
        if f"{key}@{wording}" not in names:
            known = ", ".join(name for name in names if name.startswith(f"{key}@"))
            raise InputError(
                "question.no_version",
                f"'{key}' was never asked in version {wording}",
                f"it was asked as: {known or 'nothing'}",
                question=key,
                version=wording,
                known=known,
            )
    first, second = names.index(f"{key}@{old}"), names.index(f"{key}@{new}")
    scores = item_scores(
        frame, person=interview, item=question, score=score, version=version, scale=scale
    )
    told = statistics_of_items(scores, scale=scale, limits=ItemLimits(), level=level)
    x = numbers(frame, score)
    y = numbers(frame, outcome) if outcome else np.full(x.size, np.nan)
    used = (codes >= 0) & ~np.isnan(x) & ~np.isnan(y)
    valid = grouped_correlation(x[used], y[used], codes[used], len(names), level=level)
    before, after = valid.finding(first), valid.finding(second)
    change, p = _difference(before, after, level)
    chance = None
    if isinstance(change, Estimate) and p is not None:
        chance = 1 - p / 2 if change.value > 0 else p / 2
    needed = None
    if isinstance(before, Estimate) and isinstance(after, Estimate):
        # both are estimated: each side needs twice what one against a known value would
        apart = abs(np.arctanh(after.value) - np.arctanh(before.value))
        if apart > 0.01:
            needed = 2 * people_to_separate(before.value, after.value, sides=2) - 3
    rest, _ = _difference(told[first].item_rest, told[second].item_rest, level)
    return VersionChange(
        old=old,
        new=new,
        old_validity=before,
        new_validity=after,
        validity=change,
        p_value=p,
        chance_better=chance,
        item_rest=rest,
        difficulty=_means(told[first].difficulty, told[second].difficulty),
        people_needed=needed,
    )


def _difference(before: Finding, after: Finding, level: float) -> tuple[Finding, float | None]:
    for one in (before, after):
        if isinstance(one, Withheld):
            return one, None
    if not (isinstance(before, Estimate) and isinstance(after, Estimate)):
        return Withheld(code="correlation.too_few"), None
    found = independent_correlations(after.value, after.n, before.value, before.n, level=level)
    return found.difference, found.p_value


def _means(before: Finding, after: Finding) -> Finding:
    if isinstance(before, Withheld):
        return before
    if isinstance(after, Withheld):
        return after
    value = after.value - before.value
    half = ((after.high - after.value) ** 2 + (before.high - before.value) ** 2) ** 0.5
    return Estimate(
        value=value, low=value - half, high=value + half, n=before.n + after.n,
        method="difference.of_means",
    )  # fmt: skip
