"""What a study's keys are called: roles, competencies, questions, cohorts and modalities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview import Question, RoleModel
from store import questions
from ui.choices import choices
from ui.here import Here
from ui.names import competency_name, competency_names, readable, role_title
from ui.question_words import item_text
from ui.say import known, say


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityNames:
    """Names in one language; a key that nobody has named is shown as words."""

    roles: Mapping[str, RoleModel]
    questions: Mapping[str, Question]
    locale: str

    def role(self, key: str) -> str:
        """A role's title."""
        return role_title(self.roles[key], self.locale) if key in self.roles else readable(key)

    def competency(self, key: str, role: str = "") -> str:
        """A competency, by the company's own name where the role has one."""
        if role in self.roles:
            own = competency_names(self.roles[role], self.locale)
            if key in own:
                return own[key]
        return competency_name(key, self.locale)

    def question(self, ref: str, wide: int = 44) -> str:
        """A question's first words."""
        return item_text(ref, self.questions, self.locale, wide)

    def label(self, split: str, label: str) -> str:
        """The label of a part: a quarter stays as it is, a modality and a question get names."""
        if split == "question":
            return f"{label}: {self.question(label)}"
        if split == "modality" and known(f"modality.{label}"):
            return say(f"modality.{label}", self.locale)
        return label


def validity_names(where: Here) -> ValidityNames:
    """The names that this store has."""
    with where.store.read() as reading:
        asked = {one.ref: one for one in questions(reading)}
    return ValidityNames(roles=choices(where).roles, questions=asked, locale=where.locale)
