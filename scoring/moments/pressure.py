"""Which questions ask for pressure: by what they measure, or by their own words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from interview import Question
from scoring.gate_thresholds import limit

CUES_FILE = Path(__file__).parent / "pressure.toml"
LEAST_SHARE = limit("moments.pressure_share")


@cache
def _cues() -> dict[str, Any]:
    return tomllib.loads(CUES_FILE.read_text("utf-8"))


def asks_for_pressure(question: Question | None) -> bool:
    """True when a question measures standing pressure, or speaks of pressure itself.

    An answer without a question is never one: nobody knows what was asked.

    Examples
    --------
    >>> asked = Question(key="q", version=1, kind="behavioural", criteria={"stress_tolerance": 1.0},
    ...                  text={"en": "Describe your busiest day."})
    >>> asks_for_pressure(asked), asks_for_pressure(None)
    (True, False)
    """
    if question is None:
        return False
    share = sum(question.criteria.get(key, 0.0) for key in _cues()["criteria"])
    if share >= LEAST_SHARE:
        return True
    return any(
        cue in text.lower()
        for locale, text in question.text.items()
        for cue in _cues()["cues"].get(locale, ())
    )
