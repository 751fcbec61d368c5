"""A store of engineers of equal ability, where one question may be harder for people inland."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from interview import Answer, Interview
from scoring import shipped_roles
from store import ScoredInterview, Store, open_store, save_many, save_many_attributes, save_role

ROLE = "project_engineer"
HARDER = "pe_q3@1"
PEOPLE, FEW = 240, 4
NOISE = 0.8
AT = datetime(2026, 3, 2, tzinfo=UTC)


def asked_people(folder: Path, *, harder_by: float) -> Store:
    """Half inland, half coastal, four from the border; scores are ability, chance and the plant.

    The first person came twice, the second time with nothing but full marks.
    """
    store = open_store(folder=folder)
    role = shipped_roles()[ROLE]
    draw = np.random.default_rng(11)
    ability = draw.normal(size=PEOPLE // 2)
    drawn = 5.0 + ability[:, None]
    drawn = drawn + draw.normal(scale=NOISE, size=(PEOPLE // 2, len(role.questions)))
    # two men, then two women who answered alike: sex goes with nothing, by construction
    scores = drawn.reshape(-1, 2, len(role.questions)).repeat(2, axis=0)
    scores = scores.reshape(PEOPLE, len(role.questions))
    third = [question.ref for question in role.questions].index(HARDER)
    scores[::2, third] -= harder_by
    rows = [*scores.tolist(), [10.0] * len(role.questions)]
    items = []
    for i, row in enumerate(rows):
        asked = list(zip(role.questions, row, strict=True))
        case = Interview(
            id=f"i-{i:04d}",
            candidate_id=f"c-{i % PEOPLE:04d}",
            role=ROLE,
            requisition=None,
            locale="en",
            conducted_at=AT + timedelta(hours=i),
            answers=tuple(Answer(id=q.key, question=q.key, version=q.version) for q, _ in asked),
        )
        answers = [
            {"answer": q.key, "question": q.key, "version": q.version,
             "score": {"value": v, "low": v - 1, "high": v + 1, "n": 5, "method": "mean"}}
            for q, v in asked
        ]  # fmt: skip
        card = {"role": f"{ROLE}@1", "policy": "none@1", "answers": answers}
        items.append(ScoredInterview(interview=case, signals=(), card=card))
    groups = {
        f"c-{i:04d}": {"region": _region(i), "sex": "women" if i // 2 % 2 else "men"}
        for i in range(PEOPLE)
    }
    with store.transaction() as tx:
        save_role(tx, role)
        save_many(tx, items)
        save_many_attributes(tx, groups)
    return store


def _region(i: int) -> str:
    if i >= PEOPLE - FEW:
        return "border"
    return "coastal" if i % 2 else "inland"
