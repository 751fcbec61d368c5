"""One validity as evidence reads it: beside what the usual rule would say, and its corrections."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.assess_question import QuestionRule, people_to_decide
from analysis.corrected_validity import (
    FEWEST_SELECTED,
    METHOD_CRITERION,
    carried,
    corrected_validity,
)
from analysis.correlation import UsualRule, usual_rule
from analysis.pool_validities import PooledValidities, ValidityPrior, pool_validities
from analysis.rated_people import labels
from analysis.study_rules import StudyRules
from analysis.validity_by import GroupValidity, validity_by
from analysis.validity_columns import ValidityColumns, lines_named
from estimation.range_restriction import disattenuated
from interview import Estimate, Finding, Withheld

Evidence = Literal["works", "does_not", "cannot_tell"]


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedValidity:
    """The validity of one question, role, cohort, rater or modality.

    ``labels`` are of the parts in ``parts`` (role, question, version ...). ``usual`` is what "keep
    at .7, rewrite at .3" makes of r, ``evidence`` what the whole posterior says. ``criterion`` and
    ``direct`` are the corrections of `corrected_validity`; they feed nothing.
    """

    parts: tuple[str, ...]
    labels: tuple[str, ...]
    finding: Finding
    p_value: float | None
    p_adjusted: float | None
    shrunken: Finding
    p_above_minimum: float | None
    usual: UsualRule | None
    evidence: Evidence
    criterion: Finding
    direct: Finding
    needed: int | None = None

    def label(self, part: str) -> str:
        """The label of one part; empty where the table has no such column."""
        return dict(zip(self.parts, self.labels, strict=True)).get(part, "")


def evidence_of(p_above: float | None, n: int, rule: QuestionRule | None = None) -> Evidence:
    """What the chance to exceed the minimum allows to say.

    ``works`` at .80 or more; ``does_not`` at .20 or less with enough people; else nothing yet.

    Examples
    --------
    >>> evidence_of(0.95, 40), evidence_of(0.1, 40), evidence_of(0.1, 400)
    ('works', 'cannot_tell', 'does_not')
    """
    rule = rule or QuestionRule()
    if p_above is None:
        return "cannot_tell"
    if p_above >= rule.keep_at:
        return "works"
    return "does_not" if p_above <= rule.drop_at and n >= rule.people else "cannot_tell"


def judged_validities(
    frame: pd.DataFrame,
    columns: ValidityColumns,
    parts: Sequence[str],
    rules: StudyRules,
    *,
    prior: ValidityPrior | None,
) -> tuple[tuple[JudgedValidity, ...], PooledValidities | Withheld]:
    """`validity_by` with every group judged and corrected, and what they say together.

    Groups are shrunken towards each other, towards ``prior`` where there are fewer than five; the
    pooled mean never rests on a belief.

    ``parts`` are parts of `ValidityColumns`. ``frame`` has one row per person, occasion and group,
    with applicants who were not taken.
    """
    there = tuple(part for part in parts if columns.named(part))
    by = columns.named(*there)
    with lines_named(frame):
        found = validity_by(
            frame, by=by, prior=prior, minimum=rules.minimum, **rules.reading(columns)
        )
    codes, names, unlabelled = labels(frame, by)
    place = {name: i for i, name in enumerate(names)}
    made = []
    for group in found.groups:
        mine = frame[(codes == place[group.labels]) & ~unlabelled]
        needed = people_needed_for(
            group.shrunken, group.p_above_minimum, group.finding.n, prior, rules
        )
        corrected = corrections(mine, columns, group.finding, rules)
        made.append(_judged(group, there, needed, *corrected))
    pooled = found.pooled
    if isinstance(pooled, PooledValidities) and pooled.prior is not None:
        # too few to shrink towards each other, and yet what they are on average can be said
        seen = [g.finding for g in found.groups if isinstance(g.finding, Estimate)]
        pooled = pool_validities(
            [f.value for f in seen],
            [f.n for f in seen],
            prior=None,
            minimum=rules.minimum,
            level=rules.level,
        )
    return tuple(made), pooled


def corrections(
    frame: pd.DataFrame, columns: ValidityColumns, observed: Finding, rules: StudyRules
) -> tuple[Finding, Finding]:
    """Criterion-corrected and fully corrected values of one group of people.

    The first is ``r / sqrt(ryy)`` of the r observed; the second rests on r within requisitions.
    Without a stated reliability of the outcome both are ``correction.reliability_unknown``.
    """
    if rules.reliability is None:
        unknown = Withheld(code="correction.reliability_unknown", n=observed.n)
        return unknown, unknown
    if isinstance(observed, Withheld):
        return observed, observed
    criterion = criterion_corrected(observed, rules.reliability)
    # what is refused anyway is not computed first: a bank of questions asks this thousands of times
    if not columns.selected:
        return criterion, Withheld(code="correction.no_selection", n=observed.n)
    if rules.gate is False:
        return criterion, Withheld(code="correction.not_the_gate", n=observed.n)
    if observed.n < FEWEST_SELECTED:
        return criterion, Withheld(code="correction.too_few_selected", n=observed.n)
    found = corrected_validity(
        frame,
        criterion_reliability=rules.reliability,
        selected=columns.selected,
        requisition=columns.requisition or None,
        gate=rules.gate,
        **rules.reading(columns),
    )
    return criterion, found.fully_corrected


def criterion_corrected(observed: Finding, reliability: float) -> Finding:
    """``r / sqrt(ryy)``, limits too; refused where the reliability is not above zero.

    Examples
    --------
    >>> observed = Estimate(value=0.3, low=0.1, high=0.5, n=80, method="correlation.fisher_z")
    >>> round(criterion_corrected(observed, 0.64).value, 3)
    0.375
    >>> criterion_corrected(observed, -0.2).code
    'correction.reliability_not_positive'
    """
    if reliability <= 0:
        return Withheld(code="correction.reliability_not_positive", n=observed.n)
    return carried(observed, lambda r: disattenuated(r, ryy=reliability), METHOD_CRITERION)


def people_needed_for(
    shrunken: Finding,
    p_above: float | None,
    n: int,
    prior: ValidityPrior | None,
    rules: StudyRules,
) -> int | None:
    """With how many people the evidence is expected to tell, were the truth as it looks now.

    None where it tells already or nothing is known; 5,000 where no number of people would.

    Examples
    --------
    >>> from analysis import QUESTION_PRIOR
    >>> seen = Estimate(value=0.2, low=0.0, high=0.4, n=40, method="x")
    >>> people_needed_for(seen, 0.75, 40, QUESTION_PRIOR, StudyRules())
    127
    """
    if prior is None or not isinstance(shrunken, Estimate):
        return None
    if evidence_of(p_above, n) != "cannot_tell":
        return None
    rule = QuestionRule(minimum=rules.minimum)
    return people_to_decide(math.atanh(shrunken.value), prior, rule)


def _judged(
    group: GroupValidity,
    parts: tuple[str, ...],
    needed: int | None,
    criterion: Finding,
    direct: Finding,
) -> JudgedValidity:
    return JudgedValidity(
        parts=parts,
        labels=group.labels,
        finding=group.finding,
        p_value=group.p_value,
        p_adjusted=group.p_adjusted,
        shrunken=group.shrunken,
        p_above_minimum=group.p_above_minimum,
        usual=usual_rule(group.finding),
        evidence=evidence_of(group.p_above_minimum, group.finding.n),
        needed=needed,
        criterion=criterion,
        direct=direct,
    )
