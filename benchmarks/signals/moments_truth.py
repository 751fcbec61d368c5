"""Stress moments and the display flag against what was planted, and how often they are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from benchmarks.signals.row import Row
from data_samples import company
from data_samples.planted_company import Company
from data_samples.planted_talk import OPEN_LAW, ROLE, Planted, interview, talk
from interview import AnswerSignals, FeatureSet
from scoring.moments import Moment, stress_moments
from scoring.moments.display import REST, SMILE, display_at_odds

SECTION = "stress moments"
DISPLAY = "display at odds (planted truth 11)"
TALKS = 200
MINUTES = 66 / 60  # of talk in the answer looked at
PLANTED: Planted = {"rate": [(30, 39, -2.0)], "pitch": [(30, 45, 4.0)]}
STARTS, ENDS, BACK = 30.0, 39.0, 45.0
SEEDS = (2026, 1, 2)
FRACTION = 0.5
ERRORS = (0.0, 0.005, 0.01)


def report() -> list[Row]:
    """All rows of both tables."""
    return [*_moments(), *_display()]


def _found(seed: int, planted: Planted | None, carry: float = 0.0) -> Sequence[Moment]:
    found = stress_moments(interview(), talk(seed, planted, carry=carry), ROLE, OPEN_LAW)
    return found if isinstance(found, tuple) else ()


def _moments() -> Iterator[Row]:
    hits = [_found(seed, PLANTED) for seed in range(TALKS)]
    one = [found[0] for found in hits if len(found) == 1]
    yield _share("planted passages found, once each", len(one), TALKS, 0.95)
    for name, times, truth in (
        ("start within a second", [m.start_ms / 1000 for m in one], STARTS),
        ("end within a second", [m.end_ms / 1000 for m in one], ENDS),
        (
            "back in the own average within a second",
            [(m.end_ms + m.back_after_ms) / 1000 for m in one if m.back_after_ms is not None],
            BACK,
        ),
    ):
        yield _share(name, sum(abs(t - truth) <= 1.0 for t in times), len(one), 0.9)
    for carry, name, most in (
        (0.0, "even talk", 1.0),
        (0.5, "talk that drifts over seconds", 2.0),
        (0.9, "talk that drifts over ten seconds", 5.0),
    ):
        wrong = sum(len(_found(seed, None, carry)) for seed in range(TALKS))
        rate = 100 * wrong / (TALKS * MINUTES)
        yield Row(
            section=SECTION,
            name=f"moments in 100 minutes of {name}",
            value=f"{rate:.1f}",
            aim=f"at most {most:g}",
            met=rate <= most,
        )


def _share(name: str, n: int, of: int, least: float) -> Row:
    return Row(
        section=SECTION,
        name=name,
        value=f"{n} of {of}",
        aim=f"{least:.0%} or more",
        met=n >= least * of,
    )


def _display() -> Iterator[Row]:
    drawn = [(seed, company(seed, FRACTION)) for seed in SEEDS]
    for error in ERRORS:
        counts = pd.DataFrame([display_counts(one, error, seed) for seed, one in drawn]).sum()
        flagged = counts["hit"] + counts["restrained_wrong"] + counts["other_wrong"]
        calm = counts["restrained_wrong"] / counts["restrained"]
        other = counts["other_wrong"] / counts["other"]
        what = f"with an error of {error:g} in each answer's smile share" if error else "as planted"
        yield Row(
            section=DISPLAY,
            name=what,
            value=(
                f"precision {counts['hit'] / max(flagged, 1):.2f}, "
                f"recall {counts['hit'] / counts['trained']:.2f}, "
                f"false alarms {calm:.2%} of restrained, {other:.2%} of others"
            ),
            aim="restrained people not flagged more often than others",
            met=calm <= other,
            note=f"{round(counts['trained'])} trained; a weak signal without weight",
        )


KINDS = ("trained", "hit", "restrained", "restrained_wrong", "other", "other_wrong")


def display_counts(firm: Company, error: float, seed: int) -> pd.Series:
    """How many of each kind there are with consent for voice and face, and how many are flagged.

    ``error`` is the standard deviation of an error added to each answer's share of time smiled.
    """
    smile = firm.face_signals[SMILE].to_numpy()
    if error:
        chance = np.random.default_rng([seed, 11])
        smile = np.clip(smile + error * chance.standard_normal(len(smile)), 0.0, 1.0)
    rest = [firm.voice_signals[name].to_numpy() for name in REST]
    first = np.concatenate(([0], np.cumsum(firm.interviews["asked"].to_numpy())))
    style = firm.attributes.set_index("candidate_id")["attr_display_style"]
    restrained = firm.interviews["candidate_id"].map(style).eq("restrained").to_numpy()
    allowed = (firm.interviews["consent_voice"] & firm.interviews["consent_face"]).to_numpy()
    counts = dict.fromkeys(KINDS, 0.0)
    for number, trained in enumerate(firm.display["trained"].to_numpy()):
        if not allowed[number]:
            continue
        kind = "trained" if trained else "restrained" if restrained[number] else "other"
        counts[kind] += 1
        answers = (
            AnswerSignals(
                features=FeatureSet(
                    answer=str(row),
                    values={SMILE: smile[row], REST[0]: rest[0][row], REST[1]: rest[1][row]},
                    missing={},
                    extractor="",
                )
            )
            for row in range(first[number], first[number + 1])
        )
        if display_at_odds(answers):
            counts["hit" if trained else f"{kind}_wrong"] += 1
    return pd.Series(counts)
