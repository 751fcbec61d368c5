"""A table of decisions becomes an audit.

Knows tables and groups; nothing of media, models or the store. Nobody is lost: a missing
attribute is the group "not stated", and sizes plus exclusions equal the population.
"""

from fairness.analysis_thresholds import AnalysisThresholds, thresholds_for_analysis
from fairness.audit import audit
from fairness.audit_policy import AuditPolicy, Columns
from fairness.audit_report import AuditReport, AuditTable, Conclusion, GroupFinding, Note
from fairness.audited_people import AuditedPeople, audited_people
from fairness.calibration_by_group import calibration_by_group
from fairness.column_values import numbers, yes_no
from fairness.conclusions import conclusions
from fairness.correction import corrected_tables
from fairness.counts_table import audit_counts
from fairness.criterion_bias import criterion_bias
from fairness.cultural_expression import CulturalExpression, cultural_expression
from fairness.dates import dates
from fairness.demographic_parity import demographic_parity
from fairness.dif_logistic import dif_logistic
from fairness.dif_mantel_haenszel import dif_mantel_haenszel
from fairness.dif_report import DifReport, ItemDif
from fairness.dif_scores import dif_scores
from fairness.differential_prediction import differential_prediction, dmod
from fairness.equalized_odds import equalized_odds
from fairness.expression_gate import Gate, incremental_gate
from fairness.expression_pass_through import (
    ExpressionEffect,
    Expressivity,
    PassThrough,
    conditional_expressivity,
    expression_effects,
    pass_through,
)
from fairness.expression_weight import (
    WeightTried,
    composite_gap,
    expected_impact_ratio,
    largest_weight,
)
from fairness.impact_ratios import flips, impact_ratios, impact_ratios_of_counts, shortfall
from fairness.inert_cell import inert_cell
from fairness.mantel_haenszel import mantel_haenszel
from fairness.measurement_invariance import (
    InvarianceStep,
    MeasurementInvariance,
    measurement_invariance,
)
from fairness.metrics import METRICS, Metric
from fairness.monitoring import Monitored, MonitoredPeriod, ratio_over_time
from fairness.pareto_weights import ParetoPoint, ParetoWeights, pareto_frontier, pareto_weights
from fairness.perturbation_audit import (
    PerturbationAudit,
    PerturbationFinding,
    pairs_needed,
    perturbation_audit,
)
from fairness.perturbed_features import (
    PERTURBATIONS,
    Perturbation,
    perturb_features,
    perturbed_scores,
)
from fairness.population import NOT_STATED, Groups, groups_of
from fairness.power import people_needed, power_of, smallest_ratio
from fairness.proxy_leak import proxy_leak
from fairness.report_json import report_from_json, report_json
from fairness.reweighing import Reweighing, reweighing
from fairness.score_gaps import score_gaps
from fairness.scoring_rates import scoring_rates
from fairness.selection_rates import GroupRate, selection_rates
from fairness.signal_quality import signal_quality_by_group
from fairness.small_cells import SMALLEST, has_small_cells, people_shown, without_small_cells
from fairness.threshold_sweep import Sweep, threshold_sweep
from fairness.verdict import Verdict, gap_verdict, ratio_verdict, worst

__all__ = [
    "METRICS",
    "NOT_STATED",
    "PERTURBATIONS",
    "SMALLEST",
    "AnalysisThresholds",
    "AuditPolicy",
    "AuditReport",
    "AuditTable",
    "AuditedPeople",
    "Columns",
    "Conclusion",
    "CulturalExpression",
    "DifReport",
    "ExpressionEffect",
    "Expressivity",
    "Gate",
    "GroupFinding",
    "GroupRate",
    "Groups",
    "InvarianceStep",
    "ItemDif",
    "MeasurementInvariance",
    "Metric",
    "Monitored",
    "MonitoredPeriod",
    "Note",
    "ParetoPoint",
    "ParetoWeights",
    "PassThrough",
    "Perturbation",
    "PerturbationAudit",
    "PerturbationFinding",
    "Reweighing",
    "Sweep",
    "Verdict",
    "WeightTried",
    "audit",
    "audit_counts",
    "audited_people",
    "calibration_by_group",
    "composite_gap",
    "conclusions",
    "conditional_expressivity",
    "corrected_tables",
    "criterion_bias",
    "cultural_expression",
    "dates",
    "demographic_parity",
    "dif_logistic",
    "dif_mantel_haenszel",
    "dif_scores",
    "differential_prediction",
    "dmod",
    "equalized_odds",
    "expected_impact_ratio",
    "expression_effects",
    "flips",
    "gap_verdict",
    "groups_of",
    "has_small_cells",
    "impact_ratios",
    "impact_ratios_of_counts",
    "incremental_gate",
    "inert_cell",
    "largest_weight",
    "mantel_haenszel",
    "measurement_invariance",
    "numbers",
    "pairs_needed",
    "pareto_frontier",
    "pareto_weights",
    "pass_through",
    "people_needed",
    "people_shown",
    "perturb_features",
    "perturbation_audit",
    "perturbed_scores",
    "power_of",
    "proxy_leak",
    "ratio_over_time",
    "ratio_verdict",
    "report_from_json",
    "report_json",
    "reweighing",
    "score_gaps",
    "scoring_rates",
    "selection_rates",
    "shortfall",
    "signal_quality_by_group",
    "smallest_ratio",
    "threshold_sweep",
    "thresholds_for_analysis",
    "without_small_cells",
    "worst",
    "yes_no",
]
