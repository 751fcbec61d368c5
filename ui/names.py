"""What keys are called in front of people: competencies, roles, features, units, departments.

Data are never translated; these names come from the role model, the catalogue, the library of
competencies and the text files, each already in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from interview import Locale, Question, RoleModel, ScoreCard
from scoring import TFIDF, similarity_used
from scoring.catalogue import FEATURES, NOT_MEASURED
from scoring.competencies import library
from ui.say import known, say
from workflow.policies import policy_title, shipped_policies


def in_locale(texts: Mapping[Locale, str], locale: str, otherwise: str = "") -> str:
    """The text in the reader's language, else in English, else in whichever there is.

    Examples
    --------
    >>> in_locale({"zh": "销售经理"}, "en")
    '销售经理'
    """
    return texts.get(locale) or texts.get("en") or next(iter(texts.values()), "") or otherwise


def readable(key: str) -> str:
    """A key nobody has named yet, as words: the company's own, shown rather than hidden.

    Examples
    --------
    >>> readable("night_shift")
    'Night shift'
    """
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def competency_name(key: str, locale: str) -> str:
    """A competency's name; a company's own competency shows its key as words."""
    entry = library().get(key)
    return in_locale(entry.name, locale, readable(key)) if entry else readable(key)


def policy_name(key: str, locale: str) -> str:
    """A law preset's name; one that is no longer shipped shows its key as words."""
    return policy_title(key, locale) if key in shipped_policies() else readable(key)


def department_name(key: str | None, names: Mapping[str, Mapping[Locale, str]], locale: str) -> str:
    """A department's name from the company's own settings."""
    return in_locale(names.get(key or "", {}), locale, readable(key or "") or "—")


def competency_names(role: RoleModel, locale: str) -> dict[str, str]:
    """Names of all competencies a role asks for; the company's own values by their own names."""
    own = {value.key: in_locale(value.name, locale, readable(value.key)) for value in role.values}
    return {e.key: own.get(e.key) or competency_name(e.key, locale) for e in role.competencies}


def criterion_names(question: Question, role: RoleModel, locale: str) -> dict[str, str]:
    """What the criteria of a question are called: in it, else as the competencies are."""
    return competency_names(role, locale) | dict(question.criterion_names.get(locale, {}))


def role_title(role: RoleModel, locale: str) -> str:
    """What the role is called."""
    return in_locale(role.title, locale, readable(role.key))


def question_text(question: Question | None, locale: str) -> str:
    """The question as it was asked, in the reader's language where there is one."""
    if question is None:
        return say("record.question_unknown", locale)
    return in_locale(question.text, locale, question.key)


def question_facts(question: Question, locale: str) -> str:
    """Its kind and how long an answer may take.

    Examples
    --------
    >>> from interview import Question
    >>> asked = Question(key="q", version=1, text={}, kind="technical", criteria={"learning": 1.0})
    >>> question_facts(asked, "en")
    'Subject knowledge, at most 3 min'
    """
    kind = say(f"question_kind.{question.kind}", locale)
    return say("record.question_facts", locale, kind=kind, limit=limit_text(question, locale))


def limit_text(question: Question, locale: str) -> str:
    """How long an answer may take, in whole minutes where it is."""
    minutes, rest = divmod(question.time_limit_s, 60)
    if rest:
        return say("record.limit_s", locale, seconds=question.time_limit_s)
    return say("record.limit_min", locale, minutes=minutes)


def feature_text(name: str, locale: str) -> str:
    """What a feature measures, from the catalogue; ``name.competency`` is read up to the dot."""
    stem, _, competency = name.partition(".")
    spec = FEATURES.get(stem)
    if spec is None:
        return readable(stem)
    text = in_locale(spec.description, locale, readable(stem))
    return f"{competency_name(competency, locale)}: {text}" if competency else text


def similarity_names(card: ScoreCard, locale: str) -> str:
    """What judged nearness on a card: a sentence encoder by its id, or the method in words.

    Empty when no answer's language was measured.
    """
    return ", ".join(
        say("card.similarity_tfidf", locale) if judge == TFIDF else judge
        for judge in similarity_used(card)
    )


def not_measured_texts(locale: str) -> list[str]:
    """What the catalogue says is not measured, each with its reason.

    Examples
    --------
    >>> len(not_measured_texts("en")) == len(NOT_MEASURED)
    True
    """
    return [
        say(
            "record.beyond_measure",
            locale,
            what=in_locale(row.name, locale, key),
            why=in_locale(row.reason, locale, ""),
        )
        for key, row in NOT_MEASURED.items()
    ]


def unit_text(unit: str, locale: str) -> str:
    """A unit as people read it; units that are the same everywhere stay as they are.

    Examples
    --------
    >>> unit_text("mm", "zh")
    'mm'
    """
    key = "unit." + "".join(c if c.isalnum() else "_" for c in unit)
    return say(key, locale) if known(key) else unit
