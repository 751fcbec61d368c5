"""What each role asks: competencies and questions, read from the shipped role models."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from data_samples import plan
from interview import Question, RoleModel


@cache
def bank() -> Mapping[str, RoleModel]:
    """The role models of the demo company's six roles, by key.

    Examples
    --------
    >>> sorted(bank())[0]
    'customer_service'
    """
    from scoring import shipped_roles

    roles = shipped_roles()
    return {key: roles[key] for key in plan.ROLES}


def competencies(role: str) -> tuple[str, ...]:
    """Competency keys of a role in the order of its role model."""
    return tuple(entry.key for entry in bank()[role].competencies)


def question_keys(role: str) -> tuple[str, ...]:
    """Question keys of a role, each once, in order."""
    return tuple(dict.fromkeys(question.key for question in bank()[role].questions))


def question(role: str, key: str, version: int) -> Question:
    """One version of one question; KeyError when the role does not ask it.

    Examples
    --------
    >>> question("marketing", "mk_q4", 2).kind
    'creative'
    """
    found = bank()[role].question(key, version)
    if found is None:
        raise KeyError(f"{key}@{version}")
    return found
