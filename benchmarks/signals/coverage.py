"""Do the intervals on a card hold the planted competence, and do they narrow with more answers?

A company of a seed that nothing was tuned on is drawn, its interviews are scored by the shipped
scorer, each as it would have been after its first answer, its second and so on; every interval is
held against the planted competence on the score scale (data_samples/true_scores.py). Answers that
were copied from a leaked model answer say nothing of their speaker and are left out with their
interviews.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pandas as pd

from benchmarks.signals.row import Row
from data_samples import company, plan
from data_samples.bank import asked_questions, bank
from data_samples.scored import Recordings
from data_samples.true_scores import DRAWS, Curve, Curves, measure_curves, true_scores
from interview import Estimate, Finding

SEED = 4711
FRACTION = 0.12
LEAST, MOST = 0.93, 0.97
FEWEST = 200
"""A share of fewer intervals than this is reported but held against no aim."""
OVERALL = "overall"

Asked = Sequence[tuple[str, str, int]]
Measured = dict[tuple[str, str, str], Curve]
COLUMNS = ["interview", "role", "locale", "asked", "what", "n", "value", "low", "high", "true"]
COLUMNS += ["mixed"]


def versions_asked(roles: Sequence[str] | None = None) -> list[tuple[str, str, int]]:
    """Every question version the demo company asks, as (role, key, version)."""
    return [
        (role, question.key, question.version)
        for role in plan.ROLES
        if roles is None or role in roles
        for question in asked_questions(role)
    ]


def curves_of(asked: Asked, *, draws: int = DRAWS, jobs: int = 1) -> Curves:
    """The expected score of an answer by its level, per question, competency and language."""
    tasks = [(locale, asked[i::jobs]) for locale in ("en", "zh") for i in range(jobs)]
    if jobs == 1:
        parts = [measure_curves(part, locale, draws=draws) for locale, part in tasks]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(_curves, tasks, [draws] * len(tasks)))
    return {key: curve for part in parts for key, curve in part.items()}


def _curves(task: tuple[str, Asked], draws: int) -> Measured:
    locale, asked = task
    return measure_curves(asked, locale, draws=draws)


def intervals(
    curves: Curves,
    *,
    seed: int = SEED,
    fraction: float = FRACTION,
    roles: Sequence[str] | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """One row per interval on a card: what it says, and the planted truth.

    ``asked`` is how many answers had been given, ``n`` how many of them speak to ``what`` (a
    competency or ``overall``), ``mixed`` the score with voice and face counted as China's preset
    lets them.
    """
    if jobs == 1:
        found = [_intervals(curves, seed, fraction, roles, 0, 1)]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            running = [
                pool.submit(_intervals, curves, seed, fraction, roles, part, jobs)
                for part in range(jobs)
            ]
            found = [one.result() for one in running]
    return pd.concat(found, ignore_index=True)


def _intervals(
    curves: Curves, seed: int, fraction: float, roles: Sequence[str] | None, part: int, of: int
) -> pd.DataFrame:
    firm = company(seed, fraction)
    recordings = Recordings(firm)
    copied = set(firm.answers["interview_id"][firm.answers["copied_from"] >= 0])
    chosen = [
        number
        for number, (name, role) in enumerate(
            zip(firm.interviews["interview_id"], firm.interviews["role"], strict=True)
        )
        if name not in copied and (roles is None or role in roles)
    ][part::of]
    months = firm.interviews["month"].to_numpy()
    theta = {
        str(name): dict(zip(rows["competency"], rows["theta"], strict=True))
        for name, rows in firm.competence.groupby("interview_id")
    }
    rows = [
        row
        for number in chosen
        for row in _of_interview(recordings, number, int(months[number]), theta, curves)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_interview(
    recordings: Recordings,
    number: int,
    month: int,
    theta: dict[str, dict[str, float]],
    curves: Curves,
) -> Iterator[tuple[object, ...]]:
    from scoring.rubric import score
    from workflow.policies import signal_policy

    whole = recordings.interview(number)
    signals = recordings.signals(number, whole)
    role = bank()[whole.role]
    locale = str(whole.locale)
    true = true_scores(whole.role, month, locale, theta[whole.id], curves)
    true[OVERALL] = sum(c.weight * true[c.key] for c in role.competencies)
    for asked in range(1, len(whole.answers) + 1):
        part = replace(whole, answers=whole.answers[:asked])
        card = score(part, signals[:asked], role, signal_policy("cn_pipl"))
        found: list[tuple[str, Finding, Finding]] = [
            (c.competency, c.without_expression, c.finding) for c in card.competencies
        ]
        found.append((OVERALL, card.overall_without_expression, card.overall))
        for what, plain, mixed in found:
            if isinstance(plain, Estimate) and isinstance(mixed, Estimate):
                yield (
                    whole.id,
                    whole.role,
                    locale,
                    asked,
                    what,
                    plain.n,
                    plain.value,
                    plain.low,
                    plain.high,
                    true[what],
                    mixed.value,
                )


def complete(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of whole interviews, the cards people see."""
    return found[found["asked"] == found.groupby("interview")["asked"].transform("max")]


