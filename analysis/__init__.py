"""Scores and outcomes become an answer to: how good is the instrument?

Works on tables with the pinned column names; knows nothing of media, the store or pages.
Every finding carries its interval, its n and its method.
"""

from analysis.agreement import Agreement, PairAgreement, agreement
from analysis.assess_bank import BankAssessment, CompetencyCoverage, assess_bank
from analysis.assess_question import (
    QuestionAssessment,
    QuestionRule,
    assess_question,
    people_to_decide,
    people_to_separate,
)
from analysis.before_after import BeforeAfter, Caveat, before_after
from analysis.best_questions import QuestionSet, best_questions
from analysis.bland_altman import BlandAltman, bland_altman
from analysis.calibration import Calibrated, CalibrationBin, calibration
from analysis.compare_correlations import ComparedCorrelations, compare_correlations
from analysis.compare_versions import VersionChange, compare_versions
from analysis.competency_kpi import CompetencyKpi, KpiCell, competency_kpi
from analysis.composite_weights import CompositeWeights, WeightRule, composite_weights
from analysis.corrected_validity import CorrectedValidity, ImpliedRestriction, corrected_validity
from analysis.correlation import Correlated, correlation, usual_rule
from analysis.cronbach_alpha import cronbach_alpha
from analysis.development_goals import DevelopmentGoal, development_goals
from analysis.drift import Drift, DriftPeriod, drift
from analysis.exposure import Exposure, QuestionExposure, exposure
from analysis.funnel import FunnelStage, funnel
from analysis.graded_response import GradedResponse, ItemCurve, graded_response, ordered_categories
from analysis.icc import IntraclassCorrelations, icc
from analysis.incremental_validity import IncrementalValidity, incremental_validity
from analysis.item_analysis import ItemAnalysis, ItemLimits, ItemStatistics, item_analysis
from analysis.joined import JoinedOutcomes, cohorts, join_outcomes
from analysis.judged_validity import JudgedValidity, evidence_of
from analysis.krippendorff_alpha import krippendorff_alpha
from analysis.leakage import QuestionLeak, leakage
from analysis.level_break import Level, LevelBreak, PeriodMean, level_break
from analysis.modality_frontier import (
    ADDITIONS,
    MARGIN,
    SUBSETS,
    Added,
    Criterion,
    FrontierConclusion,
    ModalityFrontier,
    Subset,
    SubsetValidity,
    criterion_validity,
    modality_frontier,
)
from analysis.omega import Omega, omega, omega_of_matrix
from analysis.onboarding import (
    ExpectedCohort,
    ExpectedPerson,
    Onboarding,
    OnboardingLine,
    onboarding,
)
from analysis.pool_validities import (
    INTERVIEW_PRIOR,
    QUESTION_PRIOR,
    PooledCoefficient,
    PooledStudy,
    PooledValidities,
    ValidityPrior,
    pool_validities,
)
from analysis.predict_performance import PerformanceForecast, PersonForecast, predict_performance
from analysis.rated_people import RatedPeople, rated_people
from analysis.rater_severity import RaterLimits, RaterReport, RaterSeverity, rater_severity
from analysis.scale_length import (
    error_of_measurement,
    score_band,
    smallest_real_difference,
    spearman_brown,
    times_as_long,
)
from analysis.score_spread import ScoreSpread, score_spread
from analysis.strong_performers import CompetencyDifference, StrongPerformers, strong_performers
from analysis.study_rules import StudyRules
from analysis.training_needs import TrainingNeed, TrainingNeeds, training_needs
from analysis.utility import Utility, mean_of_selected, success_share, utility
from analysis.validity_by import GroupValidity, ValiditiesBy, validity_by
from analysis.validity_columns import ValidityColumns
from analysis.validity_json import validity_json
from analysis.validity_map import KpiMap, MapCell, own_kpi, shown_elsewhere, validity_map
from analysis.validity_over_time import (
    ValidityBreak,
    ValidityOverTime,
    ValidityPeriod,
    validity_over_time,
)
from analysis.validity_path import ValidityPath, validity_path
from analysis.validity_study import ValidityStudy, validity_study
from analysis.value_of_information import ValueOfInformation, value_of_information, worth_collecting
from analysis.weight_proposal import WeightChange, WeightProposal, propose_weights
from analysis.weighted_kappa import ManyRaters, fleiss_kappa, kappa_of_table, weighted_kappa
from analysis.within_role_validity import WithinRoleValidity, within_role_validity

