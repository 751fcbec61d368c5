"""Answers whose level is known, and what the shipped scorer makes of them.

They were written by hand before the scorer was tuned: ``truth/answers_en.toml`` and
``answers_zh.toml`` are the half it was tuned on, ``answers_second_*.toml`` a second set measured
before it was tuned on as well, ``answers_held_out_*.toml`` the half nobody who tuned it had seen.
``tricks_*.toml`` hold attempts to look good without telling what was done.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from interview import Locale, Question, QuestionKind, Segment, Transcript
from scoring.language import LanguageResult, measure_language
from scoring.rubric_weights import shipped_rubric
from scoring.scale import scaled

FOLDER = Path(__file__).parent / "truth"
LEVELS = (1, 2, 3, 4, 5)
TUNED, SECOND, HELD_OUT = "", "second_", "held_out_"
LOCALES: tuple[Locale, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class TruthAnswer:
    """One answer to a question about one competency, at a known level of its anchors."""

    locale: Locale
    competency: str
    level: int
    text: str
    question: Question


@dataclass(frozen=True, slots=True)
class Trick:
    """One attempt to look good, to be held against the plain episode (level 3)."""

    locale: Locale
    competency: str
    name: str
    text: str
    question: Question


@cache
def truth_answers(locale: Locale, half: str = TUNED) -> tuple[TruthAnswer, ...]:
    """The answers of one language and half, by competency and level; empty where there is no file.

    Examples
    --------
    >>> len(truth_answers("en")), truth_answers("en")[0].level
    (105, 1)
    """
    return tuple(
        TruthAnswer(locale, key, level, str(row[str(level)]), _question(locale, key, row))
        for key, row in _rows(f"answers_{half}{locale}").items()
        for level in LEVELS
    )


@cache
def tricks(locale: Locale, half: str = TUNED) -> tuple[Trick, ...]:
    """The tricks of one language and half, with the question of the same competency's answers."""
    asked = {answer.competency: answer.question for answer in truth_answers(locale, half)}
    return tuple(
        Trick(locale, key, name, str(text), asked[key])
        for key, row in _rows(f"tricks_{half}{locale}").items()
        for name, text in row.items()
    )


def measured(text: str, competency: str, question: Question | None) -> LanguageResult:
    """What language tells about a text as an answer to a question."""
    said = Transcript(segments=(Segment(text=text),), source="text")
    return measure_language(said, question=question, competencies=[competency])


def points(text: str, competency: str, question: Question) -> float:
    """The shipped rubric's points for one answer, 0 to 10; 0 where its gate refuses to score."""
    found = measured(text, competency, question)
    if not found.quality.passed:
        return 0.0
    rubric = shipped_rubric()
    terms = rubric.language_terms(competency, question.kind)
    made = scaled(terms, found.values, base=rubric.base, least_measured=0.0)
    return made.score if made is not None else 0.0


@cache
def scored(locale: Locale, half: str = TUNED) -> dict[str, dict[int, float]]:
    """Points of every answer by competency and level."""
    out: dict[str, dict[int, float]] = {}
    for answer in truth_answers(locale, half):
        out.setdefault(answer.competency, {})[answer.level] = points(
            answer.text, answer.competency, answer.question
        )
    return out


def in_order(
    found: dict[str, dict[int, float]], *, apart: int | None = None, competency: str | None = None
) -> tuple[int, int]:
    """(pairs in the right order, pairs) within competencies; ``apart`` picks a level distance.

    Examples
    --------
    >>> in_order({"teamwork": {1: 0.5, 2: 1.5, 3: 1.0, 4: 6.0, 5: 8.0}})
    (9, 10)
    """
    right = total = 0
    for key, by_level in found.items():
        if competency is not None and key != competency:
            continue
        for low, high in combinations(LEVELS, 2):
            if apart is None or high - low == apart:
                right += by_level[low] < by_level[high]
                total += 1
    return right, total


def _rows(name: str) -> dict[str, dict[str, object]]:
    path = FOLDER / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _question(locale: Locale, competency: str, row: dict[str, object]) -> Question:
    kind: QuestionKind = row.get("kind", "behavioural")  # type: ignore[assignment]
    return Question(
        key=f"truth_{competency}",
        version=1,
        text={locale: str(row["question"])},
        kind=kind,
        criteria={competency: 1.0},
    )
