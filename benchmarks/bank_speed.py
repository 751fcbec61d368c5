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
    yield from copies()
    yield pooled_studies()
    yield many_raters()


def whole_bank() -> Result:
    """Item statistics, validity with shrinkage, harm to a group, exposure, leaks, the rule."""
    from analysis import assess_bank
    from fairness import dif_scores

    frame = bank()
    rng = np.random.default_rng(1)
    ids = frame["answer"].to_numpy()
    pairs = [(ids[a], ids[b]) for a, b in rng.integers(0, len(ids), (2000, 2)).tolist()]
    sides = rng.integers(0, 2, ANSWERS // ASKED)
    frame["group"] = np.where(sides == 0, "a", "b").repeat(ASKED)
    wall, cpu = time.perf_counter(), time.process_time()
    harm = dif_scores(frame, attribute="group", person="interview", item="question", score="score")
    classes = {one.item: one.size_class for one in harm.items if one.size_class}
    after = time.process_time() - cpu
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
        detail=f"processor time on one core, {wall:.1f} s by the clock; harm to a group "
        f"{after:.1f} s of it, shrinkage by competency, exposure, four signs of a leak, 2,000 "
        f"pairs; {kept} to keep, {len(harm.flagged)} harmful where none is",
    )


def copies() -> Iterator[Result]:
    """Near-copies among 100,000 answers: how the cost grows, and how many copies are found."""
    from scoring.language.duplicates import near_duplicates

    texts, planted = spoken(ANSWERS)
    quarter = dict(list(texts.items())[: ANSWERS // 4])
    start = time.process_time()
    near_duplicates(quarter)
    few = time.process_time() - start
    start = time.process_time()
    found = near_duplicates(texts)
    all_of_them = time.process_time() - start
    met = {frozenset((one.first, one.second)) for one in found}
    caught = sum(pair in met for pair in planted)
    yield Result(
        name=f"near-copies among {ANSWERS:,} answers",
        value=all_of_them / few,
        unit="times the cost of a quarter",
        aim=6.0,
        detail=f"{all_of_them:.1f} s of processor time; comparing all pairs would cost 16 times",
    )
    yield Result(
        name="planted copies found",
        value=caught / len(planted),
        unit="share",
        aim=0.95,
        more_is_better=True,
        detail=f"{len(planted)} copies with one word in fifty changed; {len(met) - caught} others",
    )


def spoken(many: int, seed: int = 3) -> tuple[dict[str, str], list[frozenset[str]]]:
    """Answers of sixty words, one in a hundred a copy of another; and the pairs that are."""
    rng = np.random.default_rng(seed)
    words = np.array([f"w{i:04d}" for i in range(3000)])
    said = rng.integers(0, words.size, (many, 60))
    copied = rng.choice(many // 2, many // 100, replace=False)
    places = many // 2 + rng.choice(many // 2, many // 100, replace=False)
    said[places] = said[copied]
    changed = rng.random((places.size, 60)) < 0.02
    said[places] = np.where(changed, rng.integers(0, words.size, changed.shape), said[places])
    texts = {f"A-{i:06d}": " ".join(words[row]) for i, row in enumerate(said)}
    pairs = []
    for one, other, row in zip(copied.tolist(), places.tolist(), changed, strict=True):
        # each changed word spoils three triples; what is less alike than .8 is no near-copy
        if row.sum() <= 1:
            pairs.append(frozenset((f"A-{one:06d}", f"A-{other:06d}")))
    return texts, pairs


def pooled_studies() -> Result:
    """REML over 160 studies, as many as there are published of interviews."""
    from estimation import random_effects

    rng = np.random.default_rng(4)
    n = rng.integers(10, 400, 160)
    z = rng.normal(0.24, 0.17, 160) + rng.normal(0, 1, 160) / np.sqrt(n - 3)
    random_effects(z, 1 / (n - 3))
    rounds = 200
    start = time.process_time()
    for _ in range(rounds):
        random_effects(z, 1 / (n - 3))
    spent = 1000 * (time.process_time() - start) / rounds
    return Result(
        name="REML over 160 studies", value=spent, unit="ms", aim=5.0,
        detail="processor time; mean, spread between studies with its interval, prediction",
    )  # fmt: skip


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
