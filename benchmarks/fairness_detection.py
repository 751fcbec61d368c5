"""How often the audit finds what is planted, and how often it finds what is not.

Fresh demo companies, one per seed. Planted: restrained display (1), a question harder for one
region (4), recognition errors for dialect speakers (8), display that moves raters and forecasts
nothing (9). Nothing is planted on three control attributes (10). Machine scores of answers are
drawn from the ability shown with the measured fidelity of the shipped scorer. The planted values
stand in docs/demo_company.md; nothing that an audit runs reads them.

``python -m benchmarks.fairness_detection [seeds]`` prints the table.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.signals.row import Row
from data_samples import Company, company
from data_samples.calibration import score_on_latent
from fairness import (
    conditional_expressivity,
    cultural_expression,
    dif_scores,
    differential_prediction,
    measurement_invariance,
    proxy_leak,
    signal_quality_by_group,
)
from interview import Estimate

FIRST_SEED = 7_000
SEEDS = 50
SIZE = 0.999
CONTROLS = ("attr_disability", "attr_household", "attr_birth_half")
DISPLAY = ("face_smile_share", "voice_pitch_range")
QUIET = ("voice_energy_range", "face_brow_episodes", "face_movement", "face_blink_rate")
PLANTED_WEIGHT = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One question put to one company: whether something was found, and whether it was there."""

    name: str
    planted: bool
    found: bool
    value: float | None = None


def answer_frame(firm: Company) -> pd.DataFrame:
    """One row per answer: a machine score of the shipped scorer's fidelity, signals, attributes."""
    answers = firm.answers.merge(firm.voice_signals, on="answer_id").merge(
        firm.face_signals, on="answer_id"
    )
    rng = np.random.default_rng([firm.seed, 99])
    ref = answers["question"] + "@" + answers["version"].astype(str)
    link = ref.map({r: score_on_latent(r) for r in ref.unique()}).to_numpy(dtype=float)
    shown = answers["level"].to_numpy() - 3.0
    noise = np.sqrt(1 - link**2) * rng.standard_normal(len(answers))
    answers["score"] = np.clip(5.5 + 1.6 * (link * shown + noise), 0.0, 10.0)
    return answers.merge(firm.attributes, on="candidate_id", how="left")


def interview_frame(firm: Company, answers: pd.DataFrame) -> pd.DataFrame:
    """One row per interview: mean score and signals, people's ratings, the 90-day outcome."""
    numbers = [*DISPLAY, *QUIET, "score", "transcript_error_rate", "face_brightness"]
    frame = answers.groupby("interview_id")[numbers].mean().reset_index()
    rating = firm.ratings.groupby("interview_id")["rating"].mean().rename("human")
    later = firm.outcomes
    later = later[later["outcome_kind"].eq("90_days") & later["kpi"].eq("overall")]
    outcome = later.set_index("interview_id")["outcome"]
    frame = firm.interviews[["interview_id", "candidate_id", "role"]].merge(
        frame, on="interview_id"
    )
    frame = frame.merge(rating, on="interview_id", how="left")
    frame["outcome"] = frame["interview_id"].map(outcome)
    display = sum(_z(frame[name]) for name in DISPLAY)
    words = _z(frame["score"])
    weight = PLANTED_WEIGHT
    frame["mixed"] = 5.5 + 1.2 * ((1 - weight) * words + weight * _z(pd.Series(display)))
    frame["words"] = 5.5 + 1.2 * words
    return frame.merge(firm.attributes, on="candidate_id", how="left")


def _z(values: pd.Series) -> pd.Series:
    return (values - values.mean()) / values.std()


def signs(firm: Company) -> Iterator[Sign]:
    """Everything asked of one company."""
    answers = answer_frame(firm)
    people = interview_frame(firm, answers)
    yield from display(people)
    yield from score_of_display(people)
    yield from raters_and_performance(people)
    yield from harder_question(answers)
    yield from recognition(people)
    yield from controls(people)


def display(people: pd.DataFrame) -> Iterator[Sign]:
    """Truth 1: less smile and pitch range at equal words, and nothing else."""
    known = people[people["attr_display_style"].notna()]
    focal = known["attr_display_style"].eq("restrained").to_numpy(dtype=float)
    names = (*DISPLAY, *QUIET)
    found = conditional_expressivity(
        names, known[list(names)].to_numpy(dtype=float), known["score"].to_numpy(), focal, "x"
    )
    for one in found:
        value = one.finding.value if isinstance(one.finding, Estimate) else None
        there = one.feature in DISPLAY
        kind = "planted display (1)" if there else "other display, same attribute (1)"
        # a difference that matters, judged by the whole interval
        yield Sign(name=kind, planted=there, found=one.verdict == "exceeds", value=value)


