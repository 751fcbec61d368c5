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


def asked_questions(role: str) -> tuple[Question, ...]:
    """The questions that the company asked in its two years, every version, in order.

    Those added to the bank since have been answered by nobody.
    """
    return tuple(q for q in bank()[role].questions if q.ref in plan.QUESTION_VALIDITY)


def question_keys(role: str) -> tuple[str, ...]:
    """Keys of the questions of a role that were asked, each once, in order."""
    return tuple(dict.fromkeys(question.key for question in asked_questions(role)))


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
