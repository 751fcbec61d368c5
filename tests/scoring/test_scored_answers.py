"""The shipped rubric on answers written by hand at five levels: better answers score higher."""

import itertools
import tomllib
from functools import cache
from pathlib import Path

import pytest

from interview import (
    Answer,
    CompetencyWeight,
    Estimate,
    Interview,
    Question,
    RoleModel,
    Segment,
    Transcript,
)
from scoring import score_interview
from workflow.policies import signal_policy

FOLDER = Path(__file__).parent / "language"


@cache
def scores(locale: str) -> dict[str, dict[int, float]]:
    """Score by competency and level; what is withheld counts as nothing said."""
    rows = tomllib.loads((FOLDER / f"answers_{locale}.toml").read_text(encoding="utf-8"))
    return {
        key: {n: scored(row[str(n)], row["question"], key, locale) for n in range(1, 6)}
        for key, row in rows.items()
    }


def scored(text: str, asked: str, competency: str, locale: str) -> float:
    question = Question(key="q", version=1, text={locale: asked}, kind="behavioural",
                        criteria={competency: 1.0})  # fmt: skip
    role = RoleModel(
        key="any", version=1, title={}, questions=(question,),
        competencies=(CompetencyWeight(key=competency, weight=1.0),),
    )  # fmt: skip
    said = Transcript(source="text", segments=(Segment(text=text),))
    case = Interview(
        id="i", candidate_id="c", role="any", locale=locale,
        answers=(Answer(id="a", question="q", version=1, transcript=said),),
    )  # fmt: skip
    card, _ = score_interview(case, role, signal_policy("none"), models_folder=Path())
    return card.overall.value if isinstance(card.overall, Estimate) else 0.0


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_order_of_levels_is_kept(locale: str) -> None:
    pairs = [
        levels[low] < levels[high]
        for levels in scores(locale).values()
        for low, high in itertools.combinations(range(1, 6), 2)
    ]
    assert sum(pairs) >= 0.9 * len(pairs)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_levels_land_where_thresholds_expect_them(locale: str) -> None:
    by_level = {
        n: sum(levels[n] for levels in scores(locale).values()) / len(scores(locale))
        for n in range(1, 6)
    }
    assert by_level[1] < 3.0
    assert by_level[2] < 4.0
    assert by_level[4] > 4.0
    assert by_level[5] > 6.0  # the threshold of most roles


def test_the_same_levels_score_alike_in_both_languages() -> None:
    means = {
        locale: [sum(v[n] for v in scores(locale).values()) / len(scores(locale))
                 for n in range(1, 6)]
        for locale in ("en", "zh")
    }  # fmt: skip
    gaps = [abs(a - b) for a, b in zip(means["en"], means["zh"], strict=True)]
    # the two sets ask for different competencies: only a gross difference would show here
    assert max(gaps) < 1.5
