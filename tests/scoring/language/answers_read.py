"""The hand-written answers and how the tests turn measured features into one number."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interview import Question, Segment, Transcript
from scoring.catalogue import FEATURES
from scoring.language import LanguageResult, measure_language

FOLDER = Path(__file__).parent
WEIGHTS = {
    "lang_evidence": 0.40,
    "lang_anchor": 0.15,
    "lang_star": 0.20,
    "lang_results": 0.10,
    "lang_on_topic": 0.10,
    "lang_hedges": 0.05,
}


@dataclass(frozen=True)
class Written:
    """One hand-written answer."""

    locale: str
    competency: str
    level: int
    text: str
    question: Question


@cache
def written(locale: str) -> tuple[Written, ...]:
    rows = tomllib.loads((FOLDER / f"answers_{locale}.toml").read_text(encoding="utf-8"))
    return tuple(
        Written(locale, key, level, row[str(level)], asked(key, row["question"], locale))
        for key, row in rows.items()
        for level in range(1, 6)
    )


def asked(competency: str, text: str, locale: str) -> Question:
    return Question(
        key=f"{competency}_q",
        version=1,
        text={locale: text},
        kind="behavioural",
        criteria={competency: 1.0},
    )


def measured(text: str, competency: str, question: Question | None = None) -> LanguageResult:
    said = Transcript(segments=(Segment(text=text),), source="text")
    return measure_language(said, question=question, competencies=[competency])


def points(text: str, competency: str, question: Question) -> float:
    """0 to 10 by the catalogue's scales and stated weights; 0 when withheld."""
    found = measured(text, competency, question)
    if not found.quality.passed:
        return 0.0
    total = 0.0
    for name, weight in WEIGHTS.items():
        value = found.values.get(name, found.values.get(f"{name}.{competency}", 0.0))
        spec = FEATURES[name]
        assert spec.low is not None
        assert spec.high is not None
        share = (value - spec.low) / (spec.high - spec.low)
        total += weight * 10 * min(max(share, 0.0), 1.0)
    return total
