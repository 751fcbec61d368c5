"""Keep, rewrite, retire, collect more, or quarantine: what the evidence on a question supports."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from analysis.correlation import UsualRule, usual_rule
from analysis.exposure import QuestionExposure
from analysis.item_analysis import ItemStatistics
from analysis.leakage import QuestionLeak
from analysis.pool_validities import MINIMUM, QUESTION_PRIOR, ValidityPrior
from analysis.value_of_information import posterior_of
from estimation.correlation import correlation_interval
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Flag, InputError, Withheld

Recommendation = Literal["keep", "rewrite", "retire", "collect", "quarantine"]
SHOWN_FROM = 30
"""Below this many rated people no r is printed, only the band that it leaves possible."""
LOW_REST, LOW_AGREEMENT = 0.20, 0.50
MOST_PEOPLE = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionRule:
    """When the evidence is enough. ``people`` is the fewest that may retire a question."""

    minimum: float = MINIMUM
    keep_at: float = 0.80
    drop_at: float = 0.20
    people: int = 144


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionAssessment:
    """What one version of one question has shown, and what follows.

    ``recommendation`` is never an action: a person accepts it with a reason. ``sentence`` is what
    they read, ``reasons`` why, ``weak_spots`` what a rewrite should change (codes). ``observed`` is
    the question's own r, ``shrunken`` r drawn towards its competency, ``p_above`` the posterior
    probability that the true validity exceeds the minimum. ``n`` people have an outcome, ``needed``
    is how many it takes until the rule is expected to decide (no more than there are where it has
    decided; below 30 people, where the question itself has said next to nothing, no more than may
    retire it), ``more`` what is missing.
    ``usual_rule`` is what "keep at .7, rewrite at .3" would have said.
    """

    question: str
    version: str
    recommendation: Recommendation
    sentence: Flag
    reasons: tuple[Flag, ...]
    weak_spots: tuple[str, ...]
    n: int
    needed: int
    observed: Finding
    shrunken: Estimate
    p_above: float
    usual_rule: UsualRule | None
    statistics: ItemStatistics | None
    agreement: Finding
    dif_class: str
    exposure: QuestionExposure | None
    leak: QuestionLeak | None
    templates: Finding

    @property
    def more(self) -> int:
        """Rated people still to come."""
        return max(self.needed - self.n, 0)


def assess_question(
    question: str,
    *,
    version: str = "",
    r: float | None = None,
    n: int = 0,
    prior: ValidityPrior = QUESTION_PRIOR,
    statistics: ItemStatistics | None = None,
    agreement: Finding | None = None,
    dif_class: str = "",
    leak: QuestionLeak | None = None,
    exposure: QuestionExposure | None = None,
    templates: Finding | None = None,
    rule: QuestionRule | None = None,
    level: float = 0.95,
) -> QuestionAssessment:
    """Apply the rule to everything that is known of a question; what is unknown stays out.

    With the posterior of validity on the z scale, ``P = 1 - Phi((atanh(minimum) - m) / s)``:

    - *quarantine* when it harms a group at equal ability (DIF class C) or has leaked, whatever
      its validity;
    - *keep* when P >= .80;
    - *retire* when P <= .20, at least ``rule.people`` have an outcome, and its item-rest is below
      .20;
    - *rewrite* when raters disagree on it (ICC(A,1) below .50) or item-rest is below .20 while P is
      undecided, or when enough people show that it measures something else (P <= .20 while
      item-rest is not low);
    - *collect* otherwise.

    A measure is below its line when that is at least .80 sure, judged by its interval. The r that
    enters is the observed one; a corrected r must not be handed in, since corrections make a weak
    question look strong exactly where data are thin.

    Parameters
    ----------
    r, n : float, int
        Observed correlation with the outcome and its number of people; None before there is any.
    prior : ValidityPrior
        What questions of the competency are like, from `pool_validities`, or a stated belief.
    agreement : Finding, optional
        ICC(A,1) between people, or between people and the machine.
    dif_class : str
        "A", "B", "C", or "" where nobody looked.
    templates : Finding, optional
        Share of answers that nearly repeat another candidate's.

    Raises
    ------
    InputError
        ``correlation.not_a_correlation``, ``question.dif_class``, ``question.rule``.

    Examples
    --------
    >>> found = assess_question("q1", r=0.35, n=200)
    >>> found.recommendation, round(found.p_above, 3), found.usual_rule
    ('keep', 0.999, 'between')
    >>> assess_question("q2").recommendation
    'collect'
    """
    rule = rule or QuestionRule()
    _check(r, dif_class, rule)
    unknown = Withheld(code="question.not_measured")
    centre, spread = posterior_of(r, n, prior)
    lowest = math.atanh(rule.minimum)
    p = math.erfc((lowest - centre) / spread / math.sqrt(2)) / 2
    seen = correlation_interval(r, n, level=level) if r is not None else None
    # the usual rule speaks where r is hidden too: that is what is wrong with it
    usual = usual_rule(seen) if seen is not None else None
    if seen is None:
        seen = Withheld(code="question.no_outcome", n=n)
    elif n < SHOWN_FROM:
        seen = Withheld(code="question.r_hidden", n=n)
    rest: Finding = statistics.item_rest if statistics is not None else unknown
    raters = agreement if agreement is not None else unknown
    loose, apart = surely_below(rest, LOW_REST), surely_below(raters, LOW_AGREEMENT)
    leaked = leak is not None and leak.verdict == "leaked"
    undecided = rule.drop_at < p < rule.keep_at or n < rule.people
    action: Recommendation
    if dif_class == "C" or leaked:
        action = "quarantine"
    elif p >= rule.keep_at:
        action = "keep"
    elif p <= rule.drop_at and n >= rule.people and loose:
        action = "retire"
    elif (undecided and (loose or apart)) or (p <= rule.drop_at and n >= rule.people):
        action = "rewrite"
    else:
        action = "collect"
    needed = people_to_decide(centre, prior, rule)
    if n < SHOWN_FROM:
        # so far it looks like any other question: enough to tell a good one from the least is asked
        needed = min(needed, rule.people)
    if action in ("keep", "retire"):
        # where the rule has decided, what it was expected to take no longer matters
        needed = min(needed, n)
    half = normal_quantile(0.5 + level / 2) * spread
    copied = templates if templates is not None else unknown
    slots = {"question": question, "version": version, "p": p, "n": n, "needed": needed}
    return QuestionAssessment(
        question=question,
        version=version,
        recommendation=action,
        sentence=Flag(code=f"question.{action}", slots={**slots, "minimum": rule.minimum}),
        reasons=_reasons(p, n, rule, loose, apart, rest, raters, dif_class, leak, needed),
        weak_spots=_weak_spots(
            statistics, loose, apart, dif_class, copied, exposure, valid=p >= rule.keep_at
        ),
        n=n,
        needed=needed,
        observed=seen,
        shrunken=Estimate(
            value=math.tanh(centre), low=math.tanh(centre - half), high=math.tanh(centre + half),
            n=max(n, 1), method="validity.posterior",
        ),
        p_above=p,
        usual_rule=usual,
        statistics=statistics,
        agreement=raters,
        dif_class=dif_class,
        exposure=exposure,
        leak=leak,
        templates=copied,
    )  # fmt: skip


def surely_below(finding: Finding, line: float, *, sure: float = 0.80) -> bool:
    """Whether a measure lies below a line with that probability, judged by its 95 % interval.

    Examples
    --------
    >>> surely_below(Estimate(value=0.12, low=0.0, high=0.24, n=260, method="x"), 0.20)
    True
    """
    if not isinstance(finding, Estimate):
        return False
    error = (finding.high - finding.value) / normal_quantile(0.975)
    return finding.value + normal_quantile(sure) * error < line


def people_to_decide(centre: float, prior: ValidityPrior, rule: QuestionRule) -> int:
    """Rated people until P is expected to reach a line of the rule, were the truth as it looks now.

    Formula: the smallest n at which ``|lam z + (1 - lam) mu - c| / sqrt(lam v)`` reaches the
    quantile of the line; at least 30, towards retiring at least ``rule.people``. At most 5,000:
    beyond that a question is as good as the minimum, and no collecting will tell.

    Examples
    --------
    >>> people_to_decide(math.atanh(0.30), QUESTION_PRIOR, QuestionRule())
    53
    """
    lowest = math.atanh(rule.minimum)
    up, down = normal_quantile(rule.keep_at), normal_quantile(1 - rule.drop_at)

    def side(n: int) -> int:
        v = 1 / (n - 3)
        own = prior.sd_z**2 / (prior.sd_z**2 + v)
        z = (own * centre + (1 - own) * prior.mean_z - lowest) / math.sqrt(own * v)
        return 1 if z >= up else -1 if z <= -down else 0

    low, high = 3, MOST_PEOPLE
    final = side(high)
    if final == 0:
        return MOST_PEOPLE
    # the distance grows with n once the data outweigh the prior: the last change of side counts
    while high - low > 1:
        middle = (low + high) // 2
        if side(middle) == final:
            high = middle
        else:
            low = middle
    return max(high, SHOWN_FROM) if final > 0 else max(high, rule.people)


def people_to_separate(
    validity: float, from_validity: float, *, power: float = 0.80, alpha: float = 0.05,
    sides: Literal[1, 2] = 1,
) -> int:  # fmt: skip
    """Rated people with which one validity is told from a lower one.

    Formula: ``((z_(1 - alpha / sides) + z_power) / (atanh rho1 - atanh rho0))^2 + 3``.

    Raises
    ------
    InputError
        ``question.rule`` when both are the same.

    Examples
    --------
    >>> people_to_separate(0.30, 0.10), people_to_separate(0.25, 0.10)
    (144, 260)
    """
    apart = abs(math.atanh(validity) - math.atanh(from_validity))
    if apart < 1e-9:
        raise InputError(
            "question.rule",
            f"no number of people tells {validity:g} from {from_validity:g}",
            "give two validities that differ",
        )
    total = normal_quantile(1 - alpha / sides) + normal_quantile(power)
    return round((total / apart) ** 2 + 3)


def _reasons(
    p: float,
    n: int,
    rule: QuestionRule,
    loose: bool,
    apart: bool,
    rest: Finding,
    raters: Finding,
    dif_class: str,
    leak: QuestionLeak | None,
    needed: int,
) -> tuple[Flag, ...]:
    found: list[Flag] = []
    if dif_class in ("B", "C"):
        found.append(Flag(code="question.dif", slots={"class": dif_class}))
    if leak is not None and leak.verdict in ("leaked", "suspected"):
        found.append(Flag(code=f"question.{leak.verdict}", slots={"signs": len(leak.signs)}))
        found += [Flag(code=sign) for sign in leak.signs]
    slots: dict[str, object] = {"p": p, "minimum": rule.minimum}
    if p >= rule.keep_at:
        found.append(Flag(code="question.likely_valid", slots=slots))
    elif p <= rule.drop_at:
        found.append(Flag(code="question.unlikely_valid", slots=slots))
    else:
        found.append(Flag(code="question.undecided", slots=slots))
    if p <= rule.drop_at and n >= rule.people and isinstance(rest, Estimate) and not loose:
        found.append(Flag(code="question.something_else", slots={"item_rest": rest.value}))
    if loose and isinstance(rest, Estimate):
        found.append(Flag(code="question.low_rest", slots={"item_rest": rest.value}))
    if apart and isinstance(raters, Estimate):
        found.append(Flag(code="question.raters_disagree", slots={"icc": raters.value}))
    if needed > n and rule.drop_at < p < rule.keep_at:
        found.append(Flag(code="question.too_few", slots={"n": n, "needed": needed}))
    return tuple(found)


def _weak_spots(
    statistics: ItemStatistics | None,
    loose: bool,
    apart: bool,
    dif_class: str,
    templates: Finding,
    exposure: QuestionExposure | None,
    *,
    valid: bool,
) -> tuple[str, ...]:
    """What a rewrite should change, in the order in which it hurts."""
    flags = statistics.flags if statistics is not None else ()
    spots = []
    if dif_class == "C":
        spots.append("weak.one_sided")
    if (loose or apart) and not valid:
        spots.append("weak.vague")
    if "item.ceiling" in flags:
        spots.append("weak.too_easy")
    if "item.floor" in flags:
        spots.append("weak.too_hard")
    if "item.narrow" in flags:
        spots.append("weak.narrow")
    if isinstance(templates, Estimate) and templates.low > 0.05:
        spots.append("weak.template")
    if exposure is not None and exposure.over_cap:
        spots.append("weak.overused")
    return tuple(spots)


def _check(r: float | None, dif_class: str, rule: QuestionRule) -> None:
    if r is not None and not -1 <= r <= 1:
        raise InputError(
            "correlation.not_a_correlation",
            f"{r} is no correlation",
            "correlations lie between -1 and 1",
            value=r,
        )
    if dif_class not in ("", "A", "B", "C"):
        raise InputError(
            "question.dif_class",
            f"'{dif_class}' is no class of differential functioning",
            "use A, B, C, or nothing where nobody looked",
            dif_class=dif_class,
        )
    sound = -1 < rule.minimum < 1 and 0 < rule.drop_at < rule.keep_at < 1 and rule.people >= 4
    if not sound:
        raise InputError(
            "question.rule",
            f"lines {rule.drop_at:g} and {rule.keep_at:g} around a validity of {rule.minimum:g} "
            f"with {rule.people} people make no rule",
            "keep 0 < drop_at < keep_at < 1, a minimum between -1 and 1, and at least 4 people",
        )