def score_of_display(people: pd.DataFrame) -> Iterator[Sign]:
    """A score with 30 % display lowers the restrained; the same score of words alone does not."""
    for column, planted in (("mixed", True), ("words", False)):
        found = cultural_expression(
            people,
            attribute="attr_display_style",
            score=column,
            expression=DISPLAY,
            verbal="words",
            without_expression="words",
            weight=PLANTED_WEIGHT if planted else 0.0,
            reference="open",
            replicates=200,
        )
        told = found.conclusions[0]
        through = told.slots["through"]
        yield Sign(
            name="score treats restraint as ability (1)" if planted else "score of words alone (1)",
            planted=planted,
            found=told.verdict == "exceeds",
            value=through if isinstance(through, float) else None,
        )
        if planted:
            ratio = next(t for t in found.weights if t.label == "present").verdicts["restrained"]
            yield Sign(name="impact ratio at that weight below .80 (1)", planted=True,
                       found=ratio == "exceeds")  # fmt: skip
            low = next(t for t in found.weights if t.label == "removed").verdicts["restrained"]
            yield Sign(name="impact ratio without display (1)", planted=False,
                       found=low == "exceeds")  # fmt: skip
            safe = found.safe["restrained"]
            yield Sign(
                name="a safe weight below 30 % is named (1)",
                planted=True,
                found=isinstance(safe, Estimate) and safe.value < PLANTED_WEIGHT,
                value=safe.value if isinstance(safe, Estimate) else None,
            )


def raters_and_performance(people: pd.DataFrame) -> Iterator[Sign]:
    """Truth 9: display moves human ratings, forecasts no performance and earns no weight."""
    found = cultural_expression(
        people,
        attribute="attr_display_style",
        score="words",
        expression=DISPLAY,
        verbal="words",
        human="human",
        outcome="outcome",
        weight=0.0,
        stratum="role",
        reference="open",
        replicates=200,
    )
    for effect in found.effects:
        if effect.feature != "all_display" or effect.target == "score":
            continue
        value = effect.finding.value if isinstance(effect.finding, Estimate) else None
        moved = effect.p_value is not None and effect.p_value < 0.05
        if effect.target == "human":
            yield Sign(name="display moves raters (9)", planted=True, found=moved, value=value)
        else:
            yield Sign(
                name="display forecasts performance (9)", planted=False, found=moved, value=value
            )
            inside = (
                isinstance(effect.finding, Estimate)
                and effect.finding.low > -0.1
                and effect.finding.high < 0.1
            )
            yield Sign(name="shown to forecast nothing, |r| < .10 (9)", planted=True, found=inside)
    yield Sign(name="gate opens for display (9)", planted=False, found=found.gate.state == "open")


def harder_question(answers: pd.DataFrame) -> Iterator[Sign]:
    """Truth 4: one question of the engineers is harder for inland people; the others are not."""
    asked = answers[answers["role"] == "project_engineer"]
    for attribute, reference in (
        ("attr_region", "coastal"),
        ("attr_household", "urban"),
        ("attr_birth_half", "second"),
    ):
        found = dif_scores(
            asked,
            attribute=attribute,
            reference=reference,
            person="interview_id",
            item="question",
            score="score",
        )
        planted = attribute == "attr_region"
        for item in found.items:
            there = planted and item.item == "pe_q3"
            value = item.finding.value if isinstance(item.finding, Estimate) else None
            if there:
                right = item.flagged and item.harder_for == "inland" and item.size_class == "C"
                yield Sign(name="harder question (4)", planted=True, found=right, value=value)
            else:
                kind = "other questions, same attribute (4)" if planted else "questions, controls"
                yield Sign(name=kind, planted=False, found=item.flagged, value=value)


def recognition(people: pd.DataFrame) -> Iterator[Sign]:
    """Truth 8: speech recognition mishears dialect speakers more; light is the same for all."""
    for attribute, planted in (("attr_dialect_group", True), *((c, False) for c in CONTROLS)):
        errors, light = signal_quality_by_group(
            people, attribute=attribute, quality=["transcript_error_rate", "face_brightness"]
        )
        kind = "recognition errors (8)" if planted else "recognition errors, controls"
        yield Sign(name=kind, planted=planted, found=errors.verdict == "exceeds")
        yield Sign(name="light", planted=False, found=light.verdict == "exceeds")


