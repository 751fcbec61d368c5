"""The map HR asks for: competency by KPI, over all roles, by role, cohort, modality or question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.assess_question import QuestionRule
from analysis.competency_kpi import CompetencyKpi, KpiCell, competency_kpi
from analysis.judged_validity import Evidence, evidence_of, people_needed_for
from analysis.rated_people import rated_people
from analysis.study_rules import StudyRules
from analysis.validity_columns import ValidityColumns, lines_named
from analysis.value_of_information import posterior_of
from estimation.grouped_correlation import correlation_p, within_correlation
from estimation.multiplicity import holm
from estimation.quantile import normal_quantile
from estimation.table_columns import column
from interview import Estimate, Finding, Withheld

ALPHA = 0.05
KpiMap = Mapping[str, str]
"""Competency to its own KPI; ``role/competency`` where roles differ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MapCell:
    """One competency against one KPI among some people.

    ``role`` is empty for all roles together, where differences between roles are taken out.
    ``split`` names a further division (cohort, modality, question) and ``label`` its part; both
    are empty for everybody. ``own`` says that this is the KPI the competency should move; only own
    cells of one role are shrunken.
    """

    competency: str
    kpi: str
    role: str
    split: str
    label: str
    own: bool
    finding: Finding
    p_adjusted: float | None
    shrunken: Finding
    p_above_minimum: float | None
    evidence: Evidence
    needed: int | None = None


def own_kpi(kpi_of: KpiMap | None, role: str, competency: str) -> str | None:
    """The KPI of a competency in a role: by ``role/competency``, else by the competency alone.

    Examples
    --------
    >>> own_kpi({"teamwork": "tickets", "sales/teamwork": "deals"}, "sales", "teamwork")
    'deals'
    """
    if kpi_of is None:
        return None
    return kpi_of.get(f"{role}/{competency}", kpi_of.get(competency))


def validity_map(
    frame: pd.DataFrame,
    columns: ValidityColumns,
    *,
    kpi_of: KpiMap | None = None,
    split: str = "",
    name: str = "",
    rules: StudyRules | None = None,
) -> tuple[MapCell, ...]:
    """Every competency with every KPI, for each role and over all roles.

    Formula: `competency_kpi` within a role; over roles the correlation within roles
    (`within_correlation`), since roles differ in level. ``split`` is a column (cohort, modality,
    question) that divides the people further, ``name`` what it is called in the cells. ``frame``
    holds one row per person, competency and KPI (and split).

    Raises
    ------
    InputError
        See `rated_people`.

    Examples
    --------
    >>> people = pd.DataFrame({"competency": "teamwork", "kpi": "team_contribution",
    ...                        "score": [4, 5, 6, 7, 8, 6.0], "value": [90, 95, 110, 108, 120, 99]})
    >>> named = ValidityColumns(score="score", outcome="value", competency="competency", kpi="kpi")
    >>> [(c.competency, c.kpi, c.own, c.finding.n) for c in validity_map(people, named)]
    [('teamwork', 'team_contribution', True, 6)]
    """
    asked = _Asked(columns, split, name or split, kpi_of, rules or StudyRules())
    if not columns.role:
        return _of_role(frame, "", asked)
    cells: list[MapCell] = []
    for role, mine in frame.groupby(column(frame, columns.role).astype(str), sort=True):
        cells += _of_role(mine, str(role), asked)
    roles = {cell.role for cell in cells}
    return (*_over_roles(frame, cells, asked), *cells) if len(roles) > 1 else tuple(cells)


@dataclass(frozen=True, slots=True)
class _Asked:
    columns: ValidityColumns
    split: str
    name: str
    kpi_of: KpiMap | None
    rules: StudyRules


def _of_role(frame: pd.DataFrame, role: str, asked: _Asked) -> tuple[MapCell, ...]:
    columns, rules = asked.columns, asked.rules
    wanted = None
    if asked.kpi_of is not None:
        here = [str(c) for c in column(frame, columns.competency).dropna().unique()]
        wanted = {c: kpi for c in here if (kpi := own_kpi(asked.kpi_of, role, c)) is not None}
    with lines_named(frame):
        found: CompetencyKpi = competency_kpi(
            frame,
            competency=columns.competency,
            kpi=columns.kpi,
            kpi_of=wanted,
            by=[asked.split] if asked.split else [],
            prior=rules.prior,
            minimum=rules.minimum,
            **rules.reading(columns),
        )
    return tuple(_cell(cell, role, asked) for cell in found.cells)


