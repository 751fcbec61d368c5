"""What measuring each set of modalities costs per interview, from measured times."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from analysis.modality_frontier import SUBSETS, Subset
from estimation import t_quantile
from interview import EXPRESSION, Estimate, Finding, Withheld
from store import MeasuredRecording, Reading, measured_recordings

Source = Literal["store", "sample", "none"]
METHOD = "cost.mean_of_recordings"
FEWEST = 3
LEAST = 0.1
"""Seconds a minute below which voice or face was not measured but withheld."""
MINUTES = 3.0
"""How long an interview's answers run where the store does not tell."""
SAMPLES = ("en_lively", "zh_lively", "en_unsteady")


@dataclass(frozen=True, kw_only=True, slots=True)
class SubsetCost:
    """Seconds of work per interview that measuring these modalities takes."""

    subset: Subset
    seconds: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class ModalityCost:
    """Seconds of work per interview for each set of modalities, on the machine that measured.

    ``source``: ``store`` when the installation's own recordings were timed as they were scored,
    ``sample`` when the bundled sample interviews were measured for this, ``none`` when neither.
    ``recordings`` were timed; ``minutes`` is how long an interview's answers run on average.
    Recognising speech is not in it: transcripts are taken as given.
    """

    source: Source
    recordings: int
    minutes: float
    subsets: tuple[SubsetCost, ...]

    def of(self, subset: Subset) -> Finding:
        """Seconds per interview of one set."""
        return next(one.seconds for one in self.subsets if one.subset == subset)


def stored_cost(reading: Reading, *, minutes: float = MINUTES) -> ModalityCost:
    """The cost from times kept with this store's own recordings; withheld where too few were."""
    return _cost("store", measured_recordings(reading), minutes)


def sample_cost(models_folder: Path, *, minutes: float = MINUTES) -> ModalityCost:
    """The cost measured now, on the bundled sample interviews: draws them, then times the shipped
    extractors on each. Takes about a minute.

    Raises
    ------
    ModelMissing
        When the face networks are not there.
    """
    from data_samples.rendered import render_interviews
    from scoring import find_role, score_interview
    from scoring.networks import NETWORKS, network_path
    from workflow.policies import signal_policy

    for name in NETWORKS:
        # without them the face would be withheld in no time, and seem to cost nothing
        network_path(name, models_folder)
    timed = []
    with tempfile.TemporaryDirectory(prefix="candor-cost-") as folder:
        samples = render_interviews(Path(folder), keys=SAMPLES)
        # the first pass loads networks and dictionaries, which nobody pays for twice
        for sample in (samples[0], *samples):
            one = sample.interview
            signals = score_interview(
                one, find_role(one.role), signal_policy("none"), models_folder=models_folder
            )[1]
            seconds: dict[str, float] = {}
            for answer in signals:
                for stage, spent in answer.timings.items():
                    seconds[stage] = seconds.get(stage, 0.0) + spent
            length = sum((a.duration_ms or 0) for a in signals) / 60_000
            timed.append(MeasuredRecording(interview=one.id, seconds=seconds, minutes=length))
    return _cost("sample", timed[1:], minutes)


def _cost(source: Source, timed: Sequence[MeasuredRecording], minutes: float) -> ModalityCost:
    found = tuple(
        SubsetCost(
            subset=s,
            seconds=_per_interview([_rate(t, s) for t in timed if _measured(t, s)], minutes),
        )
        for s in SUBSETS
    )
    return ModalityCost(
        source=source if len(timed) >= FEWEST else "none",
        recordings=len(timed),
        minutes=minutes,
        subsets=found,
    )


def _measured(timed: MeasuredRecording, subset: Subset) -> bool:
    """Whether everything in the set was really measured: what was withheld took no time."""
    return all(
        timed.seconds.get(m, 0.0) >= LEAST * timed.minutes for m in subset if m in EXPRESSION
    )


def _rate(timed: MeasuredRecording, subset: Subset) -> float:
    """Seconds of work per minute of recording; sound and picture are decoded for either."""
    held: Mapping[str, float] = timed.seconds
    spent = sum(held.get(m, 0.0) for m in subset)
    if "voice" in subset or "face" in subset:
        spent += held.get("decode", 0.0)
    return spent / timed.minutes


def _per_interview(rates: Sequence[float], minutes: float) -> Finding:
    if len(rates) < FEWEST:
        return Withheld(code="cost.too_few_recordings", n=len(rates))
    values = minutes * np.asarray(rates)
    mean, n = float(values.mean()), len(rates)
    half = t_quantile(0.975, n - 1) * float(values.std(ddof=1)) / n**0.5
    # nothing is measured in less than no time
    return Estimate(value=mean, low=max(0.0, mean - half), high=mean + half, n=n, method=METHOD)