def controls(people: pd.DataFrame) -> Iterator[Sign]:
    """Truth 10: nothing on attributes that go with nothing."""
    for attribute in CONTROLS:
        found = cultural_expression(
            people,
            attribute=attribute,
            score="mixed",
            expression=DISPLAY,
            verbal="words",
            without_expression="words",
            weight=PLANTED_WEIGHT,
            replicates=200,
        )
        yield Sign(name="score of display, controls (10)", planted=False,
                   found=found.verdict == "exceeds")  # fmt: skip
        raw = [e.adjusted_p for e in found.expressivity if e.feature in DISPLAY]
        yield Sign(name="display, controls, adjusted p < .05 (10)", planted=False,
                   found=any(p is not None and p < 0.05 for p in raw))  # fmt: skip
        leak = proxy_leak(people, attribute=attribute, features=[*DISPLAY, *QUIET], score="words",
                          limit=0.55)  # fmt: skip
        yield Sign(name="proxies, controls (10)", planted=False, found=leak.verdict == "exceeds")
        line = differential_prediction(
            people, attribute=attribute, score="words", outcome="outcome", stratum="role"
        )
        p = next(g.p_value for g in line.groups if not g.reference and not g.excluded)
        yield Sign(name="differential prediction, controls, p < .05 (10)", planted=False,
                   found=p is not None and p < 0.05)  # fmt: skip
    leak = proxy_leak(
        people, attribute="attr_display_style", features=[*DISPLAY, *QUIET], limit=0.55
    )
    yield Sign(name="display gives the style away (1)", planted=True,
               found=leak.verdict == "exceeds")  # fmt: skip
    same = measurement_invariance(
        people, attribute="attr_household", indicators=[*DISPLAY, "voice_energy_range",
                                                        "face_movement"]
    )  # fmt: skip
    yield Sign(name="measures differ in meaning, control (10)", planted=False,
               found=same.verdict == "exceeds")  # fmt: skip
    moved = measurement_invariance(
        people, attribute="attr_display_style", indicators=[*DISPLAY, "voice_energy_range",
                                                            "face_movement"]
    )  # fmt: skip
    yield Sign(name="two measures shifted: means not comparable (1)", planted=True,
               found=moved.reached in ("configural", "metric"))  # fmt: skip


def detection(seeds: int = SEEDS, size: float = SIZE) -> dict[tuple[str, bool], list[Sign]]:
    """All signs of ``seeds`` companies, by name."""
    found: dict[tuple[str, bool], list[Sign]] = defaultdict(list)
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        for sign in signs(company(seed, size)):
            found[sign.name, sign.planted].append(sign)
    return found


def table(found: dict[tuple[str, bool], list[Sign]]) -> pd.DataFrame:
    """Detection rates of what is planted, then false-alarm rates of what is not."""
    rows = []
    for (name, planted), held in found.items():
        values = [s.value for s in held if s.value is not None]
        k, n = sum(s.found for s in held), len(held)
        rows.append(
            {
                "what": name,
                "planted": planted,
                "found": k,
                "of": n,
                "rate": round(k / n, 3),
                "error": round(math.sqrt(k / n * (1 - k / n) / n), 3),
                "mean": round(float(np.mean(values)), 3) if values else None,
            }
        )
    return pd.DataFrame(rows).sort_values(["planted", "what"], ascending=[False, True])


def report() -> list[Row]:
    """The table as `make simulate` prints it: planted truths found, the rest left alone."""
    rows = []
    for line in table(detection()).itertuples():
        rate, planted = float(str(line.rate)), bool(line.planted)
        # what is tested at 5 in 100 may come out a little above by chance: two errors' room
        allowed = 0.05 + 2 * math.sqrt(0.05 * 0.95 / int(str(line.of)))
        rows.append(
            Row(
                section="planted truths found" if planted else "false alarms",
                name=str(line.what),
                value=f"{line.found} of {line.of}",
                aim="at least 90 %" if planted else "5 %, chance allowed for",
                met=rate >= 0.9 if planted else rate <= allowed,
                note="" if line.mean is None or math.isnan(line.mean) else f"mean {line.mean:.2f}",
            )
        )
    return rows


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    print(table(detection(many)).to_string(index=False))
