"""Is the demo company large enough? The power with which each planted truth can be found.

Computed from the sizes really drawn and the planted effects; two-sided tests at .05. A validity
is diluted by selection on the panel's index before its power is computed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.ability import explained
from interview import CandorError

if TYPE_CHECKING:
    from data_samples.planted_company import Company

FLOOR = 0.9
NORMAL = NormalDist()
Z = NORMAL.inv_cdf(0.975)
FOUR_FIFTHS = 0.8
COPIES_SEEN = 8
"""Near copies that make a cluster nobody takes for chance."""
DATED_WITHIN_MONTHS = 2
NO_MORE_THAN_R = 0.1
SCORE_WITH_MEAN_ABILITY = 0.60
"""r of a whole interview's score with mean ability; used, as the next, for selection alone."""
ANSWER_WITH_MEAN_ABILITY = 0.32


class PowerTooLow(CandorError):
    """A planted truth would be missed too often in a company of this size."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Power:
    """One truth: the chance of finding it, from how many observations, by which test."""

    truth: str
    power: float
    n: int
    test: str


def require_power(company: Company) -> tuple[Power, ...]:
    """The power of every truth; refuses a company in which one is below FLOOR.

    Raises
    ------
    PowerTooLow
        Names the weakest truth, its power and its n.
    """
    found = power(company)
    weakest = min(found, key=lambda entry: entry.power)
    if weakest.power < FLOOR:
        need = math.ceil(weakest.n * 1.3)
        raise PowerTooLow(
            "demo.power_too_low",
            f"truth {weakest.truth!r} has power {weakest.power:.2f} at n = {weakest.n}",
            f"raise its sizes in the plan to about {need}, or the fraction to 1.0",
            truth=weakest.truth,
            n=weakest.n,
        )
    return found


def power(company: Company) -> tuple[Power, ...]:
    """The power of each planted truth in this company, in the order of the answer key."""
    return (
        *_display(company),
        *_selection(company),
        *_questions(company),
        *_raters(company),
        *_break(company),
        *_signals(company),
    )


def two_sample(effect_sd: float, n1: int, n2: int) -> float:
    """Power to see a difference of ``effect_sd`` standard deviations between two groups.

    Examples
    --------
    >>> round(two_sample(0.5, 64, 64), 2)
    0.81
    """
    return _found(abs(effect_sd) / math.sqrt(1 / max(n1, 1) + 1 / max(n2, 1)))


def two_correlations(r1: float, n1: int, r2: float, n2: int) -> float:
    """Power to tell two independent correlations apart (Fisher's z)."""
    if min(n1, n2) < 5:
        return 0.0
    se = math.sqrt(1 / (n1 - 3) + 1 / (n2 - 3))
    return _found(abs(math.atanh(r1) - math.atanh(r2)) / se)


def ratio_below(limit: float, rate1: float, n1: int, rate2: float, n2: int) -> float:
    """Chance that the whole 95 % interval of ``rate1/rate2`` (log method) lies below ``limit``."""
    se = math.sqrt((1 - rate1) / (rate1 * n1) + (1 - rate2) / (rate2 * n2))
    return _found((math.log(limit) - math.log(rate1 / rate2)) / se)


def after_selection(r: float, r_x: float, r_y: float, rate: float) -> float:
    """Correlation of x and y among those above the cut on a third variable.

    ``r_x`` and ``r_y`` are its correlations with x and y; exact when all three are normal
    (Pearson's selection formula).

    Examples
    --------
    >>> round(after_selection(0.35, 0.37, 0.32, 0.6), 2)
    0.3
    """
    cut = NORMAL.inv_cdf(1 - rate)
    hazard = NORMAL.pdf(cut) / rate
    lost = hazard * (hazard - cut)
    return (r - r_x * r_y * lost) / math.sqrt((1 - r_x**2 * lost) * (1 - r_y**2 * lost))


def _found(distance: float) -> float:
    """Chance that a statistic ``distance`` standard errors away is seen at .05 two-sided."""
    return NORMAL.cdf(distance - Z)


def _at_least(count: int, n: int, share: float) -> float:
    """Chance of ``count`` or more among n when each happens with this share."""
    fewer = range(min(count, n + 1))
    return 1 - sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in fewer)


def _restricted(r: float, role: str, ability_r: float, rate: float) -> float:
    pull = plan.SELECTION_ON_ABILITY
    outcome = math.sqrt(explained(role) * plan.CRITERION_RELIABILITY)
    return after_selection(r, pull * ability_r, pull * outcome, rate)


def _attributes(company: Company) -> pd.DataFrame:
    return company.interviews.merge(company.attributes, on="candidate_id", how="left")


