"""Two departments over a year: a lenient rater, a second wording, outcomes; in a store.

Scores, ratings and outcomes are drawn around one ability, so that everything agrees as far as the
noise lets it. In `plant` nobody rates with anybody else. Rater ``ra_2`` is 1.5 points lenient.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from interview import (
    Actor,
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Decision,
    FeatureSet,
    Interview,
    Question,
    Rating,
    RoleModel,
)
from store import (
    JobOutcome,
    Requisition,
    ScoredInterview,
    Store,
    open_store,
    save_decisions,
    save_department,
    save_many,
    save_many_attributes,
    save_outcomes,
    save_ratings,
    save_requisition,
    save_role,
)

START = datetime(2025, 9, 1, 9, tzinfo=UTC)
MONTHS, EACH = 12, 20
REWRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
BOTH = ("communication", "teamwork")
LENIENT_BY = 1.5
HR = Actor(id="hr", roles=("hr_leader",), units=("*",))
SALES_HR = Actor(id="sales_hr", roles=("hr_leader",), units=("sales",))
OFFICER = Actor(id="officer", roles=("compliance",), units=("*",))
MANAGER = Actor(id="manager", roles=("hiring_manager",), units=("sales",))
ADMIN = Actor(id="admin", roles=("admin",), units=("*",))
NOBODY = Actor(id="far", roles=("hr_leader",), units=("elsewhere",))


def _role(key: str, en: str) -> RoleModel:
    return RoleModel(
        key=key,
        version=1,
        title={"en": en, "zh": en},
        threshold=5.5,
        competencies=tuple(CompetencyWeight(key=k, weight=0.5, threshold=5.0) for k in BOTH),
        questions=tuple(
            Question(
                key=f"{key}_q{n}",
                version=1,
                text={"en": f"Question {n}.", "zh": f"问题{n}。"},
                kind="behavioural",
                criteria={BOTH[n % 2]: 1.0},
            )
            for n in range(3)
        ),
    )


ROLES = {"sales": _role("clerk", "Clerk"), "plant": _role("fitter", "Fitter")}


def watched_company(folder: Path, *, people: int = EACH) -> Store:
    """The store: ``people`` interviews in each department and month."""
    store = open_store(folder=folder)
    rng = np.random.default_rng(12)
    items: list[ScoredInterview] = []
    ratings: list[Rating] = []
    decisions: list[Decision] = []
    outcomes: list[JobOutcome] = []
    groups: dict[str, dict[str, str]] = {}
    for unit, role in ROLES.items():
        for i in range(MONTHS * people):
            at = START + timedelta(days=30 * (i // people) + (i % people) * 28 // people)
            ability = float(rng.normal())
            name = f"i-{unit}-{i:04d}"
            items.append(_scored(name, unit, role, at, ability, rng))
            ratings += _ratings(name, unit, i, at, ability, rng)
            decisions += _decisions(name, at, ability)
            groups[f"c-{name}"] = {"sex": "women" if i % 2 else "men"}
            if ability > 0:
                for kind, kpi, value, days in (
                    ("90_days", "overall", 3.2 + 0.5 * ability + 0.4 * rng.normal(), 100),
                    ("retention", "90_days", float(i % 9 > 0), 91),
                ):
                    outcomes.append(
                        JobOutcome(
                            candidate=f"c-{name}", requisition=f"r-{unit}", kind=kind, kpi=kpi,
                            value=float(np.clip(value, 0 if kind == "retention" else 1, 5)),
                            at=at + timedelta(days=days), rater=None,
                        )
                    )  # fmt: skip
    with store.transaction() as tx:
        for unit, role in ROLES.items():
            save_role(tx, role)
            save_department(tx, unit, {"en": unit.title(), "zh": unit})
            save_requisition(
                tx,
                Requisition(
                    id=f"r-{unit}", role=role.key, department=unit,
                    title={"en": unit, "zh": unit}, opened_at=START, blind_first=False,
                    policy="none", location="berlin" if unit == "sales" else "leipzig",
                ),
            )  # fmt: skip
        save_many(tx, items)
        save_ratings(tx, ratings)
        save_decisions(tx, decisions)
        save_outcomes(tx, outcomes)
        save_many_attributes(tx, groups)
    return store


def _scored(
    name: str, unit: str, role: RoleModel, at: datetime, ability: float, rng: np.random.Generator
) -> ScoredInterview:
    version = 2 if unit == "sales" and at >= REWRITTEN else 1
    asked = [(q.key, version if n == 0 else 1) for n, q in enumerate(role.questions)]
    case = Interview(
        id=name,
        candidate_id=f"c-{name}",
        role=role.key,
        requisition=f"r-{unit}",
        locale="en",
        conducted_at=at,
        answers=tuple(Answer(id=f"a{n}", question=k, version=v) for n, (k, v) in enumerate(asked)),
    )
    answers = [
        {"answer": f"a{n}", "question": k, "version": v, "score": _around(ability, 1.0, rng)}
        for n, (k, v) in enumerate(asked)
    ]
    card = {
        "role": f"{role.key}@1",
        "role_digest": role.digest,
        "policy": "none@1",
        "scorer": {"name": "rubric", "version": "1"},
        "threshold": 5.5,
        "overall": _around(ability, 0.5, rng),
        "competencies": [
            {"competency": key, "finding": _around(ability, 0.6, rng)} for key in BOTH
        ],
        "answers": answers,
    }
    signals = tuple(
        AnswerSignals(
            features=FeatureSet(
                answer=f"a{n}",
                values={"voice_snr": 26 + 3 * rng.normal(), "face_brightness": 120 + rng.normal()},
                missing={},
                extractor="planted",
            )
        )
        for n in range(len(asked))
    )
    return ScoredInterview(interview=case, signals=signals, card=card)


def _around(ability: float, noise: float, rng: np.random.Generator) -> dict[str, Any]:
    value = float(np.clip(5.5 + ability + noise * rng.normal(), 0, 10))
    return {"value": value, "low": value - 1, "high": value + 1, "n": 3, "method": "mean"}


def _ratings(
    name: str, unit: str, i: int, at: datetime, ability: float, rng: np.random.Generator
) -> list[Rating]:
    """In sales two of three raters; in the plant one each, so that none overlap."""
    several = [f"ra_{i % 3}", f"ra_{(i + 1) % 3}"]
    raters = several if unit == "sales" else [f"rb_{i % 2}"]
    return [
        Rating(
            interview=name,
            rater=rater,
            competency=key,
            score=float(
                np.clip(5.5 + ability + 0.7 * rng.normal() + LENIENT_BY * (rater == "ra_2"), 0, 10)
            ),
            at=at + timedelta(days=1),
            blind=i % 10 > 0,
        )
        for rater in raters
        for key in BOTH
    ]


def _decisions(name: str, at: datetime, ability: float) -> list[Decision]:
    made = [("advance", ability > -0.4, 4)] + [("hire", ability > 0, 9)] * (ability > -0.4)
    return [
        Decision(
            interview=name,
            stage="hire" if stage == "hire" else "advance",
            outcome="yes" if yes else "no",
            actor="lead",
            card_digest="",
            at=at + timedelta(days=days),
            reasons="because",
        )
        for stage, yes, days in made
    ]
