"""What the demo's worker processes do: tasks and answers are plain JSON, nothing is pickled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from data_samples import demo_records
from data_samples.bank import bank
from data_samples.planted_company import Company, company
from data_samples.scored import Recordings, scored
from interview import (
    AnswerSignals,
    Evidence,
    FeatureSet,
    Flag,
    Quality,
    SignalPolicy,
    Timeline,
    plain,
)

WORK = "data_samples.demo_work:work"
Made = tuple[tuple[AnswerSignals, ...], dict[str, Any]]
"""What was measured in an interview, and its card as JSON."""


def score_task(company: Company, policy: SignalPolicy, start: int, stop: int) -> dict[str, Any]:
    """Score the interviews from number ``start`` to before ``stop``."""
    return _task(company, policy) | {"start": start, "stop": stop}


def sample_task(
    company: Company, policy: SignalPolicy, models: Path, folder: Path, key: str
) -> dict[str, Any]:
    """Render one sample into a folder and score it from sound and picture."""
    return _task(company, policy) | {
        "models": str(models.absolute()),
        "folder": str(folder.absolute()),
        "key": key,
    }


def _task(company: Company, policy: SignalPolicy) -> dict[str, Any]:
    return {"seed": company.seed, "fraction": company.fraction, "policy": policy.key}


def work(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One task done, in a worker: signals and card of each interview."""
    from scoring.card_json import card_json
    from workflow.policies import signal_policy

    policy = signal_policy(task["policy"])
    if "folder" in task:
        return [_sample(task, policy)]
    numbers = range(task["start"], task["stop"])
    return [
        {"signals": plain(signals), "card": card_json(card)}
        for _, signals, card in scored(_recordings(task["seed"], task["fraction"]), numbers, policy)
    ]


@cache
def _company(seed: int, fraction: float) -> Company:
    # each worker draws the company itself: quicker than sending it, and the same by its seed
    return company(seed, fraction)


@cache
def _recordings(seed: int, fraction: float) -> Recordings:
    return Recordings(_company(seed, fraction))


def _sample(task: Mapping[str, Any], policy: SignalPolicy) -> dict[str, Any]:
    from data_samples.rendered import render_interviews
    from scoring import score_interview
    from scoring.card_json import card_json

    folder, key = Path(task["folder"]), task["key"]
    render_interviews(folder, keys=[key])
    one = demo_records.samples(folder, _company(task["seed"], task["fraction"]))[key]
    role, models = bank()[one.role], Path(task["models"])
    card, signals = score_interview(one, role, policy, models_folder=models)
    return {"signals": plain(signals), "card": card_json(card)}


def made_from_json(answer: Mapping[str, Any]) -> Made:
    """A worker's answer for one interview as values of the vocabulary."""
    return tuple(_signals(one) for one in answer["signals"]), answer["card"]


def _signals(one: Mapping[str, Any]) -> AnswerSignals:
    timeline = one["timeline"]
    return AnswerSignals(
        features=FeatureSet(**one["features"]),
        evidence={
            key: tuple(Evidence(**piece) for piece in pieces)
            for key, pieces in one["evidence"].items()
        },
        quality=tuple(Quality(**q) for q in one["quality"]),
        flags=tuple(
            Flag(
                code=f["code"],
                slots=f["slots"],
                evidence=tuple(Evidence(**piece) for piece in f["evidence"]),
            )
            for f in one["flags"]
        ),
        timeline=timeline
        and Timeline(
            step_ms=timeline["step_ms"],
            tracks={name: tuple(track) for name, track in timeline["tracks"].items()},
        ),
        duration_ms=one["duration_ms"],
        timings=one["timings"],
    )
