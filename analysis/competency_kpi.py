"""Each competency against the figure it should move: the map HR asks for, with intervals and n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.pool_validities import (
    INTERVIEW_PRIOR,
    MINIMUM,
    PooledValidities,
    ValidityPrior,
    pool_validities,
)
from analysis.rated_people import SCALE, Repeated, rated_people
from estimation.grouped_correlation import Kind, grouped_correlation
from estimation.multiplicity import holm
from interview import Finding, Withheld


@dataclass(frozen=True, kw_only=True, slots=True)
class KpiCell:
    """One competency against one KPI. ``own`` says that this is the KPI it should move.

    ``labels`` are those of ``by`` (role, cohort, modality, question). ``p_adjusted`` is Holm's
    over the competencies' own cells of the same first label. Cells that are not ``own`` show what
    a competency says of other figures; they are not shrunken and not adjusted.
    """

    competency: str
    kpi: str
    labels: tuple[str, ...]
    own: bool
    finding: Finding
    p_value: float | None
    p_adjusted: float | None
    shrunken: Finding
    p_above_minimum: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencyKpi:
    """Every cell of the map, the own ones pooled, and competencies whose own KPI has no rows."""

    by: tuple[str, ...]
    cells: tuple[KpiCell, ...]
    pooled: PooledValidities | Withheld
    unmeasured: tuple[str, ...]
    excluded: Mapping[str, int]

    def cell(self, competency: str, kpi: str | None = None, *labels: str) -> KpiCell | None:
        """The cell of a competency and a KPI (by default its own), or None."""
        for found in self.cells:
            here = found.competency == competency and found.labels == labels
            if here and (found.own if kpi is None else found.kpi == kpi):
                return found
        return None


def competency_kpi(
    frame: pd.DataFrame,
    *,
    competency: str,
    kpi: str,
    score: str,
    outcome: str,
    kpi_of: Mapping[str, str] | None = None,
    by: Sequence[str] = (),
    kind: Kind = "pearson",
    person: str | None = None,
    interviewed_at: str | None = None,
    outcome_at: str | None = None,
    repeated: Repeated = "refuse",
    scale: tuple[float, float] | None = SCALE,
    prior: ValidityPrior | None = INTERVIEW_PRIOR,
    minimum: float = MINIMUM,
    level: float = 0.95,
) -> CompetencyKpi:
    """The correlation of every competency's score with every KPI in the table.

    Formula: `grouped_correlation` within competency, KPI and the labels of ``by``, in one pass;
    the own cells adjusted by Holm within the first label (one role's map is one family) and shrunk
    by `pool_validities`. The table is long: one row per person, competency and KPI, as
    `join_outcomes` makes it.

    Parameters
    ----------
    kpi_of : mapping, optional
        Competency to its own KPI, out of the role model; by default each competency's own KPI is
        the one of the same name, and where a competency stands beside one KPI only, that one.

    Raises
    ------
    InputError
        See `rated_people`.

    Examples
    --------
    >>> people = pd.DataFrame({"competency": "teamwork", "kpi": "team_contribution",
    ...                        "score": [4, 5, 6, 7, 8, 6.0], "value": [90, 95, 110, 108, 120, 99]})
    >>> found = competency_kpi(people, competency="competency", kpi="kpi", score="score",
    ...                        outcome="value")
    >>> cell = found.cell("teamwork")
    >>> cell.kpi, cell.finding.n, round(cell.finding.value, 2)
    ('team_contribution', 6, 0.94)
    """
    people = rated_people(
        frame,
        score=score,
        outcome=outcome,
        by=[competency, kpi, *by],
        person=person,
        interviewed_at=interviewed_at,
        outcome_at=outcome_at,
        repeated=repeated,
        scale=scale,
    )
    size = len(people.names)
    found = grouped_correlation(
        people.score, people.outcome, people.codes, size, kind=kind, level=level
    )
    p_values = found.p_values()
    own = _own(people.names, kpi_of)
    pooled = pool_validities(
        found.r[own],
        found.n[own],
        names=[str(i) for i in own],
        prior=prior,
        minimum=minimum,
        level=level,
    )
    shrunk = {} if isinstance(pooled, Withheld) else {s.name: s for s in pooled.studies}
    adjusted = _adjusted(people.names, own, p_values)
    cells = []
    for i, (one, figure, *labels) in enumerate(people.names):
        finding = found.finding(i)
        study = shrunk.get(str(i))
        why = finding.code if isinstance(finding, Withheld) else "kpi.not_own"
        cells.append(
            KpiCell(
                competency=one,
                kpi=figure,
                labels=tuple(labels),
                own=i in own,
                finding=finding,
                p_value=p_values[i],
                p_adjusted=adjusted.get(i),
                shrunken=Withheld(code=why, n=finding.n) if study is None else study.shrunken,
                p_above_minimum=None if study is None else study.p_above_minimum,
            )
        )
    with_own = {cell.competency for cell in cells if cell.own}
    wanted = set(kpi_of) if kpi_of is not None else {cell.competency for cell in cells}
    return CompetencyKpi(
        by=tuple(by),
        cells=tuple(cells),
        pooled=pooled,
        unmeasured=tuple(sorted(wanted - with_own)),
        excluded=people.excluded,
    )


def _own(names: Sequence[tuple[str, ...]], kpi_of: Mapping[str, str] | None) -> list[int]:
    """Which groups pair a competency with its own KPI."""
    if kpi_of is not None:
        return [i for i, (one, figure, *_) in enumerate(names) if kpi_of.get(one) == figure]
    figures: dict[str, set[str]] = {}
    for one, figure, *_ in names:
        figures.setdefault(one, set()).add(figure)
    return [
        i for i, (one, figure, *_) in enumerate(names) if one == figure or figures[one] == {figure}
    ]


def _adjusted(
    names: Sequence[tuple[str, ...]], own: Sequence[int], p_values: Sequence[float | None]
) -> dict[int, float | None]:
    families: dict[str, list[int]] = {}
    for i in own:
        families.setdefault(names[i][2] if len(names[i]) > 2 else "", []).append(i)
    return {
        i: p
        for members in families.values()
        for i, p in zip(members, holm([p_values[i] for i in members]), strict=True)
    }
