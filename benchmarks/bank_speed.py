"""Speed of the question bank: 500 questions over 100,000 answers, everything but the drawing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.result import Result

ANSWERS, QUESTIONS, ASKED = 100_000, 500, 5
AIM_SECONDS = 20.0


def bank(seed: int = 2026) -> pd.DataFrame:
    """A table as a large employer's would be: text ids, a third of the people rated."""
    rng = np.random.default_rng(seed)
    people = ANSWERS // ASKED
    mind, i = rng.normal(size=people), np.repeat(np.arange(people), ASKED)
    # one question out of each of five hundredths of the bank, so that nobody is asked one twice
    q = (rng.integers(0, QUESTIONS // ASKED, (people, ASKED)) * ASKED + np.arange(ASKED)).ravel()
    pull = rng.uniform(0, 0.8, QUESTIONS)
    score = np.clip(5 + 1.2 * (pull[q] * mind[i] + rng.normal(size=i.size)), 0, 10)
    rated = np.where(rng.random(people) < 0.33, 0.5 * mind + rng.normal(size=people), np.nan)
    day = np.datetime64("2025-01-01") + rng.integers(0, 700, people)
    return pd.DataFrame(
        {
            "interview": [f"I-{v:06d}" for v in i],
            "question": [f"Q-{v:03d}" for v in q],
            "version": 1,
            "answer": [f"A-{v:06d}" for v in range(i.size)],
            "competency": [f"c{v % 12}" for v in q],
            "role": [f"r{v % 6}" for v in q],
            "score": score,
            "outcome": rated[i],
            "at": day[i],
            "seconds": rng.lognormal(5, 0.3, i.size),
        }
    )


def results(folder: Path) -> Iterator[Result]:
    """Every figure of the bank's speed."""
    yield whole_bank()
    yield many_raters()


def whole_bank() -> Result:
    """Item statistics, validity with shrinkage, differential classes, exposure, leaks, the rule."""
    from analysis import assess_bank

    frame = bank()
    rng = np.random.default_rng(1)
    ids = frame["answer"].to_numpy()
    pairs = [(ids[a], ids[b]) for a, b in rng.integers(0, len(ids), (2000, 2)).tolist()]
    classes = {f"Q-{j:03d}": "A" if j % 50 else "C" for j in range(QUESTIONS)}
    wall, cpu = time.perf_counter(), time.process_time()
    found = assess_bank(
        frame, question="question", version="version", score="score", interview="interview",
        outcome="outcome", competency="competency", role="role", at="at", answer="answer",
        seconds="seconds", duplicates=pairs, dif=classes,
    )  # fmt: skip
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    kept = len(found.with_recommendation("keep"))
    return Result(
        name=f"{QUESTIONS} questions over {ANSWERS:,} answers",
        value=cpu,
        unit="s",
        aim=AIM_SECONDS,
        detail=f"processor time on one core, {wall:.1f} s by the clock; shrinkage by competency, "
        f"classes handed in, exposure, four signs of a leak, 2,000 pairs; {kept} to keep",
    )


def many_raters() -> Result:
    """Severity and spread of 200 raters on 20,000 ratings."""
    from analysis import rater_severity

    rng = np.random.default_rng(2)
    targets = np.repeat(np.arange(10_000), 2)
    first = rng.integers(0, 200, 10_000)
    raters = np.column_stack([first, (first + rng.integers(1, 200, 10_000)) % 200]).ravel()
    value = 6 + rng.normal(size=10_000)[targets] + rng.normal(0, 0.8, targets.size)
    frame = pd.DataFrame({"target": targets, "rater": raters, "rating": value})
    cpu = time.process_time()
    found = rater_severity(frame, target="target", rater="rater", rating="rating")
    cpu = time.process_time() - cpu
    return Result(
        name="200 raters over 20,000 ratings",
        value=cpu,
        unit="s",
        aim=None,
        detail=f"one panel of {len(found.raters)}, all errors clustered; nothing was planted and "
        f"{len(found.flagged)} are flagged",
    )