def covered(rows: pd.DataFrame) -> float:
    """Share of the intervals that hold the planted truth."""
    return float(((rows["low"] <= rows["true"]) & (rows["true"] <= rows["high"])).mean())


def _row(name: str, rows: pd.DataFrame, *, part: bool = True) -> Row:
    """A share of intervals that hold the truth; of a part its own sampling error is allowed for."""
    share = covered(rows)
    few = len(rows) < FEWEST
    met = LEAST <= share <= MOST
    if part and not met:
        # a person's intervals stand and fall together, so people are counted, not intervals
        people = rows["interview"].nunique()
        slack = 1.96 * math.sqrt(share * (1 - share) / people)
        met = share + slack >= LEAST and share - slack <= MOST
    error = (rows["value"] - rows["true"]).std()
    width = rows["high"] - rows["low"]
    return Row(
        section="Interval coverage",
        name=name,
        value=f"{share:.1%} of {len(rows):,}",
        aim=""
        if few
        else f"{LEAST:.0%} to {MOST:.0%}" + (", sampling error allowed" if part else ""),
        met=None if few else met,
        note=f"width {width.mean():.2f}, sd of error {error:.2f}",
    )


def report() -> list[Row]:
    """Coverage of whole cards, by language and by number of answers, and the widths."""
    curves = curves_of(versions_asked(), jobs=2)
    found = intervals(curves, jobs=2)
    single = found[found["what"] != OVERALL]
    overall = found[found["what"] == OVERALL]
    rows = [
        _row("competency scores, whole interviews", complete(single), part=False),
        _row("overall score, whole interviews", complete(overall), part=False),
    ]
    for locale, name in (("en", "English"), ("zh", "Chinese")):
        rows.append(_row(f"competencies, {name}", _in(complete(single), locale)))
        rows.append(_row(f"overall, {name}", _in(complete(overall), locale)))
    for n, part in single.groupby("n"):
        rows.append(_row(f"competencies resting on {n} answers", part))
    for n, part in overall.groupby("n"):
        rows.append(_row(f"overall after {n} answers", part))
    return [*rows, *_widths(single, "competencies"), *_widths(overall, "overall")]


def _in(rows: pd.DataFrame, locale: str) -> pd.DataFrame:
    return rows[rows["locale"] == locale]


def _widths(rows: pd.DataFrame, what: str) -> Iterator[Row]:
    """Mean width by number of answers, which must fall, and its spread, which must not be 0."""
    width = (rows["high"] - rows["low"]).groupby(rows["n"])
    enough = width.size() >= FEWEST
    means = width.mean()[enough]
    yield Row(
        section="Interval width",
        name=f"{what}: mean width by number of answers",
        value=", ".join(f"{n}: {mean:.2f}" for n, mean in means.items()),
        aim="falls with every answer",
        met=bool(np.all(np.diff(means.to_numpy()) < 0)),
    )
    spreads = width.std()[enough]
    yield Row(
        section="Interval width",
        name=f"{what}: sd of the width between people",
        value=", ".join(f"{n}: {sd:.2f}" for n, sd in spreads.items()),
        aim="above 0 everywhere",
        met=bool((spreads > 0.05).all()),
        note="a person whose answers differ more gets a wider interval",
    )
