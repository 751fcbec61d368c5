"""What a role asks of people, how much each competency weighs, and which questions measure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview.company_value import CompanyValue
from interview.digest import LATER, digest
from interview.question import Locale, Question


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetencyWeight:
    """One competency in a role: weight (share of the overall score), threshold (0 to 10).

    ``kpi`` names the later figure that this competency should show in; empty means the one of the
    competency's own name. It takes no part in scoring.
    """

    key: str
    weight: float
    threshold: float = 6.0
    must_have: bool = False
    kpi: str = field(default="", metadata=LATER)


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleModel:
    """A role's competency model.

    Weights sum to 1. ``modality_limits`` says the largest share of a competency's score that
    voice and face may carry (0 to 1); the policy may lower it, never raise it.
    ``between_answers_sd`` is the stated spread (score points) between answers of one person to
    questions of one competency: the prior from which every interval starts.
    ``values`` are the company's own values among the competencies, with their definitions.

    Examples
    --------
    >>> role = RoleModel(key="clerk", version=1, title={"en": "Clerk"}, threshold=6.0,
    ...                  competencies=(CompetencyWeight(key="teamwork", weight=1.0),))
    >>> role.competency("teamwork").threshold
    6.0
    """

    key: str
    version: int
    title: Mapping[Locale, str]
    competencies: tuple[CompetencyWeight, ...]
    questions: tuple[Question, ...] = ()
    threshold: float = 6.0
    modality_limits: Mapping[str, float] = field(
        default_factory=lambda: {"voice": 0.15, "face": 0.05}
    )
    between_answers_sd: float = 1.5
    values: tuple[CompanyValue, ...] = field(default=(), metadata=LATER)

    def competency(self, key: str) -> CompetencyWeight:
        """The entry for one competency; KeyError when the role does not ask for it."""
        for entry in self.competencies:
            if entry.key == key:
                return entry
        raise KeyError(key)

    def question(self, key: str, version: int | None = None) -> Question | None:
        """The question with this key; the newest version unless one is named; None if unknown."""
        found = [q for q in self.questions if q.key == key and version in (None, q.version)]
        return max(found, key=lambda q: q.version) if found else None

    @property
    def digest(self) -> str:
        """Names this exact rubric; two roles with the same digest score alike."""
        return digest(self)