def _rated(company: Company) -> pd.DataFrame:
    """Interviews with a supervisor rating at 90 days."""
    first = company.outcomes["outcome_kind"].eq("90_days") & company.outcomes["kpi"].eq("overall")
    rated = company.outcomes.loc[first, "interview_id"]
    return company.interviews[company.interviews["interview_id"].isin(rated)]


def _rate(role: str) -> float:
    return next(d.advance_rate for d in plan.DEPARTMENTS if role in d.roles)


def _display(company: Company) -> list[Power]:
    counts = _attributes(company)["attr_display_style"].value_counts()
    few, many = int(counts.get("restrained", 0)), int(counts.get("open", 0))
    chance = two_sample(plan.RESTRAINED_SHIFT_SD, few, many)
    return [Power(truth="display", power=chance, n=few + many, test="two means")]


def _selection(company: Company) -> list[Power]:
    joined = _attributes(company)
    unfair = joined[joined["requisition_id"] == plan.BIASED_REQUISITION]["attr_sex"].value_counts()
    women, men = int(unfair.get("women", 0)), int(unfair.get("men", 0))
    found = ratio_below(
        FOUR_FIFTHS,
        plan.BIASED_MEN_RATE * plan.BIASED_RATIO,
        max(women, 1),
        plan.BIASED_MEN_RATE,
        max(men, 1),
    )
    table = joined.groupby(["department", "attr_age_band"]).size().unstack(fill_value=0)
    rates = pd.Series({d.key: d.advance_rate for d in plan.DEPARTMENTS})
    older, younger = (int(table[band].sum()) for band in ("35_plus", "under_35"))
    aggregate = ratio_below(
        FOUR_FIFTHS,
        float((table["35_plus"] * rates).sum() / older),
        older,
        float((table["under_35"] * rates).sum() / younger),
        younger,
    )
    quiet = 1.0
    for department, rate in rates.items():
        sizes = table.loc[[department]]
        old, young = (max(int(sizes[b].sum()), 1) for b in ("35_plus", "under_35"))
        quiet *= 1 - ratio_below(FOUR_FIFTHS, rate, old, rate, young)
    small = company.interviews["requisition_id"].eq(plan.SMALL_REQUISITION).sum()
    return [
        Power(truth="unfair_requisition", power=found, n=women + men, test="ratio below .80"),
        Power(truth="small_requisition", power=1.0, n=int(small), test="counts as planned"),
        Power(truth="aggregate", power=aggregate * quiet, n=older + younger, test="both halves"),
    ]


def _questions(company: Company) -> list[Power]:
    rated = _rated(company)["interview_id"]
    asked = company.answers[company.answers["interview_id"].isin(rated)]
    n = (asked["question"] + "@" + asked["version"].astype(str)).value_counts()

    def apart(role: str, one: str, other: str) -> Power:
        sizes = [int(n.get(ref, 0)) for ref in (one, other)]
        r = [
            _restricted(plan.QUESTION_VALIDITY[ref], role, ANSWER_WITH_MEAN_ABILITY, _rate(role))
            for ref in (one, other)
        ]
        return Power(
            truth=f"validity {one} against {other}",
            power=two_correlations(r[0], sizes[0], r[1], sizes[1]),
            n=min(sizes),
            test="Fisher z",
        )

    harder = company.answers[company.answers["question"] == plan.HARDER_QUESTION]
    region = harder.merge(company.attributes, on="candidate_id")["attr_region"].value_counts()
    inland, coastal = int(region.get("inland", 0)), int(region.get("coastal", 0))
    leaked = company.answers[
        (company.answers["question"] == plan.LEAKED)
        & company.answers["month"].between(plan.LEAK_MONTH, plan.LEAK_MONTH + 2)
    ]
    copies = _at_least(COPIES_SEEN, len(leaked), plan.LEAK_SHARE)
    return [
        apart("marketing", "mk_q4@1", "mk_q4@2"),
        apart("software_engineer", "se_q6@1", "se_q1@1"),
        Power(
            truth="harder_question",
            power=two_sample(plan.HARDER_BY_SD, inland, coastal),
            n=inland + coastal,
            test="two means at equal ability",
        ),
        Power(truth="leak", power=copies, n=len(leaked), test="copies within three months"),
    ]


