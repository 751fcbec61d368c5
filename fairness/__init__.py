"""A table of decisions becomes an audit.

Knows tables and groups; nothing of media, models or the store. Nobody is lost: a missing
attribute is the group "not stated", and sizes plus exclusions equal the population.
"""

from fairness.audit_policy import AuditPolicy, Columns
from fairness.audit_report import AuditReport, AuditTable, Conclusion, GroupFinding, Note
from fairness.column_values import numbers, yes_no
from fairness.demographic_parity import demographic_parity
from fairness.impact_ratios import flips, impact_ratios, impact_ratios_of_counts, shortfall
from fairness.population import NOT_STATED, Groups, groups_of
from fairness.scoring_rates import scoring_rates
from fairness.selection_rates import GroupRate, selection_rates
from fairness.threshold_sweep import Sweep, threshold_sweep
from fairness.verdict import Verdict, gap_verdict, ratio_verdict, worst

__all__ = [
    "NOT_STATED",
    "AuditPolicy",
    "AuditReport",
    "AuditTable",
    "Columns",
    "Conclusion",
    "GroupFinding",
    "GroupRate",
    "Groups",
    "Note",
    "Sweep",
    "Verdict",
    "demographic_parity",
    "flips",
    "gap_verdict",
    "groups_of",
    "impact_ratios",
    "impact_ratios_of_counts",
    "numbers",
    "ratio_verdict",
    "scoring_rates",
    "selection_rates",
    "shortfall",
    "threshold_sweep",
    "worst",
    "yes_no",
]
