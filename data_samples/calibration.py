"""How closely the shipped scorer follows what was planted, question by question.

The planted validity of a question is that of the machine's score, so the generator must know how
well that score follows the ability it writes answers from. ``python -m data_samples.calibration``
measures it on a company of another seed and writes ``calibration.toml``; run it again whenever the
scorer or the words change. A test holds the two together.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from data_samples.planted_company import Company

FILE = Path(__file__).parent / "calibration.toml"
SEED = 77
FRACTION = 0.5
PARTS = 2
SHRINK_N = 60.0
"""A question's own figure counts against the average of all as this many answers."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """``score_on_latent`` by question reference; ``scorer`` names the version measured."""

    scorer: str
    average: float
    score_on_latent: Mapping[str, float]


@cache
def calibration() -> Calibration:
    """What was measured last.

    Examples
    --------
    >>> 0.5 < calibration().average < 1.0
    True
    """
    stored = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Calibration(
        scorer=stored["scorer"],
        average=stored["average"],
        score_on_latent=stored["score_on_latent"],
    )


def score_on_latent(reference: str) -> float:
    """r of the machine's answer score with the planted ability, for one question version."""
    known = calibration()
    return known.score_on_latent.get(reference, known.average)


def scored_answers(company: Company, *, jobs: int = 1) -> pd.DataFrame:
    """The company's answers with the machine's ``score``, ``overall`` and true ``performance``."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    import pandas as pd

    total = len(company.interviews)
    pieces = [range(i, total, jobs) for i in range(jobs)]
    if jobs == 1:
        parts = [_scores(company.seed, company.fraction, pieces[0])]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
            parts = list(
                workers.map(_scores, [company.seed] * jobs, [company.fraction] * jobs, pieces)
            )
    found = pd.DataFrame(
        [row for part in parts for row in part],
        columns=["interview_id", "position", "score", "overall"],
    )
    answers = company.answers.merge(found, on=["interview_id", "position"])
    return answers.merge(company.potential, on=["interview_id", "candidate_id"])


def _scores(seed: int, fraction: float, numbers: range) -> list[tuple[str, int, float, float]]:
    from data_samples.planted_company import company
    from data_samples.scored import Recordings, scored
    from interview import Estimate
    from workflow.policies import signal_policy

    rows = []
    recordings = Recordings(company(seed, fraction))
    for interview, _, card in scored(recordings, numbers, signal_policy("cn_pipl")):
        overall = card.overall.value if isinstance(card.overall, Estimate) else math.nan
        for position, answer in enumerate(card.answers, start=1):
            value = answer.score.value if isinstance(answer.score, Estimate) else math.nan
            rows.append((interview.id, position, value, overall))
    return rows


def measured(frame: pd.DataFrame) -> tuple[float, dict[str, float]]:
    """The average r over questions and each question's own, drawn a little towards it.

    Answers that were copied, or harmed by a planted unfairness, say nothing here.
    """
    honest = frame[(frame["copied_from"] < 0) & frame["score"].notna()]
    own = (honest["level"] - 3.0 - honest["latent"]).abs() < 0.5
    honest = honest[own | (honest["latent"].abs() > 2.0)]
    found: dict[str, tuple[float, int]] = {}
    for (question, version), rows in honest.groupby(["question", "version"]):
        r = float(rows["score"].corr(rows["latent"]))
        found[f"{question}@{version}"] = (r, len(rows))
    total = sum(n for _, n in found.values())
    average = sum(r * n for r, n in found.values()) / total
    drawn = {
        ref: round((r * n + average * SHRINK_N) / (n + SHRINK_N), 3)
        for ref, (r, n) in sorted(found.items())
    }
    return round(average, 3), drawn


def write(average: float, drawn: Mapping[str, float], scorer: str) -> None:
    """Write what was measured for the generator to read."""
    lines = [
        "# How closely the shipped scorer follows the planted ability (r), measured by",
        "# python -m data_samples.calibration; run it again when scorer or words change.",
        f'scorer = "{scorer}"',
        f"average = {average}",
        "",
        "[score_on_latent]",
        *(f'"{ref}" = {r}' for ref, r in drawn.items()),
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure and write."""
    from data_samples.planted_company import company
    from scoring import rubric_id

    average, drawn = measured(scored_answers(company(SEED, FRACTION), jobs=PARTS))
    write(average, drawn, rubric_id().version)


if __name__ == "__main__":
    main()