def _raters(company: Company) -> list[Power]:
    counts = company.ratings.groupby("rater")["interview_id"].nunique()
    lenient, narrow = int(counts.get(plan.LENIENT_RATER, 0)), int(counts.get(plan.NARROW_RATER, 0))
    # against the mean of two colleagues on the same interview: noise .9 of one, .64 of two
    noise = math.sqrt(0.9**2 + 0.9**2 / 2)
    shifted = _found(plan.LENIENT_BY / noise * math.sqrt(max(lenient, 1)))
    # ln of a ratio of two standard deviations has variance 1/(n-1) for equal n
    ratio = abs(math.log(plan.NARROW_SPREAD)) * math.sqrt(max(narrow - 1, 1))
    return [
        Power(truth="lenient_rater", power=shifted, n=lenient, test="paired difference"),
        Power(
            truth="narrow_rater",
            power=_found(ratio),
            n=narrow,
            test="ratio of spreads",
        ),
    ]


def _break(company: Company) -> list[Power]:
    rated = _rated(company)
    months = rated[rated["role"] == plan.BREAK_ROLE]["month"].value_counts().sort_index()
    r = [
        _restricted(v, plan.BREAK_ROLE, SCORE_WITH_MEAN_ABILITY, _rate(plan.BREAK_ROLE))
        for v in plan.BREAK_VALIDITY
    ]
    before = int(months[months.index < plan.BREAK_MONTH].sum())
    after = int(months[months.index >= plan.BREAK_MONTH].sum())
    return [
        Power(
            truth="break",
            power=two_correlations(r[0], before, r[1], after),
            n=before + after,
            test="Fisher z",
        ),
        Power(
            truth="break_dated",
            power=_dated(months, r[0], r[1]),
            n=before + after,
            test=f"best split within {DATED_WITHIN_MONTHS} months",
        ),
    ]


def _dated(months: pd.Series, before: float, after: float, draws: int = 2000) -> float:
    """Chance that the best split of monthly correlations falls near the planted month."""
    months = months[months > 8]
    if len(months) < 4 or months.index.max() <= plan.BREAK_MONTH:
        return 0.0
    weight = months.to_numpy(dtype=float) - 3
    truth = np.where(months.index.to_numpy() < plan.BREAK_MONTH, before, after)
    noise = np.random.default_rng(20260901).standard_normal((draws, len(weight)))
    z = np.arctanh(truth) + noise / np.sqrt(weight)
    total, mass = z @ weight, weight.sum()
    left, left_mass = np.cumsum(z * weight, axis=1)[:, :-1], np.cumsum(weight)[:-1]
    right, right_mass = total[:, None] - left, mass - left_mass
    between = left**2 / left_mass + right**2 / right_mass
    first = months.index.to_numpy()[between.argmax(axis=1) + 1]
    return float(np.mean(np.abs(first - plan.BREAK_MONTH) <= DATED_WITHIN_MONTHS))


def _signals(company: Company) -> list[Power]:
    interviews = company.interviews
    joined = _attributes(company)
    site = interviews[interviews["location"] == plan.MICROPHONE_SITE]["month"]
    late, early = (
        int((site >= plan.MICROPHONE_MONTH).sum()),
        int((site < plan.MICROPHONE_MONTH).sum()),
    )
    dialect = joined["attr_dialect_group"].value_counts()
    few, many = int(dialect.get("dialect", 0)), int(dialect.get("standard", 0))
    people = company.ratings["interview_id"].nunique()
    hired = len(_rated(company))
    moved = _found(math.atanh(0.15) * math.sqrt(max(people - 3, 1)))
    nothing = 2 * NORMAL.cdf(math.atanh(NO_MORE_THAN_R) * math.sqrt(max(hired - 3, 1)) - 1.645)
    trained = round(0.7 * plan.TRAINED_SHARE * len(interviews))
    return [
        # SNR varies by 3.5 dB between answers of all people
        Power(
            truth="microphone",
            power=two_sample(plan.MICROPHONE_SNR_DB / 3.5, late, early),
            n=late + early,
            test="two means",
        ),
        # word error rates of answers vary by about .06 in what is measured
        Power(
            truth="dialect",
            power=two_sample(plan.DIALECT_EXTRA_ERROR / 0.06, few, many),
            n=few + many,
            test="two means",
        ),
        Power(truth="expression_in_ratings", power=moved, n=people, test="partial r of .15"),
        Power(
            truth="expression_not_in_performance",
            power=max(0.0, nothing - 1),
            n=hired,
            test=f"equivalence within r = {NO_MORE_THAN_R}",
        ),
        Power(
            truth="trained_display",
            power=two_sample(1.5, trained, len(interviews) - trained),
            n=trained,
            test="smile against the rest",
        ),
    ]


def table(found: Sequence[Power]) -> pd.DataFrame:
    """The powers as a frame for print and documentation."""
    return pd.DataFrame(
        [{"truth": p.truth, "power": round(p.power, 3), "n": p.n, "test": p.test} for p in found]
    )
