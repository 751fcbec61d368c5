"""A table of decisions becomes an audit.

Knows tables and groups; nothing of media, models or the store. Nobody is lost: a missing
attribute is the group "not stated", and sizes plus exclusions equal the population.
"""

from fairness.audit import audit
from fairness.audit_policy import AuditPolicy, Columns
from fairness.audit_report import AuditReport, AuditTable, Conclusion, GroupFinding, Note
from fairness.audited_people import AuditedPeople, audited_people
from fairness.column_values import numbers, yes_no
from fairness.conclusions import conclusions
from fairness.counts_table import audit_counts
from fairness.dates import dates
from fairness.demographic_parity import demographic_parity
from fairness.impact_ratios import flips, impact_ratios, impact_ratios_of_counts, shortfall
from fairness.inert_cell import inert_cell
from fairness.mantel_haenszel import mantel_haenszel
from fairness.metrics import METRICS, Metric
from fairness.monitoring import Monitored, MonitoredPeriod, ratio_over_time
from fairness.population import NOT_STATED, Groups, groups_of
from fairness.power import people_needed, power_of, smallest_ratio
from fairness.report_json import report_from_json, report_json
from fairness.score_gaps import score_gaps
from fairness.scoring_rates import scoring_rates
from fairness.selection_rates import GroupRate, selection_rates
from fairness.signal_quality import signal_quality_by_group
from fairness.threshold_sweep import Sweep, threshold_sweep
from fairness.verdict import Verdict, gap_verdict, ratio_verdict, worst

__all__ = [
    "METRICS",
    "NOT_STATED",
    "AuditPolicy",
    "AuditReport",
    "AuditTable",
    "AuditedPeople",
    "Columns",
    "Conclusion",
    "GroupFinding",
    "GroupRate",
    "Groups",
    "Metric",
    "Monitored",
    "MonitoredPeriod",
    "Note",
    "Sweep",
    "Verdict",
    "audit",
    "audit_counts",
    "audited_people",
    "conclusions",
    "dates",
    "demographic_parity",
    "flips",
    "gap_verdict",
    "groups_of",
    "impact_ratios",
    "impact_ratios_of_counts",
    "inert_cell",
    "mantel_haenszel",
    "numbers",
    "people_needed",
    "power_of",
    "ratio_over_time",
    "ratio_verdict",
    "report_from_json",
    "report_json",
    "score_gaps",
    "scoring_rates",
    "selection_rates",
    "shortfall",
    "signal_quality_by_group",
    "smallest_ratio",
    "threshold_sweep",
    "worst",
    "yes_no",
]
