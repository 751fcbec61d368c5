"""Which judge of nearness a card's language scores rest on."""

from __future__ import annotations

from interview import AnswerScore, ScoreCard

TFIDF = "tfidf"
"""Characters and words weighted by rarity: what judges where no sentence encoder is configured."""


def similarity_used(card: ScoreCard) -> tuple[str, ...]:
    """The judges of nearness behind a card, each once, in the order of its answers.

    A sentence encoder is named by its id (name and digest), the default by ``tfidf``. Answers
    whose language was not measured name none.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from interview import AnswerScore, FeatureSet, Withheld
    >>> one = AnswerScore(answer="a", question=None, version=None, score=Withheld(code="x.y"),
    ...     features=FeatureSet(answer="a", values={"lang_words": 60.0}, missing={},
    ...                         extractor="signals-2+mini@53aa"))
    >>> judges_of((one,)), judges_of((replace(one, features=replace(
    ...     one.features, extractor="signals-2")),))
    (('mini@53aa',), ('tfidf',))
    """
    return judges_of(card.answers)


def judges_of(answers: tuple[AnswerScore, ...]) -> tuple[str, ...]:
    """The judges of nearness behind some answers."""
    found = [
        one.features.extractor.partition("+")[2] or TFIDF
        for one in answers
        if "lang_words" in one.features.values
    ]
    return tuple(dict.fromkeys(found))