__all__ = [
    "ADDITIONS",
    "INTERVIEW_PRIOR",
    "MARGIN",
    "QUESTION_PRIOR",
    "SUBSETS",
    "Added",
    "Agreement",
    "BankAssessment",
    "BeforeAfter",
    "BlandAltman",
    "Calibrated",
    "CalibrationBin",
    "Caveat",
    "ComparedCorrelations",
    "CompetencyCoverage",
    "CompetencyDifference",
    "CompetencyKpi",
    "CompositeWeights",
    "CorrectedValidity",
    "Correlated",
    "Criterion",
    "DevelopmentGoal",
    "Drift",
    "DriftPeriod",
    "ExpectedCohort",
    "ExpectedPerson",
    "Exposure",
    "FrontierConclusion",
    "FunnelStage",
    "GradedResponse",
    "GroupValidity",
    "ImpliedRestriction",
    "IncrementalValidity",
    "IntraclassCorrelations",
    "ItemAnalysis",
    "ItemCurve",
    "ItemLimits",
    "ItemStatistics",
    "JoinedOutcomes",
    "JudgedValidity",
    "KpiCell",
    "KpiMap",
    "Level",
    "LevelBreak",
    "ManyRaters",
    "MapCell",
    "ModalityFrontier",
    "Omega",
    "Onboarding",
    "OnboardingLine",
    "PairAgreement",
    "PerformanceForecast",
    "PeriodMean",
    "PersonForecast",
    "PooledCoefficient",
    "PooledStudy",
    "PooledValidities",
    "QuestionAssessment",
    "QuestionExposure",
    "QuestionLeak",
    "QuestionRule",
    "QuestionSet",
    "RatedPeople",
    "RaterLimits",
    "RaterReport",
    "RaterSeverity",
    "ScoreSpread",
    "StrongPerformers",
    "StudyRules",
    "Subset",
    "SubsetValidity",
    "TrainingNeed",
    "TrainingNeeds",
    "Utility",
    "ValiditiesBy",
    "ValidityBreak",
    "ValidityColumns",
    "ValidityOverTime",
    "ValidityPath",
    "ValidityPeriod",
    "ValidityPrior",
    "ValidityStudy",
    "ValueOfInformation",
    "VersionChange",
    "WeightChange",
    "WeightProposal",
    "WeightRule",
    "WithinRoleValidity",
    "agreement",
    "assess_bank",
    "assess_question",
    "before_after",
    "best_questions",
    "bland_altman",
    "calibration",
    "cohorts",
    "compare_correlations",
    "compare_versions",
    "competency_kpi",
    "composite_weights",
    "corrected_validity",
    "correlation",
    "criterion_validity",
    "cronbach_alpha",
    "development_goals",
    "drift",
    "error_of_measurement",
    "evidence_of",
    "exposure",
    "fleiss_kappa",
    "funnel",
    "graded_response",
    "icc",
    "incremental_validity",
    "item_analysis",
    "join_outcomes",
    "kappa_of_table",
    "krippendorff_alpha",
    "leakage",
    "level_break",
    "mean_of_selected",
    "modality_frontier",
    "omega",
    "omega_of_matrix",
    "onboarding",
    "ordered_categories",
    "own_kpi",
    "people_to_decide",
    "people_to_separate",
    "pool_validities",
    "predict_performance",
    "propose_weights",
    "rated_people",
    "rater_severity",
    "score_band",
    "score_spread",
    "shown_elsewhere",
    "smallest_real_difference",
    "spearman_brown",
    "strong_performers",
    "success_share",
    "times_as_long",
    "training_needs",
    "usual_rule",
    "utility",
    "validity_by",
    "validity_json",
    "validity_map",
    "validity_over_time",
    "validity_path",
    "validity_study",
    "value_of_information",
    "weighted_kappa",
    "within_role_validity",
    "worth_collecting",
]
