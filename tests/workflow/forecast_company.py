"""A store whose scores forecast what was planted: two departments, KPIs, ratings, leavers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from interview import Answer, Decision, Interview, RoleModel
from scoring import shipped_roles
from store import (
    JobOutcome,
    Requisition,
    ScoredInterview,
    Store,
    open_store,
    save_decisions,
    save_department,
    save_many,
    save_outcomes,
    save_requisition,
    save_role,
)

ROLES = {"marketing": "sales", "project_engineer": "plant"}
PEOPLE = 240
"""In each role, half of them hired."""
LEFT, WAITING = 6, 10
PLANTED = {"planning": 0.75, "innovation": 0.0, "learning": 0.0}
OTHERS = 0.4
RATED = 0.6
"""Correlation of the mean competency with true performance."""
RELIABLE = 0.8
AT = datetime(2025, 3, 3, tzinfo=UTC)


def forecast_company(folder: Path, *, top_down: bool = True) -> Store:
    """Hired are the better half of each opening by overall score, or without it half at random."""
    store = open_store(folder=folder)
    for n, (key, department) in enumerate(ROLES.items()):
        _role(store, shipped_roles()[key], department, top_down, np.random.default_rng([17, n]))
    return store


def _role(
    store: Store, role: RoleModel, department: str, top_down: bool, rng: np.random.Generator
) -> None:
    keys = [entry.key for entry in role.competencies]
    theta = rng.normal(size=(PEOPLE, len(keys)))
    mean = theta.sum(axis=1) / math.sqrt(len(keys))
    true = RATED * mean + math.sqrt(1 - RATED**2) * rng.normal(size=PEOPLE)
    overall = 5 + theta.mean(axis=1)
    opening = f"r-{role.key}"
    names = [f"i-{role.key}-{i:03d}" for i in range(PEOPLE)]
    items = []
    for i, name in enumerate(names):
        asked = [q for q in role.questions if q.version == 1]
        case = Interview(
            id=name, candidate_id=f"c-{role.key}-{i:03d}", role=role.key, requisition=opening,
            locale="en", conducted_at=AT + timedelta(days=i // 2),
            answers=tuple(Answer(id=q.key, question=q.key, version=q.version) for q in asked),
        )  # fmt: skip
        scores = dict(zip(keys, theta[i], strict=True))
        card = {
            "role": f"{role.key}@{role.version}", "policy": "none@1",
            "overall": _finding(float(overall[i])),
            "by_modality": {
                "language": _finding(float(overall[i])), "voice": _finding(5 + rng.normal()),
            },
            "competencies": [
                {"competency": c, "finding": _finding(5 + 1.2 * x),
                 "without_expression": _finding(5 + 1.2 * x)}
                for c, x in scores.items()
            ],
            "answers": [
                {"answer": q.key, "question": q.key, "version": q.version,
                 "score": _finding(5 + sum(w * scores[c] for c, w in q.criteria.items()))}
                for q in asked
            ],
        }  # fmt: skip
        items.append(ScoredInterview(interview=case, signals=(), card=card))
    rank = np.argsort(-overall if top_down else rng.permutation(PEOPLE))
    hired = set(rank[: PEOPLE // 2].tolist())
    with store.transaction() as tx:
        save_role(tx, role)
        save_department(tx, department, {"en": department, "zh": department})
        save_requisition(
            tx,
            Requisition(
                id=opening, role=role.key, department=department,
                title={"en": opening, "zh": opening}, opened_at=AT - timedelta(days=30),
                blind_first=False, policy="none",
            ),
        )  # fmt: skip
        save_many(tx, items)
        save_decisions(
            tx,
            [
                Decision(
                    interview=name, stage="hire", outcome="yes" if i in hired else "no",
                    reasons="agreed", actor="panel", card_digest="", at=AT + timedelta(days=150),
                )
                for i, name in enumerate(names)
            ],
        )  # fmt: skip
        save_outcomes(tx, _outcomes(role, theta, true, sorted(hired), rng))


def _outcomes(
    role: RoleModel,
    theta: np.ndarray,
    true: np.ndarray,
    hired: list[int],
    rng: np.random.Generator,
) -> list[JobOutcome]:
    made = []
    for place, i in enumerate(hired):
        facts = {"candidate": f"c-{role.key}-{i:03d}", "requisition": f"r-{role.key}"}
        if place < LEFT:
            made.append(_one(facts, "retention", "6_months", 0.0, 330))
            continue
        if place < LEFT + WAITING:
            continue
        made.append(_one(facts, "retention", "6_months", 1.0, 330))
        for kind, days in (("6_months", 330), ("12_months", 510)):
            y = math.sqrt(RELIABLE) * true[i] + math.sqrt(1 - RELIABLE) * rng.normal()
            made.append(_one(facts, kind, "overall", 3.4 + 0.6 * y, days, rater="boss"))
        for entry, x in zip(role.competencies, theta[i], strict=True):
            r = PLANTED.get(entry.key, OTHERS)
            y = r * x + math.sqrt(1 - r * r) * rng.normal()
            made.append(_one(facts, "6_months", entry.key, 100 + 15 * y, 330))
    return made


def _one(
    facts: Mapping[str, str], kind: str, kpi: str, value: float, days: int, rater: str | None = None
) -> JobOutcome:
    return JobOutcome(
        **facts, kind=kind, kpi=kpi, value=float(value), at=AT + timedelta(days=days), rater=rater
    )


def _finding(value: float) -> dict[str, object]:
    shown = float(min(max(value, 0.5), 9.5))
    return {"value": shown, "low": shown - 0.5, "high": shown + 0.5, "n": 5, "method": "mean"}