def _cell(cell: KpiCell, role: str, asked: _Asked) -> MapCell:
    rules, n = asked.rules, cell.finding.n
    needed = people_needed_for(cell.shrunken, cell.p_above_minimum, n, rules.prior, rules)
    return MapCell(
        competency=cell.competency,
        kpi=cell.kpi,
        role=role,
        split=asked.name,
        label=cell.labels[0] if cell.labels else "",
        own=cell.own,
        finding=cell.finding,
        p_adjusted=cell.p_adjusted,
        shrunken=cell.shrunken,
        p_above_minimum=cell.p_above_minimum,
        evidence=evidence_of(cell.p_above_minimum, n),
        needed=needed,
    )


def _over_roles(
    frame: pd.DataFrame, cells: Sequence[MapCell], asked: _Asked
) -> tuple[MapCell, ...]:
    """The same pairs over all roles, each role around its own means."""
    columns, split = asked.columns, asked.split
    reading = asked.rules.reading(columns)
    level = reading.pop("level")
    by = [columns.competency, columns.kpi, *([split] if split else []), columns.role]
    people = rated_people(frame, by=by, **reading)
    # a pair is a competency's own over all roles where it is so in each of them
    own: dict[tuple[str, str], bool] = {}
    for cell in cells:
        pair = cell.competency, cell.kpi
        own[pair] = own.get(pair, True) and cell.own
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, (*pair_and_label, _) in enumerate(people.names):
        groups.setdefault(tuple(pair_and_label), []).append(i)
    order = np.argsort(people.codes, kind="stable")
    ends = np.cumsum(np.bincount(people.codes, minlength=len(people.names)))
    starts = np.r_[0, ends[:-1]] if ends.size else ends
    made = []
    for (one, figure, *label), members in groups.items():
        rows = np.concatenate([order[starts[i] : ends[i]] for i in members])
        finding = within_correlation(
            people.score[rows], people.outcome[rows], people.codes[rows], level=level
        )
        mine = own.get((one, figure), False)
        shrunken, above = _drawn(finding, finding.n - len(members) + 1, mine, asked.rules)
        made.append(
            MapCell(
                competency=one,
                kpi=figure,
                role="",
                split=asked.name,
                label=label[0] if label else "",
                own=mine,
                finding=finding,
                p_adjusted=None,
                shrunken=shrunken,
                p_above_minimum=above,
                evidence=evidence_of(above, finding.n),
                needed=people_needed_for(
                    shrunken, above, finding.n, asked.rules.prior, asked.rules
                ),
            )
        )
    return tuple(made)


def _drawn(
    finding: Finding, free: int, own: bool, rules: StudyRules
) -> tuple[Finding, float | None]:
    """An own pair over all roles in the light of the stated belief, and its chance to be enough.

    Not in the light of the other competencies: the same people stand behind all of them, so their
    spread would be taken for smaller than it is. ``free`` is n less the means taken out beyond the
    first.
    """
    if isinstance(finding, Withheld):
        return Withheld(code=finding.code, n=finding.n), None
    if not own or rules.prior is None:
        return Withheld(code="kpi.not_own", n=finding.n), None
    centre, spread = posterior_of(finding.value, free, rules.prior)
    half = normal_quantile(0.5 + rules.level / 2) * spread
    above = math.erfc((math.atanh(rules.minimum) - centre) / spread / math.sqrt(2)) / 2
    shrunken = Estimate(
        value=math.tanh(centre),
        low=math.tanh(centre - half),
        high=math.tanh(centre + half),
        n=finding.n,
        method="validity.posterior",
    )
    return shrunken, above


def shown_elsewhere(cells: Sequence[MapCell], competency: str) -> tuple[str, ...] | None:
    """The KPIs other than its own that a competency goes with; None where nobody can say yet.

    A weak own pair asks: is the KPI the wrong one, or do the questions hardly see the competency?
    One that goes with other figures (p below .05 by Holm over them) is seen; one that goes with
    none is not. ``cells`` are one map: one role or all, undivided. Fewer than 144 people say
    neither.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> skill = rng.normal(size=400)
    >>> people = pd.DataFrame({"who": list(range(400)) * 2, "skill": "writing",
    ...                        "kpi": ["texts"] * 400 + ["deals"] * 400,
    ...                        "score": np.tile(np.clip(5 + skill, 0, 10), 2),
    ...                        "value": np.r_[rng.normal(size=400), skill ** 3]})
    >>> named = ValidityColumns(score="score", outcome="value", competency="skill", kpi="kpi",
    ...                         person="who")
    >>> shown_elsewhere(validity_map(people, named, kpi_of={"writing": "texts"}), "writing")
    ('deals',)
    """
    others = [
        (cell.kpi, cell.finding)
        for cell in cells
        if cell.competency == competency and not cell.own and isinstance(cell.finding, Estimate)
    ]
    if not others or max(found.n for _, found in others) < QuestionRule().people:
        return None
    p_values = holm([correlation_p(found.value, found.n) for _, found in others])
    return tuple(
        kpi
        for (kpi, found), p in zip(others, p_values, strict=True)
        if found.value > 0 and p is not None and p < ALPHA
    )
