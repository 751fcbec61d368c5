"""A table of decisions becomes an audit.

Knows tables and groups; nothing of media, models or the store. Nobody is lost: a missing
attribute is the group "not stated", and sizes plus exclusions equal the population.
"""

from fairness.selection_rates import NOT_STATED, GroupRate, selection_rates

__all__ = ["NOT_STATED", "GroupRate", "selection_rates"]
