"""The library holds what the design asks for, and its phrases find its own examples."""

from __future__ import annotations

import pytest

from interview import InputError, Segment, Transcript
from scoring.catalogue import FEATURES
from scoring.competencies import competency, library, locales
from scoring.language.lexicon import lexicon
from scoring.language.prepared import prepare

ASKED_FOR = {
    "communication", "teamwork", "problem_solving", "professional_skill", "innovation", "learning",
    "customer_insight", "negotiation", "stress_tolerance", "emotional_stability", "adaptability",
    "self_control", "openness", "confidence", "affinity", "results_focus", "planning",
    "leadership", "responsibility", "integrity", "loyalty",
}  # fmt: skip
MAY_USE_EXPRESSION = {"communication", "confidence", "affinity", "stress_tolerance"}


def norm(text: str, locale: str) -> str:
    return prepare(Transcript(segments=(Segment(text=text),), source="text"), locale).norm


def test_every_competency_is_there_in_both_languages() -> None:
    assert set(library()) == ASKED_FOR
    assert locales() == ("en", "zh")
    for entry in library().values():
        assert set(entry.name) == {"en", "zh"}
        for locale in locales():
            assert list(entry.anchors[locale]) == [1, 2, 3, 4, 5]
            assert len(set(entry.anchors[locale].values())) == 5
        assert len(entry.behaviours) >= 5


def test_only_four_competencies_may_draw_on_expression_and_only_on_known_features() -> None:
    assert {key for key, entry in library().items() if entry.expression} == MAY_USE_EXPRESSION
    for entry in library().values():
        for name in entry.expression:
            assert FEATURES[name].modality in ("voice", "face")
            assert FEATURES[name].use == "score"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_each_behaviour_finds_its_own_example(locale: str) -> None:
    missed = [
        (key, behaviour.key)
        for key, entry in library().items()
        for behaviour in entry.behaviours
        if not lexicon(locale)
        .compile(behaviour.phrases[locale])
        .search(norm(behaviour.example[locale], locale))
    ]
    assert missed == []


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_no_phrase_matches_nothing(locale: str) -> None:
    for entry in library().values():
        for behaviour in entry.behaviours:
            pattern = lexicon(locale).compile(behaviour.phrases[locale])
            assert pattern.search("") is None
            assert pattern.search("  . , 。 ， ") is None


def test_health_family_and_origin_are_no_evidence() -> None:
    # nobody may be scored by illness, pregnancy, age, family, faith or origin
    barred = {
        "en": ["sick", "pregnan", "my age", "married", "religio", "disab", "my children"],
        "zh": ["病假", "怀孕", "已婚", "未婚", "宗教", "残疾", "生育", "籍贯"],
    }
    for entry in library().values():
        for locale, words in barred.items():
            texts = [p for b in entry.behaviours for p in b.phrases[locale]]
            texts += [b.example[locale] for b in entry.behaviours]
            texts += entry.anchors[locale].values()
            for text in texts:
                assert not any(word in text.lower() for word in words), (entry.key, text)


def test_unknown_competency_is_named_and_the_advice_works() -> None:
    with pytest.raises(InputError) as caught:
        competency("charm")
    assert caught.value.code == "competency.unknown"
    advised = caught.value.remedy.removeprefix("use one of: ").split(", ")
    assert competency(advised[0]).key == advised[0]
