"""One role's part of the bank: what each competency is left with, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis import QuestionAssessment
from interview import RoleModel
from workflow.bank_found import BankFound, RoleUse, name_of


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencyMeasured:
    """How well the questions in use measure one competency of a role.

    ``best`` is the question most likely above the minimum, None where none is in use; ``kept`` is
    how many of ``questions`` deserve to stay. ``well`` when one is kept.
    """

    competency: str
    questions: int
    kept: int
    best: QuestionAssessment | None

    @property
    def well(self) -> bool:
        """Whether a question that deserves to stay measures it."""
        return self.kept > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleBank:
    """A role's questions in use by what is to be done with them, the most pressing first."""

    role: str
    questions: tuple[QuestionAssessment, ...]
    competencies: tuple[CompetencyMeasured, ...]
    use: RoleUse | None

    def to(self, *actions: str) -> tuple[QuestionAssessment, ...]:
        """The questions for which one of these is recommended."""
        return tuple(one for one in self.questions if one.recommendation in actions)


def role_bank(found: BankFound, model: RoleModel, now: Mapping[str, str]) -> RoleBank:
    """What an assessment says about the questions of one role that are in use.

    ``now`` is how each version stands today. A question counts for the competency it asks for
    first; a competency of the role that no question in use asks for is named too.
    """
    mine = tuple(
        one
        for one in found.ordered()
        if model.key in found.facts[name_of(one)].roles
        and now.get(name_of(one), "active") == "active"
    )
    measured = []
    for entry in model.competencies:
        some = [o for o in mine if found.facts[name_of(o)].competency == entry.key]
        usable = [o for o in some if o.recommendation != "quarantine"]
        measured.append(
            CompetencyMeasured(
                competency=entry.key,
                questions=len(some),
                kept=sum(o.recommendation == "keep" for o in usable),
                best=max(usable, key=lambda o: o.p_above, default=None),
            )
        )
    use = next((one for one in found.uses if one.role == model.key), None)
    return RoleBank(role=model.key, questions=mine, competencies=tuple(measured), use=use)
