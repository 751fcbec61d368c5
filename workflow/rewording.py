"""A question said anew: what a new version must be before it can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from interview import InputError, Locale, Question, QuestionKind

LANGUAGES: tuple[Locale, ...] = ("en", "zh")
LEVELS = (1, 2, 3, 4, 5)
SHORTEST_S, LONGEST_S = 10, 900
LONGEST_TEXT = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewording:
    """The new wording in every language, with its anchors, criteria and time limit.

    What is left out (None or empty) stays as it was.
    """

    text: Mapping[Locale, str]
    anchors: Mapping[Locale, Mapping[int, str]] = field(default_factory=dict)
    criteria: Mapping[str, float] = field(default_factory=dict)
    time_limit_s: int | None = None
    kind: QuestionKind | None = None


def reworded(old: Question, new: Rewording, *, version: int, because: str) -> Question:
    """The next version of a question.

    Raises
    ------
    InputError
        ``question.no_text`` without words in a language, ``question.text_too_long``,
        ``question.anchor_level``, ``question.anchors_differ`` when the languages anchor different
        levels, ``question.criteria_sum``, ``question.time_limit``, ``question.unchanged`` when
        nothing differs from the version before.

    Examples
    --------
    >>> old = Question(key="q", version=1, text={"en": "Ideas?", "zh": "想法？"}, kind="open",
    ...                criteria={"innovation": 1.0})
    >>> words = {"en": "Which idea of yours was tried out?", "zh": "您的哪个想法被试行过？"}
    >>> reworded(old, Rewording(text=words), version=2, because="d1").ref
    'q@2'
    """
    text = {locale: " ".join(words.split()) for locale, words in new.text.items()}
    for locale in LANGUAGES:
        if not text.get(locale):
            raise InputError(
                "question.no_text",
                f"the new wording is missing in '{locale}'",
                "write it in every language the interview is held in",
                locale=locale,
            )
        if len(text[locale]) > LONGEST_TEXT:
            raise InputError(
                "question.text_too_long",
                f"the wording in '{locale}' has {len(text[locale])} characters",
                f"keep it to {LONGEST_TEXT}; one question asks one thing",
                locale=locale,
                length=len(text[locale]),
                most=LONGEST_TEXT,
            )
    made = replace(
        old,
        version=version,
        because=because,
        text=text,
        anchors=_anchors(new) if new.anchors else old.anchors,
        criteria=_criteria(new.criteria) if new.criteria else old.criteria,
        time_limit_s=old.time_limit_s if new.time_limit_s is None else _limit(new.time_limit_s),
        kind=new.kind or old.kind,
    )
    if set(made.criteria) != set(old.criteria):
        made = replace(made, criterion_names={})
    if replace(made, version=old.version, because=old.because) == replace(old, text=_tidy(old)):
        raise InputError(
            "question.unchanged",
            f"the new version of {old.key!r} says the same as version {old.version}",
            "change what the evidence calls its weak spot, or keep the question",
            question=old.key,
            version=old.version,
        )
    return made


def _tidy(question: Question) -> dict[Locale, str]:
    return {locale: " ".join(words.split()) for locale, words in question.text.items()}


def _anchors(new: Rewording) -> dict[Locale, dict[int, str]]:
    found: dict[Locale, dict[int, str]] = {}
    for locale, levels in new.anchors.items():
        kept = {level: " ".join(words.split()) for level, words in sorted(levels.items())}
        kept = {level: words for level, words in kept.items() if words}
        wrong = next((level for level in kept if level not in LEVELS), None)
        if wrong is not None:
            raise InputError(
                "question.anchor_level",
                f"there is no anchor level {wrong}",
                "use the levels 1 (low) to 5 (high)",
                level=wrong,
            )
        if kept:
            found[locale] = kept
    if len({tuple(levels) for levels in found.values()}) > 1 or len(found) not in (
        0,
        len(LANGUAGES),
    ):
        raise InputError(
            "question.anchors_differ",
            "the languages do not anchor the same levels",
            "give each level its anchor in every language",
        )
    return found


def _criteria(criteria: Mapping[str, float]) -> dict[str, float]:
    kept = {key: float(weight) for key, weight in criteria.items() if weight}
    total = sum(kept.values())
    if not kept or min(kept.values()) < 0 or abs(total - 1) > 1e-6:
        raise InputError(
            "question.criteria_sum",
            f"the weights of the criteria add up to {total:g}",
            "make them add up to 1, none below 0",
            total=total,
        )
    return kept


def _limit(seconds: int) -> int:
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise InputError(
            "question.time_limit",
            f"{seconds} seconds are no time to answer in",
            f"allow {SHORTEST_S} to {LONGEST_S} seconds",
            seconds=seconds,
            least=SHORTEST_S,
            most=LONGEST_S,
        )
    return seconds
