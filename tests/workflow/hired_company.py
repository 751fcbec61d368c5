"""A company that hired sixty clerks: weak at teamwork, ratings that go with the interview."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interview import AnswerSignals, Decision
from scoring import card_json
from scoring.rubric import score as score_signals
from store import (
    Requisition,
    ScoredInterview,
    Store,
    blind_draw,
    open_store,
    save_department,
    save_many,
    save_requisition,
    save_role,
)
from store.decisions import save_decisions
from store.outcomes import JobOutcome, save_outcomes
from tests.workflow.small_company import (
    BOTH,
    NOW,
    POLICY,
    ROLE,
    Clock,
    planted_interview,
    planted_signals,
)

PEOPLE = 64
PLANT_PEOPLE = 12
REJECTED = "h-999"
FAR_BELOW = 7


def person_id(i: int) -> str:
    """An interview's id, every one of which the blind sample leaves alone but the tenth."""
    sampled = i % 10 == 9
    numbers = (f"h-{i:03d}{'x' * k}" for k in range(400))
    return next(one for one in numbers if (blind_draw(one) < 0.10) is sampled)


IDS = tuple(person_id(i) for i in range(PEOPLE))


def hired_company(folder: Path) -> Store:
    """Sales hired all of `IDS`, the plant twelve more; `REJECTED` was not taken."""
    store = open_store(folder=folder, clock=Clock())
    draw = np.random.default_rng(3)
    talk = np.clip(draw.normal(6.5, 1.5, PEOPLE + PLANT_PEOPLE), 0, 10)
    team = np.clip(draw.normal(2.0, 1.0, PEOPLE + PLANT_PEOPLE), 0, 10)
    later = 3.4 + 0.25 * (talk - 6.5) + draw.normal(0, 0.3, PEOPLE + PLANT_PEOPLE)
    later[FAR_BELOW] = later[FAR_BELOW] - 3
    names = [*IDS, *(f"p-{i:03d}" for i in range(PLANT_PEOPLE)), REJECTED]
    items = []
    for i, name in enumerate(names):
        opening = "r-plant" if name.startswith("p-") else "r-sales"
        at = min(i, PEOPLE - 1)
        case = planted_interview(name, opening, None)
        signals = _signals(float(talk[at]), float(team[at]))
        card = score_signals(case, (signals,), ROLE, POLICY)
        items.append(
            ScoredInterview(
                interview=case, signals=(signals,), card=card_json(card), name=f"Name of {name}"
            )
        )
    with store.transaction() as tx:
        save_role(tx, ROLE)
        for key in ("sales", "plant"):
            save_department(tx, key, {"en": key.title(), "zh": key})
            save_requisition(
                tx,
                Requisition(
                    id=f"r-{key}", role="clerk", department=key, title={"en": key, "zh": key},
                    opened_at=NOW - timedelta(days=90), blind_first=False, policy="none",
                ),
            )  # fmt: skip
        save_many(tx, items)
        save_decisions(
            tx,
            [
                Decision(
                    interview=name, stage="hire", outcome="no" if name == REJECTED else "yes",
                    reasons="planted", actor="hr", card_digest="", at=NOW,
                )
                for name in names
            ],
        )  # fmt: skip
        save_outcomes(tx, list(_outcomes(names[:PEOPLE], later)))
    return store


def _signals(talk: float, team: float) -> AnswerSignals:
    made = planted_signals(talk)
    values = dict(made.features.values) | {
        "lang_evidence.teamwork": team, "lang_anchor.teamwork": 1 + team * 0.4,
    }  # fmt: skip
    assert BOTH == ("communication", "teamwork")
    return replace(made, features=replace(made.features, values=values))


def _outcomes(names: list[str], later: NDArray[np.float64]) -> list[JobOutcome]:
    """Ratings at six months of all but the last four: two have left, two are too new."""
    rows = []
    for i, name in enumerate(names):
        at = NOW + timedelta(days=180)
        if i in (PEOPLE - 4, PEOPLE - 3):
            rows.append(_one(name, "retention", "6_months", 0.0, at))
        elif i < PEOPLE - 4:
            rows.append(_one(name, "6_months", "overall", float(later[i]), at))
            rows.append(_one(name, "6_months", "teamwork", 100.0 + i % 7, at))
    return rows


def _one(name: str, kind: str, kpi: str, value: float, at: datetime) -> JobOutcome:
    return JobOutcome(
        candidate=f"c-{name}", requisition="r-sales", kind=kind, kpi=kpi, value=value, at=at,
        rater=None,
    )  # fmt: skip
