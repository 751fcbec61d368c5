"""One recorded interview in, one explained score card out.

Signals are measured in one pass per recording, checked by a quality gate, and weighed by a rubric
under a role model and a law preset. Nothing here learns who the candidate is.
"""

from scoring.role_model import find_role, read_role_model, shipped_roles

__all__ = ["find_role", "read_role_model", "shipped_roles"]
