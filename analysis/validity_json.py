"""A study as plain data for other programs: the keys that `candor validate --json` promises."""

from __future__ import annotations

from typing import Any

from analysis.judged_validity import JudgedValidity
from analysis.pool_validities import PooledValidities
from analysis.validity_map import MapCell
from analysis.validity_study import ValidityStudy
from interview import Estimate, Finding, Flag, Withheld, finding_json


def validity_json(study: ValidityStudy) -> dict[str, Any]:
    """Every finding of a study; what is withheld has empty numbers, its code and its n.

    ``pooled.estimate``, ``se`` and ``tau2`` are of ``atanh(r)``; everything else is r.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis import ValidityColumns, validity_study
    >>> people = pd.DataFrame({"s": [1, 2, 3, 4, 5.0], "y": [2, 1, 4, 3, 5.0]})
    >>> made = validity_json(validity_study(people, ValidityColumns(score="s", outcome="y")))
    >>> round(made["overall"]["r"], 2), made["overall"]["n"], made["by_role"]
    (0.8, 5, [])
    """
    overall = {
        **_r(study.overall),
        "p_value": study.p_value,
        "needed": study.needed,
        "usual_rule": study.usual,
        "corrected": _corrected(study.criterion, study.direct),
    }
    return {
        "overall": overall,
        "within_role": {
            **_r(study.within),
            "between": finding_json(study.between),
            "misleading": study.misleading,
        },
        "by_role": [_judged(one) for one in study.by_role],
        "by_cohort": [_judged(one) for one in study.by_cohort],
        "by_modality": [_judged(one) for one in study.by_modality],
        "by_rater": [_judged(one) for one in study.by_rater],
        "by_competency": [_cell(cell) for cell in study.by_competency],
        "by_question": [{"role": "", **_judged(one)} for one in study.by_question],
        "pooled": _pooled(study.pooled, "question" if study.by_question else "role")
        | {"prior": _prior(study)},
        "pooled_roles": _pooled(study.pooled_roles, "role"),
        "heat_map": [_cell(cell) for cell in study.cells],
        "funnel": {
            "stages": dict(study.path.stages),
            "left": study.path.left,
            "not_yet_rated": study.path.not_yet_rated,
            "lag_months": list(study.path.lag_months) if study.path.lag_months else None,
            "excluded": dict(study.path.excluded),
        },
        "criterion_reliability": study.reliability,
        "minimum": study.minimum,
        "notes": [_flag(one) for one in study.notes],
        "concerns": [_flag(one) for one in study.concerns],
    }


def _r(found: Finding) -> dict[str, Any]:
    if isinstance(found, Estimate):
        return {
            "r": found.value, "low": found.low, "high": found.high, "n": found.n,
            "method": found.method,
        }  # fmt: skip
    return {
        "r": None, "low": None, "high": None, "n": found.n, "withheld": True, "code": found.code,
    }  # fmt: skip


def _shrunken(found: Finding, p_above: float | None) -> dict[str, Any]:
    known = isinstance(found, Estimate)
    return {
        "shrunken": found.value if isinstance(found, Estimate) else None,
        "shrunken_low": found.low if isinstance(found, Estimate) else None,
        "shrunken_high": found.high if isinstance(found, Estimate) else None,
        "p_above_minimum": p_above if known else None,
    }


def _judged(one: JudgedValidity) -> dict[str, Any]:
    return {
        **dict(zip(one.parts, one.labels, strict=True)),
        **_r(one.finding),
        **_shrunken(one.shrunken, one.p_above_minimum),
        "p_value": one.p_value,
        "p_adjusted": one.p_adjusted,
        "usual_rule": one.usual,
        "evidence": one.evidence,
        "n_needed": one.needed,
        "corrected": _corrected(one.criterion, one.direct),
    }


def _cell(cell: MapCell) -> dict[str, Any]:
    made = {
        "competency": cell.competency,
        "kpi": cell.kpi,
        "role": cell.role,
        **_r(cell.finding),
        **_shrunken(cell.shrunken, cell.p_above_minimum),
        "p_adjusted": cell.p_adjusted,
        "own": cell.own,
        "evidence": cell.evidence,
        "n_needed": cell.needed,
    }
    return {**made, "split": cell.split, "label": cell.label} if cell.split else made


def _corrected(criterion: Finding, direct: Finding) -> dict[str, Any]:
    return {"criterion": finding_json(criterion), "direct": finding_json(direct)}


def _pooled(found: PooledValidities | Withheld, of: str) -> dict[str, Any]:
    keys = ("estimate", "se", "tau2", "i2", "q", "prediction_low", "prediction_high")
    if isinstance(found, Withheld):
        withheld = {"of": of, "k": 0, "withheld": True, "code": found.code, "n": found.n}
        return dict.fromkeys(keys) | withheld
    return {
        "estimate": found.estimate,
        "se": found.se,
        "tau2": found.tau2,
        "i2": found.i2,
        "q": found.q,
        "q_df": found.q_df,
        "q_p": found.q_p,
        "prediction_low": found.prediction[0],
        "prediction_high": found.prediction[1],
        **_r(found.mean),
        "of": of,
        "k": found.k,
    }


def _prior(study: ValidityStudy) -> dict[str, Any] | None:
    """The stated belief that took the place of too few studies in the shrunken values."""
    if study.drawn_to is None:
        return None
    drawn = study.drawn_to
    return {"mean_z": drawn.mean_z, "sd_z": drawn.sd_z, "source": drawn.source}


def _flag(flag: Flag) -> dict[str, Any]:
    return {"code": flag.code, **dict(flag.slots)}
