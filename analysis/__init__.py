"""Scores and outcomes become an answer to: how good is the instrument?

Works on tables with the pinned column names; knows nothing of media, the store or pages.
Every finding carries its interval, its n and its method.
"""

from analysis.compare_correlations import ComparedCorrelations, compare_correlations
from analysis.competency_kpi import CompetencyKpi, KpiCell, competency_kpi
from analysis.correlation import Correlated, correlation, usual_rule
from analysis.funnel import FunnelStage, funnel
from analysis.joined import JoinedOutcomes, cohorts, join_outcomes
from analysis.pool_validities import (
    INTERVIEW_PRIOR,
    QUESTION_PRIOR,
    PooledCoefficient,
    PooledStudy,
    PooledValidities,
    ValidityPrior,
    pool_validities,
)
from analysis.rated_people import RatedPeople, rated_people
from analysis.score_spread import ScoreSpread, score_spread
from analysis.validity_by import GroupValidity, ValiditiesBy, validity_by
from analysis.within_role_validity import WithinRoleValidity, within_role_validity

__all__ = [
    "INTERVIEW_PRIOR",
    "QUESTION_PRIOR",
    "ComparedCorrelations",
    "CompetencyKpi",
    "Correlated",
    "FunnelStage",
    "GroupValidity",
    "JoinedOutcomes",
    "KpiCell",
    "PooledCoefficient",
    "PooledStudy",
    "PooledValidities",
    "RatedPeople",
    "ScoreSpread",
    "ValiditiesBy",
    "ValidityPrior",
    "WithinRoleValidity",
    "cohorts",
    "compare_correlations",
    "competency_kpi",
    "correlation",
    "funnel",
    "join_outcomes",
    "pool_validities",
    "rated_people",
    "score_spread",
    "usual_rule",
    "validity_by",
    "within_role_validity",
]
